"""Layers that nobody puts together: what takes inputs to outputs of another width, with what keeps
the width between them, and a cost behind them if there is one. What a class is, is seen from what
its methods do to numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.entries import Offer
from groundup.checking.calling.roles import role
from groundup.checking.calling.samples import Samples
from groundup.checking.judging.blocks import Block, blocks
from groundup.checking.loading.tracebacks import RAISED

WIDTHS = ("n_in", "n_hidden", "n_out")


class Layer(NamedTuple):
    """An object, and its methods that go forwards and back."""

    thing: Any
    forward: Callable[..., Any]
    back: Callable[..., Any]


def of_layers(offer: Offer, samples: Samples) -> list[Block]:
    """What all layers hold when gradients went back through them once. Raises LackingError where a
    class has no part in that."""
    stack = Stack(offer, samples)
    kinds = [made for _, made in offer.classes()]
    dense = next((kind for kind in kinds if stack.layer(kind, *samples.sizes[:2])), None)
    if dense is None:
        raise LackingError
    between = [kind for kind in kinds if kind is not dense and stack.layer(kind, 0, 0)]
    cost = stack.cost(kinds)
    taken = [dense, *between, *([type(cost[0].__self__)] if cost else [])]
    if not all(any(issubclass(one, kind) for one in taken) for kind in kinds):
        raise LackingError  # whatever is left would go unchecked
    every = [stack.layer(dense, *samples.sizes[:2])]
    for kind in between:
        every += [stack.layer(kind, 0, 0), stack.layer(dense, *samples.sizes[1:2] * 2)]
    every += [stack.layer(dense, *samples.sizes[-2:])]
    return stack.run([one for one in every if one], cost)


class Stack:
    def __init__(self, offer: Offer, samples: Samples):
        self.offer, self.samples = offer, samples
        self.values = samples.values(0)
        self.x, self.y = self.values["x"], self.values["y"]

    def methods(self, thing: Any, wanted: int) -> list[tuple[str, Callable[..., Any]]]:
        """Those that want so many arguments, and no rate."""
        found = [(name, getattr(thing, name)) for name in self.offer.methods(type(thing))]
        return [
            (name, one)
            for name, one in found
            if name[:2] != "__"
            and len(self.offer.arguments.required(one)) == wanted
            and not steps(self.offer, one)
        ]

    def made(self, kind: type, n_in: int, n_out: int) -> Any:
        given: Mapping[str, Any] = dict.fromkeys(WIDTHS[1:], n_out) | {"n_in": n_in}
        return self.offer.arguments.call(kind, self.values | given)

    def layer(self, kind: type, n_in: int, n_out: int) -> Layer | None:
        """An object of a class that takes numbers of one width to those of another and back; where
        these are 0, that keeps any width. None where it does not."""
        try:
            trial = self.tried(self.made(kind, n_in, n_out), n_in, n_out)
            thing = self.made(kind, n_in, n_out)
        except RAISED:
            return None
        return Layer(thing, *(getattr(thing, name) for name in trial)) if trial else None

    def tried(self, thing: Any, n_in: int, n_out: int) -> tuple[str, str] | None:
        x = self.numbers(n_in or self.samples.sizes[1])
        wanted = np.shape(self.numbers(n_out or self.samples.sizes[1]))
        methods = self.methods(thing, 1)
        for k, (forward, go) in enumerate(methods):
            with_errors = called(go, x)
            if np.shape(with_errors) != wanted or (not n_in and is_softmax(with_errors)):
                continue
            for back, come in methods[k + 1 :]:
                if np.shape(called(come, np.ones_like(with_errors))) == np.shape(x):
                    return forward, back
        return None

    def numbers(self, width: int) -> Any:
        """Inputs of a width, in the samples' form."""
        made = self.samples._replace(sizes=(width, *self.samples.sizes[1:]))
        return made.values(0)["x"]

    def cost(self, kinds: list[type]) -> tuple[Any, Any] | None:
        """What takes outputs and targets to a number, and what gives its gradient."""
        out = np.full(np.shape(self.numbers(self.samples.sizes[-1])), 0.4)
        for kind in kinds:
            try:
                thing = self.made(kind, 0, 0)
            except RAISED:
                continue
            for _, go in self.methods(thing, 2):
                if np.size(called(go, out, self.y)) == 1:
                    for back, given in self.gradients(thing, out):
                        if np.shape(called(back, *given)) == np.shape(out):
                            return go, (back, bool(given))
        return None

    def gradients(self, thing: Any, out: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
        yield from ((one, ()) for _, one in self.methods(thing, 0))
        yield from ((one, (out, self.y)) for _, one in self.methods(thing, 2))

    def run(self, layers: list[Layer], cost: tuple[Any, Any] | None) -> list[Block]:
        a = self.x
        for one in layers:
            a = one.forward(a)
        if cost is None:
            grad = a - self.y
        else:
            go, (back, takes) = cost
            go(a, self.y)
            grad = back(a, self.y) if takes else back()
        for one in reversed(layers):
            grad = one.back(grad)
        return blocks({"layers": [one.thing for one in layers]})


def steps(offer: Offer, function: Callable[..., Any]) -> bool:
    """Whether it wants what only training does: a rate, a number of epochs."""
    return any(role(one.name) in ("eta", "epochs") for one in offer.arguments.of(function))


def called(method: Callable[..., Any], *given: Any) -> Any:
    try:
        return method(*given)
    except RAISED:
        return None


def is_softmax(out: Any) -> bool:
    """Whether its rows or columns are probabilities; its way back may be a cost's as well."""
    plain = np.asarray(out)
    return any(np.allclose(plain.sum(axis), 1) for axis in range(plain.ndim))
