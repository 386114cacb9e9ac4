"""Whether predicted numbers are the learner's, on one probe or on all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from groundup.checking.diagnosis.comparison import OF_COSTS, Key, arrays, difference, multiple
from groundup.checking.diagnosis.factors import OwnCost, scale
from groundup.checking.model.answers import Answers, Array, Observation, Observed
from groundup.checking.model.convention import Convention
from groundup.checking.reference.backprop import (
    Plant,
    squares_of,
)
from groundup.checking.reference.prediction import Prediction

OPTIONAL = {"narrow", "steep"}  # a network may refuse these without being wrong about the others
Errors = Iterator[tuple[Key, float]]


class Evidence:
    """A learner's answers, ready to be compared."""

    def __init__(self, observed: Observed, tolerance: float, cost: OwnCost | None):
        self.observed, self.tolerance, self.cost = observed, tolerance, cost
        quickest_first = sorted(observed.observations, key=lambda seen: seen.probe.name != "square")
        self.decisive = [seen for seen in quickest_first if decides(seen)]
        self.biases = any(map(has_biases, observed.observations))
        self._right = {id(seen): Prediction(seen.probe) for seen in observed.observations}

    def right(self, seen: Observation) -> Prediction:
        """What right code answers; computed once."""
        return self._right[id(seen)]

    def agreeing(
        self, seen: Observation, predicted: Prediction, conventions: list[Convention]
    ) -> list[Convention]:
        """The conventions in which a prediction reproduces all that came on this probe."""
        for call, came in enumerate(seen.calls):
            right = predicted.call(call)
            if right.raised:
                continue
            if came.raised:
                return []
            conventions = self.near(
                conventions, lambda c, call=call: self.of_call(seen, predicted, call, c)
            )
            if not conventions:
                return []
        stepped = self.right(seen) if misfits(predicted) else predicted
        return self.near(conventions, lambda c: of_step(seen, stepped, c))

    def near(
        self, conventions: list[Convention], errors: Callable[[Convention], Errors]
    ) -> list[Convention]:
        return [
            convention
            for convention in conventions
            if all(error < self.tolerance for _, error in errors(convention))
        ]

    def of_call(
        self, seen: Observation, predicted: Prediction, call: int, convention: Convention
    ) -> Errors:
        """The error of everything that came in one call."""
        came, right = seen.calls[call], predicted.call(call)
        if came.raised or right.raised:
            return
        if convention.decay_in_step:
            right = replace(predicted.undecayed().call(call), cost=right.cost)
        answers, expected = arrays(came), arrays(right)
        yield from of_gradients(seen, call, answers, expected, convention)
        if came.cost is not None and right.cost is not None:
            error = of_cost(seen, call, came.cost, right.cost, self.cost)
            yield ("cost", None), 0.0 if error < OF_COSTS else error
        factor = of_deltas(came, right, self.tolerance)
        yield from (
            (key, difference(factor * expected[key], array))
            for key, array in answers.items()
            if key[0] == "delta"
        )

    def of_probe(self, seen: Observation, predicted: Prediction, convention: Convention) -> Errors:
        """The error of everything that came on this probe."""
        yield from of_step(seen, predicted, convention)
        for call in range(len(seen.calls)):
            yield from self.of_call(seen, predicted, call, convention)

    def explains(
        self, seen: Observation, plants: Sequence[Plant], convention: Convention, first: Key | None
    ) -> bool:
        """Whether these mistakes reproduce the one quantity `first` on this probe."""
        predicted, known = Prediction(seen.probe, plants, convention), False
        for key, error in self.of_probe(seen, predicted, convention):
            if key == first and error >= self.tolerance:
                return False
            known |= key == first
        return known

    def errors(self, convention: Convention) -> dict[Key, float]:
        """The largest error of every quantity that the learner gave against the right ones, over
        all probes but the steep one, whose slopes vanish."""
        worst = dict[Key, float]()
        for seen in self.observed.observations:
            if seen.probe.name != "steep":
                for key, error in self.of_probe(seen, self.right(seen), convention):
                    worst[key] = max(worst.get(key, 0.0), error)
        return worst


