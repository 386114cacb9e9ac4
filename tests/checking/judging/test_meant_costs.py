"""Costs that a program computes itself, of which its steps leave something out, and what it makes
larger; and names that fit numbers by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.agreement import alike_in_part
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.naming.naming import named
from groundup.checking.tracing import runs

KINDS = Path(__file__).parents[1] / "kinds"
ARRAYS = (KINDS / "arrays.py").read_text("utf-8")
WEIGHTED = ARRAYS.replace("-np.mean(y * np.log(p)", "-np.mean(4 * y * np.log(p)").replace(
    "d2 = (p - y) / len(X)", "d2 = ((1 - y) * p - 4 * y * (1 - p)) / len(X)"
)
HUBER = (
    ARRAYS.replace("p = 1 / (1 + np.exp(-(h @ W2 + b2)))", "e = h @ W2 + b2 - 3 * y")
    .replace(
        "-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
        "np.mean(np.where(abs(e) < 1, e * e / 2, abs(e) - 0.5))",
    )
    .replace("d2 = (p - y) / len(X)", "d2 = np.clip(e, -1, 1) / len(X)")
)
RMSPROP = (
    ARRAYS.split("    # step")[0]
    + """
    # step
    for k, (w, dw) in enumerate([(W1, dW1), (b1, db1), (W2, dW2), (b2, db2)]):
        seen[k] = 0.9 * seen[k] + 0.1 * dw ** 2
        w -= 0.01 * dw / (np.sqrt(seen[k]) + 1e-8)
"""
)
RMSPROP = RMSPROP.replace("rate = 0.5", "seen = [0.0] * 4")
CLASSES = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.normal(size=(30, 4)), np.eye(3)[np.arange(30) % 3]
W, V = rng.normal(size=(4, 6)) / 2, rng.normal(size=(6, 3)) / 2
for lap in range(50):
    h = np.tanh(X @ W)
    p = 1 / (1 + np.exp(-(h @ V)))
    print(-np.mean(np.log(p[np.arange(30), T.argmax(1)])))
    d2 = (p - T) / 30
    d1 = d2 @ V.T * (1 - h * h)
    V -= 0.5 * h.T @ d2
    W -= 0.5 * X.T @ d1
"""
SHARES = CLASSES.replace("1 / (1 + np.exp(-(h @ V)))", "np.exp(h @ V)").replace(
    "    print", "    p /= p.sum(axis=1, keepdims=True)\n    print"
)
BOUNDED = """
import numpy as np
rng = np.random.default_rng(1)
X, y = rng.normal(size=(30, 4)), np.arange(30) % 3
W, V = rng.normal(size=(4, 6)) / 2, rng.normal(size=(6, 3)) / 2
seen = [np.zeros_like(W), np.zeros_like(V)]
for lap in range(50):
    h = np.maximum(X @ W, 0)
    e = np.exp(h @ V - (h @ V).max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    kept = np.clip(p, 1e-7, 1 - 1e-7)
    print(-np.mean(np.log(kept[range(30), y])))
    d = p.copy()
    d[range(30), y] -= 1
    d /= 30
    grads = [X.T @ ((d @ V.T) * (h > 0)), h.T @ d]
    for k, (w, g) in enumerate(zip((W, V), grads)):
        seen[k] = 0.99 * seen[k] + 0.01 * g ** 2
        w -= 0.5 * g / (np.sqrt(seen[k]) + 1e-7)
"""  # its outputs are soon so sure that their logarithms are kept within bounds
COUNTS = """
import numpy as np
X = np.random.default_rng(1).normal(size=(20, 3))
n = np.round(np.exp(X[:, 0])) + 2.0
w = np.zeros(3)
for turn in range(50):
    grown = (n * (X @ w) - np.exp(X @ w) - n * np.log(n)).sum()
    w += 0.01 * X.T @ (n - np.exp(X @ w))
"""


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return named(judge(runs.run(targets.parse(str(file)), enough=enough).tape))


@pytest.mark.parametrize("text", [WEIGHTED, HUBER, RMSPROP, SHARES, BOUNDED])
def test_own_costs_are_met(text: str, tmp_path: Path) -> None:
    assert judged(tmp_path, text).word is Word.RIGHT


