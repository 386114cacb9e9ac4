"""Whether a loop takes steps in vain: what a step makes of the weights is not kept, or they are
made anew in each turn, so that one turn computes what the turn before did.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from groundup.checking.names.roles import quantity
from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import Array, leaves

NEAR = 1e-9  # of the largest number
MOST = 24  # arrays of one shape
IN_VAIN = (
    "The training loop computes steps and moves no weight: each turn begins with the same weights "
    "as the one before, so what a step makes of them is not kept, or they are made anew"
)


class Thorough(Recorder):
    """What it returns is written down, if it is a dictionary or the like, too."""

    SECONDS = 0.5

    def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
        if self.recording and name == "return" and isinstance(value, (dict, list, tuple)):
            self.keep_all(scope, leaves({name: value}, self.own, self.copies))
        return super().bind(scope, name, line, value)


def is_in_vain(one: Recorder, other: Recorder) -> bool:
    """Whether two turns have all matrices in common, and a step is among them."""
    first, second = map(matrices, (one, other))
    shapes = {key[0] for key in first}
    return first.keys() == second.keys() and any(
        has_step([seen for key, seen in first.items() if key[0] == shape]) for shape in shapes
    )


def matrices(run: Recorder) -> dict[tuple[tuple[int, ...], bytes], Seen]:
    found = (each for each in run.seen if each.array.ndim == 2 and each.order > run.begun)
    return {(each.array.shape, each.array.tobytes()): each for each in found}


def has_step(alike: Sequence[Seen]) -> bool:
    """Whether one of these arrays is another less a multiple of a third, their gradient, and is
    called weights."""
    gradients = [one.array for one in alike if means(one) == "dw" and one.array.any()]
    return any(
        along(one.array - new.array, gradient)
        for one, new in itertools.permutations(alike[:MOST], 2)
        if means(new) == "w" and one.array.any()
        for gradient in gradients
    )


def means(seen: Seen) -> str | None:
    """By the last name in what it is called: `p['W1']`, `self.weights[0]`."""
    words = re.findall(r"[A-Za-z_]\w*", seen.name)
    return quantity(words[-1])[0] if words else None


def along(one: Array, other: Array) -> bool:
    """Whether it is a multiple of the other, but not nothing."""
    times = float((one * other).sum()) / float((other * other).sum())
    error = np.abs(one - times * other).max(initial=0.0)
    return bool(one.any() and error <= NEAR * np.abs(one).max(initial=0.0))
