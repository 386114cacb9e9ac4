"""What carries ids through a program: arrays and floats. What they do is in `ufuncs.py`,
`arrays.py` and `scalars.py`, which give them their methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from groundup.checking.tracing.memory import KINDS, Current
from groundup.checking.tracing.tape import Ids


class Number(np.float64):
    """A float with the id `ident`. It is a Python float too, so it stands for both."""

    ident: int

    def __new__(cls, value: Any, ident: int) -> Self:
        made = super().__new__(cls, value)
        made.ident = ident
        return made

    @property
    def T(self) -> Any:  # noqa: N802 - NumPy's name
        return self

    def __reduce__(self) -> Any:
        return float, (float(self),)

    def __hash__(self) -> int:
        return hash(float(self))


class Traced(np.ndarray):
    """An array whose numbers have ids, in the buffer beside its memory."""

    def __array_finalize__(self, other: Any) -> None:
        """What NumPy makes like another array is a copy, until it is seen to be none."""
        alike = self.base is None and type(other) is Traced and other.shape == self.shape
        if alike and self.dtype.kind in KINDS and self.size:
            Current.memory.raw(self)[...] = Current.memory.raw(other)

    def __reduce__(self) -> Any:  # a pickle has numbers alone
        return self.view(np.ndarray).copy().__reduce__()


def method(*classes: type, name: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a function a method of these classes, by its own name if none is given."""

    def given(function: Callable[..., Any]) -> Callable[..., Any]:
        for each in classes:
            setattr(each, name or function.__name__, function)
        return function

    return given


def number(value: float) -> Number:
    """A leaf."""
    return Number(value, Current.tape.single(value))


def traced(array: Any, ids: Ids | int | None = None) -> Any:
    """An array that carries these ids, or those that its memory has already, or leaves. float32
    becomes float64, so that what is compared has all its digits."""
    if array.dtype.kind not in KINDS:
        return array
    plain = array.view(np.ndarray)
    if plain.dtype.kind == "f" and plain.itemsize != 8:
        ids = Current.memory.ids(plain).copy() if Current.memory.has(plain) else ids
        plain = plain.astype(float)
    if ids is not None and not plain.flags.writeable and not Current.memory.has(plain):
        plain = plain.copy()
    if ids is not None:
        Current.memory.raw(plain)[...] = ids
    return plain.view(Traced)


def given_back(result: Any, ids: Ids | int | None) -> Any:
    """What an operation gives a program: an array, or a float. A single truth value or integer
    carries no id: whatever it is used for is a decision."""
    if isinstance(result, np.ndarray):
        return traced(result, ids)
    if isinstance(result, float):
        return number(result) if ids is None else Number(result, int(ids))
    if isinstance(result, np.generic) and ids is not None:
        Current.tape.decide(ids)
    return result
