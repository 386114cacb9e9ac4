"""What takes the part of parameters on the way to a cost, and is none that moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import FEW, multiple
from groundup.checking.judging.costs import Cost, first_seeds
from groundup.checking.judging.flow import Flow, differences, is_written_out
from groundup.checking.judging.graph import Marks, after, flat, has, leads_to, marked, takes
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import LEAF, Ids, Operation, Tape

PLAIN = frozenset(("add", "subtract", "multiply", "divide"))  # of random numbers


def parts(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, Ids]]:
    """What is added to numbers that come from the parameters, or multiplied with them as a matrix,
    on the way to a cost; no targets, and no inputs, which meet the parameters themselves."""
    moved = flow.moved
    known = after(flow.tape, flow.targets) | flow.inputs
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
    known, tape = flow.inputs, flow.tape
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
    slopes = flow.slopes(first_seeds(flow, cost))
    still = [
        made
        for made in flow.tape.operations
        if made.kind == "matmul" and made.size >= FEW and np.any(slopes[made.results])
        if not has(flow.from_parameters, made) and not takes(flow.moved, made)
    ]
    if not still:
        return []
    met = [one.operation for one in differences(flow)]
    errors = flow.after([np.arange(x.start, x.stop) for x in met])
    back = [x for x in flow.on_the_way() if has(errors, x) and x not in met]
    beyond = flow.after([np.arange(x.start, x.stop) for x in back])
    back_too = (x for x in flow.tape.operations if has(beyond, x) and x.index not in barriers)
    idle = any(not (has(flow.used, x) or has(flow.into_steps, x)) for x in back_too)
    return still[:1] if idle else []


def idle_values(flow: Flow) -> list[Operation]:
    """What comes from the parameters before the last step, and nothing is computed from."""
    last = max(one.versions(one.steps() - 1)[1].max() for one in flow.parameters.each)
    made = (x for x in flow.tape.operations if x.start < last and flow.depends(x.start))
    return [x for x in made if x.size >= FEW and not flow.used[x.results].any()]
