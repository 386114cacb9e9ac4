"""Lines that compute and did not run are told, and no others."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import pytest

from groundup.checking import check
from groundup.checking.reading.coverage import names_what_ran, not_run
from groundup.checking.reading.lines import Lines
from tests.checking.conftest import Write

CLASS = """
    import numpy as np

    class Net:
        def __init__(self, sizes, activation="sigmoid"):
            self.weights = [np.random.randn(b, a) for a, b in zip(sizes, sizes[1:])]
            self.biases = [np.random.randn(b, 1) for b in sizes[1:]]
            self.activation = activation

        def bend(self, z):
            if self.activation == "tanh":
                return np.tanh(z)
            return 1.0 / (1.0 + np.exp(-z))

        def slope(self, a):
            if self.activation == "tanh":
                print("steep")
                return 1.0 + a ** 2
            elif self.activation == "relu":
                raise ValueError(2 * a)
            elif self.activation == "cube":
                return 3.0 * a ** 2
            return a * (1.0 - a)

        def backprop(self, x, y):
            activations = [x]
            for w, b in zip(self.weights, self.biases):
                activations.append(self.bend(w @ activations[-1] + b))
            delta = (activations[-1] - y) * self.slope(activations[-1])
            nabla_b, nabla_w = [delta], [delta @ activations[-2].T]
            for l in range(2, len(self.weights) + 1):
                delta = self.weights[-l + 1].T @ delta * self.slope(activations[-l])
                nabla_b.insert(0, delta)
                nabla_w.insert(0, delta @ activations[-l - 1].T)
            return nabla_b, nabla_w

        def cost_derivative(self, a, y):
            return a + y

        def unused(self, a):
            return 2 * a
    """
CALLED = """
    def slopes(z, name):
        known = {
            "square": lambda z: 2.0 * z,
            "cube": lambda z: 4.0 * z * z,
        }
        for _ in range(int(z) - 9):
            z = z * 2.0
        return known[name](z)
    """


def test_what_did_not_run_is_told_with_its_lines(write: Write) -> None:
    report = check(str(write(CLASS)))
    assert report.verdict == "right", str(report)
    text = write(CLASS).read_text(encoding="utf-8").splitlines()
    found = {one.where: text[one.first - 1 : one.last] for one in report.not_run}
    assert found == {
        "if self.activation == 'tanh'": ["            return np.tanh(z)"],
        "if self.activation == 'cube'": ["            return 3.0 * a ** 2"],
        "Net.cost_derivative": ["        return a + y"],
    }
    assert "Not run, and so not checked: line 12 of learners_code.py (if self." in str(report)
    assert report.as_json()["not_run"][0]["first"] == 12
    assert report.as_json()["hidden_layers"] == [2]


def test_of_a_dictionary_of_lambdas_those_that_were_not_called(write: Write) -> None:
    names: dict[str, Any] = {}
    file = write(CALLED)
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    with Lines() as lines:
        names["slopes"](3.0, "square")
    found = {one.where: (one.first, one.last) for one in not_run(lines)}
    assert found == {"for _ in range(int(z) - 9)": (8, 8), "'cube'": (5, 5)}


PENALISED = """
    def move(w, dw, kind):
        if kind == "square":
            dw = dw * dw
        for _ in range(0):
            dw = 2.0 * dw
        if kind == "l2":
            dw = dw + 2.0 * w
        elif kind == "other":
            dw = dw + lambda_ * w
        return w - dw
    """


def test_what_is_taken_off_weights_is_told_first(write: Write) -> None:
    names: dict[str, Any] = {}
    file = write(PENALISED)
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    with Lines() as lines:
        names["move"](3.0, 1.0, "")
    assert [one.first for one in not_run(lines)] == [8, 10, 4, 6]


OPTIMISERS = """
    class Adam:
        def {step}(self, grads):
            for p, g in zip(self.params, grads):
                self.m = 0.9 * self.m + 0.1 * g
                p -= self.lr * self.m

    class Schedule:
        def minimize(self, rate):
            return rate * 2.0

    def update_with_momentum(w, v, g):
        v = 0.9 * v + g
        return w - v
    """


@pytest.mark.parametrize("step", ["step", "minimize", "__call__", "run"])
def test_adam_that_did_not_run_comes_first(write: Write, step: str) -> None:
    text = textwrap.dedent(CLASS) + textwrap.dedent(OPTIMISERS.format(step=step))
    said = [one.where for one in check(str(write(text))).not_run]
    assert {*said[:2]} == {f"Adam.{step}", "update_with_momentum"}
    assert "Schedule.minimize" not in said


LEFT = """
    def slope(a, kind, turn=1):
        if kind == "sigmoid":
            return a * (1 - a)
        elif kind == "square":
            return 2 * a
        if kind == "tanh":
            return 1 - a * a
        if kind == "relu":
            slopes = np.where(a > 0, 1, 0)
            return slopes
        elif kind == "cube":
            return 3 * a * a
        rest = 4 * a
        return rest * rest

    def stages(xs, epoch):
        for x in xs:
            if x < 0:
                continue
            x = 2 * x
        if epoch % 10:
            return x
        xs = [x * x for x in xs]
        return sum(xs) / len(xs)

    def comes_to_its_end(x):
        if x > 0:
            return x
        x = 2 * x
        return x
    """


def test_what_comes_after_a_condition_that_is_left_by(write: Write) -> None:
    names: dict[str, Any] = {}
    file = write(LEFT)
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    with Lines() as lines:
        names["slope"](3.0, "sigmoid")
        names["stages"]([-1.0, -2.0], 1)
        names["comes_to_its_end"](1.0)
        names["comes_to_its_end"](-1.0)
    assert [(one.first, one.last, one.where) for one in not_run(lines)] == [
        (5, 6, "elif kind == 'square'"),
        (8, 8, "if kind == 'tanh'"),
        (10, 11, "if kind == 'relu'"),
        (12, 13, "elif kind == 'cube'"),
        (14, 15, "after if kind == 'relu'"),
        (21, 21, "after if x < 0"),
    ]


SOFTMAX = """\
def softmax(z):
    'Sums to 1.'
    return np.exp(z) / np.exp(z).sum()

if last == "softmax":
    out = shares(z)
else:
    out = z
# softmax
out = np.exp(out)
"""


@pytest.mark.parametrize(
    ("ran", "named"), [({3}, True), ({6}, True), ({5, 8}, False), ({10}, True)]
)
def test_a_word_is_of_what_ran(ran: set[int], named: bool) -> None:
    """Of a function's body, of a branch that is taken, of what a comment stands above."""
    assert names_what_ran("softmax", SOFTMAX, ast.parse(SOFTMAX), ran) is named


def test_what_gives_a_cost_and_its_gradient_computes_though_it_takes_a_logarithm(
    write: Write,
) -> None:
    loss = """
    def entropy(a, y):
        grad = (a - y) / len(y)
        return -np.log(a[y == 1]).mean(), grad
    """
    file = write(textwrap.dedent(CLASS) + textwrap.dedent(loss))
    assert "entropy" in {one.where for one in check(file).not_run}
