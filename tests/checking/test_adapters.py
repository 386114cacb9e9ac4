"""The suggested adapter is short, is Python, and has the learner's own names."""

from __future__ import annotations

import ast

from groundup.checking.adapters import shortest_adapter
from groundup.checking.loading.targets import parse
from tests.checking.conftest import Write
from tests.checking.running.test_process import ODD


def test_a_class(write: Write) -> None:
    adapter = shortest_adapter(
        parse(str(write("class Net:\n    def my_backprop(self, x, y): pass\n")))
    )
    ast.parse(adapter)
    assert "learner.Net(" in adapter
    assert "my_backprop(x, y)" in adapter
    assert len(adapter.splitlines()) <= 6


def test_a_function(write: Write) -> None:
    adapter = shortest_adapter(parse(str(write("def gradient(inputs, W, b, targets, q): pass\n"))))
    ast.parse(adapter)
    assert "learner.gradient(x, w, b, y, q)" in adapter


def test_names_that_tell_nothing(write: Write) -> None:
    adapter = shortest_adapter(parse(str(write(ODD))))
    ast.parse(adapter)
    assert "learner.Brain(" in adapter
    assert "ponder(" in adapter


def test_files_that_cannot_be_read(write: Write) -> None:
    ast.parse(shortest_adapter(parse(str(write("def (:")))))


def test_a_class_that_only_trains_is_given_one_step(write: Write) -> None:
    source = """
class Dense:
    def backward(self, grad, lr): pass
class Model:
    def train(self, x, y): pass
"""
    adapter = shortest_adapter(parse(str(write(source))))
    ast.parse(adapter)
    assert "learner.Model(" in adapter
    assert "network.train(x, y)  # one step" in adapter


def test_weights_one_by_one_are_given_one_by_one(write: Write) -> None:
    adapter = shortest_adapter(parse(str(write("def gradient(W1, W2, X, Y): pass\n"))))
    assert "learner.gradient(w[0], w[1], x, y)" in adapter


def test_a_function_of_a_record_is_not_taken_for_the_records_method(write: Write) -> None:
    source = "class Params: pass\ndef loss_grads(params, x, y): pass\n"
    assert "learner.loss_grads(params, x, y)" in shortest_adapter(parse(str(write(source))))


def test_a_script_of_statements(write: Write) -> None:
    adapter = shortest_adapter(parse(str(write("def nonlin(x, deriv): pass\nsyn0 = 1\n"))))
    assert "learner.your_function(w, b, x, y)" in adapter
