"""Code of layer objects, as people write it, gives the right numbers, its mistakes give theirs."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest

from groundup.checking import check
from groundup.checking.reading.forms import layers
from tests.checking.reading.forms.checks import (
    ENTROPY,
    QUADRATIC,
    SOFTMAX,
    TANH,
    answers_to,
    ask,
    check_right,
    no_factor,
    offer,
    only,
    probe_for,
    readings,
    right_answers,
    same,
)
from tests.checking.reading.forms.layer_sources import (
    ADDING,
    ARRAYS,
    ATTRIBUTES,
    COLUMNS,
    LISTS,
    NAMED,
    ROWS_FIT,
    SEQUENTIAL,
    SIZES,
)

PROGRAMS = Path(__file__).parents[2] / "programs"


def halves(m, n_out):
    """2 (a - y) / n_out, as a mean over the outputs without the ½."""
    return 2.0 / n_out


def total(m, n_out):
    return float(m)


RIGHT = {
    "columns, tanh": (COLUMNS, TANH, halves),
    "columns, sigmoid": (COLUMNS, QUADRATIC, halves),
    "a network with only fit": (ROWS_FIT, TANH, halves),
    "gradients in attributes": (ATTRIBUTES, SOFTMAX, no_factor),
    "a list of layers": (SEQUENTIAL, SOFTMAX, no_factor),
    "an activation by name": (NAMED, QUADRATIC, no_factor),
    "another activation by name": (NAMED, TANH, no_factor),
    "cross-entropy fed": (NAMED, ENTROPY, no_factor),
    "a network of sizes": (SIZES, TANH, no_factor),
    "gradients added up": (ADDING, QUADRATIC, no_factor),
    "lists": (LISTS, QUADRATIC, no_factor),
    "arrays for the constructor": (ARRAYS, SOFTMAX, no_factor),
}
WITHOUT_STEP = {
    "lists",
    "arrays for the constructor",
    "columns, tanh",
    "columns, sigmoid",
    "a network with only fit",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_code_gives_the_right_numbers(name, tmp_path):
    source, settings, factor = RIGHT[name]
    exact = name not in {"gradients in attributes"}
    learner = check_right(
        layers,
        tmp_path,
        source,
        settings,
        factor,
        1e-9 if exact else 1e-5,  # it clips its outputs
        name not in WITHOUT_STEP,
    )
    assert {"dw", "db", "outputs"} <= set(learner.places)


def test_float32_code_is_right_to_its_precision(tmp_path):
    source = SEQUENTIAL.replace("np.sqrt(2 / in_features)", "np.float32(0.1)")
    source = source.replace("np.zeros(out_features)", "np.zeros(out_features, dtype=np.float32)")
    source = source.replace(
        "np.random.randn(in_features, out_features)",
        "np.random.randn(in_features, out_features).astype(np.float32)",
    )
    check_right(layers, tmp_path, source, SOFTMAX, tolerance=1e-5)


def test_it_says_how_samples_go_in_and_where_the_loss_is_from(tmp_path):
    learner = only(layers, tmp_path, COLUMNS, TANH)
    assert learner.one_by_one
    assert learner.conventions["samples"] == "one at a time, (n, 1)"
    assert learner.conventions["loss"] == "from mse_prime"
    assert learner.conventions["step"] == "inside backward; gradients are (w − w′)/η"
    assert learner.places["delta"] == "Tanh.backward"
    fed = only(layers, tmp_path, NAMED, QUADRATIC)
    assert "fed by the check" in fed.conventions["loss"]
    assert only(layers, tmp_path, ARRAYS, SOFTMAX).layers == 2


def test_a_layer_that_is_not_what_it_is_called_is_judged_by_what_it_is(tmp_path):
    file = tmp_path / "leaks.py"
    source = SEQUENTIAL.replace("return x * self.mask", "return np.maximum(0.01 * x, x)")
    assert source != SEQUENTIAL
    file.write_text(source, encoding="utf-8")
    report = check(str(file))
    assert "KeyError" not in str(report)
    assert [one.slug for one in report.mistakes] == ["leaky-slope-dropped"]


def test_code_without_layers_has_no_reading(tmp_path):
    assert readings(layers, tmp_path, "def f(x):\n    return x\n", QUADRATIC) == []


def test_a_layer_that_forgets_the_sum_over_rows_keeps_its_shape(tmp_path):
    source = SEQUENTIAL.replace("dout.sum(axis=0)", "dout.sum()")
    _, mine, right = answers_to(layers, tmp_path, source, SOFTMAX)
    same(mine[0].dw, right[0].dw)
    assert all(db.shape == () for db in mine[0].db)


def test_averaged_biases_and_summed_weights_come_through(tmp_path):
    source = NAMED.replace("self.a_prev.T / m", "self.a_prev.T")
    _, mine, right = answers_to(layers, tmp_path, source, TANH)
    same(mine[0].dw, right[0].dw, len(mine[0].outputs))
    same(mine[0].db, right[0].db)


def test_the_last_sample_only_is_not_read_as_one_at_a_time(tmp_path):
    source = SEQUENTIAL.replace("dout.sum(axis=0)", "dout[-1]")
    learner, mine, right = answers_to(layers, tmp_path, source, SOFTMAX)
    assert not learner.one_by_one
    same(mine[0].dw, right[0].dw)
    m = len(mine[0].outputs)
    same(mine[0].db, [delta[-1] / m for delta in right[0].delta])


def test_weights_updated_before_the_error_goes_back_come_through(tmp_path):
    old = "        input_gradient = np.dot(self.weights.T, output_gradient)\n"
    assert old in COLUMNS
    source = COLUMNS.replace(old, "").replace(
        "        return input_gradient", "        return np.dot(self.weights.T, output_gradient)"
    )
    _, mine, right = answers_to(layers, tmp_path, source, TANH)
    same(mine[0].dw[2:], right[0].dw[2:])
    assert not np.allclose(mine[0].dw[1], right[0].dw[1], 1e-3)


def test_a_hidden_derivative_that_is_missing_shows_in_the_delta(tmp_path):
    source = SEQUENTIAL.replace("return dout * self.mask", "return dout")
    _, mine, right = answers_to(layers, tmp_path, source, SOFTMAX)
    same(mine[0].delta[2:], right[0].delta[2:], 1 / 7)
    assert not np.allclose(mine[0].delta[1] * 7, right[0].delta[1], 1e-3)


def test_gradients_that_are_never_cleared_grow_from_call_to_call(tmp_path):
    source = ADDING.replace(
        "        self.grad_w = np.zeros_like(self.weights)\n        self.grad_b = "
        "np.zeros_like(self.biases)\n\nclass Sigmoid",
        "\nclass Sigmoid",
    )
    assert source != ADDING
    _, mine, right = answers_to(layers, tmp_path, source, QUADRATIC)
    same(mine[0].dw, right[0].dw)
    grown = [a * 7 + b * 6 for a, b in zip(right[0].dw, right[1].dw, strict=True)]
    same(mine[1].dw, grown, 1 / 6)


def test_a_step_that_adds_comes_through(tmp_path):
    source = SEQUENTIAL.replace("self.W -= lr", "self.W += lr")
    learner = only(layers, tmp_path, source, SOFTMAX)
    probe = probe_for(learner, SOFTMAX, "lopsided")
    stepped = learner.start(probe).step(probe.batches[0])
    assert stepped is not None
    right = right_answers(probe)[0]
    moves = [now - w for now, w in zip(stepped[0], probe.w, strict=True)]
    same(moves, right.dw, probe.settings.eta)


def test_a_loss_with_its_sign_flipped_comes_through(tmp_path):
    source = COLUMNS.replace("2 * (y_pred - y_true)", "2 * (y_true - y_pred)")
    _, mine, right = answers_to(layers, tmp_path, source, TANH)
    same(mine[0].dw, right[0].dw, -1.0)


def test_a_mistake_in_the_network_class_is_not_read_past(tmp_path):
    source = SIZES.replace("grad = self.layers[-1].A - y", "grad = y - self.layers[-1].A")
    _, mine, right = answers_to(layers, tmp_path, source, TANH)
    same(mine[0].dw, right[0].dw, -1.0)


def test_where_cross_entropy_is_written_twice_both_must_be_right(tmp_path):
    jacobian = ATTRIBUTES.replace("np.diagflat(single_output) -", "np.diagflat(single_output) +")
    fused = ATTRIBUTES.replace("y_true] -= 1", "y_true] += 1")
    for source in (jacobian, fused):
        assert source != ATTRIBUTES
        _, mine, right = answers_to(layers, tmp_path, source, SOFTMAX)
        assert not np.allclose(mine[0].dw[2], right[0].dw[2], 1e-3)


def test_a_network_class_that_cannot_be_built_is_said(tmp_path):
    source = SIZES.replace("self.lr = lr", "self.lr = learning_rate")
    learner = only(layers, tmp_path, source, TANH)
    assert learner.conventions["network"] == "chained by the check: MLP could not be built"


def test_one_class_can_be_asked_for(tmp_path):
    offered = offer(tmp_path, SEQUENTIAL)
    alone = next(layers.find(offered._replace(only="Linear"), SOFTMAX))
    assert alone.style == "layer objects: Linear"
    assert "network" not in alone.conventions
    network = next(layers.find(offered._replace(only="Sequential"), SOFTMAX))
    assert network.style == "the class Sequential, of layer objects"


def test_a_network_that_trains_on_one_sample_is_called_so(tmp_path):
    source = ROWS_FIT[: ROWS_FIT.index("    def predict")] + TRAINS_ON_ONE
    check_right(layers, tmp_path, source, TANH, steps=False)


TRAINS_ON_ONE = """
    def predict(self, x):
        for layer in self.layers:
            x = layer.forward_propagation(x)
        return x

    def train(self, x, y, learning_rate):
        error = self.predict(x) - y
        for layer in reversed(self.layers):
            error = layer.backward_propagation(error, learning_rate)