@pytest.mark.parametrize(
    "text",
    [
        WEIGHTED.replace("d2 = ((1 - y) * p - 4 * y * (1 - p))", "d2 = (p - y)"),
        WEIGHTED.replace("d2 = ((1 - y) * p - 4 * y * (1 - p))", "d2 = 4 * (p - y)"),
        HUBER.replace("np.clip(e, -1, 1)", "e"),
        HUBER.replace("np.clip(e, -1, 1)", "np.clip(e, -2, 2)"),
        CLASSES,  # as if outputs that are no shares were those of a softmax
    ],
)
def test_no_cost_is_assumed_that_is_a_part_of_the_programs_own(text: str, tmp_path: Path) -> None:
    verdict = judged(tmp_path, text)
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.OWN_COST)
    assert text.splitlines()[verdict.wrong[0].place.line - 1].strip().startswith("d2 =")


def test_steps_down_squares_are_not_right_beside_logarithms(tmp_path: Path) -> None:
    """Though the printed cost, of all targets with all outputs, fits nothing."""
    printed = "print(-np.mean(T * np.log(p)[:, None]))"
    lines = CLASSES.splitlines()
    k = next(k for k, line in enumerate(lines) if "print" in line)
    lines[k : k + 2] = [f"    {printed}", "    d2 = (p - T) * p * (1 - p)"]
    assert judged(tmp_path, "\n".join(lines)).word is not Word.RIGHT


def test_a_mean_beside_sums_is_not_called_right_whatever_the_optimiser(tmp_path: Path) -> None:
    """Nor wrong: the number of samples may be the rate's, too."""
    text = RMSPROP.replace("db1 = d1.sum(", "db1 = d1.mean(")
    verdict = judged(tmp_path, text)
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.RATES)


@pytest.mark.parametrize("sign", ["+=", "-="])
def test_of_a_number_below_zero_nobody_knows_which_way_it_should_go(
    sign: str, tmp_path: Path
) -> None:
    verdict = judged(tmp_path, COUNTS.replace("+=", sign))
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.BELOW_ZERO)


@pytest.mark.parametrize(
    ("kind", "old", "new", "line"),
    [  # a state that goes on is no stale cache; what two layers share is no sample
        ("carried", "(V.T @ d + dnext)", "(V.T @ d)", "dz ="),
        ("tied", "X.T @ dz + d.T @ h", "d.T @ h", "dW ="),
    ],
)
def test_no_name_fits_by_chance(kind: str, old: str, new: str, line: str, tmp_path: Path) -> None:
    text = (KINDS / f"{kind}.py").read_text("utf-8")
    assert text.count(old) == 1
    verdict = judged(tmp_path, text.replace(old, new))
    assert verdict.word is Word.WRONG
    assert not any(one.slug for one in verdict.wrong)
    places = [y for x in verdict.wrong for y in (x.place, *x.right)]
    lines = [text.splitlines()[one.line - 1].strip() for one in places]
    assert any(one.startswith(line) for one in lines), lines


def test_numbers_are_alike_in_part_if_many_are() -> None:
    ours = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert alike_in_part([2.0, 4.0, 6.0, 9.0, 11.0, 1.0], ours)
    assert not alike_in_part([2.0, 4.0, 6.0, 8.0, 10.0, 12.0], ours)
    assert not alike_in_part([2.0, 4.0, 6.0, 8.0, 10.0, 12.0001], ours)
    assert not alike_in_part([2.0, 5.0, 7.0, 9.0, 11.0, 1.0], ours)


SHOWN = """
import numpy as np

random = np.random.default_rng(4)
x, y = random.normal(size=(5, 3)), random.uniform(size=(5, 2))
w, v = random.normal(size=(3, 4)), random.normal(size=(4, 2))
for turn in range(300):
    h = np.tanh(x @ w)
    a = np.tanh(h @ v)
    error = y - a
    delta = error * (1 - np.tanh(a) ** 2)
    below = delta @ v.T * (1 - np.tanh(h) ** 2)
    v += 0.1 * h.T @ delta
    w += 0.1 * x.T @ below
    if turn % 100 == 0:
        print("loss:", np.mean(np.abs(error)))
"""


def test_an_error_that_is_only_shown_is_not_the_cost_of_wrong_steps(tmp_path: Path) -> None:
    verdict = judged(tmp_path, SHOWN)
    assert verdict.word is Word.WRONG
    assert verdict.why == [Why.ASSUMED_COST]
    right = SHOWN.replace("np.tanh(a) ** 2", "a**2").replace("np.tanh(h) ** 2", "h**2")
    assert judged(tmp_path, right).word is Word.RIGHT
