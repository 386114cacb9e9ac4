"""Activations that code writes down itself and that have no name here, such as a softplus, a
scaled tanh or a leaky ReLU with another slope, as formulas.

Whatever a function binds or returns that is computed of one unknown by arithmetic alone may be
one. The numbers decide later whether a layer has it.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from groundup.checking.model.answers import Array
from groundup.checking.reading.formula_text import TURNS, Formulas, unknowns
from groundup.checking.reading.settings import HIDDEN
from groundup.checking.reference.backprop import activate, derivative, derivative_of_a
from groundup.checking.reference.formulas import HEAD, compiled, is_formula

GRID = np.linspace(-3.3, 3.7, 29)  # not at 0, where some have a corner
MOST = 8  # of one program
KNOWN = (*HIDDEN, "linear")


@lru_cache(maxsize=32)
def own_activations(trees: tuple[ast.Module, ...]) -> tuple[str, ...]:
    """Names of activations in these files, the first that is written first. A leaky ReLU has the
    name that it always has."""
    names = list(dict.fromkeys(itertools.chain.from_iterable(map(found, trees))))
    slopes = [derivative(name, GRID) for name in (*KNOWN, *names)]
    slopes += [derivative_of_a(name, GRID) for name in KNOWN[:2]]
    own: dict[bytes, str] = {}
    for name in names:
        a = activate(name, GRID)
        known = any(alike(a, activate(other, GRID)) for other in KNOWN)
        if not known and not any(is_multiple(a, one) for one in slopes):
            own.setdefault(np.round(a, 9).tobytes(), leaky(a) or name)
    return tuple(own.values())[:MOST]


@lru_cache(maxsize=32)
def found(tree: ast.Module) -> tuple[str, ...]:
    """Formulas that bend."""
    turns = (Formulas(tree, turn).every() for turn in range(TURNS))
    names = dict.fromkeys(filter(None, map(name_of, itertools.chain.from_iterable(turns))))
    return tuple(filter(bends, names))


def name_of(node: ast.expr) -> str | None:
    """That of a formula of one unknown, which becomes x."""
    of = {unknown.id for unknown in unknowns(node)}
    if len(of) != 1:
        return None
    return HEAD + ast.unparse(Named(of.pop()).visit(copy.deepcopy(node)))


class Named(ast.NodeTransformer):
    """An unknown becomes x."""

    def __init__(self, unknown: str):
        self.unknown = unknown

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("x", ast.Load()) if node.id == self.unknown else node


def bends(name: str) -> bool:
    """Whether it gives numbers everywhere, is no straight line, and no staircase."""
    try:
        compiled(name)
        a, slope = activate(name, GRID), derivative(name, GRID)
    except (ValueError, TypeError, ArithmeticError, SyntaxError, RecursionError):
        return False
    finite = bool(np.isfinite(a).all() and np.isfinite(slope).all())
    return finite and bool(np.ptp(slope) > 1e-6 and (np.abs(slope) > 1e-6).mean() > 0.1)


def alike(a: Array, other: Array) -> bool:
    return bool(np.abs(a - other).max() < 1e-7)


def is_multiple(a: Array, slope: Array) -> bool:
    """Whether it is a slope, or some part of it."""
    largest = int(np.argmax(np.abs(slope)))
    return bool(slope[largest]) and alike(a, slope * (a[largest] / slope[largest]))


def leaky(a: Array) -> str | None:
    """The name of a leaky ReLU, which has mistakes of its own."""
    below = GRID < 0.0
    factor = a[0] / GRID[0]
    straight = alike(a[~below], GRID[~below]) and alike(a[below], factor * GRID[below])
    return f"leaky-relu {factor:.9g}" if straight and 0.0 < factor < 1.0 else None


def last_of(hidden: Sequence[str]) -> tuple[str, ...]:
    """What the last layer may have. A formula may only measure its outputs, but where a hidden
    layer has it too."""
    return ("softmax", *HIDDEN, *filter(is_formula, hidden), "linear")
