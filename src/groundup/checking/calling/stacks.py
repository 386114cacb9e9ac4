"""Layers that nobody puts together: what takes inputs to outputs of another width, with what keeps
the width between them, in an object that wants layers if there is one, and a cost behind them. What
a class is, is seen from what its methods do to numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.entries import TURNS, Entry, MakingError, Offer, is_enough
from groundup.checking.calling.roles import is_reset, role
from groundup.checking.calling.samples import RATE, Samples
from groundup.checking.calling.uses import Uses
from groundup.checking.judging.blocks import Block, blocks
from groundup.checking.loading.tracebacks import RAISED

WIDTHS = ("n_in", "n_hidden", "n_out")


class Layer(NamedTuple):
    """An object, and its methods that go forwards and back."""

    thing: Any
    forward: Callable[..., Any]
    back: Callable[..., Any]


class Kind(NamedTuple):
    """How an object is made, and what its methods that go forwards and back are called."""

    made: Callable[[], Any]
    forward: str
    back: str

    def layer(self) -> Layer:
        thing = self.made()
        return Layer(thing, getattr(thing, self.forward), getattr(thing, self.back))


def of_layers(offer: Offer, samples: Samples) -> list[Block]:
    """What all layers hold when gradients went back through them once. Raises LackingError where a
    class has no part in that."""
    stack = Stack(offer, samples)
    stack.choose()
    stack.make()
    return stack.turn()


def stepping(offer: Offer) -> Iterator[Entry]:
    """Layers that take steps themselves, on their way back or after it."""
    kinds = offer.arguments.things.kinds
    if any(moves(offer, one) for kind in kinds for one in offer.methods(kind).values()):
        yield Entry(partial(turns, offer), prepares=True)


def is_told(offer: Offer) -> bool:
    """Whether a class has a method that trains, and is given targets."""
    methods = (one for _, kind in offer.classes() for one in offer.methods(kind).values())
    trains = (one for one in methods if offer.definitions.trains(one.__name__))
    return any(offer.arguments.takes(one, "y", "pairs", "halves", "rows") for one in trains)


def turns(offer: Offer, samples: Samples) -> Iterator[None]:
    stack = Stack(offer, samples)
    try:
        stack.choose()
    except LackingError as error:
        raise MakingError from error
    yield
    stack.make()
    for _ in range(TURNS):
        stack.turn()
        if is_enough():
            return
        yield


class Stack:
    def __init__(self, offer: Offer, samples: Samples):
        self.offer, self.samples = offer, samples
        self.values = samples.values(0)
        self.x, self.y = self.values["x"], self.values["y"]
        self.chosen: list[Kind] = []
        self.movers: list[type] = []
        self.layers: list[Layer] = []

    def make(self) -> None:
        self.layers = [one.layer() for one in self.chosen]
        self.others = [self.optimiser(kind) for kind in self.movers]

    def optimiser(self, kind: type) -> Any:
        """What moves the parameters that the layers list. Raises LackingError where it is no
        such."""
        wanted = [one.name for one in self.offer.arguments.required(kind)]
        wanted = [name for name in wanted if role(name) != "eta"]
        methods = [one for layer in self.layers for _, one in self.methods(layer.thing, 0)]
        lists = [one() for one in methods if not moves(self.offer, one)]
        every = [one for some in lists if isinstance(some, list) for one in some]
        if len(wanted) != 1 or not every:
            raise LackingError
        return self.offer.arguments.call(kind, self.values, {wanted[0]: every})

    def choose(self) -> None:
        kinds = [kind for kind in self.offer.arguments.things.kinds if self.offer.methods(kind)]
        taken = self.in_a_network(kinds) or self.one_by_one(kinds)
        self.cost = self.the_cost([kind for kind in kinds if kind not in taken])
        taken += [type(self.cost[0].__self__)] if self.cost else []
        begun = {one for kind in taken for one in self.offer.definitions.made_by(kind)}
        for kind in kinds:
            part = kind.__name__ in begun or any(issubclass(one, kind) for one in taken)
            if not part and self.works(kind):  # whatever is left would go unchecked
                self.movers.append(kind)
        self.make()

    def works(self, kind: type) -> bool:
        """Whether it may be of use: its first method gets on without what nobody has set."""
        try:
            for _, go in self.methods(self.made(kind, 0, 0), 1)[:1]:
                self.given(go, self.x)
        except AttributeError as error:
            return f"'{kind.__name__}' object" not in str(error)
        except RAISED:
            return True
        return True

    def one_by_one(self, kinds: list[type]) -> list[type]:
        dense = next((kind for kind in kinds if self.layer(kind, *self.samples.sizes[:2])), None)
        if dense is None:
            raise LackingError
        between = [kind for kind in kinds if kind is not dense and self.layer(kind, 0, 0)]
        every = (self.layer(kind, *widths) for kind, widths in self.row(dense, between))
        self.chosen = [one for one in every if one]
        return [dense, *between]

    def row(self, dense: type, between: list[type]) -> Iterator[tuple[type, tuple[int, int]]]:
        """Each class, with the widths of its object: all that keep the width have one of them."""
        n_in, width, n_out = self.samples.sizes
        yield dense, (n_in, width)
        for number, kind in enumerate(between, 1):
            yield kind, (0, 0)
            yield dense, (width, width if number < len(between) else n_out)
        if not between:
            yield dense, (width, n_out)

    def in_a_network(self, kinds: list[type]) -> list[type]:
        """An object that wants a list of layers has them all; what was taken for that."""
        for kind in kinds:
            for one in self.offer.arguments.of(kind):
                uses = self.offer.arguments.uses(kind, one.name)
                if uses.inner and not uses.keys:
                    taken = self.network(kind, one.name, uses)
                    if taken:
                        return taken
        return []

    def network(self, kind: type, name: str, uses: Uses) -> list[type]:
        wide, bends = self.offer.arguments.things.kinds_of_layers(uses, self.values)
        wide, bends = [[x for x in some if x is not kind] for some in (wide, bends)]
        if not wide:
            return []

        def made() -> Any:
            every = [self.made(x, *widths) for x, widths in self.row(wide[0], bends)]
            return self.offer.arguments.call(kind, self.values, {name: every})

        found = self.going(made, self.samples.sizes[0], self.samples.sizes[-1])
        self.chosen = [found] if found else []
        return [kind, wide[0], *bends] if found else []

    def methods(self, thing: Any, wanted: int) -> list[tuple[str, Callable[..., Any]]]:
        """Those that want so many arguments, but for a rate."""
        found = [(name, getattr(thing, name)) for name in self.offer.methods(type(thing))]
        return [
            (name, one)
            for name, one in found
            if name != "__init__"
            and sum(role(x.name) != "eta" for x in self.offer.arguments.required(one)) == wanted
        ]

    def given(self, method: Callable[..., Any], *given: Any) -> Any:
        """What it gives, of several the first: the others are its own gradients."""
        rest = iter(given)
        wanted = self.offer.arguments.required(method)
        result = method(*[RATE if role(one.name) == "eta" else next(rest) for one in wanted])
        return result[0] if isinstance(result, tuple) else result

    def tried_with(self, method: Callable[..., Any], *given: Any) -> Any:
        try:
            return self.given(method, *given)
        except RAISED:
            return None

    def made(self, kind: type, n_in: int, n_out: int) -> Any:
        given: Mapping[str, Any] = dict.fromkeys(WIDTHS[1:], n_out) | {"n_in": n_in}
        return self.offer.arguments.call(kind, self.values | given)

    def layer(self, kind: type, n_in: int, n_out: int) -> Kind | None:
        """An object of a class that takes numbers of one width to those of another and back; where
        these are 0, that keeps any width. None where it does not."""
        return self.going(partial(self.made, kind, n_in, n_out), n_in, n_out)

    def going(self, made: Callable[[], Any], n_in: int, n_out: int) -> Kind | None:
        try:
            trial = self.tried(made(), n_in, n_out)
        except RAISED:
            return None
        return Kind(made, *trial) if trial else None

    def tried(self, thing: Any, n_in: int, n_out: int) -> tuple[str, str] | None:
        x = self.numbers(n_in or self.samples.sizes[1])
        wanted = np.shape(self.numbers(n_out or self.samples.sizes[1]))
        methods = self.methods(thing, 1)
        for k, (forward, go) in enumerate(methods):
            out = self.tried_with(go, x)
            if np.shape(out) != wanted or (not n_in and is_softmax(out)):
                continue
            for back, come in methods[k + 1 :]:
                sent = self.tried_with(come, np.ones_like(out))
                if np.shape(sent) == np.shape(x):
                    return forward, back
        return None

    def numbers(self, width: int) -> Any:
        """Inputs of a width, in the samples' form."""
        made = self.samples._replace(sizes=(width, *self.samples.sizes[1:]))
        return made.values(0)["x"]

    def the_cost(self, kinds: list[type]) -> tuple[Any, Any] | None:
        """What takes outputs and targets to a number, and what gives its gradient."""
        out = np.full(np.shape(self.numbers(self.samples.sizes[-1])), 0.4)
        for kind in kinds:
            try:
                thing = self.made(kind, 0, 0)
            except RAISED:
                continue
            for _, go in self.methods(thing, 2):
                result = self.tried_with(go, out, self.y)
                if result is not None and np.size(result) == 1:
                    for back, given in self.gradients(thing, out):
                        if np.shape(self.tried_with(back, *given)) == np.shape(out):
                            return go, (back, bool(given))
        return None

    def gradients(self, thing: Any, out: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
        yield from ((one, ()) for _, one in self.methods(thing, 0))
        yield from ((one, (out, self.y)) for _, one in self.methods(thing, 2))

    def turn(self) -> list[Block]:
        """Forwards, back, and a step of what takes one; what the layers hold before that."""
        things = [one.thing for one in self.layers]
        a = self.x
        for one in self.layers:
            a = self.given(one.forward, a)
        if self.cost is None:
            grad = a - self.y
        else:
            go, (back, takes) = self.cost
            go(a, self.y)
            grad = back(a, self.y) if takes else back()
        for one in reversed(self.layers):
            grad = self.given(one.back, grad)
        held = blocks({"layers": things})
        afterwards = [one for thing in (*things, *self.others) for one in self.methods(thing, 0)]
        for wanted in (moves, lambda _, one: is_reset(one.__name__)):
            for _, method in afterwards:
                if wanted(self.offer, method):
                    self.given(method)
        return held


def steps(offer: Offer, function: Callable[..., Any]) -> bool:
    """Whether it wants what only training does: a rate, a number of epochs."""
    return any(role(one.name) in ("eta", "epochs") for one in offer.arguments.of(function))


def moves(offer: Offer, function: Callable[..., Any]) -> bool:
    """Whether it takes a step, with what the object has."""
    alone = not offer.arguments.required(function) and function.__name__ != "__init__"
    return steps(offer, function) or (alone and offer.definitions.trains(function.__name__))


def is_softmax(out: Any) -> bool:
    """Whether its rows or columns are probabilities; its way back may be a cost's as well."""
    plain = np.asarray(out)
    return any(np.allclose(plain.sum(axis), 1) for axis in range(plain.ndim))
