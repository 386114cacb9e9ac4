"""Where a function cuts one long vector into matrices: which of its arguments is the vector, and
which say how long the pieces are, whatever they are called."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from groundup.checking.names.arguments import parameters
from groundup.checking.names.roles import role
from groundup.checking.reading.uses import tree

SAME = {"ravel", "flatten", "array", "asarray", "copy", "float", "squeeze", "matrix"}
COUNTING = {"int", "sum", "zip", "enumerate", "range", "list", "tuple", "map"}
DEEP = 2  # functions within functions


class Cuts(NamedTuple):
    """How a function cuts a vector."""

    vector: str  # the argument
    lengths: dict[str, bool]  # the arguments that say where; whether one is a list of all widths


def cuts(function: Callable[..., Any], deep: int = 0) -> Cuts | None:
    """None where it cuts none of its arguments, or more than one."""
    names = [one.name for one in parameters(function)]
    body = Body(tree(function), names)
    found = [one for one in body.pieces() if one.vector and not is_data(one.vector)]
    if deep < DEEP:
        found += body.handed_on(getattr(function, "__globals__", {}), deep + 1)
    vectors = {one.vector for one in found}
    if len(vectors) != 1:
        return None
    lengths = {name: False for one in found for name in one.lengths if name not in vectors}
    return Cuts(vectors.pop(), {name: body.is_list(name) for name in names if name in lengths})


def is_data(name: str) -> bool:
    """Whether it is called as samples are, of which some may be taken too."""
    told = role(name)
    return told is not None and told.name in ("x", "y", "pairs", "a", "out")


class Piece(NamedTuple):
    vector: str
    lengths: set[str]


class Body:
    """What is done in a function with its arguments."""

    def __init__(self, root: ast.AST, names: list[str]):
        self.nodes = list(ast.walk(root))
        self.names = names
        self.numbers = defaultdict[str, set[str]](set, {name: {name} for name in names})
        self.same = {name: name for name in names}  # under other names
        self.parts: dict[str, ast.Subscript] = {}
        for _ in range(3):  # names are not in the order in which they are given
            self.follow()

    def follow(self) -> None:
        """Takes down what names are made of."""
        for node in self.nodes:
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                self.give(node.targets[0], node.value)
            elif isinstance(node, ast.For | ast.comprehension):
                self.give(node.target, node.iter)

    def give(self, target: ast.expr, value: ast.expr) -> None:
        targets = target.elts if isinstance(target, ast.Tuple) else [target]
        values = value.elts if isinstance(value, ast.Tuple) else [value] * len(targets)
        for one, its in zip(targets, values, strict=False):
            if not isinstance(one, ast.Name):
                continue
            if one.id not in self.names:
                self.numbers[one.id] |= self.made_of(its)
            if whole := self.vector(its):
                self.same.setdefault(one.id, whole)
            if isinstance(its, ast.Subscript) and isinstance(its.slice, ast.Slice):
                self.parts.setdefault(one.id, its)

    def made_of(self, node: ast.AST | None) -> set[str]:
        """The arguments that a number, or a list of numbers, is computed from."""
        if isinstance(node, ast.Name):
            return self.numbers.get(node.id, set())
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            return self.of_all(node.args) if name in COUNTING else set()
        if isinstance(node, ast.Attribute | ast.Constant) or node is None:
            return set()
        return self.of_all(ast.iter_child_nodes(node))

    def of_all(self, nodes: Any) -> set[str]:
        return set().union(*map(self.made_of, nodes))

    def vector(self, node: ast.expr) -> str:
        """The argument that an expression is, perhaps as a vector; "" where it is none."""
        if isinstance(node, ast.Name):
            return self.same.get(node.id, "")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            inner = [self.vector(node.func.value), *map(self.vector, node.args)]
            return "".join(inner) if node.func.attr in SAME and sum(map(bool, inner)) == 1 else ""
        return ""

    def pieces(self) -> Iterator[Piece]:
        """A slice of a vector that is given a shape."""
        for node in self.nodes:
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("reshape", "resize"):
                every = [(one, self.part(one)) for one in (node.func.value, *node.args)]
                shape = self.of_all(one for one, part in every[1:] if part is None)
                for part in (part for _, part in every if part):
                    bounds = self.of_all(ast.iter_child_nodes(part.slice))
                    yield Piece(self.vector(part.value), bounds | shape)

    def part(self, node: ast.expr) -> ast.Subscript | None:
        if isinstance(node, ast.Name):
            return self.parts.get(node.id)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return node
        return None

    def handed_on(self, others: dict[str, Any], deep: int) -> Iterator[Piece]:
        """The same in functions of its own that it hands an argument to."""
        for node in self.nodes:
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            other = others.get(node.func.id)
            if not callable(other) or isinstance(other, type) or not (inner := cuts(other, deep)):
                continue
            given = dict(zip((one.name for one in parameters(other)), node.args, strict=False))
            given |= {one.arg: one.value for one in node.keywords if one.arg}
            if vector := self.vector(given.get(inner.vector, node.func)):
                lengths = self.of_all(given[name] for name in inner.lengths if name in given)
                yield Piece(vector, lengths)

    def is_list(self, name: str) -> bool:
        """Whether it is taken apart: unpacked, indexed, or gone over."""
        return any(name in map(self.same.get, names_of(node)) for node in self.nodes)


def names_of(node: ast.AST) -> list[str]:
    """The names of what a statement takes apart."""
    apart: ast.expr | None = None
    if isinstance(node, ast.Subscript | ast.Starred) or (
        isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
    ):
        apart = node.value
    elif isinstance(node, ast.For | ast.comprehension):
        apart = node.iter
    return [apart.id] if isinstance(apart, ast.Name) else []
