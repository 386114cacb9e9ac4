"""Augmentation distorts digits by no more than asked, and by the key alone."""

from __future__ import annotations

import dataclasses
import itertools
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from groundup.data import Data
from groundup.data import augmentation as inside
from groundup.data.augmentation import Augmentation, augment

NAMES = [field.name for field in dataclasses.fields(Augmentation)]
OFF = Augmentation(**dict.fromkeys(NAMES, 0.0))
DEFAULTS = Augmentation()
ALONE = [name for name in NAMES if name != "elastic_smoothness"]


def only(**limits: float) -> Augmentation:
    return dataclasses.replace(OFF, **({"elastic_smoothness": 4.0} | limits))


def on_its_own(name: str) -> Augmentation:
    return only(**{name: getattr(DEFAULTS, name)})


def move(images: NDArray[np.uint8], options: Augmentation, *drawn: float) -> NDArray[np.uint8]:
    """The images (m, size, size) with the draws forced: right, down, rotation, shear, width,
    height."""
    m, size, _ = images.shape
    draws = np.zeros((8, m))
    draws[: len(drawn)] = np.array(drawn)[:, None]
    places = inside._affine(draws, size, options) @ inside._patterns(size, options)
    return inside._look_up(images, places).reshape(images.shape)


def dot(row: int, column: int, size: int = 9) -> NDArray[np.uint8]:
    image = np.zeros((1, size, size), np.uint8)
    image[0, row, column] = 200
    return image


# One key, one picture


@pytest.mark.parametrize("options", [DEFAULTS, *map(on_its_own, ALONE)], ids=["all", *ALONE])
def test_a_sample_is_the_same_whatever_is_asked_with_it(few: Data, options: Augmentation) -> None:
    x = few.train.x
    everything = augment(x, range(len(x)), seed=1, epoch=2, options=options)
    order = np.random.default_rng(0).permutation(len(x))
    for samples in ([3, 5, 7], [7], [5, 5, 3], order, order[:65], order[::-1][:129]):
        got = augment(x, samples, seed=1, epoch=2, options=options)
        assert np.array_equal(got, everything[samples])


@settings(deadline=None, max_examples=50)
@given(
    samples=st.lists(st.integers(0, 39), max_size=150),
    seed=st.integers(-(2**70), 2**70),
    epoch=st.integers(0, 2**40),
    size=st.integers(1, 12),
)
def test_a_sample_is_the_same_for_any_key_and_size(samples, seed, epoch, size) -> None:
    x = np.random.default_rng(size).integers(0, 256, (40, size * size), np.uint8)
    everything = augment(x, range(40), seed=seed, epoch=epoch, options=DEFAULTS)
    got = augment(x, samples, seed=seed, epoch=epoch, options=DEFAULTS)
    assert np.array_equal(got, everything[np.array(samples, int)])


def test_threads_change_no_bit(few: Data) -> None:
    def epoch(number: int) -> NDArray[np.uint8]:
        return augment(few.train.x, range(500), seed=0, epoch=number, options=DEFAULTS)

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(epoch, range(8)))
    assert all(np.array_equal(epoch(number), got) for number, got in enumerate(together))


def test_the_product_is_exact_so_the_order_of_its_sums_does_not_matter() -> None:
    drawn = inside._uniform(inside._hashes(5, np.arange(50, dtype=np.uint64), 0, 8))
    patterns = inside._patterns(28, DEFAULTS)
    waves = inside._weights(
        inside._hashes(5, np.arange(50, dtype=np.uint64), 8, 40), len(patterns) - 3
    )
    weights = np.concatenate([inside._affine(drawn, 28, DEFAULTS), waves], axis=2)
    exact = weights.astype(np.int64) @ patterns.astype(np.int64)
    assert np.array_equal(weights @ patterns, exact)
    assert np.abs(weights).max(axis=(0, 1)) @ np.abs(patterns).max(axis=1) < 2**24


