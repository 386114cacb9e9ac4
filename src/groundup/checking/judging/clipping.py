"""Gradients that are kept within bounds before a step: what is judged is what they were before."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np

from groundup.checking.judging.graph import after, before, has, taken
from groundup.checking.judging.parameters import Parameters
from groundup.checking.judging.probes import LIMITING, other_tape
from groundup.checking.tracing.differentiation import inputs
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import Operation, Tape


def unclipped(tape: Tape, found: Parameters) -> Tape:
    """The same tape without clipping, up to the first step in which that matters. Bounds are
    alike on both sides of 0, as a ReLU's slope has none; and what is within goes into steps number
    by number, as the errors of a cost with bounds do not."""
    into_steps = before(tape, found.changes(), found.barriers)
    mine = [x for x in tape.operations if x.kind in LIMITING and has(into_steps, x)]
    pairs = [both for one in mine if (both := bounds_of(tape, one)) and stays(tape, found, one)]
    begun = next((last.index for _, last in pairs if binds(tape, last)), len(tape.operations))
    moves = ([x.operation.index for x in one.moves] for one in found.chains)
    later = [[index for index in one if index > begun] for one in moves]
    until = min((one[1] for one in later if len(one) > 1), default=len(tape.operations))
    other = copy.copy(tape)
    other.operations = [*tape.operations]
    for one in (x for both in pairs if both[1].index < until for x in both):
        plain = replace(one, kind="positive", operands=one.operands[:1])
        other.operations[one.index] = plain  # others may bind from other numbers
    if begun == len(tape.operations):
        return other if pairs else tape
    return other_tape(other, replay(other, np.zeros(0, np.int64), np.zeros(0), until))


def bounds_of(tape: Tape, last: Operation) -> tuple[Operation, Operation] | None:
    """The two operations that keep numbers between -c and c, if this is the second."""
    first = tape.maker(next(taken([last]), 0))
    if first is None or first.kind not in LIMITING or first.kind == last.kind:
        return None
    low, high = (inputs(one, tape.values)[-1] for one in (first, last))
    return (first, last) if np.size(low) == np.size(high) == 1 and low == -high else None


def stays(tape: Tape, found: Parameters, made: Operation) -> bool:
    """Whether all that comes from it has its size."""
    marks = after(tape, [np.arange(made.start, made.stop)], found.barriers)
    return all(one.size == made.size for one in tape.operations[made.index :] if has(marks, one))


def binds(tape: Tape, last: Operation) -> bool:
    first = tape.maker(next(taken([last])))
    given = np.ravel(inputs(first, tape.values)[0]) if first else 0.0
    return bool((tape.values[last.results] != given).any())
