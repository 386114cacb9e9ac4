"""Functions, classes, modules and instances are checked in this very process."""

from __future__ import annotations

import importlib
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundup
from groundup.checking.loading.objects import offered_by
from groundup.checking.running.process import observe_object
from groundup.rungs import batches
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
    assert [seen.probe.sizes for seen in shown.observations] == [(4, 6, 3)] * 2
    assert not network.w[0].any()
    assert not hasattr(network, "dw")


def test_a_module() -> None:
    check_right(observe_object(batches))


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
