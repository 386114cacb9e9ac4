"""What ought to move and does not, or moves for nothing."""

from __future__ import annotations

from collections import Counter

import numpy as np

from groundup.checking.judging.agreement import FEW, NOISE, multiple, near
from groundup.checking.judging.chains import Chain, moves
from groundup.checking.judging.costs import Cost, first_seeds, seeds_of
from groundup.checking.judging.fits import largest
from groundup.checking.judging.flow import Flow, differences
from groundup.checking.judging.graph import Marks, before, flat, has, leads_to, marked, taken, takes
from groundup.checking.judging.unmoved import (
    SUMS,
    first_layers,
    idle_values,
    others_of_sums,
    parts,
    single_parts,
)
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import LEAF, Operation, Tape, first_of

SAMPLES = 3  # that are looked at, of those that no step comes from


def moved_otherwise(flow: Flow, cost: Cost) -> list[Chain]:
    """What is moved as parameters are, but not by what comes from them, though the cost does. A sum
    that piles up is not."""
    return [
        chain
        for chain in moved_beside(flow, cost)
        if not any(flow.depends(move.change.ids) for move in chain.moves)
    ]


def moved_by_others(flow: Flow, cost: Cost) -> list[Operation]:
    """Where numbers that the cost comes from are moved by what comes from other parameters, and not
    from themselves; no array on the way to the first cost, as what a residual layer adds to."""
    begun = min(made.index for made in cost.operations)
    early = {made.place.home for made in flow.tape.operations[:begun]}
    return [
        chain.moves[0].operation
        for chain in moved_beside(flow, cost)
        if (np.size(chain.root) == 1 or chain.place not in early)
        and flow.depends(chain.moves[0].change.ids)
    ]


def moved_beside(flow: Flow, cost: Cost) -> list[Chain]:
    """What is no parameter, since it is not moved by what comes from itself, and used on the way to
    the cost before it is moved, and afterwards, and not only in steps, as a velocity is."""
    found = flow.parameters.others
    if not found:
        return []
    concerned, barriers = flow.before(cost.seeds), flow.parameters.barriers

    def elsewhere(place: tuple[int, ...]) -> Marks:
        return flow.taken_by(
            lambda made: (
                made.place.home != place and made.index not in barriers and has(concerned, made)
            )
        )

    used = {place: elsewhere(place) for place in {chain.place for chain in found}}
    return [
        chain for chain in found if all(used[chain.place][chain.version(k)].all() for k in (0, 1))
    ]


def unused(flow: Flow) -> list[Operation]:
    """Where arrays are moved by what comes from the parameters, and nothing is ever computed from
    them, as from biases that were left out on the way forwards. A sum that was piling up when the
    program was left has others at its place, which were used."""
    chains = [chain for chain in flow.parameters.others if np.size(chain.root) > 1]
    moves = {move.operation.index for chain in chains for move in chain.moves}
    used = flow.taken_by(lambda made: made.index not in moves)
    taken = {
        chain.place
        for chain in chains
        if any(used[chain.version(k)].any() for k in range(len(chain.moves) + 1))
    }
    idle = [one for one in chains if one.place not in taken and not is_of_one_step(flow, one)]
    found = [chain.moves for chain in idle if flow.depends(chain.moves[-1].change.ids)]
    return [moved[0].operation for moved in found]


def is_of_one_step(flow: Flow, chain: Chain) -> bool:
    """Whether it is moved several times between steps, and is another then: a sum over gates, say,
    of what the inputs would have to do."""
    moves = (move.operation.index for one in flow.parameters.chains for move in one.moves)
    first, last = (chain.moves[k].operation.index for k in (0, -1))
    return len(chain.moves) > 1 and not any(first <= index <= last for index in moves)


def is_a_bias(flow: Flow, cost: Cost, move: Operation, factor: float) -> bool:
    """Whether what is moved, and used for nothing, goes down as the biases of some sums would."""
    tape = flow.tape
    slopes = flow.slopes(cost.seeds)
    old = next(taken([move]))
    change = tape.values[move.results] - np.ravel(tape.values[old])
    for made in tape.operations[: move.index]:
        if change.size not in made.shape[:2] or not np.any(slopes[made.results]):
            continue
        there = slopes[made.results].reshape(made.shape)
        for sums in (
            there.reshape(-1, made.shape[-1]).sum(0),
            there.reshape(len(there), -1).sum(1),
        ):
            found = multiple(change, sums) if sums.size == change.size else None
            if found and found.holds and near(found.factor, factor):
                return True
    return False


