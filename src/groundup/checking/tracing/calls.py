"""A learner's call of something that is not theirs, so that ids come through it where it only
moves numbers or computes what the tape knows."""

from __future__ import annotations

import builtins
import math
import sys
from collections.abc import Callable, Container
from types import FunctionType, MethodType
from typing import Any

import numpy as np

from groundup.checking.loading.placeholders.callers import NAME as ASKING
from groundup.checking.tracing import scalars
from groundup.checking.tracing.carriers import Number, Traced, number, traced
from groundup.checking.tracing.functions import FUNCTIONS, checked
from groundup.checking.tracing.memory import KINDS, Current, operand
from groundup.checking.tracing.ufuncs import array_of, arrayed, bare, ids_of

DEPTH, MOST = 3, 20_000  # of lists that come from elsewhere
CREATORS = ("array", "asarray", "asanyarray", "ascontiguousarray", "asfarray", "matrix", "asmatrix", "mat")
RANDOM = (np.random.RandomState, np.random.Generator)


def holds(thing: Any) -> bool:
    """Whether numbers of the tape are in it."""
    if isinstance(thing, Traced | Number):
        return True
    return type(thing) in (list, tuple) and any(map(holds, thing[:64]))


def owned(thing: Any, depth: int = 0) -> Any:
    """What others' code gave back: its arrays and floats are leaves."""
    if isinstance(thing, np.ndarray):
        return traced(thing) if type(thing) is np.ndarray else thing
    if type(thing) in (float, np.float64, np.float32):
        return number(float(thing))
    if type(thing) in (list, tuple) and depth < DEPTH and len(thing) < MOST:
        return type(thing)(owned(one, depth + 1) for one in thing)
    return thing


def to_float(thing: Any = 0.0) -> Any:
    """`float(x)`: the number itself, where it is one of the tape."""
    if isinstance(thing, Number):
        return thing
    if isinstance(thing, np.ndarray):
        return thing.astype(float) if thing.size != 1 else thing.astype(float).reshape(-1)[0]
    return number(float(thing))


def to_array(thing: Any, dtype: Any = None, *_: Any, copy: Any = True, **named: Any) -> Any:
    """`np.array`: lists of numbers with their ids."""
    if isinstance(thing, Traced):
        return thing.copy() if dtype is None else thing.astype(dtype)
    if not holds(thing):
        return owned(np.array(thing, dtype, **named))
    made = array_of(thing)
    made = made if dtype is None else made.astype(dtype)
    return made[(None,) * (named.get("ndmin", 0) - made.ndim)] if named.get("ndmin", 0) > made.ndim else made


def as_array(thing: Any, dtype: Any = None, *_: Any, **__: Any) -> Any:
    """`np.asarray`, which copies nothing that is as wanted already."""
    if isinstance(thing, Traced) and (dtype is None or np.dtype(dtype).kind == thing.dtype.kind):
        return thing
    return owned(thing) if type(thing) is np.ndarray and dtype is None else to_array(thing, dtype)


def to_matrix(thing: Any, *_: Any, **__: Any) -> Any:
    return np.atleast_2d(to_array(thing))


def one_by_one(function: Callable[..., Any] | None = None, *_: Any, **__: Any) -> Any:
    """`np.vectorize`: the function of one number, on every number."""
    if function is None:
        return one_by_one

    def on_arrays(*given: Any) -> Any:
        many = np.broadcast_arrays(*map(arrayed_anyway, given))
        flat = [np.ravel(one) for one in many]
        made = array_of([function(*each) for each in zip(*flat, strict=True)])
        return made.reshape(many[0].shape)

    return on_arrays


def arrayed_anyway(thing: Any) -> Any:
    return thing if isinstance(thing, Traced) else array_of(thing)


def along(function: Callable[..., Any], axis: int, array: Any, *given: Any, **named: Any) -> Any:
    """`np.apply_along_axis`."""
    lines = np.moveaxis(arrayed_anyway(array), axis, -1)
    shape = lines.shape[:-1]
    made = array_of([function(one, *given, **named) for one in lines.reshape(-1, lines.shape[-1])])
    made = made.reshape(shape + made.shape[1:])
    return np.moveaxis(made, -1, axis) if made.ndim == lines.ndim else made


def total(things: Any, start: Any = 0) -> Any:
    """`sum`, and `math.fsum`."""
    for one in things:
        start = start + one
    return start


