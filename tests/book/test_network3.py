"""Chapter 6's network takes the book's steps, on any engine, and prints the book's lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from groundup import engines, randomness
from groundup.book import layers, minibatches, network3, shared
from groundup.book.network3 import (
    ConvPoolLayer,
    FullyConnectedLayer,
    Network,
    ReLU,
    SoftmaxLayer,
    linear,
    sigmoid,
    tanh,
)
from groundup.engines.state import dropout_mask
from groundup.errors import UserError

Array = np.ndarray


def streams(layers: int, iteration: int) -> list[int]:
    """Of chance, in the place of those that a seed gives."""
    return [11 * layer + 1000 * iteration for layer in range(1, layers + 1)]


@pytest.fixture(params=["numpy", "kernel"])
def engine(request, monkeypatch) -> str:
    if request.param == "kernel":
        pytest.importorskip("groundup.engines._native")
    monkeypatch.setattr(engines, "fastest", lambda: request.param)
    return request.param


@pytest.fixture
def exact(monkeypatch) -> None:
    """Weights of 64 bits, so that slopes can be measured."""
    monkeypatch.setattr(layers, "DTYPE", np.float64)


# What the book says, in its own order of numbers, and its slopes by differences.


def convolved(x: Array, w: Array) -> Array:
    """(m, n_out, rows, columns): Σ x[…, r + k-1-i, s + k-1-j] · w[…, i, j], the mathematician's."""
    k = w.shape[2]
    patches = sliding_window_view(x, (k, k), axis=(2, 3))
    return np.einsum("mcrsij,ocij->mors", patches, w[:, :, ::-1, ::-1])


