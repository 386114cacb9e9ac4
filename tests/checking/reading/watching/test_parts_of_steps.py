"""Steps that move a part of the network: since they stop on their way, or leave a layer out."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from tests.checking.reading.watching.conftest import Watched

HUT = """
    import numpy as np

    class Hut:
        def __init__(self, sizes):
            rng = np.random.default_rng(3)
            self.W = [rng.normal(0, 0.5, (m, n)) for m, n in zip(sizes, sizes[1:])]

        def up(self, x):
            self.hs = [x]
            for w in self.W:
                self.hs.append(1 / (1 + np.exp(-(self.hs[-1] @ w))))
            return self.hs[-1]

        def learn(self, x, t):
            o = self.up(x)
            e = (o - t) * o * (1 - o)
            for i in reversed(range(len(self.W))):
                h = self.hs[i]
                below = (e @ self.W[i].T) * h * (1 - h)
                self.W[i] -= 0.3 * h.T @ e
                e = below
            return e
    """
RUN = """
    hut = Hut([2, 4, {hidden}1])
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    T = np.array([[0], [1], [1], [0.0]])
    for lap in range(200):
        hut.learn(X, T)
    """


def made(slip: str, instead: str) -> str:
    assert slip in HUT
    return HUT.replace(slip, instead)


@pytest.mark.parametrize("hidden", ["", "4, "])
def test_a_step_that_stops_after_one_layer_is_none(watched: Watched, hidden: str) -> None:
    text = made("                e = below\n", "") + RUN.format(hidden=hidden)
    observed, why = watched(text)
    assert observed is None
    assert "did not come to its end: line 20 raised ValueError: matmul" in why


def test_a_name_that_stops_it_after_one_layer_is_told(watched: Watched) -> None:
    text = made("* h * (1 - h)", "* (h if i else hh) * (1 - h)") + RUN.format(hidden="4, ")
    observed, why = watched(text)
    assert observed is not None, why
    assert [(one.kind, "hh" in one.message) for one in observed.findings] == [
        ("undefined name", True)
    ]


@pytest.mark.parametrize("run", ["", RUN.format(hidden="")])
def test_a_first_layer_that_no_step_trains_is_wrong(watched: Watched, run: str) -> None:
    text = made("reversed(range(len(self.W)))", "reversed(range(1, len(self.W)))") + run
    observed, why = watched(text)
    assert observed is not None, why
    report = diagnose(observed)
    assert (report.verdict, [one.slug for one in report.mistakes]) == (
        "wrong",
        ["first-layer-skipped"],
    )
