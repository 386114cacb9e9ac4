"""Numbers that are moved again and again at one place: sums of which one operand is what the same
place made before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from groundup.checking.tracing.tape import Ids, Operand, Operation, Tape

Innermost = tuple[int, int]  # a place, for all callers


class Move(NamedTuple):
    """`operation` adds something to the numbers `old`; `change` is the operand that is added."""

    operation: Operation
    old: Ids | int
    change: Operand


@dataclass
class Chain:
    """The versions of numbers that were moved, one move after the other."""

    moves: list[Move] = field(default_factory=list)
    counted: bool = False  # whether it began as a number that is no leaf, such as a plain 0
    by_itself: bool | None = None  # whether its first move comes from what it moves; if it is known

    @property
    def root(self) -> Ids | int:
        return self.moves[0].old

    @property
    def place(self) -> Innermost:
        return self.moves[0].operation.place.innermost

    def version(self, k: int) -> Ids:
        """The ids after k moves."""
        if k == 0:
            return np.atleast_1d(np.asarray(self.root)).ravel()
        made = self.moves[k - 1].operation
        return np.arange(made.start, made.stop)


class Moving:
    """All chains of a tape, as far as it has been looked at."""

    def __init__(self, tape: Tape):
        self.tape, self.seen = tape, 0
        self.last: dict[int, Chain] = {}  # by the first id of what the last move made
        self.families: dict[Innermost, list[Chain]] = defaultdict(list)
        self.sums: dict[Innermost, list[int]] = defaultdict(list)  # operations, by place

    def go_on(self) -> None:
        """Looks at what was recorded since."""
        for made in self.tape.operations[self.seen :]:
            if made.kind in ("add", "subtract") and made.size:
                self.sums[made.place.innermost].append(made.index)
                self.follow(made)
        self.seen = len(self.tape.operations)

    def follow(self, made: Operation) -> None:
        found = list(moves(self.tape, made))
        for move in found:
            chain = self.last.get(first_of(move.old))
            if chain and continues(chain, move):
                del self.last[first_of(move.old)]
                chain.moves.append(move)
                self.last[made.start] = chain
                return
        for move in found[:1]:
            by = self.tape.maker(first_of(move.old))
            counted = by is not None and by.place.innermost == made.place.innermost
            chain = self.last[made.start] = Chain([move], counted)
            self.families[chain.place].append(chain)


def moving(tape: Tape) -> Moving:
    """All sums and differences of which one operand is what the same place made before."""
    found = tape.kept.get("moving")
    if found is None:
        found = tape.kept["moving"] = Moving(tape)
    found.go_on()
    return found


def moves(tape: Tape, made: Operation) -> Iterator[Move]:
    """Ways to see a sum as a move: of one operand, or of what a number times it is."""
    sides = ((0, 1), (1, 0)) if made.kind == "add" else ((0, 1),)
    for k, other in sides:
        old = made.operands[k].ids
        if old is None or shape_of(old) != made.shape:
            continue
        yield Move(made, old, made.operands[other])
        scaled = tape.maker(first_of(old))
        if scaled is not None and scaled.kind == "multiply" and scaled.shape == made.shape:
            for one, by in (scaled.operands, scaled.operands[::-1]):
                if one.ids is not None and shape_of(one.ids) == made.shape and is_single(by):
                    yield Move(made, one.ids, made.operands[other])


def first_of(ids: Ids | int) -> int:
    return ids if isinstance(ids, int) else int(ids.flat[0])


def shape_of(ids: Ids | int) -> tuple[int, ...]:
    return () if isinstance(ids, int) else ids.shape


def is_single(operand: Operand) -> bool:
    return operand.ids is None or np.size(operand.ids) == 1


def continues(chain: Chain, move: Move) -> bool:
    """Whether it moves what the chain's last move made, at the same place."""
    last = chain.moves[-1].operation
    if last.place.innermost != move.operation.place.innermost:
        return False
    if isinstance(move.old, int):
        return last.start == move.old and last.size == 1
    return last.size == move.old.size and np.array_equal(
        np.ravel(move.old), np.arange(last.start, last.stop)
    )
