"""What is simpler than what a program trains with, in its place."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from groundup.checking.reading.watching.programs.plainness import (
    INSTEAD,
    Instead,
    pairs,
    simplified,
)

OPTIMISERS = """
class Adam:
    def __init__(self, rate=0.001, beta=0.9):
        self.rate = rate
class SGD:
    def __init__(self, rate=0.01, decay=0.0):
        self.rate, self.decay = rate, decay
class Net: ...
"""


def run(text: str) -> tuple[dict[str, Any], Instead]:
    instead = Instead()
    names: dict[str, Any] = {INSTEAD: instead, "__name__": "theirs"}
    exec(compile(simplified(ast.parse(text)), "theirs.py", "exec"), names)
    return names, instead


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OPTIMISERS, {"Adam": "SGD"}),
        ("class RMSprop: ...\nclass Momentum: ...", {}),
        ("def adam(w): ...\ndef gradient_descent(w): ...", {"adam": "gradient_descent"}),
        ("class MeanSquaredError: ...\nclass MAE: ...", {"MAE": "MeanSquaredError"}),
        ("def mse(a, y): ...\ndef mae(a, y): ...", {}),  # their slopes stand elsewhere
    ],
)
def test_what_stands_for_what(text: str, expected: dict[str, str]) -> None:
    assert pairs(ast.parse(text)) == expected


def test_the_plain_one_gets_the_arguments_that_it_knows() -> None:
    names, instead = run(OPTIMISERS)
    made = names["Adam"](beta=0.8)
    assert isinstance(made, names["SGD"])
    assert (made.rate, made.decay) == (0.001, 0.0)  # the rate is that of the other
    assert list(instead.used) == ["SGD for Adam"]
    assert names["Adam"](0.5).rate == 0.5


def test_functions_too() -> None:
    text = "def adam(w, rate, beta=0.9):\n    return 0\ndef sgd(w, rate):\n    return w - rate\n"
    names, instead = run(text)
    assert names["adam"](3.0, rate=1.0, beta=0.5) == 2.0
    assert list(instead.used) == ["sgd for adam"]
