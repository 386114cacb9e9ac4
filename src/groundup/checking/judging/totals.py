"""The costs that a program works out itself, maybe at another time than its steps, and of other
samples: by how many times each is the sum of what its samples cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.judging.costs import BINARY, CLASSES, SQUARES, Cost, own_costs
from groundup.checking.judging.flow import Flow, differences
from groundup.checking.judging.graph import Marks, has
from groundup.checking.tracing.tape import Ids, Operation


class Total(NamedTuple):
    """`cone` is all that it comes from; `outputs` are the ids of the outputs that it is worked out
    from."""

    made: Operation
    cone: Marks
    outputs: Ids


def last_total(flow: Flow, cost: Cost) -> Total | None:
    """That of a program's own cost, the last time."""
    every = (one.operations[-1] for one in own_costs(flow))
    made = max(every, key=lambda made: made.index, default=None)
    found = total_of(flow, cost, made) if made else None
    return found if found and found.outputs.size else None


def total_of(flow: Flow, cost: Cost, total: Operation) -> Total:
    """Its outputs are what is made where those that meet targets are, and none of the same comes
    from it."""
    tape, cone = flow.tape, flow.before([total.start])
    met = np.concatenate([np.ravel(one.outputs) for one in cost.meetings])
    makers = [tape.operations[index] for index in np.unique(tape.makers[met]) if index >= 0]
    places = {(made.place.innermost, made.kind) for made in makers}
    found, behind = [], np.zeros(tape.count, bool)
    for made in reversed(tape.operations[: total.index]):
        alike = (made.place.innermost, made.kind) in places
        if alike and has(cone, made) and not has(behind, made):
            found.append(np.arange(made.start, made.stop))
            behind |= flow.before([found[-1]])
    return Total(total, cone, np.concatenate([np.zeros(0, np.int64), *found[::-1]]))


def scale_of(flow: Flow, kind: str, total: Total) -> float:
    """By how many times a total is the sum of its samples'; 0.0 if unknown."""
    made, cone, outputs = total
    slopes = flow.slopes({made.start: 1.0})[outputs]
    if kind == SQUARES:
        met = differences(flow, (x for x in flow.tape.operations[: made.index] if has(cone, x)))
        errors = np.full(flow.tape.count, np.nan)
        for one in met:
            errors[one.outputs] = flow.tape.values[one.outputs] - one.targets
        return multiple(slopes, errors[outputs]).ratio
    a = flow.tape.values[outputs]
    with np.errstate(all="ignore"):
        each = np.where(slopes < 0, -slopes * a, slopes * (1 - a))
    each = each[slopes != 0] if kind == CLASSES else each
    known = bool(each.size) and kind in (BINARY, CLASSES) and np.allclose(each, each[0])
    return float(each[0]) if known else 0.0
