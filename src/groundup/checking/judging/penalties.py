"""What a program's own cost asks of the parameters alone, such as the sum of their squares, and
whether the steps go down that, too.

The cost may be worked out at another time than the steps, of other samples: after training, say.
What it asks of the parameters alone is the same formula then, of what they are before each step.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain as chained
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import NOTHING, multiple, near
from groundup.checking.judging.costs import OWN, Cost, own_costs
from groundup.checking.judging.fits import Step
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import Marks, has
from groundup.checking.judging.totals import scale_of, total_of
from groundup.checking.judging.verdicts import Word
from groundup.checking.tracing.differentiation import Numbers, inputs
from groundup.checking.tracing.operations import forward
from groundup.checking.tracing.tape import Operation

FACTORS = (-1.0, 0.5, 2.0)  # by which a penalty is wrong, whatever the samples are


class Penalty(NamedTuple):
    """`seeds` has d cost / d number of what comes from the parameters alone; `cost` is the whole,
    worked out once."""

    seeds: dict[int, float]
    cost: Operation
    cone: Marks  # what the cost comes from


def penalised(flow: Flow, cost: Cost, made: list[Step]) -> Word:
    """Whether steps that go down a cost of samples go down a penalty, too, where a cost of the
    program has one; right where none has."""
    for penalty in penalties(flow):
        expected, exact = shares(flow, cost, penalty, made[0])
        found = list(taken(flow, penalty, made[0]))  # later batches may be smaller
        if not found:
            continue
        if expected and all(any(near(x, y) for y in expected) for x in found):
            return Word.RIGHT
        off = [x * y for x in expected for y in FACTORS]
        known = bool(expected and exact) or all(
            abs(x) < NOTHING or any(near(x, y) for y in (*off, *expected)) for x in found
        )
        return Word.WRONG if known else Word.UNCHECKED
    return Word.RIGHT


def penalties(flow: Flow) -> Iterator[Penalty]:
    """Those of all own costs, the last time that they are worked out."""
    for cost in own_costs(flow):
        last = cost.operations[-1]
        cone = flow.before([last.start])
        terms = list(alone(flow, cone, last))
        slopes = flow.slopes({last.start: 1.0}) if terms else []
        seeds = {x: float(slopes[x]) for x in terms if slopes[x]}
        if seeds:
            yield Penalty(seeds, last, cone)


def has_penalty(flow: Flow, cost: Cost) -> bool:
    last = cost.operations[0]
    cone = flow.before([last.start])
    return cost.kind == OWN and any(alone(flow, cone, last))


def alone(flow: Flow, cone: Marks, last: Operation) -> Iterator[int]:
    """Single numbers on the way to a cost that come from parameters and from no sample, and that
    are added to what does."""
    made = [x for x in flow.tape.operations[: last.index + 1] if has(cone, x)]
    sides = chained(*[(x.operands, x.operands[::-1]) for x in made if x.kind == "matmul"])
    met = [
        other.ids
        for mine, other in sides
        if other.ids is not None
        and flow.parameters_of(mine.ids)
        and not flow.parameters_of(other.ids)
    ]
    samples = flow.after(met)
    for one in made:
        if one.kind in ("add", "subtract") and one.size == 1 and samples[one.start]:
            numbers = [int(np.ravel(x.ids)[0]) for x in one.operands if x.ids is not None]
            from_them = (x for x in numbers if flow.from_parameters[x] and not flow.moved[x])
            yield from (x for x in from_them if not samples[x])


def taken(flow: Flow, penalty: Penalty, step: Step) -> Iterator[float]:
    """For each parameter that it is asked of: how much of the penalty's gradient is in the step,
    relative to that of the samples."""
    slopes, stand_in = at_step(flow, penalty, step.rows[0].step)
    for row in step.rows:
        there = [stand_in(x.version(row.step)) for x in row.parameter.moved(row.step)]
        asked = np.concatenate([slopes[ids] for ids in there])
        if not asked.any() or asked.size != row.change.size or not row.gradient.any():
            continue
        parts = np.linalg.lstsq(np.stack([row.gradient, asked], 1), row.change, rcond=None)[0]
        if multiple(row.change, row.gradient * parts[0] + asked * parts[1]).holds and parts[0]:
            yield float(parts[1] / parts[0])


def at_step(flow: Flow, penalty: Penalty, step: int) -> tuple[Numbers, Any]:
    """The penalty's gradient where the parameters are as before a step, by the ids of the version
    that the cost was worked out of; and from a version's ids to those."""
    tape = flow.tape
    values, instead = tape.values[: tape.count].copy(), {}
    for chain in flow.parameters.chains:
        used = [k for k in range(len(chain.moves) + 1) if penalty.cone[chain.version(k)].any()]
        if used and len(chain.moves) > step:
            ids = chain.version(step)
            instead[int(ids[0])] = chain.version(used[-1])
            values[instead[int(ids[0])]] = tape.values[ids]
    cone = flow.before(penalty.seeds)
    for made in tape.operations[: penalty.cost.index]:
        if has(cone, made) and made.index not in flow.parameters.barriers:
            values[made.results] = np.ravel(forward(made.kind, inputs(made, values), made.options))
    slopes = flow.slopes(penalty.seeds, values)
    return slopes, lambda ids: instead.get(int(ids[0]), np.zeros(ids.size, np.int64))


def shares(flow: Flow, cost: Cost, penalty: Penalty, step: Step) -> tuple[list[float], bool]:
    """How much of the penalty's gradient belongs to that of the sum of a step's samples, if the
    cost is a sum, and if it is a mean; and whether it is of the step's own samples."""
    total = total_of(flow, cost, penalty.cost)
    outputs, scale = total.outputs, scale_of(flow, cost.kind, total)
    if not scale:
        return [], False
    own = any(np.array_equal(np.ravel(one.outputs), outputs) for one in cost.meetings)
    moved = min(made.index for row in step.rows for made in row.operations)
    earlier = [x for x in cost.meetings if x.operation.index < moved]
    met = cost.meetings[:1] if step.rows[0].step else earlier or cost.meetings[:1]
    size = sum(np.size(one.outputs) for one in met)
    return ([1 / scale] if own else [1 / scale, size / (scale * outputs.size)]), own
