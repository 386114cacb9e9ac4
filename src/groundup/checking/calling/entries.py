"""What of a program may be called so that it trains, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from groundup.checking.calling.methods import kinds_in
from groundup.checking.calling.offer import MakingError, Offer
from groundup.checking.calling.order import Order
from groundup.checking.calling.samples import Samples
from groundup.checking.calling.uses import Uses
from groundup.checking.loading.tracebacks import RAISED


class Entry(NamedTuple):
    """A way to make a program train. `go(samples)` calls the learner's code again and again, and
    stops in between."""

    go: Callable[[Samples], Iterator[None]]
    samples: bool = True  # whether it takes any
    pairs: bool = False
    prepares: bool = False  # whether what is done before it first stops is no part of the training
    choices: bool = True  # whether there is a choice of what else it is given


def entries(offer: Offer) -> Iterator[Entry]:
    """Functions that need nothing, such as `main`; then what is told the targets, methods first,
    and then what is not."""
    yield from functions(offer, False)
    for told in (True, False):
        yield from methods(offer, told)
        yield from functions(offer, True, told)


def is_told(offer: Offer, function: Callable[..., Any]) -> bool:
    return offer.arguments.takes(function, "y", "pairs", "halves", "rows")


def functions(offer: Offer, needing: bool, told: bool = False) -> Iterator[Entry]:
    """Those that need arguments, or those that need none."""
    own = dict(offer.functions())
    found = [
        name
        for name, one in own.items()
        if bool(offer.arguments.required(one)) == needing and offer.definitions.trains(one.__name__)
        if offer.is_meant(name) and (not needing or is_told(offer, one) == told)
    ]
    for name in sorted(found, key=offer.rank):
        pairs = needing and offer.arguments.takes(own[name], "pairs")
        given = own if needing else {name: own[name]}
        yield Entry(partial(Order(offer, given).calls, name), needing, pairs)


def methods(offer: Offer, told: bool) -> Iterator[Entry]:
    """Of an object that is made: those that no other calls first, then by how much they call."""
    found = [
        (made, name)
        for kind, made in offer.classes()
        if offer.is_meant(kind) and not offer.is_number(made)
        for name, one in offer.methods(made).items()
        if name != "__init__" and offer.definitions.trains(one.__name__)
        if not offer.is_part(made, name) and is_told(offer, one) == told
    ]
    for made, name in sorted(found, key=lambda pair: offer.rank(pair[1])):
        pairs = offer.arguments.takes(offer.methods(made)[name], "pairs")
        yield Entry(partial(of_an_object, offer, made, name), pairs=pairs)


def of_an_object(offer: Offer, made: type, name: str, samples: Samples) -> Iterator[None]:
    """A method of an object, which is told its layers first where it is made without any."""
    arguments = offer.arguments
    try:
        thing = arguments.call(made, samples.values(0), choice=samples.choice)
        left, of = arguments.left, f"{next(iter(arguments.called))}."
        arguments.called.clear()
        own = {one: getattr(thing, one) for one in offer.methods(made)}
        held = getattr(thing, "__dict__", {})  # an object with __slots__ has none
        lists = [one for one in held.values() if isinstance(one, list)]
        has_layers = not kinds_in(lists).isdisjoint(kind for _, kind in offer.classes())
        for one, method in () if has_layers else own.items():
            if one not in offer.definitions.beginning(made):
                grow(offer, method, samples, of)
    except RAISED as error:
        raise MakingError from error
    first = offer.definitions.beginning(made)
    own = {one: method for one, method in own.items() if one not in first - {name}}
    kept = frozenset(offer.definitions.kept(made, offer.methods(made)))
    yield from Order(offer, own, kept, of).calls(name, samples._replace(choice=left))


def grow(offer: Offer, method: Callable[..., Any], samples: Samples, of: str) -> None:
    """Calls a method that adds a layer to a list, once for each."""
    if not offer.definitions.adds(method):
        return
    arguments, values = offer.arguments, samples.values(0)
    every = arguments.required(method)
    roles = [arguments.roles(method)[one.name] for one in every]
    layer = arguments.uses(method, every[0].name) if every else None
    if layer and layer.parts:
        for one in next(arguments.things.layers(Uses(inner=layer.parts), values), ()):
            arguments.call(method, values, {every[0].name: one}, of)
        return
    both = [one.name for one in every if arguments.uses(method, one.name).is_a_pair]
    if both or {"n_in", "n_out", "n_hidden"} & {*roles}:
        sizes = samples.deep
        lower = sizes if len(roles) == 1 and not both else sizes[:-1]
        for n_in, n_out in zip(lower, sizes[-len(lower) :], strict=True):
            widths = {"n_in": n_in, "n_out": n_out, "n_hidden": n_out}
            known = dict.fromkeys(both, (n_in, n_out))
            arguments.call(method, {**values, **widths}, known, of)
