"""Networks that are trained by turns, as two that play against each other: each goes down a cost of
its own, which is worked out after the other's step."""

from __future__ import annotations

import numpy as np

from groundup.checking.judging.costs import Cost
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.parameters import Parameter, Parameters
from groundup.checking.judging.trials import Trial


def opponents(flow: Flow, tried: list[Trial]) -> list[Parameters]:
    """The parameters of two such networks, of which one is all right; nothing where there are no
    two."""
    own = [one for one in tried if one.cost.own]
    for one in own:
        mine = [x for x in flow.parameters.each if goes_down(one, x)]
        rest = [x for x in flow.parameters.each if all(x is not other for other in mine)]
        theirs = [x.cost for x in own if x is not one]
        if not (mine and rest and theirs):
            continue
        if is_turn(flow, one.cost, rest, mine) or any(is_turn(flow, x, mine, rest) for x in theirs):
            return [flow.parameters.against(rest), flow.parameters.against(mine)]
    return []


def goes_down(trial: Trial, each: Parameter) -> bool:
    """Whether a parameter goes down a cost in all its steps, as others do."""
    rows = [(step, row) for step in trial.steps for row in step.rows if row.parameter is each]
    rows = [(step, row) for step, row in rows if row.moves]
    return bool(rows) and all(step.right(row) and step.factor < 0 for step, row in rows)


def is_turn(flow: Flow, cost: Cost, first: list[Parameter], then: list[Parameter]) -> bool:
    """Whether a cost comes from what `first` has become, and what `then` is before its step."""
    cone = flow.before([cost.operations[0].start])
    (old, new), (old_then, new_then) = (
        [np.concatenate(ids) for ids in zip(*(one.versions(0) for one in each), strict=True)]
        for each in (first, then)
    )
    other_times = cone[old].any() or cone[new_then].any()
    return bool(cone[new].any() and cone[old_then].any() and not other_times)
