"""What is written down while a rewritten program runs, and what is put into it.

A first run (`Survey`) looks at the program's numbers at the start of the first turns of every loop,
and so learns which numbers a turn changes. Later runs (`Recorder`) put other numbers in before the
loop, write down every value that is bound on the way, and end the program after one step.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from groundup.checking.reading.watching.grouping import Group, apart, together
from groundup.checking.reading.watching.state import (
    Array,
    Copies,
    Leaf,
    Place,
    leaves,
    numbers,
    stacks,
    written,
)

SEED = 1
ENOUGH = 64  # turns of a loop that changes numbers, in a survey
LEAST = 6  # numbers of a vector that may hold a network
FEW = 6  # turns of an inner loop, where only what they change is looked for
MOST = 400  # values kept of one binding
BUDGET = 20_000_000  # numbers kept in all
PATIENCE = 4.0  # seconds by the clock for one of computing
CALL = "the call"  # the key of what is called from here, which is a loop of one turn


class StopWatchingError(BaseException):
    """Ends a program whose step has been seen."""


class Deadline:
    """So many seconds of computing, and no longer than another deadline allows. On a machine that
    is busy with other things, or where a program waits, they may take `patience` times as long."""

    def __init__(self, seconds: float, within: Deadline | None = None, patience: float = PATIENCE):
        self.computing = time.process_time() + seconds
        self.end = time.perf_counter() + patience * seconds
        if within is not None:
            self.end = min(self.end, within.end)
            self.computing = min(self.computing, within.computing)

    @property
    def past(self) -> bool:
        return time.perf_counter() > self.end or time.process_time() > self.computing


def seed() -> None:
    random.seed(SEED)
    np.random.seed(SEED)


class Watch:
    """What rewritten code calls; this one does nothing."""

    def __init__(self, own: Callable[[Any], bool]):
        self.own, self.copies = own, Copies()

    def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
        return value

    def before(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None: ...

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        return False

    def after(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None: ...

    def swaps(self, key: str, name: str) -> bool:
        return False

    def swap(self, key: str, name: str, value: Any) -> Any:
        return value

    def enter(self, scope: str) -> None: ...

    def leave(self, scope: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None: ...

    def leaves(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> dict[Place, Leaf]:
        shown = {name: value for name, value in outer.items() if not name.startswith("__")}
        inner = {name: value for name, value in names.items() if not name.startswith("__")}
        return leaves({**shown, **inner}, self.own, self.copies)


class Hasty(Watch):
    """Lets a program run on, but leaves every loop once time is up."""

    SECONDS = 0.5

    def __init__(self, own: Callable[[Any], bool], seconds: float | None = None):
        super().__init__(own)
        self.deadline = Deadline(self.SECONDS if seconds is None else seconds)

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        return self.deadline.past


class TooLongError(RuntimeError):
    """Ends a call that is only tried."""


class Hurry:
    """Asked by every loop whether it is to be left, while a file is imported that trains at its top
    level; afterwards it is not, but what is only tried ends with TooLongError."""

    def __init__(self, seconds: float):
        self.deadline, self.over, self.ended = Deadline(seconds), False, False

    def __call__(self) -> bool:
        if not self.deadline.past:
            return False
        if self.over:
            self.ended = True
            raise TooLongError
        return True

    def trying(self, seconds: float) -> None:
        """From now on, calls may take so long together."""
        self.deadline, self.over = Deadline(seconds), True


class Relay:
    """The `__watch__` of all of a program's modules: hands on to one watch after another."""

    HOOKS = ("bind", "before", "turn", "after", "swaps", "swap", "enter", "leave")

    def __init__(self, watch: Watch):
        self.use(watch)

    def use(self, watch: Watch) -> None:
        for hook in self.HOOKS:
            setattr(self, hook, getattr(watch, hook))


def changed(before: Mapping[Place, Leaf], now: Mapping[Place, Leaf]) -> list[Place]:
    """What was there before, and is other numbers of the same shape now."""
    return [
        path
        for path, leaf in before.items()
        if path in now
        and now[path].array.shape == leaf.array.shape
        and not unchanged(now[path].array, leaf.array)
        and not (leaf.whole and now[path].whole)
        and not shuffled(now[path].array, leaf.array)
    ]


def unchanged(now: Array, before: Array) -> bool:
    """Whether it is the same copy, or the same numbers."""
    return now is before or np.array_equal(now, before, equal_nan=True)


