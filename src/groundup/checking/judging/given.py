"""Gradients that a program gives and takes no step with: what it returns, or keeps beside what has
the same shape.

What they are the gradients of is seen from the numbers: those of which one is the right gradient,
up to a factor that all have. With each pair a step is taken here, on the tape, as the program's
user would; it is then judged as any other.
"""

from __future__ import annotations

import copy
import itertools
import math
import operator
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeGuard

import numpy as np

from groundup.checking.judging.agreement import multiple, near
from groundup.checking.judging.barriers import Barriers
from groundup.checking.judging.blocks import Block
from groundup.checking.judging.chains import Chain, Move, is_single
from groundup.checking.judging.costs import OWN, SENT, Cost, alone, assumed_costs, own_costs
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import Marks, flat, leads_to, marked, multiplied, taken, takes
from groundup.checking.judging.parameters import Parameter, Parameters
from groundup.checking.tracing.tape import LEAF, Ids, Limits, Operand, Operation, Tape, behind

PAIRS = 16  # of made-up slopes and what they may be those of
BOTH = 2  # numbers, which have one factor by no chance
ALIKE, LIKELY, SURE = 1, 3, 5  # of `likeness`
SECONDS = 1.0  # for the costs of one tape
# The kinds of operations that a penalty is made of.
PENALTY = frozenset(["absolute", "add", "divide", "matmul", "multiply", "power", "square", "sum"])
MOST = 20_000  # operations, in which more than gradients is computed


class Pair(NamedTuple):
    """`change` is given as the gradient of `old`; `numbers` are the ids of both, side by side."""

    old: Block
    change: Block
    numbers: tuple[Ids, Ids]

    @property
    def holders(self) -> tuple[int, int]:
        return self.old.owner, self.change.owner


class Matched(NamedTuple):
    """What is given as the gradients of a cost, up to a factor."""

    held: Held
    cost: Cost
    factor: float
    pairs: list[Pair]

    @property
    def size(self) -> int:
        return sum(one.numbers[0].size for one in self.pairs)


@dataclass
class Ends(Parameters):
    """What may be parameters, and what may be their gradients."""

    starts: list[Ids] = field(default_factory=list)
    ends: list[Ids] = field(default_factory=list)

    def ids(self) -> Iterator[Ids]:
        yield from self.starts

    def changes(self) -> Iterator[Ids]:
        yield from self.ends


class Given(NamedTuple):
    """`parameters` of which a program holds gradients, each moved once on a copy of the tape; and
    the costs that these may be the gradients of, of `size` numbers. None where nothing is known."""

    tape: Tape
    parameters: Parameters
    costs: list[Cost]
    size: int = 0

    @property
    def whole(self) -> bool:
        """Whether the program computes all of these gradients."""
        makers = [self.tape.makers[ids] for ids in self.parameters.changes()]
        return bool(makers) and all((one != LEAF).all() for one in makers)


def given(tape: Tape, found: list[Block]) -> Given:
    """What is given where nothing is moved; worked out once for the same numbers."""
    asked = [tape.values, *found]
    before, made = tape.kept.get("given", ([], None))
    if made is None or len(before) != len(asked) or any(map(operator.is_not, before, asked)):
        made = worked_out(tape, found)
        tape.kept["given"] = asked, made
    return made


def worked_out(tape: Tape, found: list[Block]) -> Given:
    held = Held(tape, found if len(tape.operations) < MOST else [])
    until = time.process_time() + SECONDS
    tried: list[Matched] = []
    for one, cost in costs_of(held) if held.kinds else ():
        if is_penalty(tape, cost):
            continue
        tried.append(matched(one, cost))
        if time.process_time() > until:
            break
    best = max(tried, key=lambda one: one.size, default=None)
    if best is None:
        return Given(tape, Parameters([], Barriers((), tape, ())), [])
    held = best.held
    held.tape = tape = unlimited(held.tape)
    pairs = [x for x in (*best.pairs, *others(held, best)) if x.numbers[0].size]
    each = [stepped(tape, pair, best.factor < 0) for pair in pairs]
    barriers = Barriers((one.place.index for one in each), tape, ())
    mine = [one for one in tried if one.held is held]
    fitting = [one.cost for one in mine if one.size or not best.size]
    parameters = Parameters(each, barriers, given=True, negated=best.factor < 0)
    return Given(tape, parameters, fitting, best.size)


