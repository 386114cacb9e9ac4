"""NumPy's matrices: arrays of two axes, whose product is that of matrices, and of which all parts
are matrices again."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.tracing import arrays
from groundup.checking.tracing.carriers import Traced, method
from groundup.checking.tracing.conversions import to_array
from groundup.checking.tracing.ufuncs import apply

SAME = ["copy", "reshape", "transpose", "astype", "repeat"]  # of which a matrix's are matrices


class Matrix(Traced):
    @property
    def A(self) -> Any:  # noqa: N802 - NumPy's name
        return self.view(Traced)


def to_matrix(thing: Any, dtype: Any = None, *_: Any, **__: Any) -> Any:
    if isinstance(thing, str):
        thing = np.asmatrix(thing).tolist()
    made = to_array(thing, dtype)
    return made.reshape((1,) * (2 - made.ndim) + made.shape).view(Matrix)


def matrixed(made: Any) -> Any:
    return made.view(Matrix) if isinstance(made, Traced) and made.ndim == 2 else made


@method(Matrix, name="__array_ufunc__")
def applied(self: Any, ufunc: np.ufunc, how: str, *inputs: Any, **named: Any) -> Any:
    if how == "reduce" and named.get("axis") is not None:
        named["keepdims"] = True
    return matrixed(apply(self, ufunc, how, *inputs, **named))


@method(Matrix, name="__mul__")
def times(self: Any, other: Any) -> Any:
    return np.multiply(self, other) if np.ndim(other) == 0 else np.matmul(self, to_matrix(other))


@method(Matrix, name="__rmul__")
def times_from_left(self: Any, other: Any) -> Any:
    return np.multiply(self, other) if np.ndim(other) == 0 else np.matmul(to_matrix(other), self)


@method(Matrix, name="__pow__")
def power(self: Any, exponent: int) -> Any:
    made = self
    for _ in range(exponent - 1):
        made = made * self
    return made


@method(Matrix, name="__getitem__")
def part(self: Any, key: Any) -> Any:
    made = arrays.taken(self, key)
    if not isinstance(made, Traced) or made.ndim != 1:
        return matrixed(made)
    over = list(key) if isinstance(key, tuple) else [key]
    column = len(over) > 1 and np.ndim(over[1]) == 0 and not isinstance(over[1], slice)
    return made.reshape((-1, 1) if column else (1, -1)).view(Matrix)


def same(name: str) -> None:
    plain = getattr(Traced, name)
    method(Matrix, name=name)(lambda self, *x, **named: matrixed(plain(self, *x, **named)))


for each in SAME:
    same(each)
