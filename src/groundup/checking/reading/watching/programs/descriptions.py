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
from groundup.checking.names.roles import means, role, snake
from groundup.checking.reading.uses import once, other_names, tree

BELOW = r"(^|_)(in|inp|inputs?|n_?in|d_?in|from|prev|fan_in)(_|$)"
WIDE = r"(^|_)(out|outputs?|n_?out|d_?out|to|fan_out|units?|neurons?|nodes?|size|dim|width)(_|$)"
HIDDEN = "relu"  # what hidden layers are asked for, where the code knows it
BATCHES = r"batches$|loader$"  # of pairs, where it goes through them
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
        told = keyed or "activation" in meant or fields in pairs_of_widths(function, name)
        if not told:
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
    for node, part in parts_in(whole(function), names):
        found += [(False, fields) for fields in fields_of(node, part)]
        if isinstance(part, ast.Name):
            keys |= dict.fromkeys(keys_of(node, part.id))
    return [*found, (True, list(keys))]


@once
def pairs_of_widths(function: Callable[..., Any], name: str) -> list[list[str]]:
    """What it takes apart itself of an argument that is called by widths: it is no samples then."""
    names = {name, *other_names(function, name)}
    found = (each for one in parts_in(tree(function), names) for each in fields_of(*one))
    return list(found) if any(means(name, role) for role in ("sizes", "network")) else []


def parts_in(code: ast.AST, names: set[str]) -> Iterator[tuple[ast.For, ast.expr]]:
    """Loops over what has one of the names, each with what it calls a part."""
    for node in ast.walk(code):
        if isinstance(node, ast.For):
            yield from ((node, part) for part in parts_of(node.iter, node.target, names))


def parts_of(node: ast.expr, target: ast.expr, names: set[str]) -> Iterator[ast.expr]:
    """What a loop over `node` calls a part of what has one of the names: whatever is around it, and
    beside others in a zip."""
    match node, target:
        case ast.Call(func=ast.Name("enumerate"), args=[inner, *_]), ast.Tuple(elts=[_, one]):
            yield from parts_of(inner, one, names)
        case ast.Call(func=ast.Name("zip"), args=several), ast.Tuple(elts=parts):
            for inner, one in zip(several, parts, strict=False):
                yield from parts_of(inner, one, names)
        case ast.Call(func=ast.Name("reversed" | "list" | "tuple" | "iter"), args=[inner]), _:
            yield from parts_of(inner, target, names)
        case ast.Subscript(value=inner), _:
            yield from parts_of(inner, target, names)
        case (ast.Attribute(attr=name), _) | (ast.Name(id=name), _) if name in names:
            yield target
        case _:
            return


def unpacked(node: ast.AST, part: ast.expr) -> Iterator[ast.expr]:
    """What a part is taken apart into, as in `n_in, n_out = pair`."""
    for one in ast.walk(node):
        match one, part:
            case ast.Assign(targets=targets, value=ast.Name(id=name)), ast.Name(id=same):
                yield from targets if name == same else ()
            case _:
                continue


def fields_of(node: ast.AST, part: ast.expr) -> Iterator[list[str]]:
    for one in (part, *unpacked(node, part)):
        if isinstance(one, ast.Tuple):
            yield [each.id for each in one.elts if isinstance(each, ast.Name)]


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


@once
def is_of_pairs(function: Callable[..., Any], name: str) -> bool:
    """Whether it goes through inputs with their targets: `for x, y in data`, `p[0]` and
    `p[1]` of each; or through batches."""
    each = list(parts_in(tree(function), {name}))
    fields = [[role(one) for one in names] for pair in each for names in fields_of(*pair)]
    told = [[one and one.name for one in roles] for roles in fields]
    halves = any(indices(*pair) == {0, 1} for pair in each)
    return ["x", "y"] in told or halves or (bool(each) and bool(re.search(BATCHES, name.lower())))


def indices(node: ast.AST, part: ast.expr) -> set[Any]:
    """Which parts of `part` are taken by their numbers, as `p[0]`."""
    return {
        one.slice.value
        for one in ast.walk(node)
        if isinstance(one, ast.Subscript)
        and isinstance(one.slice, ast.Constant)
        and ast.dump(one.value) == ast.dump(part).replace("Store()", "Load()")
    }
