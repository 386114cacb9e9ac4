"""Layers, and what they are put into."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.calling import attempts
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.targets import parse
from groundup.checking.tracing.tape import LIMITS

DENSE = """import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w, self.b = np.random.randn(n_in, n_out), np.zeros((1, n_out))
    def forward(self, x):
        self.x = x
        return x @ self.w + self.b
    def backward(self, grad):
        self.dw, self.db = self.x.T @ grad, grad.sum(axis=0, keepdims=True)
        return grad @ self.w.T
"""
TANH = """
class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out
    def backward(self, grad):
        return grad * (1 - self.out ** 2)
"""
AFFINE = """import numpy as np

class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b
    def backward(self, dout):
        self.dW, self.db = np.dot(self.x.T, dout), np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)
"""
CHAIN = """
class Chain:
    def __init__(self, *parts):
        self.parts = list(parts)
    def forward(self, x):
        for part in self.parts:
            x = part.forward(x)
        return x
    def backward(self, grad):
        for part in reversed(self.parts):
            grad = part.backward(grad)
        return grad
"""
STEPPING = """import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w, self.b = np.random.randn(n_in, n_out), np.zeros((1, n_out))
    def forward(self, x):
        self.x = x
        return x @ self.w + self.b
    def backward(self, grad, rate):
        below = grad @ self.w.T
        self.w -= rate * self.x.T @ grad
        self.b -= rate * grad.sum(axis=0, keepdims=True)
        return below

class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out
    def backward(self, grad, rate):
        return grad * (1 - self.out ** 2)

class Flat:
    def forward(self, x):
        return x.reshape(self.count, -1)
    def backward(self, grad, rate):
        return grad.reshape(self.shape)
"""
BOXES = """import numpy as np

class Box:
    def __init__(self, data):
        self.data, self.grad = data, np.zeros_like(data)

class Dense:
    def __init__(self, n_in, n_out):
        self.w, self.b = Box(np.random.randn(n_in, n_out)), Box(np.zeros((1, n_out)))
    def forward(self, x):
        self.x = x
        return x @ self.w.data + self.b.data
    def backward(self, grad):
        self.w.grad = self.x.T @ grad
        self.b.grad = grad.sum(axis=0, keepdims=True)
        return grad @ self.w.data.T
    def boxes(self):
        return [self.w, self.b]
"""
DESCENT = """
class Descent:
    def __init__(self, boxes, lr):
        self.boxes, self.lr = boxes, lr
    def step(self):
        for box in self.boxes:
            box.data -= self.lr * box.grad
"""
LISTED = (
    "    def boxes(self):\n        return [box for part in self.parts for box in part.boxes()]\n"
)
NO_BOXES = "    def boxes(self):\n        return []\n"
LEFT = """import numpy as np

class Dense:
    def __init__(self, inputs, neurons, rng, name):
        self.weights, self.biases = rng.normal(0, 0.1, (inputs, neurons)), np.zeros((1, neurons))
        self.name = name
    def forward(self, inputs):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases
    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = dvalues.sum(axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T

class Tanh:
    def forward(self, inputs):
        self.output = np.tanh(inputs)
        self.out = self.output
    def backward(self, grad):
        self.dinputs = grad * (1 - self.out ** 2)

def softmax_loss(scores, classes):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(classes))
    loss = -np.log(p[rows, classes]).mean()
    p[rows, classes] -= 1
    return loss, p / len(p)
"""
CRITERION = """
class Criterion:
    def forward(self, scores, labels):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        return self.p, -np.log(self.p[np.arange(len(labels)), labels]).mean()
    def backward(self):
        self.dx = self.p.copy()
        self.dx[np.arange(len(self.p)), self.labels] -= 1
        self.dx /= len(self.p)
"""
WHOLE = """
class Net:
    def __init__(self, sizes):
        self.parts = []
        for n_in, n_out in zip(sizes, sizes[1:]):
            self.parts += [Dense(n_in, n_out), Tanh()]
        self.parts.pop()
    def forward(self, x):
        for part in self.parts:
            x = part.forward(x)
        return x
    def backward(self, grad):
        for part in reversed(self.parts):
            grad = part.backward(grad)

def cost(target, guess):
    return np.mean((guess - target) ** 2)

def cost_slope(target, guess):
    return 2 * (guess - target) / guess.size
"""
RIGHT = {
    "put together by an object": DENSE + TANH + CHAIN,
    "that take steps, one of them not finished": STEPPING,
    "that leave their results in attributes, with a cost that gives its gradient": LEFT,
    "with a cost that gives its outputs, too": DENSE + TANH + CRITERION,
    "made by a network, with a cost and its slope as functions": DENSE + TANH + WHOLE,
    "that are given their weights": AFFINE + TANH,
    "moved by an optimiser": BOXES + TANH + NO_BOXES + CHAIN + LISTED + DESCENT,
}
SLOPE, NONE = "grad * (1 - self.out ** 2)", "grad"


def word(file: Path) -> Word:
    run = attempts.traced(parse(str(file)), LIMITS)
    return judge(run.tape, run.held).word


@pytest.mark.parametrize("what", RIGHT)
def test_layers_are_put_together(what: str, tmp_path: Path) -> None:
    for text, expected in (
        (RIGHT[what], Word.RIGHT),
        (RIGHT[what].replace(SLOPE, NONE), Word.WRONG),
    ):
        (tmp_path / "net.py").write_text(text)
        assert word(tmp_path / "net.py") is expected


def test_parts_are_found_in_files_that_nothing_imports(tmp_path: Path) -> None:
    (tmp_path / "chain.py").write_text(CHAIN.strip() + "\n")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "plain.py").write_text(DENSE + TANH)
    (tmp_path / "parts" / "script.py").write_text("class Other: ...\n\nprint(1)\n")
    assert word(tmp_path / "chain.py") is Word.RIGHT
    (tmp_path / "parts" / "plain.py").write_text(DENSE + TANH.replace(SLOPE, NONE))
    assert word(tmp_path / "chain.py") is Word.WRONG


def test_gradients_whose_factor_is_another_for_more_samples_are_not_right(tmp_path: Path) -> None:
    """A sum beside the cost's mean: one factor here, and another there."""
    assert "return loss, p / len(p)" in LEFT
    (tmp_path / "net.py").write_text(LEFT.replace("return loss, p / len(p)", "return loss, p"))
    assert word(tmp_path / "net.py") is Word.UNCHECKED
