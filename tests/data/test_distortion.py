"""Distortions move pixels where they should, and strokes as far as they should."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from groundup import Data
from groundup.data.augmentation import Augmentation
from groundup.data.distortion import (
    BITS,
    Limits,
    affine,
    hashes,
    look_up,
    patterns,
    thicken,
    uniform,
    wave_weights,
)


def only(**limits: float) -> Limits:
    return Limits(**(dict.fromkeys(Limits._fields, 0.0) | {"elastic_smoothness": 4.0} | limits))


def move(images: NDArray[np.uint8], limits: Limits, *drawn: float) -> NDArray[np.uint8]:
    """The images (m, size, size) with the draws forced: right, down, rotation, shear, width,
    height; distances in their own pixels."""
    m, size, _ = images.shape
    draws = np.zeros((8, m))
    draws[: len(drawn)] = np.array(drawn)[:, None]
    halved = np.zeros(m, np.bool_)
    places = affine(draws, size, limits, halved) @ patterns(size, limits)
    return look_up(images, places).reshape(images.shape)


def dot(row: int, column: int, size: int = 9) -> NDArray[np.uint8]:
    image = np.zeros((1, size, size), np.uint8)
    image[0, row, column] = 200
    return image


def test_the_product_is_exact_so_the_order_of_its_sums_does_not_matter() -> None:
    drawn = uniform(hashes(5, np.arange(50, dtype=np.uint64), 0, 8))
    limits, halved = Augmentation().limits(28), np.arange(50) % 2 == 0
    moved = patterns(28, limits)
    waves = wave_weights(hashes(5, np.arange(50, dtype=np.uint64), 8, 40), len(moved) - 3)
    weights = np.concatenate([affine(drawn, 28, limits, halved), waves], axis=2)
    exact = weights.astype(np.int64) @ moved.astype(np.int64)
    assert np.array_equal(weights @ moved, exact)
    assert np.abs(weights).max(axis=(0, 1)) @ np.abs(moved).max(axis=1) < 2**24


def test_no_movement_looks_each_pixel_up_where_it_is(few: Data) -> None:
    images = few.train.x.reshape(-1, 28, 28)
    assert np.array_equal(move(images, only(shift=1.0)), images)


@settings(deadline=None)
@given(right=st.integers(-9, 9), down=st.integers(-9, 9))
def test_a_shift_of_whole_pixels_moves_the_image(right: int, down: int) -> None:
    images = np.zeros((3, 27, 27), np.uint8)
    images[:, 9:18, 9:18] = np.random.default_rng(0).integers(0, 256, (3, 9, 9))
    got = move(images, only(shift=9.0), right / 9, down / 9)
    assert np.array_equal(got, np.roll(images, (down, right), (1, 2)))


def test_what_leaves_the_image_does_not_come_back() -> None:
    assert not move(dot(4, 8), only(shift=1.0), 1).any()
    assert not move(dot(0, 4), only(shift=50.0), 0, -1).any()


def test_half_a_pixel_shares_the_ink() -> None:
    got = move(dot(4, 4), only(shift=1.0), 0.5, 0.5)
    assert got[0, 4:6, 4:6].tolist() == [[50, 50], [50, 50]]
    assert got.sum() == 200


@pytest.mark.parametrize(
    ("limits", "drawn", "place"),
    [
        (only(rotation=90.0), (0, 0, 1), (7, 4)),  # right of the middle, turned to the right
        (only(rotation=90.0), (0, 0, -1), (1, 4)),
        (only(rotation=90.0, shift=1.0), (1, 0, 1), (7, 5)),  # first turned, then shifted
        (only(shear=1.0), (0, 0, 0, 1), (4, 7)),
        (only(scale=1 / 3), (0, 0, 0, 0, 1), (4, 8)),
        (only(scale=1 / 3), (0, 0, 0, 0, -1), (4, 6)),
        (only(scale=1 / 3), (0, 0, 0, 0, 0, 1), (4, 7)),
    ],
)
def test_a_known_distortion_moves_a_pixel_where_it_should(limits, drawn, place) -> None:
    got = move(dot(4, 7), limits, *drawn)[0]
    assert np.unravel_index(got.argmax(), got.shape) == place


def test_a_slant_moves_a_row_by_its_height() -> None:
    got = move(dot(7, 4), only(shear=1.0), 0, 0, 0, 1)
    assert np.array_equal(got, dot(7, 7))


@pytest.mark.parametrize("degrees", [10.0, 30.0, 60.0])
def test_an_angle_is_the_one_asked_for(degrees: float) -> None:
    got = move(dot(50, 90, size=101), only(rotation=degrees), 0, 0, 1)[0].astype(float)
    rows, columns = np.indices(got.shape) - 50
    angle = np.degrees(np.arctan2((got * rows).sum(), (got * columns).sum()))
    assert angle == pytest.approx(degrees, abs=0.3)


def test_the_elastic_field_is_smoothed_noise_of_the_right_strength() -> None:
    """In the middle, far from the edges, where Gaussian smoothing of numbers from −1 to 1 (of
    variance 1/3) leaves α/(2σ√π) of their deviation, and exp(−d²/4σ²) of it at a distance d."""
    limits = only(elastic_strength=10.0, elastic_smoothness=2.5)
    moved = patterns(28, limits)
    waves = len(moved) - 3
    drawn = hashes(1, np.arange(20_000, dtype=np.uint64), 8, -(-waves // 4))
    field = wave_weights(drawn, waves) @ moved[3:] / 2.0**BITS
    x, y, next_x = field[:, 0, 14 * 28 + 13], field[:, 1, 14 * 28 + 13], field[:, 0, 14 * 28 + 16]
    expected = 10 / np.sqrt(3) / (2 * 2.5 * np.sqrt(np.pi))
    assert x.std() == pytest.approx(expected, rel=0.03)
    assert abs(x.mean()) < 0.02
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.03
    assert np.corrcoef(x, next_x)[0, 1] == pytest.approx(np.exp(-9 / 25), abs=0.03)


def test_strokes_get_thicker_and_thinner_and_their_middle_stays_bright(few: Data) -> None:
    images = few.train.x.reshape(-1, 28, 28)
    ink = images.sum(axis=(1, 2), dtype=int)
    inks = [
        thicken(images, np.full(len(images), by)).sum(axis=(1, 2), dtype=int)
        for by in (-0.5, -0.2, 0.0, 0.2, 0.5)
    ]
    assert np.array_equal(inks[2], ink)
    assert all((less < more).all() for less, more in itertools.pairwise(inks))
    thin = thicken(images, np.full(len(images), -0.5))
    assert np.array_equal(thin.max(axis=(1, 2)), images.max(axis=(1, 2)))


def test_as_thick_as_can_be_is_the_brightest_of_nine() -> None:
    images = np.random.default_rng(0).integers(0, 256, (70, 6, 6), np.uint8)
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    nine = [
        padded[:, row : row + 6, column : column + 6] for row in range(3) for column in range(3)
    ]
    assert np.array_equal(thicken(images, np.ones(70)), np.max(nine, axis=0))


def test_thicker_by_two_pixels_is_thicker_by_one_twice() -> None:
    images = np.random.default_rng(0).integers(0, 256, (70, 9, 9), np.uint8)
    for by in (1.0, -1.0):
        once = thicken(images, np.full(70, by))
        again = thicken(once, np.full(70, by / 4))
        assert np.array_equal(thicken(images, np.full(70, 1.25 * by)), again)
