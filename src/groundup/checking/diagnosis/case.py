"""What is to be diagnosed: numbers, in the convention in which most of them are right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.diagnosis.comparison import Key, order, tolerance
from groundup.checking.diagnosis.decay import Look
from groundup.checking.diagnosis.evidence import Evidence
from groundup.checking.diagnosis.factors import conventions, costs_of
from groundup.checking.model.answers import OPERATORS
from groundup.checking.model.convention import Convention, Factor
from groundup.checking.model.report import Quantity
from groundup.checking.reference.figures import FIGURES, proportional


class Case:
    """One diagnosis: the evidence, and the convention in which most of it is right."""

    def __init__(self, look: Look, strict: bool):
        assert look.observed.settings is not None
        self.observed, self.settings = look.observed, look.observed.settings
        self.look, self.own_cost = look, look.cost
        self.tolerance = tolerance(self.observed)
        self.evidence = Evidence(self.observed, self.tolerance, self.own_cost)
        self.conventions = list(conventions(self.observed, self.own_cost, strict))
        if look.gradient is not None:
            self.conventions = list(self.suited(look.gradient)) or [Convention(look.gradient)]
        best = max(map(self.rightness, self.conventions))
        tied = [one for one in self.conventions if self.rightness(one) == best]
        self.convention = tied[0] if len(tied) == 1 else max(tied, key=self.rightness_negated)
        self.errors = self.evidence.errors(self.convention)

    def suited(self, gradient: Factor) -> Iterator[Convention]:
        """The conventions with this factor: its sign is the step's affair, and its size too, where
        gradients are what a step changed."""
        for one in self.conventions:
            multiple = abs(one.gradient.number / gradient.number)
            same = one.gradient._replace(number=gradient.number) == gradient
            if same and (multiple == 1.0 or self.observed.moved or self.observed.own_rate):
                yield one

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

    def is_wrong(self, key: Key) -> bool:
        return self.errors.get(key, 0.0) >= self.tolerance

    def gradients_wrong(self) -> bool:
        return any(key[0] in ("dw", "db") and self.is_wrong(key) for key in self.errors)

    def operators_wrong(self) -> bool:
        """Whether the operators of a class of values explain its numbers already: a rule that
        gives them too is none that was broken, but for that of an activation's derivative."""
        return any(finding.kind in OPERATORS for finding in self.observed.findings)

    def has_unknown_cost(self) -> bool:
        """Whether the code gives a cost that is none known here, nor a figure beside one."""
        if not self.is_wrong(("cost", None)) or self.own_cost is not None:
            return False
        if self.observed.changes and "cost" not in self.observed.places:
            return False  # what training gives may be of any of its steps
        came, passes = zip(*costs_of(self.observed), strict=True)
        errors = [ones[0].outputs - ones[0].y for ones in passes]
        shown = (np.array([figure(one) for one in errors]) for figure in FIGURES.values())
        return not any(proportional(np.array(came), one) for one in shown)

    def divides_by_a_fixed_number(self) -> bool:
        """Whether the cost that the code gives is the known one's sum over the samples, divided by
        a number that stays the same, as that of all its own samples does."""
        came, passes = zip(*costs_of(self.observed), strict=True)
        sums = np.array([ones[0].cost() * len(ones[0].y) for ones in passes])
        return proportional(np.array(came), sums)

    def refused(self) -> bool:
        """Whether the code raised where it should not have."""
        return any(answers.raised for seen in self.evidence.decisive for answers in seen.calls)

    def quantity(self, key: Key) -> Quantity:
        error = self.errors.get(key)
        return Quantity(*key, None if error is None else error < self.tolerance, error)
