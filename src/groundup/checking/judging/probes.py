"""The same steps from other numbers.

What a program starts with hides mistakes: biases of 0, an input of 0, neurons that are all on or
all off. So what the first steps begin with is changed a little, the tape is run again, and the
steps are judged anew: they go down the cost, by the factor by which the program's own do. A factor
that comes from the numbers is no rate.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from enum import Enum

import numpy as np

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import FEW, near
from groundup.checking.judging.costs import Cost, reseeded
from groundup.checking.judging.fits import Step, differ, go_down, steps
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import PRODUCTS, before, flat, has, marked
from groundup.checking.judging.rounding import without_rounding
from groundup.checking.tracing.differentiation import LOGARITHMS
from groundup.checking.tracing.replay import Replay, replay
from groundup.checking.tracing.tape import LEAF, Ids, Operation, Tape

# By how much numbers are changed, relative to their size; and how large parameters are before, so
# that no neuron is driven to its limits.
TRIES = (0.3, 1.0), (0.03, 1.0), (0.3, 0.1), (0.3, 0.01)
SMALL, NATURAL = 0.05, 0.2  # parameters that hardly bend what they go through, and others
SMALLEST = 0.1
LITTLE, COUNTS = 1e-4, 1e4  # what is added before a logarithm; numbers beside which it counts
LIMITING = frozenset(("maximum", "minimum", "fmax", "fmin"))


class Probe(Enum):
    AGREES, DISAGREES, IMPOSSIBLE = range(3)


def probe(flow: Flow, cost: Cost, own: Step, optimiser: bool) -> tuple[Probe, Tape]:
    """Whether steps from other numbers go down the cost as `own` does, and the tape on which they
    do not. Where a program would have gone another way, only the steps before that are looked at;
    if there are none, it is impossible."""
    answer = Probe.IMPOSSIBLE
    for again in changed(flow, cost, own):
        found = probed(flow, cost, own, optimiser, again)
        if found is False:
            return Probe.DISAGREES, other_tape(flow.tape, again)
        answer = Probe.AGREES if found else answer
    return answer, flow.tape


def end(flow: Flow, cost: Cost, own: Step) -> int:
    """The operation before which all is done that this step comes from, and its cost, which may be
    a sum over an epoch."""
    first = cost.operations[0].index if cost.own else 0
    step = own.rows[0].step
    chains = [x for one in flow.parameters.each for x in one.moved(step)]
    last = max(first, *[x.moves[step].operation.index for x in chains])
    later = next((x for x in cost.operations if x.index > last), None) if cost.own else None
    if later is not None:
        cone = flow.before([later.start])
        if any(cone[x.version(step)].any() for x in chains):
            return later.index + 1
    return last + 1


def changed(flow: Flow, cost: Cost, own: Step) -> Iterator[Replay]:
    """The tape with other numbers, as far as this step, several times."""
    tape, leaves, until = flow.tape, changeable(flow, cost), end(flow, cost, own)
    old, parameter = tape.values[leaves], roots(flow)[leaves]
    runs = np.flatnonzero((np.diff(leaves) > 1) | np.diff(parameter)) + 1  # arrays, mostly
    sizes = [
        np.full(x.size, max(np.abs(x).mean(), SMALLEST)) for x in np.split(old, runs) if x.size
    ]
    by = np.concatenate([old[:0], *sizes])
    for seed, (spread, size) in enumerate((*larger(flow), *TRIES)):
        new = old + np.random.default_rng(seed).normal(0, spread, old.shape) * by
        yield replay(tape, leaves, np.where(parameter, size * new, new), until)
    signs = mixed(flow)[leaves]
    if (signs < 0).any():
        yield replay(tape, leaves, signs * old, until)


def probed(flow: Flow, cost: Cost, own: Step, optimiser: bool, again: Replay) -> bool | None:
    made = steps_of(flow, cost, again)[:1]  # later ones are far from where they make sense
    limited = any(bounded(flow, one, again) for one in bounds(flow, cost))
    if not made or limited or any(is_lost(*one, again) for one in kept_finite(flow, cost)):
        return None
    if go_down(made):
        if optimiser or made[0].rows[0].step != own.rows[0].step or alike(made[0], own):
            return True
        return is_scaled(flow, made[0], own, again)
    computed = gradients.is_computed(flow.tape, made[0], again.values)
    return optimiser and (computed or gradients.go_down_by_rates(made))


def bounds(flow: Flow, cost: Cost) -> Iterator[Operation]:
    """Where numbers are kept within constants on the way to a cost, and on none to a step: before
    a logarithm that is only printed, its slope is not meant to be 0 there."""
    cone = flow.before(cost.seeds)
    for made in flow.tape.operations:
        alone = made.kind in LIMITING and has(cone, made) and not has(flow.into_steps, made)
        if alone and sum(flow.depends(one.ids) for one in made.operands) == 1:
            yield made


def bounded(flow: Flow, made: Operation, again: Replay) -> bool:
    """Whether another number is at its bound than in the program itself."""
    ids = next(one.ids for one in made.operands if flow.depends(one.ids))
    there, then = (
        values[made.results] != np.ravel(values[ids]) for values in (again.values, flow.tape.values)
    )
    return made.index < again.until and bool((there != then).any())


def kept_finite(flow: Flow, cost: Cost) -> Iterator[tuple[Operation, float]]:
    """Where a little is added to numbers before their logarithm, and how much, on the way to a
    cost, and on none to a step."""
    cone, logs = flow.before(cost.seeds), flow.taken_by(lambda made: made.kind in LOGARITHMS)
    for made in (x for x in flow.tape.operations if x.kind == "add" and has(logs, x)):
        alone = has(cone, made) and not has(flow.into_steps, made) and flow.depends(made.start)
        if not alone:
            continue
        for one in (x for x in made.operands if not flow.depends(x.ids)):
            added = one.constant if one.ids is None else flow.tape.values[one.ids]
            little = float(np.max(np.abs(added)))
            if little < LITTLE:
                yield made, little


def is_lost(made: Operation, little: float, again: Replay) -> bool:
    """Whether a number is so small that what is added to it counts beside it."""
    sums = np.abs(again.values[made.results])
    return made.index < again.until and bool((sums < COUNTS * little).any())


def are_no_rates(flow: Flow, cost: Cost, own: Step) -> bool:
    """Whether the factors between the parameters come from the numbers: single numbers are
    multiples of any others. No rule scales what goes down so that it goes up from other numbers."""
    found = [*elsewhere(flow, cost, own)]
    rows = (row for made in found for row in made.rows if row.change.size >= FEW)
    up = any(row.multiple.holds and row.multiple.factor > 0 for row in rows)
    return any(differ(made, own) for made in found) and not up


def are_slips(flow: Flow, cost: Cost, own: Step) -> bool:
    """Whether all are multiples of their gradients, of which some keep their factor, as with a
    plain rate, and the factors of others come from the numbers."""
    found = [*elsewhere(flow, cost, own)] if gradients.takes_rates([own]) else []
    return all(keeps(made, own) for made in found) and any(differ(made, own) for made in found)


def keeps(step: Step, own: Step) -> bool:
    """Whether what is right in one step moves by the same factor in another."""
    factors = {id(row.parameter): row.multiple.factor for row in step.rows}
    right = [id(row.parameter) for row in own.rows if row.moves and own.right(row)]
    return bool(right) and all(near(factors.get(one, 0.0), own.factor) for one in right)


def elsewhere(flow: Flow, cost: Cost, own: Step) -> Iterator[Step]:
    """The same step from other numbers."""
    step = own.rows[0].step
    for again in changed(flow, cost, own):
        made = steps_of(flow, cost, again)
        yield from (one for one in made[: step + 1] if one.rows[0].step == step)


def steps_of(flow: Flow, cost: Cost, again: Replay) -> list[Step]:
    known = flow.tape.operations[again.until - 1].stop
    seeds = {k: x for k, x in reseeded(cost, again.values).items() if k < known}
    slopes = flow.slopes(seeds, again.values)
    made = steps(flow.parameters, again.values, slopes, again.until)
    return [without_rounding(flow, one, again.values) for one in made]


def alike(step: Step, own: Step) -> bool:
    return not own.factor or near(step.factor, own.factor)


def is_scaled(flow: Flow, step: Step, own: Step, again: Replay) -> bool:
    """Whether the gradient itself is computed by the same factor, and scaled by its own length."""
    here = gradients.common_factors(flow.tape, own, flow.tape.values)
    there = gradients.common_factors(flow.tape, step, again.values)
    return any(near(x, y) for x in here for y in there)


def other_tape(tape: Tape, again: Replay) -> Tape:
    """The same program with other numbers, as far as it is known."""
    other = copy.copy(tape)
    other.values, other.operations = again.values, tape.operations[: again.until]
    return other


def larger(flow: Flow) -> Iterator[tuple[float, float]]:
    """What to try before, where all parameters are so small that functions are straight lines."""
    begun = (flow.tape.values[one.version(0)] for one in flow.parameters.chains)
    largest = max(float(np.abs(one).mean()) for one in begun)
    if 0 < largest < SMALL:
        yield TRIES[0][0], NATURAL / largest


def mixed(flow: Flow) -> np.ndarray:
    """By id, -1 for some of what begins with numbers of one sign, with which neurons may be on
    whatever comes, and 1 for all else."""
    signs, random = np.ones(flow.tape.count), np.random.default_rng(0)
    for one in flow.parameters.chains:
        ids = one.version(0)
        begun = np.sign(flow.tape.values[ids])
        if ids.size >= FEW and abs(begun.sum()) == ids.size and np.ptp(flow.tape.values[ids]):
            signs[ids] = random.choice((-1.0, 1.0), ids.size)
    return signs


def roots(flow: Flow) -> np.ndarray:
    """What the parameters begin as, but for a plain 0; no rates, which only steps take, where they
    begin as what a first step made."""
    begun = [one.version(0) for one in flow.parameters.chains if not one.counted]
    moves = (move.operation for one in flow.parameters.chains for move in one.moves)
    steps = {line_of(made) for made in moves}
    elsewhere = flow.taken_by(lambda made: line_of(made) not in steps)
    return before(flow.tape, begun) & (elsewhere | marked(flow.tape, begun))


def line_of(made: Operation) -> tuple[str, int]:
    return made.place.position.file, made.place.position.line


def changeable(flow: Flow, cost: Cost) -> Ids:
    """Leaves that the parameters begin as, and inputs that come into the cost and are used again on
    the way back; no targets, whose sums may have to be 1, no bias units, and nothing that is made
    twice."""
    tape = flow.tape
    targets = before(tape, flow.targets)
    forward = flow.before(cost.seeds)
    back = flow.taken_by(lambda made: has(flow.into_steps, made) and not has(forward, made))
    found = flow.inputs & back & flow.taken_by(lambda made: has(forward, made)) | roots(flow)
    for chain in flow.parameters.others:
        found[flat(chain.root)] = False
    found &= ~targets & (tape.makers[: tape.count] == LEAF)
    return np.setdiff1d(np.flatnonzero(found), [*bias_units(flow)])


def bias_units(flow: Flow) -> Iterator[int]:
    """The numbers 1 that stand among what neurons give, for the biases: who takes 1 for what
    comes of no sum has a slope of 0 for it, as a·(1 − a) is, only there."""
    for made in (x for x in flow.tape.operations if x.kind in PRODUCTS):
        for ids in (one.ids for one in made.operands):
            if ids is None or isinstance(ids, int):
                continue
            others = ~flow.from_parameters[ids]
            if others.any() and not others.all():
                yield from ids[others & (flow.tape.values[ids] == 1)].tolist()
