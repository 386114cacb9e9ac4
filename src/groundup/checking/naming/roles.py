"""For which number on the way forwards each number on the way back stands, right or wrong.

Whatever stands for d cost / d q moves the parameters as q is moved by them: if it is another
number, the step is another in the directions in which q depends on the parameters. So q and its
error have the same fingerprint, up to one factor: how q changes with the parameters, in a direction
drawn by chance, by forward mode, and how the step changes with the error, by reverse mode.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import SAME, TINY, multiple, near
from groundup.checking.judging.graph import taken
from groundup.checking.naming.blocks import Block, Group
from groundup.checking.naming.tangents import tangents
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.differentiation import Numbers, go_back
from groundup.checking.tracing.tape import Ids

Candidate = tuple[Ids, Any]  # what a block may stand for, and by what factor
ROUNDING = 1e-12
KEYS = 1e7  # how finely two directions are told from each other


class Role(NamedTuple):
    """The numbers of a block stand for d cost / d `of`; `own` is that gradient as the step takes
    it, with the learner's own scale taken out."""

    block: Block
    ids: Ids
    of: Ids
    own: Numbers
    places: Places

    def strand(self) -> list[Ids]:
        """Numbers that are computed from `of`, or it from them, one from one: as z and its
        activation are; in the order of the program."""
        return self.places.strand(self.of)


class Fingerprints(NamedTuple):
    forward: Any
    back: Any


def roles(turn: Turn, concerned: set[int]) -> list[Role]:
    """One for each block on the way back, as far as it is known: by the last layer's parameters
    that are moved through it, and by those of one layer together if they agree."""
    mine = {made.index for made in turn.backward}
    candidates = [made for made in turn.range if made.index in mine | concerned]
    waiting, found = turn.backward_blocks(candidates), list[Role]()
    known = np.zeros(turn.tape.count, bool)  # whose errors are seen in what is moved rightly
    for group in together(turn.groups):
        prints = fingerprints(turn, group)
        places = Places(turn, group, prints)
        left = []
        right = all(one.right for one in group)
        for block in waiting:
            told = block.ends.size > 1 or block.first.index in concerned
            role = places.role(block) if told else None
            if role and not right and known[role.of].all():
                left.append(block)
            elif role:
                found.append(role)
                known[role.of] |= right and not turn.old[role.of].any()
            else:
                left.append(block)
        waiting = left
    return found


def together(groups: list[Group]) -> Iterator[list[Group]]:
    """All of a layer, then each alone; but first those that are moved rightly, if some are. The
    last layer's come first."""
    for layer in sorted({one.layer for one in groups}, reverse=True):
        mine = [one for one in groups if one.layer == layer]
        right = [one for one in mine if one.right]
        if 0 < len(right) < len(mine):
            yield right
        if len(mine) > 1:
            yield mine
        yield from ([one] for one in mine)


def fingerprints(turn: Turn, groups: list[Group]) -> Fingerprints:
    rng = np.random.default_rng(0)
    old = np.concatenate([one.old for one in groups])
    new = np.concatenate([one.new for one in groups])
    factor = np.concatenate([np.full(one.old.size, one.factor or -1.0) for one in groups])
    moves = rng.normal(size=old.size) + 1j * rng.normal(size=old.size)
    forward = tangents(turn.tape, old, moves, turn.forward)
    back = np.zeros(turn.tape.count, complex)
    back[new] = moves / factor
    with np.errstate(all="ignore"):
        for made in reversed(turn.ways):
            go_back(made, back, turn.values, None)
    back[~np.isfinite(back)] = 0.0
    return Fingerprints(forward, back)


