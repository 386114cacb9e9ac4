"""What learns by another rule than backprop is neither right nor wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

PERCEPTRON = """
import numpy as np

rng = np.random.default_rng(4)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array([0, 1, 1, 1])
w, b = rng.normal(size=2), -0.7

def step(z):
    if z >= 0:
        return 1
    return 0

for lap in range(20):
    for x, t in zip(X, T):
        a = step(w @ x + b)
        w = w + 0.1 * (t - a) * x
        b = b + 0.1 * (t - a)
"""
STEPS = {
    "a branch": "step(w @ x + b)",
    "a choice": "np.where(w @ x + b >= 0, 1, 0)",
    "a comparison": "float(w @ x + b >= 0)",
    "a sign": "(np.sign(w @ x + b) + 1) / 2",
}
IDLE = """
import numpy as np

rng = np.random.default_rng(4)
X, T = rng.normal(size=(6, 3)), rng.integers(0, 2, 6)
w, v = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
for lap in range(20):
    a = np.tanh(X @ w)
    z = a @ v
    dw, dv = np.zeros_like(w), np.zeros_like(v)
    w -= 0.1 * dw
    v -= 0.1 * dv
    print(sum(int(np.argmax(one)) == t for one, t in zip(z, T)))
"""
BOTH_WAYS = """
import numpy as np

rng = np.random.default_rng(4)
X = rng.integers(0, 2, (8, 6)).astype(float)
w, b, c = rng.normal(size=(6, 3)), np.zeros(6), np.zeros(3)

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

for lap in range(20):
    hidden = sigmoid(X @ w + c)
    sample = (hidden > rng.random(hidden.shape)).astype(float)
    again = sigmoid(sample @ w.T + b)
    last = sigmoid(again @ w + c)
    w += 0.1 * (X.T @ hidden - again.T @ last) / len(X)
    b += 0.1 * (X - again).mean(0)
    c += 0.1 * (hidden - last).mean(0)
    print(((X - again) ** 2).sum())
"""


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "mine.py"
    file.write_text(text, "utf-8")
    return judge(runs.run(targets.parse(str(file)), enough=enough).tape)


@pytest.mark.parametrize("kind", STEPS)
def test_steps_that_come_from_comparisons_have_no_gradient(kind: str, tmp_path: Path) -> None:
    verdict = judged(tmp_path, PERCEPTRON.replace(STEPS["a branch"], STEPS[kind], 1))
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.DECIDED)
    lines = PERCEPTRON.splitlines()
    asked = "z >= 0" if kind == "a branch" else "a = step"
    assert asked in lines[verdict.places[0].line - 1]


def test_steps_of_nothing_are_lost_though_outputs_are_compared(tmp_path: Path) -> None:
    verdict = judged(tmp_path, IDLE)
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.DISCARDED)


def test_steps_of_which_some_come_from_no_error_are_another_rule_s(tmp_path: Path) -> None:
    verdict = judged(tmp_path, BOTH_WAYS)
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.UNEXPLAINED)
