"""From a learner's answers to a report: what is wrong first, and which mistake explains it all.

Nothing is guessed. A mistake is named only if planting it in the reference reproduces every number
that the learner's code gave, on every probe; two at once only if both together do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.checking import catalogue, residuals
from groundup.checking.answers import FAULTS, Observation, Observed
from groundup.checking.catalogue.entry import Mistake
from groundup.checking.comparing import (
    EXACT,
    NOISE,
    Key,
    in_float32,
    order,
    tolerance,
)
from groundup.checking.factors import Convention, conventions, of_cost
from groundup.checking.matching import Evidence, misfits
from groundup.checking.reference import Plant
from groundup.checking.report import Named, Quantity, Report


class Match(NamedTuple):
    """Mistakes that together reproduce all numbers, and where."""

    planted: tuple[tuple[Mistake, int | None], ...]
    convention: Convention


def diagnose(observed: Observed, strict: bool = False) -> Report:
    """The report on what was observed. With `strict` gradients must be means and the cost the
    declared one: what a protocol demands of a program."""
    if observed.settings is None or not any(seen.calls for seen in observed.observations):
        return unchecked(observed)
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
        own_cost = of_cost(observed)
        self.evidence = Evidence(observed, self.tolerance, own_cost)
        self.conventions = list(conventions(observed, own_cost, strict))
        self.convention = max(self.conventions, key=self.rightness)
        self.errors = self.evidence.errors(self.convention)

    def rightness(self, convention: Convention) -> tuple[int, int]:
        """How many quantities are right, and how far down from the first one."""
        errors = self.evidence.errors(convention)
        marks = [errors.get(key, 0.0) < self.tolerance for key in self.keys]
        return sum(marks), next((i for i, ok in enumerate(marks) if not ok), len(marks))

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
        if (wrong or self.refused()) and not self.only_noise(report):
            report.mistakes = self.named()
            if not report.mistakes:
                report.certain = residuals.certain(self)
        report.mistakes += self.from_findings()
        faults = [finding for finding in report.findings if finding.kind in FAULTS]
        if any(quantity.ok is False for quantity in report.quantities) or faults or report.mistakes:
            report.verdict = "wrong"
        return report

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
        names = {name for name, _ in self.errors if name in ("dw", "db")}
        wrong = {key[0] for key, error in self.errors.items() if error >= self.tolerance}
        if names & wrong and in_float32(self.observed, names & wrong):
            number = 63
            report.mistakes.append(
                Named(
                    number,
                    "float32-buffers",
                    None,
                    sentence="Gradients are kept as float32 where everything else is float64: "
                    "they are right to 7 digits only.",
                    formula="dw[l], db[l]: ⟦float64⟧",
                )
            )
            return True
        report.conventions["precision"] = "right to five digits, as a numerical derivative is"
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
        if self.tolerance > EXACT:
            found["precision"] = "float32 throughout"
        if self.convention.decay_in_step:
            found["l2"] = "in the step, not in the gradient"
        return found

    # Which mistake explains it.

    def named(self) -> list[Named]:
        if self.explaining(()):  # nothing to explain: what is wrong is wrong on the steep probe
            return []
        matches = list(self.matches(catalogue.plants(self.settings)))
        if not matches:
            matches = list(self.pairs())
        if not matches:
            return []
        best = confined(min(matches, key=self.plainness), matches)
        return [
            name(mistake, layer, [match.planted[i][0] for match in matches])
            for i, (mistake, layer) in enumerate(best.planted)
        ]

    def plainness(self, match: Match) -> tuple:
        """What is preferred where several explain all: the convention that fits best anyway, one
        mistake in all layers rather than in one, the catalogue's order."""
        whole = sum(layer is not None for _, layer in match.planted)
        return (self.conventions.index(match.convention), whole, match.planted[0][0].number)

    def matches(
        self, candidates: Iterable[tuple[Mistake, tuple[Plant, ...], int | None]]
    ) -> Iterator[Match]:
        for mistake, plants, layer in candidates:
            for convention in self.explaining(plants, mistake.number):
                yield Match(((mistake, layer),), convention)

    def explaining(self, plants: Sequence[Plant], *numbers: int) -> list[Convention]:
        """The conventions in which these mistakes reproduce everything. A flipped sign is no
        explanation of itself: not where negated gradients are a convention."""
        left = [c for c in self.conventions if c.gradient.number > 0 or not SIGNS & {*numbers}]
        told = False
        for seen in self.evidence.decisive:
            predicted = self.evidence.prediction(seen, plants)
            agreeing = self.evidence.agreeing(seen, predicted, left)
            if agreeing:
                left, told = agreeing, told or not predicted.call(0).raised
            elif not misfits(predicted):
                return []
        return left if told else []

    def pairs(self) -> Iterator[Match]:
        """Two mistakes that only together explain all; one of them explains what is wrong first."""
        first = next(
            (key for key in self.keys if self.errors.get(key, 0.0) >= self.tolerance), None
        )
        everything = list(catalogue.plants(self.settings))
        telling = [seen for seen in self.evidence.decisive if self.is_wrong(seen, first)]
        openers = [
            entry
            for entry in everything
            if telling
            and all(self.evidence.explains(s, entry[1], self.convention, first) for s in telling)
        ]
        for one in openers:
            for other in everything:
                numbers = one[0].number, other[0].number
                if numbers[0] == numbers[1] or clash(one[1], other[1]):
                    continue
                for convention in self.explaining((*one[1], *other[1]), *numbers):
                    yield Match(((one[0], one[2]), (other[0], other[2])), convention)

    def is_wrong(self, seen: Observation, key: Key | None) -> bool:
        return not self.evidence.explains(seen, (), self.convention, key)

    def from_findings(self) -> list[Named]:
        """What is a mistake of the catalogue although it is no number."""
        found = []
        if any(finding.kind == "inputs changed" for finding in self.observed.findings):
            found.append(CHANGED)
        if self.unstable():
            found.append(UNSTABLE)
        return found

    def unstable(self) -> bool:
        """Whether it fails only where weighted inputs are large, as a careless exponential or
        logarithm does."""
        output = self.settings.activations[-1]
        fails = any(finding.kind == "not finite" for finding in self.observed.findings) or any(
            answers.raised and output == "softmax"
            for seen in self.observed.observations
            if seen.probe.name == "steep"
            for answers in seen.calls
        )
        return fails and output in LOGARITHMS and bool(self.explaining(()))