"""


@pytest.mark.parametrize("sent", ["found", "found[::-1]", "len(found)"])
def test_gradients_that_are_only_returned_are_read_or_not_found(tmp_path, sent):
    changes = {
        "    def step(self, lr):\n        self.W -= lr * self.dW\n"
        "        self.b -= lr * self.db\n": "",
        "    def step(self, lr):\n        for layer in self.layers:\n"
        '            if hasattr(layer, "step"):\n                layer.step(lr)\n': "",
        "self.dW = self.x.T @ dout": "dw = self.x.T @ dout",
        "self.db = dout.sum(axis=0)": "db = dout.sum(axis=0)",
        "return dout @ self.W.T": "return dout @ self.W.T, [dw, db]",
        "return dout * self.mask": "return dout * self.mask, []",
        "        for layer in reversed(self.layers):\n            dout = layer.backward(dout)\n"
        "        return dout": "        found = []\n        for layer in reversed(self.layers):\n"
        "            dout, grad = layer.backward(dout)\n            found.append(grad)\n"
        f"        return {sent}",
    }
    source = SEQUENTIAL
    for old, new in changes.items():
        assert old in source
        source = source.replace(old, new)
    answered, right = [], []
    for learner in readings(layers, tmp_path, source, SOFTMAX):
        probe = probe_for(learner, SOFTMAX, "lopsided")
        with contextlib.suppress(np.exceptions.AxisError):  # one that gives columns
            answered += ask(learner, probe)
            right += right_answers(probe)
    assert answered
    for mine, theirs in zip(answered, right, strict=True):
        if "len" in sent:
            assert mine.delta is not None
            assert mine.dw is None
        else:
            same(mine.dw, theirs.dw)
            same(mine.db, theirs.db)


SLOPES = """
import numpy as np

