"""What a step is scaled by beside its cost: a rate that counts twice, and batches of several sizes.

A rate is a number that multiplies the step and that the cost does not have. Batches of several
sizes tell a mean from a sum.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from groundup.checking.judging.agreement import FEW, ONE_POWER, multiple, near
from groundup.checking.judging.chains import Move
from groundup.checking.judging.costs import Cost, assumed_costs
from groundup.checking.judging.fits import Fit, Step, steps
from groundup.checking.judging.flow import Flow, Meeting, is_written_out
from groundup.checking.judging.graph import has
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import LEAF, Operation

STEPS = 40  # of which batches are compared
MOST = 6  # numbers that may be rates
FIRST = 6  # moves of a parameter
SCALING = frozenset(("multiply", "divide"))
TWICE, AGAIN = 4.0, -2  # of what is doubled, and counts twice; the power of a batch's size


def counted_twice(flow: Flow, cost: Cost, own: Step) -> list[Operation]:
    """Where a rate multiplies the way back a second time: the change is as the square of it."""
    for _, scaled, times in doubled(flow, cost, own):
        if any(near(one, TWICE) for one in times):
            return scaled[:1]
    return []


def doubled(
    flow: Flow, cost: Cost, own: Step
) -> Iterator[tuple[int, list[Operation], list[float]]]:
    """Each rate, where it scales the way back, and by what the changes of a step grow where it is
    doubled; 0 where that is by no one factor."""
    tape, last = flow.tape, max(made.index for made in own.operations)
    for rate, scaled in rates(flow, cost).items():
        values = replay(tape, np.array([rate]), 2 * tape.values[[rate]], last + 1).values
        both = (row.parameter.versions(row.step) for row in own.rows)
        changes = [values[new] - values[old] for old, new in both]
        found = [
            multiple(change, row.change) if change.size == row.change.size else None
            for change, row in zip(changes, own.rows, strict=True)
        ]
        yield rate, scaled, [one.ratio if one else 0.0 for one in found]


def moved_twice(flow: Flow) -> list[Operation]:
    """Where arrays are moved a second time by the same numbers, in one step and by another
    statement."""
    found: list[Operation] = []
    for chain in (x for x in flow.parameters.chains if len(x.places) > 1):
        twice = (move.operation for move in chain.moves if is_twice(flow, move))
        found += [one for one in twice if one.size >= FEW][:1]
    return found


def moved_again(flow: Flow) -> list[Operation]:
    """Where some parameters are moved by what moves them once more, in another statement; others
    are not, as they would be where one looks ahead."""
    chains = flow.parameters.chains
    several = [chain for chain in chains if len(chain.places) > 1]
    found = {}
    for chain in several if len(several) < len(chains) else ():
        for one, other in combinations(chain.moves[:FIRST], 2):
            if one.operation.place != other.operation.place and is_part(flow, one, other):
                found[one.operation.place] = one.operation
    return list(found.values())


def is_part(flow: Flow, one: Move, other: Move) -> bool:
    """Whether what a move is a multiple of is a part of a later one."""
    made = flow.tape.maker(one.change.ids)
    if made is None or other.change.ids is None:
        return False
    seen = flow.before([other.change.ids])
    several = [x.ids for x in made.operands if isinstance(x.ids, np.ndarray) and x.ids.size > 1]
    return any(seen[ids].all() and not flow.parameters_of(ids) for ids in several)


def is_twice(flow: Flow, move: Move) -> bool:
    """Whether a move of several statements has the same change twice."""
    ids, size = move.change.ids, move.operation.size
    if ids is None or np.size(ids) % size:
        return False
    changes = flow.tape.values[ids].reshape(-1, size)
    return any(np.array_equal(x, y) and x.any() for x, y in combinations(changes, 2))


def are_rates(flow: Flow, cost: Cost, own: Step) -> bool:
    """Whether the factors of the parameters differ by rates that the program gives them, and by
    nothing else."""
    given = {id(row): written_rate(flow, row) for row in own.rows}
    for rate, _, times in doubled(flow, cost, own):
        for row, one in zip(own.rows, times, strict=True):
            power = round(math.log2(one)) if one > 0 else 0
            given[id(row)] *= flow.tape.values[rate] ** power
    left = [
        row.multiple.factor / given[id(row)] for row in own.rows if row.moves and given[id(row)]
    ]
    return all(near(one, left[0]) for one in left)


def written_rate(flow: Flow, row: Fit) -> float:
    """What is written down as a factor of a change, in the statement that moves it."""
    move = row.operations[0]
    waiting, rate = [one.ids for one in move.operands], 1.0
    while waiting:
        ids = waiting.pop()
        made = flow.tape.maker(ids)
        here = made is not None and made.place.position.line == move.place.position.line
        if made is None or not here or made.kind not in SCALING:
            continue
        for one in made.operands:
            written = one.ids is None and np.size(one.constant) == 1
            value = float(one.constant) if written else 1.0
            rate *= value if not value.is_integer() and is_written_out(made, value) else 1.0
        waiting += [one.ids for one in made.operands]
    return rate


def rates(flow: Flow, cost: Cost) -> dict[int, list[Operation]]:
    """Single leaves that scale the way back, and are no part of the cost; and where they do."""
    tape, found = flow.tape, dict[int, list[Operation]]()
    forward = flow.before(cost.seeds)
    for made in flow.on_the_way():
        for mine in made.operands if made.kind in SCALING else ():
            if mine.ids is not None and np.size(mine.ids) == 1:
                number = int(np.ravel(mine.ids)[0])
                if tape.makers[number] == LEAF and not forward[number] and not flow.moved[number]:
                    found.setdefault(number, []).append(made)
    return {number: found[number] for number in list(found)[:MOST]}


def batches(flow: Flow, cost: Cost) -> list[tuple[float, Meeting]]:
    """For each step, by what factor it is along the sum of its samples' costs, and where outputs
    met targets before it; nothing where that is not once in every step."""
    slopes = flow.slopes(cost.seeds)
    until = len(flow.tape.operations)
    made = steps(flow.parameters, flow.tape.values, slopes, until, STEPS)
    for assumed in assumed_costs(flow):
        if not cost.assumed or assumed.kind == cost.kind:
            found = list(summed(assumed, made, assumed.seeds if cost.assumed else slopes))
            if len(found) == len(made):
                return found
    return []


def summed(cost: Cost, made: list[Step], slopes: Any) -> Iterator[tuple[float, Meeting]]:
    """Of one cost that is assumed; `slopes` are those of the cost that steps are held against."""
    begun = -1
    for step in made:
        moves = [made.index for made in step.operations]
        met = [x for x in cost.meetings if begun < x.operation.index < min(moves)]
        begun = max(moves)
        if len(met) != 1 or step.wrong or not step.factor:
            return
        ids = np.ravel(met[0].outputs).tolist()
        share = multiple([slopes[x] for x in ids], [cost.seeds[x] for x in ids])
        if share.holds:
            yield step.factor * share.factor, met[0]


def uneven_batches(flow: Flow, cost: Cost) -> list[Operation]:
    """Where a smaller batch is divided by the size of a larger one, or by its own size twice."""
    for (factor, met), (other, smaller) in pairwise(batches(flow, cost)):
        sides = np.shape(met.outputs), np.shape(smaller.outputs)
        rows = [(a, b) for a, b in zip(*sides, strict=False) if a > b]
        if len(sides[0]) != len(sides[1]) or len(rows) != 1 or factor * other <= 0:
            continue
        power = math.log(factor / other) / math.log(rows[0][0] / rows[0][1])
        if abs(power - AGAIN) < ONE_POWER:
            return [smaller.operation]
        if abs(power) < ONE_POWER and cost.assumed:
            return divisions(flow, smaller.operation, rows[0][0])
    return []


def divisions(flow: Flow, since: Operation, number: int) -> list[Operation]:
    """Where the way back from there is divided by a number, before the next step."""
    found = []
    for made in flow.tape.operations[since.index :]:
        if made.index in flow.parameters.barriers:
            break
        if made.kind == "divide" and has(flow.into_steps, made):
            by = made.operands[1]
            value = by.constant if by.ids is None else flow.tape.values[by.ids]
            found += [made] if np.all(np.equal(value, number)) else []
    return found


def is_an_epoch(flow: Flow, cost: Cost) -> bool:
    """Whether all batches were seen, where there are several: samples of the first come again."""
    met = [one for _, one in batches(flow, cost)]
    several = len(met) > 1 and max(np.shape(met[0].outputs), default=1) > 1
    ids = [np.ravel(one.target_ids) for one in met if one.target_ids is not None]
    return not several or len(ids) < len(met) or any(np.isin(x, ids[0]).any() for x in ids[1:])
