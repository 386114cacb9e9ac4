"""A rate that is the code's own is told from one that the check gives."""

from __future__ import annotations

import ast

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.rates import numbers_in, spelled_out
from tests.checking.conftest import Observe


def test_factors_that_the_code_spells_out() -> None:
    tree = ast.parse("w -= 0.01 * g\nb -= g * 0.5\nc = 2 * g\nd = -1.0 * g\ne = 0.25 + g\n")
    assert list(numbers_in(tree)) == [0.01, 0.5]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("w -= 0.1 * dw\nb -= 0.1 * db", [0.1]),
        ("w -= 0.1 * dw\nb -= 0.2 * db", [0.1, 0.2]),
        ("self.w1 -= lr * dw / 2", [0.5]),
        ("p['W1'] = p['W1'] - lr * (0.5 * dw)", [0.5]),
        ("w = [w - 0.5 * lr * g for w, g in zip(ws, dw)]", [0.5]),
        ("move = lr / 2 * dw\nw -= move", [0.5]),
        ("for p, g in pairs:\n    p -= -0.1 * g", [0.1]),
        ("w += 0.5 * x.T @ delta", [0.5]),
        ("lr = 0.1\nw -= lr * dw", []),
        ("w -= lr / 32 * dw", []),  # which may be how many samples there are
        ("w -= 1.0 * lr * dw", []),
        ("w -= lr * (dw + 0.01 * w)", []),
        ("dw = 0.5 * dw\nw -= lr * dw", []),  # the gradient's own
        ("error = y - 0.5 * a\ncost += 0.5 * error", []),
        ("delta -= 0.5 * a\nd = 1 - 0.5 * a", []),
    ],
)
def test_numbers_that_a_step_is_multiplied_by(step: str, expected: list[float]) -> None:
    assert spelled_out([ast.parse(step)]) == expected


NET = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.w1, self.b1 = np.random.randn(n_in, n_hidden), np.zeros(n_hidden)
        self.w2, self.b2 = np.random.randn(n_hidden, n_out), np.zeros(n_out)
        self.pace, self.lr = 0.5, 0.1

    def forward(self, x):
        self.a1 = sigmoid(x @ self.w1 + self.b1)
        self.a2 = sigmoid(self.a1 @ self.w2 + self.b2)
        return self.a2

    def loss(self, x, y):
        return np.mean(np.sum((self.forward(x) - y) ** 2, axis=1)) / 2

    def train(self, x, y, lr):
        self.forward(x)
        d2 = DELTA
        d1 = (d2 @ self.w2.T) * self.a1 * (1 - self.a1)
        for p, g in ((self.w2, self.a1.T @ d2), (self.b2, d2.sum(axis=0)),
                     (self.w1, x.T @ d1), (self.b1, d1.sum(axis=0))):
            p -= RATE * g
"""
SUM, OPEN = "(self.a2 - y) * self.a2 * (1 - self.a2)", "(self.a2 - y) / len(x)"
MEAN = f"{SUM} / len(x)"


@pytest.mark.parametrize(
    ("rate", "delta", "slugs", "said"),
    [
        ("lr", MEAN, [], "the mean over the batch"),
        ("0.5 * lr", MEAN, [], "the mean over the batch"),
        ("0.5", MEAN, [], "the mean over the batch"),
        ("self.pace", MEAN, [], "the mean over the batch"),
        ("0.1", SUM, [], "proportional to the sum over the batch, where its cost is the mean over "
                         "the batch: another learning rate"),
        ("self.lr", "2 * " + MEAN, ["half-lost"], "the mean over the batch"),
        ("lr", SUM, ["sum-for-mean"], "the mean over the batch"),
        ("0.5", OPEN, ["output-derivative-missing"], None),
        ("0.1", MEAN.replace("- y", "+ y"), None, None),
    ],
)  # fmt: skip
def test_what_acts_like_a_rate_is_no_mistake(
    observed: Observe, rate: str, delta: str, slugs: list[str] | None, said: str | None
) -> None:
    report = diagnose(observed(NET.replace("RATE", rate).replace("DELTA", delta)))
    if slugs is None:
        assert report.verdict != "right"
        return
    assert said is None or report.conventions["gradients"] == said
    assert [one.slug for one in report.mistakes] == slugs, report.certain


TUTORIAL = """
import numpy as np

class Neural_Network:
    def __init__(self):
        self.inputSize, self.hiddenSize, self.outputSize = 2, 3, 1
        self.W1 = np.random.randn(self.inputSize, self.hiddenSize)
        self.W2 = np.random.randn(self.hiddenSize, self.outputSize)

    def forward(self, X):
        self.z2 = self.sigmoid(np.dot(X, self.W1))
        return self.sigmoid(np.dot(self.z2, self.W2))

    def sigmoid(self, s):
        return 1 / (1 + np.exp(-s))

    def sigmoidPrime(self, s):
        return s * (1 - s)

    def backward(self, X, y, o):
        self.o_delta = (y - o) * self.sigmoidPrime(o)
        self.z2_error = self.o_delta.dot(self.W2.T)
        self.z2_delta = self.z2_error * self.sigmoidPrime(self.z2)
        self.W1 += X.T.dot(self.z2_delta)
        self.W2 += self.z2.T.dot(self.o_delta)

    def train(self, X, y):
        self.backward(X, y, self.forward(X))
"""


@pytest.mark.parametrize(
    ("right", "other", "mistakes"),
    [
        ("", "", []),
        ("X.T.dot(self.z2_delta)", "X.T.dot(self.z2_error)", [14]),
        ("self.sigmoidPrime(self.z2)", "self.sigmoidPrime(np.dot(X, self.W1))", [15]),
    ],
)
def test_a_step_is_by_the_gradient_itself_where_nothing_is_called_a_rate(
    observed: Observe, right: str, other: str, mistakes: list[int]
) -> None:
    report = diagnose(observed(TUTORIAL.replace(right, other) if right else TUTORIAL))
    assert report.verdict == ("wrong" if mistakes else "right")
    assert [named.number for named in report.mistakes] == mistakes
    steps = {q.layer: q.ok for q in report.quantities if q.name == "step"}
    assert steps.get(1, True)
