"""Activations, by the names that people give their functions."""

from __future__ import annotations

from groundup.checking.names.vocabulary import activation_named


def test_activations() -> None:
    assert activation_named("sigmoid_prime") == "sigmoid"
    assert activation_named("expit") == "sigmoid"
    assert activation_named("dLeakyReLU") == "leaky-relu"
    assert activation_named("drelu") == "relu"
    assert activation_named("f_prime") is None
