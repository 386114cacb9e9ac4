"""A notebook's session, of which one cell is checked: with the cells that it needs, and no others.

A session has cells that were run again, or that only train. So a cell's names are looked for one by
one, each in the last cell before it that gives it a value. What is found becomes a notebook's file,
which says how the session calls its cells, and where it runs.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from groundup.checking.loading.sources import readable

AT_ONCE = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SCOPES = (*AT_ONCE, *FUNCTIONS, ast.ClassDef)


def notebook(texts: Sequence[str], names: Sequence[str], folder: Path) -> str:
    """A notebook's file with the last cell and what it needs; `names` are what the session calls
    them, such as "In[3]"."""
    cells = [
        {"cell_type": "code", "source": texts[number], "metadata": {"groundup": names[number]}}
        for number in needed(texts)
    ]
    return json.dumps({"cells": cells, "metadata": {"groundup": str(folder)}, "nbformat": 4})


def needed(texts: Sequence[str]) -> list[int]:
    """The numbers of the last cell and of those that it needs, directly or not, in their order; all
    that import with a star are among them."""
    last = len(texts) - 1
    found = {last, *(number for number in range(last) if "*" in binds(texts[number]))}
    waiting = [*found]
    while waiting:
        asking = waiting.pop()
        for name in uses_and_binds(texts[asking])[0]:
            earlier = (one for one in reversed(range(asking)) if name in binds(texts[one]))
            number = next(earlier, asking)
            waiting += {number} - found
            found.add(number)
    return sorted(found)


def binds(text: str) -> frozenset[str]:
    return uses_and_binds(text)[1]


@lru_cache(maxsize=256)
def uses_and_binds(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a cell takes from others, and those that it gives a value, or a part of one.
    What a function takes is taken when it is called, as late as in the cell's last line."""
    tree = readable(text)[1]
    used, later, bound = set[str](), set[str](), set[str]()
    for node in [] if isinstance(tree, SyntaxError) else ordered(tree):
        if isinstance(node, AT_ONCE):
            used |= free(node) - bound
        elif isinstance(node, SCOPES):
            later |= free(node)
        used |= loaded(node) - bound
        bound |= named(node) | changed(node)
    return frozenset(used | (later - bound)), frozenset(bound)


def ordered(tree: ast.AST) -> Iterator[ast.AST]:
    """Its nodes as they are evaluated: what is assigned before what it is assigned to. A scope of
    its own is one node, after the bases of a class."""
    inside = list(ast.iter_child_nodes(tree))
    if isinstance(tree, SCOPES):
        inside = [*tree.decorator_list, *tree.bases] if isinstance(tree, ast.ClassDef) else []
    if isinstance(tree, ast.AugAssign):
        yield tree
    first = getattr(tree, "iter", None) or getattr(tree, "value", None)
    for node in sorted(inside, key=lambda node: node is not first):
        yield from ordered(node)
    yield tree


def free(scope: ast.AST) -> set[str]:
    """The names that it takes from outside of it."""
    nodes = [node for child in ast.iter_child_nodes(scope) for node in ordered(child)]
    found = set[str]().union(*map(loaded, nodes))
    found |= set[str]().union(*(free(node) for node in nodes if isinstance(node, SCOPES)))
    if isinstance(scope, ast.ClassDef):  # what it binds is for nobody inside it
        return found
    own = set[str]().union(*map(named, nodes))
    return found - own.difference(*(one.names for one in nodes if isinstance(one, ast.Global)))


def loaded(node: ast.AST) -> set[str]:
    """The name whose value a node takes, if any."""
    if isinstance(node, ast.AugAssign):
        return {node.target.id} if isinstance(node.target, ast.Name) else set()
    return {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else set()


def named(node: ast.AST) -> set[str]:
    """The names that it binds; "*" for all of a module."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.alias(name=name, asname=other):
            return {other or name.partition(".")[0]}
    return set()


def changed(node: ast.AST) -> set[str]:
    """That of which it gives a part another value, as in `params["W1"] = w` and `net.w = w`."""
    if not (isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store)):
        return set()
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return loaded(node)
