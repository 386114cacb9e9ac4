"""Activations, by the names that people give their functions."""

from __future__ import annotations

import pytest

from groundup.checking.names.vocabulary import activation_named, cost_named


def test_activations() -> None:
    assert activation_named("sigmoid_prime") == "sigmoid"
    assert activation_named("expit") == "sigmoid"
    assert activation_named("dLeakyReLU") == "leaky-relu"
    assert activation_named("drelu") == "relu"
    assert activation_named("f_prime") is None


@pytest.mark.parametrize(
    ("name", "cost"),
    [("sse", "quadratic"), ("computeSSE", "quadratic"), ("losses", ""), ("processed", None)],
)
def test_losses_are_no_sum_of_squares(name: str, cost: str | None) -> None:
    assert cost_named(name) == cost
