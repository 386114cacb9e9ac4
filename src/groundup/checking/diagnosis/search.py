"""Which mistake of the catalogue, or which two, reproduce all of a learner's numbers."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from groundup.checking.diagnosis.case import Case
from groundup.checking.diagnosis.comparison import EXACT, Key
from groundup.checking.diagnosis.evidence import misfits
from groundup.checking.model.answers import Observation
from groundup.checking.model.convention import Convention
from groundup.checking.model.report import Named
from groundup.checking.reference import catalogue
from groundup.checking.reference.backprop import Plant
from groundup.checking.reference.catalogue import TOGETHER, Mistake
from groundup.checking.reference.prediction import Prediction

SIGNS = {9, 64}
TOGETHER_OFTEN = ((20, 24),)  # the raw error, through weights that are updated already
ENOUGH = 3.0  # seconds of looking for two mistakes at once


class Place(NamedTuple):
    """A mistake, and the layers that it is in."""

    mistake: Mistake
    layers: frozenset[int]

    @property
    def layer(self) -> int | None:
        """The one that it is confined to."""
        return next(iter(self.layers)) if len(self.layers) == 1 else None


class Match(NamedTuple):
    """Mistakes that together reproduce all numbers, and where."""

    planted: tuple[Place, ...]
    convention: Convention


class Search:
    """The search for what explains one diagnosis's numbers."""

    def __init__(self, case: Case):
        self.evidence = case.evidence
        self.conventions, self.convention = case.conventions, case.convention
        self.wrong = list(filter(case.is_wrong, case.keys))
        gradients = [key for key in case.errors if key[0] in ("dw", "db")]
        unsure = all(map(case.is_wrong, gradients))  # no gradient says which convention it is
        self.likely = dict.fromkeys([self.convention, *(self.conventions if unsure else ())])
        self.possible = [  # none of biases where there are none
            Place(mistake, plants[0].layers)
            for mistake, plants, _ in catalogue.plants(case.settings)
            if self.evidence.biases or not mistake.of_biases
        ]

    def named(self) -> list[Named]:
        if self.explaining(()):  # nothing to explain
            return []
        matches = [match for place in self.possible for match in self.matches(place)]
        matches = matches or list(self.pairs())
        if not matches:
            return []
        if self.evidence.tolerance > EXACT:
            matches = self.nearest(matches)
        best = min(matches, key=self.plainness)
        return [
            name(place, [it.planted[i].mistake for it in matches], place == best.planted[i])
            for i, place in enumerate(self.narrowed(best).planted)
        ]

    def narrowed(self, match: Match) -> Match:
        """The same without the layers in which it makes no difference."""
        for i, place in enumerate(match.planted):
            for l in sorted(place.layers) if place.mistake.where not in TOGETHER else ():
                fewer = match.planted[i]._replace(layers=match.planted[i].layers - {l})
                planted = (*match.planted[:i], fewer, *match.planted[i + 1 :])
                plants = plants_of(planted)
                taken = match.convention if any(plant.steps for plant in plants) else None
                if fewer.layers and self.agreeing(plants, [match.convention], taken):
                    match = match._replace(planted=planted)
        return match

    def nearest(self, matches: list[Match]) -> list[Match]:
        """In float32 what is small may pass for nothing: the matches that are as near as the best,
        which has no error but that of rounding."""
        errors = [self.error(match) for match in matches]
        return [it for it, error in zip(matches, errors, strict=True) if error <= 8 * min(errors)]

    def error(self, match: Match) -> float:
        """The largest error that is left in the gradients where these mistakes are planted."""
        left = [0.0]
        for seen in self.evidence.decisive:
            planted = plants_of(match.planted)
            predicted = Prediction(seen.probe, planted, convention=match.convention)
            for call in range(len(seen.calls)):
                errors = self.evidence.of_call(seen, predicted, call, match.convention)
                left += [error for key, error in errors if key[0] in ("dw", "db")]
        return max(left)

    def plainness(self, match: Match) -> tuple[int, int, int]:
        """What is preferred where several explain all: the convention that fits best anyway, one
        mistake in all layers rather than in one, the catalogue's order."""
        alone = sum(place.layer is not None for place in match.planted)
        first = match.planted[0].mistake.number
        return (self.conventions.index(match.convention), alone, first)

    def matches(self, *planted: Place, taken: Convention | None = None) -> Iterator[Match]:
        """With every convention in which these explain all."""
        numbers = {place.mistake.number for place in planted}
        for convention in self.explaining(plants_of(planted), numbers, taken):
            yield Match(planted, convention)

    def explaining(
        self,
        plants: Sequence[Plant],
        numbers: set[int] | frozenset[int] = frozenset(),
        taken: Convention | None = None,
    ) -> list[Convention]:
        """The conventions in which these mistakes reproduce everything; of two with a step, for
        which there would be too many to try, `taken` alone. A flipped sign is no explanation of
        itself: not where negated gradients are a convention."""
        left = [c for c in self.conventions if c.gradient.number > 0 or not SIGNS & numbers]
        if not any(plant.steps for plant in plants):
            return self.agreeing(plants, left)
        left = left if taken is None else [taken]
        return [c for c in left if self.agreeing(plants, [c], c)]

    def agreeing(
        self, plants: Sequence[Plant], left: list[Convention], taken: Convention | None = None
    ) -> list[Convention]:
        """Those of the conventions `left` in which these mistakes reproduce everything."""
        told = False
        for seen in self.evidence.decisive:
            predicted = Prediction(seen.probe, plants, convention=taken)
            agreeing = self.evidence.agreeing(seen, predicted, left)
            if agreeing:
                told |= tells(seen, predicted) and (not plants or self.shows(seen, agreeing))
                left = agreeing
            elif not misfits(predicted):
                return []
        return left if told else []

    def shows(self, seen: Observation, conventions: list[Convention]) -> bool:
        """Whether right numbers would have been others on this probe in one of these conventions:
        where no unit is active, all are 0."""
        right = self.evidence.agreeing(seen, self.evidence.right(seen), conventions)
        return len(right) < len(conventions)

    def pairs(self) -> Iterator[Match]:
        """Two mistakes that only together explain all; one of them explains what is wrong first,
        or what is wrong next, where both are in the first. Then those that are often made together,
        in the same quantity."""
        until = time.process_time() + ENOUGH
        for convention, key in itertools.product(self.likely, self.wrong[:2] or [None]):
            if found := list(self.pairs_for(key, convention, until)):
                yield from found
                return
        for convention, numbers in itertools.product(self.likely, TOGETHER_OFTEN):
            both = ([one for one in self.possible if one.mistake.number == n] for n in numbers)
            for one, other in itertools.product(*both):
                yield from self.both(one, other, convention)

    def pairs_for(self, key: Key | None, taken: Convention, until: float) -> Iterator[Match]:
        """Those of which one explains a quantity by itself."""

        def explain(plants: Sequence[Plant], seen: Observation) -> bool:
            return self.evidence.explains(seen, plants, taken, key)

        telling = [seen for seen in self.evidence.decisive if not explain((), seen)]
        openers = (
            one
            for one in (self.possible if telling else ())
            if all(explain(plants_of([one]), seen) for seen in telling)
        )
        for one, other in itertools.product(openers, self.possible):
            if time.process_time() > until:
                return
            yield from self.both(one, other, taken)

    def both(self, one: Place, other: Place, taken: Convention) -> Iterator[Match]:
        """What these two explain together, unless both replace the same part of a layer."""
        pairs = itertools.product(plants_of([one]), plants_of([other]))
        clash = any(p.part == q.part and p.layers & q.layers for p, q in pairs)
        if not clash and one.mistake.number != other.mistake.number:
            yield from self.matches(one, other, taken=taken)


