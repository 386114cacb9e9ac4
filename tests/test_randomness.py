"""Randomness: pinned, so that no version of anything changes what a seed means."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from groundup import randomness
from groundup.training.steps import epoch_order

KEYS = [7856968909315139058, 10650962955915807086]
KEYS_SHA256 = "05134a40458c35dcd7a2a897d2ab51b81e719e0dedb73b21dab914dccda6a264"
NORMALS = [-0.587700770437184, -0.6310111388123788, -0.46213034586088886]
ORDER = [6, 4, 8, 9, 0, 1, 7, 3, 2, 5]


def test_a_stream_is_what_it_always_was() -> None:
    keys = randomness.keys(1000, 0, "order", 1)
    assert list(keys[:2]) == KEYS
    assert hashlib.sha256(np.asarray(keys).astype("<u8").tobytes()).hexdigest() == KEYS_SHA256
    assert list(randomness.normals(3, 0, "w", 0)) == pytest.approx(NORMALS, rel=1e-14)
    assert randomness.order(10, 0, 1) == ORDER


def test_streams_of_different_names_and_seeds_differ() -> None:
    streams = [
        tuple(randomness.keys(4, seed, *name))
        for seed in (0, 1)
        for name in (("w", 0), ("w", 1), ("b", 0), ("order", 1))
    ]
    assert len(set(streams)) == len(streams)


def test_drawing_more_does_not_change_what_came_first() -> None:
    assert randomness.keys(5, 3, "a") == randomness.keys(9, 3, "a")[:5]


@pytest.mark.parametrize("piece", [1, 7, 19, 20, 21])
def test_a_long_stream_is_drawn_in_pieces_and_is_the_same(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = randomness.keys(20, 3, "a")
    monkeypatch.setattr(randomness, "PIECE", piece)
    assert randomness.keys(20, 3, "a") == whole
    assert len(set(whole)) == 20


def test_normals_are_normal() -> None:
    numbers = np.asarray(randomness.normals(200_000, 7, "test"))
    assert abs(numbers.mean()) < 0.01
    assert abs(numbers.std() - 1) < 0.01
    assert abs((numbers**4).mean() - 3) < 0.1
    assert abs((np.abs(numbers) < 1).mean() - 0.6827) < 0.005


@pytest.mark.parametrize("count", [0, 1, 17, 5000])
def test_an_order_is_a_permutation_and_the_same_with_numpy(count: int) -> None:
    order = randomness.order(count, 5, 2)
    assert sorted(order) == list(range(count))
    assert epoch_order(count, 5, 2).tolist() == order
