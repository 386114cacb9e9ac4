"""What kept the tape from a true verdict: right and wrong programs in pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

ARRAYS = (Path(__file__).parents[1] / "kinds" / "arrays.py").read_text("utf-8")
COST = ARRAYS[ARRAYS.index("    cost =") : ARRAYS.index("    # backward")]
SQUARED = "    cost = 0.5 * np.mean((p - y) ** 2)\n"
NO_COST = ARRAYS.replace(COST, "")
SAMPLES = "y = np.concatenate([y, 1 - y], axis=1)\nW1 ="
WIDE = NO_COST.replace("W1 =", SAMPLES, 1).replace("(5, 1)", "(5, 2)").replace("(1, 1)", "(1, 2)")
PENALISED = COST + "    asked = cost + 0.01 * ((W1 ** 2).sum() + (W2 ** 2).sum())\n"
DECAYED = (
    ARRAYS.replace(COST, PENALISED)
    .replace("X.T @ d1\n", "X.T @ d1 + 0.02 * W1\n")
    .replace("h.T @ d2\n", "h.T @ d2 + 0.02 * W2\n")
)
AGAIN = "    for w, g in ((W1, dW1), (b1, db1), (W2, dW2)):\n        w -= 0.1 * g\n"

NEURONS = """
import numpy as np

rng = np.random.default_rng(1)

class Neuron:
    def __init__(self, size):
        self.w = rng.uniform(-0.7, 0.7, size + 1)

    def fire(self, x):
        self.x = np.append(x, 1.0)
        self.y = 1 / (1 + np.exp(-self.w.dot(self.x)))
        return self.y

    def correct(self, error):
        delta = error * self.y * (1 - self.y)
        below = delta * self.w[:-1]
        self.w -= 0.5 * delta * self.x
        return below

layers = [[Neuron(2) for _ in range(4)], [Neuron(4) for _ in range(2)]]
for turn in range(40):
    x, t = rng.uniform(size=2), rng.uniform(size=2)
    a = x
    for layer in layers:
        a = np.array([one.fire(a) for one in layer])
    errors = a - t
    for layer in layers[::-1]:
        errors = sum(one.correct(error) for one, error in zip(layer, errors))
"""
LATE = NEURONS.replace("        below = delta * self.w[:-1]\n", "").replace(
    "return below", "return delta * self.w[:-1]"
)

SCALARS = """
import math

def f(x):
    return 1 / (1 + math.exp(-x))

u1, u2, s, v, w, c, rate = 0.3, -0.4, 0.2, 0.7, 0.5, 0.1, 0.4
t1 = t2 = 0.0
for turn in range(40):
    total = 0
    for p, q, answer in ((0.5, 0.2, 0), (0.1, 0.9, 1), (0.8, 0.3, 1), (0.7, 0.6, 0)):
        g, h = f(u1 * p + s * q + t1), f(u2 * p + s * q + t2)
        y = f(v * g + w * h + c)
        d = (y - answer) * y * (1 - y)
        e1, e2 = d * v * g * (1 - g), d * w * h * (1 - h)
        v -= rate * d * g
        w -= rate * d * h
        c -= rate * d
        u1 -= rate * e1 * p
        u2 -= rate * e2 * p
        s -= rate * (e1 + e2) * q
        t1 -= rate * e1
        t2 -= rate * e2
        total += (y - answer) ** 2
    print(total)
"""
ERRORS = "        e1, e2 = d * v * g * (1 - g), d * w * h * (1 - h)\n"
LATER = SCALARS.replace(ERRORS, "").replace(
    "        c -= rate * d\n", "        c -= rate * d\n" + ERRORS
)
MOMENTUM = SCALARS
for one in ("v", "w", "c", "u1", "u2", "s", "t1", "t2"):
    MOMENTUM = MOMENTUM.replace(f"        {one} -= ", f"        k{one} = 0.9 * k{one} + ").replace(
        "        total +=", f"        {one} -= k{one}\n        total +="
    )
MOMENTUM = MOMENTUM.replace("t1 = t2", "kv = kw = kc = ku1 = ku2 = ks = kt1 = kt2 = 0.0\nt1 = t2")

PLAYERS = """
import numpy as np

