"""Sums, products of matrices, and what else takes many numbers to one: forwards and backwards.

`options` of those along an axis are `(axis, keepdims)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Along = tuple[int | tuple[int, ...] | None, bool]


def matmul_backward(g: Any, ins: Sequence[Any], _: Any, __: Any) -> tuple[Any, Any]:
    """Vectors are matrices of one row or column, as NumPy takes them."""
    a, b = map(np.asarray, ins)
    rows = a[None, :] if a.ndim == 1 else a
    columns = b[:, None] if b.ndim == 1 else b
    g = np.asarray(g)
    g = np.expand_dims(g, -1) if b.ndim == 1 else g
    g = np.expand_dims(g, -2) if a.ndim == 1 else g
    to_a, to_b = g @ np.swapaxes(columns, -1, -2), np.swapaxes(rows, -1, -2) @ g
    to_a = to_a[..., 0, :] if a.ndim == 1 else to_a
    to_b = to_b[..., 0] if b.ndim == 1 else to_b
    return to_a, to_b


def solve_backward(g: Any, ins: Sequence[Any], out: Any, _: Any) -> tuple[Any, Any]:
    to_b = np.linalg.solve(np.swapaxes(ins[0], -1, -2), g)
    to_a = np.outer(to_b, out) if out.ndim == 1 else to_b @ np.swapaxes(out, -1, -2)
    return -to_a, to_b


def einsum(*given: Any) -> Any:
    """`einsum(operands …, subscripts)`, with the result's letters written out."""
    return np.array(np.einsum(given[-1], *given[:-1]))[()]  # which is no view of them


def einsum_backward(g: Any, ins: Sequence[Any], _: Any, subscripts: str) -> list[Any]:
    """For each operand, the sum of products of `g` and the other operands."""
    left, result = subscripts.split("->")
    letters = left.split(",")
    gradients = []
    for k, own in enumerate(letters):
        others = [*letters[:k], *letters[k + 1 :]]
        there = "".join(letter for letter in own if letter in "".join([result, *others]))
        made = np.einsum(",".join([result, *others]) + "->" + there, g, *ins[:k], *ins[k + 1 :])
        lost = tuple(n for n, letter in enumerate(own) if letter not in there)
        gradients.append(np.broadcast_to(np.expand_dims(made, lost), np.shape(ins[k])))
    return gradients


def total(x: Any, along: Along) -> Any:
    return np.sum(x, axis=along[0], keepdims=along[1])


def spread(g: Any, x: Any, along: Along) -> Any:
    """What belongs to a result along an axis, for each of the numbers that went into it."""
    axis, kept = along
    if axis is not None and not kept:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, np.shape(x))


def total_backward(g: Any, ins: Sequence[Any], _: Any, along: Along) -> tuple[Any]:
    return (spread(g, ins[0], along),)


def running(x: Any, axis: int) -> Any:
    return np.cumsum(x, axis)


def running_backward(g: Any, _: Sequence[Any], __: Any, axis: int) -> tuple[Any]:
    return (np.flip(np.cumsum(np.flip(g, axis), axis), axis),)


def product(x: Any, along: Along) -> Any:
    return np.prod(x, axis=along[0], keepdims=along[1])


def product_backward(g: Any, ins: Sequence[Any], out: Any, along: Along) -> tuple[Any]:
    """Right where no factor is 0."""
    return (spread(g, ins[0], along) * spread(out, ins[0], along) / ins[0],)


def largest(x: Any, along: Along) -> Any:
    return np.max(x, axis=along[0], keepdims=along[1])


def smallest(x: Any, along: Along) -> Any:
    return np.min(x, axis=along[0], keepdims=along[1])


def extreme_backward(g: Any, ins: Sequence[Any], out: Any, along: Along) -> tuple[Any]:
    """All goes to the one that it is; where several are equal, each has its share."""
    there = ins[0] == spread(out, ins[0], along)
    axis = along[0]
    return (spread(g, ins[0], along) * there / np.sum(there, axis=axis, keepdims=axis is not None),)
