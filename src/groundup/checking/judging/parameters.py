"""The parameters of a program: what moves again and again at one place, by what was computed from
itself. So a sum that piles up is none, and neither is a velocity, whose first move does not come
from itself, nor what a residual layer adds to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from groundup.checking.judging.agreement import FEW
from groundup.checking.judging.barriers import Barriers
from groundup.checking.judging.chains import (
    Chain,
    Key,
    Moving,
    first_of,
    in_rows,
    in_steps,
    lost,
    moving,
)
from groundup.checking.judging.graph import after, before, leads_to, marked, taken
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import LEAF, Ids, Operand, Operation, Tape, behind

TRIED = 6  # chains of one place, of which it is asked whether they come from themselves
TWICE = 2
SEVERAL = 50  # operations, in which a program may add in one statement for several purposes
NO_LIMIT = "", "enough"  # behind which another step might have come


@dataclass
class Parameter:
    """What is moved at one place: an array, or single numbers together. `moves[k]` is its move from
    version k to the next."""

    chains: list[Chain]
    shared: Ids = field(default_factory=lambda: np.zeros(0, np.int64))  # roots, of others too
    name: str = ""  # that its gradient has, where only that is given

    @property
    def place(self) -> Operation:
        return self.chains[0].moves[0].operation

    @property
    def late(self) -> int:
        """Steps before its first known one: what begins as a plain 0 is no version yet."""
        return int(all(chain.counted for chain in self.chains))

    @property
    def span(self) -> tuple[int, int]:
        """The operations of its first and last move, by index."""
        moves = [move.operation.index for chain in self.chains for move in chain.moves]
        return min(moves), max(moves)

    def steps(self) -> int:
        return max(len(chain.moves) for chain in self.chains)

    def moved(self, k: int) -> list[Chain]:
        """What moves in step k."""
        return [chain for chain in self.chains if len(chain.moves) > k]

    def versions(self, k: int) -> tuple[Ids, Ids]:
        """The ids before and after step k, of what moved in it."""
        none, moved = np.zeros(0, np.int64), self.moved(k)
        old = [chain.version(k) for chain in moved]
        new = [chain.version(k + 1) for chain in moved]
        return np.concatenate([none, *old]), np.concatenate([none, *new])

    def own(self, k: int) -> NDArray[np.bool_]:
        """Which of these tell something: in the first step, no literal that several begin as."""
        old, _ = self.versions(k)
        return ~np.isin(old, self.shared) if k == 0 else np.ones(old.shape, bool)


@dataclass
class Parameters:
    """All of a program, and the operations that move them: what they make is as good as a leaf."""

    each: list[Parameter]
    barriers: Barriers
    others: list[Chain] = field(default_factory=list)  # what is moved, but not by itself
    lost: list[Operation] = field(default_factory=list)  # moves of what came back from elsewhere
    given: bool = False  # whether the program gives gradients, and the moves were made for it
    negated: bool = False  # whether they have the opposite sign
    late: list[Operation] = field(default_factory=list)  # where a limit left others after one move
    opponents: list[Parameter] = field(default_factory=list)  # that go down another cost, by turns

    @property
    def chains(self) -> list[Chain]:
        return [chain for one in self.each for chain in one.chains]

    @property
    def moves(self) -> list[Operation]:
        """What moves them first, of each place one."""
        return list({one.place.place: one.place for one in self.each}.values())

    @property
    def last(self) -> int:
        """The last number that a step made, by id."""
        return max((one.versions(one.steps() - 1)[1].max() for one in self.each), default=0)

    def steps(self) -> int:
        return max((one.steps() for one in self.each), default=0)

    def places(self) -> set[Place]:
        """Where they are moved."""
        return {move.operation.place for chain in self.chains for move in chain.moves}

    def ids(self) -> Iterator[Ids]:
        """Every version of every parameter, of the opponents' too."""
        theirs = (chain for one in self.opponents for chain in one.chains)
        for chain in (*self.chains, *theirs):
            yield from (chain.version(k) for k in range(len(chain.moves) + 1))

    def groups(self) -> list[Parameters]:
        """Those that are moved at the same time, as of one network: one training after the other,
        of which each may be of one step. Beside another, single numbers that are hardly moved are
        none: sums that an engine worked out."""
        if self.steps() < TWICE:
            return [self] if self.each else []
        found: list[list[Parameter]] = []
        end, made, once = -1, -1, False
        for one in sorted(self.each, key=lambda one: one.span):
            old, new = one.versions(one.steps() - 1)
            beside = once and one.steps() == 1 and first_of(old) < made
            if one.span[0] > end and not beside:
                found.append([])
            once = one.steps() == 1
            found[-1].append(one)
            end, made = max(end, one.span[1]), max(made, first_of(new))
        large = [one for one in found if not is_slight(one)]
        return [self.only(one) for one in large or found]

    def only(self, each: list[Parameter]) -> Parameters:
        first, last = min(one.span[0] for one in each), max(one.span[1] for one in each)
        others = [
            chain
            for chain in self.others
            if any(first <= move.operation.index <= last for move in chain.moves)
        ]
        return replace(self, each=each, others=others)

    def against(self, opponents: list[Parameter]) -> Parameters:
        """All but these, by turns with which they are trained."""
        mine = [one for one in self.each if all(one is not other for other in opponents)]
        return replace(self.only(mine), opponents=[*self.opponents, *opponents])

    def changes(self) -> Iterator[Ids | int]:
        """What was added to them."""
        for chain in self.chains:
            yield from (x.change.ids for x in chain.moves if x.change.ids is not None)


