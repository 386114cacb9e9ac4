"""Functions that every textbook defines alike, for where the module that has them is not there.

Courses hand them out beside their notebooks: σ, σ together with its z for later, and what sends an
error back through it. How a file calls one tells which of these it is. Where its calls do not
agree, or books differ (a softmax of rows or columns, σ′ of z or of a), there is none.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from groundup.mathematics import ACTIVATIONS

Function = Callable[..., Any]
KNOWN = ("sigmoid", "tanh", "relu")
SLOPES_OF_RELU = {  # which are the same for z and for a
    "relu_prime", "relu_derivative", "relu_deriv", "relu_grad", "d_relu", "drelu",
}  # fmt: skip
BACKWARDS = "_backward"
ALONE, WITH_CACHE, BACKWARD = (1, 1), (1, 2), (2, 1)  # arguments, and names that take the result


def of_module(module: str, tree: ast.Module) -> dict[str, Function]:
    """Those that a file imports from a module, by their names, with all else in it, or as a part of
    it, and calls in ways that leave no doubt."""
    nodes = list(ast.walk(tree))
    homes, aliases, star = dict[str, str | None](), set[str](), ""
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            homes |= {one.name: node.module for one in node.names}
            star = module if node.module == module and node.names[0].name == "*" else star
        elif isinstance(node, ast.Import):
            aliases |= {one.asname or one.name for one in node.names if one.name == module}
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    found, ways = dict[str, Function](), calls(nodes)
    for called in ways:
        home, _, name = called.rpartition(".")
        theirs = home in aliases if home else homes.get(name, star) == module
        function = meant(called, name, ways) if theirs and name not in defined else None
        found |= {name: function} if function else {}
    return found


def meant(called: str, name: str, ways: dict[str, set[tuple[int, int]]]) -> Function | None:
    """The function of that name that is called like this."""
    kind, backwards, ending = name.lower().partition(BACKWARDS)
    if len(ways[called]) > 1 or ending or kind not in {*KNOWN, *SLOPES_OF_RELU}:
        return None
    (way,) = ways[called]
    if kind in SLOPES_OF_RELU:
        return slope("relu") if way == ALONE else None
    if not backwards:
        return {ALONE: activation, WITH_CACHE: with_cache}.get(way, lambda kind: None)(kind)
    forward = ways.get(called.removesuffix(name[len(kind) :]))
    return backward(kind) if way == BACKWARD and forward == {WITH_CACHE} else None


def calls(nodes: list[ast.AST]) -> dict[str, set[tuple[int, int]]]:
    """In which ways each thing is called, as it is written; -1 arguments where some have names."""
    taken = {
        id(node.value): len(node.targets[0].elts)
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
    }
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for node in nodes:
        if isinstance(node, ast.Call):
            plain = not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args)
            way = len(node.args) if plain else -1, taken.get(id(node), 1)
            found[ast.unparse(node.func)].add(way)
    return found


def activation(kind: str) -> Function:
    return lambda z: ACTIVATIONS[kind].f(np.asanyarray(z, float))


def slope(kind: str) -> Function:
    return lambda z: ACTIVATIONS[kind].f_prime(np.asanyarray(z, float), activation(kind)(z))


def with_cache(kind: str) -> Function:
    return lambda z: (activation(kind)(z), z)


def backward(kind: str) -> Function:
    """delta from d cost / d a and what `with_cache` gave for later."""
    return lambda da, z: da * slope(kind)(z)
