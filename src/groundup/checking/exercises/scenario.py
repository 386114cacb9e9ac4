"""What is asked of an exercise's functions: a few calls with numbers that one can follow by hand.

The network is 2-3-2, its numbers have one digit behind the point, and a batch has three samples.
Those that convolve are 5x5-2c2p2-2, and 8x8-2c3p2-2c2p2-2 where errors go through two of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.exercises.snapshots import Snapshot, snapshot
from groundup.checking.loading.tracebacks import RAISED

W = [[[0.5, -0.4], [0.1, 0.8], [-0.6, 0.3]], [[0.7, -0.2, 0.4], [-0.5, 0.6, 0.9]]]
B = [[0.1, -0.3, 0.2], [-0.1, 0.4]]
XS = [[1.0, -0.5], [0.2, 0.8], [-0.7, 0.4]]
YS = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
ETA = 0.5
ZS = [-1.5, 0.5, 2.0]
BATCHED = ("batches", "convolution")
ARRAYS = ("arrays", *BATCHED)

Names = dict[str, Any]
Call = Callable[[Names], Any]


class Outcome(NamedTuple):
    """Of one call."""

    asked: str  # the function that was called
    gave: Snapshot
    raised: BaseException | None


def play(names: Names, rung: str) -> list[Outcome]:
    """All calls, each on a network of its own."""
    return [outcome(asked, call, names) for asked, call in calls(rung)]


def outcome(asked: str, call: Call, names: Names) -> Outcome:
    try:
        return Outcome(asked, snapshot(call(names)), None)
    except RAISED as error:
        return Outcome(asked, type(error).__name__, error)


def calls(rung: str) -> Iterator[tuple[str, Call]]:
    if rung == "scalars":
        for name, uses in OPERATIONS.items():
            for use in uses:
                yield f"Value.{name}", graded(use)
        yield from BACKWARD
        yield "sigmoid", lambda n: [n["sigmoid"](z) for z in ZS]
    else:
        zs: Any = np.array(ZS) if rung in ARRAYS else None
        for name in ACTIVATIONS:
            yield name, of_all(name, zs)
    yield from NETWORK
    if rung in BATCHED:
        yield "feedforward", lambda n: n["feedforward"](network(n), XS)
    if rung == "convolution":
        yield from CONVOLVING


def of_all(name: str, zs: Any) -> Call:
    if zs is not None:
        return lambda n: n[name](zs.copy())
    return lambda n: [n[name](z) for z in ZS]


def network(names: Names, *activations: str) -> Any:
    return names["build"](W, B, list(activations) or None)


def repeated(names: Names) -> list[Any]:
    """Two calls on one network, which leave it as it was."""
    one = network(names)
    given = [names["backprop"](one, XS[0], YS[0]) for _ in range(2)]
    return [*given, names["parameters"](one)]


ACTIVATIONS = (
    "sigmoid",
    "sigmoid_prime",
    "tanh_prime",
    "relu",
    "relu_prime",
    "linear",
    "linear_prime",
)
NETWORK: list[tuple[str, Call]] = [
    ("build", lambda n: [n["parameters"](network(n)), n["feedforward"](network(n), XS[0])]),
    ("build", lambda n: n["feedforward"](network(n, "tanh", "linear"), XS[0])),
    ("feedforward", lambda n: n["feedforward"](network(n), XS[0])),
    ("feedforward", lambda n: n["feedforward"](network(n, "relu", "tanh"), XS[1])),
    ("backprop", repeated),
    ("backprop", lambda n: n["backprop"](network(n, "tanh", "relu"), XS[1], YS[1])),
    ("gradients", lambda n: n["gradients"](network(n), XS, YS)),
    ("train_batch", lambda n: n["parameters"](n["train_batch"](network(n), XS, YS, ETA))),
    ("parameters", lambda n: n["parameters"](network(n))),
]


def digits(*shape: int, start: int = 3) -> Any:
    """An array of that shape of numbers from -0.9 to 0.9 with one digit behind the point."""
    places = np.arange(math.prod(shape))
    numbers = (start + 37 * places + 11 * places**2) % 97 % 19 - 9
    return (numbers / 10).reshape(shape)


def convolving(names: Names, *activations: str) -> Any:
    w = [digits(2, 1, 2, 2), digits(2, 8)]
    return names["build"](w, [digits(2), digits(2)], list(activations) or None)


def deeper(names: Names) -> Any:
    w = [digits(2, 1, 3, 3), digits(2, 2, 2, 2), digits(2, 2)]
    return names["build"](w, [digits(2)] * 3, ["tanh", "tanh", "sigmoid"])


PICTURE, FILTER, FILTERS = digits(1, 9), digits(1, 1, 2, 2), digits(2, 1, 2, 2, start=5)
COLOURS, COLOUR_FILTERS = digits(1, 18), digits(1, 2, 2, 2)
SUMS = digits(16, 1, start=2)
SQUARES, LARGER = digits(2, 25), digits(2, 64)
ONES = np.array(YS[:2])
CONVOLVING: list[tuple[str, Call]] = [
    ("see", lambda n: n["see"](PICTURE.copy(), FILTERS)),
    ("see", lambda n: n["see"](COLOURS.copy(), COLOUR_FILTERS)),
    ("see", lambda n: n["see"](np.array(XS), np.array(W[0]))),
    ("pool", lambda n: n["pool"](SUMS.copy(), FILTER, 1)),
    ("pool", lambda n: n["pool"](digits(8, 2), FILTERS, 2)),
    ("pool", lambda n: n["pool"](np.array(XS), np.array(W[0]), 3)),
    ("unpool", lambda n: n["unpool"](digits(1, 4), SUMS.copy(), FILTER)),
    ("unpool", lambda n: n["unpool"](digits(1, 4), np.zeros((16, 1)), FILTER)),
    ("unpool", lambda n: n["unpool"](digits(2, 2), digits(8, 2), FILTERS)),
    ("unpool", lambda n: n["unpool"](np.array(XS), np.array(XS), np.array(W[0]))),
    ("overlay", lambda n: n["overlay"](digits(4, 4), PICTURE.copy(), FILTER)),
    ("overlay", lambda n: n["overlay"](digits(4, 8), COLOURS.copy(), COLOUR_FILTERS)),
    ("overlay", lambda n: n["overlay"](np.array(XS), np.array(XS), np.array(W[0]))),
    ("build", lambda n: n["parameters"](convolving(n))),
    ("feedforward", lambda n: n["feedforward"](convolving(n), SQUARES[0])),
    ("feedforward", lambda n: n["feedforward"](deeper(n), LARGER)),
    ("gradients", lambda n: n["gradients"](convolving(n), SQUARES, ONES)),
    ("gradients", lambda n: n["gradients"](deeper(n), LARGER, ONES)),
    ("train_batch", lambda n: n["parameters"](n["train_batch"](deeper(n), LARGER, ONES, ETA))),
]
OPERATIONS: dict[str, tuple[Callable[[Any, Any], Any], ...]] = {
    "__init__": (lambda u, v: u + 0.0,),
    "__repr__": (lambda u, v: u + 0.0 * len(repr(v)),),
    "__add__": (lambda u, v: u + v, lambda u, v: u + 2.0),
    "__mul__": (lambda u, v: u * v, lambda u, v: u * 3.0),
    "__pow__": (lambda u, v: u**3, lambda u, v: u**v),
    "__rpow__": (lambda u, v: 2.0**u,),
    "__neg__": (lambda u, v: -u,),
    "__sub__": (lambda u, v: u - v, lambda u, v: u - 2.0),
    "__rsub__": (lambda u, v: 2.0 - u,),
    "__truediv__": (lambda u, v: u / v, lambda u, v: u / 2.0),
    "__rtruediv__": (lambda u, v: 1.0 / u,),
    "exp": (lambda u, v: u.exp(),),
    "log": (lambda u, v: u.log(),),
    "tanh": (lambda u, v: u.tanh(),),
    "sigmoid": (lambda u, v: u.sigmoid(),),
    "relu": (lambda u, v: u.relu(), lambda u, v: (u * -1.0).relu()),
    "linear": (lambda u, v: u.linear() * 1.0,),
}


def graded(use: Callable[[Any, Any], Any]) -> Call:
    """The result of an operation on 1.5 and 0.5, and the gradients that come of it."""

    def call(names: Names) -> list[float]:
        u, v = names["Value"](1.5), names["Value"](0.5)
        result = use(u, v)
        result.backward()
        return [result.data, u.grad, v.grad]

    return call


def added_up(names: Names) -> list[float]:
    """Gradients of two sums, one after the other; in the second a value is used twice."""
    u, v = names["Value"](3.0), names["Value"](4.0)
    (u * v + u).backward()
    first = [u.grad, v.grad]
    (u * u).backward()
    return [*first, u.grad, v.grad]


def twice(names: Names) -> None:
    result = names["Value"](3.0) * 2.0
    result.backward()
    result.backward()


BACKWARD: list[tuple[str, Call]] = [("Value.backward", added_up), ("Value.backward", twice)]
