"""Mistakes that no rule of the catalogue is for: findings tell them, or numbers that are wrong only
where weighted inputs are large, or right to 7 digits only."""

from __future__ import annotations

import numpy as np

from groundup.checking.model.answers import Observed
from groundup.checking.model.report import Named

LOGARITHMS = ("softmax", "sigmoid")
CHANGED = Named(
    62,
    "changed-in-place",
    None,
    sentence="The call changes arrays that it was given: weights or inputs are not the same after.",
    formula="⟦w, b, x, y⟧ stay as they are",
)
OVERWRITTEN = Named(
    35,
    "operator-overwrites-gradients",
    None,
    sentence="A value that is used more than once needs the sum of what comes back to it: an "
    "operator writes = where it should write +=.",
    formula="gradient of an input ⟦+=⟧ slope · gradient of the result",
)
UNSTABLE = Named(
    59,
    "unstable-exponential",
    None,
    sentence="Large weighted inputs give NaN or infinity: take the largest z out before the "
    "exponential, and no logarithm of 0.",
    formula="softmax(z) = e^(z ⟦- max z⟧) / Σ e^(z ⟦- max z⟧)",
)
SATURATED = Named(
    59,
    "unstable-logarithm",
    None,
    sentence="Where weighted inputs are large an output is exactly 0 or 1: its logarithm, or what "
    "is divided by it, is NaN or infinite.",
    formula="ln a, y / a: a is kept ⟦1e-12⟧ away from 0 and 1",
)
FLOAT32 = Named(
    63,
    "float32-buffers",
    None,
    sentence="Gradients are kept as float32 where everything else is float64: they are right to 7 "
    "digits only.",
    formula="dw[l], db[l]: ⟦float64⟧",
)


def from_findings(observed: Observed, explained: bool) -> list[Named]:
    """`explained` says that nothing is wrong but on the steep probe."""
    kinds = {finding.kind for finding in observed.findings}
    found = [CHANGED] if "inputs changed" in kinds else []
    found += [OVERWRITTEN] if "gradient overwritten" in kinds else []
    if explained and unstable(observed):
        found.append(SATURATED if saturated(observed) else UNSTABLE)
    return found


def unstable(observed: Observed) -> bool:
    """Whether it fails where weighted inputs are large, as a careless exponential or logarithm
    does."""
    assert observed.settings is not None
    output = observed.settings.activations[-1]
    fails = any(finding.kind == "not finite" for finding in observed.findings) or any(
        answers.raised and output == "softmax"
        for seen in observed.observations
        if seen.probe.name == "steep"
        for answers in seen.calls
    )
    return fails and output in LOGARITHMS


def saturated(observed: Observed) -> bool:
    """Whether what fails is a logarithm or a division: sigmoid itself never does, and where it is
    softmax everything else is not finite either."""
    assert observed.settings is not None
    return observed.settings.activations[-1] == "sigmoid" or all(
        not answers.raised
        and all(np.isfinite(array).all() for array in (answers.outputs,) if array is not None)
        and all(np.isfinite(array).all() for array in [*(answers.dw or []), *(answers.db or [])])
        for seen in observed.observations
        for answers in seen.calls
    )
