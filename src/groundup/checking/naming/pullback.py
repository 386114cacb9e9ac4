"""Reverse mode with the learner's own errors: each is held against what the chain rule gives from
the learner's own ones above it. So a mistake that is carried on is found once, and several are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.differentiation import Edge, Numbers, go_back


class Pulled(NamedTuple):
    """By id: d cost / d number, with the learner's own errors where there are any, and what it was
    before those took its place."""

    used: Numbers
    expected: Numbers


def pullback(
    turn: Turn, own: Numbers, values: Numbers | None = None, edge: Edge | None = None
) -> Pulled:
    """`own` has NaN where the learner has no error; `values` are others than the tape's, as if the
    learner had taken those."""
    used, values = np.zeros(turn.tape.count), turn.values if values is None else values
    for number, seed in turn.cost.seeds.items():
        used[number] += seed
    expected, known = used.copy(), ~np.isnan(own)
    with np.errstate(all="ignore"):
        for made in reversed(turn.forward):
            here = made.results
            expected[here] = used[here]
            if known[here].any():
                used[here] = np.where(known[here], own[here], used[here])
            go_back(made, used, values, edge)
    leaves = turn.old
    expected[leaves] = used[leaves]
    used[0] = expected[0] = 0.0
    return Pulled(used, expected)


def nothing(turn: Turn) -> Numbers:
    return np.full(turn.tape.count, np.nan)
