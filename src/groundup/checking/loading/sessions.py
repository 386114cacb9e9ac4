"""A notebook's session, of which one cell is checked: with the cells that it needs, and no others.

A session has cells that were run again, or that only train. So a cell's names are looked for one by
one, each in the last cell before it that gives it a value. What is found becomes a notebook's file,
which says how the session calls its cells, and where it runs.
"""

from __future__ import annotations

import ast
import dis
import json
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType

from groundup.checking.loading.sources import readable

AT_ONCE = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")  # names of compiled code
TAKING = ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS")


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
    text, tree, _ = readable(text)
    if isinstance(tree, SyntaxError):
        return frozenset(), frozenset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(text, "", "exec", dont_inherit=True)
    bound = set[str]()
    taken = list(names_taken(code, bound))
    changed = {name for node in ast.walk(tree) for name in changed_by(node)}
    stars = (one.names for one in ast.walk(tree) if isinstance(one, ast.ImportFrom))
    bound |= {"*" for names in stars if names[0].name == "*"}
    used = {name for name, late in taken if not (late and name in bound)}
    return frozenset(used), frozenset(bound | changed)


def names_taken(code: CodeType, bound: set[str], late: bool = False) -> Iterator[tuple[str, bool]]:
    """The names that compiled code takes from outside of it, in its order, and whether that is when
    a function is called; what it binds itself is added to `bound`."""
    for one in dis.get_instructions(code):
        if one.opname == "STORE_NAME":
            bound.add(one.argval)
        elif one.opname in TAKING and one.argval not in bound:
            yield one.argval, late
        elif isinstance(inner := one.argval, CodeType):
            at_once = inner.co_name in AT_ONCE or not inner.co_flags & CO_OPTIMIZED  # of a class
            names = names_taken(inner, set(), late or not at_once)
            yield from (
                (name, later) for name, later in names if late or later or name not in bound
            )


def changed_by(node: ast.AST) -> Iterator[str]:
    """That of which it gives a part another value, as in `params["W1"] = w` and `net.w = w`."""
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        while isinstance(node, ast.Subscript | ast.Attribute):
            node = node.value
        if isinstance(node, ast.Name):
            yield node.id