@dataclass
class Held:
    """What a program holds, and which of it may be the gradient of which."""

    tape: Tape
    blocks: list[Block]
    sent: Ids | None = None  # slopes that it makes up

    @cached_property
    def computed(self) -> Marks:
        """What is computed from what the program holds."""
        arrays = [one.ids for one in self.blocks if one.ids.size > 1]
        marks, found = marked(self.tape, arrays), marked(self.tape, [])
        for made in self.tape.operations:
            if takes(marks, made):
                marks[made.results] = found[made.results] = True
        return found

    @cached_property
    def kinds(self) -> list[tuple[list[Block], list[Block]]]:
        """What may be a parameter, and what may be its gradient, together by shape."""
        found: dict[Any, tuple[list[Block], list[Block]]] = defaultdict(lambda: ([], []))
        for one in self.blocks:
            there = one.ids[one.ids > 0]
            if not self.computed[there].all():
                found[in_rows(one.kind)][0].append(one)
            if self.computed[there].any():
                found[in_rows(one.kind)][1].append(one)
        return [both for both in found.values() if all(both)]

    @cached_property
    def flow(self) -> Flow:
        """From all that may be a parameter to all that may be a gradient; what is subtracted from
        what is computed is a target."""
        starts = [one.ids for olds, _ in self.kinds for one in olds]
        starts = [ids for ids in starts if not self.targets[ids].all()]
        ends = [one.ids for _, changes in self.kinds for one in changes]
        return Flow(self.tape, Ends([], Barriers((), self.tape, ()), starts=starts, ends=ends))

    @cached_property
    def targets(self) -> Marks:
        """What is subtracted from what is computed, and not from it; or the other way round. Slopes
        that are made up are like them."""
        met: list[Ids | int] = [] if self.sent is None else [self.sent]
        for made in self.tape.operations:
            if made.kind == "subtract" and takes(self.computed, made):
                for one, other in (made.operands, made.operands[::-1]):
                    if one.ids is None or other.ids is None or np.any(self.computed[flat(one.ids)]):
                        continue
                    if not leads_to(self.tape, other.ids, one.ids):
                        met.append(one.ids)
        return marked(self.tape, met)

    def pair(self, old: Block, change: Block) -> Pair:
        """With those numbers that both have, and that nothing computed in the first."""
        if in_rows(old.kind) != in_rows(change.kind):  # which fits nowhere
            return Pair(old, change, (old.ids, np.resize(change.ids, old.ids.shape)))
        there = (old.ids > 0) & (change.ids > 0) & ~self.computed[old.ids]
        return Pair(old, change, (old.ids[there], change.ids[there]))


def made_up_slopes(held: Held) -> Iterator[tuple[Block, Block]]:
    """Numbers that a program makes up as the slopes of a cost, as for `backward(dout, cache)`:
    leaves that are used, but not by those numbers of their shape, computed from what it holds, that
    they may be the slopes by; those whose names say so, if there are any."""
    tape = held.tape
    used = marked(tape, taken(tape.operations))
    every = [one for one in held.blocks if one.ids.size > 1 and (one.ids > 0).all()]
    leaves = [x for x in every if (tape.makers[x.ids] == LEAF).all() and used[x.ids].all()]
    computed = [one for one in every if held.computed[one.ids].all()]
    free = [one for one in leaves if not held.targets[one.ids].any()]
    both = [(one, other) for one in free for other in computed if one.kind == other.kind]
    both = [x for x in both if is_named_after(*x)] or both
    both = [x for x in both if not leads_to(tape, x[1].ids, x[0].ids)]
    yield from (x for x in both if not all(map(is_linear, computing(tape, x[1].ids))))


def computing(tape: Tape, ids: Ids) -> Iterator[Operation]:
    return (tape.operations[index] for index in behind(tape, [ids]))


