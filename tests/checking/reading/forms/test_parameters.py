"""Code with a dict of parameters and a cache, as people write it, gives the right numbers, and its
mistakes give theirs."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.model.answers import Settings
from groundup.checking.reading.forms import parameters
from tests.checking.reading.forms.checks import (
    ENTROPY,
    SOFTMAX,
    answers_to,
    check_right,
    no_factor,
    only,
    probe_for,
    readings,
    right_answers,
    same,
)
from tests.checking.reading.forms.parameter_sources import (
    DEEP,
    DELTAS,
    GLOBALS,
    ROWS,
    SEPARATE,
    STEPPING,
    TUPLE,
    TWO_LAYERS,
)

OUTPUTS_CALLED_Y = TWO_LAYERS.replace('"A2": A2', '"y": A2').replace('cache["A2"]', 'cache["y"]')
TANH_ENTROPY = Settings(("tanh", "tanh", "sigmoid"), "cross-entropy")
RELU_ENTROPY = Settings(("relu", "relu", "sigmoid"), "cross-entropy")

RIGHT = {
    "two layers": (TWO_LAYERS, TANH_ENTROPY),
    "outputs called y": (OUTPUTS_CALLED_Y, TANH_ENTROPY),
    "deep": (DEEP, RELU_ENTROPY),
    "separate arguments": (SEPARATE, SOFTMAX),
    "rows": (ROWS, SOFTMAX),
    "stepping": (STEPPING, TANH_ENTROPY),
    "deltas": (DELTAS, TANH_ENTROPY),
    "a tuple": (TUPLE, TANH_ENTROPY),
    "global variables": (GLOBALS, SOFTMAX),
}
WITHOUT_STEP = {"a tuple"}


@pytest.mark.parametrize("name", RIGHT)
def test_right_code_gives_the_right_numbers(name, tmp_path):
    source, settings = RIGHT[name]
    learner = check_right(
        parameters, tmp_path, source, settings, no_factor, steps=name not in WITHOUT_STEP
    )
    assert not learner.one_by_one
    assert {"dw", "db", "outputs"} <= set(learner.places)


def test_the_number_of_layers_is_told_by_the_names(tmp_path):
    assert only(parameters, tmp_path, TWO_LAYERS, TANH_ENTROPY).layers == 2
    assert only(parameters, tmp_path, ROWS, SOFTMAX).layers == 3
    assert only(parameters, tmp_path, DEEP, RELU_ENTROPY).layers is None


def test_fixed_sizes_class_numbers_and_an_undefined_m_are_said(tmp_path):
    learner = only(parameters, tmp_path, SEPARATE, SOFTMAX)
    assert learner.sizes == (784, 10, 10)
    assert learner.conventions["targets"] == "the numbers of their classes"
    assert "does not define" in learner.conventions["m"]


def test_deltas_are_given_where_they_are_returned(tmp_path):
    _, mine, right = answers_to(parameters, tmp_path, DELTAS, TANH_ENTROPY)
    assert mine[0].delta is not None
    same(mine[0].delta, right[0].delta)
    _, mine, right = answers_to(parameters, tmp_path, TUPLE, TANH_ENTROPY)
    assert mine[0].delta is not None
    same(mine[0].delta, right[0].delta)


def test_the_cost_is_the_learners_own(tmp_path):
    _, mine, right = answers_to(parameters, tmp_path, TWO_LAYERS, TANH_ENTROPY)
    same([mine[0].cost], [right[0].cost])


def test_other_code_has_no_reading(tmp_path):
    assert readings(parameters, tmp_path, "def forward(x):\n    return x\n", ENTROPY) == []


def test_weights_summed_and_biases_averaged_come_through(tmp_path):
    source = TWO_LAYERS.replace("A1.T) / m", "A1.T)").replace("X.T) / m", "X.T)")
    _, mine, right = answers_to(parameters, tmp_path, source, TANH_ENTROPY)
    same(mine[0].dw, right[0].dw, 7.0)
    same(mine[0].db, right[0].db)


def test_a_sum_without_an_axis_keeps_its_shape(tmp_path):
    source = TWO_LAYERS.replace("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1)")
    _, mine, _ = answers_to(parameters, tmp_path, source, TANH_ENTROPY)
    assert mine[0].db is not None
    assert mine[0].db[0].shape == ()


def test_a_missing_hidden_derivative_leaves_the_last_layer_right(tmp_path):
    source = TWO_LAYERS.replace(" * (1 - np.power(A1, 2))", "")
    _, mine, right = answers_to(parameters, tmp_path, source, TANH_ENTROPY)
    same(mine[0].dw[1:], right[0].dw[1:])
    assert not np.allclose(mine[0].dw[0], right[0].dw[0], 1e-3)


def test_a_layer_left_out_of_the_gradients_is_zero(tmp_path):
    source = TWO_LAYERS.replace('"dW1": dW1, "db1": db1, ', "")
    _, mine, right = answers_to(parameters, tmp_path, source, TANH_ENTROPY)
    same(mine[0].dw[1:], right[0].dw[1:])
    assert not mine[0].dw[0].any()


def test_the_wrong_cache_in_the_deep_model_comes_through(tmp_path):
    source = DEEP.replace("dZ[cache <= 0] = 0", "dZ[dZ <= 0] = 0")
    _, mine, right = answers_to(parameters, tmp_path, source, RELU_ENTROPY)
    same(mine[0].dw[2:], right[0].dw[2:])
    assert not np.allclose(mine[0].dw[1], right[0].dw[1], 1e-3)


def test_a_step_that_adds_comes_through(tmp_path):
    source = ROWS.replace("-= lr", "+= lr")
    learner = only(parameters, tmp_path, source, SOFTMAX)
    probe = probe_for(learner, SOFTMAX, "lopsided")
    stepped = learner.start(probe).step(probe.batches[0])
    assert stepped is not None
    moves = [now - w for now, w in zip(stepped[0], probe.w, strict=True)]
    same(moves, right_answers(probe)[0].dw, probe.settings.eta)


def test_an_update_of_p_and_g_is_one_of_parameters_and_gradients(tmp_path):
    source = (
        TWO_LAYERS
        + """
def update(p, g, lr):
    return {k: p[k] - lr * g["d" + k] for k in p}
"""
    )
    source = source.replace("def update_parameters", "def other_parameters")
    learner = only(parameters, tmp_path, source, TANH_ENTROPY)
    probe = probe_for(learner, TANH_ENTROPY, "lopsided")
    stepped = learner.start(probe).step(probe.batches[0])
    assert stepped is not None
    moves = [w - now for now, w in zip(stepped[0], probe.w, strict=True)]
    same(moves, right_answers(probe)[0].dw, probe.settings.eta)


def test_weights_changed_in_place_are_reported(tmp_path):
    source = TWO_LAYERS.replace("    dZ2 = A2 - Y\n", "    dZ2 = A2 - Y\n    W2 *= 0.5\n")
    learner = only(parameters, tmp_path, source, TANH_ENTROPY)
    probe = probe_for(learner, TANH_ENTROPY, "lopsided")
    trial = learner.start(probe)
    trial.answers(probe.batches[0])
    assert trial.changed() == ["weights"]  # type: ignore[attr-defined]
