"""One long vector is cut into the matrices and biases that were seen in flight."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.reading.watching.forwards.unrolling import pieces
from groundup.checking.reading.watching.recording.state import Array, Leaf

THETA = np.random.default_rng(2).standard_normal(26)
W1, B1, W2, B2 = THETA[:15].reshape(3, 5), THETA[15:20], THETA[20:25].reshape(5, 1), THETA[25:]


def cut(*seen: Array) -> list[tuple[int, tuple[int, ...], str]]:
    found = pieces(Leaf((("name", "theta"),), THETA, True), seen)
    return [(piece.start, piece.shape, piece.order) for piece in found]


def test_biases_are_what_is_between_matrices() -> None:
    whole = [(0, (3, 5), "C"), (15, (5,), "C"), (20, (5, 1), "C"), (25, (1,), "C")]
    assert cut(W1, B1, W2, B2) == whole
    assert cut(THETA[:15], W1, W1[0], THETA[15:], B1, W2, B2) == whole  # and what covers them


def test_columns_may_lie_one_behind_the_other() -> None:
    turned = THETA[:15].reshape(5, 3).T
    assert cut(turned, B1, W2, B2)[0] == (0, (3, 5), "F")


@pytest.mark.parametrize("seen", [(W1,), (B1, THETA[:15]), (), (W1 + 1.0, B1, W2, B2)])
def test_a_part_of_it_is_nothing(seen: tuple[Array, ...]) -> None:
    assert cut(*seen) == []
