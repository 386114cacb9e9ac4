"""Digits as a page carries them."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.data import Data, Samples
from groundup.errors import UserError
from groundup.page.digits import digits as packed_digits
from groundup.page.digits import inflated, pack, unpack


@pytest.mark.slow
def test_every_digit_of_mnist_stays_where_it_was_in_four_shades(digits: Data) -> None:
    for samples in (digits.train, digits.validation):
        packed = pack(samples)
        assert len(packed) == 102 * len(samples.x)
        seen = unpack(packed)
        assert seen.y.tolist() == samples.y.tolist()
        assert set(np.unique(seen.x)) == {0, 85, 170, 255}
        assert int(np.abs(seen.x.astype(int) - samples.x).max()) <= 42


def test_a_page_has_the_first_of_either_kind(digits: Data) -> None:
    train, validation, data = packed_digits(66)
    assert (train, validation) == (55, 11)
    seen = unpack(inflated(data))
    assert seen.y.tolist() == [*digits.train.y[:55], *digits.validation.y[:11]]


def test_what_fits_no_box_is_refused() -> None:
    wide = np.zeros((1, 28, 28), np.uint8)
    wide[0, 5, [2, 24]] = 255
    with pytest.raises(UserError, match="fit 20×20 pixels"):
        pack(Samples(wide.reshape(1, -1), np.array([7])))