def from_elsewhere(flow: Flow, chains: list[Chain]) -> list[Operation]:
    """The moves by numbers that came onto the tape while the program trained: behind a cut, maybe,
    through text or a file."""
    tape, found = flow.tape, list[Operation]()
    first = next((x.start for x in tape.operations if takes(flow.moved, x)), 0)
    for made, _, change in (chain.moves[0] for chain in chains):
        if change.ids is not None and tape.values[change.ids].any():
            leaves = before(tape, [change.ids]) & (tape.makers[: tape.count] == LEAF)
            found += [made] if leaves[first:].any() else []
    return found


def staying(flow: Flow, cost: Cost) -> list[Operation]:
    """Where numbers take the part of parameters, and never move: each once. What is moved, but not
    by what comes from the parameters, is reported where it is moved."""
    concerned = flow.before(cost.seeds)
    otherwise = moved_otherwise(flow, cost)
    still = [chain.moves[0].operation for chain in otherwise]
    known = marked(flow.tape, [x.version(k) for x in otherwise for k in range(len(x.moves) + 1)])
    moving = {x.operation.place for one in flow.parameters.chains for x in one.moves}
    known |= flow.taken_by(lambda made: made.place in moving)  # one number that becomes several
    slopes = flow.slopes(first_seeds(flow, cost))
    rounding = NOISE * largest(slopes[np.isfinite(slopes)])  # as of biases before a batch norm
    for made, ids in (
        *parts(flow, concerned),
        *single_parts(flow, concerned),
        *others_of_sums(flow, concerned),
        *first_layers(flow, slopes),
    ):
        if not known[flat(ids)].any() and largest(slopes[ids]) > rounding:
            still.append(made)
    return list({made.place: made for made in still}.values())


def goes_on(flow: Flow, part: Operation) -> bool:
    """Whether something that comes from an operand is added to it, and the sum is used: it moves,
    though something is done with it in between."""
    for made in flow.tape.operations[part.index :]:
        if made.index in flow.parameters.barriers or not flow.used[made.results].any():
            continue
        for move in moves(flow.tape, made) if made.kind in ("add", "subtract") else ():
            same = (x.ids is not None and np.array_equal(x.ids, move.old) for x in part.operands)
            plain = any(x.ids is move.old for x in made.operands)
            change = move.change.ids if plain and any(same) else None
            if change is not None and leads_to(flow.tape, change, move.old):
                return True
    return False


def lost_samples(flow: Flow, cost: Cost) -> list[Operation]:
    """Where a gradient is computed of samples that met targets where those of the steps do, and
    nothing comes from it: each once. What adds several up may have a batch that is not full."""
    places = {one.operation.place for one in cost.meetings}
    sums = sums_up(flow.tape)
    idle = [one for one in idle_values(flow) if one.place not in sums]
    found: dict[Place, Operation] = {}
    for met in list(differences(flow, flow.errors(places)))[:SAMPLES]:
        slopes = flow.slopes(seeds_of(flow, cost, met))
        for one in flow.parameters.each:
            for ids in (one.versions(k)[0] for k in range(one.steps())):
                if ids.size >= FEW:
                    found |= {x.place: x for x in flow.giving(slopes[ids], idle)}
    return list(found.values())


def sums_up(tape: Tape) -> set[Place]:
    """Where something is added to what was added there before."""
    added = (made for made in tape.operations if made.kind == "add")
    pairs = ((made.place, tape.maker(ids)) for made in added for ids in taken([made]))
    return {place for place, last in pairs if last and last.place == place}


def are_new(flow: Flow, cost: Cost, found: list[Operation]) -> bool:
    """Whether all that stays is made anew for each step, as a sum begins with zeros, or noise,
    which takes more than one step to be seen; no gradient of a row of it is computed."""
    tape, takers = flow.tape, Counter[int]()
    for made in tape.operations:
        takers.update(map(first_of, taken([made])))
    slopes = flow.slopes(first_seeds(flow, cost))
    for made in found:
        for ids in (x.ids for x in made.operands if x.ids is not None and not flow.depends(x.ids)):
            once = flow.parameters.steps() == 1 and len(np.unique(tape.values[ids])) > 1
            if takers[first_of(ids)] > 1 or made.kind not in SUMS or once:
                return False
            arrays = (x for x in tape.operations if x.shape and x.size < made.size)
            if any(flow.giving(np.ravel(slopes[ids]), arrays)):
                return False
    return True
