"""Reverse mode: d cost / d every number of a tape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.tracing.operations import RULES
from groundup.checking.tracing.tape import Ids, Operation, Tape, behind

Numbers = NDArray[np.float64]
# Whose slopes may be infinite where a program goes another way, as with `where`.
LOGARITHMS = ("log", "log2", "log10", "log1p")
STEEP = frozenset((*LOGARITHMS, "divide", "sqrt", "reciprocal", "power", "float_power", "arctanh"))
Edges = dict[int, list[tuple[int, Any]]]  # by operation: which operand, and a mask of it
Edge = Callable[[Operation, int, Any], None]  # an operation, which operand, what goes back to it


def adjoints(
    tape: Tape,
    seeds: Mapping[int, float],
    barriers: Collection[int] = frozenset(),
    values: Numbers | None = None,
    edge: Edge | None = None,
) -> Numbers:
    """d cost / d number, by id, where `seeds` has d cost / d number of what the cost is made of.

    Nothing goes back through the operations `barriers`, by index: a step's result is a parameter,
    as if nobody had computed it. If they have a `past`, nothing goes back to what its masks leave
    out. `values` are another run's, as of a replay. `edge` is told what goes back to each operand.
    """
    values = tape.values if values is None else values
    found = np.zeros(tape.count)
    for number, seed in seeds.items():
        found[number] += seed
    past: Edges = getattr(barriers, "past", {})
    whole = np.fromiter(seeds, np.int64, len(seeds))
    with np.errstate(all="ignore"):
        for index in sorted(behind(tape, [whole], barriers), reverse=True):
            go_back(tape.operations[index], found, values, edge, past.get(index, ()))
    found[0] = 0.0
    return found


def go_back(
    made: Operation,
    found: Numbers,
    values: Numbers,
    edge: Edge | None,
    masks: Collection[tuple[int, Any]] = (),
) -> None:
    """Adds to the adjoints of an operation's operands what its results' come to."""
    if made.shape:
        g = found[made.results].reshape(made.shape)
        if not g.any():
            return
        result = values[made.results].reshape(made.shape)
    else:
        g, result = found[made.start], values[made.start]
        if g == 0.0:
            return
    given = inputs(made, values)
    parts = RULES[made.kind].backward(g, given, result, made.options)
    if made.kind in STEEP:
        parts = [x if x is None else np.where(np.equal(g, 0), 0.0, x) for x in parts]
    if masks:
        parts = [unbroadcast(np.asarray(x), np.shape(y)) for x, y in zip(parts, given, strict=True)]
        for k, mask in masks:
            parts[k] = parts[k] * mask
    if edge is None and all(one.ids is None or isinstance(one.ids, int) for one in made.operands):
        for operand, part in zip(made.operands, parts, strict=True):
            if operand.ids is not None and part is not None:
                found[operand.ids] += np.sum(part) if made.shape else part
        return
    for k, (operand, part) in enumerate(zip(made.operands, parts, strict=True)):
        if operand.ids is None or part is None:
            continue
        part = unbroadcast(np.asarray(part), np.shape(operand.ids))
        add(found, operand.ids, part)
        if edge is not None:
            edge(made, k, part)


def inputs(made: Operation, values: Numbers) -> list[Any]:
    """The numbers that an operation took."""
    return [one.constant if one.ids is None else values[one.ids] for one in made.operands]


def add(found: Numbers, ids: Ids | int, part: Any) -> None:
    """An id may occur several times; mostly they are those of one operation, in their order."""
    if isinstance(ids, int):
        found[ids] += part
        return
    flat = ids.ravel()
    if flat.size > 1 and flat[-1] - flat[0] == flat.size - 1 and (np.diff(flat) == 1).all():
        found[flat[0] : flat[-1] + 1] += part.ravel()
    else:
        np.add.at(found, flat, part.ravel())


def unbroadcast(part: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Summed over the axes along which an operand was repeated; spread where it was summed."""
    if part.shape == shape:
        return part
    part = part.sum(axis=tuple(range(part.ndim - len(shape)))) if part.ndim > len(shape) else part
    repeated = tuple(
        axis for axis in range(part.ndim) if shape[axis] == 1 and part.shape[axis] != 1
    )
    part = part.sum(axis=repeated, keepdims=True) if repeated else part
    return np.broadcast_to(part, shape)
