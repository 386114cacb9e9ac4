"""Dropout with masks of its own: a layer is asked by itself, and of all else it is said that it was
not checked."""

from __future__ import annotations

import pytest

import groundup
from groundup.checking.reading.dropout import dropout
from tests.checking.conftest import Write

LAYERS = """
import numpy as np

class Dropout:
    def __init__(self, rate=0.5):
        self.rate = rate

    def forward(self, x):
        self.mask = (np.random.rand(*x.shape) > self.rate) / (1 - self.rate)
        return x * self.mask

    def backward(self, grad):
        return BACK
"""
FUNCTIONS = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def init(sizes):
    p = {}
    for l in range(1, len(sizes)):
        p["W" + str(l)] = np.random.randn(sizes[l], sizes[l - 1])
        p["b" + str(l)] = np.zeros((sizes[l], 1))
    return p

def forward(X, p, keep_prob=0.5):
    L = len(p) // 2
    A, cache = X, {"A0": X}
    for l in range(1, L + 1):
        A = sigmoid(p["W" + str(l)] @ A + p["b" + str(l)])
        cache["S" + str(l)] = A
        if l < L:
            D = np.random.rand(*A.shape) < keep_prob
            A = A * D / keep_prob
            cache["D" + str(l)] = D
        cache["A" + str(l)] = A
    return A, cache

def backward(X, Y, cache, p, keep_prob=0.5):
    m, L, grads = X.shape[1], len(p) // 2, {}
    dZ = cache["A" + str(L)] - Y
    for l in range(L, 0, -1):
        grads["dW" + str(l)] = dZ @ cache["A" + str(l - 1)].T / m
        grads["db" + str(l)] = dZ.sum(axis=1, keepdims=True) / m
        if l > 1:
            s = cache["S" + str(l - 1)]
            dZ = (p["W" + str(l)].T @ dZ) * s * (1 - s)
    return grads
"""


@pytest.mark.parametrize(
    ("back", "kinds"),
    [
        ("grad * self.mask", []),
        ("grad * self.mask, []", []),
        ("grad", ["mask missing"]),
        ("grad * (self.mask > 0)", ["mask not scaled"]),
        ("grad * self.mask ** 2", ["left out"]),
    ],
)
def test_a_layer_is_asked_by_itself(offer, back: str, kinds: list[str]) -> None:
    found = list(dropout(offer(LAYERS.replace("BACK", back))))
    assert [finding.kind for finding in found] == kinds


@pytest.mark.parametrize(("back", "kinds"), [("grad * self.mask", []), ("grad", ["mask missing"])])
def test_a_layer_may_keep_what_it_computes(offer, back: str, kinds: list[str]) -> None:
    kept = LAYERS.replace("return x", "self.output = x").replace("return BACK", "self.dx = BACK")
    found = list(dropout(offer(kept.replace("BACK", back))))
    assert [finding.kind for finding in found] == kinds


def test_a_layer_may_want_to_be_told_both_ways_that_it_trains(offer) -> None:
    told = LAYERS.replace("x)", "x, training=False)", 1).replace("grad)", "grad, training=False)")
    told = told.replace("return", "if not training: return FIRST\n        return").replace(
        "BACK", "grad * self.mask"
    )
    told = told.replace("FIRST", "x", 1).replace("FIRST", "grad")
    assert list(dropout(offer(told))) == []


def test_data_that_are_drawn_are_no_dropout(offer) -> None:
    source = "import numpy as np\ndef labels(n): return np.random.rand(n) < 0.5\n"
    assert list(dropout(offer(source))) == []


@pytest.mark.slow
def test_a_mask_that_is_drawn_inside_and_does_not_come_back_is_told(write: Write) -> None:
    report = groundup.check(write(FUNCTIONS), cost="cross-entropy")
    assert report.verdict == "wrong"
    assert [one.slug for one in report.mistakes] == ["dropout-mask-missing-backwards"]
    without = FUNCTIONS.replace("np.random.rand(*A.shape) < keep_prob", "np.ones(A.shape)")
    assert groundup.check(write(without), cost="cross-entropy").verdict == "right"


def test_masks_as_an_argument_are_checked_beside_a_training_without_them(write: Write) -> None:
    source = """
    import numpy as np

    class Net:
        def __init__(self, sizes):
            self.weights = [np.random.randn(n, m) for m, n in zip(sizes, sizes[1:])]
            self.biases = [np.random.randn(n) for n in sizes[1:]]

        def backprop(self, x, y, masks=None):
            activations, zs = [x], []
            for l, (w, b) in enumerate(zip(self.weights, self.biases)):
                zs.append(activations[-1] @ w.T + b)
                activations.append(np.tanh(zs[-1]))
                if masks is not None and l < len(self.weights) - 1:
                    activations[-1] = activations[-1] * masks[l]
            delta = (activations[-1] - y) * (1 - np.tanh(zs[-1]) ** 2)
            dw, db = [], []
            for l in reversed(range(len(self.weights))):
                dw.insert(0, delta.T @ activations[l] / len(x))
                db.insert(0, delta.mean(0))
                if l:
                    delta = delta @ self.weights[l] * (1 - np.tanh(zs[l - 1]) ** 2)
            return dw, db

        def train(self, x, y, eta):
            dw, db = self.backprop(x, y)
            self.weights = [w - eta * d for w, d in zip(self.weights, dw)]
            self.biases = [b - eta * d for b, d in zip(self.biases, db)]
    """
    report = groundup.check(write(source))
    assert [named.number for named in report.mistakes] == [57]
