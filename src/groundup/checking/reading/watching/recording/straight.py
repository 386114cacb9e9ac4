"""A single step that is written without a loop becomes a loop of one turn.

z = w @ x              for once in [0]:
…                          z = w @ x
w -= rate * dw             …
b -= rate * db             w -= rate * dw
                           b -= rate * db
"""

from __future__ import annotations

import ast
from collections.abc import Collection

ONCE = "__once__"
FEWEST = 2  # names that a step changes


def looped(tree: ast.Module) -> ast.Module:
    """`tree`, which is changed: of its own statements the first that uses what later ones change,
    and all up to where everything was changed once, are in a loop."""
    body = tree.body
    changes: dict[str, int] = {}
    for i, node in enumerate(body):
        if name := changed(node):
            changes.setdefault(name, i)
    made = [bound_at(body, name) for name in changes]
    if len(changes) < FEWEST or min(made) < 0 or max(made) >= min(changes.values()):
        return tree
    used = (i for i in range(max(made) + 1, len(body)) if uses(body[i], changes.keys()))
    first = next(used, len(body))
    last = max(changes.values())
    if first < min(changes.values()):
        step = body[first : last + 1]
        turns = ast.List([ast.Constant(0)], ast.Load())
        once = ast.For(ast.Name(ONCE, ast.Store()), turns, step, [])
        body[first : last + 1] = [ast.fix_missing_locations(ast.copy_location(once, step[0]))]
    return tree


def changed(node: ast.stmt) -> str:
    """The name to which something is added, or from which something is subtracted; or ""."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Sub | ast.Add):
        return node.target.id if isinstance(node.target, ast.Name) else ""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
        target, left = node.targets[0], node.value.left
        same = isinstance(target, ast.Name) and isinstance(left, ast.Name) and target.id == left.id
        return target.id if same and isinstance(target, ast.Name) else ""
    return ""


def bound_at(body: list[ast.stmt], name: str) -> int:
    """The first statement that gives the name a value, -1 where that is none of these."""
    found = (
        i
        for i, node in enumerate(body)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store)
    )
    return next(found, -1)


def uses(node: ast.stmt, names: Collection[str]) -> bool:
    """Whether it calculates with one of these; what is only shown does not count."""
    return not isinstance(node, ast.Expr | ast.FunctionDef | ast.ClassDef) and any(
        isinstance(part, ast.Name) and part.id in names and isinstance(part.ctx, ast.Load)
        for part in ast.walk(node)
    )
