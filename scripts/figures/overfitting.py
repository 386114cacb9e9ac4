"""Overfitting: costs and shares on digits that were seen and on others, and what helps."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

import groundup
from groundup.data.augmentation import Augmentation
from scripts.figures.drawing import Axes, Drawing
from scripts.figures.trained import digits, first

FEW, EPOCHS = 1000, 60
REMEDIES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "L2": {"l2": 0.001},
    "dropout": {"dropout": 0.5},
    "distorted": {"augmentation": Augmentation()},
    "5,000 digits": {"count": 5000},
}
SEEDS = (0, 1, 2)


@cache
def overfitted() -> list[tuple[float, float, float, float]]:
    """Costs of what was learned from and of the validation digits, and the shares that are right,
    after each epoch."""
    network, few = groundup.Network([784, 30, 10], cost="cross-entropy"), first(FEW)
    found = []
    for record in groundup.epochs(EPOCHS, network, few, digits().validation, eta=0.5):
        cost, right = record.validation_cost or 0.0, record.validation_accuracy or 0.0
        found.append((record.cost, cost, network.measure(*few)[1], right))
    return found


def curves() -> str:
    drawing = Drawing(
        620,
        265,
        "Left, two costs: one falls to 0, one rises again. Right, the shares read correctly.",
    )
    seen_cost, cost, seen, right = (list(one) for one in zip(*overfitted(), strict=True))
    best = 1 + int(np.argmin(cost))
    for left, name, values, (low, high) in (
        (40, "cost", (seen_cost, cost), (0.0, 1.5)),
        (360, "share right", (seen, right), (0.5, 1.0)),
    ):
        axes = Axes(drawing, (left, 30, left + 240, 190), (1, EPOCHS), (low, high))
        axes.frame(name, "epoch", f"{high:g}")
        drawing.path([axes.at(best, low), axes.at(best, high)], "faint")
        for line, kind in zip(values, ("one", "two"), strict=True):
            places = enumerate(line, start=1)
            drawing.path([axes.at(x, min(max(y, low), high)) for x, y in places], kind)
    for left, kind, words in ((60, "one", "digits it learned from"), (340, "two", "others")):
        drawing.line((left, 245), (left + 30, 245), kind)
        drawing.text((left + 40, 250), words, "start")
    return drawing.figure(
        f"784-30-10 learns from {FEW:,} digits, and is tested on these and on 10,000 others. "
        f"The thin line is epoch {best}, where the cost of the others is lowest."
    )


@cache
def unseen(name: str, seed: int) -> float:
    """The share of validation digits that are right, with one of the remedies."""
    options = dict(REMEDIES[name])
    train = first(options.pop("count", FEW))
    network = groundup.Network([784, 100, 10], cost="cross-entropy", seed=seed)
    groundup.fit(network, train, epochs=30, eta=0.5, seed=seed, **options)
    return network.measure(*digits().validation)[1]


def remedies() -> str:
    drawing = Drawing(620, 250, "Dots for three seeds each: as it is, and with four remedies.")
    low, high, right = 0.86, 0.98, len(REMEDIES) - 0.5
    axes = Axes(drawing, (60, 30, 600, 180), (-0.5, right), (low, high))
    axes.frame("share of unseen digits that it reads correctly")
    for share in (0.88, 0.92, 0.96):
        drawing.path([axes.at(-0.5, share), axes.at(right, share)], "faint")
        drawing.text((54, axes.at(0, share)[1] + 5), f"{share:.0%}", "end")
    for i, name in enumerate(REMEDIES):
        drawing.text((axes.at(i, low)[0], 205 + 24 * (i % 2)), name)
        for seed in SEEDS:
            drawing.circle(axes.at(i + 0.12 * (seed - 1), unseen(name, seed)), 4, "dot")
    return drawing.figure(
        f"784-100-10 after 30 epochs, with three seeds. It learns from {FEW:,} digits, or from as "
        "many as the column says. Where dots of two remedies lie at the same height, "
        "neither is better."
    )
