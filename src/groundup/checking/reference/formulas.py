"""Activations that code has of its own: "f(x) = log(1 + exp(x))", with a slope that is exact.

A formula is text, so that it goes from one process to another; only arithmetic and the functions
below are read in it. Its slope is the imaginary part of f(x - ih)/-h, which loses no digits; at a
corner it is that of the left side.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from groundup.checking.model.answers import Array

KIND = "f(x)"  # by which such an activation is called
HEAD = f"{KIND} = "
H = 1e-30
NODES = (
    *(ast.Expression, ast.Call, ast.Name, ast.Load, ast.Constant, ast.BinOp, ast.UnaryOp),
    *(ast.Compare, ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq, ast.BitAnd, ast.BitOr),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd),
)


def absolute(x: Array) -> Array:
    return np.where(x < 0.0, -x, x)


def sigmoid(x: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-x))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in ("exp", "expm1", "log", "log1p", "log2", "log10")},
    **{name: getattr(np, name) for name in ("sqrt", "square", "power", "where", "sin", "cos")},
    **{name: getattr(np, name) for name in ("tan", "sinh", "cosh", "tanh", "arctan", "arcsinh")},
    **{name: getattr(np, name) for name in ("maximum", "minimum", "negative", "reciprocal")},
    "abs": absolute,
    "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "logaddexp": lambda x, y: np.log(np.exp(x) + np.exp(y)),
    "expit": sigmoid,
}


def is_formula(activation: str) -> bool:
    return activation.startswith(HEAD)


@lru_cache(maxsize=256)
def compiled(activation: str) -> Callable[[Array], Any]:
    """Raises ValueError where it is more than a formula of x."""
    tree = ast.parse(activation.removeprefix(HEAD), mode="eval")
    for node in ast.walk(tree):
        known = {"x", *FUNCTIONS} if isinstance(node, ast.Name) else {getattr(node, "id", None)}
        number = not isinstance(node, ast.Constant) or isinstance(node.value, float)
        if not isinstance(node, NODES) or getattr(node, "id", None) not in known or not number:
            raise ValueError(f"expected a formula of x, got {activation!r}")
    code = compile(tree, "<formula>", "eval")
    names = {"__builtins__": {}, **FUNCTIONS}
    return lambda x: eval(code, names, {"x": x})


def value(activation: str, x: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(compiled(activation)(x), float), np.shape(x))


def slope(activation: str, x: Array) -> Array:
    with np.errstate(all="ignore"):
        found = np.imag(compiled(activation)(np.asarray(x, float) - 1j * H)) / -H
    return np.broadcast_to(np.asarray(found, float), np.shape(x))
