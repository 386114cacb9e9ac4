"""The cost that code writes down itself: a logarithm, or a difference squared, in what it binds to
a name such as `loss`, appends to `losses`, returns from `compute_cost` or prints as "Loss: …"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from groundup.checking.loading.sources import readable
from groundup.checking.names.roles import Role, role, snake
from groundup.checking.names.vocabulary import cost_named

Bindings = dict[str, list[ast.expr]]  # by name, what a function binds to it

NAMES = re.compile(
    r"(^|_)(cost|loss|losse|objective|mse|bce|nll|j|cross_?entropy|log_?loss|xent)s?(_|$)"
)
SLOPES = re.compile(r"^d_?(cost|loss|l|j)|prime|grad|deriv|delta|back|weight")
TESTS = re.compile(r"(^|_)test(_|$)")
OF_CLASSES = re.compile(r"(^|_)(class|sample|pos|positive|label|instance)_?weights?$")
LOGARITHMS = {"log", "log2"}
SQUARES = {"square", "power", "pow"}
WORDS = r"(?<!%)(?<![\d.])\b[A-Za-z_]+"  # of a text with places such as %.3f in it
ERROR = re.compile(r"(?i)err(or)?s?$")  # what is printed so is a figure, and no difference
HOPS = 3  # from a cost to what it is made of


@lru_cache(maxsize=16)
def written_cost(text: str) -> str | None:
    """ "cross-entropy" or "quadratic"; None where nothing tells, or both do. What only functions do
    that nothing names counts where there is no other."""
    _, tree, _ = readable(text)
    if not isinstance(tree, ast.Module):
        return None
    named = {name_of(node) for node in ast.walk(tree)}
    told = [(of[0], set(kinds_in(of))) for of in scopes(tree) if not is_test(of[0])]
    called = [kinds for of, kinds in told if getattr(of, "name", None) in (None, *named)]
    found = set[str]().union(*called) or set[str]().union(*(kinds for _, kinds in told))
    return found.pop() if len(found) == 1 else None


def weights_in_cost(tree: ast.Module) -> str | None:
    """The name of what a cost weighs classes or samples by, if it does."""
    for scope in scopes(tree):
        bindings = bound(scope)
        for cost in costs(scope):
            names = names_behind(cost, bindings, HOPS)
            if found := next((one for one in names if OF_CLASSES.search(snake(one))), None):
                return found
    return None


def names_behind(expression: ast.AST, bindings: Bindings, hops: int) -> Iterator[str]:
    """Those in an expression, and in what it is made of."""
    for node in ast.walk(expression):
        if isinstance(node, (ast.Name, ast.Attribute)):
            yield name_of(node)
        if isinstance(node, ast.Name) and hops:
            for value in bindings.get(node.id, ()):
                yield from names_behind(value, bindings, hops - 1)


def is_test(node: ast.AST) -> bool:
    """Whether it is a function that tests what was trained, as by another figure than the cost."""
    return bool(TESTS.search(snake(getattr(node, "name", ""))))


def asked_cost(tree: ast.Module) -> str | None:
    """That which a program says where it calls something: `loss="mse"`, `loss=MSE()`, or the name
    of such a word; None where it says none, or several."""
    told: set[str | None] = set()
    nodes = list(ast.walk(tree))
    bindings = bound(nodes)
    for node in nodes:
        if isinstance(node, ast.keyword) and node.arg and role(node.arg) == Role("cost"):
            value = node.value.func if isinstance(node.value, ast.Call) else node.value
            values = bindings.get(value.id, ()) if isinstance(value, ast.Name) else ()
            value = values[0] if len(values) == 1 else value
            said = value.value if isinstance(value, ast.Constant) else name_of(value)
            told.add(cost_named(said) or None if isinstance(said, str) else None)
    return told.pop() if len(told) == 1 else None


def scopes(tree: ast.Module) -> Iterator[list[ast.AST]]:
    """The nodes of each function, and those outside of all."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        found: list[ast.AST] = []
        inner = [waiting.pop()]
        while inner:
            node = inner.pop()
            found.append(node)
            for child in ast.iter_child_nodes(node):
                is_function = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
                (waiting if is_function else inner).append(child)
        yield found


