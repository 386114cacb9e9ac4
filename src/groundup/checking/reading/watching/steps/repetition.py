"""Whether the gradient of the step before it is still in a step.

Gradients that are not set back to 0 pile up. A program is run once more, from the same parameters
and samples, but with all else as its first step left it: if the step is now exactly twice as long,
the first gradient is still in it. Any other length is that of momentum, or of an optimiser's state.
What is kept in names of a function, which the first step cannot leave behind, shows in the second
turn of the loop: a step down the sum of both gradients.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import or_

import numpy as np

from groundup.checking.model.answers import Observation
from groundup.checking.reading.score import factor
from groundup.checking.reading.watching.recording.changes import changed
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place
from groundup.checking.reference.backprop import Pass

NEAR = 1e-7  # of the largest number of an array: w - w′ has lost some digits
KEPT = (
    "The training loop does not set the gradients to 0: its second step goes down the sum of the "
    "gradients of both turns"
)


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


def is_another(first: Iterable[Array], second: Iterable[Array]) -> bool:
    """Whether the second step is another one, but for the last digits."""
    return any(ratio(one, other) != 1 for one, other in zip(first, second, strict=True))


def ratio(one: Array, other: Array) -> int | None:
    """1 or 2, where `other` is so many times `one`."""
    slack = NEAR * np.abs(one).max()
    return next((n for n in (1, 2) if np.abs(other - n * one).max() <= slack), None)


def is_kept(first: Observation, second: Observation) -> bool:
    """Whether the step of a loop's second turn goes down the gradients of both turns together, in
    all layers or some, where that of its first is right."""
    rights = [right(one) for one in (first, second)]
    steps = [steps_of(one) for one in (first, second)]
    rates = [factor(step, one) for step, one in zip(steps[0], rights[0], strict=True)]
    rate = rates[0]
    if rate is None or None in rates or float(np.ptp(np.array(rates))) > NEAR * rate:
        return False
    alone = [is_near(step, rate * one) for one, step in zip(rights[1], steps[1], strict=True)]
    sums = zip(steps[0], rights[1], steps[1], strict=True)
    both = [is_near(step, one + rate * more) for one, more, step in sums]
    return not all(alone) and all(map(or_, alone, both))


def right(seen: Observation) -> list[Array]:
    passed = Pass(seen.probe.settings, seen.probe.w, seen.probe.b, seen.probe.batches[0])
    halves = (passed.dw, *((passed.db,) if seen.calls[0].db else ()))
    return [half[l] for half in halves for l in passed.layers]


def steps_of(seen: Observation) -> list[Array]:
    return [*(seen.calls[0].dw or ()), *(seen.calls[0].db or ())]


def is_near(one: Array, other: Array) -> bool:
    return one.shape == other.shape and bool(
        np.abs(one - other).max(initial=0.0) <= NEAR * np.abs(other).max(initial=0.0)
    )
