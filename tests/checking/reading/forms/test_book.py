"""Classes that are a network are read, whatever their constructor, attributes and methods."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.forms.methods import (
    cost_beside,
    gradients,
    methods_of,
    others_of,
)
from groundup.mathematics import backward, forward
from tests.checking.conftest import Observe, check_right, check_stepped, kinds

BOOK = """
import random
import numpy as np

class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def SGD(self, training_data, epochs, mini_batch_size, eta, test_data=None):
        for j in range(epochs):
            random.shuffle(training_data)
            for k in range(0, len(training_data), mini_batch_size):
                self.update_mini_batch(training_data[k:k + mini_batch_size], eta)
            print("Epoch {0} complete".format(j))

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb + dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw + dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w - (eta / len(mini_batch)) * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - (eta / len(mini_batch)) * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = self.cost_derivative(activations[-1], y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sigmoid_prime(zs[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)

    def cost_derivative(self, output_activations, y):
        return output_activations - y

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
"""


def test_the_book(observed: Observe) -> None:
    shown = observed(BOOK)
    check_right(shown)
    check_stepped(shown)
    assert shown.one_by_one
    assert shown.style == "the class Network"
    assert shown.places["dw"] == "Network.backprop"
    assert shown.places["step"] == "Network.update_mini_batch"
    assert shown.conventions["b"] == "(n_out, 1)"
    assert {"sigma", "sigma_prime"} <= shown.functions.keys()
    assert kinds(shown) == {"overflow"}  # exp, on the steep probe


SETS_OUT = """
    def train(self, number_of_rounds, learning_rate, chunk):
        for _ in range(number_of_rounds):
            for batch in chunks(load_them(), chunk):
                self.descend_sgd(batch, learning_rate)

    def descend_sgd(self, mini_batch, eta):
"""


def test_the_step_is_the_one_that_is_given_samples(observed: Observe) -> None:
    """A method that finds its samples by itself takes more than one."""
    renamed = BOOK.replace("\n    def update_mini_batch(self, mini_batch, eta):\n", SETS_OUT)
    renamed = renamed.replace("self.update_mini_batch(", "self.descend_sgd(")
    check_stepped(observed(renamed))
    late = "(eta / len(mini_batch)) * nb"
    shown = observed(renamed.replace(late, "(eta / len(mini_batch) ** 2) * nb"))
    assert diagnose(shown).verdict == "wrong"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def __init__(self, sizes):", "def __init__(self, *sizes):"),
        ("def __init__(self, sizes):", "def __init__(self, layers, eta=3.0, seed=None):"),
        ("def __init__(self, sizes):", "def __init__(self, layer_sizes, learning_rate):"),
        ("def backprop(self, x, y):", "def gradient_of(self, x, y):"),
    ],
)
def test_constructors_and_names(observed: Observe, old: str, new: str) -> None:
    name = new.split("(self, ")[1].split(",")[0].strip("*):")
    source = BOOK.replace(old, new)
    if "__init__" in new and name != "sizes":
        source = source.replace("self.num_layers =", f"sizes = {name}\n        self.num_layers =")
    if "gradient_of" in new:
        source = source.replace("self.backprop(", "self.gradient_of(")
    check_right(observed(source))


ENTROPY = BOOK.replace(
    "def __init__(self, sizes):", "def __init__(self, sizes, cost=CrossEntropyCost):"
).replace("* sigmoid_prime(zs[-1])", "")
ENTROPY = ENTROPY.replace(
    "class Network(object):",
    """class QuadraticCost:
    @staticmethod
    def fn(a, y):
        return 0.5 * np.linalg.norm(a - y) ** 2

class CrossEntropyCost:
    @staticmethod
    def fn(a, y):
        return np.sum(-y * np.log(a) - (1 - y) * np.log(1 - a))

class Network(object):""",
)


def test_the_default_cost_of_a_constructor_is_believed(observed: Observe) -> None:
    shown = observed(ENTROPY)
    assert shown.settings is not None
    assert shown.settings.cost == "cross-entropy"
    check_right(shown)


TWO = """
import numpy as np

class NN:
    def __init__(self, input_size, hidden_size, output_size):
        self.W1 = np.random.randn(input_size, hidden_size) * 0.1
        self.b1 = np.zeros((1, hidden_size))
        self.W2 = np.random.randn(hidden_size, output_size) * 0.1
        self.b2 = np.zeros((1, output_size))

    def forward(self, X):
        self.a1 = np.maximum(0, X @ self.W1 + self.b1)
        z2 = self.a1 @ self.W2 + self.b2
        e = np.exp(z2 - z2.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def compute_loss(self, y, y_hat):
        return -np.mean(np.sum(y * np.log(y_hat + 1e-12), axis=1))

    def backward(self, X, y, y_hat{extra}):
        dz2 = (y_hat - y) / len(X)
        dz1 = (dz2 @ self.W2.T) * (self.a1 > 0)
        dW2, db2 = self.a1.T @ dz2, dz2.sum(axis=0, keepdims=True)
        dW1, db1 = X.T @ dz1, dz1.sum(axis=0, keepdims=True)
{end}
"""
ENDS = {
    "returned": ("", "return dW1, db1, dW2, db2"),
    "left in attributes": ("", "self.dW1, self.db1, self.dW2, self.db2 = dW1, db1, dW2, db2"),
    "left in a dict": ("", "self.grads = dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)"),
    "left in a dict with the names of weights": (
        "",
        "self.gradients = {'W1': dW1, 'b1': db1, 'W2': dW2, 'b2': db2}",
    ),
    "only the weights change": (
        ", learning_rate",
        "self.W1 -= learning_rate * dW1; self.b1 -= learning_rate * db1; "
        "self.W2 -= learning_rate * dW2; self.b2 -= learning_rate * db2",
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_where_gradients_go(observed: Observe, end: str) -> None:
    extra, statement = ENDS[end]
    shown = observed(TWO.format(extra=extra, end=f"        {statement}"))
    check_right(shown)
    assert shown.settings is not None
    assert shown.settings.activations == ("relu", "softmax")
    assert shown.known_from["cost"] == "its values"


TRAINS = """
import numpy

class neuralNetwork:
    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.wih = numpy.random.normal(0.0, 0.5, (hiddennodes, inputnodes))
        self.who = numpy.random.normal(0.0, 0.5, (outputnodes, hiddennodes))
        self.lr = learningrate
        self.f = lambda z: 1 / (1 + numpy.exp(-z))

    def train(self, inputs_list, targets_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        targets = numpy.array(targets_list, ndmin=2).T
        hidden = self.f(numpy.dot(self.wih, inputs))
        final = self.f(numpy.dot(self.who, hidden))
        delta = (targets - final) * final * (1.0 - final)
        below = numpy.dot(self.who.T, delta) * hidden * (1.0 - hidden)
        self.who += self.lr * numpy.dot(delta, hidden.T)
        self.wih += self.lr * numpy.dot(below, inputs.T)

    def query(self, inputs_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        return self.f(numpy.dot(self.who, self.f(numpy.dot(self.wih, inputs))))
"""


def test_a_class_that_only_trains_and_has_no_biases(observed: Observe) -> None:
    shown = observed(TRAINS)
    check_right(shown)
    assert shown.style == "the class neuralNetwork, which only trains"
    assert all(not seen.probe.b[0].any() for seen in shown.observations)
    assert all(call.db is None for seen in shown.observations for call in seen.calls)


DATA = """
import numpy as np
def sigmoid(x): return 1.0 / (1 + np.exp(-x))

class NeuralNetwork:
    def __init__(self, x, y):
        self.input = x
        self.weights1 = np.random.rand(self.input.shape[1], 4)
        self.weights2 = np.random.rand(4, 1)
        self.y = y
        self.output = np.zeros(self.y.shape)

    def feedforward(self):
        self.layer1 = sigmoid(np.dot(self.input, self.weights1))
        self.output = sigmoid(np.dot(self.layer1, self.weights2))

    def backprop(self):
        d = 2 * (self.y - self.output) * self.output * (1 - self.output)
        below = np.dot(d, self.weights2.T) * self.layer1 * (1 - self.layer1)
        self.weights2 += np.dot(self.layer1.T, d)
        self.weights1 += np.dot(self.input.T, below)
"""


def test_a_class_that_is_given_its_data_at_once(observed: Observe) -> None:
    shown = observed(DATA)
    assert [seen.probe.sizes for seen in shown.observations] == [(3, 4, 1)] * 3
    assert shown.settings is not None
    assert shown.settings.activations == ("sigmoid", "sigmoid")
    probe, call = shown.observations[0].probe, shown.observations[0].calls[0]
    z, a = forward(probe.w, probe.b, ["sigmoid"] * 2, probe.batches[0].x)
    dw, _ = backward(probe.w, ["sigmoid"] * 2, "quadratic", z, a, probe.batches[0].y)
    assert call.dw is not None
    factor = 2 * len(probe.batches[0].x) / shown.settings.eta  # a sum, without the ½, and a rate
    for came, right in zip(call.dw, dw, strict=True):
        np.testing.assert_allclose(came, factor * right, rtol=1e-9)


FIXED = """
import numpy as np

class Net:
    def __init__(self):
        rng = np.random.default_rng(0)
        self.params = {"W1": rng.normal(size=(6, 4)), "b1": np.zeros(6),
                       "W2": rng.normal(size=(3, 6)), "b2": np.zeros(3)}

    def __call__(self, x):
        p = self.params
        self.a = np.tanh(p["W1"] @ x + p["b1"])
        return np.tanh(p["W2"] @ self.a + p["b2"])

    def backprop(self, x, y):
        out = self(x)
        d2 = (out - y) * (1 - out ** 2)
        d1 = (self.params["W2"].T @ d2) * (1 - self.a ** 2)
        return {"W1": np.outer(d1, x), "b1": d1, "W2": np.outer(d2, self.a), "b2": d2}
"""


def test_a_class_with_sizes_of_its_own(observed: Observe) -> None:
    shown = observed(FIXED)
    assert [seen.probe.sizes for seen in shown.observations] == [(4, 6, 3)] * 3


LISTS = """
import math, random

class Network:
    def __init__(self, sizes):
        self.w = [[[random.random() for _ in range(a)] for _ in range(b)]
                  for a, b in zip(sizes, sizes[1:])]
        self.b = [[0.0] * n for n in sizes[1:]]

    def feedforward(self, x):
        self.a = [x]
        for w, b in zip(self.w, self.b):
            x = [math.tanh(sum(p * q for p, q in zip(row, x)) + bj) for row, bj in zip(w, b)]
            self.a.append(x)
        return x

    def backprop(self, x, y):
        out = self.feedforward(x)
        d = [(o - t) * (1 - o * o) for o, t in zip(out, y)]
        dw, db = [], []
        for l in range(len(self.w) - 1, -1, -1):
            dw.insert(0, [[dj * ai for ai in self.a[l]] for dj in d])
            db.insert(0, d)
            d = [sum(self.w[l][k][j] * d[k] for k in range(len(d))) * (1 - aj * aj)
                 for j, aj in enumerate(self.a[l])]
        return dw, db
"""


def test_lists_in_attributes(observed: Observe) -> None:
    shown = observed(LISTS)
    check_right(shown)
    assert shown.conventions["arrays"] == "lists"


LATER = """
import numpy as np

class Network:
    def __init__(self, sizes):
        self.W = [np.random.randn(m, n) for m, n in zip(sizes, sizes[1:])]
        self.B = [np.zeros((1, n)) for n in sizes[1:]]

    def forward(self, x):
        self.A = [x]
        for w, b in zip(self.W, self.B):
            self.A.append(np.tanh(self.A[-1] @ w + b))
        return self.A[-1]

    def backward(self, y):
        self.D = [(self.A[-1] - y) * (1 - self.A[-1] ** 2)]
        for w, a in zip(self.W[:0:-1], self.A[-2:0:-1]):
            self.D.insert(0, (self.D[0] @ w.T) * (1 - a ** 2))

    def find_grads(self):
        self.DW = [a.T @ d / len(d) for a, d in zip(self.A, self.D)]
        self.DB = [d.mean(axis=0, keepdims=True) for d in self.D]

    def update_weights(self, alpha=0.01):
        self.find_grads()
        W, B = self.W, self.B
        for i in range(len(W)):
            W[i] = W[i] - alpha * self.DW[i]
            B[i] = B[i] - alpha * self.DB[i]
"""


def test_gradients_that_are_made_with_the_step(observed: Observe) -> None:
    shown = observed(LATER, activations=("tanh", "tanh", "tanh"))
    check_right(shown)
    check_stepped(shown)
    assert "inputs changed" not in kinds(shown)
    slopeless = LATER.replace(" @ w.T) * (1 - a ** 2))", " @ w.T))")
    wrong = observed(slopeless, activations=("tanh", "tanh", "tanh"))
    with pytest.raises(AssertionError):
        check_right(wrong)
    assert "inputs changed" not in kinds(wrong)


KEEPS_AND_STEPS = """
import numpy as np

class Network:
    def __init__(self, sizes, lr=0.1):
        self.lr = lr
        self.W = [np.random.randn(m, n) for m, n in zip(sizes, sizes[1:])]
        self.B = [np.zeros((1, n)) for n in sizes[1:]]

    def forward(self, x):
        self.A = [x]
        for w, b in zip(self.W, self.B):
            self.A.append(np.tanh(self.A[-1] @ w + b))
        return self.A[-1]

    def backward(self, y):
        d = (self.A[-1] - y) * (1 - self.A[-1] ** 2) / len(y)
        self.dW, self.dB = [None] * len(self.W), [None] * len(self.W)
        for i in reversed(range(len(self.W))):
            self.dW[i], self.dB[i] = self.A[i].T @ d, d.sum(axis=0, keepdims=True)
            d = d @ self.W[i].T * (1 - self.A[i] ** 2)
        for i in range(len(self.W)):
            self.W[i] = self.W[i] - self.lr * self.dW[i]
            self.B[i] = self.B[i] - self.lr * self.dB[i]
"""


def test_a_step_where_the_gradient_is_asked_for_changes_what_it_may(observed: Observe) -> None:
    shown = observed(KEEPS_AND_STEPS, activations=("tanh", "tanh", "tanh"))
    check_right(shown)
    check_stepped(shown)
    assert "inputs changed" not in kinds(shown)
    decayed = KEEPS_AND_STEPS.replace("* self.dW[i]", "* (self.dW[i] + 0.1 * self.W[i])")
    assert "inputs changed" not in kinds(observed(decayed, activations=("tanh", "tanh", "tanh")))
    spoiled = KEEPS_AND_STEPS.replace("- self.lr * self.dW[i]", "* 0.5").replace("- self.lr", "+ 1")
    assert "inputs changed" in kinds(observed(spoiled, activations=("tanh", "tanh", "tanh")))


class TwoCosts:
    def cost(self, out, y): ...
    def cost_with_l2(self, out, y, lambd): ...
    def backprop(self, x, y, lambd=0.0): ...
    def backprop_bare(self, x, y): ...


def test_the_cost_with_l2_goes_with_a_gradient_that_has_some() -> None:
    own = TwoCosts()
    methods = {name: getattr(own, name) for name in methods_of(TwoCosts)}
    others = others_of(methods, False)
    costs = {
        plan.name: cost.name
        for plan, _ in gradients(methods, others, False)
        if (cost := cost_beside(plan, methods, others))
    }
    assert costs == {"backprop": "cost_with_l2", "backprop_bare": "cost"}


LISTED = """
import numpy as np

class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1, self.b1 = np.random.randn(n_in, n_hidden), np.zeros((1, n_hidden))
        self.W2, self.b2 = np.random.randn(n_hidden, n_out), np.zeros((1, n_out))
        self.params = [self.W1, self.b1, self.W2, self.b2]

    def forward(self, X):
        self.A1 = np.tanh(X @ self.W1 + self.b1)
        return self.A1 @ self.W2 + self.b2

    def backward(self, X, Y):
        d2 = (self.forward(X) - Y) / len(X)
        d1 = d2 @ self.W2.T * (1 - self.A1**2)
        return [X.T @ d1, d1.sum(0, keepdims=True), self.A1.T @ d2, d2.sum(0, keepdims=True)]

    def step(self, grads, lr):
        for p, g in zip(self.params, grads):
            p -= lr * g
"""


@pytest.mark.parametrize(
    ("more", "mistakes"), [("", []), ("        self.W1 -= lr * grads[0]\n", ["step-taken-twice"])]
)
def test_weights_that_are_in_a_list_too_are_one_thing(
    observed: Observe, more: str, mistakes: list[str]
) -> None:
    for name, place in (("b1", 1), ("W2", 2), ("b2", 3)) if more else ():
        more += f"        self.{name} -= lr * grads[{place}]\n"
    report = diagnose(observed(LISTED + more))
    assert report.verdict == ("wrong" if more else "right")
    assert [one.slug for one in report.mistakes] == mistakes


COLUMN = """
import numpy as np

class Net:
    def __init__(self, layers):
        self.weights = [np.random.randn(a, b) for a, b in zip(layers, layers[1:])]
        self.bias = [np.zeros((1, b)) for b in layers[1:]]

    def forward(self, X):
        self.outs = [X]
        for w, b in zip(self.weights, self.bias):
            self.outs.append(np.maximum(0, self.outs[-1] @ w + b))
        return self.outs[-1]

    def backward(self, y, lr):
        error = (self.outs[-1] - y.reshape(-1, 1)) * (self.outs[-1] > 0) / len(y)
        for i in reversed(range(len(self.weights))):
            dw, db = self.outs[i].T @ error, error.sum(axis=0, keepdims=True)
            error = error @ self.weights[i].T * (self.outs[i] > 0)
            self.weights[i] -= lr * dw
            self.bias[i] -= lr * db

    def train(self, X, y, epochs=1, lr=0.1):
        for epoch in range(epochs):
            loss = np.mean((self.forward(X) - y) ** 2)
            self.backward(y, lr)
"""


def test_targets_that_are_made_one_column_ask_for_one_output(observed: Observe) -> None:
    found = observed(COLUMN)
    assert "single column" in found.conventions["outputs"]
    assert diagnose(found).verdict == "right"


def test_what_right_code_would_give_too_is_no_sign_of_a_mistake(observed: Observe) -> None:
    """All units of the output are dead on some probes; on the others a transposed gradient would
    not fit."""
    report = diagnose(observed(COLUMN.replace(".T * (self.outs[i] > 0)", ".T")))
    (named,) = report.mistakes
    assert {named.number, *named.aliases} == {14, 26}


BATCHES = """
import numpy as np

class Net:
    def __init__(self, sizes, batch_size=16):
        self.batch_size = batch_size
        self.weights = [np.random.randn(m, n) for m, n in zip(sizes, sizes[1:])]

    def backprop(self, x, y):
        a = [x]
        for w in self.weights:
            a.append(np.tanh(a[-1] @ w))
        d, dw = (a[-1] - y) * (1 - a[-1] ** 2) / self.batch_size, []
        for l in reversed(range(len(self.weights))):
            dw.insert(0, a[l].T @ d)
            d = d @ self.weights[l].T * (1 - a[l] ** 2)
        return dw

    def fit(self, x, y, epochs, rate):
        for _ in range(epochs):
            for i in range(0, LAST, self.batch_size):
                dw = self.backprop(x[i:i + self.batch_size], y[i:i + self.batch_size])
                for w, one in zip(self.weights, dw):
                    w -= rate * one
"""


@pytest.mark.parametrize(
    ("last", "slugs"),
    [("len(x)", ["divided-by-16"]), ("len(x) - self.batch_size + 1", [])],
)
def test_a_last_batch_that_is_smaller_has_its_own_number_of_samples(
    observed: Observe, last: str, slugs: list[str]
) -> None:
    report = diagnose(observed(BATCHES.replace("LAST", last)))
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right")
