"""A check from end to end, where the tape knows what is not read otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import groundup

KINDS = Path(__file__).parent / "kinds"
HEAD = """
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(8, 3))
y = (x.sum(1, keepdims=True) > 0) * 1.0
w1, b1 = rng.normal(size=(3, 4)), np.zeros(4)
w2, b2 = rng.normal(size=(4, 1)), np.zeros(1)
"""
GRADIENTS = """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def gradients(x, y, w1, b1, w2, b2):
    a1 = sigmoid(x @ w1 + b1)
    a2 = sigmoid(a1 @ w2 + b2)
    d2 = (a2 - y) * a2 * (1 - a2)
    d1 = (d2 @ w2.T) * a1 * (1 - a1)
    return x.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0)
"""
ONCE = """
g1, h1, g2, h2 = gradients(x, y, w1, b1, w2, b2)
for _ in range(200):
    w1 -= 0.5 * g1
    b1 -= 0.5 * h1
    w2 -= 0.5 * g2
    b2 -= 0.5 * h2
"""
BRANCHES = """
for _ in range(30):
    h = np.sin(x @ w1) + x[:, :1] * np.tanh(x @ w1)
    out = h @ w2
    loss = ((out - y) ** 2).sum()
    d = out - y
    dh = d @ w2.T
    dz = dh * (np.cos(x @ w1) + x[:, :1] * (1 - np.tanh(x @ w1) ** 2))
    w2 -= 0.01 * (h.T @ d)
    w1 -= 0.01 * (x.T @ dz)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "net.py"


def test_a_network_of_another_kind_is_read(file: Path) -> None:
    file.write_text((KINDS / "lstm.py").read_text())
    report = groundup.check(file)
    assert report.verdict == "right"
    assert [one.name for one in report.parameters] == ["W", "b", "Wy", "by"]
    assert {"own_cost", "probed"} == {*report.why}
    assert report.conventions == {"cost": "its own, line 33"}


def test_a_mistake_in_one_is_told_with_its_line(file: Path) -> None:
    text = (KINDS / "lstm.py").read_text()
    file.write_text(text.replace("db += dz", "db += dz / 2"))
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert all(one.right is not True for one in report.parameters if one.name == "b")
    place = json.loads(json.dumps(report.as_json()))["wrong_values"][0]["place"]
    assert text.splitlines()[place["line"] - 1].strip() == "db += dz"
    assert place["text"] == "db += dz / 2"


def test_a_factor_is_in_the_headline_of_what_is_right(file: Path) -> None:
    file.write_text(HEAD + BRANCHES)
    report = groundup.check(file)
    assert report.verdict == "right"
    assert report.factor == pytest.approx(0.5)
    assert "net.py: right, but half its cost's gradient" in str(report).splitlines()[0]


def test_gradients_that_are_computed_once_are_not_right(file: Path) -> None:
    file.write_text(HEAD + GRADIENTS + ONCE)
    report = groundup.check(file)
    assert report.verdict == "wrong"
    assert [one.slug for one in report.mistakes] == ["stale-cache"]


def test_in_one_function_what_is_wrong_elsewhere_is_not_told(file: Path) -> None:
    file.write_text(HEAD + GRADIENTS + BRANCHES.replace(" - np.tanh", " + np.tanh"))
    assert groundup.check(file).verdict == "wrong"
    assert groundup.check(f"{file}:gradients").verdict != "wrong"


LAYERS = """
import numpy as np

class Dense:
    def __init__(self, n, m):
        self.w, self.b = np.random.randn(n, m) * 0.1, np.zeros((1, m))
    def forward(self, x):
        self.x = x
        return x @ self.w + self.b
    def backward(self, grad, rate):
        dw, db, back = self.x.T @ grad, grad.sum(0, keepdims=True), grad @ self.w.T
        self.w -= rate * dw
        self.b -= rate * db
        return back

class Tanh:
    def forward(self, x):
        self.a = np.tanh(x)
        return self.a
    def backward(self, grad, rate):
        return grad * (1 - self.a**2)

class Convolution:
    def __init__(self, shape, size):
        self.out = shape[0] - size + 1, shape[1] - size + 1
        self.w = np.random.randn(size, size)
    def forward(self, x):
        self.x = x
        return np.array([[np.sum(x[i : i + 3, j : j + 3] * self.w) for j in range(self.out[1])]
                         for i in range(self.out[0])]).reshape(1, -1)
    def backward(self, grad, rate):
        for i, row in enumerate(grad.reshape(self.out)):
            for j, one in enumerate(row):
                self.w -= rate * 2 * one * self.x[i : i + 3, j : j + 3]

images, labels = np.load("images.npy"), np.load("labels.npy")
wide = (images.shape[1] - 2) * (images.shape[2] - 2)
net = [Convolution(images.shape[1:], 3), Tanh(), Dense(wide, 10)]
for image, label in zip(images, labels):
    out = image
    for layer in net:
        out = layer.forward(out)
    grad = out.copy()
    grad[0, int(label)] -= 1
    for layer in net[::-1]:
        grad = layer.backward(grad, 0.01)
"""


def test_layers_are_not_right_if_one_beside_them_could_not_be_built(file: Path) -> None:
    file.write_text(LAYERS)
    report = groundup.check(file)
    assert report.verdict == "unchecked"
