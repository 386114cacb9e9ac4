"""What fails only where weights are very large: worth a line with its remedy, and no verdict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.diagnosis.comparison import difference
from groundup.checking.model.answers import REMEDIES, Answers, Finding, Observation, Observed
from groundup.checking.reference.prediction import Prediction

OFF = 1e-6


def findings(observed: Observed) -> list[Finding]:
    """One, where the code fails on the steep probe alone; none where it does not."""
    plain = [seen for seen in observed.observations if seen.probe.name != "steep"]
    if any(call.raised for seen in plain for call in seen.calls) or any(map(off, plain)):
        return []  # it fails on others too, and large weights are not why
    steep = (seen for seen in observed.observations if seen.probe.name == "steep")
    words = (words for seen in steep for words in failures(seen))
    return [Finding("unstable", f"With large weights {words}") for words in words][:1]


def off(seen: Observation) -> float:
    """How far outputs are off, if that is more than rounding: else 0."""
    right = Prediction(seen.probe)
    pairs = [(right.call(k).outputs, came.outputs) for k, came in enumerate(seen.calls)]
    both = [(a, b) for a, b in pairs if a is not None and b is not None and a.shape == b.shape]
    worst = max((difference(*pair, least=1.0) for pair in both), default=0.0)
    return worst if worst >= OFF else 0.0


def failures(seen: Observation) -> Iterator[str]:
    output = seen.probe.settings.activations[-1]
    for came in seen.calls:
        if came.raised:
            yield f"it raises {came.raised}: {remedy(came, output)}"
        elif not finite(came, gradients=True) or (came.cost is not None and np.isnan(came.cost)):
            yield f"it gives NaN or infinity: {remedy(came, output)}"
        elif error := off(seen):
            yield f"the outputs are off by {error:.1g}"


def finite(came: Answers, gradients: bool) -> bool:
    """Whether the outputs are, or the gradients too."""
    arrays = [came.outputs, *((*(came.dw or []), *(came.db or [])) if gradients else ())]
    return all(np.isfinite(array).all() for array in arrays if array is not None)


def remedy(came: Answers, output: str) -> str:
    """By what fails: sigmoid itself does not give NaN, and what a softmax gave is not finite."""
    if output == "softmax":
        holds = not came.raised and finite(came, gradients=came.outputs is None)
        return REMEDIES["logarithm" if holds else "softmax"]
    overflows = output != "sigmoid" or (came.raised and "Overflow" in came.raised)
    return REMEDIES["exponential" if overflows else "logarithm"]
