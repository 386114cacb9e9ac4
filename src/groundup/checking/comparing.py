"""The learner's numbers against predicted ones, quantity by quantity."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from groundup.checking.answers import Answers, Array, Observed
from groundup.checking.reference import Prediction

Key = tuple[str, int | None]  # a quantity and its layer

EXACT, SINGLE = 1e-9, 2e-4  # tolerances, relative to an array's largest number
NOISE = 1e-5  # what rounding to float32, or a numerical derivative, leaves at most


def difference(right: Any, came: Any) -> float:
    """The largest difference, relative to the largest right number; infinite where shapes differ
    by more than axes of length 1, or a number is not finite. A single number for a whole array
    counts as that number everywhere."""
    right, came = np.squeeze(np.asarray(right, float)), np.squeeze(np.asarray(came, float))
    if came.ndim and came.shape != right.shape:
        return math.inf
    if not np.isfinite(came).all():
        return math.inf
    scale = float(np.abs(right).max(initial=0.0)) or 1.0
    return float(np.abs(right - came).max(initial=0.0)) / scale


def order(layers: int) -> list[Key]:
    """All quantities in the order in which the first wrong one is looked for: forwards, then
    backwards from the last layer."""
    backwards = list(reversed(range(layers)))
    return [
        ("sigma", None),
        ("sigma_prime", None),
        ("outputs", None),
        ("cost", None),
        *(("delta", l) for l in backwards),
        *((name, l) for l in backwards for name in ("dw", "db")),
        *(("step", l) for l in backwards),
    ]


def arrays(answers: Answers) -> dict[Key, Array]:
    """What one call answered, by quantity."""
    found: dict[Key, Any] = {}
    if answers.outputs is not None:
        found["outputs", None] = answers.outputs
    for name in ("delta", "dw", "db"):
        for l, array in enumerate(getattr(answers, name) or []):
            if array is not None:
                found[name, l] = array
    return found


def tolerance(observed: Observed) -> float:
    """How near is right: as near as float64 allows, or float32 where the learner's outputs show
    that all is in that."""
    errors = [
        difference(Prediction(seen.probe).call(call).outputs, came.outputs)
        for seen in observed.observations
        for call, came in enumerate(seen.calls)
        if came.outputs is not None and seen.probe.name != "steep"
    ]
    return SINGLE if errors and EXACT < max(errors) < NOISE else EXACT


def single_precision(observed: Observed) -> bool:
    """Whether every gradient is a number that float32 holds."""
    gradients = [
        array
        for seen in observed.observations
        for answers in seen.calls
        for array in (answers.dw or []) + (answers.db or [])
    ]
    return bool(gradients) and all(
        np.array_equal(array, array.astype(np.float32)) for array in gradients
    )
