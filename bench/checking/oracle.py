"""What a planted file really computes, found without the checker: run it, compare, differentiate.

Each style has a way in, a few lines that hand it a network and read its answers in one vocabulary:
`w[l]` (n_out, n_in), a row a sample.
"""

from __future__ import annotations

import copy
import itertools
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from bench.checking.variants import Variant

Array = np.ndarray
Place = tuple[str, int | None]  # a quantity and its layer
Answers = dict[Place, Array]

SIZES = {  # neurons a layer, then samples in two batches
    "lopsided": ((3, 5, 4, 2), (7, 6)),
    "square": ((5, 5, 5, 3), (5, 4)),
    "even": ((4, 4, 4, 4), (4, 3)),
    "narrow": ((3, 4, 4, 1), (6, 5)),
    "steep": ((3, 5, 4, 2), (7, 6)),
}
ETA = 0.5


class Network(NamedTuple):
    w: list[Array]
    b: list[Array]
    batches: list[tuple[Array, Array, list[Array] | None]]  # x, y, masks a hidden layer


@cache
def network(name: str, masks: bool) -> Network:
    sizes, counts = SIZES[name]
    rng = np.random.default_rng(len(name))
    w = [rng.normal(size=(n, m)) for m, n in itertools.pairwise(sizes)]
    b = [rng.normal(size=n) for n in sizes[1:]]
    if name == "steep":
        w[-1] = 4000 * w[-1]
    batches = []
    for count in counts:
        x = rng.normal(size=(count, sizes[0]))
        labels = np.arange(count) % max(2, sizes[-1])
        y = np.eye(max(2, sizes[-1]))[labels][:, : sizes[-1]]
        some = [2.0 * (rng.random((count, n)) < 0.5) for n in sizes[1:-1]]
        batches.append((x, y, some if masks else None))
    return Network(w, b, batches)


