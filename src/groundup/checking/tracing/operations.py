"""The arithmetic that a tape knows: what each operation computes, and how a change of its result
comes from changes of its operands.

`backward(g, operands, result, options)` gives, for each operand, d cost / d operand, where `g` is
d cost / d result; it may have the result's shape where operands were broadcast. None is a zero.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.tracing import products

Backward = Callable[[Any, Sequence[Any], Any, Any], Sequence[Any]]


class Rule(NamedTuple):
    """`forward(*operands)`, or `forward(*operands, options)` where there are options."""

    forward: Callable[..., Any]
    backward: Backward


def slope(ufunc: Callable[..., Any], of: Callable[[Any, Any], Any]) -> Rule:
    """Of a function of one number, whose derivative is `of(x, result)`."""
    return Rule(ufunc, lambda g, ins, out, _: (g * of(ins[0], out),))


def pair(ufunc: Callable[..., Any], backward: Callable[[Any, Any, Any, Any], Any]) -> Rule:
    """Of a function of two: `backward(g, a, b, result)`."""
    return Rule(ufunc, lambda g, ins, out, _: backward(g, ins[0], ins[1], out))


def flat(ufunc: Callable[..., Any]) -> Rule:
    """Of what changes in jumps or not at all, such as a comparison."""
    return Rule(ufunc, lambda g, ins, out, _: [None] * len(ins))


def power(g: Any, a: Any, b: Any, out: Any) -> tuple[Any, Any]:
    positive = np.where(np.greater(a, 0), a, 1.0)
    lower = np.power(a, np.where(np.equal(b, 0), 1.0, np.subtract(b, 1.0)))
    return g * b * lower, g * np.where(np.greater(a, 0), out * np.log(positive), 0.0)


def larger(g: Any, a: Any, b: Any, _: Any) -> tuple[Any, Any]:
    first = np.greater(a, b) | (np.equal(a, b) & (np.size(b) > 1))  # ReLU: where it is 0, it is off
    return g * first, g * ~first


def smaller(g: Any, a: Any, b: Any, _: Any) -> tuple[Any, Any]:
    first = np.less(a, b) | (np.equal(a, b) & (np.size(b) > 1))
    return g * first, g * ~first


def chosen(g: Any, ins: Sequence[Any], _: Any, __: Any) -> tuple[Any, ...]:
    return None, np.where(ins[0], g, 0.0), np.where(ins[0], 0.0, g)


def turned(a: Any) -> Any:
    return np.swapaxes(a, -1, -2)


LOG_2, LOG_10 = np.log(2), np.log(10)
POWER = pair(np.power, power)
RULES: dict[str, Rule] = {
    "add": pair(np.add, lambda g, a, b, y: (g, g)),
    "subtract": pair(np.subtract, lambda g, a, b, y: (g, -g)),
    "multiply": pair(np.multiply, lambda g, a, b, y: (g * b, g * a)),
    "divide": pair(np.divide, lambda g, a, b, y: (g / b, -g * y / b)),
    "power": POWER,
    "float_power": POWER,
    "maximum": pair(np.maximum, larger),
    "fmax": pair(np.fmax, larger),
    "minimum": pair(np.minimum, smaller),
    "fmin": pair(np.fmin, smaller),
    "logaddexp": pair(np.logaddexp, lambda g, a, b, y: (g * np.exp(a - y), g * np.exp(b - y))),
    "hypot": pair(np.hypot, lambda g, a, b, y: (g * a / y, g * b / y)),
    "copysign": pair(np.copysign, lambda g, a, b, y: (g * np.sign(a) * np.sign(b), None)),
    "remainder": pair(np.remainder, lambda g, a, b, y: (g, None)),
    "negative": slope(np.negative, lambda x, y: -1.0),
    "positive": slope(np.positive, lambda x, y: 1.0),
    "exp": slope(np.exp, lambda x, y: y),
    "exp2": slope(np.exp2, lambda x, y: y * LOG_2),
    "expm1": slope(np.expm1, lambda x, y: y + 1),
    "log": slope(np.log, lambda x, y: 1 / x),
    "log1p": slope(np.log1p, lambda x, y: 1 / (1 + x)),
    "log2": slope(np.log2, lambda x, y: 1 / (x * LOG_2)),
    "log10": slope(np.log10, lambda x, y: 1 / (x * LOG_10)),
    "sqrt": slope(np.sqrt, lambda x, y: 0.5 / y),
    "cbrt": slope(np.cbrt, lambda x, y: 1 / (3 * y * y)),
    "square": slope(np.square, lambda x, y: 2 * x),
    "reciprocal": slope(np.reciprocal, lambda x, y: -y * y),
    "absolute": slope(np.absolute, lambda x, y: np.sign(x)),
    "tanh": slope(np.tanh, lambda x, y: 1 - y * y),
    "sinh": slope(np.sinh, lambda x, y: np.cosh(x)),
    "cosh": slope(np.cosh, lambda x, y: np.sinh(x)),
    "sin": slope(np.sin, lambda x, y: np.cos(x)),
    "cos": slope(np.cos, lambda x, y: -np.sin(x)),
    "tan": slope(np.tan, lambda x, y: 1 + y * y),
    "arctan": slope(np.arctan, lambda x, y: 1 / (1 + x * x)),
    "arcsinh": slope(np.arcsinh, lambda x, y: 1 / np.sqrt(x * x + 1)),
    "arctanh": slope(np.arctanh, lambda x, y: 1 / (1 - x * x)),
    "erf": slope(
        np.vectorize(math.erf, otypes=[float]), lambda x, y: 2 / np.sqrt(np.pi) * np.exp(-x * x)
    ),
    "where": Rule(np.where, chosen),
    "matmul": Rule(np.matmul, products.matmul_backward),
    "inv": Rule(np.linalg.inv, lambda g, ins, y, _: (-turned(y) @ g @ turned(y),)),
    "solve": Rule(np.linalg.solve, products.solve_backward),
    "einsum": Rule(products.einsum, products.einsum_backward),
    "sum": Rule(products.total, products.total_backward),
    "cumsum": Rule(products.running, products.running_backward),
    "prod": Rule(products.product, products.product_backward),
    "max": Rule(products.largest, products.extreme_backward),
    "min": Rule(products.smallest, products.extreme_backward),
    "argmax": Rule(np.argmax, lambda g, ins, out, _: (None,)),
    "argmin": Rule(np.argmin, lambda g, ins, out, _: (None,)),
}
JUMPS = (
    "greater greater_equal less less_equal equal not_equal logical_and logical_or logical_not "
    "logical_xor isnan isinf isfinite sign heaviside floor ceil rint "
    "trunc floor_divide signbit"
)
RULES |= {name: flat(getattr(np, name)) for name in JUMPS.split()}
# Of truth values, by what they are on a tape, where all numbers are floats.
LOGICAL = {"invert": "logical_not", "bitwise_and": "logical_and", "bitwise_or": "logical_or"}
NAMES = {"true_divide": "divide", "fabs": "absolute", "mod": "remainder", "conjugate": "positive"}

# Python's operators on a single number, by the names of their methods.
OPERATORS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "add": ("add", operator.add),
    "sub": ("subtract", operator.sub),
    "mul": ("multiply", operator.mul),
    "truediv": ("divide", operator.truediv),
    "pow": ("power", operator.pow),
    "mod": ("remainder", operator.mod),
}


def forward(kind: str, operands: Sequence[Any], options: Any) -> Any:
    """The result of an operation on plain numbers."""
    rule = RULES[kind]
    return rule.forward(*operands) if options is None else rule.forward(*operands, options)
