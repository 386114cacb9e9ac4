"""What people have becomes samples, or is refused in words that say where and what to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup import Network, Predictor, Samples, UserError, evaluate, fit, load_data
from groundup.data.samples import as_inputs, as_labels, as_samples, as_targets, check_finite

X = np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5], [0.25, 0.5, 0.75], [0.0, 1.0, 1.0]])
Y = np.array([0, 1, 1, 0])


class Table:
    """What NumPy sees of a DataFrame or a Series: neither a list nor an array, but like one."""

    def __init__(self, columns: Any, dtype: type) -> None:
        self._columns, self._dtype = columns, dtype

    def __len__(self) -> int:
        return len(self._columns)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self._columns, dtype or self._dtype)


AS_PEOPLE_HAVE_THEM = {
    "lists": (X.tolist(), Y.tolist()),
    "tuples": (tuple(map(tuple, X.tolist())), tuple(Y.tolist())),
    "tables": (Table(X.tolist(), float), Table(Y.tolist(), int)),
    "tables of mixed columns": (Table(X.tolist(), object), Table(Y.tolist(), int)),
    "a table with a column of labels": (Table(X.tolist(), float), Table(Y[:, None].tolist(), int)),
    "numbers of other sizes": (X.astype(">f4"), Y.astype(np.uint8)),
}


@pytest.mark.parametrize("given", AS_PEOPLE_HAVE_THEM.values(), ids=AS_PEOPLE_HAVE_THEM)
@pytest.mark.parametrize("pair", [tuple, list, Samples._make])
def test_a_network_learns_from_them_as_from_arrays(given: Any, pair: Any) -> None:
    known, other = Network([3, 4, 2]), Network([3, 4, 2])
    fit(known, Samples(X, Y), Samples(X, Y), epochs=2, batch_size=3)
    records = fit(other, pair(given), pair(given), epochs=2, batch_size=3)
    assert all(np.array_equal(u, v) for u, v in zip(known.w, other.w, strict=True))
    assert records[1].validation_cost == known.history[1]["validation_cost"]
    assert other.measure(*given) == known.measure(X, Y)


def test_whole_numbers_that_are_no_bytes_are_taken_as_they_are() -> None:
    inputs = as_inputs([[0, 1], [255, 1]], 2)
    assert inputs.dtype == float
    assert inputs.tolist() == [[0.0, 1.0], [255.0, 1.0]]
    assert as_inputs(np.array([[True, False]]), 2).tolist() == [[1.0, 0.0]]


def test_arrays_that_fit_are_not_copied() -> None:
    for x in (X, X.astype(np.float32), X.astype(np.uint8)):
        samples = as_samples(Samples(x, Y), 3, 2, "train")
        assert samples.x is x
        assert np.shares_memory(samples.y, Y)


def test_labels_become_rows_of_targets() -> None:
    expected = [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    for y in ([1, 0], [[1], [0]], expected):
        assert as_targets(y, 3).tolist() == expected
    assert as_targets([[0.25], [1.0]], 1).tolist() == [[0.25], [1.0]]  # one output, so no labels
    assert as_labels([], 3).dtype == np.int64


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Table(X.tolist(), float), r"train: expected Samples\(x, y\), got Table"),
        ((X, Y, Y), r"train: expected Samples\(x, y\), got tuple"),
        (None, "got NoneType"),
        ((X[0], Y), r"train\.x: expected a row for each sample, \(n, 3\), got \(3,\)"),
        ((X[:, :2], Y), r"train\.x: expected 3 numbers a sample.* got \(4, 2\)"),
        (([[1, 2, 3], [1, 2]], [0, 1]), r"train\.x: expected rows of numbers, all of one length"),
        (([["a", "b", "c"]], [0]), r"train\.x: expected numbers, got <U1 \(1, 3\)"),
        (([[1, 2, {}]], [0]), r"train\.x: expected rows of numbers"),
        ((X * 1j, Y), r"train\.x: expected numbers, got complex128"),
        ((X, Y[:-1]), r"train\.x, train\.y: expected one y for each row of x, got 4 rows and 3"),
        ((X, Y / 1), r"train\.y: expected whole labels, \(n,\), got float64 \(4,\).*astype\(int\)"),
        ((X, ["no", "yes", "no", "no"]), r"train\.y: expected labels among 0, 1, got 'no'"),
        ((X, Y - 1), r"train\.y: expected labels from 0 to 1.*2 outputs, got -1 to 0"),
        ((X, Y + 1), r"train\.y: expected labels from 0 to 1.*2 outputs, got 1 to 2"),
        ((X, np.eye(4, 2)), r"train\.y: expected whole labels, \(n,\), got float64 \(4, 2\)"),
    ],
)
def test_what_is_none_is_refused(given: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        as_samples(given, 3, 2, "train")


PICTURES = np.random.default_rng(0).integers(0, 256, (12, 8, 8, 3)).astype(np.uint8)
FIRST = PICTURES.transpose(0, 3, 1, 2)
LABELS = np.arange(12) % 3
TAKEN = {
    "rows": PICTURES.reshape(12, -1),
    "pictures": PICTURES,
    "fractions": PICTURES / 255,
    "features": PICTURES / 50 - 2,
}


@pytest.mark.parametrize("x", TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("loaded", [False, True])
def test_convolutions_take_the_pictures_that_they_see(x: np.ndarray, loaded: bool) -> None:
    network = Network("8x8x3-2c3p2-3", seed=1)
    data = load_data((x, LABELS)).train if loaded else (x, LABELS)
    fit(network, data, epochs=1)
    assert loaded or network.schema is None or network.schema.shape == (8, 8, 3)
    rows = network.feedforward(x.reshape(12, -1))
    np.testing.assert_allclose(network.feedforward(x), rows, rtol=1e-12)
    np.testing.assert_allclose(Predictor(network)(x), rows, rtol=1e-12)
    np.testing.assert_allclose(network.feedforward(x[5]), rows[5], rtol=1e-12)
    assert evaluate(network, (x, LABELS)).total == 12


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (FIRST[0], r"got 3×8×8; their channels come first: give x.transpose\(1, 2, 0\)"),
        (FIRST[0] / 255, r"got 3×8×8; their channels come first: give x.transpose\(1, 2, 0\)"),
        (PICTURES[0].reshape(16, 4, 3), r"got 16×4×3; cut or fill them up to squares"),
        (PICTURES[0, :, :, :2], r"expected 192 numbers a sample"),
    ],
)
def test_one_picture_is_told_what_many_are(x: np.ndarray, said: str) -> None:
    network = Network("8x8x3-2c3p2-3")
    for call in (network.feedforward, Predictor(network)):
        with pytest.raises(UserError, match=said):
            call(x)


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (FIRST, r"8×8×3 .* got 3×8×8; their channels come first: give x.transpose\(0, 2, 3, 1\)"),
        (FIRST / 255, r"8×8×3 .* got 3×8×8; their channels come first"),
        (FIRST / 50 - 2, r"8×8×3 .* got 3×8×8; their channels come first"),
        (PICTURES.reshape(12, 16, 4, 3), r"got 16×4×3; cut or fill them up to squares"),
        (PICTURES.reshape(12, 4, 4, 12), r"got 4×4×12; begin the network with 4x4x12"),
    ],
)
def test_convolutions_take_no_other_pictures_of_as_many_numbers(x: np.ndarray, said: str) -> None:
    """Their pixels would be where no pixels are, without a word."""
    network = Network("8x8x3-2c3p2-3")
    trained = network.copy()
    fit(trained, (PICTURES, LABELS), epochs=1)
    data = load_data((x, LABELS))
    for call in (
        lambda: fit(network, (x, LABELS), epochs=1),
        lambda: fit(network, data.train, epochs=1),
        lambda: fit(network, (PICTURES, LABELS), data.train, epochs=1),
        lambda: network.feedforward(x),
        lambda: trained.feedforward(x),
        lambda: trained.measure(x, LABELS),
        lambda: Predictor(trained)(x),
        lambda: evaluate(trained, (x, LABELS)),
    ):
        with pytest.raises(UserError, match=said):
            call()
    assert network.history == []


@pytest.mark.parametrize("shape", [(12, 8, 8), (12, 8, 8, 1), (12, 1, 8, 8)])
def test_one_channel_may_be_named_or_not(shape: tuple[int, ...]) -> None:
    network, x = Network("8x8-2c3p2-3"), PICTURES[..., 0].reshape(shape)
    for data in ((x, LABELS), load_data((x, LABELS)).train):
        fit(network.copy(), data, epochs=1)
    assert network.feedforward(x).shape == (12, 3)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", ["train", "validation"])
@pytest.mark.parametrize("engine", ["auto", "numpy", "batches"])
def test_a_number_that_is_not_finite_is_found_before_training(
    number: float, kind: str, engine: str
) -> None:
    network, before = Network([3, 2]), Network([3, 2])
    x = X.copy()
    x[2, 1] = x[3, 0] = number
    samples: dict[str, Any] = {"train": Samples(X, Y), "validation": Samples(X, Y)} | {
        kind: Samples(x, Y)
    }
    said = rf"{kind}\.x: expected finite numbers.* got {number} in sample 2, feature 1"
    with pytest.raises(ValueError, match=said):
        fit(network, **samples, engine=engine)
    assert np.array_equal(network.w[0], before.w[0])


def test_a_number_that_is_too_large_for_the_network_is_found_too() -> None:
    x = X.copy()
    x[1, 2] = -1e39
    check_finite(x, np.float64, "x")
    with pytest.raises(ValueError, match=r"in float32, got -1e\+39 in sample 1, feature 2"):
        fit(Network([3, 2], dtype="float32"), Samples(x, Y))
    check_finite(x[:0], np.float32, "x")
