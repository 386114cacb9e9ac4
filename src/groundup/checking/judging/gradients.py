"""Gradients that a program computes on the way to steps that are no multiples of them: with
momentum, Adam, a rate for each parameter, decay."""

from __future__ import annotations

import numpy as np

from groundup.checking.judging.agreement import ONE_FACTOR, multiple
from groundup.checking.judging.fits import Fit, by_step
from groundup.checking.judging.graph import before, has
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Operation, Tape

STEPS = 3  # in which they are looked for


def are_computed(tape: Tape, made: list[Fit], values: Numbers) -> bool:
    """Whether the gradient of every parameter is a value on the way to its step, by one factor for
    all parameters, in every step."""
    steps = by_step(made)[:STEPS]
    return bool(steps) and all(is_computed(tape, rows, values) for rows in steps)


def is_computed(tape: Tape, rows: list[Fit], values: Numbers) -> bool:
    common: list[float] | None = None
    for row in rows:
        if not row.gradient.any():
            continue
        found = factors(tape, row, values)
        common = found if common is None else [x for x in found if any(near(x, y) for y in common)]
        if not common:
            return False
    return common is not None


def near(one: float, other: float) -> bool:
    return abs(one - other) <= ONE_FACTOR * abs(other)


def factors(tape: Tape, row: Fit, values: Numbers) -> list[float]:
    """By what factors the gradient is a value on the way to a step. Single numbers that move at one
    place are looked at together."""
    moves = [chain.moves[row.step] for chain in row.parameter.chains if len(chain.moves) > row.step]
    if len(moves) == 1:
        found = [values[made.results] for made in on_the_way(tape, moves[0].operation, row)]
    else:
        found = [values[np.array(ids)] for ids in levels(tape, [x.operation for x in moves])]
    if len(moves) == 1 and np.size(moves[0].old) == 1:
        return [-row.multiple.factor, row.multiple.factor] if row.multiple.factor else []
    every = [multiple(one, row.gradient) for one in found]
    return [one.factor for one in every if one.holds and one.factor]


def on_the_way(tape: Tape, move: Operation, row: Fit) -> list[Operation]:
    """What has as many numbers as the parameter, and a step comes from."""
    old, _ = row.parameter.versions(row.step)
    change = [one.ids for one in move.operands if one.ids is not None]
    marks = before(tape, change, (), int(old.min()))
    return [
        made
        for made in tape.operations[: move.index]
        if made.size == move.size and made.start > old.min() and has(marks, made)
    ]


def levels(tape: Tape, moves: list[Operation], depth: int = 8) -> list[list[int]]:
    """Values that single steps come from, in the order of the steps, one place after the other."""
    found: list[list[int]] = []
    waiting, seen = [moves], set()
    for _ in range(depth):
        following = []
        for together in waiting:
            for k in range(len(together[0].operands)):
                ids = [one.operands[k].ids if k < len(one.operands) else None for one in together]
                if not all(isinstance(one, int) for one in ids) or tuple(ids) in seen:
                    continue
                seen.add(tuple(ids))
                found.append(ids)  # type: ignore[arg-type]
                makers = [tape.maker(one) for one in ids]  # type: ignore[arg-type]
                if all(makers):
                    following.append(makers)
        waiting = following
    return found


