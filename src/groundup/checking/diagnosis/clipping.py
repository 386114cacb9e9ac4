"""Whether steps that are watched go down right gradients that were made shorter first."""

from __future__ import annotations

import numpy as np

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.residuals import Sample, fit, samples_of

NEAR = 1e-6  # relative
WHOLE = (
    "Within each step all gradients are right up to one factor, and steps differ in it: they may "
    "be clipped by their length, and how far a step goes was not judged."
)
NUMBERS = (
    "The gradients are right but for their largest numbers, which are all cut off at one: they may "
    "be clipped, and what is cut off was not judged."
)


def of_clipping(case: Case) -> str:
    """What to say of gradients that may be clipped; "" where they are not."""
    keys = [key for key in case.errors if key[0] in ("dw", "db")]
    steps = [list(one) for one in zip(*(samples_of(case, key) for key in keys), strict=False)]
    if not steps or any(one.came.shape != one.right.shape for step in steps for one in step):
        return ""
    if all(map(whole, steps)):
        factors = [fit(step[0].right, step[0].came, NEAR) or 0.0 for step in steps]
        return WHOLE if float(np.ptp(factors)) > NEAR * max(factors) else ""
    return NUMBERS if any(map(cut, steps)) and all(cut(one) or whole(one) for one in steps) else ""


def whole(step: list[Sample]) -> bool:
    """Whether all gradients of a step are right up to one positive factor."""
    factors = [fit(one.right, one.came, NEAR) or 0.0 for one in step]
    return min(factors) > 0.0 and float(np.ptp(factors)) <= NEAR * max(factors)


def cut(step: list[Sample]) -> bool:
    """Whether numbers of a step are right up to one factor, but for some that are cut off at one
    size, which are larger; of both there are several."""
    right = np.concatenate([one.right.ravel() for one in step])
    came = np.concatenate([one.came.ravel() for one in step])
    largest = float(np.abs(came).max(initial=0.0))
    at = np.abs(came) >= (1.0 - NEAR) * largest
    if min(at.sum(), (~at).sum()) < 2 or not largest:
        return False
    factor = fit(right[~at], came[~at], NEAR) or 0.0
    longer = bool(np.all(factor * np.abs(right[at]) >= largest * (1.0 - NEAR)))
    return factor > 0.0 and longer and bool(np.all(right[at] * came[at] > 0.0))
