"""Runs of a program that trains, each with other numbers in its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.reading.lines import Lines
from groundup.checking.reading.watching.forwards.single_numbers import Network, network
from groundup.checking.reading.watching.recording.recorder import CALL, Recorder, Watch
from groundup.checking.reading.watching.recording.state import Array, Place, siblings
from groundup.checking.reading.watching.recording.survey import Loop
from groundup.checking.reading.watching.steps.stepping import kept, parameters, without_gradients
from groundup.checking.reading.watching.steps.substitutes import drawn, put_off, scattered
from groundup.checking.reading.watching.steps.turns import MANY, reshaped, whole_step
from groundup.checking.reading.watching.watched import Failure, Start

Train = Callable[[Watch], None]  # makes a program train, under a watch
DRAWS = 3  # of numbers, until no unit is dead
NO_LAYERS = "its parameters were found, but not the layers that lead from inputs to outputs"


class Runs:
    """Of a program that is made to train in one way: `entry`."""

    kind: type[Recorder] = Recorder

    def __init__(
        self,
        entry: Train,
        own: Callable[[Any], bool],
        deadline: Deadline,
        failure: Failure,
        larger: Train | None = None,
        forgotten: Callable[[list[Place]], bool] = lambda never: False,
        bends: Callable[[], tuple[str, ...]] = tuple,
    ):
        self.entry, self.own, self.deadline, self.failure = entry, own, deadline, failure
        self.larger = larger  # the same with more samples
        self.forgotten = forgotten  # whether all the program does not update such numbers
        self.bends = bends  # the activations that the program has of its own
        self.turn = 1  # of the inner loop, that is recorded
        self.turns: Mapping[str, int] = {}  # that loops have
        self.cut: frozenset[str] = frozenset()
        self.long: frozenset[str] = frozenset()  # loops that train for many turns
        self.network: Network | None = None  # where every parameter is a number of its own
        self.calm: dict[Place, Array] = {}  # layers in which nothing is saturated, always put in
        self.still = False  # whether no matrix or vector was seen to change
        self.lines: Lines | None = None  # where those that run are taken down
        self.unsure = False  # whether it is not clear which samples were seen last
        self.late = False  # whether what is watched begins in the second turn

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
        recorder = self.kind(
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
        self.failure.note(2, NO_LAYERS)
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
