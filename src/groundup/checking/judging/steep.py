"""What is right, and yet gives NaN where weights are large: a softmax or a logarithm that was
written as in a textbook."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import first_uses
from groundup.checking.judging.probes import roots
from groundup.checking.model.answers import REMEDIES
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import LEAF, Operation, Tape

TIMES = 1e6  # as large: e^z is no float any more
TRIES = 4
WHY = {"exp": "softmax", "log": "logarithm"}  # of what is infinite then


class Steep(NamedTuple):
    """The operation that gives NaN, and what would help."""

    operation: Operation
    remedy: str


def steep(flow: Flow) -> Steep | None:
    """The first operation that gives NaN where parameters are large, if a textbook's softmax or
    logarithm is why; else None. Where a program would go another way then, those of the layers
    behind that are made large, and so on."""
    tape, start = flow.tape, 0
    mine = np.flatnonzero(roots(flow) & (tape.makers[: tape.count] == LEAF))
    used = first_uses(tape, tape.operations)[mine]
    for _ in range(TRIES):
        large = mine[used >= start]
        if not large.size:
            break
        again = replay(tape, large, TIMES * tape.values[large])
        for made in tape.operations[start : again.until]:
            if np.isnan(again.values[made.results]).any():
                why = reason(tape, made, again.values)
                return Steep(made, REMEDIES[why]) if why else None
        start = again.until
    return None


def reason(tape: Tape, made: Operation, values: Numbers) -> str:
    """Why numbers are NaN: e^z too large on both sides of a division, or the logarithm of 0."""
    waiting = [made]
    while waiting:
        last = waiting.pop()
        if last.kind in WHY:
            return WHY[last.kind]
        ids = (np.ravel(x.ids) for x in last.operands if x.ids is not None)
        endless = {int(k) for each in ids for k in each[np.isinf(values[each])][:1]}
        waiting += [one for k in endless if (one := tape.maker(k))]
    return ""
