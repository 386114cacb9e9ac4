"""Whether a step goes twice as far where what the step before it left behind is still there.

Gradients that are not set back to 0 pile up. A program is run once more, from the same parameters
and samples, but with all else as its first step left it: if the step is now exactly twice as long,
the first gradient is still in it. Any other length is that of momentum, or of an optimiser's state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from groundup.checking.reading.watching.changes import changed
from groundup.checking.reading.watching.recording import Recorder
from groundup.checking.reading.watching.state import Array, Place

NEAR = 1e-7  # of the largest number of an array: w - w′ has lost some digits


def left_behind(run: Recorder, parameters: Sequence[Place]) -> dict[Place, Array]:
    """What the step changed beside the parameters, shaped like one of them, where it also was
    before training: gradients, among others, are kept in such."""
    shapes = {run.ready[place].array.shape for place in parameters}
    return {
        place: run.end[place].array
        for place in changed(run.ready, run.end)
        if place not in parameters
        and place not in run.given
        and run.end[place].array.shape in shapes
    }


def piled_up(first: Iterable[Array], second: Iterable[Array]) -> bool:
    """Whether some arrays are twice as large the second time, and all others the same."""
    ratios = [ratio(one, other) for one, other in zip(first, second, strict=True) if one.any()]
    return 2 in ratios and None not in ratios


def ratio(one: Array, other: Array) -> int | None:
    """1 or 2, where `other` is so many times `one`."""
    slack = NEAR * np.abs(one).max()
    return next((n for n in (1, 2) if np.abs(other - n * one).max() <= slack), None)
