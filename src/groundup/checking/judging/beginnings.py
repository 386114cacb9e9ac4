"""Weights that begin as zeros: nothing comes back through them, so that what is behind them has no
gradient that could be wrong."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from groundup.checking.judging.blocks import Block
from groundup.checking.judging.graph import marked, taken
from groundup.checking.judging.probes import other_tape
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import LEAF, Ids, Tape

PRODUCTS = frozenset(("matmul", "einsum"))
SPREAD = 0.5  # of the weights that take their place


def awake(tape: Tape, held: Iterable[Block]) -> tuple[Tape, bool]:
    """The same tape with other weights, where some are zeros; and whether the program goes the same
    way with them: if not, it is as it was."""
    found = [one.ids for one in held if one.ids.size > 1 and is_asleep(tape, one.ids)]
    weights = multiplied(tape, found)
    if not weights.size:
        return tape, True
    numbers = np.random.default_rng(0).normal(0.0, SPREAD, weights.size)
    again = replay(tape, weights, numbers)
    same = again.until == len(tape.operations)
    return (other_tape(tape, again) if same else tape), same


def is_asleep(tape: Tape, ids: Ids) -> bool:
    there = bool((ids > 0).all() and (ids < tape.count).all())
    return there and bool((tape.makers[ids] == LEAF).all()) and not tape.values[ids].any()


def multiplied(tape: Tape, some: list[Ids]) -> Ids:
    """Those of some leaves that matrices of others are multiplied with."""
    if not some:
        return np.zeros(0, np.int64)
    factors = marked(tape, taken(x for x in tape.operations if x.kind in PRODUCTS))
    return np.flatnonzero(marked(tape, some) & factors)
