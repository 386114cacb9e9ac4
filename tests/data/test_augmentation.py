"""Augmentation distorts digits by no more than asked, and by the key alone."""

from __future__ import annotations

import dataclasses
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from groundup import Data, Network, Samples, fit
from groundup.data.augmentation import Augmentation, augment
from groundup.data.distortion import Limits

NAMES = [*Limits._fields]
NOTHING: dict[str, Any] = dict.fromkeys(NAMES, 0.0)
OFF = Augmentation(**NOTHING)
DEFAULTS = Augmentation()
ALONE = [name for name in NAMES if name != "elastic_smoothness"]


def only(**limits: float) -> Augmentation:
    return dataclasses.replace(OFF, **({"elastic_smoothness": 4.0} | limits))


def on_its_own(name: str) -> Augmentation:
    return only(**{name: getattr(DEFAULTS, name)})


def test_colours_go_the_same_way(few: Data) -> None:
    grey = few.train.x[:5]
    coloured = np.stack([grey, grey[:, ::-1], 255 - grey], axis=2).reshape(5, -1)
    got = augment(coloured, range(5), seed=1, epoch=2, options=DEFAULTS, channels=3)
    assert np.array_equal(got[:, ::3], augment(grey, range(5), seed=1, epoch=2, options=DEFAULTS))
    with pytest.raises(ValueError, match=r"square images, .* got 666 pixels of 3 colours"):
        augment(coloured[:, :2000], [0], seed=1, epoch=2, options=DEFAULTS, channels=3)


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
    size=st.integers(8, 16),
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


def test_pictures_stay_what_they_were_from_version_to_version(few: Data) -> None:
    got = augment(few.train.x, range(100), seed=0, epoch=0, options=DEFAULTS)
    options = Augmentation(1.0, 10.0, 0.1, 0.1, 0.3, 22.0, 4.0, (1, 7))
    assert np.array_equal(
        got, augment(few.train.x, range(100), seed=0, epoch=0, options=options)
    ), "the defaults have changed"
    assert zlib.crc32(got.tobytes()) == 935567336
    labels = few.train.y
    halved = augment(few.train.x, range(100), seed=0, epoch=0, options=DEFAULTS, labels=labels)
    assert zlib.crc32(halved.tobytes()) == 3227619832
    assert np.array_equal((got != halved).any(axis=1), np.isin(labels[:100], (1, 7)))


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


def test_shifts_fill_their_bound_evenly_and_keep_to_it() -> None:
    """4 pixels of 28 are 3 of 21."""
    dot = np.zeros(21 * 21, np.uint8)
    dot[10 * 21 + 10] = 200
    x = np.tile(dot, (4000, 1))
    got = augment(x, range(4000), seed=0, epoch=0, options=only(shift=4.0)).reshape(-1, 21, 21)
    rows, columns = np.indices((21, 21)) - 10
    total = got.sum(axis=(1, 2), dtype=float)
    for ways in (rows, columns):
        shifts = (got * ways).sum(axis=(1, 2)) / total
        assert np.abs(shifts).max() < 3.02
        counts, _ = np.histogram(shifts, bins=10, range=(-3.02, 3.02))
        assert np.abs(counts - 400).max() < 90
    down, right = ((got * ways).sum(axis=(1, 2)) / total for ways in (rows, columns))
    assert abs(np.corrcoef(down, right)[0, 1]) < 0.06


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("options", [DEFAULTS, *map(on_its_own, ALONE)], ids=["all", *ALONE])
def test_a_larger_image_is_distorted_as_the_smaller_one(
    few: Data, times: int, options: Augmentation
) -> None:
    """Blurred before, so that pixels are no steps; what is left is how finely both are sampled."""
    digits = few.train.x[:100].reshape(-1, 28, 28)
    large = blurred(np.kron(digits, np.ones((1, times, times), np.uint8)), 2 * times)
    small = large.reshape(-1, 28, times, 28, times).mean(axis=(2, 4)).round().astype(np.uint8)
    got, expected = (
        augment(images.reshape(100, -1), range(100), seed=0, epoch=0, options=options)
        for images in (large, small)
    )
    shrunk = got.reshape(-1, 28, times, 28, times).mean(axis=(2, 4))
    off = np.abs(shrunk - expected.reshape(-1, 28, 28)).mean()
    moved = np.abs(small.astype(int) - expected.reshape(-1, 28, 28)).mean()
    near = 0.45 if options.thickness and not options.rotation else 0.3  # 3×3 pixels are no circle
    assert off < near * moved, (off, moved)


