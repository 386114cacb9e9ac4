"""Functions, classes, modules and instances are checked in this very process."""

from __future__ import annotations

import importlib
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundup
from groundup.checking.loading.modules import with_defaults
from groundup.checking.loading.objects import defaults_of, offered_by
from groundup.checking.reading.observation import observe_object
from groundup.rungs import batches, lists
from tests.checking.conftest import check_right


def sigmoid(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0.0, -z))


def backprop(w, b, x, y):  # as a learner writes it
    a = [x]
    for wl, bl in zip(w, b, strict=True):
        a.append(sigmoid(a[-1] @ wl.T + bl))
    d = (a[-1] - y) * a[-1] * (1 - a[-1]) / len(x)
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, d.T @ a[l])
        db.insert(0, d.sum(axis=0))
        d = (d @ w[l]) * a[l] * (1 - a[l])
    return dw, db


class Network:
    def __init__(self, sizes: list[int]):
        self.w = [np.zeros((n, m)) for m, n in itertools.pairwise(sizes)]
        self.b = [np.zeros(n) for n in sizes[1:]]

    def forward(self, x: np.ndarray) -> np.ndarray:
        for w, b in zip(self.w, self.b, strict=True):
            x = sigmoid(x @ w.T + b)
        return x

    def backward(self, x: np.ndarray, y: np.ndarray) -> None:
        self.dw, self.db = backprop(self.w, self.b, x, y)


def test_a_function() -> None:
    shown = observe_object(backprop)
    check_right(shown)
    assert shown.style == "the function backprop"


def test_a_class() -> None:
    shown = observe_object(Network)
    check_right(shown)
    assert shown.style == "the class Network"


def test_an_instance_keeps_its_sizes_and_its_numbers() -> None:
    network = Network([4, 6, 3])
    shown = observe_object(network)
    check_right(shown)
    assert [seen.probe.sizes for seen in shown.observations] == [(4, 6, 3)] * 3
    assert not network.w[0].any()
    assert not hasattr(network, "dw")


def test_a_module() -> None:
    check_right(observe_object(batches))
    check_right(observe_object(lists))


SOURCE = """
import numpy as np
import pytest

import groundup

def squashed(z):
    return 1.0 / (1.0 + np.exp(-z))

class Network:
    def __init__(self, sizes):
        self.w = [np.zeros((n, m)) for m, n in zip(sizes, sizes[1:])]
        self.b = [np.zeros(n) for n in sizes[1:]]

    def forward(self, x):
        self.a = [x]
        for w, b in zip(self.w, self.b):
            self.a.append(squashed(self.a[-1] @ w.T + b))
        return self.a[-1]

    def backward(self, x, y):
        d = (self.forward(x) - y) * self.a[-1] * (1 - self.a[-1]) / len(x)
        self.dw, self.db = [], []
        for l in reversed(range(len(self.w))):
            self.dw.insert(0, d.T @ self.a[l])
            self.db.insert(0, d.sum(axis=0))
            d = (d @ self.w[l]) * self.a[l] * (1 - self.a[l])
"""


@pytest.mark.parametrize("names", [{}, {"__name__": "__main__"}, {"__name__": "nowhere"}])
def test_what_exec_defined_needs_no_source(names: dict[str, Any]) -> None:
    exec(SOURCE, names)
    for thing in (names["Network"], names["Network"]([2, 3, 1])):
        report = groundup.check(thing, cost="quadratic")
        assert report, str(report)
        assert report.source_line is None
    offered = offered_by(names["Network"])
    assert offered.names.keys() == {"squashed", "Network"}
    assert offered.file is None


def test_a_method_stands_for_its_instance_or_its_class() -> None:
    network = Network([4, 6, 3])
    assert offered_by(network.backward).names["Network"] is network
    assert offered_by(Network.backward).names["Network"] is Network


