"""Where a learner's error is not what the chain rule gives from the learner's own errors above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from groundup.checking.judging.agreement import NOISE, ROUNDING, multiple, near
from groundup.checking.judging.graph import Marks, flat, has, marked, taken
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.naming.biases import without_bias
from groundup.checking.naming.blocks import Block, Group
from groundup.checking.naming.pullback import Pulled, nothing, pullback
from groundup.checking.naming.roles import Role, roles
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids

ROUNDED = 2 * ROUNDING  # of a parameter before and after a step


@dataclass
class Slip:
    """`got` stands for d cost / d `of`, which should be `expected`. `block` is the first that has
    it; `group` is there where `of` are parameters, and `role` where they are not."""

    turn: Turn
    pulled: Pulled
    own: Numbers
    roles: list[Role]
    block: Block | None
    of: Ids
    expected: Numbers = field(default_factory=lambda: np.zeros(0))
    got: Numbers = field(default_factory=lambda: np.zeros(0))
    role: Role | None = None
    group: Group | None = None

    @property
    def layer(self) -> int:
        """That of the parameters, or of the weighted inputs that it is about."""
        if self.group:
            return self.group.layer
        return int(self.turn.depth[self.of].max()) - 1

    @property
    def shape(self) -> tuple[int, ...]:
        """That of the array; of single numbers, a row a sample."""
        made, size = self.turn.tape.maker(self.of.min()), self.of.size
        if made is not None and made.size == size:
            return made.shape
        several = made is not None and made.size == 1 and size % self.turn.samples == 0
        return (self.turn.samples, size // self.turn.samples) if several else (size,)

    @property
    def ratio(self) -> float:
        """Of what came to what should have, if it is one for all numbers."""
        return multiple(self.got, self.expected).ratio

    @property
    def decay(self) -> float:
        """By what part of themselves parameters shrink more than they should; 0 where that is not
        all."""
        return max(multiple(self.got - self.expected, self.turn.values[self.of]).ratio, 0.0)

    @property
    def of_both(self) -> bool:
        """Whether all parameters of the layer are off by one factor."""
        mine = [x for x in self.turn.groups if x.layer == self.layer]
        return all(near(self.turn.off.get(int(x.old[0]), 0.0), self.ratio) for x in mine)

    @property
    def follows(self) -> bool:
        """Whether all of the layer has the wrong sign because all of the next layer has."""
        above = [x for x in self.turn.groups if x.layer == self.layer + 1]
        off = (self.turn.off.get(int(x.old[0]), 0.0) for x in above)
        return self.ratio < 0 and self.of_both and bool(above) and all(x < 0 for x in off)

    @property
    def by_errors(self) -> bool:
        """Whether parameters are moved by anything that comes from the outputs."""
        outputs = list(self.turn.targets)
        reached = self.turn.reached(self.group) if self.group else None
        return reached is None or not outputs or bool(reached[outputs].any())

    @property
    def last(self) -> bool:
        return self.layer == self.turn.layers - 1

    @property
    def masked(self) -> bool:
        """Whether nothing comes for others of the same array, where something should."""
        made = self.turn.tape.maker(self.of.min())
        every = np.arange(made.start, made.stop) if made else self.of
        rest = every[~np.isin(every, self.of)]
        return bool(self.pulled.expected[rest].any() and not self.own[rest].any())

    @cached_property
    def strand(self) -> list[Ids]:
        return self.role.strand() if self.role else []

    def at_outputs(self) -> Iterator[Slip]:
        """The errors of the outputs, as if they were slips."""
        return self.at(self.turn.layers)

    def above(self) -> Iterator[Slip]:
        """Those of the weighted inputs of the next layer."""
        return self.at(self.layer + 2)

    def at(self, depth: int) -> Iterator[Slip]:
        for one in self.roles:
            if self.turn.depth[one.of].min() == depth and not self.turn.old[one.of].any():
                there = Slip(self.turn, self.pulled, self.own, self.roles, one.block, one.of)
                yield replace(there, expected=self.pulled.expected[one.of], role=one)


def slips(turn: Turn, back: WayBack) -> list[Slip]:
    """All, those nearest to the cost first."""
    every = (one for one in roles(turn, back.concerned) if not leads_to_right(turn, one, back))
    found = without_own_ways(turn, sorted(every, key=lambda role: role.block.first.index))
    own = nothing(turn)
    for role in found:
        own[role.of] = role.own
    for role in found:
        own[cleared(turn, role, own)] = 0.0
    own[lost(turn)] = 0.0
    found = [silent(turn, one, own) for one in found]
    size = scale(turn, own)
    own /= size
    pulled = rescaled(turn, found, own)
    factor = turn.factor or -size
    made = [*of_errors(turn, found, own, pulled), *of_parameters(turn, found, own, pulled, factor)]
    turn.off = {int(x.of[0]): x.ratio for x in made if x.group and x.ratio}
    decays = {x.decay for x in made if x.group and x.group.weights and not turn.cost.own}
    turn.decay = max(decays, default=0.0)
    return sorted(made, key=lambda one: -int(one.of.max()) if one.role else 0)


def without_own_ways(turn: Turn, found: list[Role]) -> list[Role]:
    """Without what an error becomes for one parameter alone, if the error before it, on which
    others depend, stands for the same: then what is wrong is that parameter's gradient."""
    left: list[Role] = []
    for role in found:
        mine = reaches(turn, role)
        before = [x for x in left if np.array_equal(x.of, role.of)]
        if not (mine.sum() == 1 and any((mine < reaches(turn, one)).any() for one in before)):
            left.append(role)
    return left


