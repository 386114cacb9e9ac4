"""What a program defines, as text: its functions and methods, who calls whom, which of them may
take a step, and what has to be called before."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from types import FunctionType
from typing import Any

from groundup.checking.calling import syntax
from groundup.checking.calling.syntax import Definition
from groundup.checking.loading.sources import Source

Owned = tuple[Definition, ast.ClassDef | None]  # a function, and the class that it is a method of


class Definitions:
    """Of all files of a program; functions are known by file, line and name."""

    def __init__(self, sources: Mapping[str, Source]):
        self.sources = sources
        self.far: dict[str, set[str]] = {}

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return [one for source in self.sources.values() for one in ast.walk(source.tree)]

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
            found.setdefault(node.name, set()).update(syntax.calls(node))
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
        return {
            node.name for node, _ in self.owners.values() if any(map(syntax.moves, ast.walk(node)))
        }

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
        every = ((owner.name, syntax.calls(node)) for node, owner in self.owners.values() if owner)
        return {name for owner, names in every for name in names if name != owner}

    def calls_of(self, name: str) -> Iterator[ast.Call]:
        calls = (one for one in self.nodes if isinstance(one, ast.Call))
        yield from (one for one in calls if syntax.called_name(one) == name)

    @cached_property
    def arrays(self) -> bool:
        """Whether it has a module for arrays, maybe by its usual name alone; else numbers are in
        lists."""
        imports = (one for one in self.nodes if isinstance(one, ast.Import | ast.ImportFrom))
        usual = any(isinstance(one, ast.Name) and one.id == "np" for one in self.nodes)
        return usual or any(map(syntax.is_of_arrays, imports))

    @cached_property
    def words(self) -> list[str]:
        """All that something is compared with."""
        compared = (one for one in self.nodes if isinstance(one, ast.Compare))
        sides = (one for node in compared for one in node.comparators)
        found = (one.value for one in sides if isinstance(one, ast.Constant))
        return list(dict.fromkeys(one for one in found if isinstance(one, str) and one[:2] != "__"))

    @cached_property
    def results(self) -> dict[str, list[list[str]]]:
        """By function, the names of what it gives, in it or where it is called."""
        found: dict[str, list[list[str]]] = {}
        for node, _ in self.owners.values():
            given = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            found.setdefault(node.name, []).extend(map(syntax.names_of, given))
        for node in self.nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                found.setdefault(syntax.called_name(node.value), []).extend(
                    map(syntax.names_of, node.targets)
                )
        return found

    def is_own(self, thing: Any) -> bool:
        """Whether a function or a class is defined here."""
        tops = [one for source in self.sources.values() for one in source.tree.body]
        classes = [one.name for one in tops if isinstance(one, ast.ClassDef)]
        return bool(self.of(thing)) or (isinstance(thing, type) and thing.__name__ in classes)

    def feeds(self, other: Any, function: Any, kept: Set[str]) -> bool:
        """Whether one method sets what another reads, or what this calls, but for what is `kept`
        from the beginning, or set by these; or sets, or calls methods of the object's parts that
        set, what the other reads of these."""
        one, two = self.of(other), self.of(function)
        if not one or not two or syntax.opens(one[0]):
            return False
        names = self.reached(two[0].name)
        called = [x for x, owner in self.owners.values() if owner is two[1] and x.name in names]
        wanted = syntax.attributes(two[0], ast.Load).keys() - syntax.anew(two[0])
        inner = {name for x in called for name in syntax.attributes(x, ast.Load)}
        wanted |= inner.difference(*map(syntax.anew, called))
        wanted -= kept
        names = self.reached(one[0].name)
        theirs = (x for x, owner in self.owners.values() if x.name in names and owner is not one[1])
        of_parts = {name for x in theirs for name in syntax.anew(x)} | syntax.set_of_parts(one[0])
        read = syntax.read_of_parts(two[0]) - syntax.set_of_parts(two[0])
        return bool(syntax.anew(one[0]) & wanted or of_parts & read)

    def fills(self, other: Any, function: Any) -> bool:
        """Whether one function puts under a key what another looks up, and does not put there."""
        one, two = self.of(other), self.of(function)
        if not one or not two:
            return False
        wanted = syntax.keys(two[0], ast.Load) - syntax.keys(two[0], ast.Store)
        return bool(syntax.keys(one[0], ast.Store) & wanted)

    def keeps_axes(self, function: Any) -> bool:
        """Whether sums in it, or in what it calls, are matrices."""
        found = self.of(function)
        names = self.reached(found[0].name) if found else ()
        every = (node for node, _ in self.owners.values() if node.name in names)
        nodes = (one for node in every for one in syntax.within(node))
        return any(isinstance(one, ast.keyword) and one.arg == "keepdims" for one in nodes)

    def adds(self, method: Any) -> bool:
        """Whether it puts something at the end of a list of the object's."""
        found = self.of(method)
        return found is not None and any(
            isinstance(one, ast.Call)
            and syntax.called_name(one) in ("append", "insert", "add")
            and isinstance(one.func, ast.Attribute)
            and isinstance(one.func.value, ast.Attribute)
            for one in syntax.within(found[0])
        )

    def beginning(self, made: Any) -> set[str]:
        """The names of what a class's constructor comes to call."""
        found = self.of(made)
        names = {*syntax.calls(found[0])} & self.called.keys() if found else set()
        return {one for name in names for one in self.reached(name)} | {"__init__"}

    def set_by(self, made: type) -> set[str]:
        """The attributes that a class's methods set."""
        methods = (one for kind in made.__mro__ for one in vars(kind).values())
        found = (self.of(one) for one in methods if isinstance(one, FunctionType))
        return {name for one in found if one for name in syntax.attributes(one[0], ast.Store)}

    def kept(self, made: Any, methods: Mapping[str, Any]) -> set[str]:
        """Attributes to which a constructor gives a value that is no placeholder."""
        first = (self.of(methods[name]) for name in self.beginning(made) & methods.keys())
        return {name for one in first if one for name in syntax.settled(one[0])}
