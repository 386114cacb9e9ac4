"""What is not a number is found: every finding is provoked, and right code provokes none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.names.arguments import MissingError
from groundup.checking.reading.observation import observe, uncalled
from tests.checking.conftest import Observe, check_right, check_stepped, kinds

CODE = """
import numpy as np
def sigmoid(z): return np.exp(-np.logaddexp(0, -z))
memory = []

def backprop(w, b, x, y):
    {first}
    a = [x]
    for wl, bl in zip(w, b):
        a.append(sigmoid(a[-1] @ wl.T + bl))
    d = (a[-1] - y) * a[-1] * (1 - a[-1]) / len(x)
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, d.T @ a[l])
        db.insert(0, d.sum(axis=0))
        d = (d @ w[l]) * a[l] * (1 - a[l])
    {last}
    return dw, db
"""


def text(first: str = "pass", last: str = "pass") -> str:
    return CODE.format(first=first, last=last)


def test_right_code_has_no_findings(observed: Observe) -> None:
    shown = observed(text())
    check_right(shown)
    assert shown.findings == []
    assert set(shown.missing) == {"outputs", "cost", "delta", "step"}


@pytest.mark.parametrize(
    ("kind", "first", "last", "words"),
    [
        ("inputs changed", "pass", "y[:] = 0", "changed the y"),
        ("inputs changed", "x *= 1.5", "pass", "changed the x"),
        ("inputs changed", "pass", "w[0] *= 2", "changed the weights"),
        ("inputs changed", "pass", "b[0][:] = 7", "changed the biases"),
        (
            "not repeatable",
            "memory.append(1)",
            "dw = [g * len(memory) for g in dw]",
            "weight gradient differed",
        ),
        ("wrong shape", "pass", "dw[1] = dw[1].T", "layer 1 should have shape (4, 5)"),
        ("wrong shape", "pass", "db = [g.sum() for g in db]", "came as ()"),
        ("not finite", "pass", "dw[0] = dw[0] / 0 * 0", "15 of 15 numbers"),
        ("raised", "if len(x) == 6: raise KeyError('six')", "pass", "KeyError: 'six'"),
        ("printed", "print('hello')", "pass", "printed"),
    ],
)
def test_findings(observed: Observe, kind: str, first: str, last: str, words: str) -> None:
    shown = observed(text(first, last))
    found = [finding for finding in shown.findings if finding.kind == kind]
    assert len(found) >= 1
    assert any(words in finding.message for finding in found)
    assert shown.observations


def test_a_finding_says_where_and_comes_once(observed: Observe) -> None:
    (found,) = observed(text(last="y[:] = 0")).findings
    assert (
        found.message
        == "The call changed the y it was given, on the network 3-5-4-2 with 7 samples"
    )


def test_a_traceback_has_only_the_learners_frames(observed: Observe) -> None:
    shown = observed(text("if len(x) == 6: raise KeyError('six')"))
    (found,) = shown.findings
    assert "in backprop" in found.detail
    assert "groundup" not in found.detail
    assert shown.observations[0].calls[1].raised == "KeyError: 'six'"
    assert shown.observations[0].calls[0].raised is None


def test_careless_exponentials_overflow(observed: Observe) -> None:
    shown = observed(text().replace("np.exp(-np.logaddexp(0, -z))", "1 / (1 + np.exp(-z))"))
    assert kinds(shown) == {"overflow"}


def test_printing_is_kept_in_its_first_lines(observed: Observe) -> None:
    (found,) = observed(text("print('cost', len(x))")).findings
    assert found.detail.splitlines()[0] == "cost 7"
    assert len(found.detail.splitlines()) == 5


def test_code_that_runs_only_where_layers_are_square(observed: Observe) -> None:
    shown = observed(text().replace("(d @ w[l])", "(d @ w[l].T)"))
    assert "raised" in kinds(shown)
    by_name = {seen.probe.name: seen for seen in shown.observations}
    assert by_name["lopsided"].calls[0].raised
    assert by_name["even"].calls[0].raised is None


def test_code_that_never_runs(observed: Observe) -> None:
    shown = observed(text("raise RuntimeError('broken')"))
    assert shown.settings is None
    assert shown.missing == ["a gradient"]
    (found,) = shown.findings
    assert found.kind == "raised"
    assert "RuntimeError: broken" in found.message
    assert "in backprop" in found.detail


def test_code_without_a_network(observed: Observe) -> None:
    shown = observed("def main(): pass")
    assert (shown.style, shown.findings, shown.missing) == ("", [], ["a gradient"])


def test_functions_on_their_own(observed: Observe) -> None:
    shown = observed(
        text()
        + """
