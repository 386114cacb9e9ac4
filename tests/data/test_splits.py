"""Splits are whole, stratified, and the same for a seed on every machine."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup import UserError
from groundup.data.splits import split

shares = st.floats(0, 0.49)


@given(
    labels=st.lists(st.integers(0, 4), min_size=1, max_size=80),
    validation=shares,
    test=shares,
    seed=st.integers(0, 9),
)
def test_every_sample_is_in_one_part_and_every_class_is_learned_from(
    labels, validation, test, seed
):
    y = np.array(labels)
    parts = split(y, validation, test, seed)
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(y)))
    assert set(y[parts.train]) == set(labels)
    for part in parts:
        assert (np.diff(part) > 0).all()
    for label in set(labels):
        count = labels.count(label)
        for part, share in ((parts.validation, validation), (parts.test, test)):
            assert abs((y[part] == label).sum() - share * count) <= 1
            if share == 0:
                assert not (y[part] == label).any()


def test_keys_are_pythons_own_random_numbers():
    """An oracle that does not use groundup.randomness."""
    stream = random.Random("3/split")
    keys = [int.from_bytes(stream.randbytes(8), "little") for _ in range(20)]
    by_key = sorted(range(20), key=keys.__getitem__)
    parts = split(np.zeros(20, int), 0.25, 0.1, 3)
    assert parts.test.tolist() == sorted(by_key[:2])
    assert parts.validation.tolist() == sorted(by_key[2:7])


def test_another_seed_is_another_split():
    y = np.arange(100) % 2
    assert split(y, 0.2, 0.2, 0).test.tolist() != split(y, 0.2, 0.2, 1).test.tolist()


@pytest.mark.parametrize(("validation", "test"), [(-0.1, 0.1), (1.0, 0), (0.5, 0.5), (0, np.nan)])
def test_shares_that_leave_nothing_are_refused(validation, test):
    with pytest.raises(UserError, match="share"):
        split(np.zeros(9, int), validation, test, 0)
