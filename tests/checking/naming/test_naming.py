"""Each rule names the mistake that is planted for it, in its layer and at its statement; what is
next to it has another name, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Word
from groundup.checking.loading import targets
from groundup.checking.naming.naming import named
from groundup.checking.tracing import runs

KINDS = Path(__file__).parents[1] / "kinds"
NET = """import numpy as np

rng = np.random.default_rng(3)
N = 7
X = rng.normal(size=(N, 4))
Y = np.eye(4)[rng.integers(0, 4, N)]
W1, W2, W3 = [rng.normal(size=(4, 4)) for _ in range(3)]
b1, b2, b3 = [rng.normal(size=4) for _ in range(3)]
rate = 0.3


def f(z):
    return 1 / (1 + np.exp(-z))


def slope(z):
    return f(z) * (1 - f(z))


for turn in range(40):
    z1 = X @ W1 + b1
    a1 = f(z1)
    z2 = a1 @ W2 + b2
    a2 = f(z2)
    z3 = a2 @ W3 + b3
    a3 = f(z3)
    cost = 0.5 * np.sum((a3 - Y) ** 2) / N
    error = a3 - Y
    d3 = error * slope(z3)
    d2 = d3 @ W3.T * slope(z2)
    d1 = d2 @ W2.T * slope(z1)
    dW3 = a2.T @ d3 / N
    dW2 = a1.T @ d2 / N
    dW1 = X.T @ d1 / N
    db3 = d3.sum(axis=0) / N
    db2 = d2.sum(axis=0) / N
    db1 = d1.sum(axis=0) / N
    W3 = W3 - rate * dW3
    W2 = W2 - rate * dW2
    W1 = W1 - rate * dW1
    b3 = b3 - rate * db3
    b2 = b2 - rate * db2
    b1 = b1 - rate * db1
"""
D2, D3 = "d2 = d3 @ W3.T * slope(z2)", "d3 = error * slope(z3)"
PLANTED = {  # what stands there, what is written instead, the name, its layers
    "no f′": (D2, "d2 = d3 @ W3.T", "hidden-derivative-missing", (1,)),
    "no f′ at the output": (D3, "d3 = error", "output-derivative-missing", (2,)),
    "f′ twice": (D2, f"{D2} * slope(z2)", "hidden-derivative-twice", (1,)),
    "f′ twice at the output": (D3, f"{D3} * slope(z3)", "output-derivative-twice", (2,)),
    "f′ of a": (D2, "d2 = d3 @ W3.T * slope(a2)", "hidden-derivative-of-activation", (1,)),
    "f for f′": (D2, "d2 = d3 @ W3.T * a2", "function-for-its-derivative", (1,)),
    "half of f′": (D2, "d2 = d3 @ W3.T * (1 - a2)", "half-of-the-derivative", (1,)),
    "a form of a, of z": (
        D2,
        "d2 = d3 @ W3.T * z2 * (1 - z2)",
        "hidden-derivative-form-for-a-given-z",
        (1,),
    ),
    "z above": (D2, "d2 = d3 @ W3.T * slope(z3)", "z-of-the-layer-above", (1,)),
    "z below": (D2, "d2 = d3 @ W3.T * slope(z1)", "z-of-the-layer-below", (1,)),
    "no bias in z": (D2, "d2 = d3 @ W3.T * slope(z2 - b2)", "kept-z-without-bias", (1,)),
    "a mean of f′": (
        D2,
        "d2 = d3 @ W3.T * slope(z2).mean(axis=0)",
        "derivative-averaged-over-the-batch",
        (1,),
    ),
    "not transposed": ("d3 @ W3.T", "d3 @ W3", "weights-not-transposed", (1,)),
    "weights below": ("d3 @ W3.T", "d3 @ W2.T", "weights-of-the-layer-below", (1,)),
    "weights above": ("d2 @ W2.T", "d2 @ W3.T", "weights-of-the-layer-above", (0,)),
    "sizes of weights": ("d3 @ W3.T", "d3 @ abs(W3.T)", "absolute-weights", (1,)),
    "no weights": (
        "d3 @ W3.T",
        "d3.sum(axis=1, keepdims=True)",
        "weights-left-out",
        (1,),
    ),
    "an early step": (D2, f"W3 = W3 - rate * a2.T @ d3\n    {D2}", "weights-updated-too-early", (1,)),
    "the raw error": ("d3 @ W3.T", "error @ W3.T", "raw-error-sent-back", (1,)),
    "y - a": ("error = a3 - Y", "error = Y - a3", "sign-flipped", ()),
    "its sign": ("error = a3 - Y", "error = np.sign(a3 - Y)", "sign-of-the-error", (2,)),
    "labels": (
        "error = a3 - Y",
        "error = a3 - np.roll(Y, 1, axis=1)",
        "labels-one-too-high",
        (2,),
    ),
    "z for a": ("dW2 = a1.T", "dW2 = z1.T", "weighted-input-for-activation", (1,)),
    "its own a": ("dW2 = a1.T", "dW2 = a2.T", "activation-of-this-layer", (1,)),
    "x for a": ("dW3 = a2.T @ d3 / N", "dW3 = X[:].T @ d3 / N", "network-inputs-everywhere", (2,)),
    "turned": ("dW2 = a1.T @ d2", "dW2 = d2.T @ a1", "gradient-transposed", (1,)),
    "a product of means": (
        "dW2 = a1.T @ d2 / N",
        "dW2 = np.outer(a1.mean(axis=0), d2.mean(axis=0))",
        "product-of-means",
        (1,),
    ),
    "the last row": ("a1.T @ d2", "a1[-1:].T @ d2[-1:]", "last-sample-only-in-weights", (1,)),
    "all of a sum": ("d2.sum(axis=0)", "d2.sum() * np.ones(4)", "bias-sum-over-everything", (1,)),
    "all of a mean": (
        "d2.sum(axis=0) / N",
        "d2.mean() * np.ones(4)",
        "bias-mean-over-everything",
        (1,),
    ),
    "times b": ("d2.sum(axis=0)", "d2.sum(axis=0) * b2", "bias-gradient-times-bias", (1,)),
    "the last of d": ("d2.sum(axis=0)", "d2[-1]", "bias-of-the-last-sample", (1,)),
    "the first of d": ("d2.sum(axis=0)", "d2[0]", "bias-of-the-first-sample", (1,)),
    "d above": ("d2.sum(axis=0)", "d3.sum(axis=0)", "delta-of-the-layer-above", (1,)),
    "biases up": ("b2 = b2 - rate", "b2 = b2 + rate", "bias-gradient-negated", (1,)),
    "no mean of b": ("d2.sum(axis=0) / N", "d2.sum(axis=0)", "biases-summed-weights-averaged", (1,)),
    "rate twice": ("b2 - rate * db2", "b2 - rate * rate * db2", "bias-rate-taken-twice", (1,)),
    "N on the way": (D2, f"{D2} / N", "averaged-on-the-way-back", (0, 1)),
    "up": ("- rate *", "+ rate *", "update-adds", ()),
}


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return named(judge(runs.run(targets.parse(str(file)), enough=enough).tape))


def changed(old: str, new: str, text: str = NET) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_mistake_is_named_in_its_layer(what: str, tmp_path: Path) -> None:
    old, new, slug, layers = PLANTED[what]
    verdict = judged(tmp_path, changed(old, new))
    assert verdict.word is Word.WRONG
    assert {one.slug for one in verdict.wrong} == {slug}
    assert {layer for one in verdict.wrong for layer in one.layers} == set(layers)
