"""What a program defines, as text: its functions and methods, who calls whom, which of them may
take a step, and what has to be called before."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import FunctionType
from typing import Any

from groundup.checking.loading.sources import Source

Definition = ast.FunctionDef | ast.AsyncFunctionDef
Owned = tuple[Definition, ast.ClassDef | None]  # a function, and the class that it is a method of


class Definitions:
    """Of all files of a program; functions are known by file, line and name."""

    def __init__(self, sources: Mapping[str, Source]):
        self.sources = sources

    @cached_property
    def owners(self) -> dict[tuple[str, int, str], Owned]:
        found: dict[tuple[str, int, str], Owned] = {}
        for file, source in self.sources.items():
            for node in ast.walk(source.tree):
                owner = node if isinstance(node, ast.ClassDef) else None
                for one in ast.iter_child_nodes(node):
                    if isinstance(one, Definition):
                        first = min([one.lineno, *(it.lineno for it in one.decorator_list)])
                        found[file, first, one.name] = one, owner
        return found

    def of(self, function: Any) -> Owned | None:
        """That of a function, a method or a class, whose constructor is meant; None where it is
        not the program's."""
        plain = function.__init__ if isinstance(function, type) else function
        plain = getattr(plain, "__func__", plain)
        if not isinstance(plain, FunctionType):
            return None
        code = plain.__code__
        return self.owners.get((code.co_filename, code.co_firstlineno, code.co_name))

    def named(self, name: str) -> list[Owned]:
        """Functions of this name, and constructors of classes of it."""
        return [
            (node, owner)
            for node, owner in self.owners.values()
            if (owner.name if owner and node.name == "__init__" else node.name) == name
        ]

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

    def results(self, name: str) -> Iterator[list[str]]:
        """The names of what a function gives, in it or where it is called."""
        for node, _ in self.named(name):
            yield from (
                names_of(one.value) for one in ast.walk(node) if isinstance(one, ast.Return)
            )
        for source in self.sources.values():
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                    called = getattr(node.value.func, "attr", getattr(node.value.func, "id", ""))
                    if called == name:
                        yield from map(names_of, node.targets)

    def before(self, name: str, methods: Mapping[str, Any]) -> list[str]:
        """The methods of an object that set what this one reads, in the order in which they are to
        be called: what goes forwards, before what goes back, before a step."""
        made = self.of(methods["__init__"]) if "__init__" in methods else None
        first = self.reached("__init__") if made else set()
        there = {other: self.of(one) for other, one in methods.items() if other not in first}
        sets = {other: anew(one[0]) for other, one in there.items() if one and not opens(one[0])}
        kept = settled(made[0]) if made else set()
        order: list[str] = []
        seen: set[str] = set()

        def visit(name: str) -> None:
            seen.add(name)
            owned, within = there.get(name), self.reached(name)
            wanted = attributes(owned[0], ast.Load).keys() - sets.get(name, set()) if owned else ()
            for other in sets.keys() - seen:
                beside = other not in within and name not in self.reached(other)
                if beside and sets[other] & (set(wanted) - kept):
                    visit(other)
            order.append(name)

        visit(name)
        return order[:-1]


def calls(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield getattr(one.func, "attr", getattr(one.func, "id", ""))


def moves(node: ast.AST) -> bool:
    """Whether something is taken from what is kept, or a part of a rate from a name."""
    match node:
        case ast.AugAssign(op=ast.Add() | ast.Sub(), value=value):
            return not isinstance(value, ast.Constant)
        case ast.BinOp(op=ast.Add() | ast.Sub(), right=right):
            products = (one.op for one in ast.walk(right) if isinstance(one, ast.BinOp))
            return any(isinstance(one, ast.Mult) for one in products)
        case _:
            return False


def names_of(node: ast.expr | None) -> list[str]:
    """Of a value, or of all parts of a tuple."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node] if node else []
    return [getattr(one, "id", getattr(one, "attr", "")) for one in parts]


def anew(node: Definition) -> set[str]:
    """Attributes of `self` that are set before they are read; others are moved."""
    read, set_ = attributes(node, ast.Load), attributes(node, ast.Store)
    return {name for name, line in set_.items() if line < read.get(name, line + 1)}


def settled(node: Definition) -> set[str]:
    """What a constructor gives a value that is no placeholder."""
    return {
        target.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Assign) and any(isinstance(it, ast.Call) for it in ast.walk(one))
        and not {*calls(one)} <= {"zeros", "zeros_like", "dict", "list", "range", "len"}
        for target in one.targets
        if isinstance(target, ast.Attribute)
    }  # fmt: skip


def opens(node: Definition) -> bool:
    """Whether it reads what it sets from somewhere."""
    return bool({*calls(node)} & {"open", "load", "loads", "loadtxt", "read"})


def attributes(node: Definition, context: type) -> dict[str, int]:
    """Those of `self` that are read, or set, each with the first line of that."""
    found: dict[str, int] = {}
    for one in ast.walk(node):
        match one:
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if isinstance(
                one.ctx, context
            ):
                found[name] = min(found.get(name, one.lineno), one.lineno)
    return found
