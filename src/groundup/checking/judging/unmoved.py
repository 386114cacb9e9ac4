"""What takes the part of parameters on the way to a cost, and is none that moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import FEW
from groundup.checking.judging.costs import Cost, first_seeds
from groundup.checking.judging.flow import Flow, differences
from groundup.checking.judging.graph import Marks, after, flat, has, leads_to, marked, taken, takes
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import LEAF, Ids, Operation

SUMS = "add", "subtract"  # of a bias, or of a threshold
WAYS = frozenset(("matmul", "multiply"))  # of inputs with weights
PLAIN = frozenset(("add", "subtract", "multiply", "divide"))  # of random numbers


def parts(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, Ids]]:
    """What is added to numbers that come from the parameters, or multiplied with them as a matrix,
    on the way to a cost; no targets, which are whatever meets outputs, and no inputs, which meet
    the parameters themselves."""
    moved, outputs = flow.moved, marked(flow.tape, [one.outputs for one in flow.meetings])
    met = [one.target_ids for one in flow.meetings if one.target_ids is not None]
    known = after(flow.tape, met) | flow.inputs
    for made in flow.tape.operations:
        if made.kind not in (*SUMS, "matmul") or made.index in flow.parameters.barriers:
            continue
        for mine, other in (made.operands, made.operands[::-1]):
            if isinstance(mine.ids, int | None) or isinstance(other.ids, int | None):
                continue
            if made.kind in SUMS:
                fits = mine.ids.size < made.size or is_product(flow, other.ids)
            else:
                fits = mine.ids.ndim == 2
            if not fits or flow.depends(mine.ids) or known[flat(mine.ids)].any():
                continue
            if made.kind in SUMS and outputs[other.ids].all():
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
    made = flow.tape.maker(ids)
    return made is not None and made.kind == "matmul" and takes(flow.moved, made)


def begins_as_parameters_do(flow: Flow, ids: Ids) -> bool:
    """Whether numbers are all the same, or all different, and come from no formula: a mask is
    neither, and what says where a word stands comes from sines."""
    makers = {flow.tape.makers[number] for number in ids.flat} - {LEAF}
    kinds = {flow.tape.operations[index].kind for index in makers}
    return len(np.unique(flow.tape.values[ids])) in (1, ids.size) and kinds <= PLAIN


def single_parts(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, int]]:
    """Single numbers that are added to what comes from the parameters, or that inputs are
    multiplied with, as often as a parameter is used: a target is met by one sample, and what many
    neurons share is no bias of one."""
    there = {made.place.innermost for made in flow.tape.operations if concerned[made.start]}
    every = (x for x in flow.tape.operations if x.index not in flow.parameters.barriers)
    forward = [made for made in every if made.size == 1 and made.place.innermost in there]
    used = Counter(ids for ids in taken(forward) if isinstance(ids, int))
    further = flow.before([one.outputs for one in flow.meetings])  # as from a threshold
    met = marked(
        flow.tape,
        [
            one.target_ids
            for one in flow.meetings
            if one.target_ids is not None and not has(further, one.operation)
        ],
    )
    moved = flow.parameters.chains  # numbers, and numbers of arrays
    often = {sum(used[x.version(k)[0]] for k in range(len(x.moves) + 1)) for x in moved}
    begun = next((made.start for made in forward if takes(flow.moved, made)), 0)
    for made in (x for x in forward if x.kind in (*SUMS, "multiply")):
        for one, other in (made.operands, made.operands[::-1]):
            if not isinstance(one.ids, int) or not 1 < used[one.ids] in often or met[one.ids]:
                continue
            added = made.kind in SUMS and (other.ids is None or flow.depends(other.ids))
            weight = made.kind == "multiply" and isinstance(other.ids, int)
            weight = weight and bool(flow.inputs[other.ids] and not flow.inputs[one.ids])
            if one.ids < begun and not flow.depends(one.ids) and (added or weight):
                yield made, one.ids


def others_of_sums(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, int]]:
    """Single numbers that inputs are multiplied with where parameters are, in one sum with these:
    weights of a neuron of which others move."""
    every = (x for x in flow.tape.operations if x.size == 1 and concerned[x.start])
    forward = [x for x in every if x.index not in flow.parameters.barriers]
    sides = [
        (made, one.ids, (made.place.innermost, k))
        for made in forward
        if made.kind == "multiply"
        for k, one in enumerate(made.operands)
        if isinstance(one.ids, int)
    ]
    theirs = {place for _, ids, place in sides if flow.moved[ids]}
    summed = {made.start for made, ids, _ in sides if flow.moved[ids]}
    others = {
        made.start: [(made, ids)]
        for made, ids, place in sides
        if place in theirs and made.start not in summed and flow.tape.makers[ids] == LEAF
    }
    for made in forward if others else ():
        if made.kind in SUMS:
            numbers = [one.ids for one in made.operands if isinstance(one.ids, int)]
            found = [one for x in numbers for one in others.get(x, [])]
            if not summed.isdisjoint(numbers):
                summed.add(made.start)
                yield from found
            elif found:
                others[made.start] = found


def never_moving(flow: Flow, slopes: Numbers) -> list[Operation]:
    """Products of inputs with what never moves, and sums, where a program takes one step; none that
    targets are made of."""
    known = flow.from_parameters | flow.before(flow.targets)
    least = {"matmul": FEW, "add": 2} if flow.parameters.steps() == 1 else {"matmul": FEW}
    made = (x for x in flow.tape.operations if x.kind in least and x.size >= least[x.kind])
    return [x for x in made if slopes[x.results].any() and not has(known, x)]


def first_layers(flow: Flow, slopes: Numbers) -> Iterator[tuple[Operation, Ids]]:
    """Those of whose results, or of whose weights, the program computes the gradient, and does
    nothing with it: who leaves a layer as it is on purpose needs none."""
    idle = idle_values(flow)
    for made in never_moving(flow, slopes):
        sides = [one.ids for one in made.operands if isinstance(one.ids, np.ndarray)]
        results = np.arange(made.start, made.stop)
        if any(any(flow.giving(slopes[flat(ids)], idle)) for ids in (results, *sides)):
            yield made, results


def left_out(flow: Flow, cost: Cost) -> list[Operation]:
    """Those behind which something further on the way back is computed than what the steps come
    from: for these, maybe."""
    still = never_moving(flow, flow.slopes(first_seeds(flow, cost)))
    if not still:
        return []
    met = [one.operation for one in differences(flow)]
    errors = flow.after([np.arange(x.start, x.stop) for x in met])
    back = [x for x in flow.on_the_way() if has(errors, x) and x not in met]
    once = flow.parameters.steps() == 1  # so that nothing is shown of the errors but a cost
    beyond = errors if once else flow.after([np.arange(x.start, x.stop) for x in back])
    back_too = (x for x in flow.tape.operations if x.size > once and has(beyond, x))
    idle = any(not (has(flow.used, x) or has(flow.into_steps, x)) for x in back_too)
    return still[:1] if idle else []


def idle_values(flow: Flow) -> list[Operation]:
    """What comes from the parameters before the last step, and nothing is computed from."""
    last = flow.parameters.last
    made = (x for x in flow.tape.operations if x.start < last and flow.depends(x.start))
    return [x for x in made if x.size >= FEW and not flow.used[x.results].any()]


def resting(flow: Flow, cost: Cost) -> list[Operation]:
    """Where numbers that never move take the place of parameters at the very statement where these
    are: layers of one kind, of which some are not trained, on purpose or not."""
    slopes = flow.slopes(first_seeds(flow, cost))
    ways = [x for x in flow.tape.operations if x.kind in WAYS and slopes[x.results].any()]
    sides = [(made, k, one.ids) for made in ways for k, one in enumerate(made.operands)]
    theirs = {
        (made.place.innermost, k)
        for made, k, ids in sides
        if ids is not None and flow.moved[flat(ids)].all()
    }
    begun = [one.version(0) for one in flow.parameters.chains]
    other = flow.moved | flow.inputs | flow.from_parameters | flow.before([*flow.targets, *begun])
    found = [
        made
        for made, k, ids in sides
        if ids is not None and (made.place.innermost, k) in theirs and not other[flat(ids)].any()
    ]
    return list({made.place.innermost: made for made in found}.values())
