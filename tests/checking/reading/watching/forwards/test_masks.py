"""Masks of dropout are told from what was seen on the way forwards."""

from __future__ import annotations

import numpy as np

from groundup.checking.reading.watching.forwards.masks import Views, kept

A = np.random.default_rng(1).uniform(0.1, 1.0, (4, 6))
MASK = np.where(np.random.default_rng(2).uniform(size=(4, 6)) < 0.5, 0.0, 2.0)


def views(*seen: np.ndarray) -> Views:
    of = np.repeat(np.arange(len(seen)), [len(one) for one in seen])
    return Views(np.concatenate(seen), of, range(1, len(seen) + 1))


def test_activations_times_0_and_one_number_have_a_mask() -> None:
    found = views(A, A * MASK).mask(A)
    assert found is not None
    assert np.allclose(found, MASK)


def test_rows_that_were_not_seen_have_no_number() -> None:
    found = views(A[:3], A[:3] * MASK[:3]).mask(A)
    assert found is not None
    assert np.allclose(found[:3], MASK[:3])
    assert np.isnan(found[3]).all()


def test_what_came_before_the_activations_is_no_mask() -> None:
    assert views(A * MASK, A).mask(A) is None


def test_two_numbers_are_no_mask() -> None:
    mask = MASK.copy()
    mask[0, np.flatnonzero(mask[0])[0]] = 3.0
    assert kept(A, A * mask) is None


def test_activations_that_are_0_anyway_say_nothing() -> None:
    relu = np.maximum(A - 0.5, 0.0)
    assert kept(relu, 2.0 * relu) is None
