"""What is to be diagnosed: numbers, in the convention in which most of them are right."""

from __future__ import annotations

from groundup.checking.diagnosis.comparison import Key, order, tolerance
from groundup.checking.diagnosis.evidence import Evidence
from groundup.checking.diagnosis.factors import conventions, of_cost
from groundup.checking.model.answers import Observed
from groundup.checking.model.convention import Convention
from groundup.checking.model.report import Quantity


class Case:
    """One diagnosis: the evidence, and the convention in which most of it is right."""

    def __init__(self, observed: Observed, strict: bool):
        assert observed.settings is not None
        self.observed, self.settings = observed, observed.settings
        self.own_cost = of_cost(observed, strict)
        self.tolerance = tolerance(observed)
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

    def is_wrong(self, key: Key) -> bool:
        return self.errors.get(key, 0.0) >= self.tolerance

    def has_unknown_cost(self) -> bool:
        """Whether the code gives a cost that is none known here."""
        return self.is_wrong(("cost", None)) and self.own_cost is None

    def refused(self) -> bool:
        """Whether the code raised where it should not have."""
        return any(answers.raised for seen in self.evidence.decisive for answers in seen.calls)

    def quantity(self, key: Key) -> Quantity:
        error = self.errors.get(key)
        return Quantity(*key, None if error is None else error < self.tolerance, error)
