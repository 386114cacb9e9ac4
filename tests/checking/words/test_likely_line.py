"""The likely line of a mistake is the line that it was planted in, or none."""

from __future__ import annotations

import textwrap

import pytest

import groundup
from groundup.checking.loading.sources import read
from groundup.checking.model.answers import Observed
from groundup.checking.model.report import Named, Quantity, Report
from groundup.checking.words.likely_line import computed_by, likely_line
from tests.checking.conftest import Write

FUNCTIONS = """
    import numpy as np

    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    def sigmoid_prime(z):
        return sigmoid(z) * (1.0 - sigmoid(z))

    def backprop(weights, biases, x, y):
        z, a = [], [x]
        for w, b in zip(weights, biases):
            z.append(a[-1] @ w.T + b)
            a.append(sigmoid(z[-1]))
        last = len(weights) - 1
        delta = [None] * (last + 1)
        error = a[-1] - y
        delta[last] = error * sigmoid_prime(z[last])
        for l in reversed(range(last)):
            error = delta[l + 1] @ weights[l + 1]
            delta[l] = error * sigmoid_prime(z[l])
        dw, db = [], []
        for l in range(last + 1):
            dw.append(delta[l].T @ a[l] / len(x))
            db.append(delta[l].mean(axis=0))
        return dw, db
"""
UNROLLED = """
    import numpy as np

    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    def backprop(W1, b1, W2, b2, X, Y):
        m = len(X)
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        dZ2 = (A2 - Y) * A2 * (1 - A2)
        dW2 = A1.T @ dZ2 / m
        db2 = dZ2.sum(axis=0) / m
        dZ1 = dZ2 @ W2.T * A1 * (1 - A1)
        dW1 = X.T @ dZ1 / m
        db1 = dZ1.sum(axis=0) / m
        return dW1, db1, dW2, db2
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (FUNCTIONS, "delta[last] = error * sigmoid_prime(z[last])", "delta[last] = error"),
        (FUNCTIONS, "delta[l] = error * sigmoid_prime(z[l])", "delta[l] = error"),
        (FUNCTIONS, "delta[l] = error * sigmoid_prime(z[l])", "delta[l] = error * a[l + 1]"),
        (FUNCTIONS, "error = a[-1] - y", "error = y - a[-1]"),
        (FUNCTIONS, "delta[l + 1] @ weights[l + 1]", "delta[l + 1] @ np.abs(weights[l + 1])"),
        (FUNCTIONS, "delta[l].T @ a[l] / len(x)", "delta[l].T @ x / len(x)"),
        (FUNCTIONS, "delta[l].mean(axis=0)", "delta[l].mean() * np.ones(delta[l].shape[1])"),
        (UNROLLED, "(A2 - Y) * A2 * (1 - A2)", "A2 - Y"),
        (UNROLLED, "dZ2 @ W2.T * A1 * (1 - A1)", "dZ2 @ W2.T"),
        (UNROLLED, "db1 = dZ1.sum(axis=0) / m", "db1 = dZ1.sum() / m * np.ones(b1.shape)"),
    ],
)
def test_it_is_the_line_that_was_planted(write: Write, source, right: str, wrong: str) -> None:
    text = textwrap.dedent(source)
    assert text.count(right) == 1
    file = write(text.replace(right, wrong))
    line = next(i for i, one in enumerate(file.read_text().splitlines(), 1) if wrong in one)
    report = groundup.check(file, cost="quadratic", activation="sigmoid")
    assert report.mistakes, str(report)
    assert report.source_line is not None
    assert report.source_line[0] == line
    assert wrong in report.source_line[1]


def test_a_wrong_function_of_its_own_is_the_line(write: Write) -> None:
    right = "return sigmoid(z) * (1.0 - sigmoid(z))"
    file = write(FUNCTIONS.replace(right, "return 1.0 - sigmoid(z)"))
    report = groundup.check(file, cost="quadratic")
    assert report.first_wrong is not None
    assert report.first_wrong.name == "sigma_prime"
    assert report.source_line == (8, "return 1.0 - sigmoid(z)", "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # One factor is wherever the learner thinks it is.
        ("delta[l].T @ a[l] / len(x)", "delta[l].T @ a[l]"),
        # A list of gradients in reverse is no line of any formula.
        ("return dw, db", "return dw[::-1], db[::-1]"),
    ],
)
def test_no_line_rather_than_a_wrong_one(write: Write, right: str, wrong: str) -> None:
    report = groundup.check(write(FUNCTIONS.replace(right, wrong)), cost="quadratic")
    assert report.verdict == "wrong"
    assert report.source_line is None


def test_two_lines_that_could_be_meant_are_none(write: Write) -> None:
    text = """
        def backprop(w, b, x, y):
            delta = a - y
            delta = delta * 1.0
        """
    named = Named(1, "output-derivative-missing", 0, (), "", "delta[0] = (a[1] - y) ∘ ⟦σ′(z[0])⟧")
    wrong = Quantity("delta", 0, False, 1.0)
    report = Report("wrong", quantities=[wrong], first_wrong=wrong, mistakes=[named])
    observed = Observed(places={"delta": "backprop"})
    assert likely_line([read(write(text))], observed, report) is None
    once = text.replace("delta = delta * 1.0", "pass")
    assert likely_line([read(write(once))], observed, report) == (3, "delta = a - y", "")
    assert likely_line([read(write("def backprop("))], observed, report) is None
    assert likely_line([], observed, report) is None


@pytest.mark.parametrize(
    ("formula", "quantity"),
    [
        ("delta[l] = (a[l+1] - y) ∘ ⟦σ′(z[l])⟧", "delta"),
        ("σ′(z[l]) = ⟦a[l+1]⟧·(1 - a[l+1])", "delta"),
        ("dw[l] = 1/N · Σ delta[l]·a[l]ᵀ + ⟦l2·w[l]⟧", "dw"),
        ("db[l] = ⟦1/N · Σ delta[l]⟧", "db"),
        ("⟦w[l]⟧ ← w[l] - eta·dw[l]", "w"),
        ("cost = mean cost ⟦+ l2/2·Σw²⟧", "cost"),
        ("dw[l], db[l]: ⟦float64⟧", None),
        ("return ⟦dw[0], dw[1], …⟧", None),
    ],
)
def test_a_formula_says_what_its_line_computes(formula: str, quantity: str | None) -> None:
    assert computed_by(formula) == quantity
