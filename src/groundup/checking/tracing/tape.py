"""The tape: values by id, and the operations that made them.

Id 0 is nobody's: an operand without ids is a constant. Whatever no operation made is a leaf: data,
literals, chance, and what came from where the tape does not reach.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field
from threading import get_ident
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.tracebacks import Unneeded
from groundup.checking.tracing.places import Place, Places

Ids = NDArray[np.int64]
LEAF = -1  # in place of an operation's index
FIRST_LOOK = 300  # operations, after which somebody is asked whether they are enough
NEXT_LOOK = 1.5  # times as many, the next time
ROOM = 1 << 14
FEW = 1000  # numbers of which a set is soon made
ASKED = 64  # operations between two looks at the limits
LARGE = 100_000  # numbers, after which they are looked at anyway
NUMBERS = 100  # that take as long as an operation
THREAD = "a thread"  # which cuts the tape
SPARED = 3  # statements behind a training that was left, which are left as well
AFTERWARDS = 10_000  # operations, or their worth in numbers, behind a training that was left


class Limits(NamedTuple):
    """Of one run: numbers and operations, so that the same is seen on any machine; and seconds of
    computing, for what is neither."""

    seconds: float = 6.0
    numbers: int = 24_000_000
    operations: int = 60_000


LIMITS = Limits()


class TapeEnd(BaseException):
    """Leaves the program: enough was seen, or a limit was reached."""


class Operand(NamedTuple):
    """What an operation took: numbers of the tape, by id, or a constant."""

    ids: Ids | int | None
    constant: Any = None


@dataclass(slots=True, eq=False)
class Operation:
    """`kind` is a name in `operations.RULES`; its results have the ids from `start` on."""

    index: int
    kind: str
    operands: tuple[Operand, ...]
    options: Any
    start: int
    shape: tuple[int, ...]
    size: int
    place: Place

    @property
    def stop(self) -> int:
        return self.start + self.size

    @property
    def results(self) -> slice:
        return slice(self.start, self.stop)


class Cut(NamedTuple):
    """Where numbers left the tape and others came back: `what` did it, to the numbers `ids`."""

    what: str
    place: Place
    ids: Ids


class Decision(NamedTuple):
    """Where numbers of the tape decided what was done next: a branch, an index."""

    ids: Ids | int
    place: Place
    operation: int  # the one before which that was


@dataclass
class Tape:
    """Of one run of the program whose files are `own`. `enough(tape)` is asked now and then."""

    own: Container[str] = ()
    limits: Limits = LIMITS
    enough: Callable[[Tape], bool] = lambda tape: False
    loops: list[Any] = field(default_factory=list)  # that are going on, the outermost first
    operations: list[Operation] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    whole: Limits | None = None  # its limits, before a training was left
    spared: int = SPARED  # statements behind that may be left, too
    left: int = 0  # the operation before which a training was left, of which enough was seen
    ended: str = ""  # "enough", "time", "numbers", "operations"; "" where the program ended
    ended_in: Place | None = None  # the statement that ran then
    late: bool = False  # whether its seconds are over
    kept: dict[str, Any] = field(default_factory=dict)  # what others know of it so far

    def __post_init__(self) -> None:
        self.places, self.thread = Places(self.own), get_ident()
        self.values = np.zeros(ROOM)
        self.makers = np.full(ROOM, LEAF, np.int32)  # by id, the index of its operation
        self.values[0] = np.nan  # which equals nothing
        self.count = self.begun = 1
        self.look = FIRST_LOOK
        self.taken: list[frozenset[int]] = []

    def room(self, size: int) -> int:
        """The first of so many new ids. There are none after the end, which a program may have
        caught."""
        if self.ended:
            raise TapeEnd(self.ended)
        if get_ident() != self.thread:
            if not any(one.what == THREAD for one in self.cuts):
                self.cut(THREAD, np.zeros(0, np.int64))
            raise SystemExit  # which ends a thread without a word
        start, self.count = self.count, self.count + size
        if self.count > len(self.values):
            room = max(2 * len(self.values), self.count)
            values, makers = np.zeros(room), np.full(room, LEAF, np.int32)
            values[:start], makers[:start] = self.values[:start], self.makers[:start]
            self.values, self.makers = values, makers
        return start

    def follow(self, other: Tape) -> None:
        """Goes on with the ids of another tape: whatever that made is a leaf here."""
        self.values, self.count, self.begun = other.values, other.count, other.count
        self.makers = np.full(len(self.values), LEAF, np.int32)
        self.limits = self.limits._replace(numbers=self.limits.numbers + other.count)

    def single(self, value: float) -> int:
        """The id of a number that no operation made."""
        start = self.room(1)
        self.values[start] = value
        return start

    def leaf(self, values: Any) -> Ids:
        """Ids of numbers that no operation made, in the shape of `values`."""
        array = np.asarray(values)
        start = self.room(array.size)
        self.values[start : self.count] = array.ravel()
        return np.arange(start, self.count).reshape(array.shape)

    def record(
        self, kind: str, operands: tuple[Operand, ...], values: Any, options: Any = None
    ) -> Ids | int:
        """Ids of an operation's results: an array's, or a single number's."""
        many = isinstance(values, np.ndarray) and values.shape != ()
        shape, size = (values.shape, values.size) if many else ((), 1)
        index, start = len(self.operations), self.room(size)
        made = Operation(index, kind, operands, options, start, shape, size, self.places.here())
        self.operations.append(made)
        self.values[start : start + size] = values.ravel() if many else values
        self.makers[start : start + size] = index
        if not size:  # so that where an operation starts is always an id
            self.room(1)
        if index % ASKED == 0 or size > LARGE:
            self.watch_limits()
        return np.arange(start, start + size).reshape(shape) if many else start

    @property
    def work(self) -> int:
        """How much was computed, in operations."""
        return len(self.operations) + (self.count - self.begun) // NUMBERS

    def watch_limits(self) -> None:
        """Ends the program at a limit, or where enough was seen."""
        if self.late:
            self.end("time")
        if self.count > self.limits.numbers:
            self.end("numbers")
        if len(self.operations) > self.limits.operations:
            self.end("operations")
        if len(self.operations) > self.look:
            self.look = int(len(self.operations) * NEXT_LOOK)
            if self.enough(self):
                self.end("enough")

    def afford(self, size: float) -> None:
        """Ends a program before it makes more numbers at once than all that it may have."""
        if size > self.limits.numbers:
            self.end("numbers")

    def go_on(self) -> None:
        """Notes that enough was seen until now; what follows is little."""
        self.left = len(self.operations)
        self.whole = self.whole or self.limits
        seconds, numbers, operations = self.whole
        numbers = min(numbers, self.count + AFTERWARDS * NUMBERS)
        self.limits = Limits(seconds, numbers, min(operations, self.left + AFTERWARDS))

    def end(self, why: str) -> NoReturn:
        """Leaves the program; or the statement, behind a training of which enough was seen, since
        another may come."""
        if self.left and why != "time" and self.spared:
            self.spared -= 1
            self.go_on()
            raise Unneeded(why)
        if not self.ended:
            self.ended, self.ended_in = "enough" if self.left else why, self.places.here()
        raise TapeEnd(why)

    def cut(self, what: str, ids: Any) -> None:
        """Notes that others' code took these numbers, and gave back what it made of them."""
        self.cuts.append(self.cut_here(what, ids))

    def note(self, kind: str, what: str, ids: Any) -> None:
        """What may be a cut, if these are numbers of a kind that is known later."""
        self.kept.setdefault(kind, []).append(self.cut_here(what, ids))

    def cut_here(self, what: str, ids: Any) -> Cut:
        flat = np.ravel(ids)
        return Cut(what, self.places.here(), flat[flat > 0])

    def decide(self, ids: Ids | int) -> None:
        self.decisions.append(Decision(ids, self.places.here(), len(self.operations)))

    def sources(self) -> list[frozenset[int]]:
        """For each operation, those whose results it took, by index; LEAF stands for all leaves."""
        for made in self.operations[len(self.taken) :]:
            found: set[int] = set()
            for one in made.operands:
                if isinstance(one.ids, int):
                    found.add(int(self.makers[one.ids]))
                elif one.ids is not None and one.ids.size:
                    found.update(different(self.makers[one.ids.ravel()]))
            self.taken.append(frozenset(found))
        return self.taken

    def maker(self, ids: Ids | int | None) -> Operation | None:
        """The operation that made a number, or the first of several; None for a leaf."""
        index = self.makers[first_of(ids)]
        return self.operations[index] if index >= 0 else None


def first_of(ids: Ids | int | None) -> int:
    """The first of some ids; nobody's where there are none."""
    if isinstance(ids, int):
        return ids
    return int(np.ravel(ids)[0]) if ids is not None and np.size(ids) else 0


def different(makers: NDArray[np.int32]) -> list[int]:
    """Each once; mostly there is one."""
    if not makers.size or (makers == makers[0]).all():
        return makers[:1].tolist()
    if makers.size < FEW:
        return list(set(makers.tolist()))
    return (np.flatnonzero(np.bincount(makers - LEAF)) + LEAF).tolist()


def behind(
    tape: Tape, ids: Iterable[Ids | int], barriers: Collection[int] = (), since: int = 0
) -> Iterator[int]:
    """The operations, by index, that these numbers were computed by: not through the operations
    `barriers`, and none whose results are all older than the id `since`."""
    sources = tape.sources()
    waiting = list({x for one in ids for x in different(tape.makers[np.ravel(one)])})
    seen = {LEAF, *waiting}
    while waiting:
        index = waiting.pop()
        if not 0 <= index < len(tape.operations) or index in barriers:
            continue
        if tape.operations[index].stop <= since:
            continue
        yield index
        new = sources[index] - seen
        seen |= new
        waiting += new
