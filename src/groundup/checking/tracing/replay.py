"""The same tape with other leaves: what the program would have computed, on the same way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.checking.tracing.differentiation import Numbers, inputs
from groundup.checking.tracing.operations import forward
from groundup.checking.tracing.tape import Ids, Tape


class Replay(NamedTuple):
    """`values` by id. `until` is the first operation that may be another, since a number on which
    the program decides (a branch, an index) has changed; all before it are as it would have
    them."""

    values: Numbers
    until: int


def replay(tape: Tape, leaves: Ids, numbers: Numbers, until: int | None = None) -> Replay:
    """Runs all operations again, or those before `until`, where `leaves` have the values
    `numbers`."""
    values = tape.values[: tape.count].copy()
    values[leaves] = numbers
    for made in tape.operations[:until]:
        result = forward(made.kind, inputs(made, values), made.options)
        values[made.results] = np.ravel(result)
    other = first_other_way(tape, values)
    return Replay(values, other if until is None else min(other, until))


def first_other_way(tape: Tape, values: Numbers) -> int:
    """The operation from which on the program might have done something else."""
    for ids, _, operation in tape.decisions:
        if np.any(values[ids] != tape.values[ids]):
            return operation
    return len(tape.operations)
