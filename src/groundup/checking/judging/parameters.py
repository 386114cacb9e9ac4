"""The parameters of a program: what moves again and again at one place, by what was computed from
itself. So a sum that piles up is none, and neither is a velocity, whose first move does not come
from itself, nor what a residual layer adds to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np

from groundup.checking.judging.chains import Chain, chains, first_of
from groundup.checking.judging.graph import after, before, leads_to, marked
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import Ids, Operation, Tape

TRIED = 6  # chains of one place, of which it is asked whether they come from themselves
TWICE = 2


@dataclass
class Parameter:
    """What is moved at one place: an array, or single numbers together. `moves[k]` is its move from
    version k to the next."""

    chains: list[Chain]
    shared: Ids = field(default_factory=lambda: np.zeros(0, np.int64))  # roots, of others too

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

    def versions(self, k: int) -> tuple[Ids, Ids]:
        """The ids before and after step k, of what moved in it."""
        moved = [chain for chain in self.chains if len(chain.moves) > k]
        none = np.zeros(0, np.int64)
        old = [chain.version(k) for chain in moved]
        new = [chain.version(k + 1) for chain in moved]
        return np.concatenate([none, *old]), np.concatenate([none, *new])


@dataclass
class Parameters:
    """All of a program, and the operations that move them: what they make is as good as a leaf."""

    each: list[Parameter]
    barriers: frozenset[int]
    others: list[Chain] = field(default_factory=list)  # what is moved, but not by itself
    given: bool = False  # whether the program gives gradients, and the moves were made for it
    negated: bool = False  # whether they have the opposite sign

    def steps(self) -> int:
        return max((one.steps() for one in self.each), default=0)

    def places(self) -> set[Place]:
        """Where they are moved."""
        every = (move for one in self.each for chain in one.chains for move in chain.moves)
        return {move.operation.place for move in every}

    def ids(self) -> Iterator[Ids]:
        """Every version of every parameter."""
        for one in self.each:
            for chain in one.chains:
                for k in range(len(chain.moves) + 1):
                    yield chain.version(k)

    def groups(self) -> list[Parameters]:
        """Those that are moved at the same time, as of one network: one training after the
        other."""
        if self.steps() < TWICE:
            return [self] if self.each else []
        found: list[list[Parameter]] = []
        end = -1
        for one in sorted(self.each, key=lambda one: one.span):
            if one.span[0] > end:
                found.append([])
            found[-1].append(one)
            end = max(end, one.span[1])
        return [self.only(one) for one in found]

    def only(self, each: list[Parameter]) -> Parameters:
        first, last = min(one.span[0] for one in each), max(one.span[1] for one in each)
        others = [
            chain
            for chain in self.others
            if any(first <= move.operation.index <= last for move in chain.moves)
        ]
        return Parameters(each, self.barriers, others)

    def changes(self) -> Iterator[Ids | int]:
        """What was added to them."""
        for one in self.each:
            for chain in one.chains:
                yield from (x.change.ids for x in chain.moves if x.change.ids is not None)


def parameters(tape: Tape) -> Parameters:
    """Those of a program that was run on a tape; none where it takes no steps."""
    families = defaultdict(list)
    for chain in chains(tape):
        families[chain.moves[0].operation.place.innermost].append(chain)
    again = {
        place: found
        for place, found in families.items()
        if max(len(chain.moves) for chain in found) >= TWICE
    }
    kept = {place: found for place, found in again.items() if moves_itself(tape, found)}
    places = {place: barriers_at(tape, place) for place in kept}
    for place, found in again.items():
        if place not in kept and found[0].counted:
            others = frozenset().union(*places.values())
            if moves_itself(tape, found, others, counted=True):
                kept[place], places[place] = found, barriers_at(tape, place)
    if not kept:  # a program of one step
        once = {p: found for p, found in families.items() if moves_once(tape, found)}
        kept = {p: found for p, found in once.items() if moves_itself(tape, found)}
        places = {place: barriers_at(tape, place) for place in kept}
    barriers = frozenset().union(*places.values())
    kept = {place: found for place, found in kept.items() if begins(tape, found, barriers)}
    barriers = frozenset().union(*[places[place] for place in kept])
    moving = {place: x for place, x in kept.items() if not is_kept(tape, x, barriers)}
    kept = moving or kept
    barriers = frozenset().union(*[places[place] for place in kept])
    each = [one for found in kept.values() for one in together(found)]
    mark_shared(each)
    others = [one for place, found in again.items() if place not in kept for one in found]
    return Parameters(each, barriers, others)


def moves_itself(
    tape: Tape, found: list[Chain], barriers: Collection[int] = (), counted: bool = False
) -> bool:
    """Whether the first change of some of these comes from what it changes."""
    longest = sorted(found, key=lambda chain: -len(chain.moves))[:TRIED]
    return any(comes_from(tape, chain, barriers) for chain in longest if chain.counted == counted)


def comes_from(tape: Tape, chain: Chain, barriers: Collection[int]) -> bool:
    move = chain.moves[0]
    return move.change.ids is not None and leads_to(tape, move.change.ids, move.old, barriers)


def is_kept(tape: Tape, found: list[Chain], barriers: Collection[int]) -> bool:
    """Whether these are what an optimiser keeps, from step to step: arrays of which nothing else is
    computed than changes, number by number."""
    size = np.size(found[0].root)
    if size == 1:
        return False
    versions = [chain.version(k) for chain in found[:1] for k in range(len(chain.moves) + 1)]
    marks = after(tape, versions, barriers)
    return all(made.size == size for made in tape.operations if marks[made.start])


def barriers_at(tape: Tape, place: tuple[int, int]) -> frozenset[int]:
    """The operations of a place where parameters are moved."""
    return frozenset(
        made.index
        for made in tape.operations
        if made.kind in ("add", "subtract") and made.place.innermost == place
    )


def moves_once(tape: Tape, found: list[Chain]) -> bool:
    """Whether these were there before the first of them was moved, as what is made anew in each
    turn of a loop was not; and what they became is used, or what they were, not both: who goes on
    with a sum has no more use for what it was."""
    first = min(chain.moves[0].operation.start for chain in found)
    if any(first_of(chain.root) >= first for chain in found):
        return False
    after_it = tape.operations[found[0].moves[0].operation.index + 1 :]
    taken = [one.ids for made in after_it for one in made.operands if one.ids is not None]
    used = marked(tape, taken)
    return not all(used[x.version(1)].any() and used[x.version(0)].any() for x in found)


def begins(tape: Tape, found: list[Chain], barriers: frozenset[int]) -> bool:
    """Whether these are no activations: a parameter moves on from each version once, and does not
    begin as what others, which were moved, come to."""
    roots = [first_of(chain.root) for chain in found]
    if len(set(roots)) < len(roots):
        return False
    for chain in found[:TRIED] + found[-TRIED:]:
        seen = before(tape, [chain.root])
        if any(seen[tape.operations[index].start] for index in barriers - own(chain)):
            return chain.counted
    return True


def own(chain: Chain) -> set[int]:
    return {move.operation.index for move in chain.moves}


def together(found: list[Chain]) -> list[Parameter]:
    """Arrays alone, single numbers of one place together."""
    single = [chain for chain in found if np.size(chain.root) == 1]
    arrays = [Parameter([chain]) for chain in found if np.size(chain.root) > 1]
    return [*arrays, *([Parameter(single)] if single else [])]


def mark_shared(each: list[Parameter]) -> None:
    """Notes the ids that several parameters begin as: `b1 = b2 = 0.0`."""
    roots = [chain.version(0) for one in each for chain in one.chains]
    ids, counts = np.unique(np.concatenate(roots), return_counts=True) if roots else ([], [])
    shared = np.asarray(ids)[np.asarray(counts) > 1]
    for one in each if shared.size else ():
        one.shared = shared
