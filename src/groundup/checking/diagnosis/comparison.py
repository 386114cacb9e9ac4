"""The learner's numbers against predicted ones, quantity by quantity."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from groundup.checking.model.answers import Answers, Array, Observed
from groundup.checking.reference.prediction import Prediction

Key = tuple[str, int | None]  # a quantity and its layer

EXACT, SINGLE = 1e-9, 2e-4  # tolerances, relative to an array's largest number
TINY = 1e-5  # smaller right numbers count as this large: a sum that should be 0 is rounded
OF_COSTS = 1e-4  # a logarithm of p + 1e-8 is right, too
NOISE = 1e-5  # what rounding to float32, or a numerical derivative, leaves at most


def difference(right: Any, came: Any, least: float = TINY) -> float:
    """The largest difference, relative to the largest right number; infinite where shapes differ
    by more than axes of length 1, or a number is not finite. A single number for a whole array
    counts as that number everywhere; right numbers below `least` count as that large."""
    right, came = np.squeeze(np.asarray(right, float)), np.squeeze(np.asarray(came, float))
    if came.ndim and came.shape != right.shape:
        return math.inf
    if not np.isfinite(came).all():
        return math.inf
    scale = max(float(np.abs(right).max(initial=0.0)), least)
    return float(np.abs(right - came).max(initial=0.0)) / scale


def multiple(right: Array, came: Array) -> tuple[float, float]:
    """The number by which `right` is nearest to what came, and how far off that still is, relative
    to it; 0 and infinity where there is none."""
    square = float((right * right).sum())
    if came.shape != right.shape or not square or not np.isfinite(came).all():
        return 0.0, math.inf
    factor = float((right * came).sum()) / square
    scale = max(float(np.abs(came).max(initial=0.0)), 1e-300)
    return factor, float(np.abs(factor * right - came).max(initial=0.0)) / scale


def order(layers: int) -> list[Key]:
    """All quantities in the order in which the first wrong one is looked for: forwards, then
    backwards from the last layer."""
    backwards = list(reversed(range(layers)))
    return [
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
    that all is in that, or, without outputs, its gradients do."""
    errors = [
        difference(Prediction(seen.probe).call(call).outputs, came.outputs)
        for seen in observed.observations
        for call, came in enumerate(seen.calls)
        if came.outputs is not None and seen.probe.name != "steep"
    ]
    single = EXACT < max(errors) < NOISE if errors else in_float32(observed, {"dw", "db"})
    return SINGLE if single else EXACT


def in_float32(observed: Observed, names: set[str]) -> bool:
    """Whether all these gradients, of "dw" and "db", are numbers that a float32 holds: rounded on
    their way, as those of a numerical derivative are not."""
    return all(
        all(map(of_float32, getattr(answers, name) or []))
        for seen in observed.observations
        for answers in seen.calls
        for name in names
    )


def of_float32(array: Array) -> bool:
    """Whether a float32 holds each of its numbers, none lost."""
    with np.errstate(over="ignore"):
        return np.array_equal(array, np.asarray(array).astype(np.float32))
