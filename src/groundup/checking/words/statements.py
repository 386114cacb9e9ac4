"""The statements of somebody's function that compute delta, dw, db or the new weights."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from groundup.checking.names import roles

TARGETS = re.compile(
    r"^(y|ys|t|target|targets|label|labels|y_true|expected|desired)$", re.IGNORECASE
)


PLAIN = frozenset(
    {"dot", "matmul", "outer", "inner", "einsum", "sum", "mean", "multiply", "subtract", "square"}
    | {"transpose", "reshape", "array", "asarray", "astype", "copy", "where", "maximum", "exp"}
    | {"tanh", "ones_like", "zip", "range", "len", "list"}
)


class Line(NamedTuple):
    """A statement that computes one of the quantities."""

    number: int
    name: str  # as the learner calls it
    quantity: str  # delta, dw, db, w or b
    suffix: int | None  # 2 in dW2
    looped: bool
    names: frozenset[str]  # all that are on its right side, what comes after a dot too
    renames: bool = False  # there is nothing but a name, and not that of an error
    calls: frozenset[str] = frozenset()  # what it calls, but for products, sums and the like
    less_targets: bool = False  # there is a - y in it, and no minus before it

    @property
    def is_error(self) -> bool:
        return "err" in self.name.lower()

    def means(self, role: str) -> bool:
        """Whether one of its names is that of a learning rate, or of L2."""
        return any(found.name == role for found in map(roles.role, self.names) if found)


def find_function(tree: ast.Module, name: str | None) -> ast.FunctionDef | None:
    """The function or method called `name`, "Network.backprop"; None where there are several."""
    if not name:
        return None
    *owner, last = name.split(".")
    scope: ast.AST = tree
    if owner:
        classes = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == owner[-1]]
        if len(classes) != 1:
            return None
        scope = classes[0]
    found = [n for n in ast.walk(scope) if isinstance(n, ast.FunctionDef) and n.name == last]
    return found[0] if len(found) == 1 else None


def lines_of(function: ast.FunctionDef | ast.Module) -> Iterator[Line]:
    """Every statement in it that computes a quantity, by what it is assigned to."""
    for node, looped in statements(function, False):
        target, value = assigned(node)
        if target is None or value is None or begins(value):
            continue
        name = name_of(target)
        quantity, suffix = roles.quantity(name) if name else (None, None)
        if quantity in ("delta", "dw", "db", "w", "b"):
            renames = isinstance(value, ast.Name) and "err" not in value.id.lower()
            names, calls = names_in(value), called_in(value) - PLAIN
            known = (node.lineno, name or "", quantity, suffix, looped, names, renames, calls)
            yield Line(*known, less_targets(value))


def less_targets(value: ast.expr) -> bool:
    nodes = list(ast.walk(value))
    minus = any(isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) for node in nodes)
    taken_off = [
        node.right for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)
    ]
    return not minus and any(TARGETS.match(name_of(right) or "") for right in taken_off)


def called_by(function: ast.FunctionDef, tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The other functions of the file that it calls."""
    names = called_in(function)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in names and node is not function:
            yield node


def called_in(node: ast.AST) -> frozenset[str]:
    """The last names of all functions that it calls."""
    calls = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    return frozenset(
        f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in calls
    )


def statements(node: ast.AST, looped: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """All simple statements, and whether each is in a loop over something but samples."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.For, ast.While)):
            yield from statements(child, looped or not over_samples(child))
        elif isinstance(child, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)):
            yield child, looped
        elif isinstance(node, ast.Module) and isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            continue  # these have statements of their own
        elif isinstance(child, (ast.stmt, ast.excepthandler)):
            yield from statements(child, looped)


def over_samples(loop: ast.For | ast.While) -> bool:
    """`for x, y in batch`."""
    return isinstance(loop, ast.For) and bool(
        {name for name in names_in(loop.target) if TARGETS.match(name)}
    )


def assigned(node: ast.stmt) -> tuple[ast.expr | None, ast.expr | None]:
    """What a statement gives a value to, and the value: `dw.append(v)` gives it to dw."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return node.targets[0], node.value
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        return node.target, node.value
    match node:
        case ast.Expr(ast.Call(ast.Attribute(target, "append" | "insert"), [*_, value])):
            return target, value
    return None, None


def begins(value: ast.expr) -> bool:
    """Whether it is only a place for what comes: zeros, an empty list, a list of None."""
    if called_in(value) & {"zeros", "zeros_like", "empty", "empty_like"}:
        return True
    if isinstance(value, ast.BinOp):  # [None] * n
        return begins(value.left) and isinstance(value.op, ast.Mult)
    if isinstance(value, ast.ListComp):
        return begins(value.elt)
    if isinstance(value, ast.List):
        return all(map(begins, value.elts))
    return isinstance(value, (ast.Constant, ast.Dict))


def name_of(target: ast.expr) -> str | None:
    """What `dw`, `dw[l]`, `self.dw`, `grads["dW1"]` are called."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        return target.attr
    if isinstance(target, ast.Subscript):
        key = target.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
        if isinstance(key, ast.BinOp) and isinstance(key.left, ast.Constant):  # "dW" + str(l)
            return str(key.left.value)
        if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            return str(key.values[0].value)
        return name_of(target.value)
    return None


def names_in(node: ast.AST) -> frozenset[str]:
    """All names in it, and what comes after a dot or is a key."""
    found = (
        getattr(n, "id", None) or getattr(n, "attr", None) or getattr(n, "value", None)
        for n in ast.walk(node)
        if isinstance(n, (ast.Name, ast.Attribute, ast.Constant))
    )
    return frozenset(name for name in found if isinstance(name, str))