SIGNS = {9, 64}
LOGARITHMS = ("softmax", "sigmoid")
CHANGED = Named(
    62,
    "changed-in-place",
    None,
    sentence="The call changes arrays that it was given: weights or inputs are not the same after.",
    formula="⟦w, b, x, y⟧ stay as they are",
)
UNSTABLE = Named(
    59,
    "unstable-exponential",
    None,
    sentence="Large weighted inputs give NaN or infinity: take the largest z out before the "
    "exponential, and no logarithm of 0.",
    formula="softmax(z) = e^(z ⟦- max z⟧) / Σ e^(z ⟦- max z⟧)",
)


def confined(best: Match, matches: Sequence[Match]) -> Match:
    """The same in one layer alone, where it makes no difference in the others."""
    slugs = [mistake.slug for mistake, _ in best.planted]
    same = [m for m in matches if [mistake.slug for mistake, _ in m.planted] == slugs]
    alone = [m for m in same if all(layer is not None for _, layer in m.planted)]
    return alone[0] if len(alone) == 1 else best


def clash(one: Sequence[Plant], other: Sequence[Plant]) -> bool:
    """Whether both would replace the same part of the same layer."""
    return any(p.part == q.part and p.layers & q.layers for p in one for q in other)


def name(mistake: Mistake, layer: int | None, matching: Iterable[Mistake]) -> Named:
    """`matching` are all that give the same numbers, `mistake` among them."""
    others = {other.number: other.slug for other in reversed([*matching])}
    others.pop(mistake.number, None)
    formula = mistake.formula
    if layer is not None:
        formula = at_layer(formula, layer)
    return Named(
        mistake.number,
        mistake.slug,
        layer,
        aliases=tuple(sorted(others)),
        sentence=mistake.sentence,
        formula=formula,
        alias_slugs=tuple(others[number] for number in sorted(others)),
    )


def at_layer(formula: str, layer: int) -> str:
    """`delta[l]` as `delta[0]`, and its neighbours."""
    for step in (2, 1):
        formula = formula.replace(f"[l+{step}]", f"[{layer + step}]")
    return formula.replace("[l-1]", f"[{layer - 1}]").replace("[l]", f"[{layer}]")
