"""Mistakes that no rule of the catalogue is for: findings tell them, or numbers that are right to 7
digits only."""

from __future__ import annotations

from groundup.checking.model.answers import Observed
from groundup.checking.model.report import Named

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
FLOAT32 = Named(
    63,
    "float32-buffers",
    None,
    sentence="Gradients are kept as float32 where everything else is float64: they are right to 7 "
    "digits only.",
    formula="dw[l], db[l]: ⟦float64⟧",
)


def from_findings(observed: Observed) -> list[Named]:
    kinds = {finding.kind for finding in observed.findings}
    named = {"inputs changed": CHANGED, "gradient overwritten": OVERWRITTEN}
    return [mistake for kind, mistake in named.items() if kind in kinds]
