"""What never ran is not called right."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs
from groundup.checking.tracing.tape import Limits

LAYERS = """import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out) / np.sqrt(n_in)

    def forward(self, x):
        self.x, self.out = x, np.tanh(x @ self.w)
        return self.out

    def backward(self, slope):
        own = slope * (1 - self.out**2)
        self.dw = self.x.T @ own
        return own @ self.w.T

X, Y = np.random.uniform(-1, 1, (8, 3)), np.random.uniform(-1, 1, (8, 2))
hidden = [4]
stack = [Dense(3, 4)]
for before, after in zip(hidden, hidden[1:]):
    stack.append(Dense(before, after))
stack.append(Dense(4, 2))
for lap in range(9):
    out = X
    for layer in stack:
        out = layer.forward(out)
    slope = out - Y
    for layer in reversed(stack):
        slope = layer.backward(slope)
    for layer in stack:
        layer.w -= 0.1 * layer.dw
"""


DECAY = (
    LAYERS.replace("hidden = [4]", "hidden = [4, 4]")
    .replace(
        "        return own @",
        "        if self.l2 > 0:\n            STATEMENT\n        return own @",
    )
    .replace("        self.w = ", "        self.l2 = 0\n        self.w = ")
)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("self.dw += self.l2 * self.w", Word.RIGHT),  # which would be 0
        ("self.dw += 0.1 * self.w", Word.UNCHECKED),
    ],
)
def test_what_a_factor_of_0_leaves_out_is_not_missing(
    statement: str, word: Word, tmp_path: Path
) -> None:
    file = tmp_path / "net.py"
    file.write_text(DECAY.replace("STATEMENT", statement), encoding="utf-8")
    assert judge(runs.run(targets.parse(str(file)), enough=enough).tape).word is word


def test_what_sets_a_part_to_0_computes_nothing(tmp_path: Path) -> None:
    """A product between the brackets is of numbers of columns."""
    moments = """
        kept = np.ones((2, 4))
        for k in range(1, -1, -1):
            if k > 0:
                self.dw = self.x.T @ own
            else:
                kept[:, 1 * 2 : 2 * 2] = 0
"""
    text = LAYERS.replace("hidden = [4]", "hidden = [4, 4]")
    text = text.replace("        self.dw = self.x.T @ own\n", moments[1:])
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    assert judge(runs.run(targets.parse(str(file)), enough=enough).tape).word is Word.RIGHT


@pytest.mark.parametrize(("widths", "word"), [("[4]", Word.UNCHECKED), ("[4, 4]", Word.RIGHT)])
def test_layers_that_a_loop_never_makes(widths: str, word: Word, tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(LAYERS.replace("hidden = [4]", f"hidden = {widths}"), encoding="utf-8")
    verdict = judge(runs.run(targets.parse(str(file)), enough=enough).tape)
    assert verdict.word is word
    assert (Why.NOT_REACHED in verdict.why) is (word is Word.UNCHECKED)


def test_what_stands_behind_the_statement_that_ended_it_is_not_missing(tmp_path: Path) -> None:
    text = LAYERS.replace("hidden = [4]", "hidden = [4, 4]")
    endless = "for lap in range(9**9):\n    np.tanh(X)\n"
    more = "for rate in (0.1, 0.2):\n    stack = [Dense(3, 2)]\n"
    file = tmp_path / "net.py"
    file.write_text(text + 4 * endless + more, encoding="utf-8")  # of which three are spared
    tape = runs.run(targets.parse(str(file)), Limits(9.0, 12_000_000, 3_000), enough).tape
    assert tape.ended
    assert judge(tape).word is Word.RIGHT


WAYS_TO_BEGIN = """    def __init__(self, n_in, n_out, kind=0):
        self.w = np.random.uniform(size=(n_in, n_out)) - 0.5
        if kind > 0:
            self.w = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
"""


def test_another_way_to_begin_is_not_on_the_way_back(tmp_path: Path) -> None:
    begun, text = (
        LAYERS.index("    def __init__"),
        LAYERS.replace("hidden = [4]", "hidden = [4, 4]"),
    )
    text = text[:begun] + WAYS_TO_BEGIN + text[text.index("\n    def forward") :]
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    assert judge(runs.run(targets.parse(str(file)), enough=enough).tape).word is Word.RIGHT
