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
ALONE, WITH_CACHE, BACKWARD = (1, 1), (1, 2), (2, 1)  # arguments, and names that take the result


def of_module(name: str, tree: ast.Module) -> dict[str, Function]:
    """Those that a file imports from the module `name`, by their names, with all else in it, or as
    a part of it."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {
        alias.name: node.module
        for node in imports
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    everything = any(
        isinstance(node, ast.ImportFrom) and node.module == name and node.names[0].name == "*"
        for node in imports
    )
    whole = {
        alias.asname or alias.name
        for node in imports
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == name
    }
    bare = functions(tree, calls(tree, set()))
    star = name if everything else ""
    found = {one: function for one, function in bare.items() if named.get(one, star) == name}
    return found | (functions(tree, calls(tree, whole)) if whole else {})


def functions(tree: ast.Module, ways: dict[str, set[tuple[int, int]]]) -> dict[str, Function]:
    """Those that are called in `ways` that leave no doubt, and that the file does not define."""
    found: dict[str, Function] = {}
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for name, way in ways.items():
        kind, _, ending = name.lower().partition("_backward")
        if name in defined or ending or kind not in {*KNOWN, *SLOPES_OF_RELU}:
            continue
        if kind in SLOPES_OF_RELU:
            found |= {name: slope("relu")} if way == {ALONE} else {}
        elif kind == name.lower() and way == {ALONE}:
            found[name] = activation(kind)
        elif kind == name.lower() and way == {WITH_CACHE}:
            found[name] = with_cache(kind)
        elif way == {BACKWARD} and ways.get(name[: len(kind)]) == {WITH_CACHE}:
            found[name] = backward(kind)
    return found


def calls(tree: ast.Module, modules: set[str]) -> dict[str, set[tuple[int, int]]]:
    """For each name that is called, bare or as a part of one of these modules, in which ways it is;
    -1 arguments where some have names."""
    taken = {
        id(node.value): len(node.targets[0].elts)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
    }
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := called(node.func, modules)):
            plain = not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args)
            found[name].add((len(node.args) if plain else -1, taken.get(id(node), 1)))
    return dict(found)


def called(function: ast.expr, modules: set[str]) -> str | None:
    if isinstance(function, ast.Name) and not modules:
        return function.id
    part = isinstance(function, ast.Attribute) and ast.unparse(function.value) in modules
    return function.attr if part and isinstance(function, ast.Attribute) else None


def activation(kind: str) -> Function:
    return lambda z: ACTIVATIONS[kind].f(np.asanyarray(z, float))


def slope(kind: str) -> Function:
    return lambda z: ACTIVATIONS[kind].f_prime(np.asanyarray(z, float), activation(kind)(z))


def with_cache(kind: str) -> Function:
    return lambda z: (activation(kind)(z), z)


def backward(kind: str) -> Function:
    """delta from d cost / d a and what `with_cache` gave for later."""
    return lambda da, z: da * slope(kind)(z)
