"""From a program that trains to observations: what is put in, what comes out, what stood in the
way."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.watching.watched import Failure
from groundup.mathematics import backward, forward
from tests.checking.reading.watching.conftest import Watched

W, X, ETA = (("name", "w"),), (("name", "x"),), (("name", "eta"),)

SCRIPT = """
    import numpy as np
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    w1, b1 = np.random.randn(2, 4), np.zeros((1, 4))
    w2, b2 = np.random.randn(4, 1), np.zeros((1, 1))
    lr = 0.5
    for epoch in range(10000):
        a1 = sigmoid(X @ w1 + b1)
        a2 = sigmoid(a1 @ w2 + b2)
        d2 = (a2 - y) * a2 * (1 - a2)
        d1 = d2 @ w2.T * a1 * (1 - a1)
        w2 -= lr * a1.T @ d2
        b2 -= lr * d2.sum(axis=0, keepdims=True)
        w1 -= lr * X.T @ d1
        b1 -= lr * d1.sum(axis=0, keepdims=True)
    """


@pytest.mark.parametrize(
    ("line", "slug", "layers"),
    [
        ("d2 = lr * (a2 - y)", "rate-taken-twice", (0, 1)),
        ("d1 = lr * d2", "rate-taken-twice", (0,)),
        ("b1 -= lr * lr * d1", "bias-rate-taken-twice", (0,)),
    ],
)
def test_a_rate_with_whose_square_a_step_goes_is_in_it_twice(
    watched: Watched, line: str, slug: str, layers: tuple[int, ...]
) -> None:
    right = line.replace("lr * ", "", 1)
    assert right in SCRIPT
    observed, why = watched(SCRIPT.replace(right, line))
    assert observed is not None, why
    (found,) = diagnose(observed).mistakes
    assert (found.slug, found.layers) == (slug, layers)


@pytest.mark.parametrize("step", ["rate * lr", "0.5 * lr", "2 * lr", "lr / 8"])
def test_what_else_is_multiplied_by_the_rate_is_a_rate_too(watched: Watched, step: str) -> None:
    text = SCRIPT.replace("-= lr", f"-= {step}").replace("lr = 0.5", "lr, rate = 0.5, 0.5")
    observed, why = watched(text)
    assert observed is not None, why
    assert diagnose(observed).verdict == "right"


def test_a_script_is_observed_with_other_numbers(watched: Watched) -> None:
    observed, why = watched(SCRIPT)
    assert observed is not None, why
    assert observed.moved
    assert observed.rates == [0.5]
    assert len(observed.observations) >= 2
    for seen in observed.observations:
        (call,), probe = seen.calls, seen.probe
        batch = probe.batches[0]
        assert probe.sizes == (2, 4, 1)
        assert batch.y.tolist() == [[0], [1], [1], [0]]
        z, a = forward(probe.w, probe.b, ("sigmoid", "sigmoid"), batch.x)
        dw, db = backward(probe.w, ("sigmoid", "sigmoid"), "quadratic", z, a, batch.y)
        assert call.dw is not None
        assert call.db is not None
        assert call.outputs is not None
        np.testing.assert_allclose(call.outputs, a[-1], rtol=1e-12)
        for came, right in zip((*call.dw, *call.db), (*dw, *db), strict=True):
            np.testing.assert_allclose(came, 0.5 * 4 * right, rtol=1e-9)
    first, second, *_ = (seen.probe for seen in observed.observations)
    assert not np.array_equal(first.w[0], second.w[0])
    assert not np.array_equal(first.batches[0].x, second.batches[0].x)
    assert diagnose(observed).verdict == "right"


def test_a_loop_that_makes_a_network_each_turn_has_another_one_inside(watched: Watched) -> None:
    before, weights, after = SCRIPT.partition("    w1, b1 =")
    inner = f"{weights}{after}".replace("\n", "\n  ")
    observed, why = watched(f"{before}    for fold in range(3):\n  {inner}")
    assert observed is not None, why
    assert diagnose(observed).verdict == "right"


@pytest.mark.parametrize("first", [True, False])
def test_samples_that_only_measure_are_not_those_of_the_step(watched: Watched, first: bool) -> None:
    """In a function, a call of which is like another; and by another name."""
    step = """
        a1 = sigmoid(X @ w1 + b1)
        a2 = sigmoid(a1 @ w2 + b2)
"""
    other = """
        h = sigmoid(others @ w1 + b1)
        measured = sigmoid(h @ w2 + b2)