def is_slight(each: list[Parameter]) -> bool:
    """Whether these are fewer numbers than go one way by chance, and moved no more than twice."""
    numbers = sum(one.versions(0)[0].size for one in each)
    return numbers < FEW and all(one.steps() <= TWICE for one in each)


def parameters(tape: Tape) -> Parameters:
    """Those of a program that was run on a tape; none where it takes no steps."""
    found = parameters_of(tape, moving(tape))
    several = not found.each and len(tape.operations) > SEVERAL
    return parameters_of(tape, moving(tape, by_callers=True)) if several else found


def parameters_of(tape: Tape, seen: Moving) -> Parameters:
    families = {
        place: in_rows(tape, left)
        for place, found in seen.families.items()
        if (left := [chain for chain in found if not chain.gone])
    }
    again = {
        place: found
        for place, found in families.items()
        if max(len(chain.moves) for chain in found) >= TWICE
    }
    kept = {place: found for place, found in again.items() if moves_itself(tape, found)}
    for place, found in again.items():
        new = place not in kept and found[0].counted
        if new and moves_itself(tape, found, barriers_of(seen, kept), counted=True):
            kept[place] = found
    if not kept and tape.ended in NO_LIMIT:  # a program of one step
        once = {p: found for p, found in families.items() if moves_once(tape, found)}
        kept = {p: found for p, found in once.items() if moves_itself(tape, found)}
        kept = {p: found for p, found in kept.items() if not is_made(tape, found, kept)}
        kept = {p: found for p, found in kept.items() if not is_met(tape, found[0], kept)}
    barriers = barriers_of(seen, kept)
    kept = {place: found for place, found in kept.items() if begins(tape, found, barriers)}
    barriers = barriers_of(seen, kept)
    trained = {place: x for place, x in kept.items() if not is_kept(tape, x, barriers)}
    kept = trained or kept
    barriers = barriers_of(seen, kept)
    found = in_steps(tape, [one for found in kept.values() for one in found], barriers)
    each = together(found)
    mark_shared(each)
    lives = [life for chain in found for life in chain.lives(len(tape.operations))]
    others = [one for place, found in again.items() if place not in kept for one in found]
    gone = [one for found in families.values() if (one := lost(tape, found))]
    late = [] if tape.ended in NO_LIMIT or not each else moved_late(tape, families, kept)
    return Parameters(each, Barriers(barriers, tape, lives), others, gone, late=late)


def moved_late(
    tape: Tape, families: dict[Key, list[Chain]], kept: dict[Key, list[Chain]]
) -> list[Operation]:
    """Where others have moved once since these began to: by what comes from themselves, so that
    another turn would have made parameters of them."""
    begun = min(chain.moves[0].operation.index for found in kept.values() for chain in found)
    once = {
        p: x for p, x in families.items() if p not in kept and max(len(c.moves) for c in x) == 1
    }
    return [
        found[0].moves[0].operation
        for found in once.values()
        if found[0].moves[0].operation.index > begun
        and moves_itself(tape, found)
        and not is_made(tape, found, {**kept, **once})
    ]


def barriers_of(seen: Moving, kept: dict[Key, list[Chain]]) -> frozenset[int]:
    """The operations of the places where these are moved."""
    places = {place for found in kept.values() for chain in found for place in chain.places}
    return frozenset(index for place in places for index in seen.sums[place])


def moves_itself(
    tape: Tape, found: list[Chain], barriers: Collection[int] = (), counted: bool = False
) -> bool:
    """Whether the first change of some of these comes from what it changes."""
    longest = sorted(found, key=lambda chain: -len(chain.moves))
    some = (chain for chain in tried(longest) if chain.counted == counted)
    return any(comes_from(tape, chain, barriers) for chain in some)


