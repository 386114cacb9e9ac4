"""A function that is called, and whose numbers are a cost with L2, is the code's cost."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from tests.checking.conftest import Observe

CLASS = """
import numpy as np

class Net:
    def __init__(self, sizes, lam=0.05):
        self.lam = lam
        self.w = [np.random.randn(a, b) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.zeros(b) for b in sizes[1:]]

    def forward(self, x):
        a = [x]
        for w, b in zip(self.w, self.b):
            a.append(1 / (1 + np.exp(-(a[-1] @ w + b))))
        return a

    def value(self, x, y):
        squares = sum((w ** 2).sum() for w in self.w)
        return 0.5 * np.sum((self.forward(x)[-1] - y) ** 2) / len(x) + 0.5 * self.lam * squares

    def fit(self, x, y, lr=0.5, epochs=10):
        for epoch in range(epochs):
            a = self.forward(x)
            delta = (a[-1] - y) * a[-1] * (1 - a[-1]) / len(x)
            for l in reversed(range(len(self.w))):
                dw, db = a[l].T @ delta + DECAY * self.w[l], delta.sum(axis=0)
                delta = delta @ self.w[l].T * a[l] * (1 - a[l])
                self.w[l] -= lr * dw
                self.b[l] -= lr * db
            print(epoch, self.value(x, y))
"""
FUNCTIONS = """
import numpy as np

def feedforward(weights, biases, x):
    a = [x]
    for w, b in zip(weights, biases):
        a.append(np.tanh(a[-1] @ w.T + b))
    return a

def value(weights, biases, x, y, lam):
    squares = sum(np.sum(w ** 2) for w in weights)
    return np.sum((feedforward(weights, biases, x)[-1] - y) ** 2) / 2 / len(x) + lam / 2 * squares

def backprop(weights, biases, x, y, lam):
    a = feedforward(weights, biases, x)
    dw, db = [None] * len(weights), [None] * len(weights)
    delta = (a[-1] - y) * (1 - a[-1] ** 2) / len(x)
    for l in reversed(range(len(weights))):
        dw[l], db[l] = delta.T @ a[l] + DECAY * weights[l], delta.sum(axis=0)
        delta = delta @ weights[l] * (1 - a[l] ** 2)
    return dw, db

def run(weights, biases, x, y, lam):
    print(value(weights, biases, x, y, lam))
"""
DICTIONARY = """
import numpy as np

def forward(X, params):
    A1 = np.tanh(params["W1"] @ X + params["b1"])
    A2 = 1 / (1 + np.exp(-(params["W2"] @ A1 + params["b2"])))
    return A2, {"A1": A1, "A2": A2}

def value(A2, Y, params, lambd):
    data = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]
    squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
    return data + lambd / (2 * Y.shape[1]) * squares

def backward(params, cache, X, Y, lambd):
    lam = lambd / X.shape[1]
    d2 = (cache["A2"] - Y) / X.shape[1]
    d1 = (params["W2"].T @ d2) * (1 - cache["A1"] ** 2)
    return {"dW2": d2 @ cache["A1"].T + DECAY * params["W2"], "db2": d2.sum(1, keepdims=True),
            "dW1": d1 @ X.T + DECAY * params["W1"], "db1": d1.sum(1, keepdims=True)}

def report(X, Y, params, lambd):
    print(value(forward(X, params)[0], Y, params, lambd))
"""


@pytest.mark.parametrize(
    ("factor", "slugs"),
    [("", []), ("2 * ", ["l2-doubled"]), ("0 * ", ["l2-missing"]), ("-", ["l2-sign-flipped"])],
)
@pytest.mark.parametrize(
    ("text", "decay"), [(CLASS, "self.lam"), (FUNCTIONS, "lam"), (DICTIONARY, "lam")]
)
def test_l2_is_that_of_the_cost(
    observed: Observe, text: str, decay: str, factor: str, slugs: list[str]
) -> None:
    report = diagnose(observed(text.replace("DECAY", factor + decay)))
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right"), report.doubts


def test_a_function_that_nothing_calls_is_none(observed: Observe) -> None:
    text = CLASS.replace("DECAY", "2 * self.lam").replace("print(epoch, self.value(x, y))", "pass")
    assert "cost" not in observed(text).places


def test_another_number_is_none(observed: Observe) -> None:
    text = CLASS.replace("DECAY", "self.lam").replace("0.5 * self.lam * squares", "0.3")
    assert "cost" not in observed(text).places