"""
    assert step in SCRIPT
    text = SCRIPT.replace(step, other + step if first else step + other)
    text = text.replace("    lr = 0.5", "    lr, others = 0.5, np.random.randn(3, 2)")
    observed, why = watched(text)
    assert observed is not None, why
    assert observed.observations[0].probe.batches[0].x.shape == (4, 2)
    assert diagnose(observed).verdict == "right"


SLIPS = {
    "sign": ("w1 -= lr", "w1 += lr"),
    "derivative": ("a1 * (1 - a1)", "(1 - a1)"),
    "transposed": ("d2 @ w2.T", "d2 @ np.ones((1, 4))"),
    "late": ("d2 @ w2.T", "d2 @ (w2 - lr * a1.T @ d2).T"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_wrong(watched: Watched, name: str) -> None:
    observed, why = watched(SCRIPT.replace(*SLIPS[name]))
    assert observed is not None, why
    assert diagnose(observed).verdict == "wrong"


def test_without_biases_there_are_no_gradients_of_them(watched: Watched) -> None:
    text = SCRIPT.replace(" + b1)", ")").replace(" + b2)", ")")
    text = "\n".join(line for line in text.splitlines() if " -= lr * d" not in line)
    observed, why = watched(text)
    assert observed is not None, why
    assert not any(call.db for seen in observed.observations for call in seen.calls)
    assert observed.conventions["b"] == "none"
    assert diagnose(observed).verdict == "right"


def test_momentum_is_put_off(watched: Watched) -> None:
    text = SCRIPT.replace("lr = 0.5", "lr, momentum, v = 0.5, 0.9, np.zeros((2, 4))")
    text = text.replace("w1 -= lr * X.T @ d1", "v = momentum * v + lr * X.T @ d1; w1 -= v")
    observed, why = watched(text.replace("; w1", "\n        w1"))
    assert observed is not None, why
    assert diagnose(observed).verdict == "right"


TRIALS = """
import math
import numpy as np

class Net:
    def __init__(self):
        self.w1, self.w2 = np.random.randn(3, 4), np.random.randn(4, 1)

    def fit(self, x, y):
        for epoch in range(20):
            a1 = np.tanh(x @ self.w1)
            d2 = (a1 @ self.w2 - y) / len(x)
            d1 = d2 @ self.w2.T * (1 - a1**2)
            self.w2, self.w1 = self.w2 - 0.1 * a1.T @ d2, self.w1 - 0.1 * x.T @ d1

def trial():
    Net().fit(x, y)

math.runs = getattr(math, "runs", 0) + 1
x = np.random.randn(24, 3)
y = x[:, :1] * x[:, 1:2]
if math.runs > 1:  # as chance may decide
    trial()
net = Net()
net.fit(x, y)
"""


def test_a_run_may_call_what_the_survey_did_not(watched: Watched) -> None:
    assert "its parameters were found" in watched(TRIALS)[1]  # and no KeyError


def test_what_stood_in_the_way_is_said(watched: Watched) -> None:
    observed, said = watched(SCRIPT.replace("y = np.array([[0], [1], [1], [0]])", "y = 0.5"))
    assert observed is None
    assert "which numbers are its targets" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a1 = sigmoid(X @ w1 + b1)", "a1 = np.cumsum(X @ w1 + b1, axis=1)"),
        ("X @ w1", "np.sqrt(np.abs(X + 2.0)) @ w1"),
    ],
)
def test_what_is_not_known_is_not_read(watched: Watched, old: str, new: str) -> None:
    observed, said = watched(SCRIPT.replace(old, new), seconds=1.0)
    assert observed is None
    assert said


def test_a_program_that_does_not_train_says_nothing(watched: Watched) -> None:
    assert watched("x = 1\nfor i in range(3):\n    x += 1\n") == (None, "")


def test_the_furthest_that_was_reached_is_said() -> None:
    failure = Failure()
    failure.note(2, "second")
    failure.note(1, "first")
    failure.note(2, "second again")
    assert (failure.why, failure.reached) == ("second", 2)
    failure.note(3, "third")
    assert failure.why == "third"


DECAYED = (
    SCRIPT.replace("lr = 0.5", "lr, l2 = 0.5, 0.1")
    .replace("for epoch", "cost = 0.0\n    for epoch")
    .replace("w2 -= lr * a1.T @ d2", "w2 -= lr * (a1.T @ d2 + l2 * w2)")
    .replace("w1 -= lr * X.T @ d1", "w1 -= lr * (X.T @ d1 + l2 * w1)")
    .replace(
        "d2 =",
        "squares = np.sum(w1**2) + np.sum(w2**2)\n"
        "        cost = 0.5 * np.sum((a2 - y) ** 2) + 0.5 * l2 * squares\n"
        "        d2 =",
        1,
    )
)


def test_l2_on_biases_is_wrong_where_the_cost_has_none(watched: Watched) -> None:
    everywhere = DECAYED.replace(
        "b2 -= lr * d2.sum(axis=0, keepdims=True)",
        "b2 -= lr * (d2.sum(axis=0, keepdims=True) + l2 * b2)",
    ).replace(
        "b1 -= lr * d1.sum(axis=0, keepdims=True)",
        "b1 -= lr * (d1.sum(axis=0, keepdims=True) + l2 * b1)",
    )
    counted = everywhere.replace("np.sum(w2**2)", "np.sum(w2**2) + np.sum(b1**2) + np.sum(b2**2)")
    verdicts = {}
    for name, text in {"weights": DECAYED, "biases too": everywhere, "counted": counted}.items():
        observed, why = watched(text)
        assert observed is not None, why
        report = diagnose(observed)
        verdicts[name] = report.verdict, [one.slug for one in report.mistakes]
    assert verdicts == {
        "weights": ("right", []),
        "biases too": ("wrong", ["l2-on-biases"]),
        "counted": ("right", []),
    }
