"""What activations are multiplied by that comes from no parameter, as in dropout."""

from __future__ import annotations

import numpy as np

from groundup.checking.naming.blocks import Group
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.differentiation import Numbers
from groundup.checking.tracing.tape import Ids


def mask_of(turn: Turn, ids: Ids) -> Numbers | None:
    """What activations were multiplied by, if that comes from no parameter, as in dropout; a
    single number beside it, such as 1/keep, is a part of it."""
    parts = [multiplied(turn, k) for k in ids.tolist()] if ids.size > 1 else []
    if not parts or not all(parts):
        return None
    given, others = (np.array(each) for each in zip(*filter(None, parts), strict=True))
    if np.any(given != given[0]):
        return given
    rest = mask_of(turn, others)
    return None if rest is None else rest * given


def multiplied(turn: Turn, k: int) -> tuple[float, int] | None:
    """What comes from no parameter in a product or a quotient, and the id of the other."""
    made = turn.tape.maker(k)
    if made is None or made.kind not in ("multiply", "divide"):
        return None
    divided = made.kind == "divide"
    for one, other in (made.operands[::-1], made.operands)[: 2 - divided]:
        if other.ids is None or turn.flow.depends(one.ids):
            continue
        numbers = one.constant if one.ids is None else turn.values[one.ids]
        given = float(np.broadcast_to(numbers, made.shape).flat[k - made.start])
        mine = int(np.broadcast_to(other.ids, made.shape).flat[k - made.start])
        with np.errstate(all="ignore"):
            return (float(np.divide(1.0, given)) if divided else given), mine
    return None


def scales(turn: Turn, group: Group) -> set[float]:
    """What the masks above a layer's parameters, or those below beside the first layer's, keep
    their numbers as large by: of one mask, or of all."""
    masks = [(one, mask_of(turn, one.ids)) for one in turn.forward_blocks]
    two = [
        (turn.depth[x.ids[0]], np.unique(np.round(mask, 9)))
        for x, mask in masks
        if mask is not None
    ]
    known = {int(d): float(x[1]) for d, x in two if len(x) == 2 and x[0] == 0.0}
    above = [scale for depth, scale in known.items() if depth > group.layer]
    below = [scale for depth, scale in known.items() if depth <= group.layer]
    return {
        *above,
        float(np.prod(above)),
        *(1.0 / one for one in below),
        1.0 / float(np.prod(below)),
    } - {1.0}
