"""Classes of scalar values, as people write them, give the right gradients, and their mistakes
theirs; and each wrong operator is named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groundup.checking.model.answers import Settings
from groundup.checking.reading.forms import values
from groundup.checking.reading.forms.operators import operators
from groundup.rungs.scalars import Value as RungValue
from tests.checking.reading.forms.checks import (
    QUADRATIC,
    SOFTMAX,
    TANH,
    answers_to,
    check_right,
    no_factor,
    offer,
    only,
    readings,
    same,
)
from tests.checking.reading.forms.value_sources import (
    CLOSURES,
    LOG,
    RELU_MLP,
    ROWS,
    SUM_LOSS,
    TANH_MLP,
)

RELU_LINEAR = Settings(("relu", "relu", "linear"), "quadratic")


def twice(m, n_out):
    return 2.0


RIGHT = {
    "an MLP of tanh": (CLOSURES + TANH_MLP, TANH, no_factor),
    "an MLP of ReLU with modules": (CLOSURES + RELU_MLP, RELU_LINEAR, no_factor),
    "a loss of its own": (CLOSURES + TANH_MLP + SUM_LOSS, TANH, twice),
    "rows of weights": (ROWS, QUADRATIC, no_factor),
    "no MLP": (CLOSURES, TANH, no_factor),
    "no MLP, a function for sigmoid": (ROWS.split("class FeedForward")[0], QUADRATIC, no_factor),
    "no MLP, sigmoid made of exp": (CLOSURES, QUADRATIC, no_factor),
    "no MLP, softmax": (CLOSURES + LOG, SOFTMAX, no_factor),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_code_gives_the_right_numbers(name, tmp_path):
    source, settings, factor = RIGHT[name]
    learner = check_right(values, tmp_path, source, settings, factor, steps=False)
    assert learner.one_by_one
    assert {"dw", "db"} <= set(learner.places)


def test_it_says_what_was_found(tmp_path):
    learner = only(values, tmp_path, CLOSURES + TANH_MLP, TANH)
    assert learner.style == "the class Value of scalars, with the class MLP on it"
    assert learner.places["outputs"] == "MLP.__call__"
    alone = only(values, tmp_path, CLOSURES, TANH)
    assert "built by the check" in alone.style
    own = only(values, tmp_path, CLOSURES + TANH_MLP + SUM_LOSS, TANH)
    assert own.conventions["cost"] == "loss_fn"


def test_other_classes_have_no_reading(tmp_path):
    assert readings(values, tmp_path, "class Value:\n    pass\n", TANH) == []


def test_a_neuron_that_forgets_its_bias_comes_through(tmp_path):
    source = (CLOSURES + TANH_MLP).replace("zip(self.w, x)), self.b)", "zip(self.w, x)), Value(0))")
    _, mine, right = answers_to(values, tmp_path, source, TANH)
    assert not any(db.any() for db in mine[0].db)
    assert not np.allclose(mine[0].outputs, right[0].outputs, 1e-3)


def test_gradients_that_zero_grad_leaves_come_through(tmp_path):
    source = (CLOSURES + RELU_MLP).replace("p.grad = 0", "pass")
    _, mine, right = answers_to(values, tmp_path, source, RELU_LINEAR)
    assert np.abs(mine[1].dw[2]).sum() > 2 * np.abs(right[1].dw[2]).sum()


PLANTED = {
    "__mul__": ("self.grad += other.data * out.grad", "self.grad += self.data * out.grad"),
    "__add__": ("            other.grad += out.grad", "            other.grad += 0"),
    "tanh": ("(1 - t ** 2)", "(1 - t)"),
    "relu": ("(out.data > 0) * out.grad", "out.grad"),
    "__pow__": ("self.data ** (other - 1)", "self.data ** other"),
    "exp": ("self.grad += out.data * out.grad", "self.grad += self.data * out.grad"),
    "a value used twice (u + u)": ("self.grad += out.grad\n            other.grad += out.grad",
                                   "self.grad = out.grad\n            other.grad = out.grad"),
    "the order of the way back": ("for node in reversed(topo)", "for node in [self] + topo[:-1]"),
}  # fmt: skip


def wrong(kind: type) -> set[str]:
    return {name for name, error in operators(kind) if error > 1e-5}


@pytest.mark.parametrize("name", PLANTED)
def test_each_wrong_operator_is_named(name, tmp_path):
    old, new = PLANTED[name]
    assert old in CLOSURES
    kind = offer(tmp_path, CLOSURES.replace(old, new)).names["Value"]
    assert name in wrong(kind)
    if name in {"tanh", "relu", "exp"}:
        assert wrong(kind) == {name}


def test_right_operators_are_right(tmp_path):
    closures = offer(tmp_path, CLOSURES + LOG).names["Value"]
    assert wrong(closures) == set()
    names = {name for name, _ in operators(closures)}
    assert {"__add__", "__mul__", "__pow__", "__truediv__", "tanh", "relu", "exp", "log"} <= names
    assert wrong(offer(tmp_path, ROWS).names["Scalar"]) == set()
    assert wrong(RungValue) == set()


def test_operators_that_a_class_lacks_are_left_out(tmp_path):
    names = {name for name, _ in operators(offer(tmp_path, ROWS).names["Scalar"])}
    assert "tanh" not in names
    assert "__truediv__" not in names


def test_an_operator_that_raises_on_the_way_back_is_infinitely_wrong(tmp_path):
    source = CLOSURES.replace("(1 - t ** 2)", "(1 - u ** 2)")
    found = dict(operators(offer(tmp_path, source).names["Value"]))
    assert math.isinf(found["tanh"])


def test_a_wrong_operator_gives_the_network_its_numbers(tmp_path):
    source = CLOSURES.replace("(1 - t ** 2)", "1") + TANH_MLP
    _, mine, right = answers_to(values, tmp_path, source, TANH)
    same([mine[0].outputs], [right[0].outputs])
    assert not np.allclose(mine[0].dw[2], right[0].dw[2], 1e-3)


def test_a_step_of_the_networks_own_is_on_the_mean(tmp_path):
    source = (
        CLOSURES
        + RELU_MLP
        + """
    def update(self, lr):
        for p in self.parameters():
            p.data -= lr * p.grad
"""
    )
    check_right(values, tmp_path, source, RELU_LINEAR, steps=True)
