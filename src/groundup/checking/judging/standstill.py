"""What ought to move and does not, or moves for nothing new."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.costs import Cost, Flow
from groundup.checking.judging.graph import Marks, after, before, flat, has, marked
from groundup.checking.tracing.tape import Ids, Operation

TURNS = 2  # moves after which nobody looked at what was moved


def is_stale(flow: Flow) -> bool:
    """Whether a parameter is moved again and again, and nothing is ever computed from what it has
    become."""
    barriers = flow.parameters.barriers
    taken = (
        one.ids
        for made in flow.tape.operations
        if made.index not in barriers
        for one in made.operands
        if one.ids is not None
    )
    used = marked(flow.tape, taken)
    chains = [x for one in flow.parameters.each for x in one.chains if len(x.moves) > TURNS]
    return any(
        not any(used[chain.version(k)].any() for k in range(1, len(chain.moves)))
        for chain in chains
        if np.size(chain.root) > 1
    )


def staying(flow: Flow, cost: Cost) -> list[Operation]:
    """Where numbers take the part of parameters, and never move: each once. What is moved, but not
    by what comes from the parameters, is reported where it is moved."""
    found: dict[int, Operation] = {}
    concerned = before(flow.tape, list(cost.seeds), flow.parameters.barriers)
    otherwise = {
        number: chain.moves[0].operation
        for chain in flow.parameters.others
        if not any(flow.depends(move.change.ids) for move in chain.moves)
        for number in chain.version(0).tolist()
    }
    for number in otherwise if concerned[list(otherwise)].any() else ():
        found.setdefault(otherwise[number].index, otherwise[number])
    for made, ids in parts(flow, concerned):
        found.setdefault(int(ids.flat[0]) + len(flow.tape.operations), made)
    return list({made.place: made for made in found.values()}.values())


def parts(flow: Flow, concerned: Marks) -> Iterator[tuple[Operation, Ids]]:
    """What is added to numbers that come from the parameters, or multiplied with them as a matrix,
    on the way to a cost; no targets, and no inputs, which meet the parameters themselves."""
    moved = marked(flow.tape, flow.parameters.ids())
    known = after(flow.tape, flow.targets) | inputs(flow, moved)
    for made in flow.tape.operations:
        if made.kind not in ("add", "matmul") or made.index in flow.parameters.barriers:
            continue
        for mine, other in (made.operands, made.operands[::-1]):
            if isinstance(mine.ids, int | None) or isinstance(other.ids, int | None):
                continue
            smaller = mine.ids.size < made.size if made.kind == "add" else mine.ids.ndim == 2
            if not smaller or flow.depends(mine.ids) or known[flat(mine.ids)].any():
                continue
            if flow.depends(other.ids) and not moved[other.ids].all() and has(concerned, made):
                yield made, mine.ids


def inputs(flow: Flow, moved: Marks) -> Marks:
    """What is multiplied with parameters."""
    marks = np.zeros(flow.tape.count, bool)
    for made in flow.tape.operations:
        if made.kind in ("matmul", "multiply", "einsum"):
            for mine, other in (made.operands[:2], made.operands[1::-1]):
                if other.ids is not None and mine.ids is not None and np.all(moved[other.ids]):
                    marks[flat(mine.ids)] = True
    return marks
