"""Evaluation counts right, and puts the most confident mistakes first."""

from __future__ import annotations

import numpy as np
import pytest

from groundup import Data, Network, Samples
from groundup.evaluation import evaluate


def echo() -> Network:
    """A network whose outputs are its inputs."""
    network = Network([3, 3], ["linear"])
    network.w, network.b = [np.eye(3)], [np.zeros(3)]
    return network


def test_counts_confusion_and_mistakes() -> None:
    x = np.array([[0.9, 0, 0], [0.1, 0.6, 0], [0.8, 0.2, 0.1], [0, 0.3, 0.7]])
    result = evaluate(echo(), Samples(x, np.array([0, 0, 2, 2])))
    assert (result.correct, result.total, result.accuracy) == (2, 4, 0.5)
    assert result.confusion.tolist() == [[1, 1, 0], [0, 0, 0], [1, 0, 1]]
    assert [(m.sample, m.true, m.guess, m.confidence) for m in result.mistakes] == [
        (2, 2, 0, 0.8),
        (1, 0, 1, 0.6),
    ]


def test_the_confusion_of_real_digits_adds_up(digits: Data) -> None:
    result = evaluate(Network([784, 30, 10]), digits.test)
    assert result.confusion.sum(axis=1).tolist() == np.bincount(digits.test.y).tolist()
    assert result.confusion.trace() == result.correct
    assert len(result.mistakes) == result.total - result.correct


def test_samples_that_cannot_be_evaluated_are_refused() -> None:
    with pytest.raises(ValueError, match="single sample"):
        evaluate(echo(), Samples(np.empty((0, 3)), np.empty(0, int)))
    with pytest.raises(ValueError, match="3 outputs"):
        evaluate(echo(), Samples(np.ones((1, 3)), np.array([3])))
    with pytest.raises(ValueError, match="got 2 rows and 1"):
        evaluate(echo(), Samples(np.ones((2, 3)), np.array([0])))


def test_lists_are_samples_too() -> None:
    x, y = np.eye(3), np.array([0, 1, 1])
    assert evaluate(echo(), (x.tolist(), y.tolist())).confusion.tolist() == (
        evaluate(echo(), Samples(x, y)).confusion.tolist()
    )


def test_a_network_that_diverged_is_refused() -> None:
    network = echo()
    network.w[0][0, 0] = np.nan
    with pytest.raises(ValueError, match="diverged"):
        evaluate(network, Samples(np.ones((1, 3)), np.array([0])))
