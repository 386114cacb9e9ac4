"""A network's own training step on a class of values, taken twice; and classes of arrays."""

from __future__ import annotations

import pytest

import groundup
from tests.checking.conftest import Write
from tests.checking.reading.forms.value_sources import CLOSURES, TANH_MLP

STEP = """
    def train_step(self, xs, y, rate):
        RESET
        out = self(xs)
        loss = (out[0] - y) * (out[0] - y) if isinstance(out, list) else (out - y) * (out - y)
        loss.backward()
        for p in self.parameters():
            p.data -= rate * p.grad
"""
RESET = "for p in self.parameters(): p.grad = 0.0"
TENSORS = """
import numpy as np

class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents, self._backward = parents, lambda: None

    def __add__(self, other):
        out = Tensor(self.data + other.data, (self, other))
        def back():
            self.grad = self.grad + out.grad
            other.grad = other.grad + out.grad
        out._backward = back
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data * other.data, (self, other))
        def back():
            self.grad = self.grad + other.data * out.grad
            other.grad = other.grad + self.data * out.grad
        out._backward = back
        return out

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))
        def back():
            self.grad = self.grad + out.grad @ other.data.T
            other.grad = other.grad + out.grad.T @ self.data
        out._backward = back
        return out

    def tanh(self):
        t = np.tanh(self.data)
        out = Tensor(t, (self,))
        def back():
            self.grad = self.grad + (1 - t * t) * out.grad
        out._backward = back
        return out

    def backward(self):
        self.grad = np.ones_like(self.data)
        order, seen = [], set()
        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        for node in reversed(order):
            node._backward()
"""


def test_a_step_that_keeps_gradients_is_named(write: Write) -> None:
    source = CLOSURES + TANH_MLP + STEP.replace("RESET", "pass")
    report = groundup.check(write(source))
    assert report.verdict == "wrong"
    assert [named.slug for named in report.mistakes] == ["gradients-not-zeroed"]
    assert groundup.check(write(source.replace("pass", RESET))), str(report)


def test_a_step_that_cannot_be_called_is_said_to_be_unchecked(write: Write) -> None:
    source = CLOSURES + TANH_MLP + STEP.replace("RESET", "raise KeyError")
    report = groundup.check(write(source))
    assert report.verdict == "unchecked"
    assert "MLP.train_step could not be called" in str(report)


@pytest.mark.slow
@pytest.mark.parametrize("right", [False, True])
def test_a_class_of_arrays_is_not_taken_for_one_of_numbers(write: Write, right: bool) -> None:
    source = (
        TENSORS.replace("out.grad.T @ self.data", "self.data.T @ out.grad") if right else TENSORS
    )
    report = groundup.check(write(source))
    assert report.verdict == "unchecked"
    assert "The class Tensor finds gradients of arrays" in str(report)
