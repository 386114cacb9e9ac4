"""Right gradients that were made shorter are told from wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.clipping import NUMBERS, WHOLE, cut, of_one_length, whole
from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.diagnosis.residuals import Sample
from groundup.checking.model.answers import Array
from tests.checking.diagnosis.reference_learners import SETTINGS, observed

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


def test_beside_such_a_step_all_numbers_of_another_may_be_cut_off() -> None:
    assert cut(step(*(np.clip(one, -0.2, 0.2) for one in RIGHT)), several=0)
    assert not cut(step(*(-np.clip(one, -0.2, 0.2) for one in RIGHT)), several=0)
    assert not cut(step(*(0.0 * one for one in RIGHT)), several=0)


def test_what_is_clipped_by_its_length_has_one_length() -> None:
    half, tenth = (step(*(factor * one for one in RIGHT)) for factor in (0.5, 0.1))
    sixth = [Sample(3.0 * right, came, None, 4) for right, came, *_ in half]
    whole_tenth = [Sample(came, came, None, 4) for _, came, *_ in tenth]
    assert of_one_length([half, sixth], [0.5, 0.5 / 3.0])
    assert of_one_length([half, whole_tenth], [0.5, 1.0])
    assert not of_one_length([half, tenth], [0.5, 0.1])


def by_number(gradients: list[Array]) -> list[Array]:
    return [np.clip(one, -0.005, 0.005) for one in gradients]


def by_length(gradients: list[Array]) -> list[Array]:
    length = np.sqrt(sum(float((one**2).sum()) for one in gradients))
    return [one * min(1.0, 0.005 / length) for one in gradients]


@pytest.mark.parametrize(("clip", "words"), [(by_number, NUMBERS), (by_length, WHOLE)])
def test_gradients_that_are_given_may_be_clipped(clip, words: str) -> None:
    came = observed(SETTINGS["sigmoid, quadratic"], cost=False)
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
        for call in {id(call): call for call in seen.calls}.values():
            assert call.dw is not None
            assert call.db is not None
            shorter = clip([*call.dw, *call.db])
            call.dw, call.db = shorter[: len(call.dw)], shorter[len(call.dw) :]
            call.delta = None
    report = diagnose(came)
    assert (report.verdict, report.doubts[0]) == ("unchecked", words)
    for call in (call for seen in came.observations for call in seen.calls):
        call.dw = [np.cos(one) for one in call.dw or []]
    assert words not in diagnose(came).doubts