SPECIAL: dict[Any, Callable[..., Any]] = {
    **scalars.FUNCTIONS,
    builtins.float: to_float,
    np.float64: to_float,
    np.float32: to_float,
    builtins.sum: total,
    math.fsum: total,
    np.vectorize: one_by_one,
    np.apply_along_axis: along,
    math.dist: lambda a, b: total((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5,
}
BY_NAME = {name: to_array for name in CREATORS} | {
    "asarray": as_array,
    "asanyarray": as_array,
    "matrix": to_matrix,
    "asmatrix": to_matrix,
    "mat": to_matrix,
    "frompyfunc": one_by_one,
}


class Calls:
    """Calls by the program whose files are `own`."""

    def __init__(self, own: Container[str]):
        self.own = own

    def __call__(self, *given: Any, **named: Any) -> Any:
        function, given = given[0], given[1:]
        if self.is_own(function):
            return function(*given, **named)
        try:
            special = SPECIAL.get(function)
        except TypeError:  # which has no hash
            special = None
        if special is not None:
            return special(*given, **named)
        if function is builtins.map:
            each = given[0]
            return map(lambda *one: self(each, *one), *given[1:])
        if isinstance(function, type):
            return self.made(function, given, named)
        globals()[ASKING] = sys._getframe(1).f_globals.get(ASKING)  # for data that are made up
        return self.of_others(function, given, named)

    def is_own(self, function: Any) -> bool:
        plain = function.__func__ if type(function) is MethodType else function
        if type(plain) is FunctionType:
            return plain.__code__.co_filename in self.own
        return isinstance(function, type) and function.__module__ not in ("builtins", "numpy")

    def made(self, kind: type, given: Any, named: Any) -> Any:
        """An instance of a type that is not the learner's."""
        if issubclass(kind, np.generic) and given and isinstance(given[0], Traced):
            return given[0].astype(kind)
        return kind(*given, **named)

    def of_others(self, function: Any, given: Any, named: Any) -> Any:
        home, target = getattr(function, "__module__", None) or "", getattr(function, "__self__", None)
        name = getattr(function, "__name__", "")
        if home.startswith("numpy.random") or isinstance(target, RANDOM):
            return self.chance(name, function, given, named)
        if isinstance(function, np.ufunc) or home.startswith("numpy"):
            return self.of_numpy(name, function, given, named)
        if isinstance(target, np.ndarray) and not isinstance(target, Traced) and target.dtype.kind in KINDS:
            return self(getattr(traced(target), name), *given, **named)
        if isinstance(target, Traced | Number | list | dict | set) or target is builtins:
            if function in (builtins.max, builtins.min, builtins.abs, builtins.sorted):
                return function(*given, **named)
            return owned(function(*given, **named)) if isinstance(target, Traced) else function(*given, **named)
        return self.foreign(name, function, given, named)

    def of_numpy(self, name: str, function: Any, given: Any, named: Any) -> Any:
        if name in BY_NAME:
            return BY_NAME[name](*given, **named)
        given = tuple(array_of(one) if type(one) in (list, tuple) and flat(one) else one for one in given)
        if isinstance(function, np.ufunc):
            return owned(function(*given, **named))
        if any(map(holds, given)):
            if name in FUNCTIONS:
                return FUNCTIONS[name](*given, **named)
            if isinstance(given[0], Number) and not callable(given[0]):
                given = (array_of(given[0]), *given[1:])
            return checked(name, function(*given, **named), given)
        made = function(*bare(given), **{key: bare(one) for key, one in named.items()})
        return owned(np.zeros_like(made) if name == "empty" else made)

    def chance(self, name: str, function: Any, given: Any, named: Any) -> Any:
        """NumPy's random numbers; an order is drawn, and the numbers are put into it."""
        first = given[0] if given else None
        if isinstance(first, Traced) and name in ("shuffle", "permutation", "choice"):
            order = np.arange(len(first))
            drawn = function(order, *bare(given[1:]), **{key: bare(x) for key, x in named.items()})
            moved = first.copy()[order if name == "shuffle" else drawn]
            if name != "shuffle":
                return moved
            first[...] = moved
            return None
        return owned(function(*bare(given), **{key: bare(one) for key, one in named.items()}))

    def foreign(self, name: str, function: Any, given: Any, named: Any) -> Any:
        """Others' code. Where numbers of the tape went in and new ones came out, it is cut."""
        before = Current.tape.count
        made = function(*given, **named)
        result = owned(made)
        if result is not made and Current.tape.count > before:
            for one in filter(holds, given):
                ids = operand(arrayed(one))[1].ids
                if ids is not None:
                    Current.tape.cut(name or str(function), ids)
        return result


def flat(things: Any) -> bool:
    """Whether a list is of numbers alone, some of them on the tape: then it means an array."""
    return holds(things) and not any(isinstance(one, np.ndarray) for one in things)


def leaf(value: Any) -> Any:
    """A float that is written down."""
    return number(float(value))


def spread(first: Any, second: Any) -> Any:
    """A list times a number: every place has numbers of its own."""
    things, times = (first, second) if isinstance(first, list) else (second, first)
    if not isinstance(times, int | np.integer):
        return first * second
    made = list(things)
    for _ in range(int(times) - 1):
        made += [number(one) if isinstance(one, Number) else one for one in things]
    return made if times > 0 else []
