"""Why wrong numbers that no mistake explains may be the check's own misreading.

A network whose outputs are as they should be has been understood: then a wrong gradient is wrong.
Where they are not, where a call raised, or where only what people write in many ways is another,
the check says what it saw, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.clipping import of_clipping
from groundup.checking.diagnosis.comparison import Key
from groundup.checking.diagnosis.decay import of_w
from groundup.checking.diagnosis.residuals import decays, fit, samples_of
from groundup.checking.model.answers import DOUBTFUL, Finding
from groundup.checking.model.convention import Factor
from groundup.checking.model.report import Named, Report

STOPPED = {"not imported", "raised", "hung", "crashed"}
SIGN_OF_THE_ERROR, NO_L2_IN_THE_COST = 12, 56  # of the catalogue
SKIPPED = 38  # layers that get no gradient
UNSURE = ("assumed", "names", "its code")
GUESSES = ("assumed", "names")
OF_ONE_KIND = (
    "What a step takes off the weights, or off the biases, may be something else than their "
    "gradient, as where that is cut off, or they are kept small."
)
OWN_COST = "What the code gives as its cost is none that the check knows; its gradients may be its."
ALONE = {  # what may be wrong by itself in code whose gradients are right
    "step": "The gradients are right, and a step is not eta times the gradient: it may be of "
    "another kind, with momentum or with a rate of its own.",
    "cost": "The gradients are right for the {cost} cost, and what the code gives as its cost is "
    "none that the check knows.",
    "delta": "The gradients are right, and what the code keeps as its deltas is something else.",
    "sigma": "The gradients are right, and a function beside them may be another than its name "
    "says.",
}


def doubts(case: Case, report: Report) -> Iterator[str]:
    """Sentences, the most telling first; none where the numbers are wrong for sure."""
    wrong = {name for name, _ in filter(case.is_wrong, case.errors)}
    given = {name for name, _ in case.errors}
    of_softmax = "outputs" in wrong and "wrong softmax" in case.observed.functions
    if of_softmax and all(map(in_softmax, report.findings)):
        return  # its outputs are wrong by its own softmax
    trains = case.observed.changes
    for finding in report.findings:
        if finding.kind in STOPPED | DOUBTFUL or (finding.kind == "not repeatable" and trains):
            yield finding.message
    if "outputs" in wrong:
        yield "The outputs are not those of any network that the check knows."
    if "outputs" not in given:
        yield from without_outputs(case)
    if "targets" in case.observed.conventions and of_no_classes(case):
        yield (
            "No gradient is as expected of numbers of classes for targets: it may want other ones."
        )
    moves = trains or (case.observed.moved and not case.observed.minimised)
    if "outputs" not in wrong and (clipped := of_clipping(case, moves)):
        yield clipped
        return
    if moves:
        yield from of_moves(case)
        regular = [report.conventions[name] for name in ("l2", "l1") if name in report.conventions]
        kinds = wrong & {"delta", "dw", "db"}
        if not regular and (kinds == {"dw"} or (kinds == {"db"} and are_short(case))):
            yield OF_ONE_KIND
        if case.observed.moved and regular and not any("(from its cost" in it for it in regular):
            yield "Beside L2 or L1, a step may have something that the check does not know."
    decayed = [key for key in case.errors if key[0] == "dw" and case.is_wrong(key)]
    if decayed and wrong <= {"dw", "step"} and all(decays(case, key) for key in decayed):
        yield "Some layers' dw has a multiple of w too much: they may have L2 of their own."
    if not wrong & {"dw", "db"}:
        names = {name.removesuffix("_prime") for name in wrong}
        told = (words for name, words in ALONE.items() if name in names)
        yield from (words.format(cost=case.settings.cost) for words in told)
    elif case.has_unknown_cost():
        yield OWN_COST
    elif case.observed.known_from.get("cost") == "assumed" and case.own_cost is None:
        yield from of_cost(case)


def in_softmax(finding: Finding) -> bool:
    """Whether the code ran on, or stopped in its own softmax."""
    functions = re.findall(r"^  File .*, in (\w+)$", finding.detail, re.MULTILINE)
    return finding.kind not in STOPPED or "".join(functions[-1:]).endswith("softmax")


def of_mistakes(case: Case, mistakes: list[Named]) -> Iterator[str]:
    """Why what a mistake explains may be right under another cost."""
    only = {mistake.number for mistake in mistakes}
    if only == {SKIPPED}:
        findings = case.observed.findings
        yield from (one.message for one in findings if one.kind == "untouched")
    if SIGN_OF_THE_ERROR in only and case.observed.known_from.get("cost") == "assumed":
        yield "Its error is a sign, as that of the absolute error, which the check does not know."
    last = len(case.settings.activations) - 1
    of_error = any(
        one.formula.startswith("delta[") and (last in one.layers or not one.layers)
        for one in mistakes
    )
    if of_error and case.observed.known_from.get("cost") in UNSURE:
        yield from (one.message for one in case.observed.findings if one.kind == "left out")
    widths = {size for seen in case.observed.observations for size in seen.probe.sizes[1:]}
    by_units = "bias-divided-by-units" in {mistake.slug for mistake in mistakes}
    if by_units and case.observed.moved and len(widths) == 1:
        yield "Biases may have a rate of their own: all layers have the same number of units."
    if only == {NO_L2_IN_THE_COST} and case.look.source in ("gradient", "step"):
        decay = of_w(case.settings, Factor())
        yield (
            f"The {case.look.source} has L2, {decay}, and the cost has no such term: if the cost "
            "is only printed, all is right."
        )


def of_moves(case: Case) -> Iterator[str]:
    """Where gradients are what a step changed, a step may be of another kind."""
    gradients = [key for key in case.errors if key[0] in ("dw", "db")]
    if all(rate_of(case, key) for key in gradients):
        yield "Every gradient is right up to a factor: layers may have rates of their own."
    elif all(map(case.is_wrong, gradients)):
        yield (
            "No layer's step is its gradient at any one rate: it may be another optimiser, or the "
            "cost another one."
        )


def are_short(case: Case) -> bool:
    """Whether no number of the biases' steps goes further than the right one, or the other way: so
    it is where they are cut off."""
    pairs = [one for key in case.errors if key[0] == "db" for one in samples_of(case, key)]
    slack = 1.0 + case.tolerance
    return all(
        one.came.shape == one.right.shape
        and bool(np.all(np.abs(2.0 * one.came - slack * one.right) <= slack * np.abs(one.right)))
        for one in pairs
    )


def rate_of(case: Case, key: Key) -> float | None:
    """The one positive factor by which a gradient is right, on every probe."""
    factor = factor_of(case, key)
    return factor if factor and factor > 0.0 else None


def factor_of(case: Case, key: Key) -> float | None:
    """The one factor by which a gradient is right, on every probe; it may go up."""
    found = [fit(one.right, one.came, case.tolerance) for one in samples_of(case, key)]
    first = found[0] if found else None
    same = first and all(factor and abs(factor - first) < 1e-6 * abs(first) for factor in found)
    return first if same else None


def without_outputs(case: Case) -> Iterator[str]:
    """Gradients that are right in the first layer show that all above it was understood."""
    gradients = [key for key in case.errors if key[0] in ("dw", "db")]
    if not gradients or not all(map(case.is_wrong, [key for key in gradients if not key[1]])):
        return
    if case.observed.known_from.get("activation") in GUESSES:
        yield "The code gives no outputs, so its activations are a guess: say --activation."
    if all(map(case.is_wrong, gradients)):
        yield "The code gives no outputs, and no gradient is as expected in any convention."


def of_no_classes(case: Case) -> bool:
    """Whether outputs are no softmax's, and all that comes of the numbers of classes is wrong."""
    gradients = [key for key in case.errors if key[0] in ("dw", "db")]
    return case.settings.activations[-1] != "softmax" and all(map(case.is_wrong, gradients))


def of_cost(case: Case) -> Iterator[str]:
    """Where the output layer's dw is right, but for a factor, it is that of the cost that was
    guessed."""
    last = len(case.settings.activations) - 1
    key: Key = ("dw" if ("dw", last) in case.errors else "db", last)
    if case.is_wrong(key) and not factor_of(case, key):
        yield (
            f"The output layer's gradient is not that of the {case.settings.cost} cost, which "
            "is a guess: if it is another, say --cost."
        )
