"""Numbers that belong together: what is made by one operation, or at one place; parameters of one
layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from groundup.checking.judging.fits import Fit
from groundup.checking.judging.graph import taken
from groundup.checking.tracing.tape import Ids, Operation


@dataclass(eq=False)
class Piece:
    """What is in one layer of the numbers of a parameter."""

    whole: Fit
    fit: Fit  # of these numbers alone
    old: Ids
    new: Ids
    layer: int  # from 1; 0 where it is of none
    weights: bool

    @property
    def shape(self) -> tuple[int, ...]:
        chains = self.fit.parameter.chains
        return np.shape(chains[0].root) if len(chains) == 1 else ()


class Group(NamedTuple):
    """Parameters of one layer that are moved at one place: by `factor` times their gradient."""

    old: Ids
    new: Ids
    layer: int
    weights: bool  # which are multiplied, and not only added
    factor: float
    shape: tuple[int, ...]
    parts: tuple[Ids, ...]  # the arrays that they are in
    right: bool  # whether they go down their gradient, by whatever factor


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
        inside = [*map(np.ravel, taken(self.operations))]
        return self.ids[~np.isin(self.ids, np.concatenate(inside))] if inside else self.ids

    def at(self, ids: Ids) -> Ids:
        """Where some of the ends are."""
        order = np.argsort(self.ends, kind="stable")
        return order[np.searchsorted(self.ends, ids, sorter=order)]


def blocks(operations: Iterable[Operation], layer: Callable[[Operation], object]) -> list[Block]:
    """`layer` tells single numbers of one place apart, which is one for all turns of a loop."""
    return gathered(operations, lambda made: (made.place, made.kind, layer(made)))


def given(operations: Iterable[Operation], layer: Callable[[Operation], object]) -> list[Block]:
    """What functions give for single numbers by one of several branches, as a sigmoid may: their
    `ends` are the results."""

    def call(made: Operation) -> object:
        code = made.place.frames[0][0] if made.place.frames else None
        return id(code), made.place.frames[1:], layer(made)

    single = (made for made in operations if made.size == 1)
    return [one for one in gathered(single, call) if len({x.place for x in one.operations}) > 1]


def gathered(operations: Iterable[Operation], key: Callable[[Operation], object]) -> list[Block]:
    """Each array alone."""
    found: dict[object, list[Operation]] = defaultdict(list)
    for made in operations:
        found[key(made) if made.size == 1 else made.index].append(made)
    return [Block(made) for made in found.values()]
