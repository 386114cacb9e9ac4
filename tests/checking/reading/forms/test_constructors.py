"""Which arguments of a constructor are numbers of neurons, and of which layer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from groundup.checking.names.arguments import arguments
from groundup.checking.reading.forms.constructors import in_order, is_size


def sizes(function: Callable[..., Any]) -> list[str]:
    wanted = arguments(function)
    assert wanted is not None
    return [argument.name for argument in in_order([one for one in wanted if is_size(one)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hidden_dim, num_classes, num_features", ["num_features", "hidden_dim", "num_classes"]),
        ("n_in, n_hidden, n_out, activation_func", ["n_in", "n_hidden", "n_out"]),
        ("inputs_num, hidden_num, out_labels, hidden_activation_fn, dropout_size", None),
        ("class_weight, labels, units_in_layer", ["units_in_layer"]),
    ],
)
def test_numbers_of_neurons(text: str, expected: list[str] | None) -> None:
    function = eval(f"lambda {text}: None")
    assert len(inspect.signature(function).parameters) == text.count(",") + 1
    assert sizes(function) == (expected or ["inputs_num", "hidden_num", "out_labels"])