def sigmoid_prime(z): return sigmoid(z) * (1 - sigmoid(z))
def cost_derivative(a, y): return a - y
"""
    )
    sigma, prime = shown.functions["sigma"], shown.functions["sigma_prime"]
    assert (sigma["name"], sigma["activation"]) == ("sigmoid", "sigmoid")
    np.testing.assert_allclose(prime["value"], sigma["value"] * (1 - sigma["value"]))
    np.testing.assert_allclose(
        shown.functions["cost_prime"]["value"],
        shown.functions["cost_prime"]["a"] - shown.functions["cost_prime"]["y"],
    )


def test_functions_of_one_number_and_flags(observed: Observe) -> None:
    source = text().replace(
        "def sigmoid(z): return np.exp(-np.logaddexp(0, -z))",
        """
import math
def sigma(z, deriv=False):
    if deriv:
        return z * (1 - z)
    return 1 / (1 + math.exp(-z))
def sigmoid(z): return np.exp(-np.logaddexp(0, -z))
""",
    )
    shown = observed(source)
    z = shown.functions["sigma_prime"]["z"]
    np.testing.assert_allclose(shown.functions["sigma_prime"]["value"], z * (1 - z))
    np.testing.assert_allclose(shown.functions["sigma"]["value"], 1 / (1 + np.exp(-z)))


def test_pieces_are_told_as_they_come(offer: Callable[..., Offered]) -> None:
    told: list[tuple[str, Any]] = []
    observe(offer(text()), Declared(), lambda kind, value: told.append((kind, value)))
    names = [kind for kind, _ in told]
    observations = ["observation"] * 5
    assert names == ["chosen", "functions", *observations, "by steps", "missing", "not run"]


RETURNED = """
import numpy as np

class Classifier:
    def __init__(self, n_in, n_hid, n_out):
        self.w1, self.b1 = np.random.randn(n_in, n_hid), np.zeros(n_hid)
        self.w2, self.b2 = np.random.randn(n_hid, n_out), np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.a1 = np.tanh(x @ self.w1 + self.b1)
        self.out = np.tanh(self.a1 @ self.w2 + self.b2)
        return self.out

    def backward(self, y):
        d2 = (self.out - y) * (1 - self.out ** 2) / len(y)
        d1 = d2 @ self.w2.T * (1 - self.a1 ** 2)
        return self.x.T @ d1, d1.sum(0), self.a1.T @ d2, d2.sum(0)

    def step(self, grads, lr):
        dw1, db1, dw2, db2 = grads{part}
        self.w1 -= lr * dw1
        self.b1 -= lr * db1
        self.w2 -= lr * dw2
        self.b2 -= lr * db2
"""


def test_a_step_takes_the_gradients_as_they_were_returned(observed: Observe) -> None:
    shown = observed(RETURNED.format(part=""))
    check_right(shown)
    check_stepped(shown)


def test_what_a_call_from_here_raised_is_told_as_such(observed: Observe) -> None:
    (found,) = observed(RETURNED.format(part="['all']")).findings
    assert found.message.startswith("The step was not checked on the network ")
    assert ": called from here, it raised Type" in found.message
    assert found.detail.startswith("Called from here:")


def test_a_step_that_could_not_be_called() -> None:
    message, detail = uncalled(MissingError("SGD wants 'layers'"))
    assert message == "The step was not checked, since it could not be called from here"
    assert not detail
