"""A network as the page takes it."""

from __future__ import annotations

import base64
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from groundup import Network
from groundup.page import preprocessing, recogniser
from groundup.page.encoding import check, default_network, dense, encode, small_network
from tests.page.reading import undense, unsqueezed

KINDS = [
    [[784, 10], ["linear"]],
    [[784, 12, 10], ["sigmoid", "sigmoid"]],
    [[784, 9, 8, 10], ["relu", "tanh", "softmax"]],
    [[784, 9, 10], ["tanh", "tanh"]],
]


def build(sizes: list[int], activations: list[str]) -> Network:
    cost = "cross-entropy" if activations[-1] == "softmax" else "quadratic"
    return Network(sizes, activations, cost, seed=5)


def decode(network: dict) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """w and b out of the payload."""
    apart = np.frombuffer(unsqueezed(undense(network["parameters"])), np.uint8)
    numbers = apart.reshape(2, -1).T.copy().view("<f2").ravel().astype(float)
    w, b, start = [], [], 0
    for n_in, n_out in pairwise(network["sizes"]):
        end = start + n_in * n_out
        w.append(numbers[start:end].reshape(n_out, n_in))
        b.append(numbers[end : end + n_out])
        start = end + n_out
    assert start == len(numbers)
    return w, b


@pytest.mark.parametrize(("sizes", "activations"), KINDS)
def test_every_parameter_arrives_in_half_precision(sizes, activations) -> None:
    network = build(sizes, activations)
    page = encode(network)
    assert page["network"]["sizes"] == sizes
    assert page["network"]["activations"] == activations
    w, b = decode(page["network"])
    for ours, theirs in zip([*w, *b], [*network.w, *network.b], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2**-11, atol=2**-25)


@pytest.mark.parametrize(("sizes", "activations"), KINDS)
def test_the_pages_python_gives_the_known_answers(sizes, activations) -> None:
    page = encode(build(sizes, activations))
    w, b = decode(page["network"])
    space: dict[str, Any] = {
        "w": [layer.tolist() for layer in w],
        "b": [layer.tolist() for layer in b],
    }
    exec(recogniser.write(activations), space)
    assert sorted(answer["label"] for answer in page["answers"]) == list(range(10))
    for answer in page["answers"]:
        pixels = base64.b64decode(answer["pixels"])
        digit, a = space["digit"]([pixel / 255 for pixel in pixels])
        assert [len(layer) for layer in a] == sizes
        assert a[-1] == pytest.approx(answer["outputs"], abs=1e-12)
        assert digit == int(np.argmax(answer["outputs"]))


@pytest.mark.parametrize("count", range(14))
def test_what_is_dense_is_safe_in_html_and_comes_back(count: int) -> None:
    data = bytes((255 - 37 * i) % 256 for i in range(count))
    assert undense(dense(data)) == data
    everything = dense(np.random.default_rng(0).bytes(9000))
    assert len(set(everything)) == 91
    assert not set(everything) & set('<\\"')


def test_the_small_network_is_that_of_the_page_s_backprop() -> None:
    network = small_network()
    assert network.sizes == [784, 30, 10]
    assert network.activations == ["sigmoid", "sigmoid"]
    assert network.cost == "quadratic"


def test_rounding_changes_no_more_than_a_few_answers(digits) -> None:
    network = default_network()
    x = digits.test.x[:2000]
    before = network.predict(x)
    network.w, network.b = decode(encode(network)["network"])
    assert (network.predict(x) != before).mean() <= 0.001


def test_the_recogniser_survives_the_largest_sums() -> None:
    for name in ("sigmoid", "tanh", "softmax"):
        space: dict[str, Any] = {"w": [], "b": []}
        exec(recogniser.write([name]), space)
        values = space[name]([-1e6, 0.0, 1e6])
        assert all(math.isfinite(value) for value in values)
        assert values == sorted(values)


def test_examples_carry_what_preprocessing_makes_of_them() -> None:
    page = encode(build([784, 10], ["sigmoid"]))
    assert [example["label"] for example in page["examples"]] == list(range(10))
    network = default_network()
    for example in page["examples"]:
        pixels = base64.b64decode(example["pixels"])
        assert pixels == preprocessing.preprocess(example["strokes"])
        assert network.predict(np.frombuffer(pixels, np.uint8)) == example["label"]
    assert page["preprocessing"]["BOX"] == preprocessing.BOX


@pytest.mark.parametrize("sizes", [[4, 3, 10], [784, 30, 3], [10, 10]])
def test_a_network_for_something_else_is_refused(sizes) -> None:
    with pytest.raises(
        ValueError, match=r"from 784 pixels to 10 digits.*this one is " + "-".join(map(str, sizes))
    ):
        encode(Network(sizes))


def test_a_network_with_convolutions_says_its_shapes() -> None:
    told = encode(Network("28x28-2c5p2-10"))["network"]
    assert told["shapes"] == [(2, 1, 5, 5), (10, 288)]
    assert "shapes" not in encode(Network([784, 10]))["network"]


@pytest.mark.parametrize("value", [70000.0, math.nan, math.inf])
def test_a_weight_that_half_precision_cannot_tell_is_refused(value: float) -> None:
    network = Network([784, 10])
    network.w[0][3, 400] = value
    for refused in (check, encode):
        with pytest.raises(ValueError, match=f"half precision.*{value:.6g}"):
            refused(network)