def pooled(z: Array) -> Array:
    m, c, r, s = z.shape
    return z.reshape(m, c, r // 2, 2, s // 2, 2).max(axis=(3, 5))


def outputs(net: Network, params: Sequence[Array], x: Array, masks: Sequence[Array] = ()) -> Array:
    """(m, n_L): with masks, of what comes into each layer, as while it learns."""
    a = x
    for l, layer in enumerate(net.layers):
        w, b = params[2 * l], params[2 * l + 1]
        if isinstance(layer, ConvPoolLayer):
            z = pooled(convolved(a.reshape(-1, *layer.image_shape[1:]), w)) + b[:, None, None]
        else:
            a = a.reshape(len(x), -1)
            z = (a * masks[l] if masks else (1 - layer.p_dropout) * a) @ w + b
        if isinstance(layer, SoftmaxLayer):
            return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        a = layer.activation_fn(z)
    raise AssertionError("no softmax")


def slopes(cost: Callable[[], float], params: Sequence[Array], h: float = 1e-5) -> list[Array]:
    found = [np.zeros_like(p) for p in params]
    for p, slope in zip(params, found, strict=True):
        for place in np.ndindex(p.shape):
            kept, both = p[place], []
            for step in (h, -h):
                p[place] = kept + step
                both.append(cost())
            p[place], slope[place] = kept, (both[0] - both[1]) / (2 * h)
    return found


def by_the_book(
    net: Network, x: Array, y: Array, size: int, eta: float, lmbda: float, epochs: int
) -> list[Array]:
    """The parameters after as many epochs of the book's steps."""
    params = [param.get_value() for param in net.params]
    batches = len(x) // size
    for epoch in range(epochs):
        for batch in range(batches):
            rows = slice(batch * size, (batch + 1) * size)
            masks = masks_of(net, size, epoch * batches, batch)

            def cost(rows: slice = rows, masks: list[Array] = masks) -> float:
                found = outputs(net, params, x[rows], masks)
                squares = sum(float(np.square(p).sum()) for p in params[::2])
                likely = np.log(found[np.arange(size), y[rows]]).mean()
                return -float(likely) + 0.5 * lmbda * squares / batches

            steps = slopes(cost, params)
            for p, slope in zip(params, steps, strict=True):
                p -= eta * slope
    return params


def masks_of(net: Network, size: int, iteration: int, batch: int) -> list[Array]:
    """0 or 1 for each number that comes into each layer of a mini-batch, in the book's order, by
    the `streams` of the iteration at which the engine was called."""
    found, below, chance = [], None, streams(len(net.layers), iteration)
    positions = np.arange(batch * size, (batch + 1) * size)
    for l, layer in enumerate(net.layers):
        n = int(np.prod(layer.inputs))
        mask = dropout_mask(layer.p_dropout, chance[l - 1], positions, n).astype(float)
        if isinstance(below, ConvPoolLayer):  # an engine's order: rows, columns, channels
            channels, *sides = below.outputs
            mask = mask.reshape(size, *sides, channels).transpose(0, 3, 1, 2).reshape(size, n)
        found.append(mask)
        below = layer
    return found


def small(f: Any = sigmoid, p: Sequence[float] = (0, 0, 0)) -> list[Any]:
    return [
        ConvPoolLayer((2, 1, 3, 3), (4, 1, 8, 8), activation_fn=f),
        FullyConnectedLayer(2 * 3 * 3, 4, f, p[1]),
        SoftmaxLayer(4, 3, p[2]),
    ]


NETWORKS: dict[str, Callable[[], list[Any]]] = {
    "no convolution": lambda: [FullyConnectedLayer(6, 5), SoftmaxLayer(5, 3)],
    "softmax alone": lambda: [SoftmaxLayer(6, 3)],
    "one": small,
    "ReLU": lambda: small(ReLU),
    "tanh and linear": lambda: [
        ConvPoolLayer((2, 1, 3, 3), (4, 1, 6, 6), activation_fn=tanh),
        FullyConnectedLayer(8, 4, linear),
        SoftmaxLayer(4, 3),
    ],
    "two, of several channels": lambda: [
        ConvPoolLayer((2, 3, 3, 3), (4, 3, 14, 14)),
        ConvPoolLayer((3, 2, 3, 3), (4, 2, 6, 6)),
        FullyConnectedLayer(3 * 2 * 2, 4),
        SoftmaxLayer(4, 3),
    ],
    "softmax on a picture": lambda: [
        ConvPoolLayer((2, 2, 3, 3), (4, 2, 6, 6)),
        SoftmaxLayer(2 * 2 * 2, 3),
    ],
    "dropout": lambda: small(ReLU, (0, 0.25, 0.5)),
    "dropout of inputs": lambda: [
        FullyConnectedLayer(6, 5, ReLU, 0.5),
        SoftmaxLayer(5, 3, 0.25),
    ],
}


def samples(net: Network, count: int) -> tuple[Array, Array]:
    chance = np.random.default_rng(3)
    return chance.normal(size=(count, int(np.prod(net.layers[0].inputs)))), np.arange(count) % 3


def trained(net: Network, x: Array, y: Array, *options: Any, lmbda: float = 0.0) -> None:
    epochs, size, eta = options
    net.SGD((x, y), epochs, size, eta, (x, y), (x, y), lmbda=lmbda)


@pytest.mark.parametrize("lmbda", [0.0, 0.3])
@pytest.mark.parametrize("name", NETWORKS)
def test_the_steps_are_those_of_the_book(name, lmbda, engine, exact, monkeypatch, capsys) -> None:
    monkeypatch.setattr(
        randomness, "keys", lambda count, seed, name, iteration: streams(count, iteration)
    )
    np.random.seed(2)
    net = Network(NETWORKS[name](), 4)
    x, y = samples(net, 9)  # of which one is left over
    wanted = by_the_book(net, x, y, 4, 0.7, lmbda, epochs=2)
    trained(net, x, y, 2, 4, 0.7, lmbda=lmbda)
    for param, p in zip(net.params, wanted, strict=True):
        np.testing.assert_allclose(param.get_value(), p, rtol=0, atol=2e-8)


@pytest.mark.parametrize("name", NETWORKS)
def test_accuracies_are_those_of_the_book(name, engine, exact, capsys) -> None:
    np.random.seed(4)
    net = Network(NETWORKS[name](), 4)
    x, y = samples(net, 30)
    trained(net, x, y, 1, 4, 0.5)
    found = outputs(net, [param.get_value() for param in net.params], x[:28])
    share = (found.argmax(axis=1) == y[:28]).mean()
    assert f"Epoch 0: validation accuracy {share:.2%}\n" in capsys.readouterr().out


def test_masks_are_others_in_each_call_and_the_same_for_a_seed(engine, exact) -> None:
    def learned(seed: int, iteration: int) -> bytes:
        np.random.seed(0)
        net = Network(small(p=(0, 0.5, 0.5)), 4)
        learner = minibatches.Learner(net.layers, seed)
        learner.learn(*samples(net, 8), 4, 0.1, 0.0, iteration)
        return learner.w[-1].tobytes()

    assert learned(1, 0) == learned(1, 0)
    assert len({learned(1, 0), learned(1, 2), learned(2, 0)}) == 3


def test_a_net_of_a_seed_learns_the_same_again(engine, capsys) -> None:
    weights = []
    for _ in range(2):
        np.random.seed(8)
        net = Network(small(ReLU, (0, 0.5, 0.5)), 4)
        trained(net, *samples(net, 40), 2, 4, 0.1)
        weights.append([param.get_value() for param in net.params])
    assert all((a == b).all() for a, b in zip(*weights, strict=True))


def test_first_weights_are_drawn_as_the_book_has_it() -> None:
    np.random.seed(7)
    conv = ConvPoolLayer((20, 3, 5, 5), (10, 3, 28, 28))
    full, last = FullyConnectedLayer(300, 400), SoftmaxLayer(400, 10)
    np.random.seed(7)
    for layer, n_out in ((conv, 20 * 25 / 4), (full, 400)):
        w = np.random.normal(0, np.sqrt(1 / n_out), layer.w.get_value().shape)
        b = np.random.normal(0, 1, layer.b.get_value().shape)
        assert (layer.w.get_value() == w.astype(np.float32)).all()
        assert (layer.b.get_value() == b.astype(np.float32)).all()
    assert conv.w.get_value().shape == (20, 3, 5, 5)
    assert (full.w.get_value().shape, last.w.get_value().shape) == ((300, 400), (400, 10))
    assert not last.w.get_value().any()
    assert not last.b.get_value().any()


def test_it_prints_the_books_lines(engine, capsys) -> None:
    np.random.seed(0)
    net = Network([FullyConnectedLayer(6, 5), SoftmaxLayer(5, 3)], 2)
    x, y = samples(net, 2400)
    net.SGD((x, y), 2, 2, 0.0, (x[:30], y[:30]), (x[:40], y[:40]))
    accuracy = r"\d+\.\d\d%"
    best = [
        "This is the best validation accuracy to date.",
        f"The corresponding test accuracy is {accuracy}",
    ]
    wanted = [
        "Training mini-batch number 0",
        "Training mini-batch number 1000",
        f"Epoch 0: validation accuracy {accuracy}",
        *best,
        "Training mini-batch number 2000",
        f"Epoch 1: validation accuracy {accuracy}",
        *best,  # as good is best, too
        "Finished training network.",
        f"Best validation accuracy of {accuracy} obtained at iteration 2399",
        f"Corresponding test accuracy of {accuracy}",
    ]
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(wanted)
    for line, pattern in zip(lines, wanted, strict=True):
        assert re.fullmatch(pattern, line)


def test_a_worse_epoch_is_not_the_best_and_tests_nothing(engine, capsys, monkeypatch) -> None:
    found = iter([0.5, 0.25, 0.375])
    monkeypatch.setattr(network3, "accuracy", lambda learner, data: next(found))
    net = Network([SoftmaxLayer(6, 3)], 4)
    x, y = samples(net, 8)
    net.SGD((x, y), 2, 4, 0.1, (x, y), (x, y))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Epoch 0: validation accuracy 50.00%",
        "This is the best validation accuracy to date.",
        "The corresponding test accuracy is 25.00%",
        "Epoch 1: validation accuracy 37.50%",
        "Finished training network.",
        "Best validation accuracy of 50.00% obtained at iteration 1",
        "Corresponding test accuracy of 25.00%",
    ]