def plants_of(places: Iterable[Place]) -> list[Plant]:
    return [plant for one in places for plant in one.mistake.planted(one.layers)]


def tells(seen: Observation, predicted: Prediction) -> bool:
    """Whether agreeing on this probe says anything: there was something to compare."""
    if predicted.call(0).raised:
        return False
    return not misfits(predicted) or any(answers.dw or answers.db for answers in seen.calls)


def name(place: Place, matching: Iterable[Mistake], told: bool = True) -> Named:
    """`matching` are all that give the same numbers, the place's among them; `told` is whether it
    would show in other layers."""
    mistake, layer = place.mistake, place.layer
    others = {other.number: other.slug for other in reversed([*matching])}
    others.pop(mistake.number, None)
    return Named(
        mistake.number,
        mistake.slug,
        layer,
        aliases=tuple(sorted(others)),
        sentence=mistake.sentence,
        formula=mistake.formula if layer is None else at_layer(mistake.formula, layer),
        alias_slugs=tuple(others[number] for number in sorted(others)),
        layers=tuple(sorted(place.layers)),
        alone=told and layer is not None,
    )


def at_layer(formula: str, layer: int) -> str:
    """`delta[l]` as `delta[0]`, and its neighbours."""
    for step in (2, 1):
        formula = formula.replace(f"[l+{step}]", f"[{layer + step}]")
    return formula.replace("[l-1]", f"[{layer - 1}]").replace("[l]", f"[{layer}]")
