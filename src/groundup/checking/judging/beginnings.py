"""Weights that begin as zeros: nothing comes back through them, so that what is behind them has no
gradient that could be wrong."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from groundup.checking.judging.graph import marked, taken
from groundup.checking.judging.parameters import Parameters
from groundup.checking.judging.probes import other_tape
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import LEAF, Ids, Tape

PRODUCTS = frozenset(("matmul", "einsum"))
STILL = 1e-12  # what is nothing but rounding
SPREAD = 0.5  # of the weights that take their place


def woken(tape: Tape, found: Parameters) -> Tape:
    """The same for a training that moves nothing, as from zeros where the samples' slopes are 0 in
    all."""
    ends = ((one.version(0), one.version(len(one.moves))) for one in found.chains)
    still = all(np.abs(tape.values[new] - tape.values[old]).max() < STILL for old, new in ends)
    return awake(tape, [one.version(0) for one in found.chains])[0] if still else tape


def awake(tape: Tape, weights: Iterable[Ids]) -> tuple[Tape, bool]:
    """The same tape with other weights, where some are zeros; and whether the program goes the same
    way with them: if not, it is as it was."""
    found = [ids for ids in weights if ids.size > 1 and is_asleep(tape, ids)]
    zeros = multiplied(tape, found)
    if not zeros.size:
        return tape, True
    numbers = np.random.default_rng(0).normal(0.0, SPREAD, zeros.size)
    again = replay(tape, zeros, numbers)
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
