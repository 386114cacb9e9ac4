"""Where reverse mode ends: at the moves of parameters, and at what a step cannot know.

A recurrent network carries its state on from step to step, computed from weights that have been
moved since. A later cost comes from them too, but no step goes down it: time is cut there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

import numpy as np

from groundup.checking.tracing.differentiation import Edges
from groundup.checking.tracing.tape import Ids, Operand, Tape, different

MIXING = frozenset(["multiply", "divide", "matmul", "einsum", "power"])
NEVER = int(np.iinfo(np.int64).max)  # of what comes from no parameter
Lives = Iterable[tuple[Ids, int]]  # versions, and the operation that moves them on


class Barriers(frozenset[int]):
    """The operations that move parameters: what they make is as good as a leaf."""

    tape: Tape
    lives: Lives

    def __new__(cls, moves: Iterable[int], tape: Tape, lives: Lives) -> Self:
        made = super().__new__(cls, moves)
        made.tape, made.lives = tape, lives
        return made

    @cached_property
    def past(self) -> Edges:
        """The operands that came from versions which had been moved on by then, where they meet
        what comes from later ones: for each operation, which numbers of which operand. A sum of
        costs is no such meeting."""
        tape, until = self.tape, np.full(self.tape.count, NEVER)
        for ids, end in self.lives:
            until[ids] = end
        first = set(different(tape.makers[: tape.count][until < NEVER]))
        found: Edges = {}
        sources, reached = tape.sources(), set[int]()
        for made in tape.operations:
            taken = sources[made.index]
            if made.index in self or (taken.isdisjoint(reached) and taken.isdisjoint(first)):
                continue
            ends = [ending(until, one) for one in made.operands]
            if made.kind in MIXING and any(some(x, made.index, NEVER) for x in ends):
                alive = [some(x, made.index, NEVER) for x in ends]
                for k, end in enumerate(ends):
                    if any(alive[:k] + alive[k + 1 :]) and some(end, -1, made.index):
                        gone = np.less(end, made.index)
                        found.setdefault(made.index, []).append((k, ~gone))
                        ends[k] = np.where(gone, NEVER, end)
            low = min(
                (x if isinstance(x, int) else x.min(initial=NEVER) for x in ends), default=NEVER
            )
            if low < NEVER:
                reached.add(made.index)
                until[made.results] = low
        return found


def ending(until: Any, operand: Operand) -> Any:
    if isinstance(operand.ids, int):
        return int(until[operand.ids])
    return NEVER if operand.ids is None else until[operand.ids]


def some(ends: Any, low: int, high: int) -> bool:
    """Whether some of these are between two numbers."""
    if isinstance(ends, int):
        return low < ends < high
    return bool(((ends > low) & (ends < high)).any())
