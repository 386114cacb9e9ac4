"""Numbers that are moved again and again at one place: sums of which one operand is what the same
place made before, maybe by way of others, as where decay is a statement of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.graph import marked, taken
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import LEAF, Ids, Operand, Operation, Tape, first_of

Home = tuple[int, ...]  # a place, as `Place.home` has it
Key = Home | Place
BRANCHES = 4  # places by way of which a number comes back to one


class Move(NamedTuple):
    """`operation` adds something to the numbers `old`; `change` is the operand that is added."""

    operation: Operation
    old: Ids | int
    change: Operand


@dataclass
class Chain:
    """The versions of numbers that were moved, one move after the other."""

    moves: list[Move] = field(default_factory=list)
    counted: bool = False  # whether it began as a number that is no leaf, such as a plain 0
    by_itself: bool | None = None  # whether its first moves come from what it moves; if it is known
    parent: Chain | None = None  # whose last version it began as, after `after` moves
    after: int = 0
    places: set[Key] = field(default_factory=set)
    gone: bool = False  # as its moves are its parent's now

    @property
    def root(self) -> Ids | int:
        return self.moves[0].old

    @property
    def place(self) -> Home:
        return self.moves[0].operation.place.home

    def version(self, k: int) -> Ids:
        """The ids after k moves."""
        if k == 0:
            return np.atleast_1d(np.asarray(self.root)).ravel()
        made = self.moves[k - 1].operation
        return np.arange(made.start, made.stop)

    def lives(self, end: int) -> Iterator[tuple[Ids, int]]:
        """Each version, and the operation that moves it on."""
        for k, move in enumerate(self.moves):
            yield self.version(k), move.operation.index
        yield self.version(len(self.moves)), end


class Moving:
    """All chains of a tape, as far as it has been looked at; those of one statement together, or
    only for the same callers, as where a matrix of the program's own adds in one statement."""

    def __init__(self, tape: Tape, by_callers: bool = False):
        self.tape, self.seen, self.by_callers = tape, 0, by_callers
        self.last: dict[int, Chain] = {}  # by the first id of what the last move made
        self.families: dict[Key, list[Chain]] = defaultdict(list)
        self.sums: dict[Key, list[int]] = defaultdict(list)  # operations, by place
        self.taken: dict[int, int] = {}  # by first id, the operation that took it first

    def key(self, made: Operation) -> Key:
        return made.place if self.by_callers else made.place.home

    def go_on(self) -> None:
        """Looks at what was recorded since."""
        for made in self.tape.operations[self.seen :]:
            for ids in taken([made]):
                self.taken.setdefault(first_of(ids), made.index)
            if made.kind in ("add", "subtract") and made.size:
                self.sums[self.key(made)].append(made.index)
                self.follow(made)
        self.seen = len(self.tape.operations)

    def follow(self, made: Operation) -> None:
        found = list(moves(self.tape, made))
        for move in found:
            chain = self.last.get(first_of(move.old))
            if chain and continues(chain, move) and self.goes_on(chain, move):
                return
        for move in self.first_moves(made)[:1]:
            by = self.tape.maker(move.old)
            counted = by is not None and self.key(by) == self.key(made)
            parent = self.last.get(first_of(move.old))
            if parent is not None and not continues(parent, move):
                parent = None
            chain = self.last[made.start] = Chain([move], counted, None, parent)
            chain.after = len(parent.moves) if parent else 0
            chain.places = {self.key(made)}
            self.families[self.key(made)].append(chain)

    def first_moves(self, made: Operation) -> list[Move]:
        """How a chain may begin, the likeliest first: of arrays, with what is shrunk as it is
        moved."""
        here = made.place.position.line
        begins = any(one.ids is None and np.all(np.equal(one.constant, 0)) for one in made.operands)
        first = made.operands[0].ids
        number = isinstance(first, int) and self.tape.maker(first) is None
        begins = begins or (number and made.shape != ())  # it is an array from then on
        found = [] if begins else list(moves(self.tape, made))  # from a plain 0, as the next shows
        last = made.operands[-1].ids
        if last is not None and self.tape.maker(last) is None and self.tape.maker(first):
            found = [one for one in found if one.old is last] or found  # as in change + w
        shrunk = self.tape.maker(first)
        if not made.shape or shrunk is None or shrunk.place.position.line != here:
            return found
        index = shrunk.index
        used = {x for x in map(first_of, taken([shrunk])) if self.taken.get(x, index) < index}
        return sorted(found, key=lambda move: first_of(move.old) not in used)

    def goes_on(self, chain: Chain, move: Move) -> bool:
        """Whether the place of a move is one of its chain's, or of what this branched off from."""
        branches = [chain]
        while self.key(move.operation) not in branches[-1].places:
            parent, after = branches[-1].parent, branches[-1].after
            if parent is None or len(parent.moves) != after or len(branches) > BRANCHES:
                return False
            branches.append(parent)
        whole = branches[-1]
        for branch in branches[-2::-1]:
            whole.moves += branch.moves
            whole.places |= branch.places
            branch.gone = True
        whole.moves.append(move)
        self.last.pop(first_of(move.old), None)
        self.last[move.operation.start] = whole
        return True


def moving(tape: Tape, by_callers: bool = False) -> Moving:
    """All sums and differences of which one operand is what the same place made before."""
    name = "moving by callers" if by_callers else "moving"
    found = tape.kept.get(name)
    if found is None:
        found = tape.kept[name] = Moving(tape, by_callers)
    found.go_on()
    return found


