"""Code that takes a factor of L2 is lent one, and judged by its own cost, or by any usual form."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.lent_l2 import LEFT_OUT
from tests.checking.conftest import Observe

CODE = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forward(x, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    A1 = sigmoid(W1 @ x + b1)
    A2 = sigmoid(W2 @ A1 + b2)
    return A2, (A1, W1, A2, W2)

def backward(x, y, cache, parameters, FACTOR):
    A1, W1, A2, W2 = cache
    m = x.shape[1]
    d2 = A2 - y
    d1 = (W2.T @ d2) * A1 * (1 - A1)
    grads = {"dW2": d2 @ A1.T / m, "db2": d2.mean(axis=1, keepdims=True),
             "dW1": d1 @ x.T / m, "db1": d1.mean(axis=1, keepdims=True)}
    b1, b2 = parameters["b1"], parameters["b2"]
    for w, b, dw, db in ((W1, b1, "dW1", "db1"), (W2, b2, "dW2", "db2")):
        DECAY
    return grads
"""
COST = """
def compute_cost(a2, y, parameters, FACTOR):
    m = y.shape[1]
    squares = np.sum(parameters["W1"] ** 2) + np.sum(parameters["W2"] ** 2)
    data = -np.sum(y * np.log(a2) + (1 - y) * np.log(1 - a2)) / m
    return data + FACTOR / (2 * m) * squares
"""
PLAIN = """
def compute_cost(a2, y):
    return -np.sum(y * np.log(a2) + (1 - y) * np.log(1 - a2)) / y.shape[1]
"""


def code(cost: str, decay: str, factor: str = "lambd") -> str:
    return (CODE + cost).replace("DECAY", decay).replace("FACTOR", factor)


@pytest.mark.parametrize("factor", ["lambd", "reg_lambda"])
@pytest.mark.parametrize(
    ("cost", "decay", "slugs"),
    [
        (COST, "grads[dw] += FACTOR / m * w", []),
        (COST, "grads[dw] += FACTOR * w", ["l2-times-samples"]),
        (COST, "grads[dw] -= FACTOR / m * w", ["l2-sign-flipped"]),
        (COST, "grads[dw] += FACTOR / m * w * (dw == 'dW1')",
         ["l2-missing"]),
        (COST, "grads[dw] += FACTOR / m * w; grads[db] += FACTOR / m * b",
         ["l2-on-biases"]),
        (COST, "grads[dw] += FACTOR / m * np.sign(w)", ["l1-for-l2"]),
        (COST, "pass", ["l2-missing"]),
        (PLAIN + COST.replace("compute_cost", "compute_cost_with_regularization"),
         "grads[dw] += FACTOR / m * w", []),
        ("", "grads[dw] += FACTOR / m * w", []),
        ("", "grads[dw] += 2 * FACTOR * w", []),
        ("", "grads[dw] -= FACTOR * w", ["l2-sign-flipped"]),
    ],
)  # fmt: skip
def test_the_decay_has_to_be_that_of_the_cost(
    observed: Observe, cost: str, decay: str, slugs: list[str], factor: str
) -> None:
    report = diagnose(observed(code(cost, decay, factor)))
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right"), report.doubts


@pytest.mark.parametrize(
    ("decay", "slugs"),
    [
        ("grads[dw] += FACTOR / m * w", []),
        ("grads[dw] += FACTOR * w", ["l2-times-samples"]),
        ("pass", ["l2-missing"]),
    ],
)
def test_a_factor_called_as_a_learning_rate_may_be(
    observed: Observe, decay: str, slugs: list[str]
) -> None:
    report = diagnose(observed(code(COST, decay, "alpha")))
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right"), report.doubts


def test_without_a_cost_layers_may_have_l2_of_their_own(observed: Observe) -> None:
    report = diagnose(observed(code("", "grads[dw] += lambd * w * (dw == 'dW2')")))
    assert (report.verdict, report.mistakes) == ("unchecked", [])
    assert "L2 of their own" in report.doubts[0]


@pytest.mark.parametrize(
    ("decay", "said"),
    [
        ("pass", LEFT_OUT),
        ("grads[dw] *= 1 - lambd", LEFT_OUT),
        ("grads[dw] += lambd * np.sign(w)", LEFT_OUT),
        ("grads[dw] += lambd * w.sum()", LEFT_OUT),
        ("grads[dw] += lambd / m * w", "0.3/N·w in dw (from its gradient, given 0.3)"),
    ],
)
def test_what_is_said_of_a_factor(observed: Observe, decay: str, said: str) -> None:
    report = diagnose(observed(code("", decay)))
    assert (report.verdict, report.conventions["l2"]) == ("right", said)


NET = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

class Net:
    def __init__(self, sizes, lmbda=DEFAULT):
        self.lmbda = lmbda
        self.weights = [np.random.randn(n, m) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]

    def feedforward(self, a):
        for w, b in zip(self.weights, self.biases):
            a = sigmoid(w @ a + b)
        return a

    def backprop(self, x, y):
        activations = [x]
        for w, b in zip(self.weights, self.biases):
            activations.append(sigmoid(w @ activations[-1] + b))
        delta, m = activations[-1] - y, x.shape[1]
        nabla_w, nabla_b = [], []
        for l in range(len(self.weights) - 1, -1, -1):
            nabla_w.insert(0, (delta @ activations[l].T SIGN self.lmbda * self.weights[l]) / m)
            nabla_b.insert(0, delta.mean(axis=1, keepdims=True))
            delta = (self.weights[l].T @ delta) * activations[l] * (1 - activations[l])
        return nabla_b, nabla_w
"""


@pytest.mark.parametrize(("sign", "slugs"), [("+", []), ("-", ["l2-sign-flipped"])])
@pytest.mark.parametrize(
    ("default", "said"),
    [
        ("0.0", "0.3/N·w in dw (from its gradient, given 0.3)"),
        ("0.5", "0.5/N·w in dw (from its gradient)"),
    ],
)
def test_a_factor_that_a_constructor_takes(
    observed: Observe, sign: str, slugs: list[str], default: str, said: str
) -> None:
    report = diagnose(observed(NET.replace("DEFAULT", default).replace("SIGN", sign)))
    assert [one.slug for one in report.mistakes] == slugs
    assert report.conventions["l2"] == said


@pytest.mark.parametrize(
    ("decay", "said"),
    [
        ("grads[dw] += lambd / m * w", "0.3/N·w in dw (from its gradient, given 0.3)"),
        ("grads[dw] *= 1 - lambd", None),  # a rate that falls
    ],
)
def test_a_decay_may_be_that_of_a_rate(observed: Observe, decay: str, said: str | None) -> None:
    report = diagnose(observed(code("", decay).replace("lambd", "decay")))
    assert (report.verdict, report.conventions.get("l2")) == ("right", said)
