"""Arguments that describe a network layer by layer, as the code that goes through them shows:
`for layer in architecture: … layer["input_dim"] … layer["activation"]`, or
`for n_in, n_out, act in layers`."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from groundup.checking.loading.sources import quietly_parsed
from groundup.checking.names.arguments import MissingError
from groundup.checking.names.roles import role, snake
from groundup.checking.reading.uses import once, other_names

AROUND = ("enumerate", "reversed", "list", "tuple", "zip", "iter")
BELOW = r"(^|_)(in|inp|inputs?|n_?in|d_?in|from|prev|fan_in)(_|$)"
WIDE = r"(^|_)(out|outputs?|n_?out|d_?out|to|fan_out|units?|neurons?|nodes?|size|dim|width)(_|$)"
HIDDEN = "relu"  # what hidden layers are asked for, where the code knows it
ACTS = r"(^|_)(act|activ|activation|activations|nonlinearity|func|function|fn|f)(_|$)"


def described(
    function: Callable[..., Any], name: str, sizes: tuple[int, ...], activation: Any
) -> Any:
    """What to give for the argument `name`, which says that there are two hidden layers at least;
    MissingError where no loop shows it."""
    first, *inner, last = sizes
    sizes = (first, *inner, inner[0] - 1, last) if len(inner) == 1 else sizes
    for keyed, fields in loops(function, name):
        meant = [meaning(field) for field in fields]
        if None in meant or "wide" not in meant or len(meant) < 2:
            continue
        if not keyed and "activation" not in meant:
            continue  # they may be samples
        layers, hidden = [], HIDDEN if knows(function, HIDDEN) else activation
        for l, (n_in, n_out) in enumerate(pairwise(sizes), 2):
            act = activation if l == len(sizes) else hidden
            known = {"below": n_in, "wide": n_out, "activation": act}
            values = [known[str(one)] for one in meant]
            layers.append(dict(zip(fields, values, strict=True)) if keyed else tuple(values))
        return layers
    return MissingError


def knows(function: Callable[..., Any], word: str) -> bool:
    nodes = ast.walk(whole(function))
    return any(isinstance(node, ast.Constant) and node.value == word for node in nodes)


def meaning(field: str) -> str | None:
    plain = snake(field)
    meant = role(field)
    if re.search(ACTS, plain) or (meant is not None and meant.name == "activation"):
        return "activation"
    return "below" if re.search(BELOW, plain) else "wide" if re.search(WIDE, plain) else None


@once
def loops(function: Callable[..., Any], name: str) -> list[tuple[bool, list[str]]]:
    """What is read of each part in a loop over what `name` stands for: whether by keys, and the
    names."""
    names = {name, *other_names(function, name)}
    keys: dict[str, None] = {}  # of all loops together
    found: list[tuple[bool, list[str]]] = []
    for node in ast.walk(whole(function)):
        if isinstance(node, ast.For) and over(node.iter) in names:
            part = node.target
            if isinstance(part, ast.Tuple) and counts(node.iter):
                part = part.elts[-1]
            if isinstance(part, ast.Tuple):
                found.append((False, [one.id for one in part.elts if isinstance(one, ast.Name)]))
            elif isinstance(part, ast.Name):
                keys |= dict.fromkeys(keys_of(node, part.id))
    return [*found, (True, list(keys))]


def over(node: ast.expr) -> str | None:
    """The name of what a loop goes over."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        return over(node.args[0]) if node.func.id in AROUND else None
    if isinstance(node, ast.Subscript):
        return over(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def counts(node: ast.expr) -> bool:
    """Whether `enumerate` is around it."""
    called = node.func if isinstance(node, ast.Call) else None
    within = isinstance(node, ast.Call) and any(map(counts, node.args))
    return within or (isinstance(called, ast.Name) and called.id == "enumerate")


def keys_of(node: ast.AST, name: str) -> Iterator[str]:
    for one in ast.walk(node):
        if (
            isinstance(one, ast.Subscript)
            and isinstance(one.value, ast.Name)
            and one.value.id == name
            and isinstance(one.slice, ast.Constant)
            and isinstance(one.slice.value, str)
        ):
            yield one.slice.value


@functools.lru_cache(16)
def whole(function: Callable[..., Any]) -> ast.AST:
    """The source of the module that it is from."""
    try:
        return quietly_parsed(inspect.getsource(inspect.getmodule(function) or function))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])