@pytest.mark.parametrize(
    ("batches", "before", "size", "wanted"),
    [
        (2400, 0, 2, [(0, 1000), (1000, 2000), (2000, 2400)]),
        (2400, 2400, 2, [(0, 600), (600, 1600), (1600, 2400)]),
        (5, 3, 4000, [(0, 2), (2, 4), (4, 5)]),
        (3, 0, 50_000, [(0, 1), (1, 2), (2, 3)]),
    ],
)
def test_an_epoch_is_learned_in_pieces(batches, before, size, wanted) -> None:
    assert list(network3.pieces(batches, before, size)) == wanted


def test_interrupted_training_keeps_what_was_learned(engine, monkeypatch) -> None:
    def interrupt(*given):
        raise KeyboardInterrupt

    net = Network([SoftmaxLayer(6, 3)], 4)
    monkeypatch.setattr(network3, "accuracy", interrupt)
    with pytest.raises(KeyboardInterrupt):
        trained(net, *samples(net, 8), 1, 4, 0.1)
    assert net.layers[0].w.get_value().any()


WRONG: Any = (9.0, 3)


def conv(**changes: Any) -> ConvPoolLayer:
    usual: dict[str, Any] = {"filter_shape": (20, 1, 5, 5), "image_shape": (10, 1, 28, 28)}
    return ConvPoolLayer(**usual | changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"poolsize": (3, 3)}, r"poolsize \(2, 2\), got \(3, 3\)"),
        ({"filter_shape": (20, 1, 5, 4)}, r"square filters, such as \(20, 1, 5, 5\)"),
        ({"image_shape": (10, 1, 28, 26)}, "square images, such as 28×28, not 28×26"),
        ({"filter_shape": (20, 3, 5, 5)}, "filters of 1 channel, as the images have, not of 3"),
        (
            {"image_shape": (10, 2, 28, 28)},
            "filters of 2 channels, as the images have, not of 1",
        ),
        (
            {"filter_shape": (8.0, 1, 5, 5)},
            "every size in filter_shape must be a whole number, not 8.0",
        ),
        (
            {"image_shape": (10, "1", 28, 28)},
            "every size in image_shape must be a whole number, not '1'",
        ),
        ({"filter_shape": (20, 1, 30, 30)}, "filters smaller than the images of 28×28, not 30×30"),
        ({"filter_shape": (20, 1, 4, 4)}, "not 25: filters of 5×5, or images of 29×29"),
        ({"filter_shape": (0, 1, 5, 5)}, "sizes above 0"),
        ({"filter_shape": (20, 5, 5)}, r"filter_shape \(filters, channels, rows, columns\)"),
        ({"filter_shape": (2**26, 1, 5, 5)}, "1 to 134,217,728 weights, not 67108864 · 1 · 5 · 5"),
        ({"activation_fn": abs}, "network3's sigmoid, tanh, ReLU or linear, got abs"),
    ],
)
def test_a_convolution_that_there_is_not_is_refused_with_what_would_fit(changes, words) -> None:
    with pytest.raises(UserError, match=words):
        conv(**changes)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (list, "expected one or more, the last a SoftmaxLayer"),
        (lambda: [FullyConnectedLayer(4, 3)], "a SoftmaxLayer as the last one"),
        (lambda: [SoftmaxLayer(4, 3), SoftmaxLayer(3, 3)], "and nowhere else"),
        (lambda: [object(), SoftmaxLayer(4, 3)], r"layers\[0\]: expected a Conv.*got object"),
        (
            lambda: [conv(), SoftmaxLayer(20 * 24 * 24, 10)],
            r"layers\[1\]: expected n_in=20\*12\*12, as the layer before puts out, got 11520",
        ),
        (
            lambda: [
                conv(),
                ConvPoolLayer((40, 20, 5, 5), (10, 20, 14, 14)),
                SoftmaxLayer(1000, 10),
            ],
            r"layers\[1\]: expected image_shape \(10, 20, 12, 12\).*got \(10, 20, 14, 14\)",
        ),
        (
            lambda: [FullyConnectedLayer(9, 784), conv(), SoftmaxLayer(2880, 10)],
            r"layers\[1\]: expected convolutions before all other layers.* 784 neurons",
        ),
        (lambda: [FullyConnectedLayer(0, 3)], "1 to 134,217,728 weights, not 0 · 3"),
        (lambda: [FullyConnectedLayer(*WRONG)], "layer's size must be a whole number, not 9.0"),
        (lambda: [SoftmaxLayer(2**20, 2**20)], "1 to 134,217,728 weights"),
        (lambda: [SoftmaxLayer(4, 3, p_dropout=1.0)], "p_dropout: expected 0 or more and less"),
    ],
)
def test_layers_that_do_not_fit_are_refused_with_what_would(make, words) -> None:
    with pytest.raises(UserError, match=words):
        Network(make(), 10)


