"""`groundup train --recipe NAME`: the recipe's values take the place of the options' defaults."""

from __future__ import annotations

from pathlib import Path

from typer import Context

from groundup.cli.console import fail
from groundup.data.catalogue import KNOWN

EVERYDAY = "everyday"
"""The recipe for other data than MNIST and its like."""


def use_recipe(context: Context, name: str | None) -> str | None:
    """Before the other options are read; what is given on the command line still wins."""
    if name is None:
        return None
    from groundup.training.recipes import RECIPES

    if name not in RECIPES:
        known = "".join(f"\n  {known:9} {recipe.about}" for known, recipe in RECIPES.items())
        fail(f"there is no recipe {name}; the recipes are{known}")
    recipe = RECIPES[name]
    options = dict(recipe.options)
    values = {
        "sizes": "-".join(map(str, recipe.sizes)),
        "activation": ",".join(shortest(recipe.activations)),
        "cost": recipe.cost,
        "init": recipe.init,
        "dtype": recipe.dtype,
        "epochs": recipe.epochs,
        "batch": options.pop("batch_size"),
        "augment": options.pop("augmentation", None) is not None,
    }
    context.default_map, context.obj = values | options, name
    return name


def shortest(activations: list[str]) -> list[str]:
    """Two names where these say it all, so that they serve other --sizes too."""
    *hidden, last = activations
    return [hidden[0], last] if len(set(hidden)) == 1 else activations


def use_data(context: Context, data: str) -> str:
    """Before the other options are read, too: for other data than MNIST and its like, the recipe
    `everyday` gives the defaults, where no other recipe is asked for."""
    if not context.default_map and data not in KNOWN:
        from groundup.data.folder import has_idx

        try:
            alike = has_idx(Path(data))
        except OSError:
            alike = False  # and is refused where it is read
        if not alike:
            use_recipe(context, EVERYDAY)
            name = Path(data).resolve().stem or "model"
            context.default_map = {**(context.default_map or {}), "out": f"{name}.safetensors"}
    return data