def misfits(predicted: Prediction) -> bool:
    """Whether these mistakes make shapes that do not fit: NumPy raises or gives them, and loops
    over `zip` cut off what is too long, so a probe where they come has nothing to tell."""
    probe, answers = predicted.probe, predicted.call(0)
    if answers.raised or answers.dw is None or answers.db is None:
        return True
    shapes = [array.shape for array in (*answers.dw, *answers.db)]
    return shapes != [array.shape for array in (*probe.w, *probe.b)]


def has_biases(seen: Observation) -> bool:
    """Whether the network has any: one that has none is given 0, and shows nothing of them."""
    shown = bool(seen.stepped_b) or any(answers.db for answers in seen.calls)
    return shown and any(b.any() for b in seen.probe.b)


def decides(seen: Observation) -> bool:
    """Whether a mistake has to explain what came on this probe."""
    refused = any(answers.raised or misshapen(seen, answers) for answers in seen.calls)
    optional = refused and seen.probe.name in OPTIONAL
    return bool(seen.calls) and seen.probe.name != "steep" and not optional


def misshapen(seen: Observation, answers: Answers) -> bool:
    """Whether gradients came in wrong shapes: with one output NumPy makes up what is missing, and
    loops over `zip` cut off what is too long."""
    pairs = [(answers.dw, seen.probe.w), (answers.db, seen.probe.b)]
    return any(
        came.shape != right.shape
        for arrays, rights in pairs
        for came, right in zip(arrays or [], rights, strict=False)
    )


def of_gradients(
    seen: Observation,
    call: int,
    answers: dict[Key, Array],
    expected: dict[Key, Array],
    convention: Convention,
) -> Errors:
    factor = scale(seen.probe, convention.gradient, call)
    for key, array in answers.items():
        if key[0] == "outputs":
            yield key, difference(expected[key], array)
        elif key[0] in ("dw", "db"):
            right = expected.get(key)
            if right is None:
                yield key, math.inf
                continue
            yield key, difference(factor * right, array)


def of_cost(seen: Observation, call: int, came: float, right: float, cost: OwnCost | None) -> float:
    """The learner's cost in its own convention; where none explains it, it is wrong."""
    if cost is None:
        return difference(right, came)
    factor, probe = scale(seen.probe, cost.factor, call), seen.probe
    if not probe.settings.l2 or cost.decay is None:  # where it is missing, 56 is to say so
        return difference(factor * right, came)
    half_squares = 0.5 * probe.settings.l2 * squares_of(probe.w)
    data = right - scale(probe, probe.settings.decay, call) * half_squares
    return difference(factor * data + scale(probe, cost.decay, call) * half_squares, came)


def of_deltas(came: Answers, right: Answers, tolerance: float) -> float:
    """The factor that all deltas have in them, seen in the last layer's; 1 where it shows none."""
    if not came.delta or not right.delta or came.delta[-1] is None or right.delta[-1] is None:
        return 1.0
    factor, error = multiple(right.delta[-1], came.delta[-1])
    return factor if factor and error <= tolerance else 1.0


def of_step(seen: Observation, predicted: Prediction, convention: Convention) -> Errors:
    """The change of w and b in a step, against the predicted one times its factor."""
    if seen.stepped_w is None or seen.stepped_b is None:
        return
    factor = scale(seen.probe, convention.step, 0)
    right = predicted.step()
    probe = seen.probe
    for l in range(len(probe.w)):
        if right is None:
            yield ("step", l), math.inf
            continue
        parts = zip((probe.w, probe.b), right, (seen.stepped_w, seen.stepped_b), strict=True)
        yield (
            ("step", l),
            max(
                of_change(before[l], after[l], came[l], factor)
                for before, after, came in parts
                if len(came) == len(before)  # a network may have no biases
            ),
        )


def of_change(before: Array, predicted: Array, came: Array, factor: float) -> float:
    if came.shape != before.shape or predicted.shape != before.shape:
        return math.inf if came.shape != predicted.shape else difference(predicted, came)
    change, moved = factor * (predicted - before), came - before
    scale = max(float(np.abs(change).max()), 1e-6 * float(np.abs(before).max()))
    error = np.abs(change - moved).max() / (scale or 1.0)
    return float(error) if np.isfinite(moved).all() else math.inf
