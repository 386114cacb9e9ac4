"""What a program defines, as text: its functions and methods, who calls whom, and which of them
may take a step."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import FunctionType
from typing import Any

from groundup.checking.loading.sources import Source

Definition = ast.FunctionDef | ast.AsyncFunctionDef


class Definitions:
    """Of all files of a program; functions are known by file, line and name."""

    def __init__(self, sources: Mapping[str, Source]):
        self.sources = sources

    @cached_property
    def owners(self) -> dict[tuple[str, int, str], tuple[Definition, ast.ClassDef | None]]:
        """Each function with the class that it is a method of."""
        found = {}
        for file, source in self.sources.items():
            for node in ast.walk(source.tree):
                owner = node if isinstance(node, ast.ClassDef) else None
                for one in ast.iter_child_nodes(node):
                    if isinstance(one, Definition):
                        first = min([one.lineno, *(it.lineno for it in one.decorator_list)])
                        found[file, first, one.name] = one, owner
        return found

    def of(self, function: Any) -> tuple[Definition, ast.ClassDef | None] | None:
        """That of a function, a method or a class, whose constructor is meant; None where it is
        not the program's."""
        plain = function.__init__ if isinstance(function, type) else function
        plain = getattr(plain, "__func__", plain)
        if not isinstance(plain, FunctionType):
            return None
        code = plain.__code__
        return self.owners.get((code.co_filename, code.co_firstlineno, code.co_name))

    @cached_property
    def called(self) -> dict[str, set[str]]:
        """By name, what functions of the name call, by name too."""
        found: dict[str, set[str]] = {}
        for node, _ in self.owners.values():
            found.setdefault(node.name, set()).update(calls(node))
        return found

    def reached(self, name: str) -> set[str]:
        """All that a function comes to call, itself included."""
        found, waiting = {name}, [name]
        while waiting:
            more = self.called.get(waiting.pop(), set()) & self.called.keys() - found
            found |= more
            waiting += more
        return found

    @cached_property
    def steps(self) -> set[str]:
        """The names of functions in which something may be moved."""
        return {node.name for node, _ in self.owners.values() if any(map(moves, ast.walk(node)))}

    def trains(self, name: str) -> bool:
        """Whether a function may come to move something."""
        return bool(self.reached(name) & self.steps)

    @cached_property
    def inner(self) -> set[str]:
        """The names of functions that others call."""
        return {one for name, several in self.called.items() for one in several if one != name}


def calls(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield getattr(one.func, "attr", getattr(one.func, "id", ""))


def moves(node: ast.AST) -> bool:
    """Whether a statement takes something from what it keeps, or a part of a rate from a name."""
    match node:
        case ast.AugAssign(op=ast.Add() | ast.Sub(), value=value):
            return not isinstance(value, ast.Constant)
        case ast.BinOp(op=ast.Add() | ast.Sub(), right=right):
            return any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mult)
                       for one in ast.walk(right))  # fmt: skip
        case _:
            return False


def walk(nodes: list[ast.AST], wanted: Callable[[ast.AST], bool]) -> Iterator[ast.AST]:
    return (one for node in nodes for one in ast.walk(node) if wanted(one))
