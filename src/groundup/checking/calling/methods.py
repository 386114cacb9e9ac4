"""Methods, seen from what they do to numbers and not from what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.offer import Offer
from groundup.checking.calling.roles import role
from groundup.checking.calling.samples import RATE
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.tape import Tape

DEEP = 3  # objects in others
Function = Callable[..., Any]
Methods = list[tuple[str, Function]]


class Way(NamedTuple):
    """Of going through an object: a method, and the attribute that it leaves its result in, where
    it returns none; of several that are returned, the first is meant: the others are gradients of
    its own."""

    method: str
    left_in: str = ""

    def __call__(self, offer: Offer, thing: Any, *given: Any) -> Any:
        result = call(offer, getattr(thing, self.method), *given)
        return getattr(thing, self.left_in) if self.left_in else first(result)


def ways(offer: Offer, thing: Any, name: str, given: list[Any], wanted: Any) -> Iterator[Way]:
    """How a method gives numbers of the form of those that are `wanted`; for None, whatever it
    computes."""
    before, begun = dict(vars(thing)), len(Current.tape.operations)
    try:
        result = call(offer, getattr(thing, name), *given)
    except RAISED:
        return
    computes = wanted is None and len(Current.tape.operations) > begun
    if computes or (wanted is not None and np.shape(first(result)) == np.shape(wanted)):
        yield Way(name)
    if result is None and wanted is not None:
        new = [(key, one) for key, one in vars(thing).items() if one is not before.get(key)]
        for key, one in sorted(new, key=lambda pair: any(pair[1] is other for other in given)):
            if isinstance(one, np.ndarray) and one.shape == np.shape(wanted):
                yield Way(name, key)


def methods_of(offer: Offer, thing: Any, wanted: int) -> Methods:
    """Those that want so many arguments, but for a rate."""
    required = offer.arguments.required
    found = [(name, getattr(thing, name)) for name in offer.methods(type(thing))]
    return [
        (name, one)
        for name, one in found
        if name != "__init__" and sum(role(x.name) != "eta" for x in required(one)) == wanted
    ]


def call(offer: Offer, function: Function, *given: Any) -> Any:
    rest = iter(given)
    wanted = offer.arguments.required(function)
    return function(*[RATE if role(one.name) == "eta" else next(rest) for one in wanted])


def first(result: Any) -> Any:
    return result[0] if isinstance(result, tuple) and result else result


def kinds_in(things: Any, deep: int = 0) -> set[type]:
    """The classes of all objects in lists, dictionaries and other objects."""
    if isinstance(things, list | tuple | dict):
        every = things.values() if isinstance(things, dict) else things
        return {kind for one in every for kind in kinds_in(one, deep)}
    kept = getattr(things, "__dict__", None) if deep < DEEP else None
    return {type(things)} | (kinds_in(kept, deep + 1) if isinstance(kept, dict) else set())


def steps(offer: Offer, function: Function) -> bool:
    """Whether it wants what only training does: a rate, a number of epochs."""
    return any(role(one.name) in ("eta", "epochs") for one in offer.arguments.of(function))


def moves(offer: Offer, function: Function) -> bool:
    """Whether it takes a step, with what the object has."""
    alone = not offer.arguments.required(function) and function.__name__ != "__init__"
    return steps(offer, function) or (alone and offer.definitions.trains(function.__name__))


def codes(tape: Tape) -> set[CodeType]:
    """What computed something."""
    return {code for place in tape.places.known.values() for code, _ in place.frames}
