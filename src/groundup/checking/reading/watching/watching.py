"""From a way to make a program train to observations of what a step of it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from groundup.checking.model.answers import Answers, Batch, Observation, Probe, Settings
from groundup.checking.names.roles import quantity, role
from groundup.checking.reading.watching.descents import COST
from groundup.checking.reading.watching.flight import Flight, Reading
from groundup.checking.reading.watching.grouping import is_constant
from groundup.checking.reading.watching.layers import Layer
from groundup.checking.reading.watching.optimisers import Optimiser, gradients, optimiser
from groundup.checking.reading.watching.penalties import (
    LEFT_OUT,
    coefficients,
    costs_with_it,
    in_words,
    judged,
)
from groundup.checking.reading.watching.recording import (
    CALL,
    ENOUGH,
    Deadline,
    Loop,
    Recorder,
    Survey,
    Watch,
)
from groundup.checking.reading.watching.repetition import left_behind, piled_up
from groundup.checking.reading.watching.samples import (
    Source,
    beside_inputs,
    is_named,
    made_on_the_way,
    others,
    others_are,
    sources,
    targets,
)
from groundup.checking.reading.watching.single_numbers import Network, network
from groundup.checking.reading.watching.state import Array, Leaf, Place, stacks
from groundup.checking.reading.watching.stepping import (
    inside,
    kept,
    outermost,
    parameters,
    steps,
    without_gradients,
)

Train = Callable[[Watch], None]  # makes a program train, under a watch
OFF = {"momentum", "mu", "momentum_rate", "momentum_coefficient"}  # numbers that are put to 0
ROUNDS = 2  # observations
OF_COSTS = 3  # of a cost that may have a term of L2
NEARLY_ALL, MANY = 0.8, 0.4  # of the parameters, which a step changes; with gradients among them
DRAWS = 3  # of numbers, until no unit is dead


@dataclass
class Watched:
    """What was seen of a program that trains."""

    reading: Reading
    parameters: list[Place]
    observations: list[Observation] = field(default_factory=list)
    rate: float | None = None  # where a name says which number it is
    costs: list[list[float]] = field(default_factory=list)  # numbers called so, an observation
    optimiser: Optimiser | None = None  # where steps are adaptive
    penalty: str = ""  # what L2 or L1 added to steps, which are now without it
    left_out: list[str] = field(default_factory=list)  # what is not judged
    resized: list[Observation] = field(default_factory=list)  # with another number of samples
    steering: set[Place] | None = None  # the targets among several, where it was looked for


@dataclass
class Failure:
    """How far the reading came: what stood in its way."""

    why: str = ""
    reached: int = 0

    def note(self, reached: int, why: str) -> None:
        if reached > self.reached:
            self.reached, self.why = reached, why


class Watching:
    """Of a program that is made to train in one way: `entry`."""

    def __init__(
        self,
        entry: Train,
        own: Callable[[Any], bool],
        deadline: Deadline,
        failure: Failure,
        larger: Train | None = None,
    ):
        self.entry, self.own, self.deadline, self.failure = entry, own, deadline, failure
        self.larger = larger  # the same with more samples
        self.turn = 1  # of the inner loop, that is recorded
        self.turns: Mapping[str, int] = {}  # that loops have
        self.cut: frozenset[str] = frozenset()
        self.network: Network | None = None  # where every parameter is a number of its own
        self.late = False  # whether what is watched begins in the second turn

    def watch(self) -> Watched | None:
        survey = Survey(self.own, self.deadline)
        self.entry(survey)
        self.turns = {key: loop.whole for key, loop in survey.loops.items()}
        for outer in outermost(survey.loops):
            self.failure.note(1, "a loop trains, but which numbers are its parameters is not clear")
            self.network = None
            inner, self.late = list(steps(survey.loops, outer)), outer.late
            self.cut = frozenset(inner) - {outer.key}
            places = parameters(self.run, outer.key)
            self.cut = frozenset()
            for key in inner if places else ():
                if watched := self.step(outer, key, places):
                    return watched
        return None

    def run(self, outer: str, inner: str, given: Mapping[Place, Array]) -> Recorder | None:
        """One run with these numbers; None where it did not come to the end of a step."""
        if self.deadline.past:
            return None
        groups = self.network.groups if self.network else ()
        recorder = Recorder(
            self.own, outer, inner, given, self.cut, self.deadline, groups, self.turn, self.late
        )
        with np.errstate(all="ignore"):
            self.entry(recorder)
        if recorder.done and self.network:
            recorder.seen += self.network.seen(recorder)
        return recorder if recorder.done else None

    def again(
        self,
        outer: str,
        inner: str,
        given: Mapping[Place, Array],
        more: Mapping[Place, Array],
    ) -> Recorder | None:
        return self.run(outer, inner, {**given, **more})

    def grouped(
        self, outer: str, inner: str, places: list[Place], apart: dict[Place, Array], changed: set
    ) -> list[Place]:
        """Layers of parameters in the place of single numbers."""
        for number in range(DRAWS):
            given = {place: drawn(np.zeros(()), number, i) for i, place in enumerate(places)}
            self.network = network(partial(self.run, outer, inner), places, given | apart, changed)
            if self.network:
                means = ("w", "b", "constant")
                return [group.place for group in self.network.groups if group.means in means]
        return []

    def step(self, loop: Loop, inner: str, places: list[Place]) -> Watched | None:
        outer = loop.key
        self.network = None
        plain = self.run(outer, inner, {})
        if plain is None:
            return None
        single = all(plain.ready[place].array.ndim == 0 for place in places)
        apart = scattered(plain, places, loop.changed)
        plain = self.run(outer, inner, apart) or plain
        if not whole_step(plain, places, MANY):
            return None
        if outer != inner and not single:
            places = without_gradients(self.run, outer, inner, places)
        self.failure.note(
            2,
            "its parameters were found, but its outputs are not those of layers with activations "
            "that are known here",
        )
        if not whole_step(plain, places):
            return None
        settings = put_off(plain)
        if single:
            apart = scattered(plain, places, loop.changed, ones=False)
            places = self.grouped(outer, inner, places, apart | settings, set(loop.changed))
            plain = self.run(outer, inner, apart)
            if not places or plain is None:
                return None
        else:
            places = kept(self.run, outer, inner, places, apart) or places
        given = settings | {
            place: drawn(plain.ready[place].array, 0, i) for i, place in enumerate(places)
        }
        found = None
        for more in (apart, {}):
            if found is None and (run := self.run(outer, inner, given | more)):
                found = self.forwards(run, places, given)
        if found is None:
            return None
        flight, reading = found
        inputs = list(sources(flight, reading))
        watched = Watched(reading, places, rate=rate_of(plain))
        targets = self.targets(flight, reading, loop, watched)
        if not inputs and targets is None and not made_on_the_way(flight, reading):
            self.failure.note(
                3, "what it computes forwards was read, but not which numbers are its inputs"
            )
            return None
        moved = [one for place in places if (one := inside(flight.run, place)) is not None]
        again = partial(self.again, outer, inner, flight.run.given)
        watched.optimiser = optimiser(flight.run, again, moved)
        watched.steering = self.steering(flight, loop, inner, places)
        self.failure.note(
            4, "what it computes forwards was read, but not which numbers are its targets"
        )
        flights: list[Flight] = []
        rounds = OF_COSTS if cost_of(plain) is not None or coefficients(plain) else ROUNDS
        for number in range(1, rounds + 1):
            fresh = (apart | settings if single and not inputs else settings) | {
                place: drawn(plain.ready[place].array, number, i) for i, place in enumerate(places)
            }
            flight = self.flight(loop, inner, fresh | data(inputs, number), places, watched)
            flight = flight or self.flight(loop, inner, fresh, places, watched)
            if flight is None:
                return None
            flights.append(flight)
        for names in dict.fromkeys(one.reading.names for one in flights if one.reading):
            if all(flight.read_as(names) for flight in flights):
                watched.observations = [
                    o for o in map(partial(self.observed, watched, loop), flights) if o
                ]
                if len(watched.observations) < len(flights):
                    return None
                self.without_penalties(watched, loop, inner, names, coefficients(plain), flights)
                if watched.optimiser is None:
                    self.repeat(watched, loop.key, inner, flights[0].run)
                    zeros = coefficients(plain) if watched.penalty else {}
                    self.resize(watched, loop, inner, {**flights[0].run.given, **zeros})
                return watched
        return None

    def without_penalties(
        self,
        watched: Watched,
        loop: Loop,
        inner: str,
        names: tuple[str, ...],
        zeros: Mapping[Place, Array],
        flights: Sequence[Flight],
    ) -> None:
        """The same steps without L2 and L1, where that is how they are to be judged."""
        if not zeros:
            return
        costs, watched.costs = watched.costs, []
        others: list[Observation | None] = []
        for flight in flights:
            given = {**flight.run.given, **zeros}
            other = self.flight(loop, inner, given, watched.parameters, watched)
            if other is not None and other.read_as(names):
                others.append(self.observed(watched, loop, other))
        offs = [one for one in others if one is not None]
        kind = judged(watched.observations, offs) if len(offs) == len(flights) else None
        if kind is None:
            with_it = costs_with_it(costs, watched.costs) if len(offs) == len(flights) else None
            for one, cost in zip(watched.observations, with_it or (), strict=False):
                one.calls[0].cost = cost
            watched.costs = watched.costs if with_it else costs
            return
        if kind == "own":
            watched.left_out.append(LEFT_OUT)
        watched.penalty = next(in_words(watched.observations[0], offs[0]), "")
        watched.observations = offs

    def repeat(self, watched: Watched, outer: str, inner: str, run: Recorder) -> None:
        """A second call in the first observation, where gradients of the first are still there."""
        behind = left_behind(run, watched.parameters)
        again = self.run(outer, inner, {**run.given, **behind}) if behind else None
        layers, first = watched.reading.layers, watched.observations[0]
        if again is None or not all(same(run, again, layer) for layer in layers):
            return
        before, after = ({**one, **stacks(one)} for one in (again.start, again.end))
        dw, db = moves(before, after, layers)
        (call,), probe = first.calls, first.probe
        if piled_up([*(call.dw or ()), *(call.db or ())], [*dw, *(db if call.db else ())]):
            batches = [*probe.batches, *probe.batches]
            second = replace(call, dw=dw, db=db if call.db else None)
            watched.observations[0] = Observation(replace(probe, batches=batches), [call, second])

    def resize(
        self, watched: Watched, loop: Loop, inner: str, given: Mapping[Place, Array]
    ) -> None:
        """The same step with another number of samples, where it can be had: a call's with more,
        or a loop's last turn, whose batch may be smaller."""
        entry = self.entry
        self.entry = self.larger or entry
        self.turn = 1 if self.larger else self.turns.get(inner, 0)
        if self.larger or 1 < self.turn <= ENOUGH:
            numbers = {
                place: array
                for place, array in given.items()
                if place in watched.parameters or not array.ndim
            }
            flight = self.flight(loop, inner, numbers, watched.parameters, watched)
            m, reading = len(watched.reading.x), watched.reading
            if flight and flight.read_as(reading.names) and flight.samples != m:
                watched.resized = list(filter(None, [self.observed(watched, loop, flight)]))
            watched.reading, watched.costs = reading, watched.costs[: len(watched.observations)]
        self.entry, self.turn = entry, 1

    def flight(
        self,
        loop: Loop,
        inner: str,
        given: Mapping[Place, Array],
        places: Sequence[Place],
        watched: Watched,
    ) -> Flight | None:
        """A run with these numbers, whose way forwards was read."""
        run = self.run(loop.key, inner, given)
        found = self.forwards(run, places, given, watched.reading) if run else None
        if found is None or self.targets(*found, loop, watched) is None:
            return None
        return found[0]

    def targets(
        self, flight: Flight, reading: Reading, loop: Loop, watched: Watched
    ) -> Array | None:
        inputs = list(sources(flight, reading))
        y = targets(flight, reading, inputs, set(loop.changed), watched.steering)
        return None if y is not None and loop.key == CALL and others_are(flight, y) else y

    def steering(
        self, flight: Flight, loop: Loop, inner: str, places: Sequence[Place]
    ) -> set[Place] | None:
        """Of several things that may be the targets, those without which the same outputs lead to
        another step; None where there is but one thing."""
        reading = flight.reading
        if reading is None:
            return None
        inputs, given = list(sources(flight, reading)), dict(flight.run.given)
        possible = beside_inputs(flight, reading, inputs, set(loop.changed))
        distinct = {rows.tobytes() for _, rows in possible.values()}
        if len(distinct) < 2 or any(map(is_named, possible)):
            return None
        found = set()
        for place, (source, rows) in possible.items():
            new = others(flight.there[place], source, rows)
            run = self.run(loop.key, inner, {**given, place: new}) if new is not None else None
            if run and any(change.any() for change in moves_of(flight.run, run, places)):
                found.add(place)
        return found

    def forwards(
        self,
        run: Recorder,
        places: Sequence[Place],
        given: Mapping[Place, Array],
        known: Reading | None = None,
    ) -> tuple[Flight, Reading] | None:
        inner = [inside(run, place) for place in places]
        if any(place is None for place in inner):
            return None
        there = [one for one in inner if one is not None]
        flights = [
            Flight(run, there, *how) for how in ((False, False), (True, False), (False, True))
        ]
        distinct = {(*one.parameters, None, *one.idle): one for one in reversed(flights)}
        for flight in reversed(distinct.values()):
            if (known and flight.read_like(known)) or flight.read(self.deadline):
                return (flight, flight.reading) if flight.reading else None
        return None

    def observed(self, watched: Watched, loop: Loop, flight: Flight) -> Observation | None:
        reading, run = flight.reading, flight.run
        y = self.targets(flight, reading, loop, watched) if reading else None
        if reading is None or y is None:
            return None
        watched.reading = reading = reading.with_biases()
        w = [layer.weights(flight.numbers) for layer in reading.layers]
        b = [layer.biases(flight.numbers) for layer in reading.layers]
        dw, db = moves(flight.numbers, flight.after, reading.layers)
        shown = gradients(run, watched.optimiser) if watched.optimiser else None
        if shown and {place for one in reading.layers for place in one.places} <= shown.keys():
            none = {place: replace(one, array=0.0 * one.array) for place, one in shown.items()}
            dw, db = moves(shown, none, reading.layers)
        if not all(
            one.any() or layer.w in flight.idle
            for one, layer in zip(dw, reading.layers, strict=True)
        ):
            return None  # a turn that is not a whole step
        sizes = (w[0].shape[1], *(len(one) for one in w))
        settings = Settings(reading.names, "quadratic")
        probe = Probe(
            f"watched {len(watched.observations)}", sizes, settings, w, b, [Batch(reading.x, y)]
        )
        watched.costs.append(
            [
                one.array.item()
                for one in run.seen
                if one.array.size == 1 and quantity(one.name)[0] == "cost"
            ]
        )
        has_biases = [
            layer.row is not None or (layer.b is not None and not is_constant(layer.b))
            for layer in reading.layers
        ]
        biases = db if all(has_biases) else None
        answers = Answers(outputs=reading.outputs, dw=dw, db=biases, cost=cost_of(run))
        return Observation(probe, [answers])


