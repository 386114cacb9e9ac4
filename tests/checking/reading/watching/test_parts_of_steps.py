"""Steps that move a part of the network: since they stop on their way, or leave a layer out."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.clipping import NUMBERS, WHOLE
from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.words.paragraph import paragraph
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


PLAIN = """
    import numpy as np

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    X, Y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
    W1, b1 = np.random.randn(2, WIDE), np.zeros((1, WIDE))
    W2, b2 = np.random.randn(WIDE, 1), np.zeros((1, 1))
    for epoch in range(1000):
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        d2 = (A2 - Y) * A2 * (1 - A2)
        SENT
        W2 -= 0.5 * A1.T @ d2
        b2 -= 0.5 * d2.sum(axis=0, keepdims=True)
        TRAINED
    """
SENT = "d1 = d2 @ W2.T * A1 * (1 - A1)"


@pytest.mark.parametrize("wide", ["4", "5"])
@pytest.mark.parametrize(
    ("sent", "trained", "slug"),
    [
        (SENT, "", "first-layer-skipped"),
        (SENT, "W1 - 0.5 * X.T @ d1", "first-layer-skipped"),
        (SENT, "b1 -= 0.5 * d1.sum(axis=0, keepdims=True)", "first-weights-skipped"),
        ("", "", ""),
        ("below = A1 * A2", "", "first-layer-skipped"),
    ],
)
def test_a_first_layer_under_names_of_its_own_that_is_not_trained(
    watched: Watched, wide: str, sent: str, trained: str, slug: str
) -> None:
    text = PLAIN.replace("WIDE", wide).replace("SENT", sent).replace("TRAINED", trained)
    observed, why = watched(text)
    assert observed is not None, why
    report = diagnose(observed)
    if slug:
        assert (report.verdict, [one.slug for one in report.mistakes]) == ("wrong", [slug])
    else:
        assert (report.verdict, report.mistakes) == ("unchecked", [])
        assert report.doubts[0].startswith("A step does not train W1, and computes nothing for it")
        assert "no mistake of the catalogue" not in paragraph(report)


CLIPPED = """
    import numpy as np
    X, Y = np.random.randn(30, 3), np.random.randn(30, 1)
    W1, b1, W2, b2 = np.random.randn(3, 6), np.zeros(6), np.random.randn(6, 1), np.zeros(1)
    for epoch in range(500):
        h = np.tanh(X @ W1 + b1)
        out = h @ W2 + b2
        d2 = (out - Y) / len(X)
        d1 = d2 @ W2.T * (1 - h ** POWER)
        grads = [X.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0)]
        CLIP
        for p, g in zip([W1, b1, W2, b2], grads):
            p -= 0.05 * g
    """
BY_LENGTH = (
    "grads = [g * min(1.0, 0.1 / np.sqrt(sum((g ** 2).sum() for g in grads))) for g in grads]"
)


@pytest.mark.parametrize(
    ("clip", "words"),
    [("grads = [np.clip(g, -0.1, 0.1) for g in grads]", NUMBERS), (BY_LENGTH, WHOLE)],
)
def test_gradients_that_are_clipped_are_not_called_those_of_another_cost(
    watched: Watched, clip: str, words: str
) -> None:
    observed, why = watched(CLIPPED.replace("CLIP", clip).replace("POWER", "2"))
    assert observed is not None, why
    report = diagnose(observed)
    assert (report.verdict, report.doubts) == ("unchecked", [words])
    observed, why = watched(CLIPPED.replace("CLIP", clip).replace("POWER", "1"))
    assert observed is not None, why
    assert words not in diagnose(observed).doubts


EMPTIED = """
    import numpy as np

    class Layer:
        def __init__(self, m, n):
            self.params = {"w": np.random.randn(m, n), "b": np.zeros(n)}
            self.grads = {"w": 0.0, "b": 0.0}
        def forward(self, x):
            self.x = x
            return x @ self.params["w"] + self.params["b"]
        def backward(self, grad):
            self.grads["w"] += self.x.T @ grad
            self.grads["b"] += grad.sum(axis=0)
            return grad @ self.params["w"].T

    X, Y = np.random.uniform(-1, 1, (9, 3)), np.random.uniform(0, 1, (9, 2))
    layers = [Layer(3, 4), Layer(4, 2)]
    for lap in range(20):
        h = np.tanh(layers[0].forward(X))
        d1 = layers[1].backward((layers[1].forward(h) - Y) / len(X))
        layers[0].backward(d1 * (1 - h ** 2))
        for layer in layers:
            for name in layer.params:
                layer.params[name] -= 0.1 * layer.grads[name]
                layer.grads[name] = 0.0
    """


def test_gradients_that_are_0_between_steps_are_no_biases(watched: Watched) -> None:
    observed, why = watched(EMPTIED)
    assert observed is not None, why
    assert diagnose(observed).verdict == "right", observed.findings


@pytest.mark.parametrize(
    ("steps", "slugs", "told"),
    [
        ("W1 -= HIGH * @; b1 -= LOW * @; W2 -= HIGH * @; b2 -= LOW * @", [], "biases"),
        ("W1 -= HIGH * @; b1 -= HIGH * @; W2 -= LOW * @; b2 -= LOW * @", [], "hidden layers"),
        (
            "W1 -= HIGH * @; b1 += HIGH * @; W2 -= LOW * @; b2 -= LOW * @",
            ["bias-gradient-negated"],
            "hidden layers",
        ),
    ],
)
def test_biases_and_hidden_layers_may_have_rates_of_their_own(
    watched: Watched, steps: str, slugs: list[str], told: str
) -> None:
    for i in range(4):
        steps = steps.replace("@", f"grads[{i}]", 1)
    loop = "for p, g in zip([W1, b1, W2, b2], grads):\n            p -= 0.05 * g"
    assert loop in CLIPPED
    text = CLIPPED.replace(loop, steps).replace("CLIP", "pass").replace("POWER", "2")
    observed, why = watched(text.replace("for epoch", "HIGH, LOW = 0.1, 0.025\n    for epoch"))
    assert observed is not None, why
    report = diagnose(observed)
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right")
    assert f"steps of {told}" in report.conventions
