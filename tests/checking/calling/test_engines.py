"""Numbers that send gradients back themselves are put together by what they can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.calling.attempts import traced
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Word
from groundup.checking.loading import targets

CLOSURES = """import math

class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = set(parents)
        self.backprop = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def backprop():
            self.grad += out.grad
            other.grad += out.grad

        out.backprop = backprop
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def backprop():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.backprop = backprop
        return out

    def __pow__(self, n):
        assert isinstance(n, (int, float))
        out = Value(self.data**n, (self,))

        def backprop():
            self.grad += n * self.data ** (n - 1) * out.grad

        out.backprop = backprop
        return out

    def relu(self):
        out = Value(0 if self.data < 0 else self.data, (self,))

        def backprop():
            self.grad += (out.data > 0) * out.grad

        out.backprop = backprop
        return out

    def log(self):
        out = Value(math.log(self.data), (self,))

        def backprop():
            self.grad += out.grad / self.data

        out.backprop = backprop
        return out

    def detach(self):
        return Value(self.data)

    def backward(self):
        order, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for one in v.parents:
                    build(one)
                order.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(order):
            v.backprop()

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1
"""
RECURSIVE = """import math

class Scalar:
    __slots__ = ("value", "slope", "sources")

    def __init__(self, value, sources=()):
        self.value, self.slope, self.sources = value, 0.0, sources

    def __add__(self, other):
        return Scalar(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __sub__(self, other):
        return Scalar(self.value - other.value, ((self, 1.0), (other, -1.0)))

    def __mul__(self, other):
        return Scalar(self.value * other.value, ((self, other.value), (other, self.value)))

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.value))
        return Scalar(s, ((self, s * (1 - s)),))

    def squared_error(self, target):
        return Scalar((self.value - target.value) ** 2, ((self, 2 * (self.value - target.value)),))

    def send(self, slope=1.0):
        self.slope += slope
        for source, local in self.sources:
            source.send(slope * local)
"""
MISTAKES = {
    "a product that overwrites": (
        CLOSURES,
        "self.grad += other.data * out.grad",
        "self.grad = other.data * out.grad",
    ),
    "a product's own side": (
        CLOSURES,
        "other.grad += self.data * out.grad",
        "other.grad += other.data * out.grad",
    ),
    "a power": (CLOSURES, "n * self.data ** (n - 1)", "self.data ** (n - 1)"),
    "what is below 0": (CLOSURES, "(out.data > 0) * out.grad", "out.grad"),
    "a logarithm": (CLOSURES, "out.grad / self.data", "out.grad / out.data"),
    "a difference": (RECURSIVE, "(other, -1.0)", "(other, 1.0)"),
    "a sigmoid": (RECURSIVE, "s * (1 - s)", "s * (1 - self.value)"),
}


def judged(home: Path, source: str) -> Verdict:
    file = home / "engine.py"
    file.write_text(source, "utf-8")
    run = traced(targets.parse(str(file)), enough=enough)
    return judge(run.tape, run.held)


@pytest.mark.parametrize("source", [CLOSURES, RECURSIVE], ids=["closures", "recursive"])
def test_gradients_are_right(tmp_path: Path, source: str) -> None:
    """Though what is detached, or a target, is sent nothing."""
    assert judged(tmp_path, source).word is Word.RIGHT


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_where_it_is(tmp_path: Path, kind: str) -> None:
    source, good, bad = MISTAKES[kind]
    assert source.count(good) == 1
    line = source[: source.index(good)].count("\n") + 1
    verdict = judged(tmp_path, source.replace(good, bad))
    assert verdict.word is Word.WRONG
    places = {one.place.line for one in verdict.wrong}
    elsewhere = source is RECURSIVE or "side" in kind  # where slopes are sent, or go on
    assert line in places or elsewhere


def test_what_is_not_gone_back_through_is_not_called_right(tmp_path: Path) -> None:
    more = """
    def between(self, low: "Value", high: "Value", *, how):
        out = Value(min(max(self.data, low), high), (self,))

        def backprop():
            self.grad += out.grad

        out.backprop = backprop
        return out
"""
    assert judged(tmp_path, CLOSURES + more).word is Word.UNCHECKED
