"""What NumPy no longer has or does, and programs written before 2024 use."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

OLDER = {
    "float": float,
    "int": int,
    "object": object,
    "complex": complex,
    "str": str,
    "float_": np.float64,
    "Inf": np.inf,
    "Infinity": np.inf,
    "NaN": np.nan,
    "product": np.prod,
    "cumproduct": np.cumprod,
    "alltrue": np.all,
    "sometrue": np.any,
    "row_stack": np.vstack,
}


OF_ITERATORS = ("hstack", "vstack", "dstack", "column_stack", "stack")


def of_iterators(stack: Callable[..., Any]) -> Callable[..., Any]:
    """A function of arrays that are given in a list, or one after the other."""

    @functools.wraps(stack)
    def stacked(arrays: Any, *given: Any, **named: Any) -> Any:
        return stack([*arrays] if isinstance(arrays, Iterator) else arrays, *given, **named)

    return stacked


def reshape(array: Any, *given: Any, **named: Any) -> Any:
    """NumPy's, whose `shape` was called `newshape`."""
    if "newshape" in named:
        named["shape"] = named.pop("newshape")
    return np.asanyarray(array).reshape(*(given or (named.pop("shape"),)), **named)


def restore() -> None:
    """Puts back what is not there, for this process; it means what it meant."""
    np.reshape = reshape
    for name in OF_ITERATORS:
        setattr(np, name, of_iterators(getattr(np, name)))
    for name, meaning in OLDER.items():
        if name not in vars(np):
            setattr(np, name, meaning)
