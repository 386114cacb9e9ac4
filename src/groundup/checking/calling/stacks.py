"""Layers that nobody puts together: what takes inputs to outputs of another width, with what keeps
the width between them, or a network that is made of them, and a cost behind them. What a class is,
is seen from what its methods do to numbers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.entries import TURNS, Entry, MakingError, Offer
from groundup.checking.calling.roles import is_cost, is_reset, role
from groundup.checking.calling.samples import RATE, Samples
from groundup.checking.calling.uses import Uses
from groundup.checking.judging.blocks import Block, blocks
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.memory import Current

WIDTHS = ("n_in", "n_hidden", "n_out")
SOME = 0.2, 0.8  # outputs that suit every cost
STEP, NEAR = 1e-5, 1e-3  # of outputs, for the slope of a cost, and how exact it is then
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


class Kind(NamedTuple):
    """How an object is made, and how one goes forwards and back through it."""

    made: Callable[[], Any]
    forward: Way
    back: Way


class Cost(NamedTuple):
    """`of` an object, or a function: from outputs to its value, or to its slope, for which its
    value is worked out once."""

    of: Any
    value: Callable[[Any], Any]
    slope: Callable[[Any], Any]

    def agrees(self, out: Any) -> bool:
        """Whether its slope is that of its value, up to a factor: then its targets are in the form
        that is meant."""
        ways = np.random.default_rng(0).normal(0.0, STEP, (3, *out.shape))
        with np.errstate(all="ignore"):
            changes = [self.value(out + way) - self.value(out - way) for way in ways]
            slope = self.slope(out)
            found = [one / np.sum(slope * way) for one, way in zip(changes, ways, strict=True)]
        return bool(np.ptp(found) < NEAR * abs(found[0]))


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
        taken = self.in_a_network(kinds) or self.whole(kinds) or self.one_by_one(kinds)
        costs = [*self.costs([kind for kind in kinds if kind not in taken])]
        agreeing = (one for one in costs if one.agrees(self.outputs))
        self.cost = next(agreeing, costs[0] if costs else None)
        if not costs and any(is_cost(name) for name, _ in self.offer.functions()):
            raise LackingError
        self.layers = [(one.made(), one) for one in self.chosen]
        there = {*taken, *(type(one.of) for one in costs), *kinds_in(self.layers)}
        left = [kind for kind in kinds if not any(issubclass(one, kind) for one in there)]
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
        lists = [one() for one in methods if not moves(self.offer, one)]
        every = [one for some in lists if isinstance(some, list) for one in some]
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

    def whole(self, kinds: list[type]) -> list[type]:
        """A network that makes its layers itself, and takes inputs to outputs."""
        for kind in kinds:
            made = partial(self.offer.arguments.call, kind, self.values)
            with contextlib.suppress(*RAISED):
                if kinds_in(vars(made())) & {*kinds} and (found := self.network(made)):
                    self.chosen = [found]
                    return [kind]
        return []

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
        n_in, width, *_, n_out = self.samples.sizes
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
                    taken = self.of_a_list(kind, one.name, uses)
                    if taken:
                        return taken
        return []

    def of_a_list(self, kind: type, name: str, uses: Uses) -> list[type]:
        wide, bends = self.offer.arguments.things.kinds_of_layers(uses, self.values)
        wide, bends = [[x for x in some if x is not kind] for some in (wide, bends)]
        if not wide:
            return []

        def made() -> Any:
            every = [self.made(x, *widths) for x, widths in self.row(wide[0], bends)]
            return self.offer.arguments.call(kind, self.values, {name: every})

        found = self.network(made)
        self.chosen = [found] if found else []
        return [kind, wide[0], *bends] if found else []

    def made(self, kind: type, n_in: int, n_out: int) -> Any:
        given: Mapping[str, Any] = dict.fromkeys(WIDTHS[1:], n_out) | {"n_in": n_in}
        return self.offer.arguments.call(kind, self.values | given)

    def layer(self, kind: type, n_in: int, n_out: int) -> Kind | None:
        """An object of a class that takes numbers of one width to those of another and back; where
        these are 0, that keeps any width. None where it does not."""
        return self.going(partial(self.made, kind, n_in, n_out), n_in, n_out)

    def network(self, made: Callable[[], Any]) -> Kind | None:
        """What takes inputs to outputs, and gives nothing on the way back."""
        return self.going(made, self.samples.sizes[0], self.samples.sizes[-1], True)

    def going(
        self, made: Callable[[], Any], n_in: int, n_out: int, whole: bool = False
    ) -> Kind | None:
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

    def costs(self, kinds: list[type]) -> Iterator[Cost]:
        """Objects, then functions, that take outputs and targets to a number, and give its
        gradient."""
        functions, wanted = [*self.offer.functions()], self.offer.arguments.required
        two = [(name, one) for name, one in functions if len(wanted(one)) == 2]
        for y in self.targets():
            for kind in kinds:
                with contextlib.suppress(*RAISED):
                    thing = self.made(kind, 0, 0)
                    yield from self.costs_of(thing, y, methods_of(self.offer, thing, 2))
            yield from self.costs_of(None, y, two)

    def targets(self) -> Iterator[Any]:
        """Those of the samples, then in other forms."""
        for form in ({}, {"labels": True}, {"labels": True, "standing": True}, {"flat": True}):
            yield self.samples._replace(**form).values(0)["y"]

    def costs_of(self, thing: Any, y: Any, found: Methods) -> Iterator[Cost]:
        """Of an object's methods, or of functions, of two arguments: what gives the gradient, too,
        or has another beside it that does, called like it if there are several."""
        out = self.outputs
        for name, go in found:
            value, result = partial(self.compared, go, y), self.tried(go, y)
            if isinstance(result, tuple) and np.shape(result[1:2]) == (1, *out.shape):
                yield Cost(thing or go, lambda a, go=value: go(a)[0], lambda a, go=value: go(a)[1])
            if result is None or isinstance(result, tuple) or np.size(result) != 1:
                continue
            for other, one in sorted(found, key=lambda pair: name not in pair[0]):
                if other != name and np.shape(self.tried(one, y)) == out.shape:
                    yield Cost(thing or go, value, after(value, partial(self.compared, one, y)))
            for count in (0, 1) if thing is not None else ():
                for other, _ in methods_of(self.offer, thing, count):
                    for way in ways(self.offer, thing, other, [y][:count], out):
                        back = partial(way, self.offer, thing, *[y][:count])
                        yield Cost(thing, value, after(value, lambda _, back=back: back()))

    @cached_property
    def outputs(self) -> Any:
        """Some that suit every cost."""
        shape = np.shape(self.numbers(self.samples.sizes[-1]))
        return np.linspace(*SOME, int(np.prod(shape))).reshape(shape)

    def compared(self, function: Function, y: Any, out: Any) -> Any:
        """What a function of outputs and targets gives, whichever come first."""
        roles = [*self.offer.arguments.roles(function).values()]
        return call(self.offer, function, *((y, out) if roles[:1] == ["y"] else (out, y)))

    def tried(self, function: Function, y: Any) -> Any:
        try:
            return self.compared(function, y, self.outputs)
        except RAISED:
            return None

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


def ways(offer: Offer, thing: Any, name: str, given: list[Any], wanted: Any) -> Iterator[Way]:
    """How a method gives numbers of the form of those that are `wanted`; for None, whatever it
    computes."""
    before, begun = dict(vars(thing)), len(Current.tape.operations)
    try:
        result = call(offer, getattr(thing, name), *given)
    except RAISED:
        return
    if wanted is None:
        fits = len(Current.tape.operations) > begun
    else:
        fits = np.shape(first(result)) == np.shape(wanted)
    if fits:
        yield Way(name)
    if result is None and wanted is not None:
        new = [(key, one) for key, one in vars(thing).items() if one is not before.get(key)]
        for key, one in sorted(new, key=lambda pair: any(pair[1] is other for other in given)):
            if isinstance(one, np.ndarray) and one.shape == np.shape(wanted):
                yield Way(name, key)


def kinds_in(things: Any, deep: int = 0) -> set[type]:
    """The classes of all objects in lists, dictionaries and other objects."""
    if isinstance(things, list | tuple | dict):
        every = things.values() if isinstance(things, dict) else things
        return {kind for one in every for kind in kinds_in(one, deep)}
    kept = getattr(things, "__dict__", None) if deep < DEEP else None
    return {type(things)} | (kinds_in(kept, deep + 1) if isinstance(kept, dict) else set())


def after(value: Function, slope: Function) -> Function:
    """What `slope` gives once `value` was asked."""

    def given(out: Any) -> Any:
        value(out)
        return slope(out)

    return given


def first(result: Any) -> Any:
    return result[0] if isinstance(result, tuple) and result else result


def steps(offer: Offer, function: Function) -> bool:
    """Whether it wants what only training does: a rate, a number of epochs."""
    return any(role(one.name) in ("eta", "epochs") for one in offer.arguments.of(function))


def moves(offer: Offer, function: Function) -> bool:
    """Whether it takes a step, with what the object has."""
    alone = not offer.arguments.required(function) and function.__name__ != "__init__"
    return steps(offer, function) or (alone and offer.definitions.trains(function.__name__))


def is_softmax(out: Any) -> bool:
    """Whether its rows or columns are probabilities; its way back may be a cost's as well."""
    plain = np.asarray(out)
    return any(np.allclose(plain.sum(axis), 1) for axis in range(plain.ndim))
