"""From a way to make a program train to observations of what a step of it did."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.model.answers import Answers, Batch, Observation, Probe, Settings
from groundup.checking.reading.coverage import Lines
from groundup.checking.reading.watching.flight import Flight, Reading, Sight
from groundup.checking.reading.watching.grouping import is_constant
from groundup.checking.reading.watching.omissions import in_words as never_in_words
from groundup.checking.reading.watching.omissions import never_moved, of_layers, omissions
from groundup.checking.reading.watching.optimisers import Optimiser, astray, gradients, optimiser
from groundup.checking.reading.watching.penalties import (
    LEFT_OUT,
    coefficients,
    costs_with_it,
    in_words,
    judged,
    not_looked_at,
)
from groundup.checking.reading.watching.recording import CALL, Recorder, Watch
from groundup.checking.reading.watching.repetition import left_behind, piled_up
from groundup.checking.reading.watching.rows import grouped
from groundup.checking.reading.watching.samples import (
    Source,
    are_compared,
    beside_inputs,
    elsewhere,
    is_named,
    made_on_the_way,
    others,
    others_are,
    sources,
    targets,
)
from groundup.checking.reading.watching.single_numbers import Network, network
from groundup.checking.reading.watching.state import Array, Place, siblings, stacks
from groundup.checking.reading.watching.stepping import (
    inside,
    kept,
    outermost,
    parameters,
    steps,
    without_gradients,
)
from groundup.checking.reading.watching.substitutes import data, drawn, put_off, scattered
from groundup.checking.reading.watching.survey import ENOUGH, Loop, Survey
from groundup.checking.reading.watching.turns import (
    MANY,
    cost_of,
    is_cost,
    moves,
    moves_of,
    rate_of,
    reshaped,
    same,
    whole_step,
)

Train = Callable[[Watch], None]  # makes a program train, under a watch
ROUNDS = 2  # observations
OF_COSTS = 3  # of a cost that may have a term of L2
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
    regular: list[Observation] = field(default_factory=list)  # the steps with it
    regular_costs: list[list[float]] = field(default_factory=list)
    bare: list[Observation] = field(default_factory=list)  # the same without it
    left_out: list[str] = field(default_factory=list)  # what is not judged
    never: list[Place] = field(default_factory=list)  # biases that are 0 and that no step moves
    note: str = ""  # what else was not looked at
    resized: list[Observation] = field(default_factory=list)  # with another number of samples
    second: Observation | None = None  # the second turn after the first observation's
    steering: set[Place] | None = None  # the targets among several, where it was looked for
    lines: Lines = field(default_factory=Lines)  # that ran
    astray: Callable[[bool], str] = lambda adaptive: ""  # of an optimiser that is put back


@dataclass
class Failure:
    """How far the reading came: what stood in its way."""

    why: str = ""
    reached: int = 0

    def note(self, reached: int, why: str) -> None:
        if reached > self.reached:
            self.reached, self.why = reached, why


class Start(NamedTuple):
    """A step whose parameters are known."""

    plain: Recorder
    places: list[Place]  # of the parameters
    apart: dict[Place, Array]  # other numbers for all that may be data
    settings: dict[Place, Array]  # what is in the way of a plain step, at 0
    single: bool  # whether every parameter is a number of its own

    def fresh(self, number: int) -> dict[Place, Array]:
        """Other parameters, for the observation of that number."""
        return self.settings | {
            place: drawn(self.plain.ready[place].array, number, i)
            for i, place in enumerate(self.places)
        }


class Watching:
    """Of a program that is made to train in one way: `entry`."""

    def __init__(
        self,
        entry: Train,
        own: Callable[[Any], bool],
        deadline: Deadline,
        failure: Failure,
        larger: Train | None = None,
        forgotten: Callable[[list[Place]], bool] = lambda never: False,
    ):
        self.entry, self.own, self.deadline, self.failure = entry, own, deadline, failure
        self.larger = larger  # the same with more samples
        self.forgotten = forgotten  # whether all the program does not update such numbers
        self.turn = 1  # of the inner loop, that is recorded
        self.turns: Mapping[str, int] = {}  # that loops have
        self.cut: frozenset[str] = frozenset()
        self.long: frozenset[str] = frozenset()  # loops that train for many turns
        self.network: Network | None = None  # where every parameter is a number of its own
        self.calm: dict[Place, Array] = {}  # layers in which nothing is saturated, always put in
        self.still = False  # whether no matrix or vector was seen to change
        self.lines: Lines | None = None  # where those that run are taken down
        self.late = False  # whether what is watched begins in the second turn

    def watch(self) -> Watched | None:
        survey = Survey(self.own, self.deadline)
        self.entry(survey)
        self.turns = {key: loop.whole for key, loop in survey.loops.items()}
        self.long = frozenset(key for key, loop in survey.loops.items() if loop.is_long)
        self.still = not any(loop.changed_much for loop in survey.loops.values())
        return self.within(survey.loops, list(outermost(survey.loops)))

    def within(self, loops: Mapping[str, Loop], found: list[Loop]) -> Watched | None:
        """In one of these loops; else in those inside of one that makes a network each turn. A
        single layer is what it trains only where no loop trains more of them."""
        shallow, kept, unread = None, (self.network, self.calm, self.late), False
        for outer in found:
            self.failure.note(1, "a loop trains, but which numbers are its parameters is not clear")
            places, watched = self.in_loop(loops, outer)
            deeper = {key: loop for key, loop in loops.items() if outer.key in loop.inside}
            if not places:
                watched = self.within(deeper, list(outermost(deeper)))
            if watched and len(watched.reading.layers) > 1:
                return watched
            if watched and not shallow:
                shallow, kept = watched, (self.network, self.calm, self.late)
            unread |= not watched and sum(outer.first[one].array.ndim > 1 for one in places) > 1
        self.network, self.calm, self.late = kept
        return None if unread else shallow

    def in_loop(self, loops: Mapping[str, Loop], outer: Loop) -> tuple[list[Place], Watched | None]:
        """The parameters of a loop, and what a step in it showed."""
        self.network, self.calm = None, {}
        inner, self.late = list(steps(loops, outer)), outer.late
        self.cut = frozenset(key for key in inner if loops[key].may_be_cut) - {outer.key}
        places = self.parameters(outer)
        self.cut = frozenset()
        each = (self.step(loops, outer, key, places) for key in inner if places)
        return places, next(filter(None, each), None)

    def parameters(self, loop: Loop) -> list[Place]:
        """What a turn of the loop builds on; saturated layers hide those before them."""
        places = parameters(self.run, loop.key)
        if places and (quiet := siblings(places, loop.first)):
            self.calm = {
                place: drawn(loop.first[place].array, 0, i)
                for i, place in enumerate((*places, *quiet))
                if place in loop.first and loop.first[place].array.ndim == 2
            }
            loop.changed += quiet
            places = parameters(self.run, loop.key)
        return places

    def run(self, outer: str, inner: str, given: Mapping[Place, Array]) -> Recorder | None:
        """One run with these numbers; None where it did not come to the end of a step."""
        if self.deadline.past:
            return None
        groups = self.network.groups if self.network else ()
        given = {**self.calm, **given}
        recorder = Recorder(
            self.own,
            outer,
            inner,
            given,
            self.cut,
            self.deadline,
            groups,
            self.turn,
            self.late,
            self.lines,
            self.long,
        )
        with np.errstate(all="ignore"):
            self.entry(recorder)
        recorder.lines.stop()
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

    def step(
        self, loops: Mapping[str, Loop], loop: Loop, inner: str, places: list[Place]
    ) -> Watched | None:
        start = self.start(loop, inner, places)
        in_lists = start and any(kind == "item" for place in start.places for kind, _ in place)
        if start and not start.single and not in_lists:  # whose rows are together anyway
            start = self.of_rows(loop.key, inner, start) or start
        watched = self.judged(loop, inner, start) if start else None
        if start is None or watched is None or not watched.never:
            return watched
        changed = {place for one in loops.values() for place in one.changed}
        if changed.isdisjoint(watched.never) and self.forgotten(watched.never):
            there = {one: start.plain.ready[one].array for one in watched.never}
            filled = {one: drawn(array, 2, i) for i, (one, array) in enumerate(there.items())}
            other = self.judged(loop, inner, start._replace(settings=start.settings | filled))
            if other and not other.never and other.observations[0].calls[0].db:
                return other
        return watched

    def judged(self, loop: Loop, inner: str, start: Start) -> Watched | None:
        """What a step that is known shows."""
        first = self.first(loop, inner, start)
        if first is None:
            return None
        watched, inputs = first
        self.lines = Lines()
        flights = self.flights(loop, inner, start, watched, inputs)
        watched.lines, self.lines = self.lines, None
        for names in dict.fromkeys(one.reading.names for one in flights if one.reading):
            if all(flight.read_as(names) for flight in flights):
                watched.astray = partial(self.astray, loop.key, inner, flights[0].run, start.places)
                seen = map(partial(self.observed, watched, loop), flights)
                watched.observations = [one for one in seen if one]
                if len(watched.observations) < len(flights):
                    return None
                if not start.single:
                    layers, flight = watched.reading.layers, flights[0]
                    again = partial(self.again, loop.key, inner, flight.run.given)
                    watched.left_out += omissions(flight, layers, start.places, again)
                    asked = flight.run, of_layers(layers), start.places, again
                    watched.never = list(never_moved(*asked))
                    if watched.never:
                        broken = flight.run.broken
                        watched.left_out.append(never_in_words(watched.never, broken))
                zeros, watched.note = coefficients(start.plain), not_looked_at(start.plain)
                self.without_penalties(watched, loop, inner, names, zeros, flights)
                if watched.optimiser is None:
                    self.repeat(watched, loop.key, inner, flights[0].run)
                    self.second(watched, loop, inner, flights[0].run)
                    off = zeros if watched.penalty else {}
                    self.resize(watched, loop, inner, {**flights[0].run.given, **off})
                return watched
        return None

    def start(self, loop: Loop, inner: str, places: list[Place]) -> Start | None:
        """What is known before anything is read: which numbers are parameters for sure."""
        outer, self.network = loop.key, None
        plain = self.run(outer, inner, {})
        if plain is None:
            return None
        single = all(plain.ready[place].array.ndim == 0 for place in places)
        apart = scattered(plain, places, loop.changed)
        plain = self.run(outer, inner, apart) or plain
        if not whole_step(plain, places, MANY) or (outer == CALL and reshaped(plain)):
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
        if not single:
            places = kept(self.run, outer, inner, places, apart) or places
            return Start(plain, places, apart, settings, single)
        apart = scattered(plain, places, loop.changed, ones=False)
        places = self.grouped(outer, inner, places, apart | settings, set(loop.changed))
        plain = self.run(outer, inner, apart)
        return Start(plain, places, apart, settings, single) if places and plain else None

    def of_rows(self, outer: str, inner: str, start: Start) -> Start | None:
        """The same with neurons that are vectors of their own together in layers, where that is how
        it goes forwards."""
        for groups in grouped(start.plain.ready, start.places):
            self.network = Network(groups, [])
            plain = self.run(outer, inner, start.apart)
            places = [group.place for group in groups]
            if plain is None or not set(places) <= plain.ready.keys() & plain.start.keys():
                break
            whole = Start(plain, places, start.apart, start.settings, False)
            run = self.run(outer, inner, whole.fresh(0) | start.apart)
            if run and self.forwards(run, places, whole.fresh(0)):
                return whole
        self.network = None
        return None

    def first(self, loop: Loop, inner: str, start: Start) -> tuple[Watched, list[Source]] | None:
        """A first reading of the way forwards, and which numbers are its inputs."""
        given = start.fresh(0)
        found = None
        for more in (start.apart, {}):
            if found is None and (run := self.run(loop.key, inner, given | more)):
                found = self.forwards(run, start.places, given)
        if found is None:
            return None
        flight, reading = found
        if len(reading.sights) > 1:
            flight.look_at(self.leading(flight, reading, loop, inner, start.places))
            reading = flight.reading or reading
        inputs = list(sources(flight, reading))
        watched = Watched(reading, start.places, rate=rate_of(start.plain))
        targets = self.targets(flight, reading, loop, watched)
        if not inputs and targets is None and not made_on_the_way(flight, reading):
            self.failure.note(
                3, "what it computes forwards was read, but not which numbers are its inputs"
            )
            return None
        moved = [one for place in start.places if (one := inside(flight.run, place)) is not None]
        again = partial(self.again, loop.key, inner, flight.run.given)
        watched.optimiser = optimiser(flight.run, again, moved)
        watched.steering = self.steering(flight, loop, inner, start.places)
        self.failure.note(
            4, "what it computes forwards was read, but not which numbers are its targets"
        )
        return watched, inputs

    def flights(
        self, loop: Loop, inner: str, start: Start, watched: Watched, inputs: Sequence[Source]
    ) -> list[Flight]:
        """Steps with other numbers each time; none where one of them was not read."""
        flights: list[Flight] = []
        costs = cost_of(start.plain) is not None or any(map(is_cost, start.plain.seen))
        costs = costs or coefficients(start.plain)
        beside = start.apart if start.single and not inputs else {}
        for number in range(1, (OF_COSTS if costs else ROUNDS) + 1):
            fresh = beside | start.fresh(number)
            flight = self.flight(loop, inner, fresh | data(inputs, number), start.places, watched)
            flight = flight or self.flight(loop, inner, fresh, start.places, watched)
            if flight is None:
                return flights if len(flights) >= ROUNDS else []
            flights.append(flight)
        return flights

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
            if with_it:
                watched.regular, watched.regular_costs = watched.observations, costs
                watched.bare = offs
            watched.costs = watched.costs if with_it else costs
            return
        if kind == "own":
            watched.left_out.append(LEFT_OUT)
        watched.penalty = next(in_words(watched.observations[0], offs[0]), "")
        watched.regular, watched.regular_costs = watched.observations, costs
        watched.observations = watched.bare = offs

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

    def second(self, watched: Watched, loop: Loop, inner: str, first: Recorder) -> None:
        """The loop's second turn, after the very first that was observed."""
        if self.turns.get(inner, 0) < 2 or inner == CALL or len(watched.observations[0].calls) > 1:
            return
        reading, count, self.turn = watched.reading, len(watched.costs), 2
        there = [one for place in watched.parameters if (one := inside(first, place))]
        flight = self.flight(loop, inner, first.given, there, watched)
        if flight and flight.read_as(reading.names):
            watched.second = self.observed(watched, loop, flight)
        watched.reading, self.turn = reading, 1
        del watched.costs[count:]

    def astray(
        self, outer: str, inner: str, plain: Recorder, places: Sequence[Place], adaptive: bool
    ) -> str:
        """What is odd in the same step with another optimiser, which the program has by now."""
        other = self.run(outer, inner, plain.given)
        there = [one for place in places if (one := inside(plain, place))]
        return astray(plain, other, there, adaptive and not self.late)

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
        if y is None or loop.key != CALL:
            return y
        return None if others_are(flight, y) or are_compared(flight, y) else y

    def leading(
        self, flight: Flight, reading: Reading, loop: Loop, inner: str, places: Sequence[Place]
    ) -> Sight:
        """Of outputs of samples that have none in common, the first whose inputs lead to another
        step where they are others: with the rest, the program only measures how far it is."""
        last = reading.sights[0]
        apart = [one for one in reading.sights if set(last.places).isdisjoint(one.places)]
        for sight in (last, *apart) if apart else ():
            given = dict(elsewhere(flight, reading, reading.pool[list(sight.places)]))
            run = self.run(loop.key, inner, {**flight.run.given, **given}) if given else None
            if run and any(change.any() for change in moves_of(flight.run, run, places)):
                return sight
        return last

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
        if len({rows.tobytes() for _, rows in possible.values()}) < 2:
            return None

        def steers(place: Place) -> bool:
            source, rows = possible[place]
            new = others(flight.there[place], source, rows)
            if new is None:
                return is_named(place)
            run = self.run(loop.key, inner, {**given, place: new})
            return run is not None and any(one.any() for one in moves_of(flight.run, run, places))

        named = {place for place in possible if is_named(place)}
        found = {place for place in named if steers(place)}
        found = found or {place for place in possible.keys() - named if steers(place)}
        return found if found or not named else None

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
            Flight(run, there, stacked, untrained)
            for untrained, stacked in itertools.product((False, True), (False, True))
        ]
        flights = [one for one in flights if one.untrained] or flights
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
        watched.reading = reading = without_zeros(reading.with_biases(), flight)
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
        batch = Batch(reading.x, y, reading.hidden_masks(sizes))
        probe = Probe(f"watched {len(watched.observations)}", sizes, settings, w, b, [batch])
        watched.costs.append([one.array.item() for one in run.seen if is_cost(one)])
        has_biases = [
            layer.row is not None or (layer.b is not None and not is_constant(layer.b))
            for layer in reading.layers
        ]
        biases = db if all(has_biases) else None
        answers = Answers(outputs=reading.outputs, dw=dw, db=biases, cost=cost_of(run))
        return Observation(probe, [answers])


def without_zeros(reading: Reading, flight: Flight) -> Reading:
    """Biases that are 0 and never trained are none."""
    layers = (replace(one, b=None) if flight.is_zero(one.b) else one for one in reading.layers)
    return replace(reading, layers=tuple(layers))
