"""Layers of a program one on the other, and the losses that go with them."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.offered import Offered
from groundup.checking.names import vocabulary
from groundup.checking.reading.forms import components, slots
from groundup.checking.reading.forms import stacks as layers
from groundup.checking.reading.forms.layouts import BATCHED, Layout
from groundup.checking.reading.watching.programs.forward_parts import AT, one_way_activations
from groundup.checking.reference.backprop import activate

DEEP, WIDTHS = (3, 5, 4, 2), (3, 5, 4, 6, 7)
HIDDEN = ("tanh", "sigmoid", "relu", "leaky-relu 0.01")
OTHER = "the layer {name} gives {came:.3g} at {x:g}, where {activation} is {right:.3g}"


class Stack(NamedTuple):
    """Layers, not yet made: `make()` gives the objects in the order of the way forwards."""

    make: Callable[[], list[Any]]
    last: str  # the last activation
    sizes: tuple[int, ...] = DEEP


def costs(parts: Offered) -> list[str]:
    """The kinds of cost that the program has; one that it calls just so may be any."""
    found = [cost for name in parts.names if (cost := vocabulary.cost_named(name))]
    return [*dict.fromkeys(sorted(found, reverse=True))] or ["quadratic"]


def fits(last: str, cost: str) -> bool:
    """Squares go with everything but a softmax; cross-entropy with one, or with what is its input,
    where the loss has it inside."""
    return last in (("linear", "sigmoid") if cost == "quadratic" else ("softmax", "linear"))


def losses(cost: str, parts: Offered) -> Iterator[dict[bool, Any]]:
    """The program's losses of this kind, as they may be given, with their derivative at True."""
    named = {k: v for k, v in parts.names.items() if vocabulary.cost_named(k) == cost}
    for name, thing in named.items():
        if isinstance(thing, type):
            with contextlib.suppress(*RAISED):
                yield {False: thing(), True: thing()}
            yield {False: thing, True: thing}
        elif not vocabulary.is_derivative(name):
            primes = [one for key, one in named.items() if vocabulary.is_derivative(key)]
            yield {False: thing, True: (primes or [thing])[0]}
    yield dict.fromkeys((False, True), "mse" if cost == "quadratic" else "cross_entropy")


def stacks(
    builds: list[components.Build], parts: Offered, all_bend: bool = False
) -> Iterator[Stack]:
    """Layers of each class, with every activation that there is for them, one after the other; the
    last has none, or one as well."""
    for name in dict.fromkeys(build.name for build in builds):
        own = {build.activation: build for build in builds if build.name == name}
        plain_one = own.get(None)
        fused = [own[one] for one in HIDDEN if one in own]
        if fused:
            ends = [own[one] for one in ("linear", "sigmoid", "softmax") if one in own]
            yield from (inside(fused, end) for end in ends)
        elif plain_one:
            bends = [one for name in HIDDEN for one in found(name, parts)]
            for last in ("linear", "sigmoid", "softmax") if bends else ():
                bare = last == "linear" and not all_bend
                ends = [None] if bare else found(last, parts)
                yield from (apart(plain_one, bends, end, last) for end in ends)


def as_asked(builds: Iterable[components.Build]) -> Iterator[components.Build]:
    """Those that have the activation inside that they were asked for, as far as can be seen. Some
    take any word, and another activation for one that is nowhere in their module; of others, all
    stay."""
    every = [(build, is_as_asked(build)) for build in builds]
    right = {(build.name, build.activation) for build, good in every if good}
    for build, good in every:
        if good or ((build.name, build.activation) not in right and is_known(build)):
            yield build


