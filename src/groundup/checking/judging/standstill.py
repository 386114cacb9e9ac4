"""What ought to move and does not, or moves for nothing new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import FEW, multiple, near
from groundup.checking.judging.chains import Chain, first_of, moves
from groundup.checking.judging.costs import Cost, first_seeds, seeds_of
from groundup.checking.judging.flow import Flow, differences, is_written_out
from groundup.checking.judging.graph import Marks, after, before, flat, has, leads_to, marked, takes
from groundup.checking.tracing.differentiation import Numbers, adjoints
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import LEAF, Ids, Operation, Tape

PLAIN = frozenset(("add", "subtract", "multiply", "divide"))  # of random numbers
SAMPLES = 3  # that are looked at, of those that no step comes from
LATE = 6  # moves of which it is asked what they come from
TURNS = 2  # moves after which nobody looked at what was moved


def is_stale(flow: Flow) -> bool:
    """Whether an array is moved again and again, and nothing is ever computed from what it has
    become."""
    return any(not again for chain, again in used_again(flow) if np.size(chain.root) > 1)


def are_left_behind(flow: Flow) -> bool:
    """Whether some parameters are used again after they were moved, and others never are."""
    return len({again for _, again in used_again(flow)}) > 1


def used_again(flow: Flow) -> Iterator[tuple[Chain, bool]]:
    used = flow.taken_by(lambda made: made.index not in flow.parameters.barriers)
    for chain in (x for one in flow.parameters.each for x in one.chains):
        if len(chain.moves) > TURNS:
            later = range(1, len(chain.moves))
            yield chain, any(used[chain.version(k)].any() for k in later)


def behind_time(flow: Flow) -> list[Operation]:
    """Where parameters are moved by errors that are computed since the last move, and that none of
    what they have become came into, only of what they were before, though the way back has it: a
    way forwards that was kept too long."""
    barriers = flow.parameters.barriers
    back = flow.taken_by(lambda x: x.index not in barriers and has(flow.into_steps, x))
    met = list(differences(flow))
    found: list[Operation] = []
    for chain in (x for one in flow.parameters.each for x in one.chains if np.size(x.root) > 1):
        for k, move in list(enumerate(chain.moves))[1:LATE]:
            if move.change.ids is not None and back[chain.version(k)].any():
                cone = before(flow.tape, [move.change.ids], barriers)
                last = chain.moves[k - 1].operation.index
                new = (x for x in met if x.operation.index > last)
                errors = [x.outputs for x in new if has(cone, x.operation)]
                seen = before(flow.tape, errors, barriers)
                older = any(seen[chain.version(j)].any() for j in range(k))
                found += [move.operation] if older and not seen[chain.version(k)].any() else []
    return found[:1] if len(found) > 1 else []


def moves_alike(flow: Flow) -> bool:
    """Whether a parameter is moved by the same numbers every time."""
    values = flow.tape.values
    for one in (x for x in flow.parameters.each if x.steps() > TURNS):
        first, *others = (
            values[new] - values[old] for old, new in map(one.versions, range(one.steps()))
        )
        if all(x.size == first.size and multiple(x, first).is_one for x in others):
            return True
    return False


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
    the cost before it is moved, and afterwards."""
    found = flow.parameters.others
    if not found:
        return []
    concerned = before(flow.tape, list(cost.seeds), flow.parameters.barriers)

    def elsewhere(place: tuple[int, ...]) -> Marks:
        return flow.taken_by(lambda made: made.place.home != place and has(concerned, made))

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
    idle = [chain for chain in chains if chain.place not in taken]
    found = [chain.moves for chain in idle if flow.depends(chain.moves[-1].change.ids)]
    return [moved[0].operation for moved in found]


def is_a_bias(flow: Flow, cost: Cost, move: Operation, factor: float) -> bool:
    """Whether what is moved, and used for nothing, goes down as the biases of some sums would."""
    tape = flow.tape
    slopes = adjoints(tape, cost.seeds, flow.parameters.barriers)
    old = next(one.ids for one in move.operands if one.ids is not None)
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
    found: list[Operation] = []
    for made, change in ((x.operation, x.change) for chain in chains for x in chain.moves[:1]):
        first = min(
            x.start
            for x in flow.tape.operations
            if any(flow.parameters_of(one.ids) for one in x.operands)
        )
        if change.ids is not None and flow.tape.values[change.ids].any():
            marks = before(flow.tape, [change.ids])
            late = np.flatnonzero(marks & (flow.tape.makers[: flow.tape.count] == LEAF))
            found += [made] if (late > first).any() else []
    return found


