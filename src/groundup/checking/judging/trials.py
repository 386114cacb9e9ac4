"""The steps of a program, held against every cost that they may be steps down of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import FEW, NOISE, alike_in_part, near
from groundup.checking.judging.costs import (
    CLASSES,
    SQUARES,
    Cost,
    assumed_costs,
    is_below_zero,
    own_costs,
)
from groundup.checking.judging.fits import Step, common_factor, go_down, pile_up, steps, votes
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import Marks, has, marked, takes
from groundup.checking.judging.parameters import TWICE, Parameters, parameters
from groundup.checking.judging.probes import LIMITING
from groundup.checking.judging.rounding import without_rounding
from groundup.checking.judging.scales import is_an_epoch
from groundup.checking.judging.verdicts import Why
from groundup.checking.tracing import loops
from groundup.checking.tracing.differentiation import LOGARITHMS, Numbers
from groundup.checking.tracing.tape import Tape

# Steps after which a program may be left: if it is right, if it is not, and anyway.
ENOUGH, MANY, PLENTY = 3, 12, 40
HALF = 0.5  # of single numbers, which some cost may explain by chance; of outputs
MANY_UP = 8  # outputs, all of which no number goes against by chance
ALMOST = 0.99  # of an error that is saturated
PARTLY = 0.02  # of the numbers, which no cost explains by chance


class Trial(NamedTuple):
    """Steps held against one cost."""

    cost: Cost
    steps: list[Step]

    @property
    def explained(self) -> float:
        """The share of the numbers that go the right way; few do by chance, and count only where
        they are more together, or there are no others. What whole steps go up as well as down is no
        cost of theirs, as an error that was not squared."""
        if len({step.factor > 0 for step in self.steps if self.is_whole(step)}) > 1:
            return 0.0
        rows = [(step, row) for step in self.steps for row in step.rows if row.moves]
        rows = [(x, row) for x, row in rows if max(row.change.size, votes_of(x)) >= FEW] or rows
        right = (row.change.size for step, row in rows if step.right(row) and step.factor < 0)
        return sum(right) / max(sum(row.change.size for _, row in rows), 1)

    def is_whole(self, step: Step) -> bool:
        """Whether all of it is a multiple of the gradient, and not by chance."""
        large = any(row.change.size >= gradients.FEW for row in step.rows)
        return large and not step.wrong and bool(step.factor)


def votes_of(step: Step) -> int:
    """How many numbers move by the factor of a step."""
    return sum(n for x, n in votes(step.rows).items() if near(x, step.factor))


class Basis(NamedTuple):
    """What a verdict rests on."""

    flow: Flow
    trial: Trial
    back: Any = None  # a `mistakes.WayBack`, where it is wrong


def trials(flow: Flow, costs: Iterable[Cost] | None = None) -> list[Trial]:
    """The steps against every cost that they may be steps down of; the first that fits is the
    last."""
    tried: list[Trial] = []
    own = own_costs(flow) if flow.declared.cost is None else ()
    for cost in costs or (*own, *assumed_costs(flow)):
        if cost.assumed and any(is_another(flow, x.cost, cost) for x in tried):
            continue
        trial = held(flow, cost)
        if trial.steps:
            tried.append(trial)
        if go_down(trial.steps):
            break
    if flow.declared.cost and not (tried or costs):  # which is met nowhere
        return trials(flow, own_costs(flow))
    return tried


def is_another(flow: Flow, own: Cost, assumed: Cost) -> bool:
    """Whether the program's own cost is the assumed one in a part of the outputs, and another in
    the rest, as with weights for some samples, or has logarithms that the assumed one has not: then
    its steps are to go down its own. Saturated outputs are left out, and so are those that it keeps
    within bounds, shares of 1 that it does not count since their target is 0, and what is hardly of
    its samples. Or whether it takes other classes for the right ones, or grows with all outputs
    with which the other shrinks, and is no likelihood and no error that was not squared."""
    if not own.own:
        return False
    slopes = flow.slopes(own.seeds)
    cone = flow.before(own.seeds)
    logs = (x for x in flow.tape.operations if x.kind in LOGARITHMS and flow.depends(x.start))
    bound = at_bounds(flow, cone)
    bent = assumed.kind == SQUARES and any(has(cone, x) for x in logs)
    mine, theirs = np.zeros(0), np.zeros(0)
    for met in assumed.meetings:
        ids, targets = np.broadcast_arrays(met.outputs, met.targets)
        seeds = np.array([assumed.seeds[one] for one in ids.ravel().tolist()]).reshape(ids.shape)
        ids = unbounded(flow.tape, ids)
        outputs = flow.tape.values[ids]
        if assumed.kind == CLASSES and are_others(targets, -slopes[ids] * outputs):
            return True
        known = (slopes[ids] != 0) | (targets != 0) | (not are_shares(flow.tape, ids))
        if cone[ids[known]].sum() <= HALF * known.sum():  # of other samples
            continue
        if bent:
            return True
        known &= ~bound[ids]
        if assumed.kind != SQUARES:
            known &= np.abs(outputs - targets) < ALMOST
        mine, theirs = np.append(mine, slopes[ids[known]]), np.append(theirs, seeds[known])
    against = mine.size >= MANY_UP and np.ptp(mine) > 0 and (mine * theirs < 0).all()
    return alike_in_part(mine, theirs) or bool(against and not is_below_zero(flow, own))


def are_others(targets: Numbers, shares: Numbers) -> bool:
    """Whether a cross-entropy has one class for each sample, the same share of its own, as each
    sample has one target, and most of these are others."""
    chosen = shares != 0
    many = chosen.sum() == (targets != 0).sum() > 0 and np.ptp(shares[chosen]) <= NOISE
    return bool(many and np.mean(targets[chosen] == 0) > HALF)


def at_bounds(flow: Flow, cone: Marks) -> Marks:
    """The numbers in a cost's cone that are kept within bounds, and are beyond them."""
    values, found = flow.tape.values, np.zeros(flow.tape.count, bool)
    for made in reversed(flow.tape.operations):
        if made.kind not in LIMITING or not has(cone, made):
            continue
        for ids in (one.ids for one in made.operands):
            if ids is not None and flow.depends(ids) and np.size(ids) == made.size:
                beyond = found[made.results] | (values[made.results] != np.ravel(values[ids]))
                found[np.ravel(ids)[beyond]] = True
    return found


