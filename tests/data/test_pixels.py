"""Pixels are what their numbers say, whatever type these have; what cannot be known is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from groundup import Network, Predictor, UserError, evaluate, fit, load_data
from groundup.data.pixels import as_pixels
from groundup.data.schema import Schema

TYPES = ("uint8", "int64", "int16", "float64", "float32", ">f8")


@pytest.mark.parametrize("learned", TYPES)
def test_a_network_learns_and_answers_the_same_from_pixels_of_any_type(learned, few) -> None:
    known, network = Network([784, 12, 10]), Network([784, 12, 10])
    fit(known, few.train, few.validation, epochs=1)
    train, judged = few.train, few.validation
    fit(network, (train.x.astype(learned), train.y), (judged.x.astype(learned), judged.y), epochs=1)
    assert (network.w[0] == known.w[0]).all()
    assert network.history[0]["validation_cost"] == known.history[0]["validation_cost"]
    expected, predictor = known.feedforward(few.test.x), Predictor(network)
    for asked in TYPES:
        x = few.test.x.astype(asked)
        assert (network.feedforward(x) == expected).all()
        np.testing.assert_allclose(predictor(x[0]), expected[0], rtol=1e-12)
        assert predictor.label(x[1]) == expected[1].argmax()
        told = evaluate(network, (x, few.test.y))
        assert told.mistakes == evaluate(known, few.test).mistakes
        assert network.measure(x, few.test.y) == known.measure(*few.test)
    np.testing.assert_allclose(network.feedforward(few.test.x / 255), expected, rtol=1e-12)


@pytest.mark.parametrize("asked", TYPES)
def test_a_network_without_a_schema_takes_what_looks_like_pixels_for_them(asked, few) -> None:
    network = Network([784, 10])
    expected = network.feedforward(few.test.x)
    assert (network.feedforward(few.test.x.astype(asked)) == expected).all()
    told = Predictor(network)(few.test.x[0].astype(asked))
    np.testing.assert_allclose(told, expected[0], rtol=1e-12)


def test_pixels_that_end_early_end_there_in_any_type() -> None:
    x = np.random.default_rng(0).integers(0, 17, (40, 64), np.uint8)
    data = load_data((x, np.arange(40) % 2), validation=0, test=0)
    assert data.schema.largest == 16
    network = Network([64, 2], ["softmax"], "cross-entropy")
    fit(network, data.train, epochs=1)
    for asked in (*TYPES, "float16"):
        np.testing.assert_allclose(
            network.feedforward(x.astype(asked)), network.feedforward(x), rtol=1e-12
        )
    np.testing.assert_allclose(network.feedforward(x / 16), network.feedforward(x), rtol=1e-12)


def test_a_sample_is_read_alike_in_any_company() -> None:
    network = Network([64, 3])
    network.schema = Schema((8, 8), classes=("a", "b", "c"))
    random = np.random.default_rng(0)
    rows = [random.random(64), random.integers(0, 256, 64).astype(float), np.zeros(64), np.ones(64)]
    together = network.feedforward(np.stack(rows))
    for row, told in zip(rows, together, strict=True):
        np.testing.assert_allclose(network.feedforward(row), told, rtol=1e-12)


@pytest.mark.parametrize("wrong", [-1.0, 1.5, 256.0, 127.5, np.float64(300)])
def test_numbers_that_are_no_pixels_are_refused_with_their_place(wrong: float) -> None:
    network = Network([64, 2])
    network.schema = Schema((8, 8), classes=("a", "b"))
    x = np.zeros((3, 64))
    x[1] = np.arange(64)
    x[1, 7] = wrong
    for ask in (network.predict, Predictor(network), lambda x: network.measure(x, [0, 1, 0])):
        with pytest.raises(UserError, match=rf"x: expected pixels.* got {wrong:g} in sample 1, pl"):
            ask(x)
    with pytest.raises(UserError, match=r"train\.x: expected pixels"):
        fit(network, (x, [0, 1, 0]), epochs=1)


@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(0, 4), st.integers(1, 9))),
    st.sampled_from(["int64", "uint16", "float32", "float64"]),
)
def test_whole_pixels_are_the_same_in_all_types(x: np.ndarray, kind: str) -> None:
    told = as_pixels(x.astype(kind))
    scaled = told / 255 if told.dtype == np.uint8 else told
    dark = x.max(axis=1, initial=0) <= 1 if kind.startswith("f") else np.zeros(len(x), bool)
    np.testing.assert_allclose(scaled[~dark], x[~dark] / 255, rtol=1e-6)
    np.testing.assert_array_equal(told[dark], x[dark])  # fractions of 0 and 1, as far as is known


def test_features_beyond_0_to_1_are_features_wherever_they_go(tmp_path) -> None:
    x = np.random.default_rng(0).normal(100, 30, (60, 5))
    network = Network([5, 2], ["softmax"], "cross-entropy")
    fit(network, (x, np.arange(60) % 2), epochs=1, eta=1e-4)
    assert network.schema is not None
    assert not network.schema.pixels
    whole = np.full((1, 5), 90, np.uint8)
    np.testing.assert_array_equal(network.feedforward(whole), network.feedforward(whole * 1.0))


def test_pictures_may_keep_their_shape(few) -> None:
    network = Network([784, 10])
    pictures = few.test.x.reshape(-1, 28, 28)
    expected = network.feedforward(few.test.x)
    assert (network.feedforward(pictures) == expected).all()
    fit(network, few.train, epochs=1)
    assert (network.predict(pictures) == network.predict(few.test.x)).all()
    assert network.predict(pictures[0]) == network.predict(few.test.x[0])
    assert network.measure(pictures, few.test.y) == network.measure(*few.test)
    for shape in ((-1, 28, 28, 1), (-1, 1, 28, 28)):  # as Keras and PyTorch have them
        assert (network.predict(pictures.reshape(shape)) == network.predict(pictures)).all()
    with pytest.raises(UserError, match=r"784 numbers a sample.* got \(3, 27, 28\)"):
        network.predict(pictures[:3, 1:])


def test_a_frames_columns_go_by_their_names() -> None:
    pandas = pytest.importorskip("pandas")
    random = np.random.default_rng(0)
    frame = pandas.DataFrame(random.normal(0, 2, (80, 3)), columns=["a", "b", "c"])
    kind = np.where(frame["a"] > 0, "high", "low")
    data = load_data(frame.assign(kind=kind), label="kind")
    network = Network([3, 2], ["softmax"], "cross-entropy")
    fit(network, *data[:2], epochs=20, eta=0.5)
    turned = frame[["c", "a", "b"]]
    assert (network.predict_names(turned) == network.predict_names(frame)).all()
    assert (Predictor(network)(turned) == Predictor(network)(frame)).all()
    assert evaluate(network, (turned, kind)).accuracy > 0.9
    plain = Network([3, 2], ["softmax"], "cross-entropy")
    fit(plain, (frame, (kind == "low").astype(int)), epochs=20, eta=0.1)
    assert (plain.predict(turned) == plain.predict(frame)).all()


def test_labels_may_be_the_names_of_classes() -> None:
    x = np.random.default_rng(0).normal(0, 1, (40, 2))
    names = np.where(x[:, 0] > 0, "yes", "no")
    data = load_data((x, names), validation=0, test=0)
    network = Network([2, 2], ["softmax"], "cross-entropy")
    fit(network, data.train, epochs=5, eta=0.5)
    labels = (x[:, 0] > 0).astype(int)
    for told in (names, names.tolist(), names.astype(object)):
        assert network.measure(x, told) == network.measure(x, labels)
        assert evaluate(network, (x, told)).accuracy == evaluate(network, (x, labels)).accuracy
        fit(network, (x, told), epochs=1)
    with pytest.raises(UserError, match=r"y: expected labels among no, yes, got 'maybe'"):
        network.measure(x[:1], ["maybe"])
    with pytest.raises(UserError, match=r"y: expected labels among no, yes, got 'nan'; leave such"):
        network.measure(x[:2], ["yes", np.nan])


def test_without_a_schema_classes_are_named_by_their_numbers() -> None:
    x = np.random.default_rng(0).random((40, 2))
    labels = (x[:, 0] > 0.5).astype(int)
    plain, named = (Network([2, 2], ["softmax"], "cross-entropy") for _ in range(2))
    fit(plain, (x, labels), epochs=2)
    fit(named, (x, labels.astype(str)), epochs=2)
    assert (plain.w[0] == named.w[0]).all()
    assert plain.measure(x, plain.predict_names(x))[1] == 1
    with pytest.raises(UserError, match=r"among 0, 1, got 'high'.*groundup\.load_data number them"):
        fit(plain, (x, np.where(labels, "high", "low")), epochs=1)


def test_words_among_inputs_are_refused_with_the_remedy() -> None:
    x = [["red", 1.0], ["green", 2.0]]
    with pytest.raises(UserError, match=r"groundup\.load_data makes numbers of a table with words"):
        fit(Network([2, 2]), (x, [0, 1]), epochs=1)
