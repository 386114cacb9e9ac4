"""What pictures of trainings share: the digits, the activations, lines with names at their ends."""

from __future__ import annotations

from functools import cache

import groundup
from scripts.figures.drawing import Axes, Drawing

DIGITS = 10_000  # learned from
KINDS = {"sigmoid": "one", "tanh": "three", "relu": "two"}  # and their colours
NAMES = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU"}
INITS = {"sigmoid": "scaled", "tanh": "scaled", "relu": "he"}


@cache
def digits() -> groundup.Data:
    return groundup.load_data("mnist")


def first(count: int) -> groundup.Samples:
    train = digits().train
    return groundup.Samples(train.x[:count], train.y[:count])


def lines(
    drawing: Drawing, axes: Axes, found: dict[str, list[float]], right: float, start: int = 0
) -> None:
    """A line with dots for each activation; beside its end a piece of it, and the name."""
    last = 0.0
    ends = []
    for kind, values in found.items():
        places = [axes.at(start + i, value) for i, value in enumerate(values)]
        drawing.path(places, KINDS[kind])
        for place in places:
            drawing.circle(place, 3, "full")
        ends.append((places[-1][1], kind))
    for y, kind in sorted(ends):
        last = max(y + 5, last + 22)
        drawing.line((right, last - 5), (right + 20, last - 5), KINDS[kind])
        drawing.text((right + 26, last), NAMES[kind], "start")
