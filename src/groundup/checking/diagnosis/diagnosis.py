"""From a learner's answers to a report: what is wrong first, and which mistake explains it all.

Nothing is guessed. A mistake is named only if planting it in the reference reproduces every number
that the learner's code gave, on every probe; two at once only if both together do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from groundup.checking.diagnosis import residuals, steep
from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.comparison import EXACT, NOISE, in_float32
from groundup.checking.diagnosis.doubts import STOPPED, doubts
from groundup.checking.diagnosis.residuals import OTHER, WRONG
from groundup.checking.diagnosis.search import Search
from groundup.checking.model.answers import DOUBTFUL, SURE, Observed
from groundup.checking.model.convention import Factor
from groundup.checking.model.report import Named, Report
from groundup.checking.reference import catalogue

COST_ALONE = "in its cost, and in no gradient"


def diagnose(observed: Observed, strict: bool = False, known: bool = False) -> Report:
    """The report on what was observed. With `strict` gradients must be means and the cost the
    declared one: what a protocol demands of a program. `known` is for code in a form that cannot
    be misread: there whatever is wrong, or raises, is the code's own."""
    calls = [answers for seen in observed.observations for answers in seen.calls]
    if observed.settings is None or not calls:
        return unchecked(observed)
    if strict and not any(one.raised or one.dw or one.db or one.delta for one in calls):
        return unchecked(observed)  # a program that says nothing of gradients
    with np.errstate(all="ignore"):  # mistakes divide by 0, and steep probes overflow
        return Diagnosis(observed, strict, known).report()


def unchecked(observed: Observed) -> Report:
    """Without numbers, only what is wrong by itself is."""
    sure = any(finding.kind in SURE for finding in observed.findings)
    return Report(
        verdict="wrong" if sure else "unchecked",
        style=observed.style,
        conventions=dict(observed.conventions),
        findings=list(observed.findings),
        missing=list(observed.missing),
    )


class Diagnosis(Case):
    """From the evidence of a case to the report on it."""

    def __init__(self, observed: Observed, strict: bool, known: bool):
        super().__init__(observed, strict)
        self.known = known

    def report(self) -> Report:
        quantities = [self.quantity(key) for key in self.keys]
        wrong = [quantity for quantity in quantities if quantity.ok is False]
        report = Report(
            verdict="right",
            style=self.observed.style,
            conventions=self.described(),
            quantities=quantities,
            first_wrong=wrong[0] if wrong else None,
            findings=list(self.observed.findings),
            missing=list(self.observed.missing),
        )
        report.findings += steep.findings(self.observed)
        if (wrong or self.refused()) and not self.only_noise(report):
            report.mistakes = Search(self).named()
            if not report.mistakes:
                report.certain = residuals.certain(self)
        if any(one.kind == "inputs changed" for one in self.observed.findings):
            report.mistakes.append(symptom("changed-in-place"))
        self.settle(report)
        return report

    def settle(self, report: Report) -> None:
        """The verdict: what is wrong is so by a mistake that explains it, or beyond doubt."""
        kinds = {finding.kind for finding in report.findings}
        wrong = any(quantity.ok is False for quantity in report.quantities)
        if report.mistakes or kinds & SURE or (self.known and kinds & STOPPED):
            report.verdict = "wrong"
        elif wrong or kinds & STOPPED:
            report.doubts = [] if self.known else list(doubts(self, report))
            report.verdict = "unchecked" if report.doubts else "wrong"
        elif kinds & DOUBTFUL:
            report.verdict = "unchecked"
            report.doubts = [one.message for one in report.findings if one.kind in DOUBTFUL]
        if report.verdict == "unchecked":
            report.first_wrong = None
            report.certain = [one.replace(f"{WRONG}: ", f"{OTHER}: ") for one in report.certain]
            report.quantities = [
                replace(quantity, ok=quantity.ok or None) for quantity in report.quantities
            ]

    def only_noise(self, report: Report) -> bool:
        """Whether all is right but for the last digits: a numerical derivative, or one rounded to
        float32 on its way, which is a mistake where the outputs are not."""
        if self.refused() or max(self.errors.values()) > NOISE:
            return False
        gradients = {name for name, _ in self.errors if name in ("dw", "db")}
        wrong = {key[0] for key in self.errors if self.is_wrong(key)}
        beside = {name for name, _ in self.errors} & {"outputs", "cost"} or gradients - wrong
        single = bool(gradients & wrong) and in_float32(self.observed, gradients & wrong)
        if single and beside:
            report.mistakes.append(symptom("float32-buffers"))
            return True
        report.conventions["precision"] = (
            "float32 throughout, as far as can be seen"
            if single
            else "right to five digits, as a numerical derivative is, or what divides by p + 1e-8"
        )
        report.quantities = [
            replace(quantity, ok=quantity.ok if quantity.ok is None else True)
            for quantity in report.quantities
        ]
        report.first_wrong = None
        return True

    def described(self) -> dict[str, str]:
        """The conventions found, in words."""
        found = dict(self.observed.conventions)
        if any(name in ("dw", "db") for name, _ in self.errors):
            found["gradients"] = self.of_gradients()
        if self.tolerance > EXACT:
            found["precision"] = "float32, in whole or in part"
        steps = [key for key in self.keys if key[0] == "step"]
        if self.convention.decay_in_step:
            wrong = any(map(self.is_wrong, steps))
            found["l2"] = COST_ALONE if wrong else "in the step, not in the gradient"
        return found

    def of_gradients(self) -> str:
        """Of which cost they are, against the code's own."""
        gradient, own = self.convention.gradient, self.own_cost and self.own_cost.factor
        words = in_words(gradient, self.settings.cost)
        if own is None or own == gradient:
            return words
        if own.outputs != gradient.outputs:
            return f"{words}, where its cost is averaged over the outputs too"
        return f"{words}, where its cost is {own}: another learning rate"


def symptom(slug: str) -> Named:
    """A mistake that is not told by which numbers come."""
    known = catalogue.by_slug(slug)
    return Named(known.number, slug, None, sentence=known.sentence, formula=known.formula)


def in_words(gradient: Factor, cost: str) -> str:
    """Only the quadratic cost has a ½ to lose."""
    if gradient.number == 2.0 and cost != "quadratic":
        return f"twice {gradient._replace(number=1.0)}"
    return str(gradient)
