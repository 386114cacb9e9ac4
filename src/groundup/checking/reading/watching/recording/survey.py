"""A first run of a program: which numbers a turn of each of its loops changes.

It looks at the program's numbers at the start of the first turns of every loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.reading.watching.recording.changes import changed
from groundup.checking.reading.watching.recording.recorder import Watch
from groundup.checking.reading.watching.recording.state import Leaf, Place, stacks

ENOUGH = 64  # turns of a loop that changes vectors or matrices, in a survey
MANY = 512  # and of one that changes single numbers, and may make the data
SHORT = 16  # turns of a loop over layers, which are all needed
LEAST = 6  # numbers of a vector that may hold a network


@dataclass
class Loop:
    """What a survey saw of one loop: its numbers when it began, and those that a turn changed."""

    key: str
    first: dict[Place, Leaf] = field(default_factory=dict)
    changed: list[Place] = field(default_factory=list)
    turns: int = 0
    inside: tuple[str, ...] = ()  # the loops around it
    whole: int = 0  # turns until it ended
    late: bool = False  # whether its first turn makes what the others change
    left: bool = False  # whether it was left before its end
    piecewise: bool = False  # whether a turn changes but a part of each array
    broken: BaseException | None = None  # what ended its first turn, or that of one around it

    @property
    def matrices(self) -> list[tuple[int, ...]]:
        """The shapes of the matrices that a turn changes, sorted."""
        everything = {**self.first, **stacks(self.first)}
        moved = set(self.changed)
        found = [everything[path] for path in moved]
        found += [
            leaf
            for path, leaf in everything.items()
            if path not in self.first and touched(path, moved)
        ]
        return sorted(leaf.array.shape for leaf in found if leaf.array.ndim == 2)

    @property
    def singles(self) -> int:
        """How many single numbers a turn changes."""
        return sum(self.first[place].array.ndim == 0 for place in self.changed)

    @property
    def rows(self) -> int:
        """How many vectors of any length a turn changes."""
        return sum(self.first[place].array.ndim == 1 for place in self.changed)

    @property
    def arrays(self) -> int:
        """How many arrays a turn changes."""
        return sum(self.first[place].array.ndim > 0 for place in self.changed)

    @property
    def changed_much(self) -> bool:
        """Whether what may be a network's numbers has changed."""
        return bool(self.matrices or self.vectors)

    @property
    def may_be_cut(self) -> bool:
        """Whether a few of its turns tell as much as all, as those of a loop over samples do."""
        return not self.piecewise and not 0 < self.whole <= SHORT

    @property
    def is_long(self) -> bool:
        """Whether it trains for many turns, which fill no array bit by bit."""
        short = 0 < self.whole <= ENOUGH and not self.left
        return self.changed_much and not self.piecewise and not short

    @property
    def vectors(self) -> list[int]:
        """The lengths of the vectors that a turn changes."""
        found = [self.first[place].array for place in self.changed]
        return [array.size for array in found if array.ndim == 1 and array.size >= LEAST]


def touched(stack: Place, moved: set[Place]) -> bool:
    """Whether a row of a stack has moved."""
    place = stack.index(("every", None))
    return any(
        len(path) == len(stack)
        and path[:place] == stack[:place]
        and path[place + 1 :] == stack[place + 1 :]
        for path in moved
    )


class Survey(Watch):
    """Of every loop, what its first turn changes."""

    SECONDS = 2.0  # after which every loop is left
    HURRY = 0.5  # and after which it is, once a loop that trains, and all others, were looked at

    def __init__(self, own: Callable[[Any], bool], deadline: Deadline | None = None):
        super().__init__(own)
        self.within = deadline
        self.loops: dict[str, Loop] = {}
        self.running: list[tuple[str, int]] = []  # loops, with their turns
        self.turns: dict[str, int] = {}  # of the last time that a loop began
        self.marks: list[int] = []
        self.watched: set[str] = set()
        self.thrown: dict[str, BaseException] = {}  # what last went through a loop
        self.deadline = Deadline(self.SECONDS, deadline)
        self.hurry, self.trains = Deadline(self.HURRY), False

    def afresh(self) -> None:
        self.__init__(self.own, self.within)

    def before(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if key not in self.loops:
            self.loops[key] = Loop(key, inside=tuple(loop for loop, _ in self.running))
            self.watched.add(key)
        self.running.append((key, 0))
        self.turns[key] = 0

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        turns = self.turns[key] = self.turns.get(key, 0) + 1
        self.leave_inner(key)
        self.running.append((key, turns))
        if key in self.watched:
            self.look(self.loops[key], turns, names, outer)
        loop = self.loops[key]
        enough = turns > MANY or (turns > ENOUGH and loop.changed_much)  # which takes its time
        long = enough and loop.changed
        hurry = self.trains and not self.watched and self.hurry.past
        leave = bool(long or hurry or self.deadline.past)
        self.loops[key].left |= leave
        return leave

    def look(
        self, loop: Loop, turns: int, names: Mapping[str, Any], outer: Mapping[str, Any]
    ) -> None:
        loop.turns = turns
        if turns == 1:
            loop.first = self.leaves(names, outer)
        else:
            self.judge(loop, names, outer)
            if turns == 2 and not loop.changed_much:
                self.begin_late(loop, names, outer)

    def begin_late(self, loop: Loop, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        """Where the first turn has made matrices, its next one is looked at."""
        now = self.leaves(names, outer)
        if any(leaf.array.ndim == 2 and place not in loop.first for place, leaf in now.items()):
            loop.first, loop.late = now, True
            self.watched.add(loop.key)

    def judge(self, loop: Loop, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        now = self.leaves(names, outer)
        loop.changed = changed(loop.first, now)
        parts = [
            np.mean(now[place].array != loop.first[place].array)
            for place in loop.changed
            if loop.first[place].array.ndim
        ]
        loop.piecewise = bool(parts) and max(parts) < 0.5
        self.trains |= loop.changed_much
        self.watched.discard(loop.key)

    def after(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        loop = self.loops[key]
        self.leave_inner(key)
        loop.whole = loop.whole or self.turns.get(key, 0)
        if key in self.watched and loop.turns == 1:
            self.judge(loop, names, outer)
        elif not loop.turns:
            self.watched.discard(key)

    def leave_inner(self, key: str) -> None:
        """A loop goes on or ends, so those inside it have; a generator's goes on in another."""
        place = next((i for i, one in enumerate(self.running) if one[0] == key), None)
        del self.running[len(self.running) if place is None else place :]

    def raised(self, key: str, error: BaseException) -> None:
        """Where it ends a loop's very first turn, that is not whole, and no turn of a loop inside
        that it went through is all of it."""
        self.thrown[key] = error
        if key in self.watched and dict(self.running).get(key) == 1:
            for one, loop in self.loops.items():
                if key in (one, *loop.inside) and self.thrown.get(one) is error:
                    loop.broken = error

    def enter(self, scope: str) -> None:
        self.marks.append(len(self.running))

    def leave(self, scope: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        del self.running[self.marks.pop() if self.marks else 0 :]
