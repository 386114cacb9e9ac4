"""Objects and functions of a program that others of it want: layers, an activation, a cost, an
optimiser, a network."""

from __future__ import annotations

import contextlib
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

from groundup.checking.calling.roles import is_plain, role
from groundup.checking.calling.uses import Uses
from groundup.checking.loading.tracebacks import RAISED

if TYPE_CHECKING:
    from groundup.checking.calling.arguments import Arguments

Values = Mapping[str, Any]


class Things:
    """Of one program."""

    def __init__(self, arguments: Arguments):
        self.arguments = arguments
        self.making: list[type] = []  # of which one is being made

    @cached_property
    def all(self) -> list[Any]:
        """Its classes and functions, those whose names say that they are plain first; those of
        modules that it has imported whole, too."""
        names = self.arguments.names
        found = [one for one in names.values() if not isinstance(one, ModuleType)]
        for module in (one for one in names.values() if isinstance(one, ModuleType)):
            if getattr(module, "__file__", None) in self.arguments.definitions.sources:
                found += vars(module).values()
        found = [one for one in found if inspect.isfunction(one) or isinstance(one, type)]
        own = [one for one in found if self.arguments.definitions.is_own(one)]
        return sorted(dict.fromkeys(own), key=lambda one: not is_plain(one.__name__))

    def fitting(self, name: str, uses: Uses, values: Values) -> Iterator[Any]:
        """What may be given for an argument that is used so."""
        if uses.inner and not uses.keys:
            yield from self.layers(uses, values)
            yield from (one for _, one in self.objects(uses.inner, values))
        elif uses.parts:
            yield from (one for _, one in self.objects(uses.parts, values))
        elif "called" in uses.tags:
            yield from self.functions(role(name))
            yield from (one for _, one in self.objects({"__call__": None}, values))

    def functions(self, meant: str) -> list[Callable[..., Any]]:
        """Of one argument for an activation, of two for a cost."""
        functions = [one for one in self.all if inspect.isfunction(one)]
        wanted = 2 if meant == "cost" else 1
        return [one for one in functions if len(self.arguments.required(one)) == wanted]

    def objects(self, parts: Mapping[str, None], values: Values) -> Iterator[tuple[type, Any]]:
        """Instances of classes that have such methods, those that have most of them first."""
        kinds = [kind for kind in self.all if isinstance(kind, type) and kind not in self.making]
        kinds.sort(key=lambda kind: -sum(hasattr(kind, part) for part in parts))
        for kind in kinds:
            if inspect.isabstract(kind) or is_base(kind, self.all):
                continue
            if any(hasattr(kind, part) for part in parts):
                with contextlib.suppress(*RAISED):
                    yield kind, self.made(kind, values)

    def made(self, kind: type, values: Values) -> Any:
        called = dict(self.arguments.called)
        self.making.append(kind)
        try:
            return self.arguments.call(kind, values)
        finally:
            self.making.remove(kind)
            self.arguments.called = called

    def layers(self, uses: Uses, values: Values) -> Iterator[list[Any]]:
        """A layer with weights for each pair of widths, with an activation between them where that
        is a layer of its own, behind the last, too, or not."""
        found = [kind for kind, _ in self.objects(uses.inner, values)]
        wide = [kind for kind in found if self.arguments.takes(kind, "n_out", "n_hidden")]
        bends = [kind for kind in found if not self.arguments.required(kind)]
        for dense in wide:
            for bend, last in itertools.product(bends or [None], (True, False)):
                several = []
                for n_in, n_out in itertools.pairwise(values["sizes"]):
                    widths = {"n_in": n_in, "n_out": n_out, "n_hidden": n_out}
                    several.append(self.made(dense, {**values, **widths}))
                    several += [self.made(bend, values)] if bend else []
                yield several if last or not bend else several[:-1]


def is_base(kind: type, others: list[Any]) -> bool:
    """Whether other classes are made of it."""
    return any(
        isinstance(one, type) and one is not kind and issubclass(one, kind) for one in others
    )