def reaches(turn: Turn, role: Role) -> Marks:
    """Which groups of parameters are moved by it."""
    return np.array([bool(marks[role.ids].any()) for marks in turn.reach])


def cleared(turn: Turn, role: Role, own: Numbers) -> Ids:
    """The rest of an array of which others have errors: where these were computed and lost, as
    where a mask sets them to 0."""
    none = np.zeros(0, np.int64)
    made, by = (turn.tape.maker(int(x.min())) if x.size else None for x in (role.of, role.ids))
    if made is None or by is None or turn.old[role.of].any() or made.size != by.size:
        return none
    if not np.array_equal(role.ids - by.start, role.of - made.start):
        return none
    rest = np.setdiff1d(np.arange(made.size), role.ids - by.start)
    lost = ~turn.flow.into_steps[by.start + rest] & np.isnan(own[made.start + rest])
    return made.start + rest[lost]


def silent(turn: Turn, role: Role, own: Numbers) -> Role:
    """With 0 for those single numbers of a block that have no error, if the parameters of their
    layer are moved as if it were 0: as where a list gets an error only where z is positive. What
    has one where no bias has been added yet is no such."""
    home, of = turn.home(role.of), role.of
    if home is None or len(home.operations) == 1 or turn.old[of].any():
        return role
    rest = home.ends[np.isnan(own[home.ends]) & np.isnan(own[without_bias(turn, home.ends)])]
    if not rest.size:
        return role
    trial = own.copy()
    trial[rest] = 0.0
    layer = int(turn.depth[of].max()) - 1
    if is_moved_by(turn, layer, own) or not is_moved_by(turn, layer, trial):
        return role
    own[rest] = 0.0
    ids, errors = np.zeros(home.ends.size, np.int64), np.zeros(home.ends.size)
    ids[home.at(of)], errors[home.at(of)] = role.ids, role.own
    return role._replace(ids=ids, of=home.ends, own=errors)


def is_moved_by(turn: Turn, layer: int, own: Numbers) -> bool:
    """Whether the parameters of a layer are moved by these errors, each up to a factor."""
    used = pullback(turn, own).expected
    mine = (one for one in turn.groups if one.layer == layer)
    each = (multiple(turn.values[x.new] - turn.values[x.old], used[x.old]) for x in mine)
    return all(one.ratio for one in each)


def lost(turn: Turn) -> Marks:
    """What nothing of its own layer is moved by, where others of the layer are moved: as where the
    list of errors is shorter than that of neurons."""
    places = {made.place for made in turn.moves}
    once = taken(made for made in turn.tape.operations if made.place in places)
    unmoved = turn.leaves & ~turn.old & ~marked(turn.tape, once)
    found = np.zeros(turn.tape.count, bool)
    if not unmoved.any():
        return found
    for layer in set(turn.layer[unmoved].tolist()) - {0}:
        mine = turn.layer == layer
        ways = (np.flatnonzero(mine & leaves) for leaves in (unmoved, turn.old))
        without, others = (turn.flow.after([one]) for one in ways)
        found |= without & ~others & (turn.depth == layer) & bool((mine & turn.old).any())
    for made in reversed(turn.forward):  # parts of a sum in which others are moved are not
        for one in made.operands if not has(found, made) else ():
            ids = flat(one.ids)
            found[ids] &= turn.depth[ids] != turn.depth[made.start]
    return found


