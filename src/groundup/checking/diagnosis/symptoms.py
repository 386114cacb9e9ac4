"""Mistakes that no rule of the catalogue is for: findings tell them, or numbers that are right to 7
digits only."""

from __future__ import annotations

from groundup.checking.model.answers import Observed
from groundup.checking.model.report import Named
from groundup.checking.reference.catalogue import by_slug

RULES = {  # the mistakes of the catalogue that findings tell
    "gradients kept": "gradients-not-zeroed",
    "loop keeps gradients": "gradients-not-zeroed",
    "stale values": "stale-cache",
    "uphill": "update-adds",
    "update lost": "update-lost",
    "mask missing": "dropout-mask-missing-backwards",
    "mask not scaled": "dropout-mask-not-scaled-backwards",
}
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
    rules = {kind: of_rule(slug) for kind, slug in RULES.items()}
    found = (mistake for kind, mistake in (named | rules).items() if kind in kinds)
    return list({mistake.slug: mistake for mistake in found}.values())


def of_rule(slug: str) -> Named:
    entry = by_slug(slug)
    return Named(entry.number, slug, None, sentence=entry.sentence, formula=entry.formula)