def staying(flow: Flow, cost: Cost) -> list[Operation]:
    """Where numbers take the part of parameters, and never move: each once. What is moved, but not
    by what comes from the parameters, is reported where it is moved."""
    concerned = before(flow.tape, list(cost.seeds), flow.parameters.barriers)
    otherwise = moved_otherwise(flow, cost)
    still = [chain.moves[0].operation for chain in otherwise]
    known = marked(flow.tape, [x.version(k) for x in otherwise for k in range(len(x.moves) + 1)])
    slopes = adjoints(flow.tape, first_seeds(flow, cost), flow.parameters.barriers)
    for made, ids in (
        *parts(flow, concerned),
        *single_parts(flow, concerned),
        *single_weights(flow, concerned),
        *first_layers(flow, slopes),
    ):
        if not known[flat(ids)].any() and np.any(slopes[ids]):
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
        slopes = adjoints(flow.tape, seeds_of(flow, cost, met), flow.parameters.barriers)
        for one in flow.parameters.each:
            for ids in (one.versions(k)[0] for k in range(one.steps())):
                if ids.size >= FEW and slopes[ids].any():
                    same = (x for x in idle if x.size == ids.size)
                    lost = (
                        x for x in same if multiple(flow.tape.values[x.results], slopes[ids]).holds
                    )
                    found |= {x.place: x for x in lost}
    return list(found.values())


def sums_up(tape: Tape) -> set[Place]:
    """Where something is added to what was added there before."""
    added = (made for made in tape.operations if made.kind == "add")
    pairs = ((made, x.ids) for made in added for x in made.operands if x.ids is not None)
    makers = ((made.place, tape.maker(first_of(ids))) for made, ids in pairs)
    return {place for place, last in makers if last is not None and last.place == place}


def idle_values(flow: Flow) -> list[Operation]:
    """What comes from the parameters before the last step, and nothing is computed from."""
    last = max(one.versions(one.steps() - 1)[1].max() for one in flow.parameters.each)
    made = (x for x in flow.tape.operations if x.start < last and flow.depends(x.start))
    return [x for x in made if x.size >= FEW and not flow.used[x.results].any()]


def are_new(flow: Flow, cost: Cost, found: list[Operation]) -> bool:
    """Whether all that stays is made anew for each step, as a sum begins with zeros, or noise; no
    gradient of a row of it is computed."""
    tape, takers = flow.tape, Counter[int]()
    for made in tape.operations:
        takers.update(first_of(one.ids) for one in made.operands if one.ids is not None)
    slopes = adjoints(tape, first_seeds(flow, cost), flow.parameters.barriers)
    for made in found:
        for ids in (x.ids for x in made.operands if x.ids is not None and not flow.depends(x.ids)):
            if takers[first_of(ids)] > 1 or made.kind != "add":
                return False
            same = (x for x in tape.operations if x.size == np.size(ids) < made.size and x.shape)
            if any(multiple(tape.values[x.results], np.ravel(slopes[ids])).holds for x in same):
                return False
    return True


def parts(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, Ids]]:
    """What is added to numbers that come from the parameters, or multiplied with them as a matrix,
    on the way to a cost; no targets, and no inputs, which meet the parameters themselves."""
    moved = flow.moved
    known = after(flow.tape, flow.targets) | inputs(flow)
    for made in flow.tape.operations:
        if made.kind not in ("add", "matmul") or made.index in flow.parameters.barriers:
            continue
        if not made.size:  # of no samples
            continue
        for mine, other in (made.operands, made.operands[::-1]):
            if isinstance(mine.ids, int | None) or isinstance(other.ids, int | None):
                continue
            if made.kind == "add":
                fits = mine.ids.size < made.size or is_product(flow, other.ids)
            else:
                fits = mine.ids.ndim == 2
            if not fits or flow.depends(mine.ids) or known[flat(mine.ids)].any():
                continue
            if not flow.depends(other.ids) or moved[other.ids].all() or not has(concerned, made):
                continue
            fits = made.kind == "matmul" or begins_as_parameters_do(flow, mine.ids)
            if fits and not meets_itself(flow, made, mine.ids, other.ids):
                yield made, mine.ids


def meets_itself(flow: Flow, made: Operation, ids: Ids, other: Ids) -> bool:
    """Whether numbers meet what another statement made of them: inputs that go past a layer, or a
    matrix that says who is whose neighbour."""
    mine, barriers = marked(flow.tape, [ids]), flow.parameters.barriers
    before_it = (x for x in flow.tape.operations[: made.index] if x.index not in barriers)
    elsewhere = (x for x in before_it if x.place.innermost != made.place.innermost)
    found = [np.arange(x.start, x.stop) for x in elsewhere if takes(mine, x)]
    return bool(found) and leads_to(flow.tape, other, np.concatenate(found), barriers)


def is_product(flow: Flow, ids: Ids) -> bool:
    """Whether numbers are those of a matrix product with a parameter."""
    made = flow.tape.maker(int(ids.flat[0]))
    return made is not None and made.kind == "matmul" and takes(flow.moved, made)


def begins_as_parameters_do(flow: Flow, ids: Ids) -> bool:
    """Whether numbers are all the same, or all different, and come from no formula: a mask is
    neither, and what says where a word stands comes from sines."""
    makers = {flow.tape.makers[number] for number in ids.flat} - {LEAF}
    kinds = {flow.tape.operations[index].kind for index in makers}
    return len(np.unique(flow.tape.values[ids])) in (1, ids.size) and kinds <= PLAIN