class Tanh:
    def forward(self, z):
        return np.tanh(z)
    def backward(self, z):
        return 1 - np.tanh(z) ** 2

class Plain:
    def forward(self, z):
        return z
    def backward(self, z):
        return 1.0

class Layer:
    def __init__(self, n_in, n_out, activation=None):
        self.bend = Tanh() if activation == "tanh" else Plain()
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        self.z = x @ self.W + self.b
        return self.bend.forward(self.z)

    def backward(self, da):
        dz = da * self.bend.backward(self.z)
        self.dW = self.x.T @ dz / len(dz)
        self.db = dz.mean(axis=0, keepdims=True)
        return dz @ self.W.T
"""


def test_an_activation_whose_backward_takes_z_is_no_layer(tmp_path):
    for learner in readings(layers, tmp_path, SLOPES, TANH):
        assert learner.places["dw"] == learner.places["delta"] == "Layer.backward"
    check_right(layers, tmp_path, SLOPES, TANH, steps=False)
    bare = SLOPES.replace('Tanh() if activation == "tanh" else Plain()', "Plain()")
    bare = bare.replace(", activation=None", "")
    assert readings(layers, tmp_path, bare, TANH) == []


def test_a_loss_whose_gradient_is_not_read_is_said_not_to_be_checked(write):
    text = (PROGRAMS / "orchard_boxes.py").read_text()
    text = text.replace("cross_entropy", "hinge_loss").replace("-np.log(", "2.0 - np.sqrt(")
    report = check(write(text))
    assert report.verdict == "unchecked"
    assert any("hinge_loss gives a gradient" in found.message for found in report.findings)
