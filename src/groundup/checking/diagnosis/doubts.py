"""Why numbers that no mistake explains may be those of another network, or of another cost.

A network whose outputs are as they should be has been understood: then a wrong gradient is wrong.
Where they are not, where a call raised, or where the cost may be another, the check says what it
saw, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.residuals import decays, fit, samples_of
from groundup.checking.model.answers import DOUBTFUL
from groundup.checking.model.report import Report

STOPPED = {"not imported", "raised", "hung", "crashed"}
OWN_COST = (
    "The check does not know the cost that the code gives; the gradients may well be those of that "
    "cost."
)
ALONE = {  # what may be wrong by itself in code whose gradients are right
    "step": "The gradients are right, and a step is not eta times the gradient: it may be of "
    "another kind, with momentum or with a rate of its own.",
    "cost": "The gradients are right for the {cost} cost, but what the code gives as its cost is "
    "not a cost that the check knows.",
    "delta": "The gradients are right, but what the code keeps as its deltas is something else.",
}


def doubts(case: Case, report: Report) -> Iterator[str]:
    """Sentences, the most telling first; none where the numbers are wrong for sure."""
    wrong = {name for name, _ in filter(case.is_wrong, case.errors)}
    known = case.observed.known_from
    yield from (one.message for one in report.findings if one.kind in STOPPED | DOUBTFUL)
    if "outputs" in wrong:
        yield "The outputs are not those of any network that the check knows."
    if ("outputs", None) not in case.errors:
        yield from without_outputs(case)
    decayed = [key for key in case.errors if key[0] == "dw" and case.is_wrong(key)]
    extra = [decays([*samples_of(case, key)], case.tolerance) for key in decayed]
    if extra and wrong <= {"dw", "step"} and all(one and one > 0.0 for one in extra):
        yield (
            "Some layers' dw is too large by a multiple of w: they may have L2, which "
            "--l2 declares."
        )
    if not wrong & {"dw", "db"}:
        told = (words for name, words in ALONE.items() if name in wrong)
        yield from (words.format(cost=case.settings.cost) for words in told)
    elif case.has_unknown_cost():
        yield OWN_COST
    elif known.get("cost") == "assumed" and case.own_cost is None and not of_cost(case):
        yield (
            f"The output layer's gradient is not that of the {case.settings.cost} cost, which "
            "is a guess: if the cost is a different one, say --cost."
        )


def without_outputs(case: Case) -> Iterator[str]:
    """Gradients that are right in the first layer show that all above it was understood."""
    gradients = [key for key in case.errors if key[0] in ("dw", "db")]
    if not gradients or not all(map(case.is_wrong, [key for key in gradients if not key[1]])):
        return
    if case.observed.known_from.get("activation") == "assumed":
        yield "The code gives no outputs, so its activations are a guess: say --activation."
    if all(map(case.is_wrong, gradients)):
        yield "The code gives no outputs, and no gradient is as expected in any convention."


def of_cost(case: Case) -> bool:
    """Whether the output layer's gradient is that of the cost that was guessed, up to one factor
    on every probe."""
    last = len(case.settings.activations) - 1
    key = ("dw" if ("dw", last) in case.errors else "db", last)
    found = [fit(one.right, one.came, case.tolerance) for one in samples_of(case, key)]
    first = found[0] if found else None
    same = first and all(one and abs(one - first) < 1e-6 * abs(first) for one in found)
    return bool(same) or not case.is_wrong(key)
