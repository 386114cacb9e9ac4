"""What the target of a loop stands for: `for p, g in zip([w, b], [dw, db])` moves w, then b."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from groundup.checking.loading.cells import text_of
from groundup.checking.loading.passages import Point, statement

WRITTEN = (ast.Name, ast.Attribute, ast.Subscript)


@lru_cache(maxsize=64)
def loop_names(file: str, point: Point) -> tuple[str, ...]:
    """Of what is assigned to there, turn by turn; none where that is not written out."""
    found = statement(file, point)
    node = found.node if found else None
    assigned = getattr(node, "target", None) or getattr(node, "targets", [None])[0]
    while isinstance(assigned, ast.Attribute | ast.Subscript):
        assigned = assigned.value
    if not isinstance(assigned, ast.Name):
        return ()
    tree = ast.parse(text_of(Path(file)))
    for loop in reversed(loops_around(tree, point)):
        for target, through in pairs(loop.target, loop.iter, tree):
            if isinstance(target, ast.Name) and target.id == assigned.id:
                return tuple(map(ast.unparse, elements(through, tree)))
    return ()


def loops_around(tree: ast.Module, point: Point) -> list[ast.For]:
    """The outermost first."""
    every = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
    inside = [x for x in every if x.lineno <= point[0] <= (x.end_lineno or x.lineno)]
    return sorted(inside, key=lambda loop: loop.lineno)


def pairs(
    target: ast.expr, through: ast.expr, tree: ast.Module
) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target with what it runs through."""
    name = called(through)
    given = through.args if isinstance(through, ast.Call) else []
    targets = target.elts if isinstance(target, ast.Tuple) else []
    rows = [row for row in listed(through, tree) if isinstance(row, ast.List | ast.Tuple)]
    if name == "enumerate" and len(targets) == 2 and given:
        yield from pairs(targets[1], given[0], tree)
    elif name == "zip" and len(targets) == len(given):
        for one, other in zip(targets, given, strict=True):
            yield from pairs(one, other, tree)
    elif targets and rows and all(len(row.elts) == len(targets) for row in rows):
        for k, one in enumerate(targets):
            yield one, ast.Tuple([row.elts[k] for row in rows])
    else:
        yield target, through


def called(node: ast.expr) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    return function.id if isinstance(function, ast.Name) else ""


def elements(node: ast.expr, tree: ast.Module) -> list[ast.expr]:
    found = listed(node, tree)
    return found if all(isinstance(one, WRITTEN) for one in found) else []


def listed(node: ast.expr, tree: ast.Module) -> list[ast.expr]:
    """The elements of a list that is written there, or where its name is given to it, once."""
    if isinstance(node, ast.Name):
        given = [
            one.value
            for one in ast.walk(tree)
            if isinstance(one, ast.Assign)
            and any(isinstance(x, ast.Name) and x.id == node.id for x in one.targets)
        ]
        node = given[0] if len(given) == 1 else node
    return node.elts if isinstance(node, ast.List | ast.Tuple) else []
