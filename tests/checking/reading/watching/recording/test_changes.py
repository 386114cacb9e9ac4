"""What counts as a change."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.reading.watching.recording.changes import changed, shuffled
from groundup.checking.reading.watching.recording.state import Leaf, Place, leaves, spelled
from tests.checking.reading.watching.conftest import everything

B = (("name", "b"),)


def numbers_of(**roots: Any) -> dict[Place, Leaf]:
    return leaves(roots, everything)


def test_other_numbers_of_the_same_shape_are_a_change() -> None:
    before = numbers_of(w=np.zeros(2), b=1.5, n=1, gone=0.5, v=np.zeros(2), k=np.array([np.nan]))
    now = numbers_of(w=np.array([0.0, 1.0]), b=1.0, n=2, new=0.5, v=np.zeros(3), k=[np.nan])
    assert [spelled(place) for place in changed(before, now)] == ["w", "b"]


def test_a_whole_number_that_becomes_a_fraction_is_a_change() -> None:
    assert changed(numbers_of(b=0), numbers_of(b=0.5)) == [B]
    assert changed(numbers_of(b=0.5), numbers_of(b=0)) == [B]


def test_data_in_another_order_are_no_change() -> None:
    x = np.random.default_rng(1).normal(size=(5, 3))
    assert shuffled(x[::-1], x)
    assert not shuffled(x[::-1] * 2.0, x)
    assert not shuffled(np.array(1.0), np.array(1.0))
    assert changed(numbers_of(x=x), numbers_of(x=x[[3, 0, 1, 4, 2]])) == []
