"""Forward mode: how every number of a tape changes where some are moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.tracing import products
from groundup.checking.tracing.differentiation import inputs
from groundup.checking.tracing.operations import RULES, forward
from groundup.checking.tracing.tape import Ids, Operation, Tape

Tangents = NDArray[np.complex128]  # by id: two directions at once, as one complex number
LINEAR = ("matmul", "einsum", "cumsum")  # in each operand
ALONG = ("sum", "prod", "max", "min")


def tangents(tape: Tape, ids: Ids, moves: Any, operations: Iterable[Operation]) -> Tangents:
    """The changes of all numbers that `operations` make, where the numbers `ids` change by
    `moves`."""
    found = np.zeros(tape.count, complex)
    found[ids] = moves
    with np.errstate(all="ignore"):
        for made in operations:
            parts = [None if one.ids is None else found[one.ids] for one in made.operands]
            if any(part is not None and np.any(part) for part in parts):
                changed = change(made, inputs(made, tape.values), parts, tape.values)
                found[made.results] = np.broadcast_to(changed, made.shape).ravel()
    found[~np.isfinite(found)] = 0.0
    return found


def change(made: Operation, given: list[Any], parts: Sequence[Any], values: Any) -> Any:
    """Of a result, where the operands change by `parts`."""
    if made.kind in LINEAR:
        moved = [(k, part) for k, part in enumerate(parts) if part is not None]
        each = [[*given[:k], part, *given[k + 1 :]] for k, part in moved]
        return sum(forward(made.kind, one, made.options) for one in each)
    result = values[made.results].reshape(made.shape)
    slopes = RULES[made.kind].backward(np.ones(made.shape), given, result, made.options)
    both = zip(slopes, parts, strict=True)
    each = [slope * part for slope, part in both if slope is not None and part is not None]
    return products.total(each[0], made.options) if made.kind in ALONG and each else sum(each)
