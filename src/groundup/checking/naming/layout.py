"""Whether the layers of a network are a plain chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from groundup.checking.judging.graph import taken
from groundup.checking.naming.blocks import Piece
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.tape import Ids

MATRICES = ("matmul", "einsum")


def is_chain(turn: Turn) -> bool:
    """Whether every layer has one matrix of weights, and biases or none; in neurons they are put
    together of rows or single numbers."""
    by_layer: dict[tuple[int, bool], list[Piece]] = defaultdict(list)
    for one in turn.pieces:
        by_layer[one.layer, one.weights].append(one)
    layers = {layer for layer, _ in by_layer}
    if layers != {*range(1, turn.layers + 1)} or any((x, True) not in by_layer for x in layers):
        return False
    kinds = {kind_of(mine, in_products(turn)) for (_, weights), mine in by_layer.items() if weights}
    alike = all(len(mine) == 1 or all(len(x.shape) < 2 for x in mine) for mine in by_layer.values())
    return alike and len(kinds) == 1 and "" not in kinds


def kind_of(mine: Iterable[Piece], multiplied: Ids) -> str:
    """How weights are multiplied: as matrices or as single numbers; "" for what is another's, such
    as the scales of batch norm, or kernels."""
    mine = list(mine)
    if all(np.isin(x.old, multiplied).all() and len(x.shape) < 3 for x in mine):
        return "matrices"
    return "numbers" if all(x.shape == () for x in mine) else ""


def in_products(turn: Turn) -> Ids:
    """What goes into products of matrices on the way forwards."""
    found = [*map(np.ravel, taken(x for x in turn.forward if x.kind in MATRICES))]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
