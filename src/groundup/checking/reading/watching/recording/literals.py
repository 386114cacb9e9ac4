"""Samples that are written where a loop goes over them get a name, as others have.

for x, y in [([0, 1], [1]), …]:        data_7 = [([0, 1], [1]), …]
                                       for x, y in data_7:
"""

from __future__ import annotations

import ast


def named(tree: ast.Module) -> ast.Module:
    """`tree`, which is changed: literals of several rows that a loop goes over, alone or in a call
    such as zip, are bound before everything else."""
    bound: list[ast.stmt] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.For):
            if isinstance(node.iter, ast.Call):
                node.iter.args = [bind(each, bound) for each in node.iter.args]
            else:
                node.iter = bind(node.iter, bound)
    first = sum(map(comes_first, tree.body))
    tree.body[first:first] = bound
    return tree


def comes_first(node: ast.stmt) -> bool:
    """The docstring, and what is imported from the future."""
    return (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) or (
        isinstance(node, ast.ImportFrom) and node.module == "__future__"
    )


def bind(node: ast.expr, bound: list[ast.stmt]) -> ast.expr:
    """The literal's name, once it is bound; other expressions as they are."""
    if not isinstance(node, (ast.List, ast.Tuple)) or len(node.elts) < 2:
        return node
    try:
        rows = ast.literal_eval(node)
    except (ValueError, TypeError):
        return node
    if not all(isinstance(row, (list, tuple)) for row in rows):
        return node
    name = f"data_{node.lineno}" + "_" * len(bound)
    bound.append(ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], node), node))
    return ast.copy_location(ast.Name(name, ast.Load()), node)
