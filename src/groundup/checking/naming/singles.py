"""Single numbers as the arrays that they would be, by the order in which they are made and by what
is multiplied with what; lists of them may be cut to the length of others, as `zip` does."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from groundup.checking.naming.blocks import Block, Group
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids


def matrix(turn: Turn, group: Group) -> Ids:
    """The weights of a layer. Single ones have a row a unit, and those that the way forwards takes
    and no step moves are among them."""
    if are_single(group):
        columns: dict[frozenset[int], list[int]] = defaultdict(list)
        for weight, inputs in sorted(met(turn, group).items()):
            columns[frozenset(inputs)].append(weight)
        found = table(list(columns.values()))
        return np.reshape(group.old, (1, -1)) if found is None else found
    size = group.old.size
    units = next((x.old.size for x in turn.groups if x.layer == group.layer and not x.weights), 1)
    side = round(size**0.5)
    shapes = (group.shape, (units, size // units), (side, side))
    fit = (one for one in shapes if len(one) == 2 and np.prod(one) == size)
    return group.old.reshape(next(fit, (1, size)))


def inputs_of(turn: Turn, group: Group) -> Ids:
    """What weights are multiplied with; with single ones a row a sample."""
    if not are_single(group):
        return np.concatenate([np.zeros(0, int), *(ids for _, ids in turn.products(group))])
    columns = dict.fromkeys(frozenset(inputs) for inputs in met(turn, group).values())
    found = table([sorted(one) for one in columns])
    return np.zeros(0, int) if found is None else found


def are_single(group: Group) -> bool:
    return len(group.shape) == (len(group.parts) > 1)


def met(turn: Turn, group: Group) -> dict[int, set[int]]:
    """By id of a single weight of a layer, the inputs that it is multiplied with."""
    found: dict[int, set[int]] = defaultdict(set)
    for made in turn.forward:
        if made.kind != "multiply" or made.size > 1:
            continue
        for one, other in (made.operands, made.operands[::-1]):
            weight, by = one.ids, other.ids
            if weight is None or by is None or turn.leaves[int(by)]:
                continue
            if turn.leaves[int(weight)] and turn.layer[int(weight)] == group.layer + 1:
                found[int(weight)].add(int(turn.again[int(by)]))
    return found


def table(columns: list[list[int]]) -> Ids | None:
    alike = len({len(one) for one in columns}) == 1
    return np.array(columns).T if alike else None


def cut(numbers: Numbers, shape: tuple[int, ...]) -> Numbers:
    """To this shape; what is not there counts for nothing."""
    found = np.zeros(shape)
    some = tuple(slice(min(pair)) for pair in zip(numbers.shape, shape, strict=True))
    found[some] = numbers[some]
    return found


def instead(turn: Turn, ids: Ids, inputs: Ids) -> Numbers | None:
    """What these numbers are where others were expected: with single ones, as many of each sample
    as there are."""
    if ids.size == inputs.size:
        return turn.values[ids].reshape(inputs.shape)
    if inputs.ndim < 2 or ids.size % len(inputs):
        return None
    return cut(turn.values[ids].reshape(len(inputs), -1), inputs.shape)


def facing(turn: Turn, of: Ids, block: Block) -> Ids | None:
    """The numbers of a block at the places that some have among those which are made with them."""
    home = turn.home(of)
    if home is None:
        return None
    at, size, whole = home.at(of), block.ends.size, home.ends.size
    if size == whole:
        return block.ends[at]
    if len(block.operations) == 1 or size % turn.samples or whole % turn.samples:
        return None
    sample, unit = np.divmod(at, whole // turn.samples)
    each = size // turn.samples
    return block.ends[sample * each + unit] if unit.max() < each else None
