"""What a function does with an argument whose own name does not say what it is for."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from groundup.checking.names.arguments import parameters
from groundup.checking.names.vocabulary import OTHER_STEP, plainest

Answer = TypeVar("Answer")
MOST = 500  # answers that are remembered


def once(
    ask: Callable[[Callable[..., Any], str], Answer],
) -> Callable[[Callable[..., Any], str], Answer]:
    """The same, remembered for the code of a function, or of a method and its class, whichever
    object it is of: a program that is run again makes them anew."""
    known: dict[Any, Answer] = {}

    def remembered(function: Callable[..., Any], name: str) -> Answer:
        key = (*written(function), name)
        if key not in known:
            if len(known) > MOST:
                known.clear()
            known[key] = ask(function, name)
        return known[key]

    return remembered


def written(function: Callable[..., Any]) -> tuple[Any, ...]:
    """What is the same for functions and classes that the same lines define."""
    made = function.__init__ if isinstance(function, type) else function
    kind = function if isinstance(function, type) else type(getattr(function, "__self__", None))
    code = getattr(made, "__code__", function)
    return code, kind.__module__, kind.__qualname__


@once
def other_names(function: Callable[..., Any], name: str) -> list[str]:
    """Names under which it keeps the argument as it is: `self.layout = ls`."""
    found = (
        getattr(target, "attr", getattr(target, "id", None))
        for node in ast.walk(tree(function))
        for target, value in bindings(node)
        if is_named(value, name)
    )
    return [one for one in found if one]


def bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What an assignment binds, each with its value: `self.a, self.b = a, b` are two."""
    match node:
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield target, value
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            yield from zip(targets, values, strict=False)
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case _:
            return


@once
def keys_of(function: Callable[..., Any], name: str) -> list[str]:
    """The keys that it reads from an argument, which is a dictionary then, or its class from what
    keeps that."""
    found = [
        node.slice.value
        for node, is_it in uses(function, name)
        if isinstance(node, ast.Subscript)
        and is_it(node.value)
        and isinstance(node.slice, ast.Constant)
    ]
    words = [key for key in dict.fromkeys(found) if isinstance(key, str)]
    return words if len(words) == len(set(found)) else []


