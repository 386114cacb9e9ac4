"""NumPy's functions that only move numbers: they move ids alike, and are no operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from groundup.checking.tracing.arrays import moved
from groundup.checking.tracing.carriers import traced
from groundup.checking.tracing.memory import KINDS, Current
from groundup.checking.tracing.ufuncs import bare, ids_of

Function = Callable[..., Any]
FUNCTIONS: dict[str, Function] = {}  # by the names of NumPy's
MOVES = (
    "reshape transpose concatenate vstack hstack stack column_stack dstack tile repeat expand_dims "
    "squeeze flip fliplr flipud roll rot90 split array_split vsplit hsplit ravel swapaxes moveaxis "
    "diag diagonal take take_along_axis delete broadcast_to broadcast_arrays atleast_1d atleast_2d "
    "atleast_3d triu tril block resize sliding_window_view append insert pad rollaxis diagflat"
)


def named(*names: str) -> Callable[[Function], Function]:
    """Makes a function that of NumPy's of these names."""

    def given(function: Function) -> Function:
        FUNCTIONS.update(dict.fromkeys(names, function))
        return function

    return given


def movement(name: str, plain: Function) -> Function:
    """A function of NumPy that only moves numbers, done to the ids as well. A constant that is put
    in gets leaves."""

    def function(*given: Any, **options: Any) -> Any:
        alone = given and isinstance(given[0], np.ndarray) and (name not in DATA or not given[1:])
        if alone and name != "pad":
            made = simple(plain, given, options)
            if made is not None:
                return made
        result = plain(*map(bare, given), **{key: bare(one) for key, one in options.items()})
        marked = [marks(one) if k < DATA.get(name, 1) else bare(one) for k, one in enumerate(given)]
        ids = plain(
            *marked, **{key: bare(one) for key, one in options.items() if key != "constant_values"}
        )
        return joined(result, ids)

    return function


# How many of the first arguments are numbers that are moved, where it is not one.
DATA = {"append": 2, "insert": 3, "broadcast_arrays": 32, "atleast_1d": 32, "atleast_2d": 32}


def simple(plain: Function, given: Any, options: Any) -> Any:
    """A view of one array, or a copy of it; None where it became several."""
    made = moved(plain, *given, **options)
    return made if isinstance(made, np.ndarray) else None


def marks(thing: Any) -> Any:
    """The ids of what is moved; a number without one is 0."""
    if isinstance(thing, list | tuple):
        return [marks(one) for one in thing]
    return np.asarray(ids_of(thing)) if isinstance(thing, np.ndarray) else ids_of(thing)


def joined(result: Any, ids: Any) -> Any:
    """Numbers and their ids; where there is none, a leaf."""
    if isinstance(result, list | tuple):
        return type(result)(map(joined, result, ids))
    if not isinstance(result, np.ndarray) or result.dtype.kind not in KINDS:
        return result
    ids = np.array(ids, np.int64)
    if (new := ids == 0).any():
        ids[new] = Current.tape.leaf(result[new])
    return traced(np.array(result), ids)


for each in MOVES.split():
    home = np.lib.stride_tricks if each == "sliding_window_view" else np
    FUNCTIONS[each] = movement(each, getattr(home, each))
