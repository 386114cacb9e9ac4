"""What is written down while a rewritten program runs, and what is put into it.

After a first run (survey.py), others put numbers in before a loop, write down every value that is
bound on the way, and end the program after one step.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.reading.lines import Lines
from groundup.checking.reading.watching.recording.aliases import (
    Exchange,
    exchanged,
    reached,
    renamed,
    replaced,
)
from groundup.checking.reading.watching.recording.changes import changed
from groundup.checking.reading.watching.recording.groups import Group, apart, together
from groundup.checking.reading.watching.recording.state import (
    Array,
    Copies,
    Leaf,
    Place,
    leaves,
    numbers,
    stacks,
    written,
)
from groundup.checking.reading.watching.recording.tensors import torch

SEED = 1
FEW = 6  # turns of an inner loop, where only what they change is looked for, or of one before
MOST = 400  # values kept of one binding
CALLS, FEW_NUMBERS = 96, 100  # of a function; where more numbers are left, 8 calls are enough
BUDGET = 20_000_000  # numbers kept in all
MINIMISER = "the minimiser of "  # how the key of one begins, with the place where it is called
CALL = "the call"  # the key of what is called from here, which is a loop of one turn


class StopWatchingError(BaseException):
    """Ends a program whose step has been seen."""


def seed() -> None:
    random.seed(SEED)
    np.random.seed(SEED)
    if (found := torch()) is not None:
        found.manual_seed(SEED)


class Watch:
    """What rewritten code calls; this one does nothing."""

    def __init__(self, own: Callable[[Any], bool]):
        self.own, self.copies = own, Copies()

    def afresh(self) -> None:
        """The program begins once more."""

    def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
        return value

    def before(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None: ...

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        return False

    def after(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None: ...

    def raised(self, key: str, error: BaseException) -> None:
        """An exception goes through a turn of a loop."""

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


class Relay:
    """The `__watch__` of all of a program's modules: hands on to one watch after another."""

    HOOKS = ("before", "turn", "after", "raised", "swaps", "swap", "enter", "leave")

    def __init__(self, watch: Watch):
        self.changing: Callable[[Any], Any] | None = None  # every value, before it is bound
        self.use(watch)

    def use(self, watch: Watch) -> None:
        for hook in self.HOOKS:
            setattr(self, hook, getattr(watch, hook))
        self.bind = watch.bind if self.changing is None else self.bind_changed
        self.binding = watch.bind

    def bind_changed(self, scope: str, name: str, line: int, value: Any) -> Any:
        assert self.changing is not None
        return self.binding(scope, name, line, self.changing(value))


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
        lines: Lines | None = None,
        long: frozenset[str] = frozenset(),
    ):
        super().__init__(own)
        self.long, self.laps = long - {outer, inner}, dict.fromkeys(long, 0)  # that train before
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
        self.broken: BaseException | None = None  # what ended the turn before its end
        self.lines = lines or Lines()  # that run in the step
        self.traces = lines is not None
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
        if self.traces:
            self.lines.start()

    def put(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        """Below names in place, where that can be; the names themselves are `swap`ped."""
        exchange: Exchange = {}
        for path, array in self.given.items():
            name = path[0][1]
            home = names if name in names else outer
            if name not in home:
                continue
            old = self.pending.get(name, home[name])
            before = reached(old, path[1:])
            new = written(old, path[1:], array)
            exchange |= replaced(before, reached(new, path[1:]))
            if new is not old:
                self.rename(home, outer, name, new)
        if exchange:
            self.exchange(names, outer, exchange)

    def rename(self, home: Any, outer: Mapping[str, Any], name: str, new: Any) -> None:
        if isinstance(home, dict) and (home is outer or self.outer_key == CALL):
            home[name] = new
        else:
            self.pending[name] = new

    def exchange(
        self, names: Mapping[str, Any], outer: Mapping[str, Any], exchange: Exchange
    ) -> None:
        """What stands for a replaced array, under the other names that it has."""
        for scope in (names,) if names is outer else (names, outer):
            shown = {name: value for name, value in scope.items() if not name.startswith("__")}
            for name, new in renamed(shown, exchange).items():
                if name not in self.pending:
                    self.rename(scope, outer, name, new)
            for value in shown.values():
                exchanged(value, exchange, self.own)

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
        if key in self.long and not self.recording:
            self.laps[key] += 1
            return self.laps[key] > FEW or self.deadline.past
        return self.deadline.past

    def begin_turn(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if self.number > 1:  # what was seen of turns with other parameters
            self.seen, self.kept, self.counts = [], 0, {}
        self.start, self.begun = self.leaves(names, outer), self.count

    def after(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if key in self.cut:
            self.turns[key] = 0
        if key in self.long:
            self.laps[key] = 0
        if key == self.inner_key and self.recording and self.start:
            self.finish(names, outer)

    def raised(self, key: str, error: BaseException) -> None:
        if key == self.inner_key and self.recording and self.start:
            self.broken = error

    def finish(self, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        self.lines.stop()
        self.end = self.leaves(names, outer)
        self.keep_all("the end", self.end)
        self.done, self.recording = True, False
        raise StopWatchingError

    def leave(self, scope: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        if self.recording and (times := self.counts.get((scope, "…", 0), 0)) < CALLS:
            found = leaves(names, self.own, self.copies)
            few = sum(leaf.array.size for leaf in found.values()) < FEW_NUMBERS
            self.counts[scope, "…", 0] = times + (1 if few else CALLS // 8)
            self.keep_all(scope, found)

    def keep_all(self, scope: str, found: Mapping[Place, Leaf]) -> None:
        for leaf in {**found, **stacks(found)}.values():
            self.keep(scope, str(leaf), 0, leaf.array)

    def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
        enough = self.counts.get((scope, name, line), 0) >= MOST
        if self.recording and self.kept < BUDGET and not enough:
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
