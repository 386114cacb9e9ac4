"""Where a program's way back goes wrong: the first value that is no gradient, though all that it
is computed from is right.

Values on the way back are compared with what reverse mode gives for the values on the way forwards,
in any order, so that a transposed matrix is known again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from types import CodeType
from typing import NamedTuple

import numpy as np

from groundup.checking.judging.agreement import (
    FEW,
    SAME_NUMBER,
    alike,
    alike_in_part,
    is_among,
    signature,
)
from groundup.checking.judging.costs import Cost
from groundup.checking.judging.fits import Fit
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import has, taken
from groundup.checking.tracing.differentiation import Numbers, adjoints
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import Ids, Operation

Frames = tuple[tuple[CodeType, int], ...]


class Mistake(NamedTuple):
    """`wrong` is the first operation whose result is not right; `right` are the last ones before it
    that are. If all that it takes is right, something is `missing`."""

    wrong: Operation
    right: tuple[Operation, ...]
    missing: bool = False


def first_mistakes(back: WayBack, rows: Iterable[Fit]) -> list[Mistake]:
    """One for each step that is wrong, in the order of the program; those of one place once."""
    found = [one for row in rows if (one := back.first_wrong(row))]
    found.sort(key=lambda one: one.wrong.index)
    return list({one.wrong.place.innermost: one for one in reversed(found)}.values())[::-1]


class WayBack:
    """All on the way back to the steps, and whether it is right."""

    def __init__(self, flow: Flow, cost: Cost):
        self.flow, self.cost, tape = flow, cost, flow.tape
        self.true: dict[int, list[Numbers]] = defaultdict(list)  # signatures, by size
        self.single: list[tuple[int, float]] = []  # sizes of single numbers, and since which id
        self.forward = forward = flow.before(cost.seeds)
        found = adjoints(tape, cost.seeds, flow.parameters.barriers, edge=self.learn)
        self.slopes = found  # d cost / d number, by id
        places: dict[tuple[object, ...], list[Operation]] = defaultdict(list)
        for made in tape.operations:
            if made.index in flow.parameters.barriers:
                continue
            if has(forward, made):
                places[self.key(made, True)].append(made)
            elif has(flow.into_steps, made):
                places[self.key(made, False)].append(made)
        for key, found_here in places.items():
            if key[0]:
                self.learn_numbers(np.concatenate([found[made.results] for made in found_here]))
        for one in flow.parameters.each:
            for step in range(min(one.steps(), 4)):
                self.learn_numbers(found[one.versions(step)[0]])
        self.blocks: dict[int, bool] = {}  # by operation, whether it is right
        self.concerned: set[int] = set()  # what comes from an error
        for key, found_here in places.items():
            together = self.is_true(found_here)
            for made in found_here:
                right = together or (not key[0] and self.is_known(made))
                if right or not key[0]:
                    self.blocks[made.index] = right
        partly = set[int]()
        back = [x for key, found_here in places.items() if not key[0] for x in found_here]
        if not (cost.assumed or any(self.blocks[made.index] for made in back)):
            partly = {made.index for made in back if self.is_right_in_part(made)}
        for made in tape.operations:
            right = self.blocks.get(made.index)
            from_error = right is False and bool(self.sources(made) & self.concerned)
            if right or from_error or made.index in partly:
                self.concerned.add(made.index)

    def begins(self, made: Operation) -> Place:
        """Where what an operation gives goes wrong: in its statement; or, where that is right when
        called from elsewhere, in the call."""
        frames = made.place.frames
        known = (frames[: k + 1] in self.proven for k in range(len(frames)))
        first = next((k for k, one in enumerate(known) if not one), 0)
        return self.flow.tape.places.place(frames[first:])

    @cached_property
    def proven(self) -> set[Frames]:
        """Statements that give what is right, each with the calls that led there, or the first of
        them: those on the way forwards, and what gradients are computed by. Of a single number,
        most that is wrong is right, too."""
        tape, found = self.flow.tape, set[Frames]()
        right = set[int]()
        for made in reversed(tape.operations):
            forward = has(self.forward, made)
            if self.blocks.get(made.index) and min(made.shape, default=1) > 1:
                right.add(made.index)
            if made.index in right and not forward:
                right |= self.sources(made) - self.concerned
            if made.index in right or forward:
                frames = made.place.frames
                found |= {frames[: k + 1] for k in range(len(frames))}
        return found

    def is_right_in_part(self, made: Operation) -> bool:
        """Whether many of its numbers are the gradient of others before, and some are not."""
        tape = self.flow.tape
        if made.size < FEW:
            return False
        same = (x for x in tape.operations[: made.index] if x.size == made.size)
        slopes = (self.slopes[x.results] for x in same)
        return any(alike_in_part(tape.values[made.results], one) for one in slopes if one.any())

    def key(self, made: Operation, forward: bool) -> tuple[object, ...]:
        return forward, made.place if made.size == 1 else made.index, made.kind

    def learn(self, made: Operation, operand: int, part: Numbers) -> None:
        if part.size > 1:
            self.learn_numbers(part)
        elif part.size:
            self.single.append((made.start, abs(float(part.flat[0]))))

    def learn_numbers(self, numbers: Numbers) -> None:
        mine = signature(numbers)
        if mine is not None:
            self.true[numbers.size].append(mine)

    @cached_property
    def sizes(self) -> tuple[Numbers, Ids]:
        """Those of all gradients of single numbers, and the first number that each is of."""
        own = np.flatnonzero(self.slopes)
        since = np.array([*[one for one, _ in self.single], *own], np.int64)
        sizes = np.array([*[size for _, size in self.single], *np.abs(self.slopes[own])])
        order = np.argsort(since, kind="stable")
        known, first = np.unique(sizes[order], return_index=True)
        return known, since[order][first]

    def is_true(self, operations: list[Operation]) -> bool:
        values = self.flow.tape.values
        numbers = np.concatenate([values[made.results] for made in operations])
        mine, known = signature(numbers), self.signatures.get(numbers.size)
        return mine is not None and known is not None and is_among(mine, known)

    @cached_property
    def signatures(self) -> dict[int, Numbers]:
        """Of all gradients, a row for each in the order of their first numbers, by size."""
        return {
            size: np.array(sorted(rows, key=lambda one: one[0])) for size, rows in self.true.items()
        }

    def is_known(self, made: Operation) -> bool:
        """Of a single number: whether it is the gradient of an earlier one, up to its sign."""
        size = abs(self.flow.tape.values[made.start])
        if made.size != 1 or size == 1:
            return False
        known, since = self.sizes
        k = min(int(np.searchsorted(known, size * (1 - SAME_NUMBER))), len(known) - 1)
        same = k >= 0 and abs(known[k] - size) <= SAME_NUMBER * size
        return bool(same and since[k] < made.start)

    def sources(self, made: Operation) -> set[int]:
        """The operations whose results it takes."""
        return {index for ids in taken([made]) for index in self.of_change(ids)}

    def first_wrong(self, row: Fit) -> Mistake | None:
        """The earliest operation on the way to a step that is not right, behind ones that are."""
        moves = row.moved
        waiting = [index for move in moves for index in self.of_change(move.change.ids)]
        region: dict[int, Operation] = {}
        frontier: set[int] = set()
        seen: set[int] = set()
        while waiting:
            index = waiting.pop()
            if index in seen or index not in self.concerned:
                continue
            seen.add(index)
            if self.blocks[index]:
                frontier.add(index)
                continue
            made = region[index] = self.flow.tape.operations[index]
            waiting += self.sources(made)
        if not region:
            right = tuple(self.begun(self.flow.tape.operations[index]) for index in frontier)
            part = right and self.is_a_part(row)
            return Mistake(moves[0].operation, right, True) if part else None
        made = region[min(region)]
        right = sorted(self.sources(made) & frontier)
        return Mistake(made, tuple(self.flow.tape.operations[index] for index in right))

    def is_a_part(self, row: Fit) -> bool:
        """Whether a step is right for something, and that is not all of the gradient: no multiple
        of it, and not its numbers in another order."""
        both = signature(row.change), signature(row.gradient)
        known = not self.cost.assumed and both[0] is not None and both[1] is not None
        return known and not alike(*both)

    def begun(self, made: Operation) -> Operation:
        """The first that has the same numbers, up to a factor."""
        for index in self.sources(made):
            if self.blocks.get(index) and self.flow.tape.operations[index].size == made.size:
                return self.begun(self.flow.tape.operations[index])
        return made

    def of_change(self, ids: Ids | int | None) -> set[int]:
        makers = self.flow.tape.makers[np.ravel(0 if ids is None else ids)]
        return set(np.unique(makers[makers >= 0]).tolist())
