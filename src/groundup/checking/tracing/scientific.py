"""Functions of NumPy and SciPy that are put together here of what the tape knows."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.tracing.movements import Function, named
from groundup.checking.tracing.ufuncs import array_of, arrayed, foreign, recorded


def windows(a: Any, shape: tuple[int, ...], mode: str) -> Any:
    """All that a kernel of this shape lies on, one place after the other; outside are zeros."""
    margins = {"valid": [(0, 0)] * a.ndim, "same": [(k // 2, (k - 1) // 2) for k in shape]}
    margins["full"] = [(k - 1, k - 1) for k in shape]
    return np.lib.stride_tricks.sliding_window_view(np.pad(a, margins[mode]), shape)


def correlate(a: Any, v: Any, mode: str = "full") -> Any:
    """Of arrays of any dimensions, the second one the smaller."""
    a, v = arrayed(a), arrayed(v)
    if a.ndim != v.ndim or any(x < y for x, y in zip(a.shape, v.shape, strict=True)):
        raise NotImplementedError
    axes = tuple(range(a.ndim))
    return np.tensordot(windows(a, v.shape, mode), v, (tuple(a.ndim + k for k in axes), axes))


def convolve(a: Any, v: Any, mode: str = "full") -> Any:
    a, v = arrayed(a), arrayed(v)
    if np.size(a) < np.size(v) and mode != "same":
        a, v = v, a
    return correlate(a, np.flip(v), mode)


@named("convolve")
def convolve_rows(a: Any, v: Any, mode: str = "full") -> Any:
    """NumPy's, in which either may be the larger."""
    return convolve(a, v, mode) if np.size(a) >= np.size(v) else convolve(v, a, mode)


@named("correlate")
def correlate_rows(a: Any, v: Any, mode: str = "valid") -> Any:
    if np.size(a) < np.size(v):
        return foreign("correlate", np.correlate, (a, v, mode), {})
    return correlate(a, v, mode)


def largest(x: Any, axis: Any) -> Any:
    return np.max(arrayed(x), axis=axis, keepdims=True)


def logsumexp(a: Any, axis: Any = None, b: Any = None, keepdims: bool = False) -> Any:
    top = largest(a, axis)
    parts = np.exp(a - top) if b is None else b * np.exp(a - top)
    made = np.log(np.sum(parts, axis=axis, keepdims=True)) + top
    return made if keepdims else np.squeeze(made, axis)[()]


def softmax(x: Any, axis: Any = None) -> Any:
    e = np.exp(x - largest(x, axis))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x: Any, axis: Any = None) -> Any:
    return x - logsumexp(x, axis, keepdims=True)


# Functions of SciPy; where one is asked for what is not written here, it is called itself.
SCIPY: dict[str, Function] = {
    "convolve": convolve,
    "convolve2d": convolve,
    "correlate": correlate,
    "correlate2d": correlate,
    "logsumexp": logsumexp,
    "softmax": softmax,
    "log_softmax": log_softmax,
}


@named("inv")
def inv(a: Any) -> Any:
    return recorded("inv", a)


@named("solve")
def solve(a: Any, b: Any) -> Any:
    return recorded("solve", a, b)


@named("select")
def select(conditions: Any, choices: Any, default: Any = 0) -> Any:
    for condition, choice in zip(conditions[::-1], choices[::-1], strict=True):
        default = np.where(condition, choice, default)
    return default


@named("choose")
def choose(index: Any, choices: Any, **_: Any) -> Any:
    many = np.stack(np.broadcast_arrays(*map(arrayed, choices)))
    index = np.broadcast_to(np.asarray(index), many.shape[1:])
    return np.take_along_axis(many, index[None], 0)[0]


@named("put")
def put(a: Any, places: Any, values: Any, **_: Any) -> None:
    a[np.unravel_index(np.asarray(places), np.shape(a))] = values


@named("full")
def full(shape: Any, value: Any, dtype: Any = None, **_: Any) -> Any:
    made = np.broadcast_to(array_of(value), shape).copy()
    return made if dtype is None else made.astype(dtype)
