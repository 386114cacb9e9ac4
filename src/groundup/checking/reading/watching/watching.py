"""From a way to make a program train to observations of what a step of it did."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.model.answers import Observation
from groundup.checking.reading.lines import Lines
from groundup.checking.reading.watching.forwards.flight import Flight
from groundup.checking.reading.watching.recording.recorder import CALL, Recorder
from groundup.checking.reading.watching.recording.state import Array, Place
from groundup.checking.reading.watching.recording.survey import ENOUGH, Loop, Survey
from groundup.checking.reading.watching.sightings import Sightings
from groundup.checking.reading.watching.steps.omissions import in_words as never_in_words
from groundup.checking.reading.watching.steps.omissions import (
    never_moved,
    of_layers,
    raised,
    unread,
    untouched,
)
from groundup.checking.reading.watching.steps.optimisers import astray
from groundup.checking.reading.watching.steps.penalties import (
    coefficients,
    costs_with_it,
    in_words,
    judged,
    not_looked_at,
)
from groundup.checking.reading.watching.steps.repetition import is_another, left_behind, piled_up
from groundup.checking.reading.watching.steps.stepping import inside, outermost, steps
from groundup.checking.reading.watching.steps.substitutes import drawn
from groundup.checking.reading.watching.steps.turns import MANY, powers, rates_of, same, step_of
from groundup.checking.reading.watching.steps.vain import IN_VAIN, Thorough, is_in_vain
from groundup.checking.reading.watching.watched import CUT, Start, Watched

SECONDS = 0.5  # for the question whether steps are in vain
BESIDE = 8  # a number of no observation, so that biases are drawn that no weights are like
TELLING = 0.2871  # a rate whose square is no simple multiple of it
CUT_SHORT = "its first step of training did not come to its end: {raised}"


class Watching(Sightings):
    """Of a program that is made to train in one way."""

    omitted = ""  # by a step that could not be read
    loops: Mapping[str, Loop] = {}

    def watch(self) -> Watched | None:
        survey = Survey(self.own, self.deadline)
        self.entry(survey)
        self.loops = survey.loops
        self.turns = {key: loop.whole for key, loop in survey.loops.items()}
        self.long = frozenset(key for key, loop in survey.loops.items() if loop.is_long)
        self.still = not any(loop.changed_much for loop in survey.loops.values())
        return self.within(survey.loops, list(outermost(survey.loops)))

    def within(self, loops: Mapping[str, Loop], found: list[Loop]) -> Watched | None:
        """In one of these loops; else in those inside of one that makes a network each turn. A
        single layer is what it trains only where no loop trains more of them."""
        shallow, kept, unread = None, (self.network, self.calm, self.late), False
        for outer in found:
            self.failure.note(
                1, "arrays change in a loop, but which are its parameters is not clear"
            )
            places, watched = self.in_loop(loops, outer)
            deeper = {key: loop for key, loop in loops.items() if outer.key in loop.inside}
            if not places:
                watched = self.within(deeper, list(outermost(deeper)))
            error = watched and (outer.broken or watched.broken)
            if watched and error and is_part(watched):
                self.failure.note(CUT, CUT_SHORT.format(raised=raised(error)))
                watched, unread = None, True
            if watched and len(watched.reading.layers) > 1:
                return watched
            if watched and not shallow:
                shallow, kept = watched, (self.network, self.calm, self.late)
            unread |= not watched and sum(wide > 1 for wide in dimensions(outer, places)) > 1
        self.network, self.calm, self.late = kept
        return None if unread else shallow

    def in_vain(self) -> str:
        """That a loop computes steps, if one does whose third turn is like its second."""
        self.network, self.calm, self.late, self.kind = None, {}, False, Thorough
        until = Deadline(SECONDS, self.deadline)
        long = (loop for loop in self.loops.values() if loop.left or loop.whole > 2)
        for loop in itertools.takewhile(lambda _: not until.past, long):
            runs = list[Recorder | None]()
            for self.turn in (2, 3):
                runs.append(self.run(loop.key, loop.key, {}))
            self.turn = 1
            if len(there := [run for run in runs if run]) == 2 and is_in_vain(*there):
                return IN_VAIN
        return ""

    def in_loop(self, loops: Mapping[str, Loop], outer: Loop) -> tuple[list[Place], Watched | None]:
        """The parameters of a loop, and what a step in it showed. Loops that change few of them, as
        those over the weights of a layer do, come later."""
        self.network, self.calm = None, {}
        inner, self.late = list(steps(loops, outer)), outer.late
        self.cut = frozenset(key for key in inner if loops[key].may_be_cut) - {outer.key}
        places = self.parameters(outer)
        self.cut = frozenset()
        least = MANY * sum(wide > 0 for wide in dimensions(outer, places))
        inner.sort(key=lambda key: 2 if key == outer.key else loops[key].arrays < least)
        each = (self.step(loops, outer, key, places) for key in inner if places)
        return places, next(filter(None, each), None)

    def step(
        self, loops: Mapping[str, Loop], loop: Loop, inner: str, places: list[Place]
    ) -> Watched | None:
        start = self.start(loop, inner, places)
        in_lists = start and any(kind == "item" for place in start.places for kind, _ in place)
        if start and not start.single and not in_lists:  # whose rows are together anyway
            start = self.of_rows(loop.key, inner, start) or start
        watched = self.judged(loop, inner, start) if start else None
        if start and not watched and not start.single:
            again = partial(self.again, loop.key, inner, start.plain.given)
            self.omitted = words = unread(start.plain, set(), start.places, again)
            self.failure.note(CUT if words else 0, words[:1].lower() + words[1:])
        if start and watched and watched.squared:
            telling = {one: np.array(TELLING) for one in watched.squared}
            watched = self.judged(loop, inner, start._replace(settings=start.settings | telling))
            if watched:
                watched.rate = TELLING
        if start is None or watched is None or not watched.never:
            return watched
        changed = {place for one in loops.values() for place in one.changed}
        if changed.isdisjoint(watched.never) and self.forgotten(watched.never):
            there = {one: start.plain.ready[one].array for one in watched.never}
            filled = {one: drawn(array, BESIDE, i) for i, (one, array) in enumerate(there.items())}
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
                watched.broken = flights[0].run.broken
                if len(watched.observations) < len(flights):
                    return None
                if not start.single:
                    layers, flight = watched.reading.layers, flights[0]
                    again = partial(self.again, loop.key, inner, flight.run.given)
                    asked = flight.run, of_layers(layers), start.places, again
                    watched.omitted += filter(None, [unread(*asked)])
                    watched.untouched = untouched(flight)
                    watched.never = list(never_moved(*asked))
                    if watched.never:
                        broken = flight.run.broken
                        watched.omitted.append(never_in_words(watched.never, broken))
                zeros, watched.note = coefficients(start.plain), not_looked_at(start.plain)
                self.without_penalties(watched, loop, inner, names, zeros, flights)
                if watched.optimiser is None:
                    watched.squared = self.squared(watched, loop.key, inner, flights[0].run)
                    self.repeat(watched, loop.key, inner, flights[0].run)
                    self.second(watched, loop, inner, flights[0].run)
                    off = zeros if watched.penalty else {}
                    self.resize(watched, loop, inner, {**flights[0].run.given, **off})
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
            if with_it:
                watched.unlike = True
                watched.regular, watched.regular_costs = watched.observations, costs
                watched.bare = offs
            watched.costs = watched.costs if with_it else costs
            return
        watched.unlike = kind == "own"
        watched.penalty = in_words(watched.observations[0], offs[0])
        watched.factors = [flights[0].run.ready[place].array.item() for place in zeros]
        watched.regular, watched.regular_costs = watched.observations, costs
        watched.observations = watched.bare = offs

    def squared(self, watched: Watched, outer: str, inner: str, run: Recorder) -> list[Place]:
        """Where the code keeps its one learning rate, if some layers' steps go with its square, and
        all others with itself."""
        rates, layers = rates_of(run) if watched.rate else {}, watched.reading.layers
        found = list[list[int]]()
        for place, rate in rates.items():
            half = self.run(outer, inner, {**run.given, place: np.array(0.5 * rate)})
            if half is None or not all(same(run, half, layer) for layer in layers):
                return []
            found.append(powers(step_of(run, layers), step_of(half, layers)))
        whole = {sum(each) for each in zip(*found, strict=True)}
        twice = any(2 in each for each in found)
        return list(rates) if twice and whole <= {1, 2} else []

    def repeat(self, watched: Watched, outer: str, inner: str, run: Recorder) -> None:
        """A second call in the first observation, where gradients of the first are still there."""
        behind = left_behind(run, watched.parameters)
        again = self.run(outer, inner, {**run.given, **behind}) if behind else None
        layers, first = watched.reading.layers, watched.observations[0]
        if again is None or not all(same(run, again, layer) for layer in layers):
            return
        dw, db = step_of(again, layers)
        (call,), probe = first.calls, first.probe
        steps = [*(call.dw or ()), *(call.db or ())], [*dw, *(db if call.db else ())]
        watched.remembers = is_another(*steps)
        if piled_up(*steps):
            batches = [*probe.batches, *probe.batches]
            second = replace(call, dw=dw, db=db if call.db else None)
            watched.observations[0] = Observation(replace(probe, batches=batches), [call, second])

    def second(self, watched: Watched, loop: Loop, inner: str, first: Recorder) -> None:
        """The loop's second turn, after the very first that was observed."""
        if self.turns.get(inner, 0) < 2 or inner == CALL or len(watched.observations[0].calls) > 1:
            return
        reading, count, self.turn = watched.reading, len(watched.costs), 2
        there = [one for place in watched.parameters if (one := inside(first, place))]
        flight = self.flight(loop, inner, first.given, there, watched, alike=True)
        if flight and flight.read_as(reading.names):
            watched.second = self.observed(watched, loop, flight)
        if flight is None or watched.second:
            watched.turn = flight.run if flight else self.run(loop.key, inner, first.given)
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
            alike = self.larger is None
            flight = self.flight(loop, inner, numbers, watched.parameters, watched, alike)
            m, reading = len(watched.reading.x), watched.reading
            if flight and flight.read_as(reading.names) and flight.samples != m:
                watched.resized = list(filter(None, [self.observed(watched, loop, flight)]))
            watched.reading, watched.costs = reading, watched.costs[: len(watched.observations)]
        self.entry, self.turn = entry, 1


def dimensions(loop: Loop, places: Sequence[Place]) -> list[int]:
    """Of what was there when the loop was surveyed, which another of its calls may have begun."""
    return [loop.first[one].array.ndim for one in places if one in loop.first]


def is_part(watched: Watched) -> bool:
    """Whether it moves a single layer, or leaves one as it is."""
    moved = [dw for one in watched.observations for call in one.calls for dw in call.dw or ()]
    return len(watched.reading.layers) == 1 or not all(dw.any() for dw in moved)
