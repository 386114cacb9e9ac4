"""What of a program may be called so that it trains, the likeliest first."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import DATA, WIDTHS, Arguments, LackingError
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.roles import is_cost
from groundup.checking.calling.samples import Samples
from groundup.checking.calling.uses import Uses
from groundup.checking.calling.weights import made_up
from groundup.checking.judging.parameters import parameters
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.tape import Tape


class MakingError(RuntimeError):
    """An object cannot be made."""


def made_of(error: BaseException | None) -> BaseException | None:
    """Why an object cannot be made."""
    return error.__cause__ if isinstance(error, MakingError) else error


TURNS, STEPS = 12, 5  # calls of what takes one step, and steps that are enough


def has_steps(tape: Tape) -> bool:
    return bool(parameters(tape).each)


def is_enough() -> bool:
    return parameters(Current.tape).steps() >= STEPS


class Entry(NamedTuple):
    """A way to make a program train. `go(samples)` calls the learner's code again and again, and
    stops in between. `worked` says of a tape whether that is what was wanted."""

    go: Callable[[Samples], Iterator[None]]
    samples: bool = True  # whether it takes any
    pairs: bool = False
    worked: Callable[[Tape], bool] = has_steps
    prepares: bool = False  # whether what is done before it first stops is no part of the training


class Offer(NamedTuple):
    """What a program that was run has: its names, and what is known of their arguments."""

    names: Mapping[str, Any]
    definitions: Definitions
    arguments: Arguments
    only: str = ""  # the one that was asked about, if one was: a function's name, or a class's

    def is_meant(self, name: str) -> bool:
        return self.only.partition(".")[0] in ("", name)

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
        others = (kind for _, kind in self.classes() if not issubclass(kind, made))
        return name in own and any(one in self.methods(kind) for kind in others for one in wanting)

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
        if offer.is_meant(name)
    ]
    for _, one in sorted(found, key=lambda pair: offer.rank(pair[1].__name__)):
        yield Entry(partial(of_functions, offer, {one.__name__: one}, one.__name__), samples=False)


def methods(offer: Offer) -> Iterator[Entry]:
    """Of an object that is made: those that no other calls first, then by how much they call."""
    found = [
        (made, name)
        for kind, made in offer.classes()
        if offer.is_meant(kind)
        for name, one in offer.methods(made).items()
        if name != "__init__" and offer.definitions.trains(one.__name__)
        if not offer.is_part(made, name)
    ]
    for made, name in sorted(found, key=lambda pair: offer.rank(pair[1])):
        pairs = offer.arguments.takes(offer.methods(made)[name], "pairs")
        yield Entry(partial(of_an_object, offer, made, name), pairs=pairs)


def functions(offer: Offer) -> Iterator[Entry]:
    own = dict(offer.functions())
    found = [
        name
        for name, one in own.items()
        if offer.arguments.required(one) and offer.definitions.trains(one.__name__)
        if offer.is_meant(name)
    ]
    for name in sorted(found, key=offer.rank):
        pairs = offer.arguments.takes(own[name], "pairs")
        yield Entry(partial(of_functions, offer, own, name), pairs=pairs)


def of_functions(
    offer: Offer, own: Mapping[str, Callable[..., Any]], name: str, samples: Samples
) -> Iterator[None]:
    yield from Order(offer, own).calls(name, samples, samples.choice)


def of_an_object(offer: Offer, made: type, name: str, samples: Samples) -> Iterator[None]:
    """A method of an object, which is told its layers first where it is made without any."""
    arguments = offer.arguments
    try:
        thing = arguments.call(made, samples.values(0), choice=samples.choice)
        left, of = arguments.left, f"{next(iter(arguments.called))}."
        arguments.called.clear()
        own = {one: getattr(thing, one) for one in offer.methods(made)}
        for one, method in own.items():
            if one not in offer.definitions.beginning(made):
                grow(offer, method, samples, of)
    except RAISED as error:
        raise MakingError from error
    first = offer.definitions.beginning(made)
    own = {one: method for one, method in own.items() if one not in first - {name}}
    kept = frozenset(offer.definitions.kept(made, offer.methods(made)))
    yield from Order(offer, own, kept, of).calls(name, samples, left)


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
    elif {"n_in", "n_out", "n_hidden"} & {*roles}:
        sizes = samples.deep
        lower = sizes if len(roles) == 1 else sizes[:-1]
        for n_in, n_out in zip(lower, sizes[-len(lower) :], strict=True):
            widths = {"n_in": n_in, "n_out": n_out, "n_hidden": n_out}
            arguments.call(method, {**values, **widths}, of=of)


class Order(NamedTuple):
    """Functions, or methods of an object, of which one is called after those that it needs: those
    that set what it reads, and those that give what it takes, by its name in the file."""

    offer: Offer
    own: Mapping[str, Callable[..., Any]]
    kept: frozenset[str] = frozenset()
    of: str = ""

    def calls(self, name: str, samples: Samples, choice: int) -> Iterator[None]:
        arguments, known, more = self.offer.arguments, dict[str, Any](), dict[str, Any]()
        order = self.needed(name, [])
        costs, values = self.costs(order), samples.values(0)
        for turn in range(TURNS):
            values = samples.values(turn)
            for one in order:
                made = made_up(arguments, self.own[one], known, samples)
                roles = arguments.roles(self.own[one])
                listed = {x for x, value in made.items() if isinstance(value, list)}
                known.update((x, made[x]) for x in made if roles[x] not in values or x in listed)
                if turn and one != name and self.is_first(one):
                    continue
                if one == name and len(order) > 1:
                    self.work_out(costs, {**values, **more}, known)
                left = choice if one == name else 0
                made = arguments.call(self.own[one], {**values, **more}, known, self.of, left)
                if one == name and arguments.left:
                    raise LackingError("all choices are tried")
                known.update(self.named(one, made))
                if self.gives_outputs(one) and made is not None:
                    more["out"] = made[0] if isinstance(made, tuple) else made
                    more["grad"] = difference(more["out"], values["y"])
            if is_enough():
                break
            yield
        if arguments.takes(self.own[name], "pairs"):
            more |= dict(zip("xy", values["pairs"][0], strict=True))
        self.work_out(costs, {**values, **more}, known)

    def work_out(
        self, costs: list[str], values: Mapping[str, Any], known: Mapping[str, Any]
    ) -> None:
        """The costs, which say what the steps are for."""
        arguments = self.offer.arguments
        called, targets = dict(arguments.called), [*arguments.targets]
        try:
            for one in costs:
                with contextlib.suppress(*RAISED):
                    arguments.call(self.own[one], values, known, self.of)
        finally:
            arguments.called, arguments.targets = called, targets

    def costs(self, order: list[str]) -> list[str]:
        """Functions for a cost, of targets and more, that nothing in this order calls."""
        reached = {one for name in order for one in self.offer.definitions.reached(name)}
        found = [one for one in self.own if is_cost(one) and one not in reached]
        return [one for one in found if self.offer.arguments.takes(self.own[one], "y")]

    def needed(self, name: str, found: list[str], above: tuple[str, ...] = ()) -> list[str]:
        """What is to be called, in this order."""
        reached = self.offer.definitions.reached
        for other in self.own:
            if other in found or other in (*above, name):
                continue
            apart = other not in reached(name) and name not in reached(other)
            if apart and self.feeds(other, name):
                self.needed(other, found, (*above, name))
        found.append(name)
        return found

    def feeds(self, other: str, name: str) -> bool:
        lacking = self.lacking(name)
        if lacking & {one for names in self.results(other) for one in names}:
            return True
        results = self.offer.definitions.results.values()
        everything = {one for names in results for two in names for one in two}
        roles = self.offer.arguments.roles(self.own[name])
        named = any(roles.get(one) in ("out", "grad") for one in lacking & everything)
        if "out" in lacking and not named and self.gives_outputs(other):
            return True
        sets = self.offer.definitions.feeds(self.own[other], self.own[name], self.kept)
        sets = sets if self.of else self.fills(other, name)
        return sets and self.lacking(other) <= everything | {"out", "grad"}

    def named(self, name: str, made: Any) -> dict[str, Any]:
        """What a function gave, by its names; but no inputs that it makes others of on its way
        through what it fills."""
        found = self.offer.named(name, made)
        if any(self.fills(name, other) for other in self.own if other != name):
            own = {one.name for one in self.offer.arguments.of(self.own[name])}
            return {key: one for key, one in found.items() if key not in own}
        return found

    def fills(self, other: str, name: str) -> bool:
        """Whether something that both are given has what one puts there for the other."""
        both = [{x.name for x in self.offer.arguments.of(self.own[one])} for one in (other, name)]
        shared = both[0] & both[1]
        return bool(shared) and self.offer.definitions.fills(self.own[other], self.own[name])

    def results(self, name: str) -> list[list[str]]:
        return self.offer.definitions.results.get(name, [])

    def lacking(self, name: str) -> set[str]:
        """The arguments for which there is nothing but what others give."""
        roles = self.offer.arguments.roles(self.own[name])
        needed = {one.name for one in self.offer.arguments.required(self.own[name])}
        given = {x for own in self.own for names in self.results(own) for x in names}
        unsaid = ("", "out", "grad", "sizes", "layers")
        found = {x for x in needed if roles[x] in unsaid or (roles[x] == "halves" and x in given)}
        return found | ({"out"} if {roles[one] for one in found} & {"out", "grad"} else set())

    def gives_outputs(self, name: str) -> bool:
        arguments, function = self.offer.arguments, self.own[name]
        return arguments.takes(function, "x") and not arguments.takes(function, "y", "pairs")

    def is_first(self, name: str) -> bool:
        """Whether it makes parameters, which is done once."""
        arguments, function = self.offer.arguments, self.own[name]
        if arguments.takes(function, "sizes", *WIDTHS):
            return not arguments.takes(function, "x", "y")
        return not (self.of or self.lacking(name) or arguments.takes(function, *DATA))


def difference(outputs: Any, targets: Any) -> Any:
    """The slope of half the sum of squares; None where the two do not fit."""
    same = np.shape(outputs) == np.shape(targets)
    return outputs - targets if same and isinstance(outputs, np.ndarray) else None


WAYS = [without_arguments, methods, functions]
