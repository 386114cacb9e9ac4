"""What other numbers show, and what they must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import Verdict, Why, Word
from tests.checking.judging.test_precision import judged

CLIPPED = """
import numpy as np

rng = np.random.default_rng(2)
X, labels = rng.uniform(-1, 1, (12, 5)), np.arange(12) % 3
targets = np.eye(3)[labels]
w1, b1 = rng.normal(size=(5, 6)), np.zeros((1, 6))
w2, b2 = rng.normal(size=(6, 3)), np.zeros((1, 3))
for epoch in range(9):
    z = X @ w1 + b1
    h = np.maximum(z, 0)
    e = np.exp(h @ w2 + b2)
    p = e / e.sum(1, keepdims=True)
    print(-(targets * np.log(p)).sum())
    d = p - targets
    below = (d @ w2.T) * (z > 0)
    gradients = [X.T @ below, below.sum(0, keepdims=True), h.T @ d, d.sum(0, keepdims=True)]
    for g in gradients:
        np.clip(g, -4.5, 4.5, out=g)
    for p, g in zip((w1, b1, w2, b2), gradients):
        p -= 0.001 * g
"""
SMALL = """
import numpy as np

rng = np.random.default_rng(2)
X, y = np.eye(6), np.roll(np.eye(6), 1, axis=1)
w1, w2 = rng.normal(size=(6, 8)) * 0.01, rng.normal(size=(8, 6)) * 0.01
for epoch in range(20):
    h = np.tanh(X @ w1)
    p = np.exp(h @ w2)
    p /= p.sum(1, keepdims=True)
    print(-np.log(p[y == 1]).sum())
    d = p - y
    below = (d @ w2.T) * (1 - h**2)
    w2 -= 0.01 * h.T @ d
    w1 -= 0.01 * X.T @ below
"""
UNITS = """
import numpy as np

rng = np.random.default_rng(2)
X, Y = np.array([[0, 1], [1, 0], [0, 0], [1, 1]]), np.array([[1], [1], [0], [0]])
w1, w2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
h = np.ones(4)  # the last is the bias's
for epoch in range(9):
    for x, y in zip(X, Y):
        a = np.append(x, 1)
        for i in range(3):
            h[i] = 1 / (1 + np.exp(-(a @ w1[:, i])))
        out = h @ w2
        d = np.zeros(1)
        d[0] = 2 * (out[0] - y[0])
        below = h * (1 - h) * (w2 @ d)
        print(((y - out) ** 2).mean())
        for i in range(4):
            w2[i][0] -= 0.1 * d[0] * h[i]
        for i in range(3):
            for j in range(4):
                w1[i][j] -= 0.1 * below[j] * a[i]
"""
FINITE = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.uniform(size=(12, 784)), np.eye(10)[np.arange(12) % 10]
W, V = rng.normal(size=(784, 128)) * 0.01, rng.normal(size=(128, 10)) * 0.01
for lap in range(9):
    h = np.maximum(X @ W, 0)
    e = np.exp(h @ V - (h @ V).max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    print(-np.sum(T * np.log(p + 1e-8)) / 12)
    d = (p - T) / 12
    V, W = V - 0.01 * h.T @ d, W - 0.01 * X.T @ ((d @ V.T) * (h > 0))
"""
POSITIVE = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.uniform(size=(12, 4)), rng.uniform(size=(12, 2))
W, V = rng.uniform(size=(4, 5)), rng.uniform(size=(5, 2))
for lap in range(9):
    z = X @ W
    h = np.maximum(z, 0)
    d = 2 * (h @ V - T)
    print(((h @ V - T) ** 2).sum())
    V, W = V - 0.01 * h.T @ d, W - 0.01 * X.T @ (d @ V.T * (z > 0))
"""
RENAMED = """
import math

def forward(x, u, v, w, b, c, y):
    a = 1 / (1 + math.exp(-(u * x + b)))
    h = 1 / (1 + math.exp(-(v * x + b)))
    out = 1 / (1 + math.exp(-(w * a + w * h + c)))
    return u, v, w, b, c, a, h, out, 0.5 * (y - out) ** 2

