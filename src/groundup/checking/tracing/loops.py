"""A learner's loops, which are left at the end of a turn once enough of their steps was seen: so
what stands behind a training is on the tape, too, such as a cost that is worked out afterwards. The
last turn does what only some do, if none has done it yet: a cost may be printed there alone."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.tape import Tape


@dataclass(slots=True, eq=False)
class Loop:
    """One that is going on: `starts` are the operations before which its turns began."""

    key: tuple[int, int] = (0, 0)  # of a while-loop, its frame and statement
    starts: list[int] = field(default_factory=list)
    left: bool = False
    last: bool = False  # whether its last turn has begun
    seldom: dict[int, bool] = field(default_factory=dict)  # statements: whether they were done

    def ends(self) -> bool:
        """Whether it is to end before another turn. One more is the last where something lacks."""
        more = self.left and not self.last and not all(self.seldom.values())
        self.last = more
        return self.left and not more


def turns(things: Iterable[Any]) -> Iterator[Any]:
    """What a for-loop goes over, until the loop is to be left."""
    tape, loop = Current.tape, Loop()
    depth = len(tape.loops)
    tape.loops.append(loop)
    try:
        for one in things:
            turn(tape, loop, depth)
            yield one
            if loop.ends():
                return
    finally:
        if loop in tape.loops:
            tape.loops.remove(loop)


def going(statement: int) -> bool:
    """Whether a while-loop, which asks before each turn, may go on."""
    tape, key = Current.tape, (id(sys._getframe(1)), statement)
    depth = next((k for k, one in enumerate(tape.loops) if one.key == key), len(tape.loops))
    if depth == len(tape.loops):
        tape.loops.append(Loop(key))
    loop = tape.loops[depth]
    if loop.ends():
        del tape.loops[depth:]
        return False
    turn(tape, loop, depth)
    return True


def seldom(done: Any, statement: int) -> Any:
    """Whether this turn does what only some do."""
    loops = Current.tape.loops
    if loops and isinstance(done, bool | np.bool_):
        done = done or (loops[-1].last and not loops[-1].seldom.get(statement, True))
        loops[-1].seldom[statement] = bool(done) or loops[-1].seldom.get(statement, False)
    return done


def turn(tape: Tape, loop: Loop, depth: int) -> None:
    """Begins a turn; whatever loop was going on within the last one has ended."""
    del tape.loops[depth + 1 :]
    loop.starts.append(len(tape.operations))


def leave(tape: Tape, moved: Sequence[Sequence[int]]) -> bool:
    """Leaves the loops of which two turns have moved the same numbers; `moved` are operations, by
    index, those that moved the same numbers together. Says whether there is any."""
    for loop in tape.loops:
        loop.left |= any(
            len({bisect_right(loop.starts, k) for k in one} - {0}) > 1 for one in moved
        )
    return any(loop.left for loop in tape.loops)
