"""Gradients that are rounding alone, as that of a bias before batch norm, which takes it away
again: with Adam, say, a step may be of any size then."""

from __future__ import annotations

from groundup.checking.judging.agreement import NOISE
from groundup.checking.judging.fits import Fit, Step, largest
from groundup.checking.judging.flow import Flow
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import behind


def without_rounding(flow: Flow, step: Step, values: Numbers) -> Step:
    """The same step, in which what is moved by rounding stays, if the program has it as rounding,
    too."""
    least = NOISE * max(largest(row.gradient) for row in step.rows)
    rows = [
        row.without_step() if is_moved_by_rounding(flow, row, values, least) else row
        for row in step.rows
    ]
    return step._replace(rows=rows)


def is_moved_by_rounding(flow: Flow, row: Fit, values: Numbers, least: float) -> bool:
    """Whether something on the way to a step is as large as it is, and is next to nothing."""
    if not (0 < largest(row.gradient) < least and row.change.any()):
        return False
    ids = [move.change.ids for move in row.moved if move.change.ids is not None]
    cone = behind(flow.tape, ids, flow.parameters.barriers)
    every = (flow.tape.operations[index] for index in cone)
    same = (values[made.results] for made in every if made.size == row.change.size)
    return any(0 < largest(one) < least for one in same)
