"""Which parameters are in which layer, and whether the layers are a plain chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.judging.fits import Fit
from groundup.checking.judging.graph import taken
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.tape import Ids

MATRICES = ("matmul", "einsum")


@dataclass(eq=False)
class Piece:
    """What is in one layer of the numbers of a parameter, the verdict's at `part`."""

    part: int
    fit: Fit  # of these numbers alone
    old: Ids
    layer: int  # from 1; 0 where it is of none
    weights: bool

    @property
    def shape(self) -> tuple[int, ...]:
        chains = self.fit.parameter.chains
        return np.shape(chains[0].root) if len(chains) == 1 else ()


def pieces(turn: Turn) -> Iterator[Piece]:
    index = {id(one): k for k, one in enumerate(turn.flow.parameters.each)}
    for fit, old, new in turn.known:
        change, gradient = turn.values[new] - turn.values[old], turn.true[old]
        layers, weights = turn.layer[old], turn.is_weight[old]
        for layer, weight in sorted({*zip(layers.tolist(), weights.tolist(), strict=True)}):
            some = (layers == layer) & (weights == weight)
            mine = change[some], gradient[some]
            part = Fit(fit.parameter, fit.step, turn.values[old[some]], *mine, multiple(*mine))
            yield Piece(index[id(fit.parameter)], part, old[some], layer, weight)


def is_chain(turn: Turn, found: list[Piece]) -> bool:
    """Whether every layer has one matrix of weights, and biases or none; in neurons they are put
    together of rows or single numbers."""
    by_layer: dict[tuple[int, bool], list[Piece]] = defaultdict(list)
    for one in found:
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
