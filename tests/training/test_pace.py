"""Pace: who watches a training closely says how it goes on, within an epoch too."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from groundup import Data, Network, Samples, fit
from groundup.rungs import batches
from groundup.training import DivergedError
from groundup.training.steps import epoch_order, mini_batches

ENGINES = pytest.mark.parametrize("engine", ["numpy", "batches"])


def learned_by_batches(few: Data, etas: list[float]) -> np.ndarray:
    """w[0] after as many mini-batches of 100, one with each of these etas, by a rung."""
    network = Network([784, 6, 10])
    climber = batches.build(network.w, network.b, network.activations)
    steps = mini_batches(few.train, epoch_order(500, 0, 1), 100, classes=10)
    for eta, (xs, ys) in zip(etas, steps, strict=False):
        climber = batches.train_batch(climber, xs, ys, eta)
    return batches.parameters(climber)[0][0]


@ENGINES
def test_a_pace_changes_nothing_but_when(few: Data, engine: str) -> None:
    """Whenever it is asked, the network holds all steps so far."""
    whole, parts = Network([784, 6, 10]), Network([784, 6, 10])
    asked: list[int] = []
    seen: list[np.ndarray] = []

    def pace(done: int) -> tuple[int, float]:
        asked.append(done)
        seen.append(parts.w[0].copy())
        return 2, 3.0

    fit(whole, few.train, epochs=2, batch_size=90, engine=engine)
    fit(parts, few.train, epochs=2, batch_size=90, engine=engine, pace=pace)
    assert asked == [0, 180, 360] * 2
    assert np.array_equal(whole.w[0], parts.w[0])
    assert not any(np.array_equal(*pair) for pair in itertools.pairwise(seen))


def test_dropout_and_pieces_stay_as_they_are(digits: Data) -> None:
    """Also where an epoch is more than one piece, and a part does not divide it."""
    samples = Samples(digits.train.x[:6000], digits.train.y[:6000])
    whole, parts = Network([784, 6, 10]), Network([784, 6, 10])
    fit(whole, samples, epochs=1, dropout=0.2, optimiser="momentum", eta=0.5)
    fit(
        parts, samples, epochs=1, dropout=0.2, optimiser="momentum", eta=9.0,
        pace=lambda done: (333, 0.5),
    )  # fmt: skip
    assert np.array_equal(whole.w[0], parts.w[0])


@ENGINES
def test_eta_may_change_within_an_epoch(few: Data, engine: str) -> None:
    etas = [3.0, 2.0, 1.0, 0.5, 0.25]
    network = Network([784, 6, 10])
    [record] = fit(
        network,
        few.train,
        epochs=1,
        batch_size=100,
        engine=engine,
        pace=lambda done: (1, etas[done // 100]),
    )
    assert record.eta == 0.25
    assert np.allclose(network.w[0], learned_by_batches(few, etas), rtol=1e-10, atol=1e-14)


@ENGINES
def test_a_pace_may_end_the_training(few: Data, engine: str) -> None:
    def pace(done: int) -> tuple[int, float]:
        if done == 200:
            raise InterruptedError
        return 1, 3.0

    network = Network([784, 6, 10])
    with pytest.raises(InterruptedError):
        fit(network, few.train, epochs=1, batch_size=100, engine=engine, pace=pace)
    assert np.allclose(network.w[0], learned_by_batches(few, [3.0, 3.0]), rtol=1e-10, atol=1e-14)
    assert network.history == []


def test_divergence_is_told_of_the_eta_that_did_it(few: Data) -> None:
    network = Network([784, 6, 10], ["relu", "linear"])
    with pytest.raises(DivergedError, match="try a learning rate of 20 instead of 200"):
        fit(network, few.train, epochs=1, pace=lambda done: (10, 200.0))
