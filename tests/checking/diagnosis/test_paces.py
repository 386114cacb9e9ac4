"""Steps at a rate of the code's own, and steps at none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.diagnosis.paces import NOT_JUDGED, are_apart
from groundup.checking.model.answers import Array, Observed
from tests.checking.conftest import Observe

NET = """
import numpy as np

LAMBDA, ETA = 0.05, 0.1

def predict(ws, bs, x):
    a = x
    for w, b in zip(ws[:-1], bs[:-1]):
        a = np.tanh(a @ w + b)
    return a @ ws[-1] + bs[-1]

def cost(ws, bs, x, y):
    r = predict(ws, bs, x) - y
    return (r ** 2).sum() / (2 * len(x)) + LAMBDA / 2 * sum((w ** 2).sum() for w in ws)

def grad(ws, bs, x, y):
    a = [x]
    for k, (w, b) in enumerate(zip(ws, bs)):
        z = a[-1] @ w + b
        a.append(np.tanh(z) if k < len(ws) - 1 else z)
    d = (a[-1] - y) / len(x)
    gw, gb = [None] * len(ws), [None] * len(bs)
    for k in range(len(ws) - 1, -1, -1):
        gw[k] = a[k].T @ d + DECAY
        gb[k] = d.sum(0)
        if k:
            d = d @ ws[k].T * (1 - a[k] ** 2)
    return gw, gb

def step(ws, bs, x, y):
    gw, gb = grad(ws, bs, x, y)
    for i in range(len(ws)):
        ws[i] = ws[i] - MOVE_W
        bs[i] = bs[i] - MOVE_B
    return ws, bs
"""
RIGHT, HALF, L1 = "LAMBDA * ws[k]", "LAMBDA / 2 * ws[k]", "LAMBDA * np.sign(ws[k])"
OWN = ("ETA * gw[i]", "ETA * gb[i]")
NO_RATE = ("gw[i]", "gb[i]")
ADAM = ("ETA * gw[i] / (abs(gw[i]) + 1e-8)", "ETA * gb[i] / (abs(gb[i]) + 1e-8)")


def code(decay: str, move: tuple[str, str]) -> str:
    return NET.replace("DECAY", decay).replace("MOVE_W", move[0]).replace("MOVE_B", move[1])


@pytest.mark.parametrize(
    ("decay", "move", "verdict", "slug"),
    [
        (RIGHT, OWN, "right", None),
        (HALF, OWN, "wrong", "l2-halved"),
        (L1, OWN, "wrong", "l1-for-l2"),
        (RIGHT, ("0.03 * gw[i]", "0.03 * gb[i]"), "right", None),
        (RIGHT, ("ETA * gw[i]", "-ETA * gb[i]"), "wrong", "bias-update-adds"),
        (RIGHT, ("ETA * gw[i]", "0 * gb[i]"), "wrong", "bias-update-lost"),
        (RIGHT, ("ETA * gw[i]", "gb[i]"), "unchecked", None),
        (RIGHT, ADAM, "unchecked", None),
        (HALF, ADAM, "wrong", "l2-halved"),
    ],
)
def test_a_step_is_judged_up_to_the_rate_of_the_code(
    observed: Observe, decay: str, move: tuple[str, str], verdict: str, slug: str | None
) -> None:
    came = observed(code(decay, move))
    report = diagnose(came)
    assert came.own_pace
    assert report.verdict == verdict, report.certain
    assert [one.slug for one in report.mistakes] == ([slug] if slug else [])
    assert (report.conventions.get("steps") is not None) == (verdict == "right")


def test_a_step_without_a_rate_has_none_of_its_own(observed: Observe) -> None:
    assert not observed(code(RIGHT, NO_RATE).replace("LAMBDA, ETA", "LAMBDA, ONE")).own_pace


def test_steps_at_no_one_rate_are_not_blamed_for_gradients(observed: Observe) -> None:
    report = diagnose(observed(code(HALF, ADAM)))
    steps = [one for one in report.quantities if one.name == "step"]
    assert steps
    assert all(one.ok is None and one.error for one in steps)
    assert NOT_JUDGED in [one.message for one in report.findings]


def test_a_step_in_float32_is_still_that_of_its_gradient(observed: Observe) -> None:
    plain, adam = (observed(code(RIGHT, move)) for move in (OWN, ADAM))
    assert not are_apart(in_single(plain))
    assert are_apart(in_single(adam))


def in_single(observed: Observed) -> Observed:
    """The same, rounded."""

    def rounded(arrays: Any) -> list[Array]:
        return [np.float32(one).astype(float) for one in arrays or ()]

    for seen in observed.observations:
        seen.stepped_w, seen.stepped_b = rounded(seen.stepped_w), rounded(seen.stepped_b)
        for call in seen.calls:
            call.outputs = rounded([call.outputs])[0]
            call.dw, call.db = rounded(call.dw), rounded(call.db)
    return observed


STEPPING = """
import numpy as np

