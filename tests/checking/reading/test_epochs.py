"""A second epoch goes on from the weights that the first has left."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from tests.checking.conftest import Observe

NET = """
    import numpy as np

    class Net:
        def __init__(self, sizes):
            self.weights = [np.random.randn(m, n) for m, n in zip(sizes, sizes[1:])]
            self.biases = [np.zeros(n) for n in sizes[1:]]

        def forward(self, x):
            a = [x]
            for w, b in zip(self.weights, self.biases):
                a.append(np.tanh(a[-1] @ w + b))
            return a

        def gradients(self, x, y):
            a = self.forward(x)
            d, dw, db = (a[-1] - y) * (1 - a[-1] ** 2) / len(x), [], []
            for l in reversed(range(len(self.weights))):
                dw.insert(0, a[l].T @ d)
                db.insert(0, d.sum(axis=0))
                d = d @ self.weights[l].T * (1 - a[l] ** 2)
            return dw, db

        def fit(self, x, y, epochs, rate):
            dw, db = self.gradients(x, y)
            for epoch in range(epochs):
                for l in range(len(dw)):
                    self.weights[l] -= rate * dw[l]
                    self.biases[l] -= rate * db[l]
                AFTER
"""


@pytest.mark.parametrize(
    ("after", "slugs"),
    [("pass", ["stale-cache"]), ("rate *= 0.9; dw, db = self.gradients(x, y)", [])],
)
def test_a_fit_beside_right_gradients_computes_them_anew(
    observed: Observe, after: str, slugs: list[str]
) -> None:
    report = diagnose(observed(NET.replace("AFTER", after)))
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right")