def is_linear(made: Operation) -> bool:
    """Whether it only adds, or multiplies with one number, as an optimiser does."""
    scales = made.kind in ("multiply", "divide") and any(map(is_single, made.operands))
    return scales or made.kind in ("add", "subtract", "negative")


def is_named_after(change: Block, old: Block) -> bool:
    """Whether it is called what the other's slopes are: da, grad_a, a_grad, of a."""
    one, other = (x.name.lower().rpartition(".")[2].replace("_", "") for x in (change, old))
    return one in (f"d{other}", f"grad{other}", f"{other}grad", f"delta{other}")


def with_cost(held: Held, slopes: Block, outputs: Block) -> tuple[Held, Cost]:
    """With the sum of numbers, each times its slope, put on the tape as the cost."""
    tape = unlimited(held.tape)
    operands = Operand(slopes.ids), Operand(outputs.ids)
    tape.record("matmul", operands, np.dot(tape.values[slopes.ids], tape.values[outputs.ids]))
    made, by = tape.operations[-1], tape.maker(int(outputs.ids.max()))
    made.place = by.place if by else made.place
    cost = Cost(SENT, {made.start: 1.0}, [made])
    return Held(tape, held.blocks, slopes.ids), cost


def costs_of(held: Held) -> Iterator[tuple[Held, Cost]]:
    yield from ((held, one) for one in costs(held.flow))
    for both in itertools.islice(made_up_slopes(held), PAIRS):
        yield with_cost(held, *both)


def costs(flow: Flow) -> Iterator[Cost]:
    """All that the gradients may be those of: every time that it is computed, one time, or, as in a
    gradient check, wherever it is called."""
    places = defaultdict(list)
    own = [*own_costs(flow)]
    for cost in own:
        places[cost.operations[0].place.innermost].append(cost)
    for together in (one for one in places.values() if len(one) > 1):
        made = [made for cost in together for made in cost.operations]
        own.append(Cost(OWN, {one.start: 1.0 for one in made}, made))
    for cost in (*own, *assumed_costs(flow)):
        yield cost
        for k in (-1, 0) if len(cost.operations) > 1 else ():
            yield alone(flow, cost, k)


def is_penalty(tape: Tape, cost: Cost) -> bool:
    """Whether it is a sum over the numbers of arrays, each by itself: that of squares, say, whose
    gradient says nothing of a network."""
    cone = [tape.operations[index] for index in behind(tape, [*cost.seeds])]
    every = [{one.ids.tobytes() for one in x.operands if is_array(one.ids)} for x in cone]
    return PENALTY.issuperset(x.kind for x in cone) and max(map(len, every), default=0) == 1


def is_array(ids: Ids | int | None) -> TypeGuard[Ids]:
    return not isinstance(ids, int | None) and ids.size > 1


def matched(held: Held, cost: Cost) -> Matched:
    """The pairs of which one is the gradient of the other times a factor: the one of most
    numbers."""
    slopes, values = held.flow.slopes(cost.seeds), held.tape.values
    found: dict[float, dict[bytes, Pair]] = {}
    seeds = list(cost.seeds)
    for olds, changes in held.kinds:
        olds = [x for x in olds if not np.isin(seeds, x.ids).any()]  # outputs, and a cost
        if held.sent is not None:
            olds = [x for x in olds if not np.isin(held.sent, x.ids).any()]
        if cost.own:
            changes = [x for x in changes if not np.isin(seeds, x.ids).any()]
        both = [(old, change) for old in olds for change in changes]
        both.sort(key=lambda one: one[0].owner != one[1].owner)  # what one object has is a pair
        for pair in (held.pair(*one) for one in both):
            old, change = pair.numbers
            one = multiple(values[change], slopes[old])
            if one.holds and one.factor and (held.sent is None or near(one.factor, 1.0)):
                factor = next((x for x in found if near(x, one.factor)), one.factor)
                found.setdefault(factor, {}).setdefault(old.tobytes(), pair)
    every = [Matched(held, cost, factor, [*pairs.values()]) for factor, pairs in found.items()]
    none = Matched(held, cost, 0.0, [])
    best = max(every, key=lambda one: (one.size, near(one.factor, 1.0)), default=none)
    return best if best.size >= BOTH else none


