"""Inputs and targets that are shuffled apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import Why, Word
from tests.checking.judging.test_false_words import judged

PROGRAM = """
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(30, 4))
Y = np.tanh(X[:, :2]) * 0.5
W, b = rng.normal(size=(4, 2)), np.zeros(2)
for epoch in range(9):
    order, other = rng.permutation(30), rng.permutation(30)
    {shuffle}
    for k in range(0, 30, {size}):
        x, y = {batch}
        a = np.tanh(x @ W + b)
        cost = ((a - y) ** 2).sum() / 2
        d = (a - y) * (1 - a * a)
        W -= 0.1 * x.T @ d
        b -= 0.1 * d.sum(axis=0)
"""
SLICES, CHOSEN = "X[k:k + {0}], Y[k:k + {0}]", "X[order[k:k + {0}]], Y[{1}[k:k + {0}]]"
WAYS = {
    "together": ("X, Y = X[order], Y[order]", SLICES, Word.RIGHT),
    "by one order": ("", CHOSEN.replace("{1}", "order"), Word.RIGHT),
    "in one array": (
        "both = np.hstack([X, Y]); rng.shuffle(both); X, Y = both[:, :4], both[:, 4:]",
        SLICES,
        Word.RIGHT,
    ),
    "inputs alone": ("X = X[order]", SLICES, Word.WRONG),
    "targets alone, in place": ("rng.shuffle(Y)", SLICES, Word.WRONG),
    "by two orders": ("", CHOSEN.replace("{1}", "other"), Word.WRONG),
}


@pytest.mark.parametrize("size", [10, 30])
@pytest.mark.parametrize("way", WAYS)
def test_samples_keep_their_targets(tmp_path: Path, way: str, size: int) -> None:
    shuffle, batch, word = WAYS[way]
    text = PROGRAM.format(shuffle=shuffle or "pass", size=size, batch=batch.format(size))
    verdict = judged(tmp_path, text)
    assert verdict.word is word, verdict
    if word is Word.WRONG:
        (place,) = verdict.places
        assert verdict.why[0] is Why.MIXED
        assert text.splitlines()[place.line - 1].strip() == "d = (a - y) * (1 - a * a)"


SINGLE = """
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(6, 3))
T = list(np.tanh(X.sum(axis=1)))
w = rng.normal(size=3)
for epoch in range(9):
    {shuffle}
    for x, t in zip(X, T):
        a = np.tanh(x @ w)
        cost = (a - t) ** 2 / 2
        w -= 0.1 * (a - t) * (1 - a * a) * x
"""


@pytest.mark.parametrize(
    ("shuffle", "word"),
    [
        ("order = rng.permutation(6); X = X[order]; T = [T[i] for i in order]", Word.RIGHT),
        ("X = X[rng.permutation(6)]", Word.WRONG),
    ],
)
def test_sample_by_sample(tmp_path: Path, shuffle: str, word: Word) -> None:
    assert judged(tmp_path, SINGLE.format(shuffle=shuffle)).word is word


def test_a_sample_with_several_targets_has_them_all(tmp_path: Path) -> None:
    words = PROGRAM.replace("X = rng.normal(size=(30, 4))", "X = np.eye(4)[np.arange(30) % 4]")
    words = words.replace("Y = np.tanh(X[:, :2]) * 0.5", "Y = rng.uniform(size=(30, 2))")
    text = words.format(shuffle="X, Y = X[order], Y[order]", size=30, batch="X, Y")
    assert judged(tmp_path, text).word is Word.RIGHT
