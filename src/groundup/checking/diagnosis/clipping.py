"""Whether gradients, or the steps down them, are right ones that were made shorter first."""

from __future__ import annotations

import numpy as np

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.residuals import Sample, fit, samples_of
from groundup.checking.model.answers import Array

NEAR = 1e-6  # relative
WHOLE = (
    "In each call all gradients are right up to one factor, and calls differ in it: they may be "
    "clipped by their length, and how large they are was not judged."
)
NUMBERS = (
    "The gradients are right but for their largest numbers, which are all cut off at one: they may "
    "be clipped, and what is cut off was not judged."
)


def of_clipping(case: Case, moves: bool) -> str:
    """What to say of gradients that may be clipped; "" where they are not.

    The rate of a step (where code `moves`) may differ from call to call; of gradients that are
    given, those that were made shorter have one length.
    """
    keys = [key for key in case.errors if key[0] in ("dw", "db")]
    steps = [list(one) for one in zip(*(samples_of(case, key) for key in keys), strict=False)]
    if not steps or any(one.came.shape != one.right.shape for step in steps for one in step):
        return ""
    if all(map(whole, steps)):
        factors = [fit(step[0].right, step[0].came, NEAR) or 0.0 for step in steps]
        differ = float(np.ptp(factors)) > NEAR * max(factors)
        return WHOLE if differ and (moves or of_one_length(steps, factors)) else ""
    fits = all(whole(one) or cut(one, several=0) for one in steps)
    return NUMBERS if fits and any(map(cut, steps)) else ""


def of_one_length(steps: list[list[Sample]], factors: list[float]) -> bool:
    """Whether all that is not as long as it should be has one length, the largest of all."""
    lengths = np.array([np.linalg.norm(numbers(step)[1]) for step in steps])
    longest = float(np.max(lengths))
    at = np.abs(lengths - longest) <= NEAR * longest
    return bool(np.all(at | np.isclose(factors, 1.0, rtol=NEAR)))


def numbers(step: list[Sample]) -> tuple[Array, Array]:
    """All numbers of a step in a row: as they should be, and as they came."""
    right = np.concatenate([one.right.ravel() for one in step])
    return right, np.concatenate([one.came.ravel() for one in step])


def whole(step: list[Sample]) -> bool:
    """Whether all gradients of a step are right up to one positive factor."""
    factors = [fit(one.right, one.came, NEAR) or 0.0 for one in step]
    return min(factors) > 0.0 and float(np.ptp(factors)) <= NEAR * max(factors)


def cut(step: list[Sample], several: int = 2) -> bool:
    """Whether numbers of a step are right up to one factor, but for some that are cut off at one
    size, which are larger; of both there are `several`."""
    right, came = numbers(step)
    largest = float(np.abs(came).max(initial=0.0))
    at = np.abs(came) >= (1.0 - NEAR) * largest
    if min(at.sum(), (~at).sum()) < several or not largest:
        return False
    factor = 1.0 if at.all() else fit(right[~at], came[~at], NEAR) or 0.0
    longer = factor * np.abs(right[at]) >= largest * (1.0 - NEAR)
    return factor > 0.0 and bool(np.all((longer | at.all()) & (right[at] * came[at] > 0.0)))
