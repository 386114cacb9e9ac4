"""What fails only where weights are very large: worth a line with its remedy, and no verdict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.diagnosis.comparison import EXACT, difference
from groundup.checking.model.answers import (
    OF_CALLS,
    REMEDIES,
    Answers,
    Array,
    Finding,
    Observation,
    Observed,
)
from groundup.checking.reference.prediction import Prediction

OFF = max(EXACT, 1e-6)


def findings(observed: Observed) -> list[Finding]:
    """One, where the code fails on the steep probe alone; none where it does not."""
    plain = [seen for seen in observed.observations if seen.probe.name != "steep"]
    if any(call.raised for seen in plain for call in seen.calls) or any(map(is_off, plain)):
        return []  # it fails on others too, and large weights are not why
    return [Finding("unstable", words) for words in list(failures(observed))[:1]]


def is_off(seen: Observation) -> bool:
    """Whether outputs are wrong."""
    return any(distance(seen, call) >= OFF for call in range(len(seen.calls)))


def distance(seen: Observation, call: int) -> float:
    """How far the outputs of a call are off; 0 where it gives none, or not their shape."""
    came, right = seen.calls[call].outputs, Prediction(seen.probe).call(call).outputs
    if came is None or right is None or came.shape != right.shape:
        return 0.0
    return difference(right, came, least=1.0)


def failures(observed: Observed) -> Iterator[str]:
    for seen in observed.observations:
        if seen.probe.name != "steep":
            continue
        for call, came in enumerate(seen.calls):
            if came.raised and any(name in came.raised for name in OF_CALLS):
                continue  # where nothing has moved, other calls may have been tried
            if came.raised:
                yield f"With large weights it raises {came.raised}: {remedy(observed, came)}"
            elif not finite(came):
                yield f"With large weights it gives NaN or infinity: {remedy(observed, came)}"
            elif (error := distance(seen, call)) >= OFF:
                yield f"With large weights the outputs are off by {error:.1g}"


def finite(came: Answers) -> bool:
    arrays = [came.outputs, *(came.dw or []), *(came.db or [])]
    fine = all(np.isfinite(array).all() for array in arrays if array is not None)
    return fine and not (came.cost is not None and np.isnan(came.cost))


def remedy(observed: Observed, came: Answers) -> str:
    """By what fails: sigmoid itself does not give NaN, and what a softmax gave is not finite."""
    assert observed.settings is not None
    output = observed.settings.activations[-1]
    gradients: list[Array] = [*(came.dw or []), *(came.db or [])]
    of_softmax = gradients if came.outputs is None else [came.outputs]
    if output == "softmax":
        holds = not came.raised and all(np.isfinite(array).all() for array in of_softmax)
        return REMEDIES["logarithm" if holds else "softmax"]
    if came.raised and "Overflow" in came.raised:
        return REMEDIES["exponential"]
    return REMEDIES["logarithm" if output == "sigmoid" else "exponential"]