def tried(found: list[Chain]) -> list[Chain]:
    """The first, and others up to the last: nothing comes to the single weights of a neuron that is
    dead."""
    return [*found[:TRIED], *found[TRIED :: len(found) // TRIED + 1]]


def comes_from(tape: Tape, chain: Chain, barriers: Collection[int]) -> bool:
    if barriers or chain.by_itself is None:
        changes = [x.change.ids for x in chain.moves[: len(chain.places)]]
        found = any(
            ids is not None and leads_to(tape, ids, chain.root, barriers) for ids in changes
        )
        if barriers:
            return found
        chain.by_itself = found
    return chain.by_itself


def is_kept(tape: Tape, found: list[Chain], barriers: Collection[int]) -> bool:
    """Whether these are what an optimiser keeps, or piles up, from step to step: arrays of which
    nothing else is computed than changes, number by number; single numbers that come back to
    themselves by way of others that are moved."""
    size = np.size(found[0].root)
    if size == 1:
        return not any(comes_from(tape, chain, barriers) for chain in tried(found))
    versions = [chain.version(k) for chain in found[:1] for k in range(len(chain.moves) + 1)]
    marks = after(tape, versions, barriers)
    return all(made.size == size for made in tape.operations if marks[made.start])


def moves_once(tape: Tape, found: list[Chain]) -> bool:
    """Whether these were there before the first of them was moved, as what is made anew in each
    turn of a loop was not, by something that knows more than they do; and what they became is used,
    or what they were, not both: who goes on with a sum has no more use for what it was."""
    first = min(chain.moves[0].operation.start for chain in found)
    if any(first_of(chain.root) >= first for chain in found) or is_shift(tape, found[0]):
        return False
    after_it = tape.operations[found[0].moves[0].operation.index + 1 :]
    used = marked(tape, taken(after_it))
    return not all(used[x.version(1)].any() and used[x.version(0)].any() for x in found)


def is_shift(tape: Tape, chain: Chain) -> bool:
    """Whether its first change comes from nothing but what it came from itself, as where the
    largest of some numbers is taken from each."""
    change = chain.moves[0].change.ids
    more = before(tape, [change] if change is not None else []) & ~before(tape, [chain.root])
    return not (more & (tape.makers[: tape.count] == LEAF)).any()


def is_made(tape: Tape, found: list[Chain], every: Mapping[Key, list[Chain]]) -> bool:
    """Whether these were computed from others that are moved, as activations are."""
    seen = before(tape, [found[0].root])
    mine = {id(chain) for chain in found}
    others = (chain for chains in every.values() for chain in chains if id(chain) not in mine)
    return any(seen[chain.version(0)].any() for chain in others)


def is_met(tape: Tape, chain: Chain, every: Mapping[Key, list[Chain]]) -> bool:
    """Whether it is what the cost is of, targets: its only change comes from what others became,
    and those same others, as they were, had met it in a sum before."""
    move = chain.moves[0]
    if np.size(chain.root) == 1:  # of which a parameter may be many
        return False
    others = [one for found in every.values() for one in found if one is not chain]
    became = {id(one) for one in others if comes_by(tape, move.change, one.version(1))}
    for made in tape.operations[: move.operation.index] if became else ():
        if made.kind in ("add", "subtract") and made.shape == move.operation.shape:
            for one, by in (made.operands, made.operands[::-1]):
                if first_of(one.ids) == first_of(chain.root):
                    return became == {id(x) for x in others if comes_by(tape, by, x.version(0))}
    return False


def comes_by(tape: Tape, operand: Operand, ids: Ids) -> bool:
    return operand.ids is not None and bool(before(tape, [operand.ids])[ids].any())


def begins(tape: Tape, found: list[Chain], barriers: frozenset[int]) -> bool:
    """Whether these are no activations: a parameter moves on from each version once, and does not
    begin as what others, which were moved, come to."""
    roots = [first_of(chain.root) for chain in found]
    if len(set(roots)) < len(roots):
        return False
    for chain in found[:TRIED] + found[-TRIED:]:
        mine = {x.operation.index for one in (chain, chain.parent) if one for x in one.moves}
        others = (index for index in behind(tape, [chain.root]) if index in barriers)
        if any(index not in mine for index in others):
            return chain.counted
    return True


def together(found: list[Chain]) -> list[Parameter]:
    """Arrays alone, single numbers of one place together, if they are moved in the same time: those
    of another network are others."""
    single: dict[Key, list[Chain]] = {}
    for chain in found:
        if np.size(chain.root) == 1:
            (place, *more) = chain.places
            single.setdefault(chain.place if more else place, []).append(chain)
    arrays = [Parameter([chain]) for chain in found if np.size(chain.root) > 1]
    return [*arrays, *(Parameter(one) for same in single.values() for one in at_once(same))]


def at_once(found: list[Chain]) -> Iterator[list[Chain]]:
    """Chains in groups, of which each begins when those before have ended."""
    begun = [chain.moves[0].operation.index for chain in found]
    last = -1
    group: list[Chain] = []
    for k in np.argsort(begun, kind="stable").tolist():
        if group and begun[k] > last:
            yield group
            group = []
        group.append(found[k])
        last = max(last, found[k].moves[-1].operation.index)
    yield group


def mark_shared(each: list[Parameter]) -> None:
    """Notes the ids that several parameters begin as: `b1 = b2 = 0.0`."""
    roots = [chain.version(0) for one in each for chain in one.chains]
    ids, counts = np.unique(np.concatenate(roots), return_counts=True) if roots else ([], [])
    shared = np.asarray(ids)[np.asarray(counts) > 1]
    for one in each if shared.size else ():
        one.shared = shared
