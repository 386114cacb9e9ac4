"""Objects and functions of a program that others of it want: layers, an activation, a cost, an
optimiser, a network."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from groundup.checking.calling.meanings import Meanings
from groundup.checking.calling.roles import is_derivative, is_plain, role
from groundup.checking.calling.syntax import ANY
from groundup.checking.calling.uses import Uses
from groundup.checking.loading.tracebacks import RAISED

Values = Mapping[str, Any]
Function = Callable[..., Any]


class Things:
    """Of one program; `make` calls a class with what there is for each role."""

    def __init__(self, arguments: Meanings, make: Callable[[type, Values], Any]):
        self.arguments, self.make = arguments, make
        self.making: list[type] = []  # of which one is being made

    @cached_property
    def all(self) -> list[Any]:
        """Its classes and functions, those whose names say that they are plain first; then those of
        its other files."""
        found = [*self.arguments.names.values()]
        for module in [*sys.modules.values()]:
            if getattr(module, "__file__", None) in self.arguments.definitions.sources:
                found += vars(module).values()
        found = [one for one in found if inspect.isfunction(one) or isinstance(one, type)]
        own = [one for one in found if self.arguments.definitions.is_own(one)]
        return sorted(dict.fromkeys(own), key=lambda one: not is_plain(one.__name__))

    @cached_property
    def kinds(self) -> list[type]:
        """The classes of which objects are made."""
        kinds = [one for one in self.all if isinstance(one, type)]
        return [one for one in kinds if not (inspect.isabstract(one) or is_base(one, kinds))]

    def lacks_parts(self) -> bool:
        """Whether a class wants others in a list, or is told one after the other, and there are
        none of them."""
        for kind in self.kinds:
            for inner in self.wanted(kind):
                inner = {part: count for part, count in inner.items() if count != ANY}
                others = (other for other in self.kinds if other is not kind)
                fit = (self.has(other, *part) for other in others for part in inner.items())
                if inner and not any(fit):
                    return True
        return False

    def wanted(self, kind: type) -> Iterator[dict[str, int]]:
        """The attributes of what is in a list that a class is given, or that it adds to one."""
        for one in self.arguments.of(kind):
            yield self.arguments.uses(kind, one.name).inner
        for method in vars(kind).values():
            if inspect.isfunction(method) and self.arguments.definitions.adds(method):
                for one in self.arguments.required(method):
                    yield self.arguments.uses(method, one.name).parts

    def hinted(self, hint: Any, values: Values) -> Iterator[Any]:
        """Objects of the class, one of its own, that an annotation names."""
        wanted = [one for one in self.all if isinstance(one, type) and hint in (one, one.__name__)]
        for kind in [one for one in self.kinds if one not in self.making]:
            if not {*wanted}.isdisjoint(kind.__mro__):
                with contextlib.suppress(*RAISED):
                    yield self.made(kind, values)

    def fitting(self, name: str, uses: Uses, values: Values) -> Iterator[Any]:
        """What may be given for an argument that is used so."""
        if all(uses.sides.get(place, uses).parts for place in (0, 1)) and uses.sides:
            yield from self.pairs(uses, values)
        elif uses.inner and not uses.keys:
            yield from self.layers(uses, values)
            yield from (one for _, one in self.objects(uses.inner, values))
        elif uses.parts:
            yield from (one for _, one in self.objects(uses.parts, values))
        elif uses.of_made:
            yield from (kind for kind, _ in self.objects(uses.of_made, values))
        elif "called" in uses.tags:
            yield from self.functions(role(name), values)
            yield from (one for _, one in self.objects({"__call__": ANY}, values))

    def functions(self, meant: str, values: Values) -> list[Function]:
        """Of one argument for an activation, of two for a cost; for a last layer those first that
        have no derivative, which is the cost's then."""
        functions = [one for one in self.all if inspect.isfunction(one)]
        wanted = 2 if meant == "cost" else 1
        found = [one for one in functions if len(self.arguments.required(one)) == wanted]
        if meant == "activation":
            found = [one for one in found if not is_derivative(one.__name__)]
            found.sort(key=lambda one: bool(values.get("last") and self.derivatives(one)))
        return found

    def derivatives(self, function: Function) -> list[Function]:
        """Functions that are called as that one's derivative is."""
        found = [x for x in self.all if inspect.isfunction(x) and is_derivative(x.__name__)]
        return [one for one in found if function.__name__ in one.__name__]

    def objects(self, parts: Mapping[str, int], values: Values) -> Iterator[tuple[type, Any]]:
        """Instances of classes that have such methods, those that have most of them first."""
        kinds = [kind for kind in self.kinds if kind not in self.making]
        found = {kind: sum(self.has(kind, *part) for part in parts.items()) for kind in kinds}
        for kind in sorted(kinds, key=lambda kind: -found[kind]):
            if found[kind]:
                with contextlib.suppress(*RAISED):
                    yield kind, self.made(kind, values)

    def has(self, kind: type, part: str, count: int) -> bool:
        """Whether a class has such an attribute: if it is called, with so many arguments."""
        method = getattr(kind, part, None)
        if count < 0 or not inspect.isfunction(method):
            return hasattr(kind, part) or part in self.arguments.definitions.set_by(kind)
        wanted, every = self.arguments.required(method), self.arguments.of(method)
        return len(wanted) <= count <= len(every)

    def made(self, kind: type, values: Values) -> Any:
        self.making.append(kind)
        try:
            return self.make(kind, values)
        finally:
            self.making.remove(kind)

    def kinds_of_layers(self, uses: Uses, values: Values) -> tuple[list[type], list[type]]:
        """Those with weights, and those that are put between them."""
        found = [kind for kind, _ in self.objects(uses.inner, values)]
        wide = [kind for kind in found if self.arguments.takes(kind, "n_out", "n_hidden")]
        plain = [x for x in found if not self.arguments.takes(x, "n_in", "n_out", "n_hidden")]
        return wide, [kind for kind in plain if not any(self.wanted(kind))]

    def pairs(self, uses: Uses, values: Values) -> Iterator[list[Any]]:
        """A layer with weights for each pair of widths, each beside its activation."""
        firsts = [kind for kind, _ in self.objects(uses.sides[0].parts, values)]
        seconds = [kind for kind, _ in self.objects(uses.sides[1].parts, values)]
        for first, second in itertools.product(firsts, seconds):
            if self.arguments.takes(first, "n_out", "n_hidden") and first is not second:
                yield [
                    (self.made(first, {**values, **both}), self.made(second, values))
                    for both in widths(values)
                ]

    def layers(self, uses: Uses, values: Values) -> Iterator[list[Any]]:
        """A layer with weights for each pair of widths, with an activation between them where that
        is a layer of its own, behind the last, too, or not; at first with what has one width alone,
        as batch norm, before it."""
        wide, bends = self.kinds_of_layers(uses, values)
        kept = [kind for kind, _ in self.objects(uses.inner, values) if self.has_one_width(kind)]
        plain = [([], *one) for one in itertools.product(bends or [None], (True, False))]
        first = [(kept, (bends or [None])[0], False)] if kept else []
        for dense in wide:
            for between, bend, last in [*first, *plain]:
                several = []
                for both in widths(values):
                    several.append(self.made(dense, {**values, **both}))
                    one = {**values, **both, "n_in": both["n_out"]}
                    end = both["last"] and not last
                    several += [self.made(kind, one) for kind in between if not both["last"]]
                    several += [self.made(bend, values)] if bend and not end else []
                yield several

    def has_one_width(self, kind: type) -> bool:
        takes = self.arguments.takes
        return takes(kind, "n_in") and not takes(kind, "n_out", "n_hidden", "sizes")


def widths(values: Values) -> Iterator[dict[str, Any]]:
    """Of each layer, by role."""
    every = [*itertools.pairwise(values["sizes"])]
    for layer, (n_in, n_out) in enumerate(every, 1):
        both = {"n_in": n_in, "n_out": n_out, "n_hidden": n_out, "input shape": (n_in,)}
        yield both | {"last": layer == len(every)}


def is_base(kind: type, others: list[Any]) -> bool:
    """Whether other classes are made of it."""
    return any(isinstance(one, type) and one is not kind and kind in one.__mro__ for one in others)