def test_pictures_stay_what_they_were_from_version_to_version(few: Data) -> None:
    got = augment(few.train.x, range(100), seed=0, epoch=0, options=DEFAULTS)
    options = Augmentation(1.0, 10.0, 0.1, 0.1, 0.3, 22.0, 4.0)
    assert np.array_equal(
        got, augment(few.train.x, range(100), seed=0, epoch=0, options=options)
    ), "the defaults have changed"
    assert zlib.crc32(got.tobytes()) == 935567336


@pytest.mark.parametrize("name", ALONE)
def test_each_option_gives_another_picture_for_another_seed_epoch_or_sample(few, name) -> None:
    x = np.repeat(few.train.x[:1], 50, axis=0)
    options = on_its_own(name)
    base = augment(x, range(50), seed=0, epoch=0, options=options)
    assert len(np.unique(base, axis=0)) > 25
    for seed, epoch in ((1, 0), (0, 1)):
        other = augment(x, range(50), seed=seed, epoch=epoch, options=options)
        assert (other != base).any(axis=1).mean() > 0.8


def test_an_option_does_not_shift_the_numbers_of_another(few: Data) -> None:
    x = few.train.x
    shifted = augment(x, range(50), seed=0, epoch=0, options=only(shift=2.0))
    both = augment(x, range(50), seed=0, epoch=0, options=only(shift=2.0, thickness=1e-9))
    assert np.array_equal(shifted, both)


# What the distortions do


def test_all_off_returns_the_pixels_unchanged(few: Data) -> None:
    x = few.train.x
    got = augment(x, [4, 0, 4], seed=0, epoch=0, options=OFF)
    assert np.array_equal(got, x[[4, 0, 4]])
    assert got.flags.writeable


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
    ("options", "drawn", "place"),
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
def test_a_known_distortion_moves_a_pixel_where_it_should(options, drawn, place) -> None:
    got = move(dot(4, 7), options, *drawn)[0]
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


def test_shifts_fill_their_bound_evenly_and_keep_to_it() -> None:
    x = np.repeat(dot(10, 10, size=21).reshape(1, -1), 4000, axis=0)
    got = augment(x, range(4000), seed=0, epoch=0, options=only(shift=3.0)).reshape(-1, 21, 21)
    rows, columns = np.indices((21, 21)) - 10
    total = got.sum(axis=(1, 2), dtype=float)
    for ways in (rows, columns):
        shifts = (got * ways).sum(axis=(1, 2)) / total
        assert np.abs(shifts).max() < 3.02
        counts, _ = np.histogram(shifts, bins=10, range=(-3.02, 3.02))
        assert np.abs(counts - 400).max() < 90
    down, right = ((got * ways).sum(axis=(1, 2)) / total for ways in (rows, columns))
    assert abs(np.corrcoef(down, right)[0, 1]) < 0.06