def single_parts(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, int]]:
    """Single numbers that are added to what comes from the parameters, as often as a parameter is
    used: a target is met by one sample, and what many neurons share is no bias of one."""
    single = [x for one in flow.parameters.each for x in one.chains if np.size(x.root) == 1]
    if not single:
        return
    used, adding = Counter[int](), dict[int, tuple[Operation, Operation]]()
    alone: dict[int, tuple[int, Operation]] = {}  # what a sum begins as, beside a plain 0
    begun = next((x.start for x in flow.tape.operations if takes(flow.moved, x)), 0)
    forward = {made.place.innermost for made in flow.tape.operations if concerned[made.start]}
    for made in flow.tape.operations:
        if (
            made.size != 1
            or made.index in flow.parameters.barriers
            or (made.place.innermost not in forward)
        ):
            continue
        ids = [one.ids for one in made.operands if isinstance(one.ids, int)]
        if made.kind == "add" and len(ids) == 1 and is_same(flow.tape, made, ids[0]):
            alone[made.start] = ids[0], made
            continue
        taken = [alone.get(x, (x, made)) for x in ids]
        used.update(x for x, _ in taken)
        if made.kind == "add" and len(ids) == 2:
            new = {x: (made, there) for x, there in taken if not flow.depends(x)}
            adding = new | adding
    most = [sum(used[x.version(k)[0]] for k in range(len(x.moves) + 1)) for x in single]
    for number, (made, there) in adding.items():
        as_often = used[number] in most and used[number] > 1
        if number < begun and flow.depends(made.start) and as_often:
            yield there, number


def is_same(tape: Tape, made: Operation, number: int) -> bool:
    """Whether nothing was added to a number."""
    return bool(tape.values[made.start] == tape.values[number])


def single_weights(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, int]]:
    """Single numbers that inputs are multiplied with, in a sum with such as move: no inputs, and
    none that is written out."""
    known, tape = inputs(flow), flow.tape
    for made in tape.operations:
        if made.kind != "add" or made.size != 1 or not has(concerned, made):
            continue
        by = [tape.maker(x.ids) for x in made.operands if isinstance(x.ids, int)]
        for one, other in (by, by[::-1]) if len(by) == 2 else ():
            if not one or not other or one.kind != "multiply" or not takes(flow.moved, other):
                continue
            ids = [x.ids for x in one.operands if isinstance(x.ids, int)]
            if len(ids) == 2 and known[ids].sum() == 1 and not flow.depends(one.start):
                (number,) = (x for x in ids if not known[x])
                if tape.makers[number] == LEAF and not is_written_out(one, tape.values[number]):
                    yield one, number


def first_layers(flow: Flow, slopes: Numbers) -> Iterator[tuple[Operation, Ids]]:
    """Products of inputs with what never moves, of whose results the program computes the gradient,
    and does nothing with it: who leaves a layer as it is on purpose needs none."""
    idle = idle_values(flow)
    for made in flow.tape.operations:
        if made.kind != "matmul" or made.size < FEW or has(flow.from_parameters, made):
            continue
        slope = slopes[made.results]
        found = (x for x in idle if x.size == made.size and slope.any())
        if any(multiple(flow.tape.values[x.results], slope).holds for x in found):
            yield made, np.arange(made.start, made.stop)


def left_out(flow: Flow, cost: Cost) -> list[Operation]:
    """Products of inputs with what never moves, where something further on the way back is computed
    than what the steps come from: for these, maybe."""
    barriers = flow.parameters.barriers
    slopes = adjoints(flow.tape, first_seeds(flow, cost), barriers)
    still = [
        made
        for made in flow.tape.operations
        if made.kind == "matmul" and made.size >= FEW and np.any(slopes[made.results])
        if not has(flow.from_parameters, made) and not takes(flow.moved, made)
    ]
    if not still:
        return []
    met = [one.operation for one in differences(flow)]
    errors = after(flow.tape, [np.arange(x.start, x.stop) for x in met], barriers)
    back = [x for x in flow.on_the_way() if has(errors, x) and x not in met]
    beyond = after(flow.tape, [np.arange(x.start, x.stop) for x in back], barriers)
    back_too = (x for x in flow.tape.operations if has(beyond, x) and x.index not in barriers)
    idle = any(not (has(flow.used, x) or has(flow.into_steps, x)) for x in back_too)
    return still[:1] if idle else []


def inputs(flow: Flow) -> Marks:
    """What is multiplied with parameters."""
    moved = flow.moved
    marks = np.zeros(flow.tape.count, bool)
    for made in flow.tape.operations:
        if made.kind in ("matmul", "multiply", "einsum"):
            for mine, other in (made.operands[:2], made.operands[1::-1]):
                if other.ids is not None and mine.ids is not None and np.all(moved[other.ids]):
                    marks[flat(mine.ids)] = True
    return marks
