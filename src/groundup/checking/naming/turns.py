"""One step of a program, taken apart: what is computed on the way to its cost and on the way to the
step, and which parameters are whose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import near
from groundup.checking.judging.costs import Cost
from groundup.checking.judging.fits import Fit, Step
from groundup.checking.judging.flow import Flow, differences, picks, quotients
from groundup.checking.judging.graph import Marks, after, before, flat, has, marked, takes
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids, Operation

PRODUCTS = ("matmul", "multiply", "einsum")


class Group(NamedTuple):
    """Parameters of one layer that are moved at one place: by `factor` times their gradient."""

    old: Ids
    new: Ids
    layer: int
    weights: bool  # which are multiplied, and not only added
    factor: float
    shape: tuple[int, ...]
    parts: tuple[Ids, ...]  # the arrays that they are in


class Block:
    """Numbers that are made together: by one operation, or single ones by those of one place."""

    def __init__(self, operations: list[Operation]):
        self.operations = operations
        self.first = operations[0]
        self.ids = np.concatenate([np.arange(made.start, made.stop) for made in operations])

    @cached_property
    def ends(self) -> Ids:
        """Without what only others of the same block take, as sums that are not done yet."""
        if len(self.operations) == 1:
            return self.ids
        operands = [one.ids for made in self.operations for one in made.operands]
        taken = [np.ravel(ids) for ids in operands if ids is not None]
        return self.ids[~np.isin(self.ids, np.concatenate(taken))] if taken else self.ids


def blocks(operations: Iterable[Operation]) -> list[Block]:
    found: dict[object, list[Operation]] = defaultdict(list)
    for made in operations:
        found[(made.place, made.kind) if made.size == 1 else made.index].append(made)
    return [Block(made) for made in found.values()]


class Turn:
    """The forward numbers are those that the cost is computed from; a version of the parameters is
    a leaf."""

    def __init__(self, flow: Flow, cost: Cost, step: Step):
        self.flow, self.cost, self.step, self.tape = flow, cost, step, flow.tape
        self.values = flow.tape.values
        barriers = flow.parameters.barriers
        known = [(row, *row.parameter.versions(row.step)) for row in step.rows]
        self.known = [row for row in known if row[1].size]
        self.old = marked(self.tape, [old for _, old, _ in self.known])
        self.moves = [
            chain.moves[row.step].operation
            for row in step.rows
            for chain in row.parameter.chains
            if len(chain.moves) > row.step
        ]
        last = max(made.index for made in self.moves)
        following = self.tape.operations[self.start() :]
        self.range = [made for made in following if made.index not in barriers]
        self.on_the_way: Marks = before(self.tape, list(cost.seeds), barriers)
        mine = after(self.tape, [old for _, old, _ in self.known], barriers)
        self.forward = [x for x in self.range if has(self.on_the_way, x) and has(mine, x)]
        self.range = [made for made in self.range if made.index < last]
        self.backward = [
            made
            for made in self.range
            if not has(self.on_the_way, made) and has(flow.into_steps, made)
        ]
        self.off: dict[tuple[int, bool], float] = {}  # groups that are off by a factor alone
        self.find_layers()

    def start(self) -> int:
        """The first operation that takes the parameters as they are in this step."""
        operations = self.tape.operations
        return next((made.index for made in operations if takes(self.old, made)), 0)

    def find_layers(self) -> None:
        """Counts the products with parameters between the inputs and each number."""
        self.depth = np.zeros(self.tape.count, np.int16)
        self.layer = np.zeros(self.tape.count, np.int16)  # of parameters; from 1
        self.is_weight = np.zeros(self.tape.count, bool)
        for made in self.forward:
            ids = [flat(one.ids) for one in made.operands if one.ids is not None]
            mine = [bool(np.all(self.old[one])) for one in ids]
            others = [
                int(np.max(self.depth[x])) for x, own in zip(ids, mine, strict=True) if not own
            ]
            others += [0] * (len(made.operands) - len(ids))
            product = made.kind in PRODUCTS and any(mine) and bool(others)
            depth = max(others, default=0) + product
            self.depth[made.results] = depth
            for one, own in zip(ids, mine, strict=True):
                if own and others and depth:
                    fresh = self.layer[one] == 0
                    self.layer[one] = np.where(fresh, depth, self.layer[one])
                    self.is_weight[one] |= product

    @cached_property
    def layers(self) -> int:
        return int(self.layer.max(initial=0))

    def reached(self, group: Group) -> Marks:
        """All that the change of a group is computed from."""
        moves = [made for made in self.moves if np.isin(made.start, group.new).any()]
        ids = (one.ids for made in moves for one in made.operands if one.ids is not None)
        return before(self.tape, ids, self.flow.parameters.barriers, self.range[0].start)

    @cached_property
    def factor(self) -> float:
        """That of the steps that are right: the rate itself, where the program computes its cost
        and some take it; else that of most."""
        each = (row.multiple for row, _, _ in self.known)
        found = [one.factor for one in each if one.holds and one.factor < 0]
        by_rate = (x for x in found if any(near(-x, rate) for rate in self.rates))
        return self.step.factor if self.cost.assumed else next(by_rate, self.step.factor)

    @cached_property
    def reach(self) -> list[Marks]:
        return [self.reached(one) for one in self.groups]

    @cached_property
    def groups(self) -> list[Group]:
        """All that is moved in the step, the last layer's first."""
        return sorted(self.grouped(), key=lambda one: (-one.layer, not one.weights))

    def grouped(self) -> Iterator[Group]:
        """Those of one layer together, such as neurons."""
        found: dict[tuple[int, bool], list[tuple[Fit, Ids, Ids]]] = defaultdict(list)
        for row, old, new in self.known:
            for layer in np.unique(self.layer[old]):
                some = self.layer[old] == layer
                weights = bool(self.is_weight[old[some]].any())
                found[int(layer) - 1, weights].append((row, old[some], new[some]))
        for (layer, weights), several in found.items():
            rows, parts, new = zip(*several, strict=True)
            factor = rows[0].multiple.factor
            if not all(x.multiple.holds and near(x.multiple.factor, factor) for x in rows):
                factor = self.factor
            shape = np.shape(rows[0].parameter.chains[0].root)
            shape = shape if len(rows) == 1 else (len(rows), *shape)
            old = np.concatenate(parts)
            yield Group(old, np.concatenate(new), layer, weights, min(factor, 0.0), shape, parts)

    @cached_property
    def forward_blocks(self) -> list[Block]:
        return blocks(self.forward)

    @cached_property
    def layered(self) -> list[Block]:
        """Without what the cost makes of the outputs."""
        outputs = list(self.targets)
        tail = after(self.tape, outputs, self.flow.parameters.barriers)
        tail[outputs] = False
        return [one for one in self.forward_blocks if not tail[one.ids].any()]

    @cached_property
    def forward_places(self) -> list[Ids]:
        """Arrays of one place together, as those of each turn of a loop."""
        found: dict[object, list[Ids]] = defaultdict(list)
        for one in self.layered:
            if one.first.size > 1:
                found[one.first.place, one.first.kind].append(one.ids)
        return [np.concatenate(ids) for ids in found.values() if len(ids) > 1]

    @cached_property
    def targets(self) -> dict[int, float]:
        """What each output of the step is compared with, by id."""
        here = {made.index for made in self.range}
        every = (*differences(self.flow), *quotients(self.flow), *picks(self.flow))
        found: dict[int, float] = {}
        for one in (*every, *self.cost.meetings):
            if one.operation.index in here:
                ids, targets = np.broadcast_arrays(one.outputs, one.targets)
                found |= dict(zip(ids.ravel().tolist(), targets.ravel().tolist(), strict=True))
        return {k: y for k, y in found.items() if self.depth[k] == self.layers}

    def outputs(self, size: int) -> tuple[Any, Any] | None:
        """Outputs and targets, in the order of the program, if there are so many."""
        ids = sorted(self.targets)
        if len(ids) != size:
            return None
        return self.values[ids], np.array([self.targets[k] for k in ids])

    def rows(self, ids: Ids) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The axes that may be those of the classes, and the shape of the outputs."""
        made = self.tape.maker(int(ids.min()))
        if made is not None and made.size == ids.size:
            yield from ((axis, made.shape) for axis in range(len(made.shape)))
        elif made is not None:
            yield from ((1, (-1, one.old.size)) for one in self.groups[:2] if not one.weights)

    def products(self, group: Group) -> list[tuple[Operation, Ids]]:
        """Where weights are multiplied on the way forwards, and with what."""
        mine = marked(self.tape, [group.old])
        found = []
        for made in self.forward:
            if made.kind in PRODUCTS and len(made.operands) == 2:
                for one, other in (made.operands, made.operands[::-1]):
                    if one.ids is None or other.ids is None or not np.all(mine[flat(one.ids)]):
                        continue
                    if not np.any(self.old[flat(other.ids)]):
                        found.append((made, np.ravel(other.ids)))
        return found

    def errors_of(self, group: Group, errors: Numbers) -> Any:
        """`errors` of what biases are added to: a row a sample; None where they have not as many
        each."""
        pairs = []
        mine = marked(self.tape, [group.old])
        for made in self.forward:
            for one in made.operands if made.kind == "add" else ():
                if one.ids is not None and np.all(mine[flat(one.ids)]):
                    results = np.arange(made.start, made.stop)
                    spread = np.broadcast_to(one.ids, made.shape).ravel()
                    pairs.append(np.stack([spread, results]))
        if not pairs:
            return None
        ids, results = np.concatenate(pairs, 1)
        results = results[np.argsort(ids, kind="stable")]
        units = group.old.size
        return errors[results].reshape(units, -1).T if results.size % units == 0 else None

    def mask_of(self, ids: Ids) -> Numbers | None:
        """What activations were multiplied by, if that comes from no parameter, as in dropout."""
        made = self.tape.maker(int(ids[0]))
        if made is None or made.kind != "multiply" or made.size < 2:
            return None
        for one in made.operands:
            if one.ids is not None and not self.flow.depends(one.ids) and np.size(one.ids) > 1:
                spread = np.broadcast_to(self.values[one.ids], made.shape).ravel()
                inside = (ids >= made.start) & (ids < made.stop)
                return spread[ids - made.start] if inside.all() else None
        return None

    def scales(self, group: Group) -> set[float]:
        """Those of the masks above a layer's parameters."""
        above = [x for x in self.forward_blocks if self.depth[x.ids[0]] > group.layer]
        masks = [mask for one in above if (mask := self.mask_of(one.ids)) is not None]
        two = [np.unique(np.round(mask, 9)) for mask in masks]
        return {float(one[1]) for one in two if len(one) == 2 and one[0] == 0.0}

    @cached_property
    def samples(self) -> int:
        """In one step, as far as the first weights show it."""
        first = next((one for one in reversed(self.groups) if one.weights), None)
        products = self.products(first) if first else []
        if first is None or not products:
            return 1
        if products[0][0].size == 1:
            return max(len(products) // first.old.size, 1)
        counts = [(made.size * ids.size / first.old.size) ** 0.5 for made, ids in products]
        return max(round(sum(counts)), 1)

    @cached_property
    def rates(self) -> set[float]:
        """Single numbers by which several changes are multiplied."""
        found: Counter[float] = Counter()
        for row, _, _ in self.known:
            change = row.parameter.chains[0].moves[row.step].change.ids
            made = None if change is None else self.tape.maker(int(np.ravel(change)[0]))
            for one in made.operands if made and made.kind == "multiply" else ():
                value = one.constant if one.ids is None else self.values[one.ids]
                found.update({float(np.ravel(value)[0])} if np.size(value) == 1 else ())
        return {rate for rate, times in found.items() if times > 1 or len(self.known) == 1}

    @property
    def step_size(self) -> float:
        """The factor of the steps as a multiple of the rate, where one is known."""
        sizes = [-self.factor / rate for rate in self.rates if rate]
        return min(sizes, key=lambda one: abs(one - 1.0), default=1.0)
