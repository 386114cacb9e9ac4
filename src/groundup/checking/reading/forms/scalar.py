"""A learner's class of numbers that know how they were made: what it is called, what it can do."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.offered import Offered
from groundup.checking.names import roles

NUMBER = ("data", "value", "val", "x", "v", "number", "scalar", "item")
GRADIENT = ("grad", "gradient", "derivative", "deriv", "g", "adjoint", "grad_value", "d")
BACKWARD = ("backward", "backprop", "backpropagate", "backward_pass", "run_backward", "back")
UNARY: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1.0 / (1.0 + math.exp(-x)),
    "relu": lambda x: max(x, 0.0),
    "leaky_relu": lambda x: x if x > 0.0 else 0.01 * x,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
}
SPELLINGS = {"log": ("log", "ln"), "leaky_relu": ("leaky_relu", "leakyrelu", "lrelu")}


class Scalar(NamedTuple):
    """A class of values: `kind(3.0)`, with the names of its number, its gradient and its way
    back."""

    kind: type
    number: str
    grad: str
    back: str

    def new(self, number: float) -> Any:
        return self.kind(float(number))

    def number_of(self, value: Any) -> float:
        """Of a value, or of a plain number."""
        held = getattr(value, self.number) if isinstance(value, self.kind) else value
        return float(held)

    def grad_of(self, value: Any) -> float:
        """0 where nothing came back to it."""
        grad = getattr(value, self.grad)
        if isinstance(grad, self.kind):
            return self.number_of(grad)
        return 0.0 if grad is None else float(grad)

    def clear(self, value: Any) -> None:
        held = getattr(value, self.grad)
        setattr(value, self.grad, self.new(0.0) if isinstance(held, self.kind) else 0.0)

    def backward(self, value: Any) -> None:
        getattr(value, self.back)()

    def unary(self, name: str, functions: dict[str, Callable] | None = None) -> Callable | None:
        """The learner's method or function called `name`, that gives a value of a value."""
        for spelled in SPELLINGS.get(name, (name,)):
            for method in dir(self.kind):
                if roles.plain(method) == roles.plain(spelled):
                    return getattr(self.kind, method)
            for own, function in (functions or {}).items():
                if roles.plain(own) == roles.plain(spelled):
                    return function
        return None


def scalars(offered: Offered) -> Iterator[Scalar]:
    """The classes of values among what is offered."""
    for kind in offered.names.values():
        if isinstance(kind, type) and "__add__" in dir(kind) and "__mul__" in dir(kind):
            found = scalar(kind)
            if found:
                yield found


def scalar(kind: type) -> Scalar | None:
    """What the parts of a class are called; None where it is not one of values."""
    back = next((name for name in BACKWARD if callable(getattr(kind, name, None))), None)
    if back is None or of_arrays(kind):
        return None
    try:
        value = kind(0.5)
        made = kind(2.0) * kind(3.0)
    except Exception:  # whatever a learner's class raises: it is not one
        return None
    number = next((n for n in NUMBER if is_number(getattr(value, n, None), 0.5)), None)
    grad = next((n for n in GRADIENT if hasattr(value, n)), None)
    if number is None or grad is None or not isinstance(made, kind):
        return None
    return Scalar(kind, number, grad, back)


def of_arrays(kind: type) -> bool:
    """Whether its values are whole arrays: it multiplies matrices, or adds up what is in one."""
    ways = ("__matmul__", "matmul", "dot", "mm", "sum", "mean")
    if not any(callable(getattr(kind, name, None)) for name in (*BACKWARD,)):
        return False
    if not any(callable(getattr(kind, name, None)) for name in ways):
        return False
    two = np.arange(4.0).reshape(2, 2)
    try:
        held = [getattr(kind(two), name, None) for name in NUMBER]
    except Exception:  # whatever a learner's class raises: it wants numbers
        return False
    return any(np.shape(value) == (2, 2) for value in held if isinstance(value, np.ndarray))


def is_number(thing: Any, expected: float) -> bool:
    if inspect.isroutine(thing):
        return False
    try:
        return float(thing) == expected
    except (TypeError, ValueError):
        return False
