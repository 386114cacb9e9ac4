"""Numbers that know what they were made of, and send gradients back themselves: some of them are
put together by all that they can do, and what each is given as its gradient is held."""

from __future__ import annotations

import contextlib
import itertools
import operator
from collections.abc import Callable, Iterator
from functools import reduce
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.methods import codes
from groundup.checking.calling.offer import Offer
from groundup.checking.calling.samples import Samples
from groundup.checking.judging.blocks import Block, fields
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.carriers import Number, number
from groundup.checking.tracing.memory import Current

EACH = 4  # numbers that one operation is tried with
PLACES = (0.7, -0.7)  # about which these are: a logarithm has no place below 0
Operation = Callable[[Any, Any], Any]
OF_TWO: tuple[Operation, ...] = (operator.add, operator.sub, operator.mul, operator.truediv)
OF_ONE: tuple[Operation, ...] = (
    lambda a, _: -a,
    lambda a, _: a**2,
    lambda a, _: a**3,
    *(lambda a, _, one=one: one(a, 3) for one in OF_TWO),
    *(lambda a, _, one=one: one(3, a) for one in OF_TWO),
)


def of_values(offer: Offer, samples: Samples) -> Iterator[list[Block]]:
    """What such numbers hold when one result was sent back; nothing while it is seen what they can
    do. Raises LackingError where there are none, or some way back of theirs is not gone."""
    found = next(engines(offer), None)
    if found is None:
        raise LackingError
    tried = [*found.tried(offer)]
    yield []
    held = found.sent_back(tried, np.random.default_rng(samples.seed))
    if found.leaves_out(offer):
        raise LackingError
    offer.arguments.called[f"{found.kind.__name__}, by what it can do"] = None
    yield held


def engines(offer: Offer) -> Iterator[Engine]:
    for kind in filter(offer.is_number, offer.arguments.things.kinds):
        own = offer.methods(kind)
        alone = (x for x in own if x[:2] != "__" and not offer.arguments.required(own[x]))
        yield from (found for name in alone if (found := engine(kind, name)))


def engine(kind: type, back: str) -> Engine | None:
    """If that method gives what a product was made of another number under one name."""
    with contextlib.suppress(*RAISED):
        a, b = kind(number(PLACES[0])), kind(number(PLACES[0]))
        before = dict(fields(a))
        getattr(a * b, back)()
        new = [key for key, one in fields(a) if one is not before.get(key)]
        data = [key for key, one in before.items() if isinstance(one, Number) and key not in new]
        grads = [key for key in new if isinstance(getattr(a, key), Number)]
        if len(data) == len(grads) == 1:
            return Engine(kind, back, *data, *grads)
    return None


class Tried(NamedTuple):
    """An operation, about where it can be computed, and whether its second number is sent
    something, too."""

    one: Operation
    places: list[float]
    two: bool


class Engine(NamedTuple):
    """A class of such numbers: the method that sends back, and the attributes with the number and
    its gradient."""

    kind: type
    back: str
    data: str
    grad: str

    def made(self, value: float) -> Any:
        return self.kind(number(value))

    def tried(self, offer: Offer) -> Iterator[Tried]:
        """What makes another such number, and sends something back through it."""
        for one in (*OF_TWO, *OF_ONE, *self.methods(offer)):
            found = {place: moved for place in PLACES if (moved := self.moved(one, place))}
            if any(first for first, _ in found.values()):
                two = one in OF_TWO or any(second for _, second in found.values())
                yield Tried(one, [*found], two)

    def methods(self, offer: Offer) -> Iterator[Operation]:
        """Those with a name, with another such number for each argument, or a plain one."""
        for name, one in offer.methods(self.kind).items():
            if name[:2] != "__" and name != self.back:
                wanted = len(offer.arguments.required(one))
                yield lambda a, b, name=name, n=wanted: getattr(a, name)(*[b] * n)
                if wanted:
                    yield lambda a, _, name=name, n=wanted: getattr(a, name)(*[2] * n)

    def moved(self, one: Operation, at: float) -> tuple[bool, bool] | None:
        """Whether either of two numbers is given another gradient; None where there is no
        result."""
        both = self.made(at), self.made(abs(at) / 2)
        before = [getattr(x, self.grad) for x in both]
        with contextlib.suppress(*RAISED):
            made = one(*both)
            new = isinstance(made, self.kind) and all(made is not x for x in both)
            if new and np.isfinite(getattr(made, self.data)):
                getattr(made, self.back)()
                now = [getattr(x, self.grad) for x in both]
                return bool(now[0] != before[0]), bool(now[1] != before[1])
        return None

    def sent_back(self, tried: list[Tried], chance: np.random.Generator) -> list[Block]:
        """Of one sum of products, in which each number is used twice."""
        factors = [[self.made(x) for x in chance.uniform(0.5, 1.5, EACH)] for _ in range(2)]
        groups, sums = [*factors], [self.made(0.0)]
        for one, places, two in tried:
            size = chance.uniform(0.5, 1.5, EACH)
            firsts = [self.made(at * x) for at, x in zip(itertools.cycle(places), size)]
            seconds = [self.made(x) for x in chance.uniform(0.5, 1.5, EACH)]
            both = zip(firsts, seconds, *factors, strict=True)
            sums.append(added([one(a, b) * c + one(a, b) * d for a, b, c, d in both]))
            groups += [firsts, seconds] if two else [firsts]
        getattr(added(sums), self.back)()
        return [one for group in groups for one in self.blocks(group)]

    def blocks(self, group: list[Any]) -> Iterator[Block]:
        """Of the numbers, and of their gradients."""
        for attribute, name in ((self.data, "x"), (self.grad, "dx")):
            every = [getattr(one, attribute) for one in group]
            each = [x if isinstance(x, Number) else number(x or 0.0) for x in every]
            ids = np.array([one.ident for one in each])
            yield Block(name, (self.kind, len(group)), ids, id(group))

    def leaves_out(self, offer: Offer) -> bool:
        """Whether what is defined in a method for the way back did not run."""
        ran = codes(Current.tape)
        inner = (x for one in offer.methods(self.kind).values() for x in within(one.__code__))
        return any(self.grad in one.co_names and one not in ran for one in inner)


def added(terms: list[Any]) -> Any:
    return reduce(operator.add, terms)


def within(code: CodeType) -> Iterator[CodeType]:
    """The code of what is defined in it."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from within(one)
