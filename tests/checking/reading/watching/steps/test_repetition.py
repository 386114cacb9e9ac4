"""Gradients that are never set back to 0 are told from those that are, and from momentum."""

from __future__ import annotations

import re
import textwrap

import numpy as np
import pytest

import groundup
from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.watching.steps.repetition import left_behind, piled_up
from tests.checking.conftest import Write
from tests.checking.reading.watching.conftest import Watched, recorded

W = "name", "w"
SCRIPT = """
    import numpy as np
    X = np.random.uniform(-1, 1, (9, 3))
    Y = np.random.uniform(0, 1, (9, 2))
    w1, w2 = np.random.randn(3, 4), np.random.randn(4, 2)
    b1, b2 = np.zeros(4), np.zeros(2)
    g1, g2, h1, h2 = np.zeros((3, 4)), np.zeros((4, 2)), np.zeros(4), np.zeros(2)
    for epoch in range(50):
        a1 = np.tanh(X @ w1 + b1)
        a2 = np.tanh(a1 @ w2 + b2)
        d2 = (a2 - Y) * (1 - a2 ** 2)
        d1 = d2 @ w2.T * (1 - a1 ** 2)
        ...
        w1 -= 0.01 * g1
        w2 -= 0.01 * g2
        b1 -= 0.01 * h1
        b2 -= 0.01 * h2
    """
PILING = """
        g1 += X.T @ d1
        g2 += a1.T @ d2
        h1 += d1.sum(axis=0)
        h2 += d2.sum(axis=0)
"""
ZEROED = "\n        for g in (g1, g2, h1, h2):\n            g[...] = 0.0" + PILING
FRESH = PILING.replace("+=", "=")
MOMENTUM = re.sub(r"(\w+) \+=", r"\1 = 0.9 * \1 +", PILING)
ONLY_WEIGHTS = PILING.replace("h1 +=", "h1 =").replace("h2 +=", "h2 =")


@pytest.mark.parametrize(
    ("gradients", "numbers"),
    [(PILING, [36]), (ONLY_WEIGHTS, [36]), (ZEROED, []), (FRESH, []), (MOMENTUM, [])],
    ids=["piling", "only weights", "zeroed", "fresh", "momentum"],
)
def test_gradients_that_pile_up_are_named(
    watched: Watched, gradients: str, numbers: list[int]
) -> None:
    observed, why = watched(SCRIPT.replace("\n        ...\n", gradients))
    assert observed is not None, why
    report = diagnose(observed)
    assert [one.number for one in report.mistakes] == numbers
    assert report.verdict == ("wrong" if numbers else "right")
    calls = [len(seen.calls) for seen in observed.observations]
    assert calls[:2] == ([2, 1] if numbers else [1, 1])


LAYERS = """
    import numpy as np

    class Layer:
        def __init__(self, n_in, n_out):
            self.W = np.random.randn(n_in, n_out)
            self.b = np.zeros(n_out)
            self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

        def forward(self, x):
            self.x = x
            self.y = np.tanh(x @ self.W + self.b)
            return self.y

        def backward(self, g):
            g = g * (1 - self.y ** 2)
            self.dW += self.x.T @ g
            self.db += g.sum(axis=0)
            return g @ self.W.T

    layers = [Layer(2, 5), Layer(5, 1)]
    X = np.random.uniform(-1, 1, (20, 2))
    T = np.sin(X[:, :1])

    def step(x, t):
        for layer in layers:
            x = layer.forward(x)
        g = x - t
        for layer in reversed(layers):
            g = layer.backward(g)
        for layer in layers:
            layer.W -= 0.01 * layer.dW
            layer.b -= 0.01 * layer.db
            ...

    for i in range(100):
        step(X, T)
    """


@pytest.mark.parametrize("batches", [False, True], ids=["whole", "batches"])
@pytest.mark.parametrize("zeroed", [False, True], ids=["piling", "zeroed"])
def test_layers_may_set_their_gradients_back_in_their_own_way(
    watched: Watched, zeroed: bool, batches: bool
) -> None:
    text = LAYERS.replace("...", "layer.dW[:], layer.db[:] = 0.0, 0.0" if zeroed else "pass")
    if batches:
        text = text.replace("step(X, T)", "for k in range(0, 20, 5): step(X[k:k+5], T[k:k+5])")
    observed, why = watched(text)
    assert observed is not None, why
    report = diagnose(observed)
    assert [one.number for one in report.mistakes] == ([] if zeroed else [36])
    assert report.verdict == ("right" if zeroed else "wrong")


@pytest.mark.parametrize("zeroed", [False, True], ids=["piling", "zeroed"])
def test_layers_that_pile_up_when_they_are_chained_are_watched_instead(
    write: Write, zeroed: bool
) -> None:
    """Two calls of `backward` alone do not say what the training loop does between them."""
    text = LAYERS.replace("...", "layer.dW[:], layer.db[:] = 0.0, 0.0" if zeroed else "pass")
    report = groundup.check(write(text))
    assert [one.number for one in report.mistakes] == ([] if zeroed else [36])
    assert report.verdict == ("right" if zeroed else "wrong")