def blurred(images: NDArray[np.uint8], rounds: int) -> NDArray[np.uint8]:
    """Each pixel the mean of its 3×3, and again."""
    size = images.shape[1]
    for _ in range(rounds):
        padded = np.pad(images, ((0, 0), (1, 1), (1, 1))).astype(float)
        nine = [padded[:, r : r + size, c : c + size] for r in range(3) for c in range(3)]
        images = np.mean(nine, axis=0).round().astype(np.uint8)
    return images


def test_digits_of_8_pixels_are_still_learned_when_distorted(digits: Data) -> None:
    """With the distances of 28×28 nothing was left of them: one in five was right."""
    small = Data(*(Samples(shrunk(part.x[:1500]), part.y[:1500]) for part in digits))
    network = Network([64, 30, 10], ["relu", "softmax"], "cross-entropy", init="he")
    fit(network, small.train, epochs=20, eta=0.1, augmentation=Augmentation())
    assert network.measure(*small.test)[1] > 0.75


def shrunk(x: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images of 28×28 as 8×8: the middle, nine pixels to one."""
    middle = x.reshape(-1, 28, 28)[:, 2:-2, 2:-2].reshape(-1, 8, 3, 8, 3)
    return middle.mean(axis=(2, 4)).round().astype(np.uint8).reshape(-1, 64)


@pytest.mark.parametrize("label", [1, 7])
def test_a_one_and_a_seven_turn_by_half_as_much(few: Data, label: int) -> None:
    x = few.train.x[:50]
    labels = np.where(np.arange(50) % 2, label, 4)
    got, whole, half = (
        augment(x, range(50), seed=0, epoch=0, options=only(rotation=degrees), labels=known)
        for degrees, known in ((40.0, labels), (40.0, None), (20.0, None))
    )
    assert np.array_equal(got[1::2], half[1::2])
    assert np.array_equal(got[::2], whole[::2])
    assert (whole != half).any(axis=1).all()


def test_which_labels_turn_half_as_much_can_be_said(few: Data) -> None:
    x, y = few.train
    options = only(rotation=40.0)
    none = dataclasses.replace(options, half_rotation=())
    fours = dataclasses.replace(options, half_rotation=[4])
    plain, unlabelled, other = (
        augment(x, range(100), seed=0, epoch=0, options=options, labels=labels)
        for options, labels in ((options, None), (none, y), (fours, y))
    )
    assert np.array_equal(plain, unlabelled)
    assert np.array_equal((plain != other).any(axis=1), y[:100] == 4)


@pytest.mark.parametrize(("outputs", "halved"), [(10, True), (11, False)])
def test_a_network_with_ten_outputs_learns_from_ones_and_sevens_so(
    few: Data, outputs: int, halved: bool
) -> None:
    """Those of another are no digits, whatever their labels."""
    trained = []
    for half_rotation in ((1, 7), ()):
        network = Network([784, outputs])
        options = Augmentation(half_rotation=half_rotation)
        fit(network, few.train, epochs=1, augmentation=options)
        trained.append(network.w[0])
    assert np.array_equal(*trained) != halved


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
def test_a_limit_that_is_no_number_from_zero_up_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected a finite number, 0 or more, got"):
        Augmentation(**{name: value})


@pytest.mark.parametrize(("name", "value"), [("rotation", 180), ("scale", 1), ("thickness", 1.1)])
def test_a_limit_that_is_too_large_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected .*, got {value}"):
        Augmentation(**{name: value})


@pytest.mark.parametrize("labels", [1, [1.0], ["1"], [[1], [7]], None])
def test_what_are_no_labels_is_refused(labels) -> None:
    with pytest.raises(ValueError, match=r"half_rotation: expected labels, such as \(1, 7\), got"):
        Augmentation(half_rotation=labels)


def test_limits_and_labels_are_kept_as_plain_numbers() -> None:
    options = Augmentation(shift=np.float32(2), half_rotation=np.array([4, 9]))  # type: ignore[arg-type]
    assert options == Augmentation(shift=2, half_rotation=[4, 9])
    assert json.loads(json.dumps(dataclasses.asdict(options)))["half_rotation"] == [4, 9]


@pytest.mark.parametrize(
    ("labels", "got"),
    [([0, 1], r"int64 of shape \(2,\)"), ([0.0, 1.0, 2.0], "float64"), ([[1], [2], [3]], "3, 1")],
)
def test_labels_that_are_none_of_the_images_are_refused(labels, got: str) -> None:
    with pytest.raises(ValueError, match=rf"labels: expected integers, \(3,\), .* got .*{got}"):
        augment(np.zeros((3, 64), np.uint8), [0], seed=0, epoch=0, options=DEFAULTS, labels=labels)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((3, 49), np.uint8), "8×8 pixels or more, .* got 7×7; train without augmentation"),
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
        augment(np.zeros((3, 64), np.uint8), samples, seed=0, epoch=0, options=DEFAULTS)


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