@pytest.mark.parametrize(
    ("x", "y", "size", "words"),
    [
        (np.zeros((9, 5)), np.zeros(9, int), 4, r"rows of 6 numbers, got \(5,\)"),
        (np.zeros((9, 6)), np.zeros(8, int), 4, r"a label for each of 9 rows, got \(8,\)"),
        (np.zeros((9, 6)), np.zeros(9), 4, "whole numbers as labels, got float64"),
        (np.zeros((9, 6)), np.full(9, 3), 4, "labels from 0 to 2, one for each output, got 3 to 3"),
        (np.zeros((9, 6)), np.zeros(9, int), 10, "one whole mini-batch of 10, got 9 samples"),
        (np.zeros((9, 6)), np.zeros(9, int), 0, "mini-batches of 1 or more, got 0"),
    ],
)
def test_data_that_do_not_fit_are_refused_before_training(x, y, size, words, capsys) -> None:
    net = Network([SoftmaxLayer(6, 3)], 4)
    good = samples(net, 12)
    for name in ("training", "validation", "test") if size == 4 else ("training",):
        parts = dict.fromkeys(("training", "validation", "test"), good) | {name: (x, y)}
        with pytest.raises(UserError, match=f"{name}_data: expected {words}"):
            net.SGD(parts["training"], 1, size, 0.1, parts["validation"], parts["test"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("size", [2.5, 4.0, "4"])
def test_a_mini_batch_is_a_whole_number_of_samples(size) -> None:
    net = Network([SoftmaxLayer(6, 3)], 4)
    data = samples(net, 12)
    with pytest.raises(UserError, match=f"mini_batch_size must be a whole number, not '?{size}"):
        net.SGD(data, 1, size, 0.1, data, data)
    net.SGD(data, 1, np.int64(4), 0.1, data, data)  # pyright: ignore[reportArgumentType]


def test_the_loaders_parts_are_the_books() -> None:
    parts = network3.load_data_shared()
    assert [network3.size(part) for part in parts] == [50_000, 10_000, 10_000]
    x, y = parts[0]
    assert (x.rows(0, 3).shape, x.rows(0, 3).dtype) == ((3, 784), np.float32)
    assert x.rows(0, 100).max() == np.float32(255 / 256)
    assert y.get_value()[:5].tolist() == [5, 0, 4, 1, 9]
    assert parts[2][0].get_value().shape == (10_000, 784)


def test_the_expanded_data_are_each_digit_five_times_moved_by_a_pixel() -> None:
    chance = np.random.default_rng(0)
    x = chance.integers(1, 255, (4, 784)).astype(np.uint8)
    many, labels = shared.expanded(x, np.arange(4))
    assert (len(many), sorted(labels)) == (20, sorted([0, 1, 2, 3] * 5))
    for digit in range(4):
        image = np.pad(x[digit].reshape(28, 28), 1)
        wanted = {
            image[1 + r : 29 + r, 1 + s : 29 + s].tobytes()
            for r, s in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
        }
        assert {row.tobytes() for row in many[labels == digit]} == wanted
    assert (labels != np.tile(np.arange(4), 5)).any()


def test_expanded_data_come_by_the_books_name() -> None:
    expanded, validation, _ = network3.load_data_shared("../data/mnist_expanded.pkl.gz")
    assert (network3.size(expanded), network3.size(validation)) == (250_000, 10_000)


def test_another_file_is_refused() -> None:
    with pytest.raises(UserError, match=r"my.pkl.gz: expected .* pickles, which are never loaded"):
        network3.load_data_shared("data/my.pkl.gz")


def test_a_value_is_handed_on_by_reference_or_copied() -> None:
    value = shared.Shared(np.zeros((2, 3), np.float32), "w")
    value.get_value()[:] = 1
    assert not value.get_value().any()
    value.get_value(borrow=True)[:] = 1
    assert value.get_value().all()
    value.set_value([[1, 2, 3], [4, 5, 6]])
    assert value.get_value()[1, 2] == 6
    with pytest.raises(UserError, match=r"w: expected shape \(2, 3\), got \(3,\)"):
        value.set_value([1, 2, 3])


def test_weights_that_are_put_in_are_learned_on_from(engine, exact, capsys) -> None:
    net = Network(small(), 4)
    for param in net.params:
        param.set_value(np.random.default_rng(1).normal(size=param.get_value().shape))
    before = [param.get_value() for param in net.params]
    trained(net, *samples(net, 8), 1, 4, 0.0)
    for param, value in zip(net.params, before, strict=True):
        assert (param.get_value() == value).all()