rng = np.random.default_rng(0)
w1, c1, w2, c2 = rng.normal(size=(1, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1)
v1, b1, v2, b2 = rng.normal(size=(1, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1)

def make(z):
    h = np.tanh(z @ w1 + c1)
    return h, h @ w2 + c2

def look(x):
    h = np.tanh(x @ v1 + b1)
    return h, 1 / (1 + np.exp(-(h @ v2 + b2)))

for turn in range(60):
    z = rng.normal(size=(16, 1))
    x = np.vstack([4 + rng.normal(size=(16, 1)), make(z)[1]])
    t = np.vstack([np.ones((16, 1)), np.zeros((16, 1))])
    h, p = look(x)
    d2 = (p - t) / len(x)
    d1 = d2 @ v2.T * (1 - h ** 2)
    v2 -= 0.1 * h.T @ d2
    b2 -= 0.1 * d2.sum(0)
    v1 -= 0.1 * x.T @ d1
    b1 -= 0.1 * d1.sum(0)
    g, made = make(z)
    h, p = look(made)
    d = ((p - 1) / 16 @ v2.T * (1 - h ** 2)) @ v1.T
    e = d @ w2.T * (1 - g ** 2)
    w2 -= 0.1 * g.T @ d
    c2 -= 0.1 * d.sum(0)
    w1 -= 0.1 * z.T @ e
    c1 -= 0.1 * e.sum(0)
"""

CASES: dict[str, tuple[str, Word, Why | None]] = {
    "squares are computed, and their slope is left out": (
        ARRAYS.replace(COST, SQUARED),
        Word.WRONG,
        Why.OWN_COST,
    ),
    "squares are computed of all, after the training": (
        NO_COST.replace(
            "# parameters",
            "p = 1 / (1 + np.exp(-(np.tanh(X @ W1 + b1) @ W2 + b2)))\n"
            "print(np.sum((p - y) ** 2))\n# parameters",
        ),
        Word.WRONG,
        None,
    ),
    "no cost is computed": (NO_COST, Word.RIGHT, Why.ASSUMED_COST),
    "an absolute error is looked at": (
        ARRAYS.replace(COST, "    off = np.mean(np.abs(p - y))\n"),
        Word.RIGHT,
        Why.ASSUMED_COST,
    ),
    "one layer goes down squares, and one cross-entropy": (
        WIDE.replace("h.T @ d2\n", "h.T @ (d2 * p * (1 - p))\n").replace(
            "d2.sum(", "(d2 * p * (1 - p)).sum("
        ),
        Word.WRONG,
        Why.ASSUMED_COST,
    ),
    "labels that count beyond 1": (
        NO_COST.replace("rate = 0.5", "rate = 0.5\ny = np.arange(20.0)[:, None] % 4"),
        Word.RIGHT,
        Why.ASSUMED_COST,
    ),
    "a penalty of a cost beside another": (DECAYED, Word.RIGHT, Why.OWN_COST),
    "twice what that asks for": (DECAYED.replace("0.02 *", "0.04 *"), Word.WRONG, None),
    "a step that is taken twice": (
        ARRAYS.replace("    W1 -= rate", AGAIN.replace("0.1", "rate") + "    W1 -= rate"),
        Word.WRONG,
        Why.STEP_TWICE,
    ),
    "neurons with their own weights": (NEURONS, Word.RIGHT, Why.ASSUMED_COST),
    "moved before they are asked": (LATE, Word.WRONG, None),
    "two networks against each other": (PLAYERS, Word.UNCHECKED, None),
    "single numbers": (SCALARS, Word.RIGHT, Why.OWN_COST),
    "single numbers that are moved too early": (LATER, Word.WRONG, Why.OWN_COST),
    "single numbers with momentum": (MOMENTUM, Word.UNCHECKED, None),
}


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return judge(runs.run(targets.parse(str(file)), enough=enough).tape)


@pytest.mark.parametrize("what", CASES)
def test_what_was_not_known_once(what: str, tmp_path: Path) -> None:
    text, word, why = CASES[what]
    verdict = judged(tmp_path, text)
    assert verdict.word is word, verdict
    assert why is None or verdict.why[0] is why, verdict
