"""Corners of functions, as of a ReLU at 0, where the slope of either side will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundup.checking.judging.barriers import Barriers
from groundup.checking.judging.fits import go_down
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.probes import LIMITING, alike, elsewhere
from groundup.checking.judging.trials import HALF, Trial, best_fitting, trials
from groundup.checking.judging.verdicts import Why
from groundup.checking.tracing.differentiation import inputs
from groundup.checking.tracing.tape import Operation

COMPARISONS = frozenset(("greater", "greater_equal", "less", "less_equal"))
Fitting = tuple[Flow, Trial, list[Why]]


def fitting_but_at_corners(flow: Flow, tried: list[Trial]) -> Fitting | None:
    """What all steps go down, if they are off only where a program is at a corner: with the slope
    0 there, or from numbers at which it is not."""
    met = [*corners(flow)]
    level = leveled(flow, met) if met else None
    if level and (fitting := best_fitting(level, trials(level))[0]):
        return level, fitting, []
    for one in tried if met else ():
        own = one.steps[0]
        made = [*elsewhere(flow, one.cost, own)] if one.explained > HALF else []
        if go_down(made) and all(alike(step, own) for step in made):
            return flow, one._replace(steps=made), []
    return None


def corners(flow: Flow) -> Iterator[Operation]:
    """Where what comes from the parameters is just what it is compared with."""
    for made in flow.tape.operations:
        if made.kind in COMPARISONS | LIMITING and len(made.operands) == 2:
            one_side = sum(flow.depends(one.ids) for one in made.operands) == 1
            if one_side and np.equal(*inputs(made, flow.tape.values)).any():
                yield made


def leveled(flow: Flow, met: list[Operation]) -> Flow | None:
    """The same flow, in which nothing goes back through single numbers that a branch was taken by,
    at a corner."""
    ids = [one.ids for made in met if made.kind in COMPARISONS for one in made.operands]
    tied = {one for one in ids if isinstance(one, int) and flow.depends(one)}
    found = flow.parameters.barriers
    past = {k: [*edges] for k, edges in found.past.items()}
    for made in flow.tape.operations if tied else ():
        given = [one.ids if isinstance(one.ids, int) else 0 for one in made.operands]
        masks = [(k, 0.0) for k, one in enumerate(given) if one in tied]
        past.setdefault(made.index, []).extend(masks)
    other = Barriers(found, found.tape, found.lives)
    other.past = past
    return replace(flow, parameters=replace(flow.parameters, barriers=other)) if tied else None
