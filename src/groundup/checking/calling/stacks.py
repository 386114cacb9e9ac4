"""Layers that nobody puts together: what takes inputs to outputs of another width, with what keeps
the width between them, or a network of them, and a cost behind them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.costs import Costs
from groundup.checking.calling.entries import Entry, is_told
from groundup.checking.calling.methods import (
    Function,
    Way,
    call,
    kinds_in,
    methods_of,
    moves,
    ways,
)
from groundup.checking.calling.offer import TURNS, MakingError, Offer, is_enough
from groundup.checking.calling.roles import is_cost, is_reset, role
from groundup.checking.calling.samples import Samples
from groundup.checking.calling.weights import of_layer
from groundup.checking.judging.blocks import Block, blocks
from groundup.checking.loading.tracebacks import RAISED

WIDTHS = ("n_in", "n_hidden", "n_out")


class Kind(NamedTuple):
    """How an object is made, and how one goes forwards and back through it."""

    made: Callable[[], Any]
    forward: Way
    back: Way


def of_layers(offer: Offer, samples: Samples) -> Iterator[list[Block]]:
    """What all layers hold when gradients went back through them once; nothing while they are put
    together. Raises LackingError where a class has no part in that."""
    stack = Stack(offer, samples)
    stack.choose()
    yield []
    stack.make()
    yield stack.turn()


def stepping(offer: Offer) -> Iterator[Entry]:
    """Layers that take steps themselves, on their way back or after it."""
    kinds = offer.arguments.things.kinds
    if any(moves(offer, one) for kind in kinds for one in offer.methods(kind).values()):
        yield Entry(partial(turns, offer), prepares=True, choices=False)


def is_any_told(offer: Offer) -> bool:
    """Whether a class has a method that trains, and is given targets."""
    methods = (one for _, kind in offer.classes() for one in offer.methods(kind).values())
    return any(is_told(offer, x) for x in methods if offer.definitions.trains(x.__name__))


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

    def choose(self) -> None:
        kinds = self.offer.arguments.things.kinds
        kinds = [kind for kind in kinds if {*self.offer.methods(kind)} - {"__init__"}]
        self.chosen = next(self.networks(kinds), None) or self.one_by_one(kinds)
        self.make()
        there = kinds_in([thing for thing, _ in self.layers])
        shape = np.shape(self.numbers(self.samples.sizes[-1]))
        others = [kind for kind in kinds if kind not in there]
        costs = Costs(self.offer, self.samples, shape).of(others)
        if not costs and any(is_cost(name) for name, _ in self.offer.functions()):
            raise LackingError
        self.cost = next(iter(costs), None)
        there |= {type(one.of) for one in costs}
        left = [kind for kind in kinds if not any(kind in one.__mro__ for one in there)]
        self.movers = [kind for kind in left if self.works(kind)]  # else they would go unchecked
        self.make()

    def make(self) -> None:
        self.layers = [(one.made(), one) for one in self.chosen]
        self.others = [self.optimiser(kind) for kind in self.movers]

    def optimiser(self, kind: type) -> Any:
        """What moves the parameters that the layers list. Raises LackingError where it is no
        such."""
        wanted = [one.name for one in self.offer.arguments.required(kind)]
        wanted = [name for name in wanted if role(name) != "eta"]
        methods = [one for thing, _ in self.layers for _, one in methods_of(self.offer, thing, 0)]
        every: list[Any] = []
        for one in (one for one in methods if not moves(self.offer, one)):
            with contextlib.suppress(*RAISED):
                given = one()
                every += given if isinstance(given, list) else []
        if len(wanted) != 1 or not every:
            raise LackingError
        return self.offer.arguments.call(kind, self.values, {wanted[0]: every})

    def works(self, kind: type) -> bool:
        """Whether it may be of use: its first method gets on without what nobody has set."""
        try:
            for _, go in methods_of(self.offer, self.made(kind, 0, 0), 1)[:1]:
                call(self.offer, go, self.x)
        except AttributeError as error:
            return f"'{kind.__name__}' object" not in str(error)
        except RAISED:
            return True
        return True

    def networks(self, kinds: list[type]) -> Iterator[list[Kind]]:
        """An object that takes inputs to outputs through others, which it is given in a list, or
        makes itself."""
        arguments = self.offer.arguments
        for kind in kinds:
            for made in (*self.given_layers(kind), partial(self.called, kind)):
                said = dict(arguments.called)
                with contextlib.suppress(*RAISED):
                    parts = kinds_in(vars(made())) & {*kinds}
                    whole = self.samples.sizes[0], self.samples.sizes[-1]
                    if parts and (found := self.going(made, *whole, True)):
                        yield [found]
                arguments.called = said  # of what is no network, nothing is told

    def given_layers(self, kind: type) -> Iterator[Function]:
        """Ways to make an object with all layers in a list."""
        for one in self.offer.arguments.of(kind):
            uses = self.offer.arguments.uses(kind, one.name)
            if uses.inner and not uses.keys:
                both = self.offer.arguments.things.kinds_of_layers(uses, self.values)
                wide, bends = ([x for x in some if x is not kind] for some in both)
                if wide:
                    row = [*self.row(wide[0], bends)]
                    yield partial(self.called, kind, one.name, row)

    def called(self, kind: type, name: str = "", row: Any = ()) -> Any:
        known = {name: [self.made(one, *widths) for one, widths in row]} if name else {}
        return self.offer.arguments.call(kind, self.values, known)

    def one_by_one(self, kinds: list[type]) -> list[Kind]:
        dense = next((kind for kind in kinds if self.layer(kind, *self.samples.sizes[:2])), None)
        if dense is None:
            raise LackingError
        between = [kind for kind in kinds if kind is not dense and self.layer(kind, 0, 0)]
        every = (self.layer(kind, *widths) for kind, widths in self.row(dense, between))
        return [one for one in every if one]

    def row(self, dense: type, between: list[type]) -> Iterator[tuple[type, tuple[int, int]]]:
        """Each class, with the widths of its object: all that keep the width have one of them."""
        n_in, width, *_, n_out = self.samples.sizes
        yield dense, (n_in, width)
        for number, kind in enumerate(between, 1):
            yield kind, (0, 0)
            yield dense, (width, width if number < len(between) else n_out)
        if not between:
            yield dense, (width, n_out)

    def made(self, kind: type, n_in: int, n_out: int) -> Any:
        given: Mapping[str, Any] = dict.fromkeys(WIDTHS[1:], n_out) | {"n_in": n_in}
        arguments = self.offer.arguments
        known = of_layer(arguments, kind, n_in, n_out, self.samples)
        if known and not n_in:
            raise LackingError(f"{kind.__name__} has no widths")
        return arguments.call(kind, self.values | given, known)

    def layer(self, kind: type, n_in: int, n_out: int) -> Kind | None:
        """An object of a class that takes numbers of one width to those of another and back; where
        these are 0, that keeps any width. None where it does not."""
        return self.going(partial(self.made, kind, n_in, n_out), n_in, n_out)

    def going(
        self, made: Callable[[], Any], n_in: int, n_out: int, whole: bool = False
    ) -> Kind | None:
        """How one goes forwards and back through it; a whole network need give nothing then."""
        try:
            thing = made()
        except RAISED:
            return None
        x = self.numbers(n_in or self.samples.sizes[1])
        wanted = self.numbers(n_out or self.samples.sizes[1])
        names = [name for name, _ in methods_of(self.offer, thing, 1)]
        for k, name in enumerate(names):
            for forward in ways(self.offer, thing, name, [x], wanted):
                if not n_in and is_softmax(forward(self.offer, thing, x)):
                    continue
                for other in names[k + 1 :]:
                    grad = [np.ones_like(wanted)]
                    for back in ways(self.offer, thing, other, grad, None if whole else x):
                        return Kind(made, forward, back)
        return None

    def numbers(self, width: int) -> Any:
        """Inputs of a width, in the samples' form."""
        made = self.samples._replace(sizes=(width, *self.samples.sizes[1:]))
        return made.values(0)["x"]

    def turn(self) -> list[Block]:
        """Forwards, back, and a step of what takes one; what the layers hold before that."""
        things = [thing for thing, _ in self.layers]
        a = self.x
        for thing, kind in self.layers:
            a = kind.forward(self.offer, thing, a)
        grad = self.cost.slope(a) if self.cost else a - self.y
        for thing, kind in reversed(self.layers):
            grad = kind.back(self.offer, thing, grad)
        held = blocks({"layers": things})
        every = (*things, *self.others)
        afterwards = [pair for thing in every for pair in methods_of(self.offer, thing, 0)]
        for wanted in (moves, lambda _, one: is_reset(one.__name__)):
            for _, method in afterwards:
                if wanted(self.offer, method):
                    call(self.offer, method)
        return held


def is_softmax(out: Any) -> bool:
    """Whether its rows or columns are probabilities; its way back may be a cost's as well."""
    plain = np.asarray(out)
    return any(np.allclose(plain.sum(axis), 1) for axis in range(plain.ndim))
