"""What is right, and yet gives NaN where weights are large: a softmax or a logarithm that was
written as in a textbook."""

from __future__ import annotations

import numpy as np

from groundup.checking.judging.flow import Flow
from groundup.checking.judging.probes import roots
from groundup.checking.model.answers import REMEDIES
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import LEAF, Ids, Operation, Tape

TIMES = 1e6  # as large: e^z is no float any more
TRIES = 4


def steep(flow: Flow) -> Operation | None:
    """The first operation that gives NaN where parameters are large; None where none does. Where a
    program would go another way then, those of the layers behind that are made large, and so on."""
    tape, start = flow.tape, 0
    mine = np.flatnonzero(roots(flow) & (tape.makers[: tape.count] == LEAF))
    used = first_used(tape, mine)
    for _ in range(TRIES):
        large = mine[used >= start]
        if not large.size:
            break
        again = replay(tape, large, TIMES * tape.values[large])
        for made in tape.operations[start : again.until]:
            if np.isnan(again.values[made.results]).any():
                return made
        start = again.until
    return None


def first_used(tape: Tape, ids: Ids) -> Ids:
    """The index of the first operation that takes each of them."""
    first = np.full(tape.count, len(tape.operations))
    for made in reversed(tape.operations):
        for one in made.operands:
            if one.ids is not None:
                first[one.ids] = made.index
    return first[ids]


def remedy(made: Operation) -> str:
    return REMEDIES["softmax" if made.kind == "divide" else "logarithm"]
