"""What is given where code wants descriptions of layers, or objects of other classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.calling.samples import Samples
from groundup.checking.calling.search import Search
from groundup.checking.calling.things import widths
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.targets import parse
from groundup.checking.tracing.runs import Running
from groundup.checking.tracing.tape import LIMITS
from tests.checking.calling.test_stacks import word

DESCRIBED = """import numpy as np

class Net:
    def __init__(self, plan):
        self.plan = plan
        self.w = [np.random.randn(n_in, n_out) for n_in, n_out, act in plan]
    def slope(self, a, act):
        return a * (1 - a) if act == "sigmoid" else 1 - a ** 2
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            kept = [X]
            for w, (n_in, n_out, act) in zip(self.w, self.plan):
                z = kept[-1] @ w
                kept.append(1 / (1 + np.exp(-z)) if act == "sigmoid" else np.tanh(z))
            grad = 2 * (kept[-1] - y)
            for k in reversed(range(len(self.w))):
                n_in, n_out, act = self.plan[k]
                grad = grad * self.slope(kept[k + 1], act)
                below = grad @ self.w[k].T
                self.w[k] -= lr * kept[k].T @ grad
                grad = below
"""
NAMED = (
    DESCRIBED.replace("n_in, n_out, act = self.plan[k]", 'act = self.plan[k]["act"]')
    .replace("for n_in, n_out, act in plan", "for layer in plan")
    .replace("randn(n_in, n_out)", 'randn(layer["n_in"], layer["n_out"])')
    .replace("for w, (n_in, n_out, act) in", "for w, layer in")
    .replace("z = kept", 'act = layer["act"]\n                z = kept')
)
PAIRS = """import numpy as np

class Dense:
    def __init__(self, units):
        self.units, self.w = units, None
    def __call__(self, x):
        if self.w is None:
            self.w = np.random.randn(x.shape[1], self.units)
        self.x, self.z = x, x @ self.w
        return self.z

class Tanh:
    def __call__(self, z):
        return np.tanh(z)
    def gradient(self, z):
        return 1 - np.tanh(z) ** 2

class Squares:
    def __call__(self, out, y):
        return np.sum((out - y) ** 2)
    def gradient(self, out, y):
        return 2 * (out - y)

class Net:
    def __init__(self, layers, loss):
        self.layers, self.loss = layers, loss
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            a = X
            for dense, bend in self.layers:
                a = bend(dense(a))
            grad = self.loss.gradient(a, y)
            for dense, bend in reversed(self.layers):
                grad = grad * bend.gradient(dense.z)
                below = grad @ dense.w.T
                dense.w -= lr * dense.x.T @ grad
                grad = below
            print(self.loss(a, y))
"""
HANDED = """import numpy as np

class Squares:
    def loss(self, y, out):
        return 0.5 * (y - out) ** 2
    def gradient(self, y, out):
        return out - y

class Dense:
    def __init__(self, units, input_shape=None):
        self.units, self.input_shape = units, input_shape
    def initialize(self):
        self.w = np.random.randn(self.input_shape[0], self.units)
    def forward_pass(self, x):
        self.x = x
        self.out = np.tanh(x @ self.w)
        return self.out
    def backward_pass(self, grad, lr):
        grad = grad * (1 - self.out ** 2)
        below = grad @ self.w.T
        self.w -= lr * self.x.T @ grad
        return below

class Net:
    def __init__(self, loss):
        self.loss_function = loss()
        self.layers = []
    def add(self, layer):
        if self.layers:
            layer.input_shape = (self.layers[-1].units,)
        layer.initialize()
        self.layers.append(layer)
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            out = X
            for layer in self.layers:
                out = layer.forward_pass(out)
            print(np.mean(self.loss_function.loss(y, out)))
            grad = self.loss_function.gradient(y, out)
            for layer in reversed(self.layers):
                grad = layer.backward_pass(grad, lr)
"""
SLOPES = """import numpy as np

def relu(z):
    return np.maximum(0, z)

def relu_prime(z):
    return (z > 0) * 1.0

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

class Layer:
    def __init__(self, n_in, n_out, activation, activation_prime=None):
        self.w = np.random.randn(n_in, n_out)
        self.activation, self.activation_prime = activation, activation_prime
    def forward(self, x):
        self.x, self.z = x, x @ self.w
        return self.activation(self.z)
    def backward(self, grad):
        if self.activation_prime is not None:
            grad = grad * self.activation_prime(self.z)
        self.grad_w = self.x.T @ grad
        return grad @ self.w.T

