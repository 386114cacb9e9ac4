"""Networks that play against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import Word
from tests.checking.judging.test_precision import judged

GAME = """
import numpy as np

rng = np.random.default_rng(5)
forger = [rng.normal(0, 0.6, size) for size in ((2, 6), 6, (6, 1), 1)]
judge = [rng.normal(0, 0.6, size) for size in ((1, 7), 7, (7, 1), 1)]

def forge(noise):
    a = np.tanh(noise @ forger[0] + forger[1])
    return a, a @ forger[2] + forger[3]

def believe(x):
    a = np.tanh(x @ judge[0] + judge[1])
    return a, 1 / (1 + np.exp(-(a @ judge[2] + judge[3])))

def back(x, a, delta):
    below = delta @ judge[2].T * (1 - a**2)
    return [x.T @ below, below.sum(0), a.T @ delta, delta.sum(0)], below @ judge[0].T

for lap in range(20):
    noise, real = rng.normal(size=(8, 2)), rng.normal(2, 0.5, (8, 1))
    _, fake = forge(noise)
    a, p = believe(real)
    b, q = believe(fake)
    cost = -(np.log(p) + np.log(1 - q)).mean()
    of_real, of_fake = back(real, a, (p - 1) / 8)[0], back(fake, b, q / 8)[0]
    for w, one, other in zip(judge, of_real, of_fake):
        w -= 0.05 * (one + other)
    c, fake = forge(noise)
    b, q = believe(fake)
    of_forger = -np.log(q).mean()
    _, delta = back(fake, b, (q - 1) / 8)
    below = delta @ forger[2].T * (1 - c**2)
    for w, one in zip(forger, [noise.T @ below, below.sum(0), c.T @ delta, delta.sum(0)]):
        w -= 0.05 * one
    print(cost, of_forger)
"""
CASES = {
    "both are right": (GAME, Word.RIGHT),
    "the judge's slope is missing": (
        GAME.replace("delta @ judge[2].T * (1 - a**2)", "delta @ judge[2].T"),
        Word.WRONG,
    ),
    "the judge takes the false ones for true": (GAME.replace("q / 8", "(q - 1) / 8"), Word.WRONG),
    "the forger's slope is missing": (
        GAME.replace("delta @ forger[2].T * (1 - c**2)", "delta @ forger[2].T"),
        Word.WRONG,
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_each_goes_down_its_own_cost(what: str, tmp_path: Path) -> None:
    text, word = CASES[what]
    assert judged(tmp_path, text).word is word
