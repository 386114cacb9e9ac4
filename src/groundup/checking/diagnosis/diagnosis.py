"""From a learner's answers to a report: what is wrong first, and which mistake explains it all.

Nothing is guessed. A mistake is named only if planting it in the reference reproduces every number
that the learner's code gave, on every probe; two at once only if both together do.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from groundup.checking.diagnosis import decay, residuals, steep
from groundup.checking.diagnosis.batches import of_sizes, power
from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.comparison import EXACT, NOISE, SOFTENED, in_float32
from groundup.checking.diagnosis.decay import Look, looks
from groundup.checking.diagnosis.doubt import STOPPED, doubts, of_mistakes
from groundup.checking.diagnosis.paces import are_apart, at_one_rate, not_judged
from groundup.checking.diagnosis.residuals import OTHER, WRONG
from groundup.checking.diagnosis.search import Search
from groundup.checking.diagnosis.symptoms import FLOAT32, from_findings
from groundup.checking.model.answers import DOUBTFUL, OPERATORS, Observed
from groundup.checking.model.convention import Factor
from groundup.checking.model.report import Named, Report
from groundup.checking.reference import catalogue

TO_SIX_DIGITS = "right to six digits, as where 1e-8 is added to what is divided by"
INSIDE = "inside the way back; gradients are (w − w′)/η"
COST_ALONE = "in its cost, and in no gradient"
UP_TO_A_RATE = "right up to one factor, which acts like a learning rate"
SURE = {
    "inputs changed",
    "unwritten",
    "undefined name",
    *OPERATORS,
}  # findings that are wrong by themselves


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
        found = [Diagnosis(look, strict, known) for look in looks(observed, strict)]
        best = max(found, key=rightness)
        for other in at_one_rate(observed) if best.gradients_wrong() else ():
            if rightness(Case(looks(other, strict)[0], strict)) > rightness(best):
                return diagnose(other, strict, known)
        if best.gradients_wrong() and are_apart(observed):
            return unjudged(diagnose(not_judged(observed), strict, known))
        report = found[0].report() if len(found) > 1 and best.is_amiss() else None
        if report is None or len(report.mistakes) != 1:
            report = best.report()
        return of_all_sizes(report, observed) if report.verdict == "right" else report


def rightness(case: Case) -> tuple[int, int]:
    return case.rightness(case.convention)


def of_all_sizes(report: Report, observed: Observed) -> Report:
    """A report that is right for one number of samples, or what is to be said of others."""
    if (found := of_sizes(observed)) is None:
        return report
    every = [*observed.observations, *observed.resized]
    other = diagnose(replace(observed, observations=every, resized=[]))
    if found.averages and other.verdict == "wrong" and other.mistakes:
        return other
    return replace(report, verdict="unchecked", doubts=[found.doubt])


def unjudged(report: Report) -> Report:
    """Where steps came, and say nothing: a wrong gradient may not blame them."""
    quantities = [
        replace(one, ok=None, error=math.inf) if one.name == "step" else one
        for one in report.quantities
    ]
    return replace(report, quantities=quantities)


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

    def __init__(self, look: Look, strict: bool, known: bool):
        super().__init__(look, strict)
        self.known = known

    def is_amiss(self) -> bool:
        return any(map(self.is_wrong, self.keys))

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
            unknown_cost=self.has_unknown_cost() and not self.divides_by_a_fixed_number(),
        )
        report.findings += steep.findings(self.observed)
        if (wrong or self.refused()) and not self.only_noise(report):
            report.mistakes = Search(self).named()
            if self.operators_wrong() and not all(map(of_slopes, report.mistakes)):
                report.mistakes = []
            if not report.mistakes and not self.operators_wrong():
                report.certain = residuals.certain(self)
        report.mistakes += from_findings(self.observed)
        self.settle(report)
        return report

    def settle(self, report: Report) -> None:
        """The verdict: what is wrong is so by a mistake that explains it, or beyond doubt."""
        kinds = {finding.kind for finding in report.findings}
        wrong = any(quantity.ok is False for quantity in report.quantities)
        report.doubts = list(of_mistakes(self, report.mistakes))
        if report.doubts:
            report.mistakes, report.verdict = [], "unchecked"
        elif report.mistakes or kinds & SURE or (self.known and kinds & STOPPED):
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
            report.mistakes.append(FLOAT32)
            return True
        report.conventions["precision"] = (
            "float32 throughout, as far as can be seen"
            if single
            else "right to five digits, as a numerical derivative is"
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
        if self.observed.by_steps and "gradient" not in found:
            found.setdefault("step", INSIDE)
        if self.observed.known_from.get("cost") == "its L2":  # a guess, and another one, before
            found["cost"] = f"{self.settings.cost} (from its gradient and its L2)"
        if any(name in ("dw", "db") for name, _ in self.errors):
            words = self.of_gradients()
            if words != UP_TO_A_RATE or not self.gradients_wrong():
                found["gradients"] = words
        if self.tolerance > EXACT:
            softened = self.tolerance == SOFTENED
            found["precision"] = TO_SIX_DIGITS if softened else "float32, in whole or in part"
        steps = [key for key in self.keys if key[0] == "step"]
        given = [key for key in steps if key in self.errors]
        if self.observed.own_pace and given and not any(map(self.is_wrong, given)):
            found["steps"] = "at a rate of the code's own"
        in_step = self.convention.decay_in_step and not any(map(self.is_wrong, steps))
        if self.convention.decay_in_step and not in_step:
            found["l2"] = COST_ALONE
        elif self.look.source:
            in_step |= self.look.source == "step"
            factor = self.convention.step if in_step else self.without_rate() or Factor()
            factor = Factor() if in_step and self.observed.own_pace else factor
            found["l2"] = decay.in_words(self.look, in_step, factor)
        elif in_step:
            found["l2"] = "in the step, not in the gradient"
        return found

    def of_gradients(self) -> str:
        """Of which cost they are: against the code's own, and without its learning rate."""
        observed, gradient = self.observed, self.without_rate()
        own = self.own_cost.factor if self.own_cost else observed.shown_cost
        if gradient is None:
            return UP_TO_A_RATE
        if observed.own_rate:
            own = own and own._replace(number=1.0, outputs=gradient.outputs)
        words = in_words(gradient, self.settings.cost)
        if observed.own_rate and gradient.samples == 1:
            words = f"proportional to {words}"  # it may be divided by a number that is fixed
        if own is None or own == gradient:
            return words
        if own.outputs != gradient.outputs:
            return f"{words}, where its cost is averaged over the outputs too"
        return f"{words}, where its cost is {own}: another learning rate"

    def without_rate(self) -> Factor | None:
        """The factor of its gradients but for its learning rate; None where that cannot be told."""
        observed, gradient = self.observed, self.convention.gradient
        if observed.moved and not observed.own_rate:
            number = gradient.number / observed.rates[0]
            if all(abs(number - one) > 1e-6 for one in (1.0, 2.0, 0.5)):
                return None  # it has something else in it
            return gradient._replace(number=round(number, 1))
        if observed.own_rate:
            samples = power(observed) if observed.moved else gradient.samples
            return None if samples is None else gradient._replace(number=1.0, samples=samples)
        return gradient


def in_words(gradient: Factor, cost: str) -> str:
    """Only the quadratic cost has a ½ to lose."""
    if gradient.number == 2.0 and cost != "quadratic":
        return f"twice {gradient._replace(number=1.0)}"
    return str(gradient)


def of_slopes(named: Named) -> bool:
    """Whether a mistake is one of σ′ alone."""
    return catalogue.by_slug(named.slug).rules.keys() == {"slope"}
