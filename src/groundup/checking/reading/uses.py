"""What a function does with an argument whose own name does not say what it is for."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any


def other_names(function: Callable[..., Any], name: str) -> Iterator[str]:
    """Names under which it keeps the argument as it is: `self.layout = ls`."""
    for node in ast.walk(tree(function)):
        if isinstance(node, ast.Assign) and is_named(node.value, name):
            for target in node.targets:
                if isinstance(target, ast.Attribute):
                    yield target.attr
                elif isinstance(target, ast.Name):
                    yield target.id


def keys_of(function: Callable[..., Any], name: str) -> list[str]:
    """The keys that it reads from an argument, which is a dictionary then."""
    found = [
        node.slice.value
        for node in ast.walk(tree(function))
        if isinstance(node, ast.Subscript)
        and is_named(node.value, name)
        and isinstance(node.slice, ast.Constant)
    ]
    words = [key for key in dict.fromkeys(found) if isinstance(key, str)]
    return words if len(words) == len(set(found)) else []


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
