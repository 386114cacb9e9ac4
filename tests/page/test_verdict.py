"""When the page says that it is not sure: the thresholds in verdict.js, held to what they claim."""

from __future__ import annotations

import re

import numpy as np
import pytest

from groundup.data import Data
from groundup.page.building import STATIC
from groundup.page.encoding import default_network
from groundup.page.preprocessing import preprocess
from scripts.drawings.redrawing import redrawn


@pytest.fixture(scope="module")
def limits() -> dict[str, float]:
    text = (STATIC / "verdict.js").read_text(encoding="utf-8")
    found = re.findall(r"const ([A-Z_]+) = ([\d.]+);", text)
    assert len(found) == 4
    return {name: float(value) for name, value in found}


def test_it_doubts_mistakes_and_seldom_what_is_right(digits: Data, limits) -> None:
    outputs = default_network().feedforward(digits.test.x)
    right = outputs.argmax(axis=1) == digits.test.y
    second, first = np.sort(outputs, axis=1)[:, -2:].T
    unsure = (first < limits["LOW"]) | (first - second < limits["CLOSE"])
    assert unsure[right].mean() < 0.025
    assert unsure[~right].mean() > 0.5


def test_digits_have_neither_too_much_ink_nor_too_little(digits: Data, limits) -> None:
    ink = redrawn(digits.test.x[:500], seed=0).sum(axis=1) / 255
    assert limits["LEAST_INK"] < ink.min()
    assert ink.max() < limits["MOST_INK"]


@pytest.mark.parametrize(
    ("strokes", "limit"),
    [
        ([[(0.5, 0.5)]], "LEAST_INK"),
        ([[(0.5, 0.5), (0.51, 0.52)]], "LEAST_INK"),
        ([[(x / 9, y) for x in range(10) for y in (0, 1)]], "MOST_INK"),
    ],
)
def test_dots_and_scribbles_are_beyond(strokes, limit: str, limits) -> None:
    ink = sum(preprocess(strokes)) / 255
    assert ink < limits[limit] if limit == "LEAST_INK" else ink > limits[limit]
