"""What on a tape comes from what."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.tracing.tape import Ids, Operation, Tape

Marks = NDArray[np.bool_]  # by id


def flat(ids: Ids | int | None) -> Any:
    """Ids as an index into what is kept by id."""
    return ids if isinstance(ids, int) else slice(0, 0) if ids is None else ids.ravel()


def marked(tape: Tape, ids: Iterable[Ids | int]) -> Marks:
    marks = np.zeros(tape.count, bool)
    for one in ids:
        marks[flat(one)] = True
    marks[0] = False
    return marks


def has(marks: Marks, made: Operation) -> bool:
    """Whether a result of an operation is marked."""
    return bool(marks[made.start] if made.size == 1 else marks[made.results].any())


def takes(marks: Marks, made: Operation) -> bool:
    """Whether an operand is."""
    return any(one.ids is not None and np.any(marks[flat(one.ids)]) for one in made.operands)


def before(
    tape: Tape, ids: Iterable[Ids | int], barriers: Collection[int] = (), since: int = 0
) -> Marks:
    """All that these numbers were computed from, themselves too: not through the operations
    `barriers`, and nothing whose id is below `since`."""
    marks = marked(tape, ids)
    for made in reversed(tape.operations):
        if made.stop <= since:
            break
        if made.index not in barriers and has(marks, made):
            for one in made.operands:
                if one.ids is not None:
                    marks[flat(one.ids)] = True
    marks[0] = False
    return marks


def leads_to(tape: Tape, ids: Ids | int, old: Ids | int, barriers: Collection[int] = ()) -> bool:
    """Whether any of the numbers `old` is among those that `ids` were computed from, not through
    the operations `barriers`. Looks at nothing that is older than them."""
    low, high = int(np.min(old)), int(np.max(old))
    waiting, seen = [ids], set()
    while waiting:
        here = np.ravel(waiting.pop())
        inside = here[(here >= low) & (here <= high)]
        if inside.size and np.isin(inside, old).any():
            return True
        for index in set(tape.makers[here[here > low]].tolist()) - seen:
            if index >= 0 and index not in barriers:
                seen.add(index)
                made = tape.operations[index]
                waiting += [one.ids for one in made.operands if one.ids is not None]
    return False


def after(tape: Tape, ids: Iterable[Ids | int], barriers: Collection[int] = ()) -> Marks:
    """All that was computed from these numbers, themselves too."""
    marks = marked(tape, ids)
    for made in tape.operations:
        if made.index not in barriers and takes(marks, made):
            marks[made.results] = True
    return marks