def test_what_a_step_leaves_behind() -> None:
    text = textwrap.dedent("""
        import numpy as np
        w, g, x, n, total = np.ones((2, 2)), np.zeros((2, 2)), np.ones(3), 0, 0.0
        for i in range(3):
            g = g + 1.0
            x = x + 1.0
            w = w - g
            n, total, new = n + 1, total + 0.5, w
        """)
    run = recorded(text, "for i")
    behind = left_behind(run, [(W,)])
    assert list(behind) == [(("name", "g"),)]
    np.testing.assert_array_equal(behind[("name", "g"),], np.ones((2, 2)))
    put = recorded(text, "for i", given={(("name", "g"),): np.ones((2, 2))})
    assert left_behind(put, [(W,)]) == {}  # what was put in is no news


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (([2.0, 4.0], [-6.0]), True),
        (([2.0, 4.0], [-3.0]), True),
        (([1.0, 2.0], [-3.0]), False),
        (([1.9, 3.8], [-5.7]), False),
        (([2.0, 2.0], [-6.0]), False),
        (([2.0, 4.0], [-9.0]), False),
    ],
)
def test_twice_is_exactly_twice(second: tuple[list[float], ...], expected: bool) -> None:
    first = [np.array([1.0, 2.0]), np.array([-3.0])]
    assert piled_up(first, [np.array(one) for one in second]) is expected


def test_what_does_not_move_says_nothing() -> None:
    still = np.zeros(2)
    assert not piled_up([still], [still])
    assert piled_up([still, np.ones(1)], [still, 2.0 * np.ones(1)])


ONLINE = """
    import numpy as np
    X = np.random.uniform(-1, 1, (9, 3))
    Y = np.random.uniform(0, 1, (9, 2))
    w1, w2 = np.random.randn(3, 4), np.random.randn(4, 2)
    for epoch in range(5):
        g1, g2 = 0.0, 0.0
        for x, y in zip(X, Y):
            a1 = np.tanh(x @ w1)
            a2 = np.tanh(a1 @ w2)
            d2 = (a2 - y) * (1 - a2 ** 2)
            d1 = d2 @ w2.T * (1 - a1 ** 2)
            g1 = g1 * KEPT + np.outer(x, d1)
            g2 = g2 * KEPT + np.outer(a1, d2)
            w1 -= 0.1 * g1
            w2 -= 0.1 * g2
    """


@pytest.mark.parametrize(("kept", "numbers"), [("1.0", [36]), ("0.9", []), ("0.0", [])])
def test_sums_that_a_lap_begins_anew_pile_up_from_turn_to_turn(
    watched: Watched, kept: str, numbers: list[int]
) -> None:
    observed, why = watched(ONLINE.replace("KEPT", kept))
    assert observed is not None, why
    report = diagnose(observed)
    assert [one.number for one in report.mistakes] == numbers
    assert report.verdict == ("wrong" if numbers else "right")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("g1 = g1 * KEPT", "g1 = g1 * 0.0"),  # of one layer alone
        ("in zip(X, Y)", "in pairs()"),
    ],
)
def test_they_may_be_those_of_a_layer_and_of_samples_from_a_generator(
    watched: Watched, old: str, new: str
) -> None:
    text = ONLINE.replace(old, new).replace("KEPT", "1.0")
    pairs = "def pairs():\n        for i in range(len(X)):\n            yield X[i], Y[i]\n"
    observed, why = watched(text.replace("for epoch", f"{pairs}    for epoch"))
    assert observed is not None, why
    assert [one.number for one in diagnose(observed).mistakes] == [36]


REMEMBERING = """
    import numpy as np
    X, Y = np.random.uniform(-1, 1, (9, 3)), np.random.uniform(0, 1, (9, 2))
    w1, w2 = np.random.randn(3, 4), np.random.randn(4, 2)
    params = [w1, w2]
    kept = [np.zeros_like(p) for p in params]

    def descend(params, grads, kept):
        for p, g, k in zip(params, grads, kept):
            STEP

    for epoch in range(50):
        a1 = np.tanh(X @ w1)
        a2 = np.tanh(a1 @ w2)
        d2 = (a2 - Y) * (1 - a2 ** 2)
        d1 = d2 @ w2.T * (1 - a1 ** 2)
        descend(params, [X.T @ d1, a1.T @ d2], kept)
    """


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("k *= 0.9; k += 0.1 * g; p -= 0.1 * k", "with momentum, or another memory"),
        ("k[...] = 0.9 * k + 0.1 * g ** 2; p -= g / (np.sqrt(k) + 1e-8)", "adaptive: judged are"),
        ("k[...] = g; p -= 0.1 * k", ""),
    ],
)
def test_what_was_not_judged_of_steps_that_remember_others_is_told(
    watched: Watched, step: str, words: str
) -> None:
    observed, why = watched(REMEMBERING.replace("STEP", step))
    assert observed is not None, why
    assert observed.conventions.get("step", "").startswith(words)
    assert ("step" in observed.conventions) == bool(words)
    assert diagnose(observed).verdict == "right"