@once
def attributes_of(function: Callable[..., Any], name: str) -> list[str]:
    """What it, or its class, reads from an argument that is an object of settings, as `args.lr`;
    nothing where the argument has methods, or what an array has too."""
    found: dict[str, None] = {}
    for node, is_it in uses(function, name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func
            if is_it(node.value):
                return []
        elif isinstance(node, ast.Attribute) and is_it(node.value):
            found[node.attr] = None
    return [] if any(hasattr(np.ndarray, one) for one in found) else list(found)


@once
def is_listed(function: Callable[..., Any], name: str) -> bool:
    """Whether an argument is a list: so it is annotated, or its parts are taken, by the class too
    that keeps it."""
    said = re.search(r"list|sequence|iterable|tuple", annotation(function, name))
    return bool(said) or any(
        is_it(part) for node, is_it in uses(function, name) for part in taken_apart(node)
    )


@once
def is_pair(function: Callable[..., Any], name: str) -> bool:
    """Whether only the first and the second part of a list are asked for, by their numbers."""
    places = [
        ast.unparse(node.slice)
        for node, is_it in uses(function, name)
        if isinstance(node, ast.Subscript) and is_it(node.value)
    ]
    return "1" in places and {"0", "1", "-1"}.issuperset(places)


@once
def joined(function: Callable[..., Any], name: str) -> tuple[bool, bool]:
    """Whether more is put before a list, and behind it: `[n_in] + hidden + [n_out]`."""
    before = behind = False
    for node, is_it in uses(function, name):
        parts = summands(node)
        at = next((i for i, part in enumerate(parts) if is_it(part)), len(parts))
        before |= any(isinstance(part, ast.List) for part in parts[:at]) and at < len(parts)
        behind |= any(isinstance(part, ast.List) for part in parts[at + 1 :])
    return before, behind


def summands(node: ast.AST) -> list[ast.expr]:
    """The parts of a sum, or of a list with others unpacked in it; what is no list in it is one."""
    match node:
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [*(summands(left) or [left]), *(summands(right) or [right])]
        case ast.List(elts=parts) if any(isinstance(part, ast.Starred) for part in parts):
            alone = [ast.List([part]) for part in parts]
            pairs = zip(parts, alone, strict=True)
            return [one.value if isinstance(one, ast.Starred) else other for one, other in pairs]
        case _:
            return []


@once
def words_for(function: Callable[..., Any], name: str) -> list[str]:
    """The words that it is compared with, or that are keys of what it is looked up in."""
    found: dict[str, None] = {}
    for node, is_it in uses(function, name):
        others: list[ast.AST | None] = []
        if isinstance(node, ast.Compare) and is_it(node.left):
            others = [each for one in node.comparators for each in ast.walk(one)]
        elif isinstance(node, ast.Match) and is_it(node.subject):
            others = [each for case in node.cases for each in ast.walk(case.pattern)]
        elif isinstance(node, ast.Subscript) and is_it(node.slice):
            others = [*node.value.keys] if isinstance(node.value, ast.Dict) else []
        words = (one.value for one in others if isinstance(one, ast.Constant))
        found |= dict.fromkeys(word for word in words if isinstance(word, str))
    return list(found)


def plain_steps(function: Callable[..., Any]) -> dict[str, str]:
    """The word for plain gradient descent, by argument, where the default is another optimiser: one
    that the code knows, or any, which it takes where it is told none of those that it knows."""
    found: dict[str, str] = {}
    for one in parameters(function):
        if isinstance(one.default, str) and re.search(OTHER_STEP, one.default.lower()):
            words = words_for(function, one.name)
            plain = plainest([*words, "sgd"])
            found |= {one.name: plain} if words else {}
    return found


@once
def is_left_over(function: Callable[..., Any], name: str) -> bool:
    """Whether the last of the batches is: `range(0, len(x) - batch, batch)`."""
    return any(
        isinstance(node, ast.Call)
        and is_named(node.func, "range")
        and any(isinstance(one, ast.BinOp) and is_it(one.right) for one in node.args[1:2])
        and is_it(node.args[-1])
        for node, is_it in uses(function, name)
    )


@once
def goes_on_by(function: Callable[..., Any], name: str) -> bool:
    """Whether a loop goes on by what an object keeps: `range(0, len(x), self.batch_size)`."""
    nodes = list(ast.walk(tree(function)))
    bound = (pair for node in nodes for pair in bindings(node))
    names = {name, *(ast.unparse(one) for one, of in bound if getattr(of, "attr", "") == name)}
    ranges = (one for one in nodes if isinstance(one, ast.Call) and is_named(one.func, "range"))
    return any(ast.unparse(step).split(".")[-1] in names for one in ranges for step in one.args[2:])


@once
def multiplies(function: Callable[..., Any], name: str) -> str:
    """What an argument is that is a factor and nothing else: "momentum" of what an object keeps,
    "eta" of what is new; "" where it is none."""
    whole = tree(function)
    products = [
        (one, other)
        for node in ast.walk(whole)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
        for one, other in ((node.left, node.right), (node.right, node.left))
        if is_named(one, name)
    ]
    named = [node for node in ast.walk(whole) if isinstance(node, ast.Name) and node.id == name]
    counts = [part for node in ast.walk(whole) for one in counts_in(node) for part in ast.walk(one)]
    if not products or len(products) != len(named) or any(one in counts for one in named):
        return ""
    return "momentum" if all(map(is_kept, (other for _, other in products))) else "eta"


def counts_in(node: ast.AST) -> list[ast.expr]:
    """Where a node has numbers that count: what it divides by, what it hands in, its indices."""
    match node:
        case ast.BinOp(op=ast.Div() | ast.FloorDiv(), right=one) | ast.Subscript(slice=one):
            return [one]
        case ast.Call(args=several):
            return several
        case _:
            return []


def is_kept(node: ast.expr) -> bool:
    """Whether it is a part of `self`, or of a part of that."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id == "self"


def uses(
    function: Callable[..., Any], name: str
) -> Iterator[tuple[ast.AST, Callable[[ast.expr], bool]]]:
    """What is written in a function, and in the class that it makes or belongs to, each with a
    test for the argument, or for what an object keeps it as; `name.lower()` is the same."""
    kept = set(other_names(function, name))

    def test(own: str) -> Callable[[ast.expr], bool]:
        def is_it(node: ast.expr) -> bool:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                node = node if node.args else node.func.value
            return is_named(node, own) or (isinstance(node, ast.Attribute) and node.attr in kept)

        return is_it

    for whole, own in ((tree(function), name), (owner(function), "")):
        yield from ((node, test(own)) for node in ast.walk(whole))


def annotation(function: Callable[..., Any], name: str) -> str:
    """In small letters; "" where there is none."""
    said = inspect.signature(function).parameters[name].annotation
    return "" if said is inspect.Parameter.empty else str(said).lower()


def taken_apart(node: ast.AST) -> Iterator[ast.expr]:
    """What a node treats as a list."""
    match node:
        case ast.Subscript(value=value, slice=index):
            if not isinstance(getattr(index, "value", None), str):
                yield value
        case ast.For(iter=value) | ast.comprehension(iter=value) | ast.Starred(value=value):
            yield value
        case ast.Call(func=ast.Name("len" | "list" | "tuple" | "zip" | "enumerate" | "reversed")):
            yield from node.args
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from (one for one, other in ((left, right), (right, left))
                        if isinstance(other, ast.List))  # fmt: skip
        case _:
            return


@functools.lru_cache(64)
def owner(function: Callable[..., Any]) -> ast.AST:
    """The source of the class that it makes or belongs to; else its own."""
    made = function if isinstance(function, type) else type(getattr(function, "__self__", None))
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(made)))
    except (OSError, TypeError, SyntaxError):
        return tree(function)


def is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


@functools.lru_cache(64)
def tree(function: Callable[..., Any]) -> ast.AST:
    """Its source; that of its constructor where it is a class. Nothing where there is none."""
    made = function.__init__ if isinstance(function, type) else function
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(made)))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])
