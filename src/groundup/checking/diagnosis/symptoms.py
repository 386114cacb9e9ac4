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
FLOAT32 = Named(
    63,
    "float32-buffers",
    None,
    sentence="Gradients are kept as float32 where everything else is float64: they are right to 7 "
    "digits only.",
    formula="dw[l], db[l]: ⟦float64⟧",
)


def from_findings(observed: Observed) -> list[Named]:
    return [CHANGED] if any(one.kind == "inputs changed" for one in observed.findings) else []
