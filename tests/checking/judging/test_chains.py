"""Numbers that are moved, in whatever form they begin and however the statement is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import Word
from tests.checking.judging.test_precision import judged

ROWS = """
import numpy as np

rng = np.random.default_rng(3)
X, t = rng.uniform(size=(7, 2)), rng.uniform(size=(7, 1))
w1, w2 = rng.normal(size=(2, 4)), rng.normal(size=(4, 1))
b1, b2 = rng.uniform(1, 4), 1.5  # numbers, which become rows
for turn in range(30):
    h = 1 / (1 + np.exp(-(X @ w1 + b1)))
    out = 1 / (1 + np.exp(-(h @ w2 + b2)))
    error = t - out
    delta = error * out * (1 - out)
    below = delta @ w2.T * h * (1 - h)
    w2 += h.T @ delta * 0.2
    b2 += delta.sum(axis=0, keepdims=True) * 0.2
    w1 += X.T @ below * 0.2
    b1 += below.sum(axis=0, keepdims=True) * 0.2
"""
ONE_BY_ONE = """
import math
import random

random.seed(5)
a, b, c, d, e, f = [random.random() for _ in range(6)]
first, second, third = random.random(), random.random(), random.random()
samples = [(0, 1, 1), (1, 1, 0), (1, 0, 1), (0, 0, 0)]

def squash(z):
    return 1 / (1 + math.exp(-z))

for turn in range(100):
    x, y, t = samples[turn % 4]
    g = squash(a * x + b * y + first)
    h = squash(c * x + d * y + second)
    o = squash(e * g + f * h + third)
    delta = 0.5 * (t - o) * o * (1 - o)
    left = delta * e * g * (1 - g)
    right = delta * f * h * (1 - h)
    a = left * x + a
    b = left * y + b
    c = right * x + c
    d = right * y + d
    e = delta * g + e
    f = delta * h + f
    first = left + first
    second = right + second
    third = delta + third
"""
CASES = {
    "numbers that become rows": (ROWS, "h * (1 - h)", "h"),
    "the change before what is moved": (ONE_BY_ONE, "delta * e * g", "delta * e * 0.5 * g"),
}


@pytest.mark.parametrize("what", CASES)
def test_whatever_is_moved_is_known(what: str, tmp_path: Path) -> None:
    text, right, bad = CASES[what]
    assert judged(tmp_path, text).word is Word.RIGHT
    assert judged(tmp_path, text.replace(right, bad)).word is Word.WRONG
