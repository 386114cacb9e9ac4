"""Numbers that are moved again and again at one place: sums of which one operand is what the same
place made before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from groundup.checking.tracing.tape import Ids, Operand, Operation, Tape


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

    @property
    def root(self) -> Ids | int:
        return self.moves[0].old

    @property
    def place(self) -> tuple[int, int]:
        return self.moves[0].operation.place.innermost

    def version(self, k: int) -> Ids:
        """The ids after k moves."""
        if k == 0:
            return np.atleast_1d(np.asarray(self.root)).ravel()
        made = self.moves[k - 1].operation
        return np.arange(made.start, made.stop)


def chains(tape: Tape) -> list[Chain]:
    """All sums and differences of which one operand is what the same place made before."""
    found: dict[int, Chain] = {}  # by the first id of what the last move made
    every: list[Chain] = []
    for made in tape.operations:
        if made.kind not in ("add", "subtract") or not made.size:
            continue
        for move in moves(tape, made):
            chain = found.get(first_of(move.old))
            if chain and continues(chain, move):
                del found[first_of(move.old)]
                chain.moves.append(move)
                found[made.start] = chain
                break
        else:
            for move in first_moves(tape, made):
                by = tape.maker(first_of(move.old))
                counted = by is not None and by.place.innermost == made.place.innermost
                chain = found[made.start] = Chain([move], counted)
                every.append(chain)
                break
    return every


def first_moves(tape: Tape, made: Operation) -> list[Move]:
    """How a chain may begin, the likeliest first: of arrays, with what is shrunk as it is moved."""
    here = made.place.position.line
    begins = any(one.ids is None and np.all(np.equal(one.constant, 0)) for one in made.operands)
    found = [] if begins else list(moves(tape, made))  # from a plain 0, as the next one shows
    first = made.operands[0].ids
    shrunk = None if first is None else tape.maker(first_of(first))
    if not made.shape or shrunk is None or shrunk.place.position.line != here:
        return found
    taken = [x.ids for x in shrunk.operands if x.ids is not None]
    used = {x for x in map(first_of, taken) if is_used(tape, x, shrunk.index)}
    return sorted(found, key=lambda move: first_of(move.old) not in used)


def is_used(tape: Tape, number: int, before: int) -> bool:
    """Whether something is computed from a number before an operation."""
    every = (one.ids for made in tape.operations[:before] for one in made.operands)
    return any(ids is not None and first_of(ids) == number for ids in every)


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
    return ids if isinstance(ids, int) else int(ids.flat[0]) if ids.size else 0


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