def moves(tape: Tape, made: Operation) -> Iterator[Move]:
    """Ways to see a sum as a move: of one operand, or of what a number times it is."""
    add = made.kind == "add"
    # A vector that a row is subtracted from, as of the errors of one sample, is a row from then on.
    shapes = {made.shape} if add or made.shape[:1] != (1,) else {made.shape, made.shape[1:]}
    for k, other in ((0, 1), (1, 0)) if add else ((0, 1),):
        old = made.operands[k].ids
        if old is None or shape_of(old) not in shapes:
            continue
        yield Move(made, old, made.operands[other])
        scaled = tape.maker(old)
        if scaled is not None and scaled.kind == "multiply" and scaled.shape == made.shape:
            for one, by in (scaled.operands, scaled.operands[::-1]):
                if one.ids is not None and shape_of(one.ids) == made.shape and is_single(by):
                    yield Move(made, one.ids, made.operands[other])


def shape_of(ids: Ids | int) -> tuple[int, ...]:
    return () if isinstance(ids, int) else ids.shape


def is_single(operand: Operand) -> bool:
    return operand.ids is None or np.size(operand.ids) == 1


def continues(chain: Chain, move: Move) -> bool:
    """Whether it moves what the chain's last move made."""
    last = chain.moves[-1].operation
    if isinstance(move.old, int):
        return last.start == move.old and last.size == 1
    return last.size == move.old.size and np.array_equal(
        np.ravel(move.old), np.arange(last.start, last.stop)
    )


def lost(tape: Tape, found: list[Chain]) -> Operation | None:
    """Where numbers that had been moved came back as new ones, of nothing on the tape: through
    text or a file. What moves by a constant is a counter."""
    found = [one for one in found if any(move.change.ids is not None for move in one.moves)]
    chains = sorted(found, key=lambda chain: chain.moves[0].operation.index)
    for one, other in pairwise(chains):
        last, root = one.moves[-1].operation, other.version(0)
        came = root[0] >= last.stop and tape.makers[root[0]] == LEAF and root.size == last.size
        values, began = tape.values[last.results], tape.values[one.version(0)]
        moved = not np.array_equal(values, began)  # what adds up nothing is where it began
        if came and moved and np.array_equal(tape.values[root], values):
            return other.moves[0].operation
    return None


def in_steps(tape: Tape, found: list[Chain], barriers: Collection[int]) -> list[Chain]:
    """Moves between which nothing was computed from what was moved are one: an index that occurs
    twice, a statement for each term."""
    lines = {line_of(move.operation) for x in found if len(x.places) > 1 for move in x.moves}
    every = [made for made in tape.operations if made.index not in barriers]
    used = elsewhere = marked(tape, taken(every))
    if lines:
        elsewhere = marked(tape, taken(x for x in every if line_of(x) not in lines))
    return [stepped(chain, elsewhere if len(chain.places) > 1 else used) for chain in found]


def stepped(chain: Chain, used: Any) -> Chain:
    looked_at = [bool(used[chain.version(k)].any()) for k in range(len(chain.moves))]
    if all(looked_at) or not any(looked_at[1:]):
        return chain
    steps: list[list[Move]] = []
    for k, move in enumerate(chain.moves):
        if k == 0 or looked_at[k]:
            steps.append([])
        steps[-1].append(move)
    return Chain([together(step) for step in steps], chain.counted, places=chain.places)


def together(step: list[Move]) -> Move:
    changes = [np.ravel(x.change.ids) for x in step if x.change.ids is not None]
    ids = np.concatenate(changes) if changes else None
    return Move(step[-1].operation, step[0].old, Operand(ids)) if step[1:] else step[0]


def line_of(made: Operation) -> tuple[str, int]:
    return made.place.position.file, made.place.position.line


def in_rows(tape: Tape, found: list[Chain]) -> list[Chain]:
    """The chains of one place; each row by itself, where a move takes rows that moved before beside
    others, as of the words of each sentence."""
    mine = {move.operation.index for chain in found for move in chain.moves}
    if not any(is_mixed(tape, chain, mine) for chain in found):
        return found
    made: list[Chain] = []
    last: dict[int, Chain] = {}
    every = [(move, chain) for chain in found for move in chain.moves]
    for move, whole in sorted(every, key=lambda one: one[0].operation.index):
        for row in rows_of(move):
            chain = last.pop(first_of(row.old), None)
            if chain is None or not continues(chain, row):
                chain = Chain(places=whole.places)
                made.append(chain)
            chain.moves.append(row)
            last[row.operation.start] = chain
    return made


def is_mixed(tape: Tape, chain: Chain, mine: Collection[int]) -> bool:
    """Whether it begins with a part of what some of these operations made."""
    if np.size(chain.root) == 1 or chain.parent is not None:
        return False
    return bool(np.isin(np.unique(tape.makers[np.ravel(chain.root)]), [*mine]).any())


def rows_of(move: Move) -> Iterator[Move]:
    made, old = move.operation, np.asarray(move.old)

    def row(operand: Operand, k: int) -> Operand:
        if operand.ids is None or np.ndim(operand.ids) == 0:
            return operand
        ids = np.broadcast_to(operand.ids, made.shape)[k]
        return Operand(ids if ids.ndim else int(ids))

    size = made.size // len(old)
    for k, ids in enumerate(old):
        one = replace(
            made,
            start=made.start + k * size,
            size=size,
            shape=made.shape[1:],
            operands=tuple(row(each, k) for each in made.operands),
        )
        yield Move(one, ids if ids.ndim else int(ids), row(move.change, k))
