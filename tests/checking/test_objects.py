"""Functions, classes, modules and instances are checked in this very process."""

from __future__ import annotations

import itertools

import numpy as np

from groundup.checking.isolation import observe_object
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