def others(held: Held, best: Matched) -> Iterator[Pair]:
    """What else is given beside gradients, and is none of anything, each for what is beside their
    parameters and has none: by shape, names and places. For what has none at all, zeros."""
    tape, cost = held.tape, best.cost
    slopes = held.flow.slopes(cost.seeds)
    known = marked(tape, [one.numbers[0] for one in best.pairs])
    no_parameter = held.targets | held.computed | known
    no_gradient = held.flow.before(cost.seeds)
    taken = [one.change for one in best.pairs]
    holders = {one.holders for one in best.pairs}
    every = [x for x in held.blocks if not no_parameter[x.ids].all()]
    olds = [x for x in every if slopes[x.ids].any()]
    changes = [x for x in held.blocks if not no_gradient[x.ids].any()]
    pairs = [(likeness(old, one, holders), old, one) for one in changes for old in olds]
    idle = [x for x in every if not slopes[x.ids].any()]  # what the cost does not come from
    moved = [x for x in changes if held.computed[x.ids].any() and tape.values[x.ids].any()]
    found = ((likeness(old, one, holders), old, one) for one in moved for old in idle)
    pairs += [one for one in found if one[0] >= SURE]
    least = LIKELY if taken else ALIKE
    pairs.sort(key=lambda one: (one[0], held.computed[one[2].ids].any()), reverse=True)
    for alike, old, change in pairs:
        if alike >= least and not any(one is old or one is change for one in taken):
            taken += [old, change]
            known[old.ids] = True
            yield held.pair(old, change)
    known |= multiplied(tape, known)
    homes = {one for one, _ in holders} - {0}
    for old in (x for x in olds if not known[x.ids].any()):
        likely = any(likeness(old, x, holders) >= LIKELY for x in held.blocks if x is not old)
        if old.owner in homes or (likely and taken):
            yield held.pair(old, old._replace(ids=tape.leaf(np.zeros(old.ids.size))))


def likeness(old: Block, change: Block, holders: Collection[tuple[int, int]]) -> int:
    """How much speaks for it that one is given as the other's gradient: W in dW, w.0 in dw.0."""
    (home, name), (other_home, other) = (
        one.name.lower().strip(".").rpartition(".")[::2] for one in (old, change)
    )
    same_place = name in other and (name != other or home != other_home)
    same_home = bool(home) and home in other_home and home != other_home
    among = (old.owner, change.owner) in holders
    within = old.owner == change.owner and any(one == two for one, two in holders)
    return (
        same_place * (2 + same_home)
        + 2 * (among or within)
        + (in_rows(old.kind) == in_rows(change.kind))
    )


def in_rows(shape: tuple[Any, ...]) -> tuple[Any, ...]:
    """A shape without what fits any: (5,) can be added to (1, 5)."""
    return shape[1:] if shape[:1] == (1,) else shape


def stepped(tape: Tape, pair: Pair, up: bool) -> Parameter:
    """A parameter that is moved by what is given; its place is where that is computed."""
    old, change = (tape.values[ids] for ids in pair.numbers)
    operands = tuple(map(Operand, pair.numbers))
    kind, result = ("add", old + change) if up else ("subtract", old - change)
    tape.record(kind, operands, result)
    made, by = tape.operations[-1], tape.maker(int(pair.numbers[1].max()))
    made.place = by.place if by else made.place
    name = pair.change.name.rpartition(".")[2]
    return Parameter([Chain([Move(made, pair.numbers[0], operands[1])])], name=name)


def unlimited(tape: Tape) -> Tape:
    """A copy that nobody ends, and that goes its own way from here."""
    made = copy.copy(tape)
    made.operations, made.taken = [*tape.operations], [*tape.taken]
    made.values, made.makers = tape.values.copy(), tape.makers.copy()
    made.look = sys.maxsize
    made.limits = Limits(math.inf, sys.maxsize, sys.maxsize)
    return made
