"""Chapter 1's network: the quick way takes the same steps, and what a reader changes is called."""

from __future__ import annotations

import random

import numpy as np
import pytest

from groundup.book import mnist_loader, network
from groundup.data import Data

Pairs = list[tuple[np.ndarray, np.ndarray]]


def pairs(count: int, sizes: list[int], seed: int = 0) -> Pairs:
    """Random columns, with targets."""
    generator = np.random.default_rng(seed)
    return [
        (generator.random((sizes[0], 1)), generator.random((sizes[-1], 1))) for _ in range(count)
    ]


def trained(kind: type[network.Network], sizes: list[int], data: Pairs, **changes) -> list:
    random.seed(5)
    np.random.seed(5)
    net = kind(sizes)
    for name, value in changes.items():
        setattr(net, name, value)
    net.SGD(list(data), 3, 4, 0.7)
    return [*net.weights, *net.biases]


class SampleBySample(network.Network):
    """Overridden, but as it was: the slow way."""

    def backprop(self, x, y):
        return super().backprop(x, y)


@pytest.mark.parametrize("sizes", [[6, 4, 3], [5, 3], [4, 6, 5, 2]])
def test_the_quick_way_and_the_readers_take_the_same_steps(sizes: list[int]) -> None:
    data = pairs(23, sizes)  # not a whole number of mini-batches
    quick, slow = (trained(kind, sizes, data) for kind in (network.Network, SampleBySample))
    for a, b in zip(quick, slow, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-12)


def test_backprop_has_the_slopes_of_the_cost() -> None:
    net, [(x, y)] = network.Network([5, 4, 3]), pairs(1, [5, 4, 3])
    db, dw = net.backprop(x, y)
    h = 1e-6
    for given, slopes in ((net.weights, dw), (net.biases, db)):
        for array, slope in zip(given, slopes, strict=True):
            assert array.shape == slope.shape
            for place in np.ndindex(array.shape):
                costs = []
                for step in (h, -2 * h, h):
                    array[place] += step
                    costs.append(0.5 * float(np.square(net.feedforward(x) - y).sum()))
                assert (costs[0] - costs[1]) / (2 * h) == pytest.approx(slope[place], abs=1e-8)


def test_what_a_reader_overrides_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, data = [4, 3, 2], pairs(8, [4, 3, 2])
    plain = trained(network.Network, sizes, data)

    class Other(network.Network):
        def cost_derivative(self, output_activations, y):
            return 2 * (output_activations - y)

    def still(self, mini_batch, eta):
        """Learns nothing."""

    unlearned = network.Network.__new__(network.Network)
    assert not np.allclose(trained(Other, sizes, data)[0], plain[0])
    np.random.seed(5)
    unlearned = network.Network(sizes)
    monkeypatch.setattr(network.Network, "update_mini_batch", still)
    assert (trained(network.Network, sizes, data)[0] == unlearned.weights[0]).all()
    monkeypatch.undo()
    monkeypatch.setattr(network, "sigmoid_prime", lambda z: np.zeros_like(z))
    assert (trained(network.Network, sizes, data)[0] == unlearned.weights[0]).all()
    monkeypatch.undo()
    on_the_object = trained(network.Network, sizes, data, backprop=lambda x, y: ([0] * 2, [0] * 2))
    assert (on_the_object[0] == unlearned.weights[0]).all()


def test_it_prints_what_the_book_shows(capsys, few: Data) -> None:
    test = [(x.reshape(-1, 1) / 256, y) for x, y in zip(*few.test, strict=True)]
    training = [(x, mnist_loader.vectorized_result(int(y))) for x, y in test]
    net = network.Network([784, 5, 10])
    net.SGD(training, 2, 10, 3.0, test_data=test)
    right = net.evaluate(test)
    net.SGD(zip(*zip(*training, strict=True), strict=True), 1, 10, 3.0)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Epoch 0: ")
    assert lines[1:] == [f"Epoch 1: {right} / 500", "Epoch 0 complete"]


def test_the_list_is_shuffled_in_place_as_random_has_it() -> None:
    data = pairs(10, [3, 2])
    mine, theirs = list(data), list(data)
    random.seed(3)
    network.Network([3, 2]).SGD(mine, 2, 5, 0.1)
    random.seed(3)
    for _ in range(2):
        random.shuffle(theirs)
    assert [id(pair) for pair in mine] == [id(pair) for pair in theirs]


def test_evaluate_asks_the_readers_feedforward() -> None:
    class Always(network.Network):
        def feedforward(self, a):
            return np.array([[0.0], [1.0]])

    x = np.zeros((3, 1))
    assert Always([3, 2]).evaluate([(x, 1), (x, 0), (x, 1)]) == 2


def test_inputs_that_are_no_columns_are_refused() -> None:
    with pytest.raises(ValueError, match=r"columns of one shape \(n, 1\), got \(3,\)"):
        network.Network([3, 2]).SGD([(np.zeros(3), np.zeros((2, 1)))], 1, 1, 0.1)


@pytest.mark.parametrize("size", [0, -1])
def test_batches_of_nothing_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"mini_batch_size: expected 1 or more, got {size}"):
        network.Network([3, 2]).SGD(pairs(4, [3, 2]), 1, size, 0.1)


def test_labels_to_learn_from_are_refused() -> None:
    with pytest.raises(ValueError, match=r"training_data: expected y as columns \(n, 1\)"):
        network.Network([3, 2]).SGD([(np.zeros((3, 1)), 1)], 1, 1, 0.1)


def test_the_loaders_pixels_are_bytes_over_256() -> None:
    training, validation, test = mnist_loader.load_data_wrapper()
    assert [len(part) for part in (training, validation, test)] == [50_000, 10_000, 10_000]
    x, y = training[0]
    assert (x.shape, x.dtype, y.shape) == ((784, 1), np.float32, (10, 1))
    assert y.argmax() == 5  # MNIST begins with a 5
    assert int(test[0][1]) == 7
    assert max(float(x.max()) for x, _ in training[:20]) <= 255 / 256
