"""When the page says that it is not sure: the thresholds in verdict.js, held to what they claim."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.data import Data
from groundup.page.encoding import default_network
from groundup.page.preprocessing import preprocess
from scripts.drawings.others import UNSEEN_FONTS, letters, others, shapes
from scripts.drawings.redrawing import redrawn
from scripts.drawings.verdicts import limits


def test_it_doubts_mistakes_and_seldom_what_is_right(digits: Data) -> None:
    outputs = default_network().feedforward(digits.test.x)
    right = outputs.argmax(axis=1) == digits.test.y
    second, first = np.sort(outputs, axis=1)[:, -2:].T
    unsure = (first < limits()["LOW"]) | (first - second < limits()["CLOSE"])
    assert unsure[right].mean() < 0.025
    assert unsure[~right].mean() > 0.5


@pytest.mark.slow
def test_letters_and_shapes_are_no_digits_more_often_than_not_and_digits_hardly_ever(
    digits: Data,
) -> None:
    network, other = default_network(), limits()["OTHER"]
    for kinds in (letters(UNSEEN_FONTS), shapes()):
        outputs = network.feedforward(others(kinds, 300, seed=1000))
        assert (outputs.max(axis=1) < other).mean() > 0.6
    outputs = network.feedforward(redrawn(digits.test.x[:1000], seed=0))
    assert (outputs.max(axis=1) < other).mean() < 0.01


def test_digits_have_neither_too_much_ink_nor_too_little(digits: Data) -> None:
    ink = redrawn(digits.test.x[:500], seed=0).sum(axis=1) / 255
    assert limits()["LEAST_INK"] < ink.min()
    assert ink.max() < limits()["MOST_INK"]


@pytest.mark.parametrize(
    ("strokes", "limit"),
    [
        ([[(0.5, 0.5)]], "LEAST_INK"),
        ([[(0.5, 0.5), (0.51, 0.52)]], "LEAST_INK"),
        ([[(x / 9, y) for x in range(10) for y in (0, 1)]], "MOST_INK"),
    ],
)
def test_dots_and_scribbles_are_beyond(strokes, limit: str) -> None:
    ink = sum(preprocess(strokes)) / 255
    assert ink < limits()[limit] if limit == "LEAST_INK" else ink > limits()[limit]
