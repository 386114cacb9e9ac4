"""What gives gradients and takes no step is called, each function as soon as its arguments are
known."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import groundup
from groundup.checking.calling.attempts import traced
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets

CLASS = """import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

class Net:
    def __init__(self, sizes):
        self.weights = [np.random.randn(b, a) for a, b in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.random.randn(b, 1) for b in sizes[1:]]

    def backprop(self, x, y):
        activations = [x]
        for w, b in zip(self.weights, self.biases):
            activations.append(sigmoid(w @ activations[-1] + b))
        nabla_w, nabla_b = [], []
        delta = activations[-1] - y
        for l in range(1, len(activations)):
            a = activations[-l]
            delta = delta * a * (1 - a)
            nabla_b.insert(0, delta)
            nabla_w.insert(0, delta @ activations[-l - 1].T)
            delta = self.weights[-l].T @ delta
        return nabla_b, nabla_w
"""
FUNCTIONS = """import numpy as np

def initialize(sizes):
    W1, W2 = np.random.randn(sizes[1], sizes[0]), np.random.randn(sizes[2], sizes[1])
    b1, b2 = np.zeros((sizes[1], 1)), np.zeros((sizes[2], 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

def forward(X, parameters):
    A1 = np.tanh(parameters["W1"] @ X + parameters["b1"])
    A2 = 1 / (1 + np.exp(-(parameters["W2"] @ A1 + parameters["b2"])))
    return A2, {"A1": A1, "A2": A2}

def compute_cost(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

def backward(params, cache, X, Y):
    dZ2 = (cache["A2"] - Y) / X.shape[1]
    dZ1 = params["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = dZ1.sum(axis=1, keepdims=True), dZ2.sum(axis=1, keepdims=True)
    return {"dW1": dZ1 @ X.T, "db1": db1, "dW2": dZ2 @ cache["A1"].T, "db2": db2}
"""
HANDED_IN = """import numpy as np

def loss(params, X, y):
    h = np.maximum(X @ params["W1"] + params["b1"], 0)
    return 0.5 * np.sum((h @ params["W2"] + params["b2"] - y) ** 2)

def gradients(params, X, y):
    h = np.maximum(X @ params["W1"] + params["b1"], 0)
    d = h @ params["W2"] + params["b2"] - y
    below = d @ params["W2"].T * (h > 0)
    return {"W1": X.T @ below, "b1": below.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
"""
ALL_WEIGHTS = """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))

def backprop(w, b, x, y):
    z, a = [], [x]
    for l in range(len(w)):
        z.append(w[l] @ a[l] + b[l])
        a.append(sigmoid(z[l]))
    delta = (a[-1] - y) * sigmoid_prime(z[-1])
    dw, db = [np.outer(delta, a[-2])], [delta]
    for l in reversed(range(len(w) - 1)):
        delta = w[l + 1].T @ delta * sigmoid_prime(z[l])
        dw.insert(0, np.outer(delta, a[l]))
        db.insert(0, delta)
    return dw, db
"""
IN_IT = {  # a mistake, and its line: nothing that is given is right by itself, or hardly anything
    "return sigmoid(z) * (1 - sigmoid(z))": ("return z * (1 - z)", 14),
    "np.outer(delta, a[l])": ("np.outer(a[l], delta)", 18),
    "w[l + 1].T @ delta": ("w[l].T @ delta", 17),
}
VECTOR = """import numpy as np

def cost(theta, X, y):
    p = 1.0 / (1.0 + np.exp(-X @ theta))
    return (-y @ np.log(p) - (1 - y) @ np.log(1 - p)) / len(y), X.T @ (p - y) / len(y)
"""
LAYERS = """import numpy as np

class Layer:
    def forward(self, x):
        raise NotImplementedError
    def backward(self, grad):
        raise NotImplementedError

class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.W, self.b = np.random.randn(n_in, n_out) * 0.5, np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad):
        self.dW, self.db = self.x.T @ grad, grad.sum(axis=0)
        return grad @ self.W.T

class Tanh(Layer):
    def forward(self, x):
        self.a = np.tanh(x)
        return self.a
    def backward(self, grad):
        return grad * (1 - self.a ** 2)

class Squares:
    def forward(self, out, y):
        self.apart = out - y
        return np.mean(self.apart ** 2)
    def backward(self):
        return 2 * self.apart / self.apart.size
"""
SOFTMAX = """
class Softmax(Layer):
    def forward(self, x):
        e = np.exp(x)
        return e / e.sum(axis=1, keepdims=True)
    def backward(self, grad):
        return grad
"""


def judged(tmp_path: Path, text: str) -> tuple[Verdict, str]:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    run = traced(targets.parse(str(file)), enough=enough)
    return judge(run.tape, run.held, handed=run.handed), run.called


COST_ALONE = """import numpy as np

class SoftmaxLoss:
    def forward(self, x, t):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.t, self.y = t, e / np.sum(e, axis=1, keepdims=True)
        classes = t.argmax(axis=1)
        self.loss = -np.sum(np.log(self.y[np.arange(len(t)), classes] + 1e-7)) / len(t)
        return self.loss
    def backward(self):
        dx = (self.y - self.t) / len(self.t)
        return dx
"""
NAMED_AGAIN = CLASS.replace(
    "        self.weights", "        sizes = [sizes for sizes in sizes]\n        self.weights"
)
RIGHT = {
    "what a loop names as its parts": (
        NAMED_AGAIN,
        "Net(sizes), backprop(inputs, targets)",
        "delta * a * (1 - a)",
        "delta",
    ),
    "a cost, of which both sides have one width": (
        COST_ALONE,
        "SoftmaxLoss(), forward(inputs, targets), backward()",
        "(self.y - self.t)",
        "(self.y - self.t) * self.y",
    ),
    "a class": (CLASS, "Net(sizes), backprop(inputs, targets)", "delta * a * (1 - a)", "delta"),
    "functions": (
        FUNCTIONS,
        "initialize(sizes), forward(inputs, parameters), compute_cost(A2, targets), "
        "backward(params, cache, inputs, targets)",
        " * (1 - cache['A1'] ** 2)".replace("'", '"'),
        "",
    ),
    "parameters that are handed in": (
        HANDED_IN,
        "loss(params, inputs, targets), gradients(params, inputs, targets)",
        " * (h > 0)",
        "",
    ),
    "a vector": (VECTOR, "cost(theta, inputs, targets)", "X.T @ (p - y)", "(X ** 2).T @ (p - y)"),
    "layers": (
        LAYERS,
        "Dense(number of inputs, number of outputs), Squares()",
        "grad * (1 - self.a ** 2)",
        "grad",
    ),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_gives_gradients_is_called(what: str, tmp_path: Path) -> None:
    text, called, right, wrong = RIGHT[what]
    verdict, said = judged(tmp_path, text)
    assert verdict.word is Word.RIGHT
    assert called in said
    assert right in text
    assert judged(tmp_path, text.replace(right, wrong))[0].word is Word.WRONG


KEPT = CLASS.replace("activations = [x]", "self.activations.append(x)").replace(
    "activations.append(sig", "self.activations.append(sig"
)
KEPT = KEPT.replace("activations[-1] + b", "self.activations[-1] + b").replace(
    "        nabla_w, nabla_b = [], []",
    "        activations = self.activations[: len(self.biases) + 1]"
    "\n        nabla_w, nabla_b = [], []",
)
KEPT = KEPT.replace("    def backprop", "        self.activations = []\n\n    def backprop")


def test_what_was_computed_of_the_first_inputs_is_not_right_for_others(tmp_path: Path) -> None:
    verdict = judged(tmp_path, KEPT)[0]
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.STALE)
    again = KEPT.replace("        self.activations.append(x)", "        self.activations = [x]")
    assert judged(tmp_path, again)[0].word is Word.RIGHT


def test_targets_that_are_changed_in_place_are_not_right(tmp_path: Path) -> None:
    text = CLASS.replace("delta = activations[-1] - y", "y -= activations[-1]\n        delta = -y")
    verdict = judged(tmp_path, text)[0]
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.CHANGED)


def test_weights_that_begin_as_zeros_hide_nothing(tmp_path: Path) -> None:
    zeros = FUNCTIONS.replace("np.random.randn(sizes", "np.zeros((sizes")
    zeros = zeros.replace("sizes[0]), np", "sizes[0])), np").replace(
        "sizes[1])\n", "sizes[1]))\n", 1
    )
    assert zeros.count("np.zeros") == 4
    assert judged(tmp_path, zeros)[0].word is Word.RIGHT
    wrong = zeros.replace(' * (1 - cache["A1"] ** 2)', "")
    assert judged(tmp_path, wrong)[0].word is Word.WRONG


def test_a_class_that_is_left_out_of_a_stack_leaves_it_unchecked(tmp_path: Path) -> None:
    assert judged(tmp_path, LAYERS + SOFTMAX)[0].word is Word.UNCHECKED


def test_gradients_alone_do_not_make_code_right_that_trains(tmp_path: Path) -> None:
    step = "\ndef update(params, grads, learning_rate):\n    return open(params, learning_rate)\n"
    assert judged(tmp_path, FUNCTIONS + step)[0].word is Word.UNCHECKED


def test_weights_that_are_made_anew_and_dropped_are_not_right(tmp_path: Path) -> None:
    moved = """
parameters = initialize([3, 4, 2])
X, Y = np.random.randn(3, 7), np.eye(2)[:, np.arange(7) % 2]
for turn in range(3):
    A2, cache = forward(X, parameters)
    grads = backward(parameters, cache, X, Y)
    new = {name: parameters[name] - 0.5 * grads["d" + name] for name in parameters}
"""
    verdict = judged(tmp_path, FUNCTIONS + moved)[0]
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.DISCARDED)


UNROLLED = """import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def cost_function(params, n, h, k, X, y, lam):
    cut = h * (n + 1)
    first, second = params[:cut].reshape(h, n + 1), params[cut:].reshape(k, h + 1)
    m = len(y)
    wanted = np.eye(k)[y]
    a1 = np.hstack([np.ones((m, 1)), X])
    a2 = np.hstack([np.ones((m, 1)), sigmoid(a1 @ first.T)])
    a3 = sigmoid(a2 @ second.T)
    J = -np.sum(wanted * np.log(a3) + (1 - wanted) * np.log(1 - a3)) / m
    d3 = a3 - wanted
    d2 = (d3 @ second * a2 * (1 - a2))[:, 1:]
    return J, np.concatenate([(d2.T @ a1 / m).ravel(), (d3.T @ a2 / m).ravel()])
"""


AT_ONCE = UNROLLED.replace("n, h, k", "layers").replace(
    "    cut", "    n, h, k = layers\n    cut", 1
)


@pytest.mark.parametrize("text", [UNROLLED, AT_ONCE], ids=["each width", "widths at once"])
def test_all_parameters_in_one_array_are_made_up_for_a_function(tmp_path: Path, text: str) -> None:
    assert judged(tmp_path, text)[0].word is Word.RIGHT
    wrong, _ = judged(tmp_path, text.replace("d3 @ second * a2 * (1 - a2)", "d3 @ second"))
    assert wrong.word is Word.WRONG
    assert [one.place.line for one in wrong.wrong] == [text.count("\n")]


ONE_OF_MANY = """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def gradients(X, Y, W1, b1, W2, b2):
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    loss = 0.5 * ((A2 - Y) ** 2).sum() / len(X)
    d2 = (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return loss, X.T @ d1, d1.sum(axis=0), A1.T @ d2, d2.sum(axis=0)
"""


def test_a_mean_of_means_is_not_hidden_by_one_sample_of_one_number(tmp_path: Path) -> None:
    """Which fits weights of other widths, and has one mean of anything."""
    assert judged(tmp_path, ONE_OF_MANY)[0].word is Word.RIGHT
    wrong = judged(tmp_path, ONE_OF_MANY.replace("d1.sum", "d1.mean"))[0]
    assert wrong.word is Word.WRONG
    assert [one.place.line for one in wrong.wrong] == [12]


KIT = """
class Kit:
    def __init__(self, sizes):
        self.net = Net(sizes)

    def gradients(self, x, y):
        nabla_w, nabla_b = self.net.backprop(x, y)
        return [0 * one for one in nabla_w], nabla_b
"""


def test_a_class_that_another_makes_is_not_asked_alone(tmp_path: Path) -> None:
    assert judged(tmp_path, CLASS)[0].word is Word.RIGHT
    assert judged(tmp_path, CLASS + KIT)[0].word is not Word.RIGHT


def test_weights_that_are_made_up_are_turned_where_samples_are_rows_that_are_taken_alone(
    tmp_path: Path,
) -> None:
    text = """import numpy as np

def summed(xs, ys, bs, ws):
    gb, gw = [np.zeros_like(b) for b in bs], [np.zeros_like(w) for w in ws]
    for x, y in zip(xs, ys):
        a = [x]
        for w, b in zip(ws, bs):
            a.append(np.tanh(w.dot(a[-1]) + b))
        d = (a[-1] - y) * (1 - a[-1] ** 2)
        for k in reversed(range(len(ws))):
            gb[k] += d
            gw[k] += np.outer(d, a[k])
            d = ws[k].T.dot(d) * (1 - a[k] ** 2)
    return gb, gw
"""
    assert judged(tmp_path, text)[0].word is Word.RIGHT
    bad = text.replace("d = ws[k].T.dot(d) * (1 - a[k] ** 2)", "d = ws[k].T.dot(d) * (1 - a[k])")
    assert judged(tmp_path, bad)[0].word is Word.WRONG


def test_a_form_with_one_input_hides_no_mean_that_is_wrong(tmp_path: Path) -> None:
    """With one sample of one input, as a matrix, the mean is the sum."""
    text = """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def loss_and_gradients(X, Y, W1, b1, W2, b2):
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    loss = 0.5 * ((A2 - Y) ** 2).sum() / len(X)
    d2 = (A2 - Y) * A2 * (1 - A2) / len(X)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    return loss, X.T @ d1, d1.sum(axis=0), A1.T @ d2, d2.sum(axis=0)
"""
    assert judged(tmp_path, text)[0].word is Word.RIGHT
    wrong, _ = judged(tmp_path, text.replace("d1.sum", "d1.mean"))
    assert wrong.word is Word.WRONG
    assert [one.place.line for one in wrong.wrong] == [12]


BOOKS = """from groundup.book import network
from groundup.book.network import sigmoid, sigmoid_prime

class Network(network.Network):
    def backprop(self, x, y):
        zs, activations = [], [x]
        for w, b in zip(self.weights, self.biases):
            zs.append(w @ activations[-1] + b)
            activations.append(sigmoid(zs[-1]))
        dw, db = [None] * len(zs), [None] * len(zs)
        delta = self.cost_derivative(activations[-1], y) * sigmoid_prime(zs[-1])
        dw[-1], db[-1] = delta @ activations[-2].T, delta
        for l in range(2, self.num_layers):
            delta = self.weights[-l + 1].T @ delta * sigmoid_prime(zs[-l])
            dw[-l], db[-l] = delta @ activations[-l - 1].T, delta
        return db, dw
"""


def test_a_class_of_the_book_is_trained_with_what_it_is_derived_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.startswith("groundup.book")]:
        monkeypatch.delitem(sys.modules, name)  # as in the process of a check
    assert judged(tmp_path, BOOKS)[0].word is Word.RIGHT
    bad = BOOKS.replace("T @ delta * sigmoid_prime(zs[-l])", "T @ delta")
    assert judged(tmp_path, bad)[0].word is Word.WRONG


LAB = Path(__file__).parents[1] / "programs" / "lab_step.py"


@pytest.mark.parametrize("name", ["backprop", "step"])
def test_a_function_that_is_asked_about_is_checked_by_what_calls_it(name: str) -> None:
    run = traced(targets.parse(f"{LAB}:{name}"), enough=enough)
    assert run.called.startswith("step(")
    assert judge(run.tape, run.held).word is Word.RIGHT


@pytest.mark.parametrize("right", IN_IT)
def test_a_function_is_judged_by_all_that_it_gives(tmp_path: Path, right: str) -> None:
    wrong, line = IN_IT[right]
    (file := tmp_path / "mine.py").write_text(ALL_WEIGHTS.replace(right, wrong))
    report = groundup.check(f"{file}:backprop", hint=3)
    assert report.verdict == "wrong"
    assert report.wrong_values[0].place.line == line
    assert groundup.check(f"{file}:backprop", cost="quadratic").verdict == "wrong"


def test_what_a_function_calls_belongs_to_it(tmp_path: Path) -> None:
    slope = "1 / (1 + np.exp(-z)) * (1 + 1 / (1 + np.exp(-z)))"
    text = ALL_WEIGHTS.replace("sigmoid(z) * (1 - sigmoid(z))", slope)
    (file := tmp_path / "mine.py").write_text(text)
    report = groundup.check(f"{file}:backprop")
    assert report.verdict == "wrong"
    assert report.wrong_values[0].place.line in (7, 14)


BROKEN = """
numbers = __import__("numpy")

class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.v = numbers.random.uniform(-1, 1, size=(n_in, n_hidden))
        self.w = numbers.random.uniform(-1, 1, size=(n_hidden, n_out))

    def forward(self, x):
        self.h = numbers.tanh(numbers.dot(x, self.v))
        return numbers.dot(self.h, self.w)

    def fit(self, x, y):
        for lap in range(10):
            d = y - self.forward(x)
            e = d.dot(self.w.T) * (1 - self.h**2)
            self.w += self.h.T.dot(d) * 0.1
            self.v += x.T.dot(e) * 0.1

    def predict(self, x):
        return self.forward(x)
"""


def test_what_stands_behind_an_error_may_move(tmp_path: Path) -> None:
    """Without NumPy's name, the samples are lists first, which have no `T`."""
    file = tmp_path / "net.py"
    file.write_text(BROKEN)
    assert groundup.check(str(file)).verdict != "wrong"


def test_numpy_goes_by_its_usual_name_where_nothing_imports_it(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(BROKEN.replace('numbers = __import__("numpy")', "").replace("numbers.", "np."))
    report = groundup.check(str(file))
    assert report.verdict == "right"
    assert "Here np is NumPy, which nothing imports in net.py" in str(report)
    named = BROKEN.replace('__import__("numpy")', "1").replace("numbers.", "np.")
    file.write_text(f"import math as np\n{named}")
    assert "Here np is NumPy" not in str(groundup.check(str(file)))
