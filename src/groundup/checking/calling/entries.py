"""What of a program may be called so that it trains, the likeliest first."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from groundup.checking.calling.arguments import Arguments
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.samples import Samples
from groundup.checking.judging.parameters import parameters
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.tape import Tape


class MakingError(RuntimeError):
    """An object cannot be made."""


TURNS = 12  # calls of what takes one step


def has_steps(tape: Tape) -> bool:
    return bool(parameters(tape).each)


class Entry(NamedTuple):
    """A way to make a program train. `go(samples)` calls the learner's code again and again, and
    stops in between. `worked` says of a tape whether that is what was wanted."""

    go: Callable[[Samples], Iterator[None]]
    samples: bool = True  # whether it takes any
    pairs: bool = False
    worked: Callable[[Tape], bool] = has_steps


class Offer(NamedTuple):
    """What a program that was run has: its names, and what is known of their arguments."""

    names: Mapping[str, Any]
    definitions: Definitions
    arguments: Arguments

    def functions(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        for name, one in self.names.items():
            if inspect.isfunction(one) and self.definitions.of(one):
                yield name, one

    def classes(self) -> Iterator[tuple[str, type]]:
        for name, one in self.names.items():
            if isinstance(one, type) and any(map(self.definitions.of, self.methods(one).values())):
                yield name, one

    def methods(self, made: type) -> dict[str, Callable[..., Any]]:
        """All that the program defines for a class."""
        return {
            name: one
            for kind in reversed(made.__mro__[:-1])
            for name, one in vars(kind).items()
            if inspect.isfunction(one) and self.definitions.of(one)
        }

    def named(self, function: str, result: Any) -> dict[str, Any]:
        """What a function gave, by the names that it has in the file."""
        found: dict[str, Any] = {}
        for names in self.definitions.results(function):
            if len(names) == 1:
                found[names[0]] = result
            elif isinstance(result, tuple) and len(names) == len(result):
                found.update(zip(names, result, strict=True))
        return found

    def rank(self, name: str) -> tuple[bool, int]:
        return name in self.definitions.inner, -len(self.definitions.reached(name))


def entries(offer: Offer) -> Iterator[Entry]:
    for way in WAYS:
        yield from way(offer)


def without_arguments(offer: Offer) -> Iterator[Entry]:
    """Functions that need nothing, such as `main`."""
    found = [
        (name, one)
        for name, one in offer.functions()
        if not offer.arguments.required(one) and offer.definitions.trains(one.__name__)
    ]
    for _, one in sorted(found, key=lambda pair: offer.rank(pair[1].__name__)):
        yield Entry(lambda samples, one=one: calls(offer, one, samples), samples=False)


def methods(offer: Offer) -> Iterator[Entry]:
    """Of an object that is made: those that no other calls first, then by how much they call."""
    found = [
        (made, name)
        for _, made in offer.classes()
        for name, one in offer.methods(made).items()
        if name != "__init__" and offer.definitions.trains(one.__name__)
    ]
    for made, name in sorted(found, key=lambda pair: offer.rank(pair[1])):
        pairs = offer.arguments.takes(offer.methods(made)[name], "pairs")
        yield Entry(partial(of_an_object, offer, made, name), pairs=pairs)


def functions(offer: Offer) -> Iterator[Entry]:
    found = [
        (name, one)
        for name, one in offer.functions()
        if offer.arguments.required(one) and offer.definitions.trains(one.__name__)
    ]
    for _, one in sorted(found, key=lambda pair: offer.rank(pair[1].__name__)):
        pairs = offer.arguments.takes(one, "pairs")
        yield Entry(lambda samples, one=one: calls(offer, one, samples), pairs=pairs)


def of_an_object(offer: Offer, made: type, name: str, samples: Samples) -> Iterator[None]:
    """A method, after those that set what it reads; what one gives may be an argument of another,
    by its name in the file."""
    try:
        thing = offer.arguments.call(made, samples.values(0))
    except RAISED as error:
        raise MakingError from error
    of = f"{next(iter(offer.arguments.called))}."
    offer.arguments.called.clear()
    known: dict[str, Any] = {}
    order = [*offer.definitions.before(name, offer.methods(made)), name]
    for turn in range(TURNS):
        for one in order:
            result = offer.arguments.call(getattr(thing, one), samples.values(turn), known, of)
            known.update(offer.named(one, result))
        yield


def calls(offer: Offer, function: Callable[..., Any], samples: Samples) -> Iterator[None]:
    """One function again and again."""
    for turn in range(TURNS):
        offer.arguments.call(function, samples.values(turn))
        yield


WAYS = [without_arguments, methods, functions]
