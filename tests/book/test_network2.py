"""Chapter 3's network: costs, weight decay, what is monitored, files."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundup
from groundup.book import mnist_loader, network2
from groundup.data import Data
from groundup.errors import UserError
from groundup.exporting import export

from .test_network import pairs


def trained(kind: type[network2.Network], cost, sizes: list[int], lmbda: float) -> list:
    random.seed(5)
    np.random.seed(5)
    net = kind(sizes, cost=cost)
    net.SGD(pairs(23, sizes), 3, 4, 0.3, lmbda)
    return [*net.weights, *net.biases]


class SampleBySample(network2.Network):
    def update_mini_batch(self, mini_batch, eta, lmbda, n):
        super().update_mini_batch(mini_batch, eta, lmbda, n)


@pytest.mark.parametrize("cost", [network2.QuadraticCost, network2.CrossEntropyCost])
@pytest.mark.parametrize("lmbda", [0.0, 2.0])
def test_the_quick_way_and_the_readers_take_the_same_steps(cost, lmbda: float) -> None:
    quick, slow = (
        trained(kind, cost, [6, 4, 3], lmbda) for kind in (network2.Network, SampleBySample)
    )
    for a, b in zip(quick, slow, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-12)


@pytest.mark.parametrize("cost", [network2.QuadraticCost, network2.CrossEntropyCost])
def test_a_costs_delta_is_the_slope_of_its_fn(cost) -> None:
    z, y, h = np.array([[0.3], [-1.2]]), np.array([[1.0], [0.0]]), 1e-6
    delta = cost.delta(z, network2.sigmoid(z), y)
    for row in range(2):
        step = h * np.eye(2)[:, [row]]
        up, down = (cost.fn(network2.sigmoid(z + s), y) for s in (step, -step))
        assert (up - down) / (2 * h) == pytest.approx(float(delta[row, 0]), abs=1e-9)


def test_cross_entropy_of_a_certain_and_right_answer_is_0() -> None:
    column = np.array([[1.0], [0.0]])
    assert network2.CrossEntropyCost.fn(column, column) == 0


class OwnCost:
    calls = 0

    @staticmethod
    def fn(a, y):
        return float(np.abs(a - y).sum())

    @staticmethod
    def delta(z, a, y):
        OwnCost.calls += 1
        return np.sign(a - y) * network2.sigmoid_prime(z)


def test_a_cost_of_ones_own_is_honoured() -> None:
    trained(network2.Network, OwnCost, [4, 3, 2], 0.0)
    assert OwnCost.calls == 3 * 23


def test_a_cost_of_ones_own_is_asked_of_each_pair_and_those_of_the_book_of_all_at_once() -> None:
    class Largest(OwnCost):  # which does not add up
        @staticmethod
        def fn(a, y):
            return float(np.abs(a - y).max())

    net = network2.Network([2, 3], Largest)
    pairs = [(np.full((2, 1), x), mnist_loader.vectorized_result(0)[:3]) for x in (0.0, 1.0)]
    each = [np.abs(net.feedforward(x) - y).max() for x, y in pairs]
    assert net.total_cost(pairs, 0.0) == pytest.approx(np.mean(each))
    net.cost = network2.QuadraticCost
    each = [np.square(net.feedforward(x) - y).sum() / 2 for x, y in pairs]
    assert net.total_cost(pairs, 0.0) == pytest.approx(np.mean(each))


def test_a_changed_delta_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = trained(network2.Network, network2.QuadraticCost, [4, 3, 2], 0.0)
    monkeypatch.setattr(network2.QuadraticCost, "delta", staticmethod(lambda z, a, y: 0 * a))
    assert not np.allclose(
        trained(network2.Network, network2.QuadraticCost, [4, 3, 2], 0.0)[0], plain[0]
    )


def digits_of(few: Data) -> tuple[list, list]:
    evaluation = [(x.reshape(-1, 1) / 256, int(y)) for x, y in zip(*few.test, strict=True)]
    return [(x, mnist_loader.vectorized_result(y)) for x, y in evaluation], evaluation


def test_all_that_is_monitored_is_printed_and_returned(capsys, few: Data) -> None:
    training, evaluation = digits_of(few)
    net = network2.Network([784, 6, 10])
    curves = net.SGD(
        training,
        2,
        10,
        0.5,
        lmbda=0.1,
        evaluation_data=evaluation,
        monitor_evaluation_cost=True,
        monitor_evaluation_accuracy=True,
        monitor_training_cost=True,
        monitor_training_accuracy=True,
    )
    cost, accuracy, training_cost, training_accuracy = curves
    assert [len(curve) for curve in curves] == [2, 2, 2, 2]
    assert accuracy == training_accuracy  # the same digits
    assert cost == pytest.approx(training_cost)
    squares = sum(float(np.square(w).sum()) for w in net.weights)
    means = [net.cost.fn(net.feedforward(x), y) for x, y in training]
    assert cost[-1] == pytest.approx(np.mean(means) + 0.1 / 1000 * squares)
    assert capsys.readouterr().out.splitlines()[-6:] == [
        "Epoch 1 training complete",
        f"Cost on training data: {training_cost[-1]}",
        f"Accuracy on training data: {accuracy[-1]} / 500",
        f"Cost on evaluation data: {cost[-1]}",
        f"Accuracy on evaluation data: {accuracy[-1]} / 500",
        "",
    ]


def test_early_stopping_ends_after_so_many_epochs_without_gain(capsys, few: Data) -> None:
    training, evaluation = digits_of(few)
    net = network2.Network([784, 4, 10])
    curves = net.SGD(
        training,
        50,
        10,
        0.0,  # nothing gets better
        evaluation_data=evaluation,
        monitor_evaluation_accuracy=True,
        early_stopping_n=3,
    )
    assert len(curves[1]) == 4


def test_a_saved_network_comes_back(tmp_path: Path) -> None:
    net = network2.Network([5, 4, 3], cost=network2.QuadraticCost)
    file = tmp_path / "net.json"
    net.save(str(file))
    again = network2.load(str(file))
    assert again.cost is network2.QuadraticCost
    assert again.sizes == [5, 4, 3]
    for a, b in zip(net.weights + net.biases, again.weights + again.biases, strict=True):
        assert (a == b).all()
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {
        "sizes",
        "weights",
        "biases",
        "cost",
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cost": "OwnCost"}, "not one of QuadraticCost, CrossEntropyCost"),
        ({"weights": [[[1.0]]]}, "of shapes"),
        ({"sizes": None}, "expected JSON as network2 writes it"),
        ({"groundup": "sigmoid"}, "expected JSON as network2 writes it"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, change: dict, words: str) -> None:
    file = tmp_path / "net.json"
    network2.Network([3, 2]).save(str(file))
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | change))
    with pytest.raises(UserError, match=words):
        network2.load(str(file))


def test_labels_become_columns_as_long_as_the_outputs() -> None:
    net = network2.Network([4, 3])
    x = np.ones((4, 1))
    as_label = net.total_cost([(x, 2)], 0.0, convert=True)
    assert as_label == net.total_cost([(x, np.array([[0.0], [0.0], [1.0]]))], 0.0)
    with pytest.raises(UserError, match="labels from 0 to 2, one for each output, got 3 to 3"):
        net.total_cost([(x, 3)], 0.0, convert=True)


@pytest.mark.parametrize(
    "options",
    [
        {"monitor_evaluation_cost": True},
        {"monitor_evaluation_accuracy": True},
        {"early_stopping_n": 2},
    ],
)
def test_nothing_to_monitor_is_said_before_training(options: dict[str, Any], capsys) -> None:
    with pytest.raises(UserError, match="evaluation_data: expected pairs"):
        network2.Network([4, 3]).SGD(pairs(8, [4, 3]), 1, 4, 0.5, **options)
    assert capsys.readouterr().out == ""


def test_a_cost_of_ones_own_comes_back_from_the_module(monkeypatch, tmp_path: Path) -> None:
    file = str(tmp_path / "net.json")
    network2.Network([3, 2], cost=OwnCost).save(file)
    with pytest.raises(UserError, match=r"set network2\.OwnCost to it"):
        network2.load(file)
    monkeypatch.setattr(network2, "OwnCost", OwnCost, raising=False)
    assert network2.load(file).cost is OwnCost


def test_layers_that_are_not_sigmoid_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "exported.json"
    export(groundup.Network([4, 3, 2], ["sigmoid", "sigmoid"]), file)
    assert network2.load(str(file)).sizes == [4, 3, 2]
    export(groundup.Network([4, 3, 2], ["tanh", "softmax"], "cross-entropy"), file)
    with pytest.raises(UserError, match="layers are softmax, tanh, and network2 has only sigmoid"):
        network2.load(str(file))
