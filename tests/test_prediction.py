"""A predictor answers as its network did when it was made, with the kernel and without."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from groundup import Network, Predictor
from groundup.engines import kernel
from groundup.errors import UserError

TOLERANCE = {"float64": 1e-12, "float32": 1e-5}


@pytest.fixture(params=["kernel", "numpy"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "numpy":
        monkeypatch.setattr(kernel, "_native", None)
    elif not kernel.available():
        pytest.skip("the kernel was not built")
    return request.param


def network_of(dtype: str = "float32") -> Network:
    return Network([6, 5, 3], ["tanh", "softmax"], "cross-entropy", seed=4, dtype=dtype)


PIXELS = np.random.default_rng(0).integers(0, 256, (7, 6), np.uint8)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("numbers", [np.uint8, np.float32, np.float64, np.int64, ">f4"])
def test_one_sample_and_rows_are_as_feedforward_has_them(dtype: str, numbers: str) -> None:
    network = network_of(dtype)
    predict, x = Predictor(network), PIXELS.astype(numbers)
    expected = network.feedforward(x)
    rows, ones = predict(x), np.array([predict(row) for row in x])
    assert rows.dtype == ones.dtype == dtype
    assert rows.shape == ones.shape == (7, 3)
    np.testing.assert_allclose(rows, expected, atol=TOLERANCE[dtype])
    np.testing.assert_allclose(ones, expected, atol=TOLERANCE[dtype])
    assert [predict.label(row) for row in x] == expected.argmax(axis=1).tolist()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("layers", ["12x12-3c5p2-4c1p2-5-3", "6x6x3-4c3p2-3"])
def test_pictures_go_through_convolutions(dtype: str, layers: str) -> None:
    names = ["relu"] * (layers.count("-") - 1) + ["softmax"]
    network = Network(layers, names, "cross-entropy", init="he", dtype=dtype)
    x = np.random.default_rng(1).integers(0, 256, (9, network.sizes[0]), np.uint8)
    predict, expected = Predictor(network), network.feedforward(x)
    for x_ in (x, x.astype(dtype) / 255):
        np.testing.assert_allclose(predict(x_), expected, atol=TOLERANCE[dtype])
        np.testing.assert_allclose([predict(row) for row in x_], expected, atol=TOLERANCE[dtype])
        assert [predict.label(row) for row in x_] == expected.argmax(axis=1).tolist()


@pytest.mark.usefixtures("engine")
def test_a_single_row_stays_a_row_and_none_is_none() -> None:
    predict = Predictor(network_of())
    assert predict(PIXELS[:1]).shape == (1, 3)
    assert predict(PIXELS[:0]).shape == (0, 3)


@pytest.mark.usefixtures("engine")
def test_lists_and_strided_rows_count_too() -> None:
    network = network_of("float64")
    predict, x = Predictor(network), np.linspace(-1, 1, 12)
    expected = network.feedforward(x[::2])
    for sample in (x[::2], x[::2].tolist()):
        np.testing.assert_allclose(predict(sample), expected, rtol=1e-12)
        assert predict.label(sample) == expected.argmax()


@pytest.mark.usefixtures("engine")
def test_it_does_not_see_later_changes() -> None:
    network = network_of()
    predict = Predictor(network)
    before, many = predict(PIXELS[0]), predict(PIXELS)
    for array in network.w + network.b:
        array += 1
    assert np.array_equal(predict(PIXELS[0]), before)
    assert np.array_equal(predict(PIXELS), many)
    assert not np.allclose(Predictor(network)(PIXELS[0]), before)


@pytest.mark.usefixtures("engine")
def test_its_answers_are_not_overwritten_by_the_next() -> None:
    predict = Predictor(network_of())
    first = predict(PIXELS[0])
    kept = first.copy()
    predict(PIXELS[1])
    assert np.array_equal(first, kept)


@pytest.mark.usefixtures("engine")
def test_what_does_not_fit_is_refused() -> None:
    predict = Predictor(network_of())
    for wrong in (
        np.zeros(5),
        np.zeros(5, np.uint8),
        np.zeros((2, 5)),
        np.zeros((2, 3, 6)),
        0.5,
        "abc",
    ):
        with pytest.raises(UserError, match="x: expected"):
            predict(wrong)
        with pytest.raises(UserError, match="x: expected"):
            predict.label(wrong)
    with pytest.raises(ValueError, match=r"one sample, \(6,\), got uint8 of shape \(7, 6\)"):
        predict.label(PIXELS)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_what_is_no_finite_number_is_refused_by_its_place(dtype: str, number: float) -> None:
    predict, x = Predictor(network_of(dtype)), np.zeros(6, dtype)
    x[4] = number
    for wrong in (x, x.tolist(), x.astype("float16")):
        for asked in (predict, predict.label):
            with pytest.raises(UserError, match=f"got {number} in sample 0, feature 4"):
                asked(wrong)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("dtype", TOLERANCE)
def test_it_pickles_as_it_was(dtype: str) -> None:
    network = network_of(dtype)
    predict = Predictor(network)
    before = predict(PIXELS)
    network.w[0] += 1  # which it does not see, nor does its copy
    for copied in (pickle.loads(pickle.dumps(predict)), copy.deepcopy(predict)):
        assert copied.dtype == predict.dtype
        assert np.array_equal(copied(PIXELS), before)
        assert np.array_equal(copied(PIXELS[0]), predict(PIXELS[0]))
        assert copied.label(PIXELS[0]) == before[0].argmax()


def test_it_answers_the_same_in_another_process() -> None:
    predict = Predictor(network_of())
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(predict, PIXELS))
    assert np.array_equal(there, [predict(row) for row in PIXELS])