def test_the_elastic_field_is_smoothed_noise_of_the_right_strength() -> None:
    """In the middle, far from the edges, where Gaussian smoothing of numbers from −1 to 1 (of
    variance 1/3) leaves α/(2σ√π) of their deviation, and exp(−d²/4σ²) of it at a distance d."""
    options = only(elastic_strength=10.0, elastic_smoothness=2.5)
    patterns = inside._patterns(28, options)
    waves = len(patterns) - 3
    hashes = inside._hashes(1, np.arange(20_000, dtype=np.uint64), 8, -(-waves // 4))
    field = inside._weights(hashes, waves) @ patterns[3:] / 2.0**inside.BITS
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
        inside._thicken(images, np.full(len(images), by)).sum(axis=(1, 2), dtype=int)
        for by in (-0.5, -0.2, 0.0, 0.2, 0.5)
    ]
    assert np.array_equal(inks[2], ink)
    assert all((less < more).all() for less, more in itertools.pairwise(inks))
    thin = inside._thicken(images, np.full(len(images), -0.5))
    assert np.array_equal(thin.max(axis=(1, 2)), images.max(axis=(1, 2)))


def test_as_thick_as_can_be_is_the_brightest_of_nine() -> None:
    images = np.random.default_rng(0).integers(0, 256, (70, 6, 6), np.uint8)
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    nine = [
        padded[:, row : row + 6, column : column + 6] for row in range(3) for column in range(3)
    ]
    assert np.array_equal(inside._thicken(images, np.ones(70)), np.max(nine, axis=0))


@pytest.mark.parametrize("options", [DEFAULTS, *map(on_its_own, ALONE)], ids=["all", *ALONE])
def test_ink_keeps_its_mass_and_its_place(few: Data, options: Augmentation) -> None:
    x = few.train.x
    got = augment(x, range(len(x)), seed=0, epoch=0, options=options)
    mass, before = got.sum(axis=1, dtype=float), x.sum(axis=1, dtype=float)
    ratio = mass / before
    assert 0.9 < np.mean(ratio) < 1.15
    assert ratio.min() > 0.5
    assert ratio.max() < 2.0
    rim = np.ones((28, 28), bool)
    rim[1:-1, 1:-1] = False
    assert got[:, rim.ravel()].sum(dtype=float) / mass.sum() < 0.005


# What it refuses


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), "1", None, True])
def test_a_limit_that_is_no_number_from_zero_up_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected a finite number, 0 or more, got"):
        Augmentation(**{name: value})


@pytest.mark.parametrize(("name", "value"), [("rotation", 180), ("scale", 1), ("thickness", 1.1)])
def test_a_limit_that_is_too_large_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected .*, got {value}"):
        Augmentation(**{name: value})


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((3, 783), np.uint8), "square images, .* got 783 pixels"),
        (np.zeros((3, 0), np.uint8), "square images, .* got 0 pixels"),
        (np.zeros((3, 28, 28), np.uint8), r"uint8 pixels, .* got uint8 of shape \(3, 28, 28\)"),
        (np.zeros((3, 784), np.float32), r"uint8 pixels, .* got float32 of shape \(3, 784\)"),
        ([[0, 0, 0, 0]], r"uint8 pixels, .* got list of shape \(1, 4\)"),
    ],
)
def test_images_that_are_not_square_bytes_are_refused(x, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        augment(x, [0], seed=0, epoch=0, options=DEFAULTS)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        ([0, 3], "expected 0 to 2, as x has 3 images, got 0 to 3"),
        ([-1], "expected 0 to 2, as x has 3 images, got -1 to -1"),
        ([0.0], r"expected integers, \(m,\), got float64 of shape \(1,\)"),
        ([True, False, True], r"expected integers, \(m,\), got bool"),
        (1, r"expected integers, \(m,\), got int64 of shape \(\)"),
    ],
)
def test_samples_that_are_not_there_are_refused(samples, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        augment(np.zeros((3, 4), np.uint8), samples, seed=0, epoch=0, options=DEFAULTS)


@pytest.mark.parametrize(
    "options", [only(shift=1000.0), only(scale=0.99), only(elastic_strength=1e4)]
)
def test_limits_beyond_exact_places_are_refused(options: Augmentation) -> None:
    with pytest.raises(ValueError, match="expected images and options where pixels come from"):
        augment(np.zeros((1, 784), np.uint8), [0], seed=0, epoch=0, options=options)


def test_no_samples_are_no_rows() -> None:
    x = np.zeros((3, 784), np.uint8)
    for samples in ([], range(0), np.array([], np.int64)):
        got = augment(x, samples, seed=0, epoch=0, options=DEFAULTS)
        assert got.shape == (0, 784)
        assert got.dtype == np.uint8
    assert augment(x[:0], [], seed=0, epoch=0, options=DEFAULTS).shape == (0, 784)


def test_read_only_images_are_only_read(few: Data) -> None:
    x = few.train.x.copy()
    x.flags.writeable = False
    augment(x, range(100), seed=0, epoch=0, options=DEFAULTS)
    assert np.array_equal(x, few.train.x)
