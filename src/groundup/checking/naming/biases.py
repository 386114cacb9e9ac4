"""What biases are added to, and what these make of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.judging.graph import flat, marked
from groundup.checking.naming.blocks import Group
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids


def with_unmoved(turn: Turn, group: Group) -> Ids:
    """With those single ones of the layer that are not moved."""
    layer = turn.layer == group.layer + 1
    return np.union1d(group.old, np.flatnonzero(layer & turn.leaves & ~turn.old & ~turn.is_weight))


def errors_of(turn: Turn, group: Group, errors: Numbers) -> Any:
    """`errors` of what `biases` are added to: a row a sample; None where they have not as many
    each."""
    pairs, biases = [], with_unmoved(turn, group)
    mine = marked(turn.tape, [biases])
    for made in turn.forward:
        for one in made.operands if made.kind == "add" else ():
            if one.ids is not None and np.all(mine[flat(one.ids)]):
                results = np.arange(made.start, made.stop)
                spread = np.broadcast_to(one.ids, made.shape).ravel()
                pairs.append(np.stack([spread, results]))
    if not pairs:
        return None
    ids, results = np.concatenate(pairs, 1)
    results = results[np.argsort(ids, kind="stable")]
    units = biases.size
    return errors[results].reshape(units, -1).T if results.size % units == 0 else None


def without_bias(turn: Turn, ids: Ids) -> Ids:
    """What biases were added to, to make these; themselves where none were."""
    found, makers = ids.copy(), turn.tape.makers[ids]
    for index in np.unique(makers[makers >= 0]).tolist():
        made, mine = turn.tape.operations[index], makers == index
        for one, other in (made.operands, made.operands[::-1]) if made.kind == "add" else ():
            if one.ids is not None and np.all(turn.old[one.ids]) and other.ids is not None:
                found[mine] = np.broadcast_to(other.ids, made.shape).ravel()[ids[mine] - made.start]
    return found
