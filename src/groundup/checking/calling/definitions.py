"""What a program defines, as text: its functions and methods, who calls whom, which of them may
take a step, and what has to be called before."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Set
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
        self.far: dict[str, set[str]] = {}

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
        if name in self.far:
            return self.far[name]
        found, waiting = {name}, [name]
        while waiting:
            more = self.called.get(waiting.pop(), set()) & self.called.keys() - found
            found |= more
            waiting += more
        self.far[name] = found
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

    @cached_property
    def parts(self) -> set[str]:
        """The names of all that methods of other classes call: of the classes that these make."""
        every = ((owner.name, calls(node)) for node, owner in self.owners.values() if owner)
        return {name for owner, names in every for name in names if name != owner}

    def calls_of(self, name: str) -> Iterator[ast.Call]:
        for source in self.sources.values():
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Call) and called_name(node) == name:
                    yield node

    @cached_property
    def arrays(self) -> bool:
        """Whether it has a module for arrays; else numbers are in lists."""
        nodes = (one for source in self.sources.values() for one in ast.walk(source.tree))
        return any(
            isinstance(one, ast.Import | ast.ImportFrom) and is_of_arrays(one) for one in nodes
        )

    @cached_property
    def words(self) -> list[str]:
        """All that something is compared with."""
        trees = (one for source in self.sources.values() for one in ast.walk(source.tree))
        sides = (one for node in trees if isinstance(node, ast.Compare) for one in node.comparators)
        found = (one.value for one in sides if isinstance(one, ast.Constant))
        return list(dict.fromkeys(one for one in found if isinstance(one, str) and one[:2] != "__"))

    @cached_property
    def results(self) -> dict[str, list[list[str]]]:
        """By function, the names of what it gives, in it or where it is called."""
        found: dict[str, list[list[str]]] = {}
        for node, _ in self.owners.values():
            given = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            found.setdefault(node.name, []).extend(map(names_of, given))
        for source in self.sources.values():
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                    names = [*map(names_of, node.targets)]
                    found.setdefault(called_name(node.value), []).extend(names)
        return found

    def is_own(self, thing: Any) -> bool:
        """Whether a function or a class is defined here."""
        if self.of(thing):
            return True
        lines = {
            one.name
            for x in self.sources.values()
            for one in x.tree.body
            if isinstance(one, ast.ClassDef)
        }
        return isinstance(thing, type) and thing.__name__ in lines

    def feeds(self, other: Any, function: Any, kept: Set[str]) -> bool:
        """Whether one method sets what another reads, but for what is `kept` from the beginning;
        or calls methods of the object's parts that set what the other reads of these."""
        one, two = self.of(other), self.of(function)
        if not one or not two or opens(one[0]):
            return False
        wanted = attributes(two[0], ast.Load).keys() - anew(two[0]) - kept
        names = self.reached(one[0].name)
        theirs = (x for x, owner in self.owners.values() if x.name in names and owner is not one[1])
        of_parts = {name for x in theirs for name in anew(x)}
        return bool(anew(one[0]) & wanted or of_parts & read_of_parts(two[0]))

    def fills(self, other: Any, function: Any) -> bool:
        """Whether one function puts under a key what another looks up, and does not put there."""
        one, two = self.of(other), self.of(function)
        if not one or not two:
            return False
        wanted = keys(two[0], ast.Load) - keys(two[0], ast.Store)
        return bool(keys(one[0], ast.Store) & wanted)

    def keeps_axes(self, function: Any) -> bool:
        """Whether sums in it, or in what it calls, are matrices."""
        found = self.of(function)
        names = self.reached(found[0].name) if found else ()
        every = (node for node, _ in self.owners.values() if node.name in names)
        nodes = (one for node in every for one in ast.walk(node))
        return any(isinstance(one, ast.keyword) and one.arg == "keepdims" for one in nodes)

    def adds(self, method: Any) -> bool:
        """Whether it puts something at the end of a list of the object's."""
        found = self.of(method)
        return found is not None and any(
            isinstance(one, ast.Call)
            and called_name(one) in ("append", "insert", "add")
            and isinstance(one.func, ast.Attribute)
            and isinstance(one.func.value, ast.Attribute)
            for one in ast.walk(found[0])
        )

    def beginning(self, made: Any) -> set[str]:
        """The names of what a class's constructor comes to call."""
        found = self.of(made)
        names = {*calls(found[0])} & self.called.keys() if found else set()
        return {one for name in names for one in self.reached(name)} | {"__init__"}

    def set_by(self, made: type) -> set[str]:
        """The attributes that a class's methods set."""
        methods = (one for kind in made.__mro__ for one in vars(kind).values())
        found = (self.of(one) for one in methods if isinstance(one, FunctionType))
        return {name for one in found if one for name in attributes(one[0], ast.Store)}

    def kept(self, made: Any, methods: Mapping[str, Any]) -> set[str]:
        """Attributes to which a constructor gives a value that is no placeholder."""
        first = (self.of(methods[name]) for name in self.beginning(made) & methods.keys())
        return {name for one in first if one for name in settled(one[0])}


def calls(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield called_name(one)


def called_name(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


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
    moved = {ast.unparse(one.target) for one in ast.walk(node) if isinstance(one, ast.AugAssign)}
    found = {name for name, line in set_.items() if line < read.get(name, line + 1)}
    return {name for name in found if f"self.{name}" not in moved}


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


def read_of_parts(node: Definition) -> set[str]:
    """Attributes of what else has a name in it that are read."""
    every = (one for one in ast.walk(node) if isinstance(one, ast.Attribute))
    found = (one for one in every if isinstance(one.ctx, ast.Load))
    return {x.attr for x in found if isinstance(x.value, ast.Name) and x.value.id != "self"}


def keys(node: Definition, context: type) -> set[str]:
    """Words under which something is looked up in arguments of it, or put."""
    every = (one for one in ast.walk(node) if isinstance(one, ast.Subscript))
    found = (one.slice for one in every if isinstance(one.ctx, context))
    return {x.value for x in found if isinstance(x, ast.Constant) and isinstance(x.value, str)}


def is_of_arrays(node: ast.Import | ast.ImportFrom) -> bool:
    module = node.module if isinstance(node, ast.ImportFrom) else None
    names = [module] if module else [one.name for one in node.names]
    return any(name.split(".")[0] not in sys.stdlib_module_names for name in names if name)
