"""Recipes are made of options that exist, and keep what their names promise."""

from __future__ import annotations

import pytest

from groundup import Data, Network, fit
from groundup.training import Options
from groundup.training.recipes import RECIPES, Recipe


def network_of(recipe: Recipe, seed: int = 0) -> Network:
    return Network(
        recipe.sizes,
        recipe.activations,
        recipe.cost,
        init=recipe.init,
        dtype=recipe.dtype,
        seed=seed,
    )


@pytest.mark.parametrize("name", list(RECIPES))
def test_a_recipe_makes_a_network_that_learns(few: Data, name: str) -> None:
    recipe = RECIPES[name]
    Options(**recipe.options)
    network = network_of(recipe)
    first, *_, last = fit(network, few.train, validation=few.validation, epochs=3, **recipe.options)
    assert last.cost < first.cost


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_fast_reaches_98_percent_of_the_validation_set(digits: Data, seed: int) -> None:
    recipe = RECIPES["fast"]
    records = fit(
        network_of(recipe, seed),
        digits.train,
        validation=digits.validation,
        epochs=recipe.epochs,
        seed=seed,
        **recipe.options,
    )
    assert (records[-1].validation_accuracy or 0) >= 0.98
