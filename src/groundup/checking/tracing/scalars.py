"""A float that carries an id, so that lists of floats and objects around them are on the tape.

It is a `numpy.float64`, which is a Python float too: so it stands for both. What a comparison says
is recorded, and that the program decided by it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from groundup.checking.tracing.carriers import Number, method
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.operations import OPERATORS
from groundup.checking.tracing.tape import Operand

PLAIN = (float, int, np.integer, np.bool_)
MANY = (np.ndarray, list, tuple)
SAME = "copy item tolist squeeze transpose sum mean max min __copy__ __deepcopy__ __pos__"


def same(self: Number, *_: Any, **__: Any) -> Number:
    """A movement: the number itself."""
    return self


for each in SAME.split():
    method(Number, name=each)(same)


@method(Number)
def astype(self: Number, dtype: Any, *_: Any, **__: Any) -> Any:
    return self if np.dtype(dtype).kind == "f" else np.dtype(dtype).type(float(self))


@method(Number)
def dot(self: Number, other: Any) -> Any:
    return self * other


@method(Number, name="__int__")
def whole(self: Number) -> int:
    Current.tape.decide(self.ident)
    return int(float(self))


@method(Number, name="__neg__")
def negative(self: Number) -> Any:
    return recorded("negative", -float(self), self)


@method(Number, name="__abs__")
def absolute(self: Number) -> Any:
    return recorded("absolute", abs(float(self)), self)


@method(Number, name="__round__")
def rounded(self: Number, digits: int | None = None) -> Any:
    return np.rint(self * 10.0**digits) / 10.0**digits if digits is not None else int(self)


def operand(thing: Any) -> Operand:
    """Of a single number."""
    return Operand(thing.ident) if type(thing) is Number else Operand(None, float(thing))


def recorded(kind: str, value: float, *given: Any) -> Number:
    """The result of an operation on single numbers."""
    return Number(value, int(Current.tape.record(kind, tuple(map(operand, given)), value)))


def computed(plain: Callable[[Any, Any], Any], first: float, second: float) -> float:
    """As NumPy does it, where Python raises an error or leaves the real numbers."""
    try:
        value = plain(first, second)
        if type(value) is float:
            return value
    except ArithmeticError:
        pass
    with np.errstate(all="ignore"):
        return float(plain(np.float64(first), second))


def arithmetic(kind: str, plain: Callable[[Any, Any], Any], swapped: bool) -> Callable[..., Any]:
    """The method of an operator, or of its other side where it is `swapped`."""
    ufunc = getattr(np, kind)

    def method(self: Number, other: Any) -> Any:
        first, second = (other, self) if swapped else (self, other)
        if isinstance(other, PLAIN):
            return recorded(kind, computed(plain, float(first), float(second)), first, second)
        return ufunc(first, second) if isinstance(other, MANY) else NotImplemented

    return method


def comparison(kind: str, name: str) -> Callable[..., Any]:
    ufunc, plain = getattr(np, kind), getattr(float, f"__{name}__")

    def method(self: Number, other: Any) -> Any:
        if not isinstance(other, PLAIN):
            return ufunc(self, other) if isinstance(other, MANY) else NotImplemented
        value = plain(float(self), float(other))
        tape = Current.tape
        tape.decide(tape.record(kind, (operand(self), operand(other)), float(value)))
        return value

    return method


def of_math(kind: str, plain: Callable[..., float]) -> Callable[..., Any]:
    """A function of `math` that records what it does to numbers of the tape."""

    def function(*given: Any) -> Any:
        given = tuple(one if type(one) is Number else single(one) for one in given)
        value = plain(*map(float, given))
        return recorded(kind, value, *given) if any(type(x) is Number for x in given) else value

    return function


def of_two(kind: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """`max` or `min`; with a bound, as in a ReLU, the result comes from a number where it is the
    bound, too, as from `np.maximum`."""

    def function(*given: Any, **options: Any) -> Any:
        kinds = {type(one) for one in given}
        if len(given) == 2 and not options and Number in kinds <= {Number, float, int}:
            return recorded(kind, plain(*map(float, given)), *given)
        return plain(*given, **options)

    return function


def single(thing: Any) -> Any:
    """The only number of an array, as `math` takes it."""
    return thing.reshape(-1)[0] if isinstance(thing, np.ndarray) and thing.size == 1 else thing


COMPARISONS = {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal"}
COMPARISONS |= {"eq": "equal", "ne": "not_equal"}
for name, (kind, plain) in OPERATORS.items():
    setattr(Number, f"__{name}__", arithmetic(kind, plain, False))
    setattr(Number, f"__r{name}__", arithmetic(kind, plain, True))
for name, kind in COMPARISONS.items():
    setattr(Number, f"__{name}__", comparison(kind, name))

# Functions of `math`, and what they record where that is called otherwise.
MATH = "exp expm1 log2 log10 log1p sqrt tanh sinh cosh sin cos tan atan fabs pow hypot copysign erf"
RECORDED = {"atan": "arctan", "fabs": "absolute", "pow": "power"}
FUNCTIONS = {
    one: of_math(RECORDED.get(name, name), one)
    for name in MATH.split()
    for one in [getattr(math, name)]
}
FUNCTIONS |= {max: of_two("maximum", max), min: of_two("minimum", min)}
natural = of_math("log", math.log)
FUNCTIONS[math.log] = lambda x, *base: natural(x) / math.log(*base) if base else natural(x)