LAYERS = """
import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w, self.dw = np.random.randn(n_in, n_out), np.zeros((n_in, n_out))
    def forward(self, x):
        self.x = x
        return x @ self.w
    def backward(self, dout):
        self.dw += self.x.T @ dout
        return dout @ self.w.T

class Tanh:
    def forward(self, x):
        self.a = np.tanh(x)
        return self.a
    def backward(self, dout):
        return dout * (1 - self.a ** 2)

class Chain:
    def __init__(self, *parts): self.parts = parts
    def forward(self, x):
        for part in self.parts: x = part.forward(x)
        return x
    def backward(self, dout):
        for part in self.parts[::-1]: dout = part.backward(dout)
"""


@pytest.mark.parametrize(("slope", "verdict"), [("1 - self.a ** 2", "right"), ("1.0", "wrong")])
def test_what_shows_nothing_here_is_watched_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slope: str, verdict: str
) -> None:
    text = LAYERS.replace("1 - self.a ** 2", slope)
    (tmp_path / f"chain_{verdict}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module(f"chain_{verdict}")
    network = module.Chain(module.Dense(3, 4), module.Tanh(), module.Dense(4, 2))
    assert groundup.check(network).verdict == verdict
    assert groundup.check(module.Chain).verdict == verdict


DECAYING = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

class Net:
    def __init__(self, n_in, n_hidden, n_out, lmbda=0.0, squash="sigmoid"):
        self.lmbda, self.squash = lmbda, squash
        self.w1, self.b1 = np.random.randn(n_in, n_hidden), np.zeros(n_hidden)
        self.w2, self.b2 = np.random.randn(n_hidden, n_out), np.zeros(n_out)

    def forward(self, x):
        z1 = x @ self.w1 + self.b1
        self.a1 = np.tanh(z1) if self.squash == "tanh" else sigmoid(z1)
        self.a2 = sigmoid(self.a1 @ self.w2 + self.b2)
        return self.a2

    def loss(self, x, y):
        squares = np.sum(self.w1 ** 2) + np.sum(self.w2 ** 2)
        data = np.sum((self.forward(x) - y) ** 2) / (2 * len(x))
        return data + self.lmbda / 2 * squares

    def train(self, x, y, lr):
        self.forward(x)
        slope = 1 - self.a1 ** 2 if self.squash == "tanh" else self.a1 * (1 - self.a1)
        d2 = (self.a2 - y) * self.a2 * (1 - self.a2) / len(x)
        d1 = (d2 @ self.w2.T) * slope
        self.w2 -= lr * (self.a1.T @ d2 + self.lmbda * self.w2 OVER)
        self.b2 -= lr * d2.sum(axis=0)
        self.w1 -= lr * (x.T @ d1 + self.lmbda * self.w1 OVER)
        self.b1 -= lr * d1.sum(axis=0)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("over", "slugs"), [("", []), ("/ len(x)", ["l2-divided-by-samples"])])
def test_the_same_is_said_however_the_code_is_handed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, over: str, slugs: list[str]
) -> None:
    name = f"decaying_{len(slugs)}"
    file = tmp_path / f"{name}.py"
    file.write_text(DECAYING.replace("OVER", over), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    net = importlib.import_module(name).Net
    made = [net(3, 4, 2), net(3, 4, 2, 0.1), net(4, 6, 3, 0.1, "tanh")]
    things = (str(file), f"{file}:Net", net, *made)
    reports = [groundup.check(thing) for thing in things]
    for thing, report in zip(things, reports, strict=True):
        assert [one.slug for one in report.mistakes] == slugs, str(report)
        own = getattr(thing, "lmbda", 0.0)
        assert report.conventions["l2"].startswith(f"{own or 0.3}·w in dw (from its cost")
    assert "tanh" in reports[-1].conventions["activation"]


def test_what_an_instance_has_kept_is_its_class_s_default_in_another_process() -> None:
    names: dict[str, Any] = {}
    exec(DECAYING.replace("OVER", ""), names)
    kept = defaults_of(names["Net"](3, 4, 2, 0.1, squash="tanh"))
    assert kept == {"lmbda": 0.1, "squash": "tanh"}
    with_defaults(names["Net"], kept)
    assert names["Net"](5, 6, 7).lmbda == 0.1
    assert names["Net"](5, 6, 7, 0.4).lmbda == 0.4
    assert defaults_of(names["Net"]) == {}
