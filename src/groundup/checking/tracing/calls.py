"""A learner's call of something that is not theirs, so that ids come through it where it only
moves numbers or computes what the tape knows."""

from __future__ import annotations

import array
import builtins
import contextlib
import math
import numbers
import sys
from collections.abc import Callable, Container
from types import FunctionType, GeneratorType, MethodType
from typing import Any

import numpy as np

from groundup.checking.loading.placeholders.callers import NAME as ASKING
from groundup.checking.tracing import scalars
from groundup.checking.tracing.carriers import Number, Traced, traced
from groundup.checking.tracing.conversions import (
    along,
    as_array,
    each_number,
    enumerated,
    flat,
    from_iterable,
    holds,
    one_by_one,
    owned,
    to_array,
    to_float,
    total,
)
from groundup.checking.tracing.executors import EXECUTORS, InPlace
from groundup.checking.tracing.functions import checked
from groundup.checking.tracing.matrices import Matrix, matrixed, to_matrix
from groundup.checking.tracing.memory import KINDS, Current
from groundup.checking.tracing.minimisers import minimiser
from groundup.checking.tracing.movements import FUNCTIONS
from groundup.checking.tracing.scientific import SCIPY
from groundup.checking.tracing.ufuncs import array_of, bare, cut

ROOMY = frozenset(("zeros", "ones", "empty", "full", "eye", "identity", "arange"))
OTHERS = "builtins", "numpy", "array", *EXECUTORS  # whose types take floats as they are
RANDOM = (np.random.RandomState, np.random.Generator)
BESIDE: dict[str, int] = {
    **dict.fromkeys(("seed", "RandomState", "default_rng"), 1),
    **dict.fromkeys(("randint", "integers", "normal", "uniform"), 2),
}  # how many arguments stand before one that is a size; all others begin with it
GONE_THROUGH = (GeneratorType, map, filter, zip)  # once