def is_as_asked(build: components.Build) -> bool:
    if build.activation is None:
        return True
    try:
        layer, x = build.make(5, 3), np.sin(np.arange(20.0)).reshape(4, 5)
        w, b = slots.parameters(layer, 5, 3) or (None, None)
        weights = np.asarray(slots.array_in(w) if w else None, float)
        biases = np.asarray(slots.array_in(b) if b else 0.0, float).reshape(-1)
        z = x @ (weights if weights.shape == (5, 3) else weights.T) + biases
        out, right = np.asarray(layers.through(layer, x), float), activate(build.activation, z)
    except RAISED:  # it may want columns
        return True
    return out.shape != right.shape or np.allclose(out, right, 1e-6, 1e-6)


def is_known(build: components.Build) -> bool:
    """Whether the activation that was asked for is named where the layer is."""
    return str(build.activation).partition("-")[0] in text_of(type(build.make(5, 3)))


def text_of(kind: type) -> str:
    """Of the module that it is in, in small letters; "" where that has none."""
    try:
        return inspect.getsource(sys.modules[kind.__module__]).lower()
    except (OSError, TypeError, KeyError):
        return ""


def found(activation: str, parts: Offered) -> list[Callable[[], Any]]:
    """The program's layer for an activation, if it has one that gives it."""
    return [make for make in called(activation, parts) if not odd(activation, make)]


def called(activation: str, parts: Offered) -> list[Callable[[], Any]]:
    """The program's layer that is called by an activation, if it has one."""
    every = components.activation_layers(activation, parts)
    sending = (make for make in every if layers.sends_back(make, Layout(x=BATCHED[0])))
    others = one_way_activations(activation, parts)
    return list(itertools.islice(itertools.chain(sending, others), 1))


def inside(fused: list[components.Build], end: components.Build) -> Stack:
    """Of layers that have their activation inside."""
    sizes = sizes_for(len(fused))

    def make() -> list[Any]:
        *below, (n, m) = itertools.pairwise(sizes)
        kinds = itertools.cycle(fused)
        return [
            *(kind.make(*pair) for kind, pair in zip(kinds, below, strict=False)),
            end.make(n, m),
        ]

    return Stack(make, str(end.activation), sizes)


def apart(
    build: components.Build,
    bends: list[Callable[[], Any]],
    end: Callable[[], Any] | None,
    last: str,
) -> Stack:
    """Of layers whose activations are layers too."""
    sizes = sizes_for(len(bends))

    def make() -> list[Any]:
        *below, (n, m) = itertools.pairwise(sizes)
        pairs = zip(below, itertools.cycle(bends), strict=False)
        every = [part for pair, bend in pairs for part in (build.make(*pair), bend())]
        return [*every, build.make(n, m), *([end()] if end else [])]

    return Stack(make, last, sizes)


def sizes_for(activations: int) -> tuple[int, ...]:
    """With a hidden layer for each activation, and two at least."""
    return (*WIDTHS[: max(activations, 2) + 1], DEEP[-1])


def others(parts: Offered) -> dict[type, str]:
    """Layers that give something else than the activation that they are called by, and what."""
    every = ((one, make) for one in HIDDEN for make in called(one, parts))
    return {type(make()): words for one, make in every if (words := odd(one, make))}


def odd(activation: str, make: Callable[[], Any]) -> str:
    """What a layer gives that is neither this activation nor another that is known; "" where it
    gives one of them, or raises."""
    try:
        layer = make()
        came = np.asarray(layers.through(layer, AT.copy()), float)
    except RAISED:
        return ""
    right = activate(activation, AT)
    slope = came.ravel()[int(AT.argmin())] / AT.min() if came.size == AT.size else 0.0
    known = [*HIDDEN, *([f"leaky-relu {slope}"] if 0.0 < slope < 1.0 else [])]
    if came.shape != right.shape or any(np.allclose(came, activate(one, AT)) for one in known):
        return ""
    i = int(np.abs(came - right).argmax())
    return OTHER.format(
        name=type(layer).__name__,
        activation=activation,
        came=came.ravel()[i],
        x=AT.ravel()[i],
        right=right.ravel()[i],
    )
