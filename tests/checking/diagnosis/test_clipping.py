"""Right gradients that were made shorter are told from wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.clipping import cut, whole
from groundup.checking.diagnosis.residuals import Sample

RIGHT = [np.array([[1.0, -2.0, 0.5], [-0.25, 3.0, 4.0]]), np.array([0.75, -5.0])]


def step(*came: np.ndarray) -> list[Sample]:
    return [Sample(right, one, None, 4) for right, one in zip(RIGHT, came, strict=True)]


def test_one_factor_on_all_is_whole() -> None:
    assert whole(step(*(0.3 * one for one in RIGHT)))
    assert not whole(step(0.3 * RIGHT[0], 0.2 * RIGHT[1]))
    assert not whole(step(*(-0.3 * one for one in RIGHT)))
    assert not whole(step(np.cos(RIGHT[0]), RIGHT[1]))


@pytest.mark.parametrize(("rate", "at"), [(1.0, 1.5), (0.1, 1.5), (1.0, 0.9)])
def test_numbers_are_cut_off_at_one(rate: float, at: float) -> None:
    assert cut(step(*(rate * np.clip(one, -at, at) for one in RIGHT)))


def test_what_is_not_cut_off() -> None:
    assert not cut(step(*RIGHT))  # one number is the largest, and no more
    assert not cut(step(*(np.clip(one, -4.5, 4.5) for one in RIGHT)))
    assert not cut(step(*(np.sign(one) for one in RIGHT)))  # all are
    assert not cut(step(*(np.clip(np.cos(one), -0.5, 0.5) for one in RIGHT)))
    assert not cut(step(*(-np.clip(one, -1.5, 1.5) for one in RIGHT)))
    assert not cut(step(*(np.clip(one, -1.5, 1.5) * np.sign(one - 3.5) for one in RIGHT)))