class Net:
    def __init__(self, layers):
        self.layers = layers
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            out = X
            for layer in self.layers:
                out = layer.forward(out)
            print(-np.sum(y * np.log(out)) / len(y))
            grad = (out - y) / len(y)
            for layer in reversed(self.layers):
                grad = layer.backward(grad)
            for layer in self.layers:
                layer.w -= lr * layer.grad_w
"""
DEEP = """import numpy as np

class Net:
    def __init__(self, sizes):
        self.w = [np.random.randn(a, b) for a, b in zip(sizes, sizes[1:])]
    def fit(self, X, y, epochs, lr):
        for _ in range(epochs):
            a = [X]
            for w in self.w:
                a.append(np.tanh(a[-1] @ w))
            grad = (a[-1] - y) * (1 - a[-1] ** 2)
            for k in range(len(self.w) - 1, -1, -1):
                change = a[k].T @ grad
                if k:
                    grad = self.back(k, grad, a)
                self.w[k] -= lr * change
    def back(self, k, grad, a):
        below = grad @ self.w[k].T
        if k > 1:
            below = below * (1 - a[k] ** 2)
            return below
        return below * (1 - a[k] ** 2)
"""
RULES = """
from abc import ABC, abstractmethod

class Rule(ABC):
    layer_number = 0
    @abstractmethod
    def take(self, layer, change):
        pass

class Step(Rule):
    def __init__(self, lr):
        self.lr = lr
    def take(self, layer, change):
        layer.w -= self.lr * change

class Mover(ABC):
    @abstractmethod
    def fit(self, X, y, epochs):
        pass

class Net(Mover):"""
MOVES = """            for k in range(len(self.layers)):
                self.rule.layer_number = k
                self.layers[k][0].move(self.rule)
            print("""
HINTED = (
    PAIRS.replace("\nclass Net:", RULES)
    .replace("layers, loss):", "layers, loss, rule: Rule):")
    .replace("self.loss = layers, loss", "self.loss, self.rule = layers, loss, rule")
    .replace("epochs, lr):", "epochs):")
    .replace("dense.w -= lr * dense.x.T @ grad", "dense.g = dense.x.T @ grad")
    .replace("            print(", MOVES)
    .replace(
        "class Tanh", "    def move(self, rule):\n        rule.take(self, self.g)\n\nclass Tanh"
    )
)
RIGHT = {
    "an object of a class that an annotation names": (HINTED, "- np.tanh(z) ** 2", "- z ** 2"),
    "a tuple for each layer": (DESCRIBED, "a * (1 - a) if", "a if"),
    "a dictionary for each layer": (NAMED, "a * (1 - a) if", "a if"),
    "a class that is called, and layers with shapes": (HANDED, "(1 - self.out ** 2)", "self.out"),
    "functions with their derivatives": (SLOPES, "(z > 0) * 1.0", "z"),
    "one more layer": (DEEP, "below = below * (1 - a[k] ** 2)", "pass"),
    "pairs, and a cost": (PAIRS, "return 1 - np.tanh(z) ** 2", "return 1 - np.tanh(z)"),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_wanted_is_given(what: str, tmp_path: Path) -> None:
    text, right, wrong = RIGHT[what]
    assert right in text
    (tmp_path / "net.py").write_text(text)
    assert word(tmp_path / "net.py") is Word.RIGHT
    (tmp_path / "net.py").write_text(text.replace(right, wrong))
    assert word(tmp_path / "net.py") is Word.WRONG


def test_what_an_annotation_names_is_given_first(tmp_path: Path) -> None:
    """And not something that only has what is read from it."""
    file = tmp_path / "net.py"
    file.write_text(HINTED)
    running = Running(parse(str(file)), LIMITS, lambda tape: False)
    running.load()
    arguments = Search(running).offer.arguments
    kind = running.names["Net"]
    rule = arguments.of(kind)[2]
    given, _ = next(arguments.candidates(kind, rule, Samples().values(0), {}))
    assert (rule.name, type(given).__name__) == ("rule", "Step")


def test_the_last_of_layers_of_one_width_is_the_last_by_its_place() -> None:
    assert [one["last"] for one in widths({"sizes": [5, 5, 5]})] == [False, True]