Numbers = Mapping[Place, Leaf]


def moves_of(one: Recorder, other: Recorder, places: Sequence[Place]) -> list[Array]:
    """By how much two steps that began with the same numbers ended up with others."""
    inner = [inside(one, place) for place in places]
    return [
        other.end[place].array - one.end[place].array
        for place in inner
        if place in one.end and place in other.end
    ]


def moves(
    before: Numbers, after: Numbers, layers: Sequence[Layer]
) -> tuple[list[Array], list[Array]]:
    """By how much a step moved each layer's weights, and biases."""
    return (
        [layer.weights(before) - layer.weights(after) for layer in layers],
        [layer.biases(before) - layer.biases(after) for layer in layers],
    )


def same(one: Recorder, other: Recorder, layer: Layer) -> bool:
    """Whether two steps began with the same numbers in a layer."""
    numbers = [{**run.start, **stacks(run.start)} for run in (one, other)]
    if not {place for place in (layer.w, layer.b) if place} <= numbers[1].keys():
        return False
    return all(
        np.array_equal(part(numbers[0]), part(numbers[1])) for part in (layer.weights, layer.biases)
    )


def whole_step(run: Recorder, places: Sequence[Place], share: float = NEARLY_ALL) -> bool:
    """Whether a turn changes nearly all that training does."""
    return sum(inside(run, place) in run.moved for place in places) >= share * len(places)