def are_shares(tape: Tape, ids: Any) -> bool:
    """Whether the outputs of each sample add up to 1, so that each of them says all others."""
    values = tape.values[ids]
    return any(np.allclose(values.sum(axis), 1.0) for axis in range(values.ndim))


def unbounded(tape: Tape, ids: Any) -> Any:
    """The numbers before they were kept within bounds."""
    while (made := tape.maker(int(np.ravel(ids)[0]))) and made.kind in LIMITING:
        given = next(one.ids for one in made.operands if one.ids is not None)
        if np.shape(given) != np.shape(ids):
            break
        ids = given
    return ids


def best_fitting(
    flow: Flow, tried: list[Trial], given: bool = False
) -> tuple[Trial | None, list[Why]]:
    """The cost that all steps go down, or whose gradient they are taken with."""
    if tried and go_down(tried[-1].steps):
        return tried[-1], []
    single = all(row.change.size < FEW for x in tried for step in x.steps for row in step.rows)
    least = HALF if single else PARTLY
    own = any(not one.cost.assumed and one.explained > least for one in tried)
    for trial in () if given or any(pile_up(one.steps) for one in tried) else tried:
        computed = gradients.are_computed(flow, trial.steps)
        if (computed or gradients.go_down_by_rates(trial.steps)) and not (
            trial.cost.assumed and own
        ):
            return trial, [Why.OPTIMISER]
    return None, []


def held(flow: Flow, cost: Cost) -> Trial:
    """Where parameters are moved at times of their own, as rows of a table of words, by what the
    program computes each time, since one mean may be of more samples than another."""
    times = [one.steps() for one in flow.parameters.each]
    several = cost.own and len(cost.operations) > 1
    if not several or max(times, default=0) - min(times, default=0) <= 1:
        return at_all_times(flow, cost)
    each = [at_all_times(flow, cost._replace(seeds={one.start: 1.0})) for one in cost.operations]
    made = (concerned(step) for trial in each for step in trial.steps)
    return Trial(cost, [step for step in made if step.rows])


def at_all_times(flow: Flow, cost: Cost) -> Trial:
    slopes = flow.slopes(cost.seeds)
    until = len(flow.tape.operations) if cost.until is None else cost.until
    made = steps(flow.parameters, flow.tape.values, slopes, until)
    return Trial(cost, [without_rounding(flow, step, flow.tape.values) for step in made])


def concerned(step: Step) -> Step:
    """Without what is moved at another time than this of the cost."""
    rows = [row for row in step.rows if row.gradient.any()]
    return Step(rows, common_factor(votes(rows), ()))


def another_rule(trial: Trial) -> Why | None:
    """What beside its cost's gradient the steps have, which may be meant or not."""
    if gradients.takes_rates(trial.steps):
        return Why.RATES
    if gradients.takes_decay(trial.steps) and (trial.cost.own or trial.cost.decay):
        return Why.DECAY
    return None


def enough(tape: Tape) -> bool:
    """Whether a program may be ended. Where a training has taken as many steps as a verdict needs,
    its loops are left, and what stands behind it goes on."""
    groups = [one for one in parameters(tape).groups() if not piles_up(tape, one)]
    left = [one for one in groups if began(one) < tape.left]
    if any(moved_since(one, tape.left) >= TWICE for one in left):
        return not loops.leave(tape, moved(left))
    new = [one for one in groups if began(one) >= tape.left]
    if new and all(is_enough(tape, one) for one in new):
        loops.leave(tape, moved(new))
        tape.go_on()
    return False


def piles_up(tape: Tape, found: Parameters) -> bool:
    """Whether nothing takes what these become, until they are whole, as where a gradient is summed
    over the moments of a recurrent network, each of which comes from the last."""
    between = [one.version(k) for one in found.chains for k in range(1, len(one.moves))]
    marks, mine = marked(tape, between), {index for one in moved([found]) for index in one}
    first = min(mine)
    return not any(x.index not in mine and takes(marks, x) for x in tape.operations[first:])


def is_enough(tape: Tape, found: Parameters) -> bool:
    if found.steps() < ENOUGH:
        return False
    if found.steps() >= PLENTY:
        return True
    flow = Flow(tape, found)
    tried = trials(flow)
    own = (one for one in tried if not one.cost.assumed and one.explained)
    fitting, how = best_fitting(flow, tried)
    if fitting is not None:
        return bool(how) or is_an_epoch(flow, fitting.cost)
    return found.steps() >= MANY or any(len(x.steps) >= ENOUGH for x in own)


def began(found: Parameters) -> int:
    return min(one.span[0] for one in found.each)


def moved(groups: list[Parameters]) -> list[list[int]]:
    """The operations, by index, that moved the same numbers."""
    chains = (chain for one in groups for chain in one.chains)
    return [[move.operation.index for move in chain.moves] for chain in chains]


def moved_since(found: Parameters, operation: int) -> int:
    """How often some parameter was moved since then."""
    return max(sum(index >= operation for index in one) for one in moved([found]))
