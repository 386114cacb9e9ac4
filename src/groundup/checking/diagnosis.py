"""From a learner's answers to a report: what is wrong first, and which mistake explains it all.

Nothing is guessed. A mistake is named only if planting it in the reference reproduces every number
that the learner's code gave, on every probe; two at once only if both together do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from groundup.checking import catalogue, residuals
from groundup.checking.answers import FAULTS, OPERATORS, Observed
from groundup.checking.comparing import (
    EXACT,
    NOISE,
    Key,
    in_float32,
    order,
    tolerance,
)
from groundup.checking.factors import Convention, conventions, of_cost
from groundup.checking.matching import Evidence
from groundup.checking.report import Named, Quantity, Report
from groundup.checking.searching import Search
from groundup.checking.unnumbered import FLOAT32, from_findings


def diagnose(observed: Observed, strict: bool = False) -> Report:
    """The report on what was observed. With `strict` gradients must be means and the cost the
    declared one: what a protocol demands of a program."""
    calls = [answers for seen in observed.observations for answers in seen.calls]
    if observed.settings is None or not calls:
        return unchecked(observed)
    if strict and not any(one.raised or one.dw or one.db or one.delta for one in calls):
        return unchecked(observed)  # a program that says nothing of gradients
    with np.errstate(all="ignore"):  # mistakes divide by 0, and steep probes overflow
        return Diagnosis(observed, strict).report()


def unchecked(observed: Observed) -> Report:
    return Report(
        verdict="unchecked",
        style=observed.style,
        conventions=dict(observed.conventions),
        findings=list(observed.findings),
        missing=list(observed.missing),
    )


class Diagnosis:
    """One diagnosis: the evidence, and the convention in which most of it is right."""

    def __init__(self, observed: Observed, strict: bool):
        assert observed.settings is not None
        self.observed, self.settings = observed, observed.settings
        self.tolerance = tolerance(observed)
        self.own_cost = of_cost(observed)
        self.evidence = Evidence(observed, self.tolerance, self.own_cost)
        self.conventions = list(conventions(observed, self.own_cost, strict))
        best = max(map(self.rightness, self.conventions))
        tied = [one for one in self.conventions if self.rightness(one) == best]
        self.convention = tied[0] if len(tied) == 1 else max(tied, key=self.rightness_negated)
        self.errors = self.evidence.errors(self.convention)

    def rightness(self, convention: Convention) -> tuple[int, int]:
        """How many quantities are right, and how far down from the first one."""
        errors = self.evidence.errors(convention)
        marks = [errors.get(key, 0.0) < self.tolerance for key in self.keys]
        return sum(marks), next((i for i, ok in enumerate(marks) if not ok), len(marks))

    def rightness_negated(self, convention: Convention) -> tuple[int, int]:
        """The same for minus the gradient: a flipped sign leaves no convention right in anything,
        and yet one is the learner's."""
        gradient = convention.gradient
        negated = gradient._replace(number=-gradient.number)
        return self.rightness(convention._replace(gradient=negated))

    @property
    def keys(self) -> list[Key]:
        return order(len(self.settings.activations))

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
        search = Search(self)
        if (wrong or self.refused()) and not self.only_noise(report):
            report.mistakes = search.named()
            if self.operators_wrong() and not all(map(of_slopes, report.mistakes)):
                report.mistakes = []
            if not report.mistakes and not self.operators_wrong():
                report.certain = residuals.certain(self)
        report.mistakes += from_findings(self.observed, bool(search.explaining(())))
        faults = [finding for finding in report.findings if finding.kind in FAULTS]
        if any(quantity.ok is False for quantity in report.quantities) or faults or report.mistakes:
            report.verdict = "wrong"
        return report

    def is_wrong(self, key: Key) -> bool:
        return self.errors.get(key, 0.0) >= self.tolerance

    def operators_wrong(self) -> bool:
        """Whether the operators of a class of values explain its numbers already: a rule that
        gives them too is none that was broken, but for that of an activation's derivative."""
        return any(finding.kind in OPERATORS for finding in self.observed.findings)

    def refused(self) -> bool:
        """Whether the code raised where it should not have."""
        return any(answers.raised for seen in self.evidence.decisive for answers in seen.calls)

    def quantity(self, key: Key) -> Quantity:
        error = self.errors.get(key)
        return Quantity(*key, None if error is None else error < self.tolerance, error)

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
        if any(name in ("dw", "db") for name, _ in self.errors):
            found["gradients"] = str(self.convention.gradient)
            if self.own_cost and self.own_cost[0].outputs != self.convention.gradient.outputs:
                found["gradients"] += ", where its cost is averaged over the outputs too"
        if self.tolerance > EXACT:
            found["precision"] = "float32 throughout"
        if self.convention.decay_in_step:
            found["l2"] = "in the step, not in the gradient"
        return found


def of_slopes(named: Named) -> bool:
    """Whether a mistake is one of σ′ alone."""
    return catalogue.by_slug(named.slug).rules.keys() == {"slope"}
