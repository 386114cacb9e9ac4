"""What is given where code wants descriptions of layers, or objects of other classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import Word
from tests.checking.calling.test_stacks import word

DESCRIBED = """import numpy as np

class Net:
    def __init__(self, plan):
        self.plan = plan
        self.w = [np.random.randn(n_in, n_out) for n_in, n_out, act in plan]
    def slope(self, a, act):
        return a * (1 - a) if act == "sigmoid" else 1 - a ** 2
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            kept = [X]
            for w, (n_in, n_out, act) in zip(self.w, self.plan):
                z = kept[-1] @ w
                kept.append(1 / (1 + np.exp(-z)) if act == "sigmoid" else np.tanh(z))
            grad = 2 * (kept[-1] - y)
            for k in reversed(range(len(self.w))):
                n_in, n_out, act = self.plan[k]
                grad = grad * self.slope(kept[k + 1], act)
                below = grad @ self.w[k].T
                self.w[k] -= lr * kept[k].T @ grad
                grad = below
"""
NAMED = (
    DESCRIBED.replace("n_in, n_out, act = self.plan[k]", 'act = self.plan[k]["act"]')
    .replace("for n_in, n_out, act in plan", "for layer in plan")
    .replace("randn(n_in, n_out)", 'randn(layer["n_in"], layer["n_out"])')
    .replace("for w, (n_in, n_out, act) in", "for w, layer in")
    .replace("z = kept", 'act = layer["act"]\n                z = kept')
)
PAIRS = """import numpy as np

class Dense:
    def __init__(self, units):
        self.units, self.w = units, None
    def __call__(self, x):
        if self.w is None:
            self.w = np.random.randn(x.shape[1], self.units)
        self.x, self.z = x, x @ self.w
        return self.z

class Tanh:
    def __call__(self, z):
        return np.tanh(z)
    def gradient(self, z):
        return 1 - np.tanh(z) ** 2

class Squares:
    def __call__(self, out, y):
        return np.sum((out - y) ** 2)
    def gradient(self, out, y):
        return 2 * (out - y)

class Net:
    def __init__(self, layers, loss):
        self.layers, self.loss = layers, loss
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            a = X
            for dense, bend in self.layers:
                a = bend(dense(a))
            grad = self.loss.gradient(a, y)
            for dense, bend in reversed(self.layers):
                grad = grad * bend.gradient(dense.z)
                below = grad @ dense.w.T
                dense.w -= lr * dense.x.T @ grad
                grad = below
            print(self.loss(a, y))
"""
RIGHT = {
    "a tuple for each layer": (DESCRIBED, "a * (1 - a) if", "a if"),
    "a dictionary for each layer": (NAMED, "a * (1 - a) if", "a if"),
    "pairs, and a cost": (PAIRS, "return 1 - np.tanh(z) ** 2", "return 1 - np.tanh(z)"),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_wanted_is_given(what: str, tmp_path: Path) -> None:
    text, right, wrong = RIGHT[what]
    assert right in text
    (tmp_path / "net.py").write_text(text)
    assert word(tmp_path / "net.py") is Word.RIGHT
    (tmp_path / "net.py").write_text(text.replace(right, wrong))
    assert word(tmp_path / "net.py") is Word.WRONG