def backward(rate, x, y, u, v, w, b, c, a, h, out):
    delta = (out - y) * out * (1 - out)
    below, beside = delta * w * a * (1 - a), delta * w * h * (1 - h)
    new_c = c - rate * delta
    new_w = w - rate * delta * (a + h)
    new_b = b - rate * (below + beside)
    new_u = u - rate * below * x
    new_v = v - rate * beside * x
    return new_u, new_v, new_w, new_b, new_c

def train():
    x, y, rate = 0.6, 0.7, 0.01
    u, v, w, b, c = 0.1, 0.2, 0.3, 0.1, 0.3
    costs = []
    for lap in range(30):
        if lap == 0:
            u, v, w, b, c, a, h, out, cost = forward(x, u, v, w, b, c, y)
            new_u, new_v, new_w, new_b, new_c = backward(rate, x, y, u, v, w, b, c, a, h, out)
        else:
            u, v, w, b, c, a, h, out, cost = forward(x, new_u, new_v, new_w, new_b, new_c, y)
            new_u, new_v, new_w, new_b, new_c = backward(rate, x, y, u, v, w, b, c, a, h, out)
        costs.append(cost)

train()
"""
NORMALISED = """
import numpy as np

rng = np.random.default_rng(3)
X, Y = rng.normal(size=(12, 4)), rng.normal(size=(12, 2))
W, V, useless = rng.normal(size=(4, 5)), rng.normal(size=(5, 2)), np.zeros(5)
for lap in range(9):
    z = X @ W + useless
    scale = 1 / np.sqrt(z.var(0) + 1e-5)
    n = (z - z.mean(0)) * scale
    h = np.maximum(0.1 * n, n)
    out = h @ V
    print(((out - Y) ** 2).sum())
    d = 2 * (out - Y)
    below = d @ V.T * np.where(n > 0, 1, 0.1)
    V -= 0.01 * h.T @ d
    W -= 0.01 * X.T @ (scale * (below - below.mean(0) - n * (below * n).mean(0)))
"""
CASES = {
    "a rate, where parameters begin as what a first step made": (RENAMED, Word.RIGHT),
    "biases that a mean takes away again and that have no gradient": (NORMALISED, Word.RIGHT),
    "biases that stay, though no mean takes them away": (
        NORMALISED.replace("out = h @ V", "out = (h + useless) @ V"),
        Word.WRONG,
    ),
    "a little that keeps a logarithm finite": (FINITE, Word.RIGHT),
    "the same, which has a name": (
        FINITE.replace("rng = np", "little = 1e-8\nrng = np").replace("p + 1e-8", "p + little"),
        Word.RIGHT,
    ),
    "weights of one sign, with which all neurons are on": (POSITIVE, Word.RIGHT),
    "weights of one sign, of which a slope is no ReLU's": (
        POSITIVE.replace("(z > 0)", "(z > -9)"),
        Word.WRONG,
    ),
    "a bias's unit among hidden ones": (UNITS, Word.RIGHT),
    "gradients that are clipped from other numbers alone": (CLIPPED, Word.RIGHT),
    "small weights": (SMALL, Word.RIGHT),
    "small weights, of which a slope is nearly 1": (
        SMALL.replace("(1 - h**2)", "(1 - np.tanh(h) ** 2)"),
        Word.WRONG,
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_other_numbers_show_what_is_right(what: str, tmp_path: Path) -> None:
    text, word = CASES[what]
    assert judged(tmp_path, text).word is word


def test_what_small_weights_hide_is_said_in_its_line(tmp_path: Path) -> None:
    text, _ = CASES["small weights, of which a slope is nearly 1"]
    verdict: Verdict = judged(tmp_path, text)
    line = text.split("\n").index(next(x for x in text.split("\n") if "below =" in x)) + 1
    assert verdict.why[0] is Why.HIDDEN
    assert {one.place.line for one in verdict.wrong} == {line}
