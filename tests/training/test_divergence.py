"""An epoch's cost, and when it means that training diverges."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from groundup import Data, Network, Samples, epochs, fit
from groundup.training import DivergedError


def neuron(w: float, b: float) -> Network:
    """A linear one with one output: its only label, 0, asks for 1."""
    network = Network([1, 1], ["linear"])
    network.w, network.b = [np.array([[w]])], [np.array([b])]
    return network


def samples(*xs: float) -> Samples:
    return Samples(np.array(xs)[:, np.newaxis], np.zeros(len(xs), np.int64))


@pytest.mark.parametrize("engine", ["kernel", "numpy", "batches"])
@pytest.mark.parametrize(
    ("away", "eta", "good"),
    [
        (2.0, 32.61, 3),  # epochs, each 999.2 times the cost before it, the first from 2
        (2.0, 32.64, 0),  # 1,001.1 times
        (1.0, 45.71, 1),  # from ½, which counts as 1, to 999.5; and then 1,999 times that
        (1.0, 45.73, 0),  # to 1,000.4
    ],
)
def test_a_thousandfold_cost_is_divergence(away: float, eta: float, good: int, engine: str) -> None:
    """Of an input of 0 the neuron learns its bias alone: a step of eta takes it from `away` too
    much to (1-eta)·away, which is (1-eta)² times the cost."""
    network = neuron(0.5, 1 + away)
    records = epochs(3, network, samples(0), eta=eta, engine=engine)
    expected = [away**2 / 2 * (1 - eta) ** (2 * k) for k in range(1, good + 1)]
    costs = [record.cost for record in itertools.islice(records, good)]
    assert costs == pytest.approx(expected, rel=1e-9)
    if good < 3:
        left = network.b[0].copy()
        with pytest.raises(DivergedError, match=f"epoch {good + 1} diverged: the cost rose to"):
            next(records)
        assert network.b[0] == left


def test_of_many_samples_the_first_10000_are_measured() -> None:
    train = samples(*np.linspace(0, 1, 10_002))
    for weights in (None, np.full(10_002, 0.5)):
        network = neuron(3.0, 2.0)
        record = fit(network, train, epochs=1, eta=1e-6, sample_weights=weights)[0]
        first = network.measure(train.x[:10_000], train.y[:10_000])[0]
        assert record.cost == pytest.approx(first, rel=1e-12)
        assert record.cost != pytest.approx(network.measure(*train)[0], rel=1e-6)
        assert record.cost != pytest.approx(
            network.measure(train.x[:9_999], train.y[:9_999])[0], rel=1e-6
        )


@pytest.mark.parametrize("engine", ["kernel", "numpy"])
def test_a_cost_is_the_weighted_mean(few: Data, engine: str) -> None:
    weights = np.arange(500) % 4 / 2.0
    network = Network([784, 10])
    record = fit(network, few.train, epochs=1, engine=engine, sample_weights=weights)[0]
    costs = [network.measure(x, [y])[0] for x, y in zip(*few.train, strict=True)]
    assert record.cost == pytest.approx(np.average(costs, weights=weights), rel=1e-12)
    assert record.cost != pytest.approx(np.mean(costs), rel=1e-3)


def test_a_sample_without_weight_has_no_part_in_divergence() -> None:
    """The first is learned at once, which makes of the second's cost twelve million."""
    network, train = neuron(0.0, 0.0), samples(1, 1e4)
    record = fit(network, train, epochs=1, eta=0.5, sample_weights=np.array([1.0, 0.0]))[0]
    assert record.cost == pytest.approx(0, abs=1e-12)
    assert network.measure(*train)[0] > 1e6


def test_the_cost_before_the_first_epoch_is_weighted_too() -> None:
    """The one that counts costs 4,900 and then less; the mean of all was ½."""
    train, weights = samples(100, *[0.0] * 9_999), np.eye(1, 10_000)[0]
    record = fit(neuron(1.0, 0.0), train, epochs=1, eta=1e-5, sample_weights=weights)[0]
    assert 1000 < record.cost < 4900


def test_a_cost_that_explodes_in_the_first_epoch_is_divergence(few: Data) -> None:
    """It is still a number, after so few steps, but an absurd one."""
    network = Network([784, 30, 10], ["linear", "linear"])
    few_steps = few.train._replace(x=few.train.x[:30], y=few.train.y[:30])
    with pytest.raises(DivergedError, match=r"the cost rose to \d"):
        fit(network, few_steps, epochs=1, eta=3.0)


@pytest.mark.parametrize("engine", ["kernel", "numpy", "batches"])
def test_divergence_says_what_to_do_and_leaves_the_last_good_weights(
    few: Data, engine: str
) -> None:
    network = Network([784, 30, 10], ["relu", "linear"])
    before = network.copy()
    with pytest.raises(
        DivergedError, match=r"epoch 1 diverged.*learning rate of 100 instead of 1000"
    ):
        fit(network, few.train, epochs=3, eta=1000.0, engine=engine)
    assert all(np.array_equal(u, v) for u, v in zip(before.w, network.w, strict=True))
    assert network.history == []