def answers(source: str, style: str, variant: Variant, given: Network) -> Answers:
    """All that a file's code says of a network: a key is a quantity with the number of its call,
    and a layer. It raises what the code raises."""
    code = SimpleNamespace()
    exec(compile(source, f"<{style}>", "exec"), code.__dict__)
    given = copy.deepcopy(given)
    found: Answers = {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for function, quantity in (("", "sigma"), ("_prime", "sigma_prime")):
            found[quantity, None] = values(getattr(code, variant.function + function))
        for place, array in WAYS_IN[style, variant.template](code, given):
            found[place] = np.array(array, float)
    return found


def values(function: Callable[..., Any]) -> Array:
    z = np.array([-2.5, -0.7, -0.1, 0.2, 0.9, 3.0])
    try:
        return np.array(function(z.copy()), float)
    except (TypeError, ValueError):  # a function of one number
        return np.array([function(float(number)) for number in z])


def gradients(dw: list[Any], db: list[Any], call: int, turned: bool = False) -> Iterator[Any]:
    for l in range(len(dw)):
        yield (f"dw {call}", l), np.array(dw[l]).T if turned else dw[l]
        yield (f"db {call}", l), np.squeeze(np.array(db[l]))


def parameters(w: list[Any], b: list[Any], turned: bool = False) -> Iterator[Any]:
    for l in range(len(w)):
        yield (f"step w {l}", None), np.array(w[l]).T if turned else w[l]
        yield (f"step b {l}", None), np.squeeze(np.array(b[l]))


def book(code: Any, given: Network) -> Iterator[Any]:
    net = book_network(code, given)
    for call, (x, y, masks) in enumerate(given.batches):
        columns = [(row[:, None], target[:, None]) for row, target in zip(x, y, strict=True)]
        yield (f"outputs {call}", None), [net.feedforward(row)[:, 0] for row, _ in columns]
        yield (f"cost {call}", None), np.mean([net.cost(*column) for column in columns])
        all_db, all_dw = [], []
        for k, column in enumerate(columns):
            more = [[mask[k][:, None] for mask in masks]] if masks else []
            db, dw = net.backprop(*column, *more)
            all_dw.append(copy.deepcopy(dw))
            all_db.append(copy.deepcopy(db))
        dw = [np.mean(some, axis=0) for some in zip(*all_dw, strict=True)]
        db = [np.mean(some, axis=0) for some in zip(*all_db, strict=True)]
        yield from gradients(dw, db, call)
        yield (f"inputs {call}", None), np.append(y, np.concatenate(net.weights, axis=None))
    yield from book_step(code, given)


def book_step(code: Any, given: Network) -> Iterator[Any]:
    net = book_network(code, given)
    x, y, _ = given.batches[0]
    batch = [(row[:, None], target[:, None]) for row, target in zip(x, y, strict=True)]
    net.update_mini_batch(batch, ETA)
    yield from parameters(net.weights, net.biases)


def book_network(code: Any, given: Network) -> Any:
    net = code.Network([given.w[0].shape[1], *map(len, given.w)])
    net.weights = [w.copy() for w in given.w]
    net.biases = [b[:, None].copy() for b in given.b]
    return net


def plain(arrays: list[Array]) -> list[Any]:
    return [array.tolist() for array in arrays]


def lists(code: Any, given: Network) -> Iterator[Any]:
    w, b = plain(given.w), plain(given.b)
    for call, (x, y, masks) in enumerate(given.batches):
        batch = (x.tolist(), y.tolist())
        yield (f"outputs {call}", None), code.feedforward(w, b, batch[0])
        yield (f"cost {call}", None), code.cost(w, b, *batch)
        dw, db = code.backprop(w, b, *batch, *([plain(masks)] if masks else []))
        yield from gradients(dw, db, call)
        given_w = [number for wl in w for row in wl for number in row]
        yield (f"inputs {call}", None), np.append(batch[1], given_w)
    yield from lists_step(code, given)


def lists_step(code: Any, given: Network) -> Iterator[Any]:
    x, y, _ = given.batches[0]
    w, b = code.update(plain(given.w), plain(given.b), x.tolist(), y.tolist(), ETA)
    yield from parameters(w, b)


def numpy_network(code: Any, given: Network) -> Any:
    net = code.NeuralNetwork([given.w[0].shape[1], *map(len, given.w)])
    net.W, net.b = [w.T.copy() for w in given.w], [b.copy() for b in given.b]
    return net


def numpy_batch(code: Any, given: Network) -> Iterator[Any]:
    net = numpy_network(code, given)
    for call, (x, y, masks) in enumerate(given.batches):
        yield (f"outputs {call}", None), net.forward(x)
        yield (f"cost {call}", None), net.loss(x, y)
        found = net.backprop(x, y, *([masks] if masks else []))
        for l, delta in enumerate(found["delta"]):
            yield (f"delta {call}", l), delta
        yield from gradients(found["dW"], found["db"], call, turned=True)
        yield (f"inputs {call}", None), np.append(y, np.concatenate(net.W, axis=None))
    yield from numpy_step(code, given)


def numpy_step(code: Any, given: Network) -> Iterator[Any]:
    net = numpy_network(code, given)
    net.train_step(*given.batches[0][:2], ETA)
    yield from parameters(net.W, net.b, turned=True)


def single_output(code: Any, given: Network) -> Iterator[Any]:
    def start() -> Any:
        net = code.Classifier(given.w[0].shape[1])
        for l in range(3):
            setattr(net, f"W{l + 1}", given.w[l].T.copy())
            setattr(net, f"b{l + 1}", given.b[l].copy())
        return net

    def all_of(net: Any, name: str) -> list[Any]:
        return [getattr(net, f"{name}{l}") for l in (1, 2, 3)]

    net = start()
    for call, (x, y, _) in enumerate(given.batches):
        yield (f"outputs {call}", None), net.forward(x)
        yield (f"cost {call}", None), net.loss(x, y)
        net.backward(x, y)
        yield from gradients(all_of(net, "dW"), all_of(net, "db"), call, turned=True)
    net = start()
    net.train(*given.batches[0][:2], ETA)
    yield from parameters(all_of(net, "W"), all_of(net, "b"), turned=True)


WAYS_IN: dict[tuple[str, str], Callable[[Any, Network], Iterator[Any]]] = {
    ("book", "book_style"): book,
    ("book", "book_one_pass"): book_step,
    ("lists", "lists_style"): lists,
    ("lists", "lists_one_pass"): lists_step,
    ("numpy-batch", "numpy_batch_style"): numpy_batch,
    ("numpy-batch", "numpy_batch_one_pass"): numpy_step,
    ("numpy-batch", "numpy_batch_single_output"): single_output,
}
