"""How right the recipes that are for MNIST are, and how long they take, seed by seed.

    python -m bench.recipes [--seeds N]

From the repository's root. It prints a table and writes it into docs/accuracy.md, whose other
sections `python -m bench.accuracy` writes.
"""

from __future__ import annotations

import datetime
from statistics import median
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from typer import Option

from bench.accuracy import PAGE
from bench.accuracy_page import RECIPES_HEADING, with_recipes
from bench.retrain import accuracy
from bench.speed import machine
from groundup import Data, Network, epochs, load_data
from groundup.engines import description
from groundup.training.options import cores
from groundup.training.recipes import RECIPES, Recipe

MEASURED = {
    "fast": (0.98, "validation", 0.6),
    "quick": (0.995, "test", 30.0),
    "best": (0.995, "test", 60.0),
    "thorough": (0.996, "test", 300.0),
}
"""What each is for: so many right, of which set, in so many seconds."""
SEEDS = 5

out = Console(highlight=False)


class Trained(NamedTuple):
    seed: int
    epochs: int
    seconds: float  # of training, measuring not counted
    validation: float  # share that is right, 0 to 1
    test: float


def trained(recipe: Recipe, data: Data, seed: int) -> Trained:
    """One run, as `groundup train --recipe` does it with that seed."""
    network = Network(
        recipe.sizes,
        recipe.activations,
        recipe.cost,
        init=recipe.init,
        seed=seed,
        dtype=recipe.dtype,
    )
    records = list(
        epochs(recipe.epochs, network, data.train, data.validation, seed=seed, **recipe.options)
    )
    return Trained(
        seed,
        len(records),
        sum(record.seconds for record in records),
        accuracy(network, data.validation),
        accuracy(network, data.test),
    )


def row(name: str, runs: list[Trained]) -> str:
    """A line of Markdown, medians with the least and the most."""
    share, judged, _ = MEASURED[name]
    reached = sum(getattr(run, judged) >= share for run in runs)
    shares = [
        f"{median(values):.2%} ({min(values):.2%}–{max(values):.2%})"
        for values in ([run.validation for run in runs], [run.test for run in runs])
    ]
    seconds = [run.seconds for run in runs]
    took = f"{median(seconds):.3g} s ({min(seconds):.3g}–{max(seconds):.3g})"
    return " | ".join([f"| `{name}`", took, *shares, f"{reached} of {len(runs)} |"])


def section(rows: list[str], seeds: int) -> str:
    goals = "; ".join(
        f"`{name}`: {share:.1%} of {judged} in {seconds:g} s"
        for name, (share, judged, seconds) in MEASURED.items()
    )
    return "\n".join(
        [
            RECIPES_HEADING,
            "",
            f"`python -m bench.recipes` wrote this: {seeds} seeds, from 0; medians, with the "
            "lowest and the highest. Seconds",
            "count training only, not measuring.",
            "",
            f"- {datetime.datetime.now().astimezone():%Y-%m-%d}, {machine()}; engine "
            f"{description()}, at most {cores()} threads",
            f"- The goals: {goals}.",
            "",
            "| `--recipe` | training | validation | test | accurate enough |",
            "| --- | --: | --: | --: | --: |",
            *rows,
            "",
            "",
        ]
    )


def recipes(
    seeds: Annotated[int, Option(min=1, help="So many, from 0.")] = SEEDS,
) -> None:
    """Train with the recipes, and write what came of it into docs/accuracy.md."""
    data, rows = load_data(), []
    for name in MEASURED:
        runs = []
        for seed in range(seeds):
            runs.append(trained(RECIPES[name], data, seed))
            out.print(f"{name} {runs[-1]}", markup=False)
        rows.append(row(name, runs))
    text = section(rows, seeds)
    out.print(text, markup=False)
    if seeds >= SEEDS:
        PAGE.write_text(with_recipes(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    typer.run(recipes)