class Net:
    def __init__(self, sizes):
        self.weights = [np.random.randn(n, m) for m, n in zip(sizes, sizes[1:])]
        self.biases = [np.zeros((n, 1)) for n in sizes[1:]]

    def forward(self, x):
        a = [x]
        for w, b in zip(self.weights, self.biases):
            a.append(1 / (1 + np.exp(-(w @ a[-1] + b))))
        return a

    def cost(self, x, y):
        return 0.5 * np.sum((self.forward(x)[-1] - y) ** 2) / x.shape[1]

    def backprop(self, x, y):
        a, m = self.forward(x), x.shape[1]
        d = (a[-1] - y) * a[-1] * (1 - a[-1])
        gw, gb = [], []
        for l in range(len(self.weights))[::-1]:
            gw.append(d @ a[l].T / m)
            gb.append(d.sum(1, keepdims=True) / m)
            d = self.weights[l].T @ d * a[l] * (1 - a[l])
        return gw[::-1], gb[::-1]

    def update(self, x, y, eta, lmbda):
        gw, gb = self.backprop(x, y)
        self.weights = [(1 - eta * lmbda) * w - eta * g for w, g in zip(self.weights, gw)]
        self.biases = [b - eta * g for b, g in zip(self.biases, gb)]
"""


def test_where_no_step_could_be_taken_is_said(observed: Observe) -> None:
    grown = "[w @ w.T - eta * g for w, g in zip(self.weights, gw)]"  # only square ones go together
    kept = "[(1 - eta * lmbda) * w - eta * g for w, g in zip(self.weights, gw)]"
    text = STEPPING.replace(kept, grown)
    said = [one.message for one in observed(text).findings if "step" in one.message]
    assert said
    assert all(" on the network " in one for one in said)


@pytest.mark.parametrize(
    ("shrunk", "b", "l2", "declared"),
    [
        ("(1 - eta * lmbda) * w", "b", "0.3·w in the step (from its step, given 0.3)", 0.0),
        ("(1 - eta * lmbda / n) * w", "b", "0.3/N·w in the step (from its step, given 0.3)", 0.0),
        ("(1 - 2 * eta * lmbda) * w", "b", "0.6·w in the step (from its step, given 0.3)", 0.0),
        (
            "(1 - eta * lmbda) * w",
            "(1 - eta * lmbda) * b",
            "0.3·w in the step, and as much of b (from its step, given 0.3)",
            0.0,
        ),
        ("(1 - eta * lmbda) * w", "b", "in the step, not in the gradient", 0.3),
    ],
)
def test_l2_in_the_step_is_right_beside_a_cost_that_has_no_place_for_it(
    observed: Observe, shrunk: str, b: str, l2: str, declared: float
) -> None:
    report = diagnose(observed(stepping(shrunk, b), l2=declared))
    assert report.verdict == "right", report.certain
    assert report.conventions["l2"] == l2


@pytest.mark.parametrize("declared", [0.0, 0.3])
def test_weights_that_grow_in_the_step_are_wrong(observed: Observe, declared: float) -> None:
    report = diagnose(observed(stepping("(1 + eta * lmbda) * w", "b"), l2=declared))
    assert [one.slug for one in report.mistakes] == ["l2-sign-flipped"]


def test_l2_in_the_step_is_held_against_a_cost_that_has_it(observed: Observe) -> None:
    cost = "def cost(self, x, y, lmbda):\n        squares = sum((w**2).sum() for w in self.weights)"
    data = "(self.forward(x)[-1] - y) ** 2) / x.shape[1]"
    for shrunk, slugs in (("eta * lmbda", []), ("2 * eta * lmbda", ["l2-doubled"])):
        text = stepping(f"(1 - {shrunk}) * w", "b").replace("def cost(self, x, y):", cost)
        report = diagnose(observed(text.replace(data, f"{data} + lmbda / 2 * squares")))
        assert [one.slug for one in report.mistakes] == slugs


def test_a_cost_that_has_a_place_for_l2_and_lacks_it_is_wrong(observed: Observe) -> None:
    place = (
        "def cost(self, x, y, lmbda=0.0):\n        penalty = lmbda * (self.weights[0] ** 2).sum()"
    )
    text = stepping("(1 - eta * lmbda) * w", "b").replace("def cost(self, x, y):", place)
    report = diagnose(observed(text, l2=0.3))
    assert [one.slug for one in report.mistakes] == ["l2-not-in-the-cost"]


def stepping(shrunk: str, b: str) -> str:
    text = STEPPING.replace("(1 - eta * lmbda) * w", shrunk).replace("[b - eta", f"[{b} - eta")
    return text.replace("eta, lmbda):", "eta, lmbda, n):") if "/ n" in shrunk else text
