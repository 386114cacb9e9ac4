"""What code draws by chance is drawn again, and is not judged where it matters."""

from __future__ import annotations

import numpy as np
import pytest

import groundup
from groundup.checking.reading import chance
from tests.checking.conftest import Write

NET = """
import random
import numpy as np
{made}

class Net:
    def __init__(self, sizes):
        self.weights = [np.random.randn(n, m) for m, n in zip(sizes, sizes[1:])]
        self.biases = [np.random.randn(n) for n in sizes[1:]]

    def backprop(self, x, y):
        {drawn}
        activations = [x]
        for w, b in zip(self.weights, self.biases):
            activations.append(1 / (1 + np.exp(-(activations[-1] @ w.T + b))))
        delta = (activations[-1] - y) * activations[-1] * (1 - activations[-1]) * factor
        dw, db = [], []
        for l in reversed(range(len(self.weights))):
            dw.insert(0, delta.T @ activations[l] / len(x))
            db.insert(0, delta.mean(0))
            delta = delta @ self.weights[l] * activations[l] * (1 - activations[l])
        return dw, db

    def train(self, x, y, eta):
        picked = {picked}
        dw, db = self.backprop(x[picked], y[picked])
        self.weights = [w - eta * d for w, d in zip(self.weights, dw)]
        self.biases = [b - eta * d for b, d in zip(self.biases, db)]
"""
ALL = "np.arange(len(x))"


def net(drawn: str = "factor = 1.0", picked: str = ALL, made: str = "") -> str:
    return NET.format(drawn=drawn, picked=picked, made=made)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("drawn", "made"),
    [
        ("factor = 1 + np.random.rand(*y.shape)", ""),
        ("factor = random.random()", ""),
        ("factor = rng.random(y.shape)", "rng = np.random.default_rng()"),
        ("factor = np.random.default_rng().random(y.shape)", ""),
        ("factor = default_rng().random(y.shape)", "from numpy.random import default_rng"),
        ("factor = np.random.RandomState().rand(*y.shape)", ""),
        ("factor = state.rand(*y.shape)", "state = np.random.RandomState(3)"),
        ("random.seed(); factor = random.random()", ""),
        ("np.random.seed(None); factor = np.random.rand()", ""),
    ],
)
def test_gradients_of_chance_are_drawn_again_and_not_judged(
    write: Write, drawn: str, made: str
) -> None:
    untrained = net(drawn, made=made).partition("    def train")[0]
    report = groundup.check(write(untrained))
    assert "not repeatable" not in {finding.kind for finding in report.findings}
    assert report.verdict == "unchecked"
    assert any("depends on numbers that it draws by chance" in one for one in report.doubts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "drawn", ["factor = 1.0; np.random.rand(5)", "x, y, factor = *shuffled(x, y), 1.0"]
)
def test_what_does_not_matter_is_no_doubt(write: Write, drawn: str) -> None:
    made = """
def shuffled(x, y):
    order = np.random.permutation(len(x))
    return x[order], y[order]
"""
    assert groundup.check(write(net(drawn, made=made))).verdict == "right"


def test_a_step_on_samples_of_chance_is_not_judged_and_the_gradient_is(write: Write) -> None:
    picked = "np.random.choice(len(x), 3)"
    report = groundup.check(write(net(picked=picked)))
    assert report.verdict == "right"
    assert any("step depends on numbers" in finding.message for finding in report.findings)
    wrong = net(picked=picked).replace("delta.mean(0)", "delta[-1] / len(x)")
    assert [named.number for named in groundup.check(write(wrong)).mistakes] == [46]


def test_drawing_is_noticed() -> None:
    chance.seed()
    first = np.random.rand()
    assert chance.drawn()
    chance.seed()
    assert not chance.drawn()
    assert np.random.rand() == first
    chance.seed(1)
    assert np.random.rand() != first