def leads_to_right(turn: Turn, role: Role, back: WayBack) -> bool:
    """Whether all that is computed from an error is right: then it is none, but a part of a formula
    that is written in another way."""
    users = turn.users(role.block.operations[-1])
    right = back.blocks.get(role.block.first.index)
    return bool(users) and not right and all(back.blocks.get(one.index) for one in users)


def scale(turn: Turn, own: Numbers) -> float:
    """Where no parameter is right, nobody knows by what factor the steps are: then what is right in
    a layer says so; else the error that is nearest to the cost is taken to be right in its size."""
    known = np.flatnonzero(~np.isnan(own))
    if turn.factor or not known.size:
        return 1.0
    if of_layer := turn.factor_of_layer():
        return -of_layer
    top = turn.tape.maker(int(known[-1]))
    ids = known if top is None else known[known >= top.start]
    turn.sized = int(ids[0]) if ids.size == 1 else 0
    return abs(multiple(own[ids], turn.true[ids]).factor) or 1.0


def rescaled(turn: Turn, found: list[Role], own: Numbers) -> Pulled:
    """With errors that are right up to a factor in their right size: a parameter that is moved by
    another factor than others has no error for this."""
    for _ in range(turn.layers + 1):
        pulled = pullback(turn, own)
        off = [x for x in found if is_off(own[x.of], pulled.expected[x.of])]
        if not off:
            return pulled
        for role in off:
            own[role.of] = pulled.expected[role.of]
    return pullback(turn, own)


def is_off(got: Numbers, expected: Numbers) -> bool:
    ratio = multiple(got, expected).ratio
    return got.size > 1 and bool(ratio) and not near(ratio, 1.0)


def of_errors(turn: Turn, found: list[Role], own: Numbers, pulled: Pulled) -> Iterator[Slip]:
    """Of the last errors that stand for the same numbers, and not of what they are made of. What is
    right in spite of wrong ones above is right."""
    last = np.full(turn.tape.count, -1)
    for k, role in enumerate(found):
        last[role.of] = k
    size = largest(own)
    for k, role in enumerate(found):
        expected, got = pulled.expected[role.of], own[role.of]
        if turn.old[role.of].any() or not (last[role.of] == k).any():
            continue
        if not (differ(got, expected, size) and differ(got, turn.true[role.of], size)):
            continue
        alike = (x for x in found if np.array_equal(x.of, role.of) and same(x.own, role.own))
        first = next(alike, role)
        yield Slip(turn, pulled, own, found, first.block, role.of, expected, got, first)


def of_parameters(
    turn: Turn, found: list[Role], own: Numbers, pulled: Pulled, factor: float
) -> Iterator[Slip]:
    size = largest(own)
    for group in turn.groups:
        got = (turn.values[group.new] - turn.values[group.old]) / factor
        expected = pulled.expected[group.old]
        rounded = ROUNDED * np.abs(turn.values[group.old]).max(initial=0.0) / abs(factor)
        if differ(got, expected, size) and np.abs(got - expected).max() > rounded:
            mine = [x for x in found if x.of.size and np.isin(x.of, group.old).all()]
            now = next((x.own for x in reversed(mine)), None)
            first = next((x for x in mine if same(x.own, now)), None)
            block = first.block if first else None
            yield Slip(turn, pulled, own, found, block, group.old, expected, got, None, group)


def differ(got: Numbers, expected: Numbers, size: float) -> bool:
    """What is rounding beside numbers of this size is nothing."""
    if largest(got) <= NOISE * size and largest(expected) <= NOISE * size:
        return False
    found = multiple(got, expected)
    return not found.holds or (bool(got.any() or expected.any()) and not near(found.factor, 1.0))


def same(one: Numbers, other: Numbers | None) -> bool:
    """Up to a factor, which is not 0."""
    if other is None or one.shape != other.shape:
        return False
    found = multiple(one, other)
    return found.holds and (bool(found.factor) or not other.any())


def largest(numbers: Numbers) -> float:
    known = np.abs(numbers[np.isfinite(numbers)])
    return float(known.max(initial=0.0))