SPECIAL: dict[Any, Callable[..., Any]] = {
    **scalars.FUNCTIONS,
    builtins.float: to_float,
    np.float64: to_float,
    np.float32: to_float,
    builtins.sum: total,
    math.fsum: total,
    np.matrix: to_matrix,
    np.vectorize: one_by_one,
    np.apply_along_axis: along,
    np.nditer: each_number,
    np.ndenumerate: enumerated,
    math.dist: lambda a, b: total((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5,
}
BY_NAME = {
    **dict.fromkeys(("array", "ascontiguousarray", "asfarray"), to_array),
    "asarray": as_array,
    "asanyarray": as_array,
    "asmatrix": to_matrix,
    "mat": to_matrix,
    "fromiter": from_iterable,
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
        if isinstance(function, np.vectorize):
            return one_by_one(function.pyfunc)(*given)
        if function is builtins.map:
            each = given[0]
            return map(lambda *one: self(each, *one), *given[1:])
        if isinstance(function, type):
            return self.made(function, given, named)
        globals()[ASKING] = sys._getframe(1).f_globals.get(ASKING)  # for data that are made up
        return self.of_others(function, given, named)

    def is_own(self, function: Any) -> bool:
        plain = function.__func__ if type(function) is MethodType else function
        if type(plain) is not FunctionType and not isinstance(plain, type) and callable(plain):
            plain = type(plain).__call__  # of an object of the learner's, maybe
        if type(plain) is FunctionType:
            return plain.__code__.co_filename in self.own
        return isinstance(function, type) and function.__module__ not in OTHERS

    def made(self, kind: type, given: Any, named: Any) -> Any:
        """An instance of a type that is not the learner's."""
        if kind.__module__ in EXECUTORS:
            return InPlace(*given, **named)
        if issubclass(kind, np.generic) and given and isinstance(given[0], Traced):
            return given[0].astype(kind)
        made = kind(*given, **named)
        if isinstance(made, array.array) and made.typecode in "fd":
            return [*given[1]] if isinstance(given[-1], list | tuple) else [*made]  # as a list
        if isinstance(made, numbers.Number) and not isinstance(made, Number | numbers.Integral):
            cut(kind.__name__, filter(holds, given))  # a Fraction, say
        return made

    def of_others(self, function: Any, given: Any, named: Any) -> Any:
        home = getattr(function, "__module__", None) or ""
        target, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
        path = getattr(function, "_path", None) if not name else f"{home}.{name}"
        if isinstance(path, str) and (found := minimiser(path)):
            return found(*given, **named)
        if home.startswith("numpy.random") or isinstance(target, RANDOM):
            return self.chance(name, function, given, named)
        if isinstance(function, np.ufunc) or isinstance(target, np.ufunc) or home[:5] == "numpy":
            return self.of_numpy(name, function, given, named)
        if isinstance(target, Traced):
            return owned(function(*given, **named))
        own = type(function) is MethodType  # of a kind of array that has it otherwise
        if isinstance(target, np.ndarray) and target.dtype.kind in KINDS and not own:
            return self(getattr(traced(target), name), *given, **named)
        if isinstance(target, Number | list | dict | set) or target is builtins:
            return function(*given, **named)
        if home.startswith("scipy") and name in SCIPY and any(map(holds, given)):
            with contextlib.suppress(NotImplementedError, TypeError):
                return SCIPY[name](*given, **named)
        return self.foreign(name, function, given, named)

    def of_numpy(self, name: str, function: Any, given: Any, named: Any) -> Any:
        if name in BY_NAME:
            return BY_NAME[name](*given, **named)
        if name in FUNCTIONS:  # of which old ones took such things
            given = tuple(list(one) if isinstance(one, GONE_THROUGH) else one for one in given)
        index = 1 if name == "at" else None  # which may be of several dimensions

        def as_arrays(wanted: Callable[[Any], bool]) -> tuple[Any, ...]:
            return tuple(
                array_of(one) if k != index and type(one) in (list, tuple) and wanted(one) else one
                for k, one in enumerate(given)
            )

        given = as_arrays(flat)
        if isinstance(function, np.ufunc) or isinstance(getattr(function, "__self__", 0), np.ufunc):
            return owned(function(*as_arrays(holds), **named))
        if any(map(holds, given)):
            if name in FUNCTIONS:
                made = FUNCTIONS[name](*given, **named)
                return matrixed(made) if isinstance(given[0], Matrix) else made
            dispatched = hasattr(function, "_implementation")  # np.isscalar is not
            if dispatched and isinstance(given[0], Number):
                given = (array_of(given[0]), *given[1:])
            return checked(name, function(*given, **named), given)
        if name in ROOMY:
            Current.tape.afford(asked_for(given[0] if given else named.get("shape", 1)))
        made = function(*bare(given), **{key: bare(one) for key, one in named.items()})
        return owned(np.zeros_like(made) if name == "empty" else made)

    def chance(self, name: str, function: Any, given: Any, named: Any) -> Any:
        """NumPy's random numbers; an order is drawn, and the numbers are put into it."""
        first = given[0] if given else None
        sizes = given[BESIDE.get(name, 0) :] if name not in ("rand", "randn") else [given]
        Current.tape.afford(max(map(asked_for, (named.get("size"), *sizes))))
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
        made = function(*given, **named)
        if is_new(made):
            cut(name or str(function), filter(holds, (*given, *named.values())))
        return owned(made)


def asked_for(shape: Any) -> float:
    """The size of an array of this shape, if it is one."""
    if isinstance(shape, int | np.integer):
        return float(shape)
    whole = isinstance(shape, tuple) and all(isinstance(x, int | np.integer) for x in shape)
    return math.prod(map(float, shape)) if whole else 1.0


def is_new(made: Any) -> bool:
    """Whether floats are in it that nobody has seen yet."""
    if isinstance(made, list | tuple):
        return any(map(is_new, made[:64]))
    if isinstance(made, np.ndarray):
        return made.dtype.kind == "f" and not Current.memory.has(made)
    return isinstance(made, float) and not isinstance(made, Number)