class Places:
    """The numbers on the way forwards by their fingerprints."""

    def __init__(self, turn: Turn, groups: list[Group], prints: Fingerprints):
        self.turn, self.prints, self.groups = turn, prints, groups
        self.known: list[tuple[Any, Ids]] = []  # keys and ids, by block
        self.at: dict[int, list[int]] = defaultdict(list)  # by key
        leaves = [part for one in groups for part in one.parts]
        self.leaves = len(leaves)
        for ids in [*leaves, *(one.ends for one in turn.layered), *turn.forward_places]:
            mine = ids[is_more(prints.forward[ids])]
            if mine.size or len(self.known) < self.leaves:
                keys = direction(prints.forward[mine])
                for key in np.unique(keys).tolist():
                    self.at[key].append(len(self.known))
                self.known.append((keys, mine))

    def role(self, block: Block) -> Role | None:
        prints, true = self.prints.back[block.ends], self.turn.true
        moving = is_more(prints)
        if not moving.any():
            return None
        ids, prints = block.ends[moving], prints[moving]
        keys = direction(prints)
        order = np.argsort(keys, kind="stable")
        found: list[Candidate] = []
        for k in self.at.get(int(keys[0]), []):
            of = self.matching(k, keys[order])
            if of is None or (k < self.leaves and not self.is_gradient(block, k)):
                continue
            ratio = (prints[order] / self.prints.forward[of]).real
            if np.ptp(ratio) <= SAME * np.abs(ratio).max():
                found.append((of, ratio))
                if k < self.leaves:
                    break
        if not found:
            return None
        of, ratio = self.likeliest(found, self.turn.values[ids[order]], block)
        for other, theirs in found[1:] if ids.size > 1 else ():
            # The last that all goes through, as what biases are added to.
            if near(theirs[0], ratio[0]) and multiple(true[other], true[of]).holds:
                of = other
        own = self.turn.values[ids[order]] * ratio
        back = np.argsort(ids[order])
        return Role(block, ids[order][back], of[back], own[back], self)

    def likeliest(self, found: list[Candidate], values: Any, block: Block) -> Candidate:
        """Of several samples, which a bias cannot tell apart: the one whose error this is, or else
        the last before it."""
        true = self.turn.true
        right = [one for one in found if multiple(values * one[1], true[one[0]]).holds]
        earlier = [one for one in found if one[0].max() < block.first.start]
        last = right[:1] or self.whole(earlier[-1:], found) or found[:1]
        same = (one for one in found if multiple(true[one[0]], true[last[0][0]]).holds)
        return next(same, last[0])

    def whole(self, last: list[Candidate], found: list[Candidate]) -> list[Candidate]:
        """What these were computed from, where not all goes through them, as through z / 10 of a
        leaky ReLU."""
        for of, _ in last:
            made = self.turn.tape.maker(of.min())
            before = [np.sort(ids, None) for ids in taken([made] if made else [])]
            for one in found:
                there = any(np.array_equal(np.sort(one[0]), ids) for ids in before)
                if there and not multiple(self.turn.true[one[0]], self.turn.true[of]).holds:
                    return [one]
        return last

    def is_gradient(self, block: Block, k: int) -> bool:
        """Whether all numbers of parameters are there, and no others are moved by them: an input of
        0 or 1 makes z what biases or weights are."""
        if self.known[k][1].size != block.ends.size:
            return False
        return sum(bool(marks[block.ends].any()) for marks in self.turn.reach) == 1

    def matching(self, k: int, keys: Any) -> Ids | None:
        """The numbers of a block that have these keys, each as often."""
        theirs, ids = self.known[k]
        some = np.isin(theirs, keys)
        if some.sum() != keys.size:
            return None
        order = np.argsort(theirs[some], kind="stable")
        return ids[some][order] if np.array_equal(theirs[some][order], keys) else None

    def strand(self, of: Ids) -> list[Ids]:
        """Those at the same places in other blocks of one size, where they have the same keys; some
        may have none, as behind a ReLU."""
        home = self.turn.home(of)
        if home is None:
            return []
        at, found = home.at(of), list[Ids]()
        for block in self.turn.forward_blocks:
            if block.ends.size == home.ends.size:
                ids = block.ends[at]
                mine, theirs = self.prints.forward[of], self.prints.forward[ids]
                both = is_more(mine) & is_more(theirs)
                if both.any() and np.array_equal(direction(mine[both]), direction(theirs[both])):
                    found.append(ids)
        return found


def is_more(prints: Any) -> Any:
    """Than what rounding leaves."""
    size = np.abs(prints)
    return size > max(ROUNDING * size.max(initial=0.0), TINY)


def direction(prints: Any) -> Any:
    """The same for all multiples of a complex number."""
    return np.round(np.angle(prints * prints) * KEYS).astype(np.int64)
