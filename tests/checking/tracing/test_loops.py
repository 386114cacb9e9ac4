"""Loops that are left once enough of their steps was seen, and what only some turns do."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

NET = """
import numpy as np
rng = np.random.default_rng(1)
X = rng.normal(size=(30, 4))
T = (X[:, :1] > 0).astype(float)
W, V = rng.normal(size=(4, 6)), rng.normal(size=(6, 1))
def train():
    global W, V
    h = np.tanh(X @ W)
    p = 1 / (1 + np.exp(-(h @ V)))
    d = (p - T) * SLOPE
    W, V = W - 0.1 * X.T @ (d @ V.T * (1 - h * h)), V - 0.1 * h.T @ d
    return p
def tell(p):
    print(-np.mean(T * np.log(p) + (1 - T) * np.log(1 - p)))
"""
SLOPE = "p * (1 - p)"  # of squares, which no cross-entropy asks for
FOR = """
for lap in range(5000):
    p = train()
    if (lap + 1) % 100 == 0:
        tell(p)
"""
WHILE = """
lap = 0
while lap < 5000:
    lap += 1
    p = train()
    if not lap % 99:
        tell(p)
"""
OUTER = """
for part in range(900):
    for lap in range(4):
        p = train()
    if part % 90 == 89:
        tell(p)
"""
LOOPS = {
    "for": FOR,
    "while": WHILE,
    "in part": FOR.replace("== 0:", "== 0 and lap < 9000:"),
    "inner": "for part in range(9):\n" + FOR.replace("\n", "\n    "),
    "outer": OUTER,
}


def judged(tmp_path: Path, text: str) -> tuple[Word, Why]:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    verdict = judge(runs.run(targets.parse(str(file)), enough=enough).tape)
    return verdict.word, verdict.why[0]


@pytest.mark.parametrize("loop", LOOPS)
def test_a_cost_that_is_printed_seldom_is_seen(loop: str, tmp_path: Path) -> None:
    text = NET + LOOPS[loop]
    assert judged(tmp_path, text.replace("SLOPE", SLOPE)) == (Word.WRONG, Why.OWN_COST)
    assert judged(tmp_path, text.replace("SLOPE", "1")) == (Word.RIGHT, Why.OWN_COST)


@pytest.mark.parametrize(
    "body", ["break", "V = V * 0; break", "raise SystemExit", "W = W * 0\n    else:\n        pass"]
)
def test_what_ends_a_loop_or_stands_beside_something_else_is_not_done(
    body: str, tmp_path: Path
) -> None:
    text = NET.replace("SLOPE", "1") + FOR.replace("tell(p)", body)
    text += "print(np.abs(W).sum() > 0, np.abs(V).sum() > 0, lap)\n"
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    printed = runs.run(targets.parse(str(file)), enough=enough).printed.split()
    assert printed[:2] == ["True", "True"]
    assert 2 < int(printed[2]) < 90
