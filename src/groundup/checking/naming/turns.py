"""One step of a program, taken apart: what is computed on the way to its cost and on the way to the
step, and which parameters are whose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from groundup.checking.judging.agreement import multiple, near
from groundup.checking.judging.chains import Chain
from groundup.checking.judging.costs import Cost, samples_of_weights
from groundup.checking.judging.fits import Fit, Step
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import PRODUCTS, Marks, before, flat, has, marked, taken, takes
from groundup.checking.naming.blocks import Block, Group, Piece, blocks, given
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids, Operation


class Turn:
    """The forward numbers are those that the cost is computed from; a version of the parameters is
    a leaf."""

    def __init__(
        self, flow: Flow, cost: Cost, step: Step, true: Numbers, until: Sequence[Step] = ()
    ):
        self.until = until  # the steps before this one
        self.true = true  # d cost / d number, by id
        self.flow, self.cost, self.step, self.tape = flow, cost, step, flow.tape
        self.values = flow.tape.values
        barriers = flow.parameters.barriers
        known = [(row, *row.parameter.versions(row.step)) for row in step.rows]
        self.known = [row for row in known if row[1].size]
        self.old = marked(self.tape, [old for _, old, _ in self.known])
        self.moves = step.operations
        last = max(made.index for made in self.moves)
        following = self.tape.operations[self.start() :]
        self.range = [made for made in following if made.index not in barriers]
        self.on_the_way: Marks = flow.before(cost.seeds)
        self.leaves = self.old | self.unmoved()
        mine = flow.after([np.flatnonzero(self.leaves)])
        self.forward = [x for x in self.range if has(self.on_the_way, x) and has(mine, x)]
        self.range = [made for made in self.range if made.index < last]
        self.backward = [
            made
            for made in self.range
            if not has(self.on_the_way, made) and has(flow.into_steps, made)
        ]
        self.backward = [x for x in self.backward if not self.is_forward_again(x)]
        self.off: dict[int, float] = {}  # of groups that are off by a factor alone, by first id
        self.decay = 0.0  # by which weights shrink, beside what their cost asks for
        self.sized = 0  # the id of a single number whose error is taken to be right in its size
        self.find_layers()

    def is_forward_again(self, made: Operation) -> bool:
        """Whether it is of a second way forwards, for the steps, where the cost has one of its own:
        what that goes on from, up to the outputs. Its last number may be an error."""
        return bool(self.on_the_way[self.again[made.start]] and self.taken_again[made.start])

    @cached_property
    def taken_again(self) -> Marks:
        again = [made for made in self.range if self.on_the_way[self.again[made.start]]]
        return marked(self.tape, [*taken(again), *(one.outputs for one in self.flow.meetings)])

    def users(self, made: Operation) -> list[Operation]:
        """What takes a result on the way to the step."""
        mine = marked(self.tape, [np.arange(made.start, made.stop)])
        return [one for one in self.ways if one.index > made.index and takes(mine, one)]

    @cached_property
    def ways(self) -> list[Operation]:
        """All on the way back, and the moves."""
        return sorted([*self.backward, *self.moves], key=lambda made: made.index)

    def start(self) -> int:
        """The first operation that takes the parameters as they are in this step."""
        operations = self.tape.operations
        return next((made.index for made in operations if takes(self.old, made)), 0)

    def unmoved(self) -> Marks:
        """Single numbers that no step moves, and that stand where parameters do on the way
        forwards: as what is left where the changes are fewer."""
        taken = [
            ((made.place, made.kind, k), one.ids)
            for made in self.range
            if made.size == 1 and made.kind in ("multiply", "add") and has(self.on_the_way, made)
            for k, one in enumerate(made.operands)
            if isinstance(one.ids, int)
        ]
        where = {key for key, ids in taken if self.old[ids]}
        alike = [ids for key, ids in taken if key in where and not self.flow.depends(ids)]
        return marked(self.tape, alike)

    def find_layers(self) -> None:
        """Counts the products with parameters between the inputs and each number."""
        self.depth = np.zeros(self.tape.count, np.int16)
        self.layer = np.zeros(self.tape.count, np.int16)  # of parameters; from 1
        self.is_weight = np.zeros(self.tape.count, bool)
        for made in self.forward:
            ids = [flat(one.ids) for one in made.operands if one.ids is not None]
            mine = [bool(np.all(self.leaves[one])) for one in ids]
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

    @cached_property
    def stale(self) -> Operation | None:
        """What takes a number of the way forwards that was computed from earlier parameters, and
        that this way forwards does not go on from, as a recurrent network does from its state."""
        if not self.forward:
            return None
        first = self.forward[0]
        older = self.on_the_way & self.flow.from_parameters & ~self.flow.moved
        older &= ~marked(self.tape, taken(self.forward))
        # A layer that has no gradient left in this step is computed before what others are in.
        older[min(first.start, max(int(old.max()) for _, old, _ in self.known)) :] = False
        later = (made for made in self.backward if made.index > first.index)
        return next((made for made in later if takes(older, made)), None)

    def chains(self, group: Group) -> list[Chain]:
        """What of it is moved."""
        known = [row for row, old, _ in self.known if np.isin(old, group.old).any()]
        return [chain for row in known for chain in row.parameter.chains]

    def reached(self, group: Group) -> Marks:
        """All that the change of a group is computed from."""
        moves = [made for made in self.moves if np.isin(made.start, group.new).any()]
        return before(self.tape, taken(moves), self.flow.parameters.barriers, self.range[0].start)

    @cached_property
    def factor(self) -> float:
        """That of the steps that are right: the rate itself, where the program computes its cost
        and some take it; else that of most. Where one statement moves all layers, that of one."""
        each = (row.multiple.ratio for row, _, _ in self.known)
        found = [one for one in each if one < 0]
        counts = (1,) if self.cost.own else (self.samples, 1)  # the mean's, or the sum's
        by_rate = (
            x for n in counts for x in found if any(near(-x * n, rate) for rate in self.rates)
        )
        return self.step.factor if self.cost.assumed else next(by_rate, self.step.factor)

    def factor_of_layer(self) -> float:
        """That by which both the weights and the biases of a layer go down their gradient, of the
        last where they do; else 0."""
        found: dict[int, list[float]] = defaultdict(list)
        for one in self.pieces:
            found[one.layer].append(one.fit.multiple.ratio)
        for _, several in sorted(found.items(), reverse=True):
            first = several[0]
            if len(several) > 1 and first < 0 and all(near(one, first) for one in several):
                return first
        return 0.0

    @cached_property
    def pieces(self) -> list[Piece]:
        """Of all that is moved, what is in each layer."""
        return [*self.taken_apart()]

    def taken_apart(self) -> Iterator[Piece]:
        for fit, old, new in self.known:
            change, gradient = self.values[new] - self.values[old], self.true[old]
            layers, weights = self.layer[old], self.is_weight[old]
            for layer, weight in sorted({*zip(layers.tolist(), weights.tolist(), strict=True)}):
                some = (layers == layer) & (weights == weight)
                mine = self.values[old[some]], change[some], gradient[some]
                part = Fit(fit.parameter, fit.step, *mine, multiple(*mine[1:]), some)
                yield Piece(fit, part, old[some], new[some], layer, weight)

    @cached_property
    def reach(self) -> list[Marks]:
        return [self.reached(one) for one in self.groups]

    @cached_property
    def groups(self) -> list[Group]:
        """All that is moved in the step, the last layer's first."""
        return sorted(self.grouped(), key=lambda one: (-one.layer, not one.weights))

    def grouped(self) -> Iterator[Group]:
        """Those of one layer that are moved at one place together, such as neurons; and all single
        numbers of one."""
        found: dict[tuple[int, bool, Any], list[Piece]] = defaultdict(list)
        for one in self.pieces:
            place = one.whole.parameter.chains[0].place if one.whole.old.size > 1 else None
            found[one.layer - 1, one.weights, place].append(one)
        for (layer, weights, _), several in found.items():
            ratios = [one.whole.multiple.ratio for one in several]
            right = ratios[0] < 0 and all(near(x, ratios[0]) for x in ratios)
            factor = ratios[0] if right else self.factor
            shape = np.shape(several[0].fit.parameter.chains[0].root)
            shape = shape if len(several) == 1 else (len(several), *shape)
            old, new = (
                np.concatenate(x) for x in zip(*[(x.old, x.new) for x in several], strict=True)
            )
            parts = tuple(one.old for one in several)
            yield Group(old, new, layer, weights, factor, shape, parts, right)

    @cached_property
    def forward_blocks(self) -> list[Block]:
        found = blocks(self.forward, self.depth_of) + given(self.forward, self.depth_of)
        return found + list(self.taken())

    def taken(self) -> Iterator[Block]:
        """What single weights are multiplied with, layer by layer: of a function that gives back
        what it got, as a leaky ReLU may, some are results and some are not."""
        found: dict[int, dict[int, Operation]] = defaultdict(dict)
        for made in self.forward:
            for one, other in (
                (made.operands, made.operands[::-1]) if made.kind == "multiply" else ()
            ):
                if isinstance(one.ids, int) and isinstance(other.ids, int) and self.leaves[one.ids]:
                    by = self.tape.maker(other.ids)
                    if by is not None and by.size == 1 and self.depth[other.ids]:
                        found[self.depth_of(made)][other.ids] = by
        for mine in found.values():
            if len({by.place for by in mine.values()}) > 1:
                yield Block(list(mine.values()))

    def home(self, ids: Ids) -> Block | None:
        """The first block on the way forwards that all of these are in."""
        return next((one for one in self.forward_blocks if np.isin(ids, one.ends).all()), None)

    def depth_of(self, made: Operation) -> int:
        return int(self.depth[made.start])

    def backward_blocks(self, operations: Iterable[Operation]) -> list[Block]:
        """Errors of one layer move the same parameters."""
        moved = np.stack(self.reach)
        return blocks(operations, lambda made: moved[:, made.start].tobytes())

    @cached_property
    def layered(self) -> list[Block]:
        """Without what the cost makes of the outputs."""
        outputs = list(self.targets)
        tail = self.flow.after(outputs)
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
    def repeated(self) -> list[Block]:
        """Arrays of one place and layer together, as those of one sample after the other."""
        found: dict[object, list[Operation]] = defaultdict(list)
        for made in self.forward:
            if made.size > 1:
                found[made.place, made.kind, self.depth_of(made)].append(made)
        return [Block(several) for several in found.values() if len(several) > 1]

    @cached_property
    def targets(self) -> dict[int, float]:
        """What each output of the step is compared with, by id."""
        here = {made.index for made in self.range}
        found: dict[int, float] = {}
        for one in (*self.flow.meetings, *self.cost.meetings):
            if one.operation.index in here:
                ids, targets = np.broadcast_arrays(self.again[one.outputs], one.targets)
                found |= dict(zip(ids.ravel().tolist(), targets.ravel().tolist(), strict=True))
        return {k: y for k, y in found.items() if self.depth[k] == self.layers}

    @cached_property
    def again(self) -> Ids:
        """By id, the forward number that is the same computed once more, as where the cost has a
        way forwards of its own; else the number itself."""
        same, first = np.arange(self.tape.count), dict[Any, Operation]()
        forward = {made.index for made in self.forward}
        for made in self.range:
            given = [
                one.constant if one.ids is None else same[one.ids].tobytes()
                for one in made.operands
            ]
            key = made.kind, made.shape, str(made.options), tuple(map(str, given))
            known = first.setdefault(key, made)
            same[made.results] = same[known.results]
        for made in self.range:
            if made.index in forward:
                same[same[made.start] : same[made.start] + made.size] = np.arange(
                    made.start, made.stop
                )
        return same[same]

    def errors(self, ids: Ids) -> Numbers:
        """Outputs less targets."""
        targets = [self.targets.get(k, np.nan) for k in ids.tolist()]
        return self.values[ids] - np.array(targets)

    def outputs(self, z: Ids) -> tuple[Any, Any] | None:
        """Outputs and targets, in the order of the program, of single ones that in which they are
        compared: all, if there are as many as of these numbers; else the next ones, as of one
        sample."""
        ids = list(self.targets)
        if np.unique(self.tape.makers[ids]).size < len(ids):
            ids.sort()
        if len(ids) != z.size:
            ids = [one for one in ids if one >= z.min()][: z.size]
        if len(ids) != z.size:
            return None
        return self.values[ids], np.array([self.targets[k] for k in ids])

    def rows(self, ids: Ids) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The axes that may be those of the classes, and the shape of the outputs."""
        made = self.tape.maker(int(ids.min()))
        units = next((one.old.size for one in self.groups[:2] if not one.weights), 0)
        if made is not None and made.size == ids.size:
            several = range(len(made.shape))
            yield from ((x, made.shape) for x in several if made.shape[x] == units or not units)
        elif made is not None and units and ids.size % units == 0:
            yield 1, (ids.size // units, units)

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

    @cached_property
    def samples(self) -> int:
        """In one step, as far as the weights show it."""
        outputs = [one.outputs for one in self.cost.meetings] or list(self.cost.seeds)
        counts = (n for ids, n in samples_of_weights(self.flow, outputs) if self.old[ids].all())
        return max(counts, default=1)

    @cached_property
    def rates(self) -> set[float]:
        """Single numbers by which several changes are multiplied."""
        found: Counter[float] = Counter()
        for row, _, _ in self.known:
            change = row.parameter.chains[0].moves[row.step].change.ids
            made = self.tape.maker(change)
            for one in made.operands if made and made.kind == "multiply" else ():
                value = one.constant if one.ids is None else self.values[one.ids]
                found.update({abs(float(np.ravel(value)[0]))} if np.size(value) == 1 else ())
        return {x for x, times in found.items() if x and (times > 1 or len(self.known) == 1)}

    @property
    def step_size(self) -> float:
        """The factor of the steps as a multiple of the rate, where one is known."""
        sizes = [-self.factor / rate for rate in self.rates if rate]
        return min(sizes, key=lambda one: abs(one - 1.0), default=1.0)
