"""What of a program there is to be called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from types import CodeType
from typing import Any, NamedTuple

from groundup.checking.calling.arguments import Arguments
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.roles import is_test_case
from groundup.checking.judging.parameters import parameters
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.tape import Tape

TURNS, STEPS = 12, 5  # calls of what takes one step, and steps that are enough


class MakingError(RuntimeError):
    """An object cannot be made."""


def made_of(error: BaseException | None) -> BaseException | None:
    """Why an object cannot be made."""
    return error.__cause__ if isinstance(error, MakingError) else error


def has_steps(tape: Tape) -> bool:
    found = parameters(tape)
    return bool(found.each) and not found.late


def is_enough() -> bool:
    return bool(Current.tape.left) or parameters(Current.tape).steps() >= STEPS


class Offer(NamedTuple):
    """What a program that was run has: its names, and what is known of their arguments."""

    names: Mapping[str, Any]
    definitions: Definitions
    arguments: Arguments
    only: str = ""  # the one that was asked about, if one was: a function's name, or a class's

    def is_meant(self, name: str) -> bool:
        """Whether it is asked about, or calls what is."""
        only = self.only.partition(".")[0]
        return only in ("", name) or only in self.definitions.reached(name)

    def ran(self, codes: Collection[CodeType]) -> bool:
        """Whether what was asked about did."""
        if not self.only:
            return True
        name, _, method = self.only.partition(".")
        asked = self.names.get(name)
        each = self.methods(asked) if isinstance(asked, type) else {name: asked}
        each = {method: each.get(method)} if method else each
        return any(getattr(one, "__code__", None) in codes for one in each.values())

    def functions(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        for name, one in self.names.items():
            if inspect.isfunction(one) and self.definitions.of(one) and not is_test_case(name):
                yield name, one

    def classes(self) -> Iterator[tuple[str, type]]:
        for name, one in self.names.items():
            whole = isinstance(one, type) and not inspect.isabstract(one)
            if whole and any(map(self.definitions.of, self.methods(one).values())):
                yield name, one

    def methods(self, made: type) -> dict[str, Callable[..., Any]]:
        """All that the program defines for a class."""
        return {
            name: one
            for kind in reversed(made.__mro__[:-1])
            for name, one in vars(kind).items()
            if inspect.isfunction(one) and self.definitions.of(one)
        }

    def is_number(self, made: type) -> bool:
        """Whether a class adds and multiplies as single numbers do: an engine's, which no training
        is a method of."""
        own = self.methods(made)
        return {"__add__", "__mul__"} <= {*own} and "__matmul__" not in own

    def named(self, function: str, result: Any) -> dict[str, Any]:
        """What a function gave, by the names that it has in the file."""
        found: dict[str, Any] = {}
        for names in self.definitions.results.get(function, ()):
            if len(names) == 1:
                found[names[0]] = result
            elif isinstance(result, tuple) and len(names) == len(result):
                found.update(zip(names, result, strict=True))
        return found

    def is_part(self, made: type, name: str) -> bool:
        """Whether a class is one of several kinds of layers, or of optimisers, so that others' way
        back would not be seen: some other class has the method too, and wants a gradient, too."""
        own = self.methods(made)
        wanting = [one for one in own if self.arguments.takes(own[one], "grad")]
        makes = set().union(*(self.definitions.called.get(one, ()) for one in own))
        others = (kind for _, kind in self.classes() if made not in kind.__mro__)
        others = (kind for kind in others if kind.__name__ not in makes)
        return name in own and any(one in self.methods(kind) for kind in others for one in wanting)

    def rank(self, name: str) -> tuple[bool, int]:
        return name in self.definitions.inner, -len(self.definitions.reached(name))