def shuffled(now: Array, before: Array) -> bool:
    """Whether it is the same rows in another order, as data are that are shuffled."""
    return now.ndim > 0 and np.array_equal(np.sort(now, axis=None), np.sort(before, axis=None))


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
    def changed_much(self) -> bool:
        """Whether what may be a network's numbers has changed."""
        return bool(self.matrices or self.vectors)

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

    def __init__(self, own: Callable[[Any], bool], deadline: Deadline | None = None):
        super().__init__(own)
        self.loops: dict[str, Loop] = {}
        self.running: list[tuple[str, int]] = []  # loops, with their turns
        self.marks: list[int] = []
        self.watched: set[str] = set()
        self.deadline = Deadline(self.SECONDS, deadline)

    def before(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if key not in self.loops:
            self.loops[key] = Loop(key, inside=tuple(loop for loop, _ in self.running))
            self.watched.add(key)
        self.running.append((key, 0))

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        while self.running and self.running[-1][0] != key:
            self.running.pop()
        turns = self.running[-1][1] + 1 if self.running else 1
        self.running[-1:] = [(key, turns)]
        if key in self.watched:
            self.look(self.loops[key], turns, names, outer)
        return (turns > ENOUGH and bool(self.loops[key].changed)) or self.deadline.past

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
        loop.changed = changed(loop.first, self.leaves(names, outer))
        self.watched.discard(loop.key)

    def after(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        loop, ended = self.loops[key], ("", 0)
        while self.running and ended[0] != key:
            ended = self.running.pop()
        loop.whole = loop.whole or ended[1]
        if key in self.watched and loop.turns == 1:
            self.judge(loop, names, outer)
        elif not loop.turns:
            self.watched.discard(key)

    def enter(self, scope: str) -> None:
        self.marks.append(len(self.running))

    def leave(self, scope: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        del self.running[self.marks.pop() if self.marks else 0 :]


@dataclass
class Seen:
    """A value on its way."""

    scope: str
    name: str
    line: int
    array: Array
    order: int


class Recorder(Watch):
    """Puts numbers in before the loop `outer`, and writes down what happens in the first turn of
    the loop `inner`, or another one, at whose end it stops."""

    SECONDS = 5.0  # after which every loop is left

    def __init__(
        self,
        own: Callable[[Any], bool],
        outer: str,
        inner: str,
        given: Mapping[Place, Array],
        cut: frozenset[str] = frozenset(),
        deadline: Deadline | None = None,
        groups: Sequence[Group] = (),
        number: int = 1,
        late: bool = False,
    ):
        super().__init__(own)
        self.deadline, self.groups = Deadline(self.SECONDS, deadline), groups
        self.number, self.skipped = number, 0  # of the turn, and turns before it
        self.late, self.outer_turns = late, 0
        self.cut, self.turns = cut, dict.fromkeys(cut, 0)
        self.outer_key, self.inner_key, self.given = outer, inner, apart(given)
        self.recording = False
        self.seen: list[Seen] = []
        self.count, self.kept = 0, 0
        self.counts: dict[tuple[str, str, int], int] = {}
        self.ready: dict[Place, Leaf] = {}  # before the outer loop, when all has been put in
        self.start: dict[Place, Leaf] = {}
        self.end: dict[Place, Leaf] = {}
        self.pending: dict[str, Any] = {}
        self.done = False
        self.begun = 0  # how many values had been seen when the step began

    def leaves(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> dict[Place, Leaf]:
        found = super().leaves(names, outer)
        return found | together(found, self.groups)

    def before(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if key == self.outer_key and not self.recording and not self.start and not self.late:
            self.begin(names, outer)

    def begin(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        self.put(names, outer)
        if self.late:  # names cannot be swapped any more: what is in place is
            self.pending.clear()
        self.recording = True
        self.ready = self.leaves({**names, **self.pending}, outer)

    def put(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        """Below names in place, where that can be; the names themselves are `swap`ped."""
        for path, array in self.given.items():
            name = path[0][1]
            home = names if name in names else outer
            if name not in home:
                continue
            old = self.pending.get(name, home[name])
            new = written(old, path[1:], array)
            if new is old:
                continue
            if isinstance(home, dict) and (home is outer or self.outer_key == CALL):
                home[name] = new
            else:
                self.pending[name] = new

    @cached_property
    def moved(self) -> list[Place]:
        """What the step has changed, once it is done."""
        return changed(self.start, self.end)

    def swaps(self, key: str, name: str) -> bool:
        return key == self.outer_key and name in self.pending

    def swap(self, key: str, name: str, value: Any) -> Any:
        return self.pending.pop(name)

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        if self.done:
            raise StopWatchingError  # which the program has caught
        if key == self.outer_key and self.late and not self.start:
            self.outer_turns += 1
            if self.outer_turns == 2:
                self.begin(names, outer)
        if key == self.inner_key and self.recording:
            if self.start:
                self.finish(names, outer)
            self.skipped += 1
            if self.skipped == self.number:
                self.begin_turn(names, outer)
        if key in self.cut:
            self.turns[key] += 1
            return self.turns[key] > FEW
        return self.deadline.past

    def begin_turn(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if self.number > 1:  # what was seen of turns with other parameters
            self.seen, self.kept, self.counts = [], 0, {}
        self.start, self.begun = self.leaves(names, outer), self.count

    def after(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if key in self.cut:
            self.turns[key] = 0
        if key == self.inner_key and self.recording and self.start:
            self.finish(names, outer)

    def finish(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        self.end = self.leaves(names, outer)
        self.keep_all("the end", self.end)
        self.done, self.recording = True, False
        raise StopWatchingError

    def leave(self, scope: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if self.recording and self.counts.get((scope, "…", 0), 0) < 8:
            self.counts[scope, "…", 0] = self.counts.get((scope, "…", 0), 0) + 1
            self.keep_all(scope, leaves(names, self.own, self.copies))

    def keep_all(self, scope: str, found: Mapping[Place, Leaf]) -> None:
        for leaf in {**found, **stacks(found)}.values():
            self.keep(scope, str(leaf), 0, leaf.array)

    def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
        if self.recording and self.kept < BUDGET:
            array = (
                np.array(float(value))
                if isinstance(value, (float, np.floating))
                else numbers(value)
            )
            if array is not None:
                self.keep(scope, name, line, self.copies.of(array))
        return value

    def keep(self, scope: str, name: str, line: int, array: Array) -> None:
        key = scope, name, line
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= MOST and array.size:
            self.kept += array.size
            self.count += 1
            self.seen.append(Seen(scope, name, line, array, self.count))
