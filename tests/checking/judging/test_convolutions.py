"""Programs that convolve: right on the tape, and wrong at their statements."""

from __future__ import annotations

from pathlib import Path

import pytest

import groundup
from groundup.checking.exercises.exercise import MAIN
from groundup.rungs import source
from scripts.convolution_answers import EDITS

pytestmark = pytest.mark.slow

TRAINS = """

rng = np.random.default_rng(0)
xs, ys = rng.random((6, 196)), rng.random((6, 2))
w = [rng.normal(size=axes) / 3 for axes in ((3, 1, 3, 3), (2, 3, 3, 3), (2, 8))]
network = build(w, [np.zeros(len(wl)) for wl in w], ["tanh", "tanh", "sigmoid"])
for _ in range(10):
    network = train_batch(network, xs, ys, 0.5)
"""
RUNG = MAIN.sub("\n", source("convolution").read_text(encoding="utf-8")) + TRAINS
CHANNELS_FIRST = """\
import numpy as np
np.random.seed(0)
X = np.random.rand(8, 1, 8, 8)
Y = np.eye(3)[np.random.randint(0, 3, 8)]


def im2col(x, k):
    n, c, h, w = x.shape
    oh, ow = h - k + 1, w - k + 1
    col = np.zeros((n, c, k, k, oh, ow))
    for i in range(k):
        for j in range(k):
            col[:, :, i, j] = x[:, :, i:i + oh, j:j + ow]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)


def col2im(col, shape, k):
    n, c, h, w = shape
    oh, ow = h - k + 1, w - k + 1
    col = col.reshape(n, oh, ow, c, k, k).transpose(0, 3, 4, 5, 1, 2)
    x = np.zeros(shape)
    for i in range(k):
        for j in range(k):
            x[:, :, i:i + oh, j:j + ow] += col[:, :, i, j]
    return x


class Conv:
    def __init__(self, c, n, k):
        self.W = np.random.randn(n, c, k, k) * 0.3
        self.b = np.zeros(n)

    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        k = self.W.shape[2]
        self.col = im2col(x, k)
        out = self.col @ self.W.reshape(len(self.W), -1).T + self.b
        return out.reshape(n, h - k + 1, w - k + 1, -1).transpose(0, 3, 1, 2)

    def backward(self, dout):
        n = len(self.W)
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, n)
        self.db = dout.sum(axis=0)
        self.dW = (self.col.T @ dout).T.reshape(self.W.shape)
        return col2im(dout @ self.W.reshape(n, -1), self.x.shape, self.W.shape[2])


class Pool:
    def forward(self, x):
        n, c, h, w = x.shape
        self.x = x
        r = x.reshape(n, c, h // 2, 2, w // 2, 2)
        out = r.max(axis=3).max(axis=4)
        self.mask = r == out[:, :, :, None, :, None]
        return out

    def backward(self, dout):
        return (self.mask * dout[:, :, :, None, :, None]).reshape(self.x.shape)


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, d):
        return d * self.mask


class Dense:
    def __init__(self, i, o):
        self.W, self.b = np.random.randn(i, o) * 0.3, np.zeros(o)

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, d):
        self.dW, self.db = self.x.T @ d, d.sum(axis=0)
        return (d @ self.W.T).reshape(self.shape)


conv1, conv2, dense = Conv(1, 3, 3), Conv(3, 2, 2), Dense(8, 3)
layers = [conv1, Pool(), ReLU(), conv2, ReLU(), dense]
for epoch in range(5):
    out = X
    for layer in layers:
        out = layer.forward(out)
    p = np.exp(out - out.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.sum(Y * np.log(p)) / len(X)
    d = (p - Y) / len(X)
    for layer in reversed(layers):
        d = layer.backward(d)
    for layer in (conv1, conv2, dense):
        layer.W -= 0.1 * layer.dW
        layer.b -= 0.1 * layer.db
    print(epoch, loss)
"""


def checked(text: str, folder: Path, right: str = "", wrong: str = "") -> groundup.Report:
    """With `wrong` in the place of `right`, if there is one."""
    assert text.count(right) == 1 or not right
    file = folder / "net.py"
    file.write_text(text.replace(right, wrong) if right else text, encoding="utf-8")
    return groundup.check(file)


def first_marked(report: groundup.Report) -> str:
    marked = [one.place.marked for one in report.wrong_values] or [str(report)]
    return marked[0]


@pytest.mark.parametrize("text", [RUNG, CHANNELS_FIRST], ids=["the rung", "channels first"])
def test_what_is_right_is_right(text: str, tmp_path: Path) -> None:
    report = checked(text, tmp_path)
    assert report, str(report)


@pytest.mark.parametrize(
    ("slug", "statement"),
    [
        ("filters-not-turned-on-the-way-back", EDITS["filters-not-turned-on-the-way-back"][1]),
        ("pool-gradient-to-all-four", "given += delta.reshape(largest.shape)"),
        ("pool-gradient-shared-by-four", "given += delta.reshape(largest.shape) / 4"),
        ("bias-gradient-averaged-over-places", "delta[l].mean(axis=0)"),
    ],
)
def test_the_rung_is_wrong_at_the_statement_of_its_mistake(
    slug: str, statement: str, tmp_path: Path
) -> None:
    report = checked(RUNG, tmp_path, *EDITS[slug])
    assert report.verdict == "wrong"
    assert statement in first_marked(report)


@pytest.mark.parametrize(
    ("right", "wrong", "marked"),
    [
        (
            "x[:, :, i:i + oh, j:j + ow] += col[:, :, i, j]",
            "x[:, :, i:i + oh, j:j + ow] += col[:, :, k - 1 - i, k - 1 - j]",
            "+= col[:, :, k - 1 - i, k - 1 - j]",
        ),
        (
            "(self.mask * dout[:, :, :, None, :, None])",
            "(np.ones(self.mask.shape) * dout[:, :, :, None, :, None])",
            "np.ones(self.mask.shape) * dout",
        ),
        ("self.db = dout.sum(axis=0)", "self.db = dout.mean(axis=0)", "dout.mean(axis=0)"),
    ],
    ids=["filters turned", "to all four", "mean over places"],
)
def test_other_code_is_too(right: str, wrong: str, marked: str, tmp_path: Path) -> None:
    report = checked(CHANNELS_FIRST, tmp_path, right, wrong)
    assert report.verdict == "wrong"
    assert marked in first_marked(report)
