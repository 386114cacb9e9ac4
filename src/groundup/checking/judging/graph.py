"""What on a tape comes from what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.tracing.tape import Ids, Operation, Tape, behind, different

Marks = NDArray[np.bool_]  # by id
PRODUCTS = frozenset(("matmul", "multiply", "einsum"))


def flat(ids: Ids | int | None) -> Any:
    """Ids as an index into what is kept by id."""
    return ids if isinstance(ids, int) else slice(0, 0) if ids is None else ids.ravel()


def marked(tape: Tape, ids: Iterable[Ids | int]) -> Marks:
    marks, singles = np.zeros(tape.count, bool), list[int]()
    for one in ids:
        if isinstance(one, int):
            singles.append(one)
        else:
            marks[one.ravel()] = True
    marks[singles] = True
    marks[0] = False
    return marks


def taken(operations: Iterable[Operation]) -> Iterator[Ids | int]:
    """All that operations take from the tape."""
    return (x.ids for made in operations for x in made.operands if x.ids is not None)


def has(marks: Marks, made: Operation) -> bool:
    """Whether a result of an operation is marked."""
    return bool(marks[made.start] if made.size == 1 else marks[made.results].any())


def takes(marks: Marks, made: Operation) -> bool:
    """Whether an operand is."""
    return any(
        marks[ids] if isinstance(ids, int) else marks[ids.ravel()].any() for ids in taken([made])
    )


def first_uses(tape: Tape, operations: Sequence[Operation]) -> Ids:
    """By id, the first of these operations that takes it; 0 where none does."""
    found = np.zeros(tape.count, np.int64)
    for made in reversed(operations):
        for ids in taken([made]):
            found[flat(ids)] = made.index
    return found


def multiplied(tape: Tape, marks: Marks) -> Marks:
    """What is multiplied with numbers of which all are marked."""
    found = np.zeros(tape.count, bool)
    for made in (x for x in tape.operations if x.kind in PRODUCTS):
        for one, other in (made.operands[:2], made.operands[1::-1]):
            if one.ids is not None and other.ids is not None and np.all(marks[one.ids]):
                found[flat(other.ids)] = True
    return found


def before(
    tape: Tape, ids: Iterable[Ids | int], barriers: Collection[int] = (), since: int = 0
) -> Marks:
    """All that these numbers were computed from, themselves too, as `behind` finds it."""
    ids = [one for one in ids if np.size(one)]
    marks = marked(tape, ids)
    for one in taken(tape.operations[index] for index in behind(tape, ids, barriers, since)):
        marks[flat(one)] = True
    marks[0] = False
    return marks


def leads_to(tape: Tape, ids: Ids | int, old: Ids | int, barriers: Collection[int] = ()) -> bool:
    """Whether any of the numbers `old` is among those that `ids` were computed from, not through
    the operations `barriers`. Looks at nothing that is older than them."""
    return bool(np.any(before(tape, [ids], barriers, int(np.min(old)))[flat(old)]))


def after(tape: Tape, ids: Iterable[Ids | int], barriers: Collection[int] = ()) -> Marks:
    """All that was computed from these numbers, themselves too."""
    marks = marked(tape, ids)
    first = set(different(tape.makers[: tape.count][marks]))  # of what was given
    sources, reached = tape.sources(), set[int]()
    for made in tape.operations:
        if made.index in barriers:
            continue
        taken = sources[made.index]
        if not taken.isdisjoint(reached) or (not taken.isdisjoint(first) and takes(marks, made)):
            reached.add(made.index)
            marks[made.results] = True
    return marks