def kinds_in(scope: list[ast.AST]) -> Iterator[str]:
    bindings = bound(scope)
    for expression in costs(scope):
        yield from kinds_of(expression, bindings, HOPS)


def bound(scope: list[ast.AST]) -> Bindings:
    found: Bindings = {}
    for node in scope:
        for target, value in assigned(node):
            found.setdefault(target, []).append(value)
    return found


def assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """`(name, value)` of an assignment."""
    value = getattr(node, "value", None)
    if not isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)) or value is None:
        return
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if name := name_of(target):
            yield name, value


def name_of(node: ast.AST) -> str:
    """Of `loss`, `self.loss` and `losses[i]`; "" of anything else."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def costs(scope: list[ast.AST]) -> Iterator[ast.expr]:
    """What is called a cost."""
    of_cost = any(
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and is_cost(node.name)
        for node in scope[:1]
    )
    for node in scope:
        yield from (value for name, value in assigned(node) if is_cost(name))
        yield from (value for word, value in printed(node) if is_cost(word) or ERROR.match(word))
        if of_cost and isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            append, owner = node.func.attr == "append", name_of(node.func.value)
            yield from node.args if append and is_cost(owner) else ()


def printed(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """`(word, value)` of what an f-string, a `print`, a sum or a format has behind a word."""
    match node:
        case ast.JoinedStr():
            parts = [getattr(part, "value", part) for part in node.values]
        case ast.Call(func=ast.Name("print")):
            parts = node.args
        case ast.Call(func=ast.Attribute(value=ast.Constant() as said, attr="format"), args=[one]):
            parts = [said, one]
        case ast.BinOp(left=ast.Constant() as said, right=one):
            parts = [said, one]
        case ast.BinOp(left=ast.BinOp(right=ast.Constant() as said), op=ast.Add(), right=one):
            parts = [said, one]
        case _:
            return
    for before, value in pairwise(parts):
        text = before.value if isinstance(before, ast.Constant) else before
        words = re.findall(WORDS, text) if isinstance(text, str) else []
        if words and isinstance(value, ast.expr):
            yield words[-1], value


def is_cost(name: str) -> bool:
    snaked = snake(name)
    return bool(NAMES.search(snaked)) and not SLOPES.search(snaked)


def kinds_of(expression: ast.AST, bindings: Bindings, hops: int) -> Iterator[str]:
    """The costs of which an expression, and what it is made of, has the mark."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and name_of(node.func) in LOGARITHMS:
            yield "cross-entropy"
        elif (base := squared(node)) is not None and is_difference(base, bindings, hops):
            yield "quadratic"
        elif isinstance(node, ast.Name) and hops:
            for value in bindings.get(node.id, ()):
                yield from kinds_of(value, bindings, hops - 1)


def squared(node: ast.AST) -> ast.expr | None:
    """What is squared; None where nothing is."""
    if isinstance(node, ast.BinOp):
        twice = isinstance(node.right, ast.Constant) and node.right.value == 2
        same = ast.dump(node.left) == ast.dump(node.right)
        power = isinstance(node.op, ast.Pow) and twice
        return node.left if power or (isinstance(node.op, ast.Mult) and same) else None
    if isinstance(node, ast.Call) and name_of(node.func) in SQUARES and node.args:
        return node.args[0]
    return None


def is_difference(node: ast.AST, bindings: Bindings, hops: int) -> bool:
    """Whether something is taken off something in it."""
    for each in ast.walk(node):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Sub):
            return True
        if isinstance(each, ast.Name) and hops:
            values = bindings.get(each.id, ())
            if any(is_difference(value, {}, 0) for value in values):
                return True
    return False