def drawn(array: Array, *name: int) -> Array:
    """Numbers of a network in which nothing is saturated, shaped like `array`."""
    rng = np.random.default_rng([11, *name])
    bound = 2.5 / np.sqrt(max(array.shape)) if array.ndim == 2 and min(array.shape) > 1 else 0.7
    return rng.uniform(-bound, bound, array.shape)


def scattered(
    run: Recorder, places: Sequence[Place], changed: Sequence[Place], ones: bool = True
) -> dict[Place, Array]:
    """Other numbers for all that may be data: so that no two of them are the same by chance, as
    zeros and ones are. What is always 1 stays, if `ones` says so."""
    rng = np.random.default_rng(17)
    given: dict[Place, Array] = {}
    for place, leaf in {**run.ready, **stacks(run.ready)}.items():
        if leaf.array.ndim > 1 and place not in places and place not in changed:
            fresh = rng.uniform(-1.5, 1.5, leaf.array.shape)
            always = (leaf.array == 1.0).all(axis=0, keepdims=True)
            always = always | (leaf.array == 1.0).all(axis=-1, keepdims=True)
            given[place] = np.where(always & ones, 1.0, fresh)
    return given


def data(inputs: Sequence[Source], number: int) -> dict[Place, Array]:
    """Other inputs at all places that hold them: the same for the same row, and 1 where it is
    always 1."""
    rng = np.random.default_rng([13, number])
    new: dict[bytes, Array] = {}
    given: dict[Place, Array] = {}
    for source in inputs:
        rows = np.array(source.rows)
        constant = (rows == 1.0).all(axis=0) & (len(rows) > 1)
        for i, row in enumerate(source.rows):
            key = row.tobytes()
            if key not in new:
                new[key] = rng.uniform(-1.5, 1.5, row.size)
            if new[key].size == row.size:
                rows[i] = np.where(constant, row, new[key])
        given[source.place] = (rows.T if source.turned else rows).reshape(source.shape)
    return given


def put_off(run: Recorder) -> dict[Place, Array]:
    """Numbers that are in the way of a plain step, by their names: 0 for all."""
    return {
        place: np.zeros(())
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and str(place[-1][1]).lower().strip("_") in OFF
    }


def cost_of(run: Recorder) -> float | None:
    """What a function returned beside its gradient."""
    leaf = run.end.get((("name", COST),))
    return float(leaf.array) if leaf is not None else None


def rate_of(run: Recorder) -> float | None:
    found = {
        float(leaf.array)
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and meaning(place) == "eta"
    }
    return found.pop() if len(found) == 1 else None


def meaning(place: Place) -> str | None:
    kind, key = place[-1]
    meant = role(key) if kind in ("name", "attribute") else None
    return meant.name if meant else None
