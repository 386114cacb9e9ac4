"""What the way forwards of a step is seen to be, in runs with other numbers each time."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from groundup.checking.model.answers import Answers, Batch, Observation, Probe, Settings
from groundup.checking.reading.watching.forwards.flight import Flight
from groundup.checking.reading.watching.forwards.readings import Reading, Sight
from groundup.checking.reading.watching.forwards.rows import grouped
from groundup.checking.reading.watching.forwards.samples import (
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
from groundup.checking.reading.watching.forwards.single_numbers import Network
from groundup.checking.reading.watching.recording.groups import is_constant
from groundup.checking.reading.watching.recording.recorder import CALL, MINIMISER, Recorder
from groundup.checking.reading.watching.recording.state import Array, Place
from groundup.checking.reading.watching.recording.survey import Loop
from groundup.checking.reading.watching.runs import Runs
from groundup.checking.reading.watching.steps.optimisers import gradients, optimiser
from groundup.checking.reading.watching.steps.own_costs import Moment, single_numbers
from groundup.checking.reading.watching.steps.penalties import coefficients
from groundup.checking.reading.watching.steps.stepping import inside
from groundup.checking.reading.watching.steps.substitutes import data
from groundup.checking.reading.watching.steps.turns import (
    cost_of,
    is_cost,
    moves,
    moves_of,
    rate_of,
    rates_of,
)
from groundup.checking.reading.watching.watched import Start, Watched

ROUNDS = 2  # observations
OF_COSTS = 3  # of a cost that may have a term of L2
AGAIN = 6  # times that other numbers are tried, where the samples of a step are not sure
FURTHER = 10  # from one number to the next


class Sightings(Runs):
    """Of networks, inputs and targets in the runs of a program."""

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
        watched.several = [*rates_of(start.plain).values()]
        watched.minimised = loop.key.startswith(MINIMISER)
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
        costs = costs or coefficients(start.plain) or single_numbers(start.plain)
        beside = start.apart if start.single and not inputs else {}
        for number in range(1, (OF_COSTS if costs else ROUNDS) + 1):
            flight = None
            for other in range(number, number + AGAIN * FURTHER, FURTHER):
                fresh = beside | start.fresh(other)
                given = (fresh | data(inputs, other), fresh)
                each = (self.flight(loop, inner, one, start.places, watched) for one in given)
                flight = next(filter(None, each), None)
                if flight or not self.unsure:
                    break
            if flight is None:
                return flights if len(flights) >= ROUNDS else []
            flights.append(flight)
        return flights

    def flight(
        self,
        loop: Loop,
        inner: str,
        given: Mapping[Place, Array],
        places: Sequence[Place],
        watched: Watched,
        alike: bool = False,
    ) -> Flight | None:
        """A run with these numbers, whose way forwards was read; if all is to be `alike`, by the
        layers that are known."""
        run = self.run(loop.key, inner, given)
        found = self.forwards(run, places, given, watched.reading, alike) if run else None
        self.unsure = found is not None and found[1].unsure
        if found is None or self.unsure or self.targets(*found, loop, watched) is None:
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
        """Of the things that may be the targets, those without which the same outputs lead to
        another step; None where that is not known."""
        reading = flight.reading
        if reading is None:
            return None
        inputs, given = list(sources(flight, reading)), dict(flight.run.given)
        possible = beside_inputs(flight, reading, inputs, set(loop.changed))
        tried = set[Place]()

        def steers(place: Place) -> bool:
            source, rows = possible[place]
            new = others(flight.there[place], source, rows)
            if new is None:
                return is_named(place)
            run = self.run(loop.key, inner, {**given, place: new})
            tried.update([place] if run else [])
            return run is not None and any(one.any() for one in moves_of(flight.run, run, places))

        named = {place for place in possible if is_named(place)}
        found = {place for place in named if steers(place)}
        found = found or {place for place in possible.keys() - named if steers(place)}
        several = len({rows.tobytes() for _, rows in possible.values()}) > 1
        known = not named if several else possible and tried == possible.keys()
        return found if found or known else None

    def forwards(
        self,
        run: Recorder,
        places: Sequence[Place],
        given: Mapping[Place, Array],
        known: Reading | None = None,
        alike: bool = False,
    ) -> tuple[Flight, Reading] | None:
        inner = [inside(run, place) for place in places]
        if any(place is None for place in inner):
            return None
        there = [one for one in inner if one is not None]
        flights = [
            Flight(run, there, stacked, untrained, self.bends())
            for untrained, stacked in itertools.product((False, True), (False, True))
        ]
        flights = [one for one in flights if one.untrained] or flights
        distinct = {(*one.parameters, None, *one.idle): one for one in reversed(flights)}
        for flight in reversed(distinct.values()):
            if (known and flight.read_like(known)) or (not alike and flight.read(self.deadline)):
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
        left = [layer.weights(flight.after) for layer in reading.layers]
        biases_left = [layer.biases(flight.after) for layer in reading.layers]
        watched.moments[id(answers)] = Moment(single_numbers(run), left, biases_left)
        return Observation(probe, [answers])


def without_zeros(reading: Reading, flight: Flight) -> Reading:
    """Biases that are 0 and never trained are none."""
    layers = (replace(one, b=None) if flight.is_zero(one.b) else one for one in reading.layers)
    return replace(reading, layers=tuple(layers))
