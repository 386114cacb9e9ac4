"""Operators of classes of arrays are tried one by one; right ones, in any manner, pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import groundup
from groundup.checking.model.offered import Offered
from groundup.checking.reading.forms.array_operators import arrays, faults_of_arrays

Offer = Callable[[str], Offered]

TENSOR = """
import numpy as np

def fitted(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad

class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.send = lambda: None

    def __add__(self, other):
        out = Tensor(self.data + other.data, (self, other))
        def send():
            self.grad += fitted(out.grad, self.data.shape)
            other.grad += fitted(out.grad, other.data.shape)
        out.send = send
        return out

    def __mul__(self, other):
        out = Tensor(self.data * other.data, (self, other))
        def send():
            self.grad += fitted(out.grad * other.data, self.data.shape)
            other.grad += fitted(out.grad * self.data, other.data.shape)
        out.send = send
        return out

    def __sub__(self, other):
        out = Tensor(self.data - other.data, (self, other))
        def send():
            self.grad += fitted(out.grad, self.data.shape)
            other.grad += fitted(-out.grad, other.data.shape)
        out.send = send
        return out

    def matmul(self, other):
        out = Tensor(self.data @ other.data, (self, other))
        def send():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad
        out.send = send
        return out

    def tanh(self):
        out = Tensor(np.tanh(self.data), (self,))
        def send():
            self.grad += (1 - out.data**2) * out.grad
        out.send = send
        return out

    def relu(self):
        out = Tensor(np.maximum(self.data, 0), (self,))
        def send():
            self.grad += (self.data > 0) * out.grad
        out.send = send
        return out

    def sum(self):
        out = Tensor(self.data.sum(), (self,))
        def send():
            self.grad += np.ones_like(self.data) * out.grad
        out.send = send
        return out

    def backward(self):
        order, seen = [], set()
        def visit(one):
            if one not in seen:
                seen.add(one)
                for parent in one.parents:
                    visit(parent)
                order.append(one)
        visit(self)
        self.grad = np.ones_like(self.data)
        for one in reversed(order):
            one.send()
"""
SCRIPT = '''
rng = np.random.default_rng(0)
x, y = Tensor(rng.normal(size=(20, 3))), Tensor(rng.normal(size=(20, 2)))
w1, b1 = Tensor(rng.normal(size=(3, 5))), Tensor(np.zeros((1, 5)))
w2, b2 = Tensor(rng.normal(size=(5, 2))), Tensor(np.zeros((1, 2)))
for epoch in range(100):
    out = (x.matmul(w1) + b1).tanh().matmul(w2) + b2
    error = out - y
    loss = (error * error).sum()
    for p in (w1, b1, w2, b2):
        p.grad = np.zeros_like(p.data)
    loss.backward()
    for p in (w1, b1, w2, b2):
        p.data -= 0.01 * p.grad
'''  # fmt: skip
# What is handed on is a tensor itself, from one that made it to those that it was made of.
HANDED_ON = """
import numpy as np

class Tensor:
    def __init__(self, data, autograd=False, creators=None, operation=None):
        self.data, self.autograd, self.grad = np.array(data), autograd, None
        self.creators, self.operation = creators, operation

    def backward(self, grad=None):
        if not self.autograd:
            return
        grad = Tensor(np.ones_like(self.data)) if grad is None else grad
        self.grad = grad if self.grad is None else self.grad + grad
        if self.operation == "add":
            self.creators[0].backward(grad)
            self.creators[1].backward(grad)
        if self.operation == "mul":
            self.creators[0].backward(grad * self.creators[1])
            self.creators[1].backward(grad * self.creators[0])
        if self.operation == "mm":
            self.creators[0].backward(grad.mm(self.creators[1].transpose()))
            self.creators[1].backward(self.creators[0].transpose().mm(grad))
        if self.operation == "sigmoid":
            self.creators[0].backward(grad * self * (Tensor(np.ones_like(self.data)) + -self))

    def made(self, data, operation, *creators):
        return Tensor(data, any(one.autograd for one in creators), creators, operation)

    def __add__(self, other):
        return self.made(self.data + other.data, "add", self, other)

    def __mul__(self, other):
        return self.made(self.data * other.data, "mul", self, other)

    def __neg__(self):
        return Tensor(-self.data)

    def mm(self, other):
        return self.made(self.data.dot(other.data), "mm", self, other)

    def transpose(self):
        return Tensor(self.data.T)

    def sigmoid(self):
        return self.made(1 / (1 + np.exp(-self.data)), "sigmoid", self)
"""
# One whose way back begins at a single number.
SCALAR = TENSOR.replace(
    "        order, seen", "        assert self.data.size == 1\n        order, seen"
)


class Everything(dict[str, range]):
    """Of each file all lines."""

    def get(self, key: str, default: Any = None) -> range:
        return range(1, 1000)


def found(offered: Offered) -> list[tuple[str, str]]:
    assert arrays(offered.names["Tensor"]) is not None
    faults = faults_of_arrays(offered, Everything())
    return [(one.kind, one.message.split(" ")[4]) for one in faults]


@pytest.mark.parametrize("code", [TENSOR, SCALAR, HANDED_ON])
def test_right_operators_pass(code: str, offer: Offer) -> None:
    assert found(offer(code)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("out.grad @ other.data.T", "out.grad @ other.data", "matmul"),
        ("self.data.T @ out.grad", "self.data @ out.grad", "matmul"),
        ("out.data**2", "out.data", "tanh"),
        ("self.data > 0", "out.grad > 0", "relu"),
        ("fitted(-out.grad,", "fitted(out.grad,", "__sub__"),
        ("out.grad * self.data,", "out.grad * other.data,", "__mul__"),
    ],
)
@pytest.mark.parametrize("code", [TENSOR, SCALAR])
def test_a_wrong_operator_is_named(
    code: str, right: str, wrong: str, name: str, offer: Offer
) -> None:
    assert right in code
    assert found(offer(code.replace(right, wrong))) == [("wrong operator", name)]


def test_what_is_handed_on_wrongly_is_named(offer: Offer) -> None:
    code = HANDED_ON.replace("grad * self * (Tensor", "grad * (Tensor")
    assert found(offer(code)) == [("wrong operator", "sigmoid")]


def test_gradients_that_are_overwritten_are_found(offer: Offer) -> None:
    code = TENSOR.replace("self.grad += (1 - out", "self.grad = (1 - out")
    assert found(offer(code)) == [("gradient overwritten", "tanh")]


def test_nothing_is_said_where_a_sum_sends_back_no_ones(offer: Offer) -> None:
    halved = TENSOR.replace("self.grad = np.ones_like(self.data)", "self.grad = self.data / 2")
    offered = offer(halved.replace("out.data**2", "out.data"))
    assert arrays(offered.names["Tensor"]) is None
    assert faults_of_arrays(offered, Everything()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [("", "", None), ("out.data**2", "out.data", "tanh"), ("data > 0", "data < 0", None)],
)
def test_only_operators_that_a_program_uses_are_blamed(
    right: str, wrong: str, named: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "program.py"
    file.write_text((TENSOR + SCRIPT).replace(right, wrong), encoding="utf-8")
    report = groundup.check(file)
    assert report.verdict == ("wrong" if named else "right")
    said = [one.message for one in report.findings if one.kind == "wrong operator"]
    assert [f"In the class Tensor, {named} has" in one for one in said] == [True] * bool(named)
    beside = [one.message for one in report.findings if "not used here" in one.message]
    assert ["relu has a wrong derivative" in one for one in beside] == [True] * (
        wrong == "data < 0"
    )
