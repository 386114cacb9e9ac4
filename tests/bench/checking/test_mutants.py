"""Mistakes that are planted by machine, and what central differences say of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bench.checking.apart import NoAnswerError, apart
from bench.checking.differences import Cost, cost_of, variant
from bench.checking.mutants import (
    AXIS,
    DROPPED,
    NAME,
    OPERATOR,
    SWAPPED,
    TRANSPOSED,
    Changes,
    write,
)
from bench.checking.programs import programs

NET = """\
import numpy as np

rng = np.random.default_rng()
x, y = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
w1, w2, b = rng.normal(size=(2, 3)), rng.normal(size=(3, 1)), np.zeros(3)
for epoch in range(300):
    a = np.tanh(x @ w1 + b)
    out = a @ w2
    if epoch % 100 == 0:
        print("cost", ((out - y) ** 2).sum())
    d2 = 2 * (out - y)
    d1 = d2 @ w2.T * (1 - a * a)
    w2 -= 0.01 * a.T @ d2
    w1 -= 0.01 * x.T @ d1
    b -= 0.01 * d1.sum(axis=0)
"""


@pytest.fixture(scope="module")
def cost() -> Cost:
    found = cost_of(NET)
    assert found is not None
    return found


def test_the_cost_of_a_right_program_is_found_though_it_is_shown_seldom(cost: Cost) -> None:
    assert cost.site == "shown ((out - y) ** 2).sum() #1"
    assert cost.moved == {"moved w1 #1", "moved w2 #1", "moved b #1"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" * (1 - a * a)", ""),  # not down its cost
        ('        print("cost", ((out - y) ** 2).sum())', "        pass"),  # no cost is seen
        ("w2 -= ", "w2 = 0.9 * w2 - "),  # nothing of its cost
        ("range(300)", "range(2)"),  # ends too soon
    ],
)
def test_no_cost_is_found_where_no_number_is_gone_down(old: str, new: str) -> None:
    assert NET.count(old) == 1
    assert cost_of(NET.replace(old, new)) is None


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("2 * (out - y)", "(out - y)", True),  # another factor
        ("1 - a * a", "1 - a ** 2", True),
        ("1 - a * a", "1 - a", False),
        (" * (1 - a * a)", "", False),
        ("d2 @ w2.T", "d2 @ (w2 - 0.01).T", False),
        ("0.01 * x.T @ d1", "0.0", False),  # what does not move ought to
        ("2 * (out - y)", "2 * (out + y)", False),
        ("2 * (out - y)", "2 * (y - out)", False),  # up
        ("0.01 * d1.sum(axis=0)", "0.01 + d1.sum(axis=0)", False),
        ("b -= 0.01 * ", "b -= ", None),  # a rate of its own may be meant
        ("np.tanh(x @ w1 + b)", "np.tanh(x @ w1)", None),  # another way forwards
        ("d1 = d2", "d1 = nothing", None),
    ],
)
def test_a_variant_is_right_where_its_steps_go_down_the_cost(
    cost: Cost, old: str, new: str, right: bool | None
) -> None:
    assert NET.count(old) == 1
    assert variant(NET, cost, NET.replace(old, new)) is right


def test_rows_that_are_moved_one_at_a_time_are_parameters() -> None:
    looked_up = NET.replace(
        "a = np.tanh(x @ w1 + b)", "k = epoch % 2; a = np.tanh(x[:, [k]] * w1[k])"
    )
    looked_up = looked_up.replace("w1 -= 0.01 * x.T @ d1", "w1[k] -= 0.01 * (x[:, k] @ d1)")
    found = cost_of(looked_up.replace("    b -= 0.01 * d1.sum(axis=0)\n", ""))
    assert found is not None
    assert found.moved == {"moved w1[k] #1", "moved w2 #1"}


def test_each_change_is_in_its_lines_alone() -> None:
    made = [*Changes(NET, random.Random(1))]
    assert {OPERATOR, TRANSPOSED, AXIS, NAME, DROPPED, SWAPPED} < {one.what for one in made}
    for one in made:
        lines = zip(NET.splitlines(), one.text.splitlines(), strict=True)
        other = {k for k, (was, now) in enumerate(lines, 1) if was != now}
        assert other <= set(one.lines), one.name


@pytest.mark.slow
def test_mutants_are_written_with_the_truth_and_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "rights").mkdir()
    (tmp_path / "rights" / "net.py").write_text(NET, encoding="utf-8")
    homes = [write(tmp_path / "rights", tmp_path / name, 6, seed=1) for name in "ab"]
    texts = [(home / "expected.json").read_text("utf-8") for home in homes]
    assert texts[0] == texts[1]
    assert len(json.loads(texts[0])) == 6
    assert {one.correct for one in programs(homes[0])} == {True, False}
    assert all(one.lines for one in programs(homes[0]))


def test_what_does_not_end_is_given_up() -> None:
    with pytest.raises(NoAnswerError, match="time"):
        apart(forever, seconds=0.2)
    with pytest.raises(NoAnswerError, match="ended"):
        apart(exit, 1)
    assert apart(abs, -1) == 1


def forever() -> None:
    while True:
        pass
