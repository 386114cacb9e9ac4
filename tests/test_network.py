"""Network: known answers of every activation and cost, and errors that say what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import ModelError, Network, mathematics, shapes
from groundup.data import Schema
from groundup.vectors import Case, cases
from groundup.vectors.agreement import disagreement


def network_of(case: Case) -> Network:
    network = Network(case["sizes"], case["activations"], case["cost"])
    network.w = [np.array(wl) for wl in case["w"]]
    network.b = [np.array(bl) for bl in case["b"]]
    return network


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_a_network_gives_the_known_answers(case: Case) -> None:
    network = network_of(case)
    xs, ys = np.array(case["xs"]), np.array(case["ys"])
    dw, db = network.gradients(xs, ys)
    if "outputs" in case:
        assert disagreement(case["outputs"], network.feedforward(xs)) <= 1e-12
    if "gradients" in case:
        for l in range(len(dw)):
            assert disagreement(case["gradients"]["dw"][l], dw[l]) <= 1e-12
            assert disagreement(case["gradients"]["db"][l], db[l]) <= 1e-12
    if "mean_cost" in case:
        assert network.measure(xs, ys)[0] == pytest.approx(case["mean_cost"], rel=1e-12)
    if case.get("steps", {}).get("count") == 1:
        eta, l2 = case["steps"]["eta"], case["steps"]["l2"]
        for l in range(len(dw)):
            w = network.w[l] - eta * (dw[l] + l2 * network.w[l])
            assert disagreement(case["steps"]["w"][l], w) <= 1e-12


def test_first_weights_are_as_wide_as_their_init_says() -> None:
    scaled, normal = Network([784, 30, 10], seed=1), Network([784, 30, 10], init="normal", seed=1)
    assert np.allclose(scaled.w[0] * 28, normal.w[0], rtol=1e-15)
    assert normal.w[0].std() == pytest.approx(1, abs=0.02)
    assert np.array_equal(scaled.b[0], normal.b[0])
    assert not np.array_equal(scaled.w[0], Network([784, 30, 10], seed=2).w[0])


def test_pixels_are_scaled_and_floats_are_not() -> None:
    network = Network([4, 3, 2])
    pixels = np.array([[0, 51, 102, 255], [255, 0, 0, 1]], np.uint8)
    assert np.array_equal(network.feedforward(pixels), network.feedforward(pixels / 255))
    assert not np.allclose(network.feedforward(pixels), network.feedforward(pixels.astype(float)))


def test_one_sample_many_and_none() -> None:
    network = Network([4, 3, 2])
    x = np.linspace(-1, 1, 4 * 2500).reshape(2500, 4)
    many = network.feedforward(x)
    assert many.shape == (2500, 2)
    assert np.allclose(network.feedforward(x[7]), many[7], rtol=1e-14)
    assert network.feedforward(x[:0]).shape == (0, 2)
    assert network.predict(x).tolist() == many.argmax(axis=1).tolist()
    assert network.predict(x[0]) == many[0].argmax()


def test_labels_are_one_hot_targets() -> None:
    network, x = Network([4, 3, 2]), np.ones((2, 4))
    by_label = network.gradients(x, np.array([1, 0]))
    by_target = network.gradients(x, np.array([[0, 1], [1, 0]]))
    assert all(np.array_equal(u, v) for u, v in zip(by_label[0], by_target[0], strict=True))


def test_a_certain_and_wrong_answer_costs_much_but_not_infinitely_much() -> None:
    for output in ("sigmoid", "softmax"):
        network = Network([1, 2], [output], "cross-entropy")
        network.w, network.b = [np.array([[1e4], [-1e4]])], [np.zeros(2)]
        cost, accuracy = network.measure(np.ones((1, 1)), np.array([1]))
        assert cost == pytest.approx(2e4, rel=1e-12)
        assert accuracy == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"sizes": [784]}, "two or more"),
        ({"sizes": [784, 0, 10]}, "positive"),
        ({"sizes": [784, 30.0, 10]}, "whole number.*got 30.0"),
        ({"sizes": [True, 3]}, "whole number"),
        ({"sizes": [4, 3, 2], "activations": ["sigmoid"]}, "must be 2 names"),
        ({"sizes": [4, 3, 2], "activations": "sigmoid"}, "2 names, one for each layer"),
        ({"sizes": [4, 3, 2], "activations": ["softmax", "softmax"]}, r"w\[0\].*not 'softmax'"),
        ({"sizes": [4, 2], "cost": "hinge"}, "cost must be one of"),
        ({"sizes": [4, 2], "activations": ["tanh"], "cost": "cross-entropy"}, "sigmoid or softmax"),
        ({"sizes": [4, 2], "activations": ["softmax"]}, "softmax outputs go with"),
        ({"sizes": [4, 2], "init": "zeros"}, "init must be one of"),
    ],
)
def test_what_does_not_fit_together_is_refused(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Network(**arguments)


@pytest.mark.parametrize("asked", ["measure", "gradients"])
def test_samples_that_do_not_fit_are_refused(asked: str) -> None:
    network = Network([4, 3, 2])
    ask = getattr(network, asked)
    with pytest.raises(ValueError, match=r"x: expected 4 numbers a sample.*got \(2, 5\)"):
        ask(np.ones((2, 5)), np.array([0, 1]))
    with pytest.raises(ValueError, match=r"y: expected labels from 0 to 1.*got 0 to 2"):
        ask(np.ones((2, 4)), np.array([0, 2]))
    with pytest.raises(ValueError, match=r"targets \(n, 2\), got float64 \(2, 3\)"):
        ask(np.ones((2, 4)), np.ones((2, 3)))
    for x, y in ((2, 1), (1, 2), (2, 0), (2000, 1001)):
        with pytest.raises(ValueError, match=f"each row of x, got {x} rows and {y}"):
            ask(np.ones((x, 4)), np.zeros(y, int))
        with pytest.raises(ValueError, match=f"each row of x, got {x} rows and {y}"):
            ask(np.ones((x, 4)), np.zeros((y, 2)))
    with pytest.raises(ValueError, match="at least one sample, got none"):
        ask(np.ones((0, 4)), np.zeros(0, int))


def test_a_copy_changes_alone() -> None:
    network = Network([4, 3, 2], ["relu", "softmax"], "cross-entropy", seed=3, dtype="float32")
    network.w[0] = np.asfortranarray(network.w[0])
    network.history.append({"epoch": 1, "cost": 0.5})
    copied = network.copy()
    assert repr(copied) == repr(network)
    assert copied.history == network.history
    for own, theirs in zip(network.w + network.b, copied.w + copied.b, strict=True):
        assert np.array_equal(own, theirs)
        assert theirs.dtype == np.float32
        assert theirs.flags.c_contiguous
        theirs += 1
        assert not np.array_equal(own, theirs)
    copied.history[0]["cost"] = 0.25
    copied.history.append({})
    copied.sizes[0] = copied.sizes[2] = 7
    copied.activations[0] = "tanh"
    assert network.history == [{"epoch": 1, "cost": 0.5}]
    assert (network.sizes, network.activations) == ([4, 3, 2], ["relu", "softmax"])


def test_a_saved_network_comes_back_to_the_bit(tmp_path: Path) -> None:
    network = Network([4, 3, 2], ["relu", "softmax"], "cross-entropy", seed=3)
    network.history.append({"epoch": 1, "cost": 0.5})
    network.save(tmp_path / "a.safetensors")
    loaded = Network.load(tmp_path / "a.safetensors")
    assert repr(loaded) == repr(network)
    assert loaded.history == network.history
    for saved, got in zip(network.w + network.b, loaded.w + loaded.b, strict=True):
        assert np.array_equal(saved, got)
    loaded.w[0][0, 0] = 7.0  # arrays one may write


def test_a_file_with_an_unknown_activation_is_refused(tmp_path: Path) -> None:
    network = Network([4, 2])
    network.activations = ["gelu"]
    network.save(tmp_path / "a.safetensors")
    with pytest.raises(ModelError, match=r"a\.safetensors.*gelu"):
        Network.load(tmp_path / "a.safetensors")


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e39])
def test_what_is_no_number_of_its_kind_is_not_answered(number: float) -> None:
    network = Network([3, 4, 2], dtype="float32", seed=0)
    x = np.zeros((1500, 3))
    x[1234, 1] = number
    for ask in (network.predict, network.feedforward, lambda x: network.measure(x, [0] * len(x))):
        with pytest.raises(ValueError, match="in sample 1234, feature 1"):
            ask(x)


def test_classes_are_named() -> None:
    network = Network([3, 4, 2], seed=0)
    x = np.random.default_rng(0).random((5, 3))
    assert network.predict_names(x).tolist() == [str(label) for label in network.predict(x)]
    network.schema = Schema(
        (3,), mean=(0,) * 3, scale=(1,) * 3, pixels=False, classes=("no", "yes")
    )
    assert network.predict_names(x).tolist() == [("no", "yes")[i] for i in network.predict(x)]
    assert network.predict_names(x[0]) == network.predict_names(x)[0]


@pytest.mark.parametrize("sizes", [784, 3.5, None])
def test_sizes_that_are_no_list_are_told_what_they_are(sizes) -> None:
    with pytest.raises(ValueError, match="a string or a list, as 784-30-10 or"):
        Network(sizes)


@pytest.mark.parametrize("ending", ["h5", "pt", "PKL", "npz", "json", "onnx"])
def test_a_name_that_promises_another_format_is_refused(ending: str, tmp_path: Path) -> None:
    """`load` would take x.npz, which `save` wrote, for what it says, and refuse it as damaged."""
    with pytest.raises(ModelError, match=r"x\.safetensors, but .*; for other formats, .* export"):
        Network([2, 2]).save(tmp_path / f"x.{ending}")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["x", "x.st", "x.model", "x.v1"])
def test_any_other_name_is_as_good_as_safetensors(name: str, tmp_path: Path) -> None:
    Network([2, 2]).save(tmp_path / name)
    assert Network.load(tmp_path / name).sizes == [2, 2]


def test_feature_maps_are_what_convolutions_put_out_as_pictures():
    network = Network("8x8x2-3c3p2-4c2p2-5-2", ["relu", "tanh", "sigmoid", "sigmoid"], seed=1)
    x = np.random.default_rng(0).integers(0, 256, (5, 128), np.uint8)
    first, second = network.feature_maps(x)
    assert (first.shape, second.shape) == ((5, 3, 3, 3), (5, 1, 1, 4))
    picture = x[4].reshape(8, 8, 2) / 255
    sums = [
        (network.w[0][2] * picture[2 + i : 5 + i, 4 + j : 7 + j].transpose(2, 0, 1)).sum()
        for i in range(2) for j in range(2)
    ]  # fmt: skip
    assert first[4, 1, 2, 2] == pytest.approx(max(0, max(sums) + network.b[0][2]), rel=1e-12)
    after = network.w[2:], network.b[2:], network.activations[2:]
    outputs = mathematics.forward(*after, second.reshape(5, 4)).a[-1]
    np.testing.assert_allclose(outputs, network.feedforward(x), rtol=1e-12)
    one = network.feature_maps(x[4])
    assert [maps.shape for maps in one] == [(3, 3, 3), (1, 1, 4)]
    np.testing.assert_allclose(one[0], first[4], rtol=1e-12)
    assert [maps.shape[0] for maps in network.feature_maps(x[:0])] == [0, 0]
    assert Network([4, 2]).feature_maps(np.zeros((1, 4))) == []


def test_feature_maps_come_in_pieces_and_refuse_what_is_no_number(monkeypatch):
    network = Network("6x6-2c3p2-2")
    x = np.random.default_rng(0).random((7, 36))
    (whole,) = network.feature_maps(x)
    monkeypatch.setattr(shapes, "CHUNK", 3)
    np.testing.assert_allclose(network.feature_maps(x)[0], whole, rtol=1e-12)
    x[5, 3] = np.nan
    with pytest.raises(ValueError, match="sample 5"):
        network.feature_maps(x)
