"""What only defines something is called, and trains on the tape."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from groundup.checking.calling.attempts import traced
from groundup.checking.calling.entries import entries
from groundup.checking.calling.search import Search
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading import targets
from groundup.checking.loading.tracebacks import innermost
from groundup.checking.tracing.runs import Run, Running
from groundup.checking.tracing.tape import LIMITS

PLAIN = """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))
"""
TRAIN = (
    PLAIN
    + """
def train(X, y, hidden, epochs, lr):
    w1, w2 = np.random.randn(X.shape[1], hidden), np.random.randn(hidden, y.shape[1])
    for _ in range(epochs):
        h = sigmoid(X @ w1)
        out = sigmoid(h @ w2)
        delta = (out - y) * out * (1 - out)
        below = delta @ w2.T * h * (1 - h)
        w2 -= lr * h.T @ delta
        w1 -= lr * X.T @ below
"""
)
PAIRS = (
    PLAIN
    + """
class Network:
    def __init__(self, sizes):
        self.w = [np.random.randn(b, a) for a, b in zip(sizes[:-1], sizes[1:])]
        self.b = [np.random.randn(b, 1) for b in sizes[1:]]

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        for _ in range(epochs):
            for k in range(0, len(training_data), mini_batch_size):
                for x, y in training_data[k : k + mini_batch_size]:
                    self.step(x, y, eta)

    def step(self, x, y, eta):
        h = sigmoid(self.w[0] @ x + self.b[0])
        out = sigmoid(self.w[1] @ h + self.b[1])
        delta = (out - y) * out * (1 - out)
        below = self.w[1].T @ delta * h * (1 - h)
        self.w[1] -= eta * delta @ h.T
        self.b[1] -= eta * delta
        self.w[0] -= eta * below @ x.T
        self.b[0] -= eta * below
"""
)
IN_TURN = (
    PLAIN
    + """
class Network:
    def __init__(self, n_in, n_hidden, n_out):
        self.v, self.w = np.random.randn(n_in, n_hidden), np.random.randn(n_hidden, n_out)

    def forward(self, X):
        self.X, self.h = X, sigmoid(X @ self.v)
        return sigmoid(self.h @ self.w)

    def backward(self, out, labels):
        delta = (out - labels) * out * (1 - out)
        self.dw = self.h.T @ delta
        self.dv = self.X.T @ (delta @ self.w.T * self.h * (1 - self.h))

    def update(self, lr):
        self.w = self.w - lr * self.dw
        self.v = self.v - lr * self.dv
"""
)
FUNCTIONS = (
    PLAIN
    + """
def start(n_x, n_h, n_y):
    parameters = {"V": np.random.randn(n_h, n_x), "W": np.random.randn(n_y, n_h)}
    return parameters

def forwards(X, parameters):
    A = sigmoid(parameters["V"] @ X)
    cache = A, sigmoid(parameters["W"] @ A)
    return cache

def backwards(parameters, cache, X, Y):
    A, out = cache
    delta = (out - Y) * out * (1 - out)
    grads = {"W": delta @ A.T, "V": (parameters["W"].T @ delta * A * (1 - A)) @ X.T}
    return grads

def update(parameters, grads, rate):
    parameters = {name: parameters[name] - rate * grads[name] for name in parameters}
    return parameters
"""
)
LAYERS = (
    PLAIN
    + """
class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out)

    def forward(self, x):
        self.x, self.a = x, sigmoid(x @ self.w)
        return self.a

    def backward(self, grad, rate):
        grad = grad * self.a * (1 - self.a)
        below = grad @ self.w.T
        self.w -= rate * self.x.T @ grad
        return below

class Network:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def fit(self, X, y, epochs, rate):
        for _ in range(epochs):
            out = X
            for layer in self.layers:
                out = layer.forward(out)
            grad = out - y
            for layer in reversed(self.layers):
                grad = layer.backward(grad, rate)
"""
)
GIVEN_ARRAYS = (
    PLAIN
    + """
def train(X, y, wh, bh, w_out, b_out, lr, epochs):
    for _ in range(epochs):
        h = sigmoid(X @ wh + bh)
        out = sigmoid(h @ w_out + b_out)
        delta = (y - out) * out * (1 - out)
        below = delta @ w_out.T * h * (1 - h)
        w_out += h.T @ delta * lr
        b_out += np.sum(delta, axis=0, keepdims=True) * lr
        wh += X.T @ below * lr
        bh += np.sum(below, axis=0, keepdims=True) * lr
"""
)
IN_LISTS = """import math
import random

def zeros(rows, columns):
    return [[0.0] * columns for _ in range(rows)]

class Net:
    def __init__(self, ni, nh):
        self.ni, self.nh, self.h = ni, nh, [1.0] * nh
        self.v, self.w = zeros(ni, nh), [random.uniform(-1, 1) for _ in range(nh)]
        for i in range(ni):
            for j in range(nh):
                self.v[i][j] = random.uniform(-1, 1)

    def train(self, patterns, N=0.2):
        while True:
            for x, (y,) in patterns:
                for j in range(self.nh):
                    self.h[j] = math.tanh(sum(x[i] * self.v[i][j] for i in range(self.ni)))
                short = y - sum(a * b for a, b in zip(self.h, self.w))
                for j in range(self.nh):
                    below = short * self.w[j] * (1 - self.h[j] ** 2)
                    self.w[j] += N * short * self.h[j]
                    for i in range(self.ni):
                        self.v[i][j] += N * below * x[i]
"""
LABELS = TRAIN.replace("    w1, w2", "    y = np.eye(3)[y]\n    w1, w2")
SLIPS = {TRAIN: "* h * (1 - h)", PAIRS: " * h * (1 - h)", IN_TURN: " * self.h * (1 - self.h)"}
SLIPS |= {FUNCTIONS: " * A * (1 - A)", LAYERS: "grad = grad * self.a * (1 - self.a)"}
SLIPS |= {LABELS: SLIPS[TRAIN], GIVEN_ARRAYS: SLIPS[TRAIN], IN_LISTS: " * (1 - self.h[j] ** 2)"}
CALLED = {
    TRAIN: "train(inputs, targets, hidden neurons, epochs, learning rate)",
    LABELS: "train(inputs, targets, hidden neurons, epochs, learning rate)",
    PAIRS: "Network(sizes).SGD(pairs, epochs, mini-batch size, learning rate)",
    IN_TURN: "Network(number of inputs, hidden neurons, number of outputs).update(learning rate)",
    FUNCTIONS: "update(parameters, grads, learning rate)",
    LAYERS: "Network().fit(inputs, targets, epochs, learning rate)",
    GIVEN_ARRAYS: "train(inputs, targets, wh, bh, w_out, b_out, learning rate, epochs)",
    IN_LISTS: "Net(number of inputs, hidden neurons).train(pairs)",
}
NAMES = {"TRAIN": TRAIN, "LABELS": LABELS, "PAIRS": PAIRS, "IN_TURN": IN_TURN}
NAMES |= {
    "FUNCTIONS": FUNCTIONS,
    "LAYERS": LAYERS,
    "GIVEN_ARRAYS": GIVEN_ARRAYS,
    "IN_LISTS": IN_LISTS,
}


def ran(tmp_path: Path, text: str) -> Run:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return traced(targets.parse(str(file)), enough=enough)


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_what_defines_something_is_called_and_a_mistake_in_it_is_found(
    tmp_path: Path, text: str
) -> None:
    found = ran(tmp_path, text)
    assert found.called.endswith(CALLED[text])
    assert judge(found.tape).word is Word.RIGHT
    assert SLIPS[text] in text
    wrong = text.replace(SLIPS[text], "pass" if "grad =" in SLIPS[text] else "")
    assert judge(ran(tmp_path, wrong).tape).word is Word.WRONG


def test_what_fits_one_width_alone_may_be_wrong_and_is_never_right(tmp_path: Path) -> None:
    own = TRAIN.replace("h.T @ delta", "out.T @ delta").replace("X.T @ below", "h.T @ below")
    found = ran(tmp_path, own)
    assert judge(found.tape).word is Word.WRONG
    turned = TRAIN.replace("X.shape[1], hidden", "hidden, X.shape[1]")
    turned = turned.replace("hidden, y.shape[1]", "y.shape[1], hidden")
    assert judge(ran(tmp_path, turned).tape).word is Word.UNCHECKED


def test_a_main_that_nobody_calls_is_called(tmp_path: Path) -> None:
    main = "\ndef main():\n    X = np.random.rand(6, 3)\n    train(X, X[:, :2], 4, 9, 0.5)\n"
    assert ran(tmp_path, TRAIN + main).called == "main()"


def test_what_trains_by_itself_is_not_called(tmp_path: Path) -> None:
    script = "\nX = np.random.rand(6, 3)\ntrain(X, X[:, :2], 4, 9, 0.5)\n"
    assert ran(tmp_path, TRAIN + script).called == ""


ASKED = """
class Other:
    def __init__(self):
        self.w = np.random.randn(3, 2)

    def train(self, X, Y):
        for _ in range(9):
            self.w -= 0.1 * X.T @ (X @ self.w - Y)

X = np.random.rand(5, 3)
Other().train(X, X[:, :2])
"""


@pytest.mark.parametrize(
    ("only", "called"),
    [(None, ""), ("Other", ""), ("Network.SGD", CALLED[PAIRS]), ("Network", CALLED[PAIRS])],
)
def test_what_is_asked_about_is_called_if_only_others_train(
    only: str | None, called: str, tmp_path: Path
) -> None:
    (tmp_path / "net.py").write_text(PAIRS + ASKED, encoding="utf-8")
    target = replace(targets.parse(str(tmp_path / "net.py")), only=only)
    assert traced(target, enough=enough).called == called


@pytest.mark.parametrize(("script", "called"), [("main.py", "main.py"), (".main.py", "")])
def test_a_script_beside_a_module_calls_it(script: str, called: str, tmp_path: Path) -> None:
    """But no hidden one, which is nobody's program."""
    odd = TRAIN.replace("hidden, epochs, lr", "hidden, epochs, lr, odd").replace(
        "lr *", "odd[lr] *"
    )
    (tmp_path / script).write_text(
        "import numpy as np\nimport net\nX = np.random.rand(6, 3)\n"
        "net.train(X, X[:, :2], 4, 9, 'a', {'a': 0.5})\n",
        encoding="utf-8",
    )
    found = ran(tmp_path, odd)
    assert found.called == called
    assert judge(found.tape).word is (Word.RIGHT if called else Word.UNCHECKED)


def test_targets_that_are_repeated_are_not_meant(tmp_path: Path) -> None:
    """(m, 3) - (m, 1) would train, too, though nobody means that."""
    picky = TRAIN.replace("y.shape[1])", "3)").replace(
        "    w1,", "    assert y.shape[1] == 1\n    w1,"
    )
    assert not ran(tmp_path, picky).called


def test_what_cannot_be_called_says_nothing(tmp_path: Path) -> None:
    found = ran(
        tmp_path, "def train(frobnication):\n    frobnication.w -= 2 * frobnication.spin()\n"
    )
    assert not found.called
    assert judge(found.tape).word is Word.UNCHECKED


def test_what_a_class_raises_as_it_is_made_is_told(tmp_path: Path) -> None:
    broken = (
        "import numpy as np\n\n\nclass Net:\n    def __init__(self, n_in, n_out):\n"
        "        self.w = np.zeros((n_out, n_in))\n        self.b = np.zeros(1, n_out)\n\n"
        "    def step(self, x, y, lr):\n        e = self.w @ x + self.b - y\n"
        "        self.w -= lr * np.outer(e, x)\n"
    )
    raised = ran(tmp_path, broken).raised
    assert isinstance(raised, TypeError)
    assert innermost(raised)[1] == 7


def test_data_that_are_missing_are_made_up(tmp_path: Path) -> None:
    data = "\nfrom nowhere_at_all import load\nX, y = load('a').parts\n"
    found = ran(tmp_path, f"{TRAIN}{data}train(X, y, 4, 9, 0.5)\n")
    assert "X, y" in found.called or found.called == CALLED[TRAIN]
    assert judge(found.tape).word is Word.RIGHT


def test_words_for_activations_are_mixed(tmp_path: Path) -> None:
    """So that the branch of each is run."""
    text = TRAIN.replace("hidden, epochs, lr", "hidden, epochs, lr, activations")
    text = text.replace("h = sigmoid(X @ w1)", "h = bend(X @ w1, activations[0])")
    text = text.replace("out = sigmoid(h @ w2)", "out = bend(h @ w2, activations[1])")
    text = text.replace("below = delta @ w2.T * h * (1 - h)", "below = delta @ w2.T * (1 - h)")
    bend = "\ndef bend(z, kind):\n    return np.tanh(z) if kind == 'tanh' else sigmoid(z)\n"
    assert judge(ran(tmp_path, text + bend).tape).word is Word.WRONG
    assert (
        judge(ran(tmp_path, text.replace("(1 - h)", "(1 - h**2)") + bend).tape).word is Word.RIGHT
    )


def test_a_word_is_one_of_the_keys_that_another_module_has(tmp_path: Path) -> None:
    kinds = PLAIN + "KINDS = {'logistic': (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z)))}\n"
    (tmp_path / "kinds.py").write_text(kinds, encoding="utf-8")
    code = TRAIN.replace("def train(X", "import kinds\n\ndef train(kind, X")
    code = code.replace("sigmoid(X @ w1)", "kinds.KINDS[kind][0](X @ w1)")
    run = ran(tmp_path, code)
    assert judge(run.tape).word is Word.RIGHT, run.raised


PASSES = (
    PLAIN
    + """
def forward_pass(X, W1, b1, W2, b2):
    A1 = sigmoid(np.dot(X, W1) + b1)
    A2 = np.dot(A1, W2) + b2
    return A1, A2

def backward_pass(X, y_true, A1, A2, W1, b1, W2, b2, lr=0.1):
    y_true = y_true.reshape(-1, 1)
    d = (A2 - y_true) / len(X)
    below = d @ W2.T * A1 * (1 - A1)
    W2 -= lr * A1.T @ d
    b2 -= lr * d.sum(axis=0)
    W1 -= lr * X.T @ below
    b1 -= lr * below.sum(axis=0)
    return W1, b1, W2, b2
"""
)


def test_weights_by_number_are_no_targets_and_one_output_is_tried(tmp_path: Path) -> None:
    run = ran(tmp_path, PASSES)
    assert judge(run.tape).word is Word.RIGHT, run.raised
    wrong = ran(tmp_path, PASSES.replace("* A1 * (1 - A1)", "* A1"))
    assert judge(wrong.tape).word is Word.WRONG


TABLES = TRAIN.replace("    w1, w2", "    X, y = X[X.columns].to_numpy(), y.values\n    w1, w2")


def test_tables_are_given_where_their_columns_are_asked_for(tmp_path: Path) -> None:
    run = ran(tmp_path, TABLES)
    assert judge(run.tape).word is Word.RIGHT, run.raised


def test_layers_beside_what_a_network_imports_are_added_to_it(tmp_path: Path) -> None:
    base = "class Layer:\n    pass\n"
    dense = (
        PLAIN
        + """
from layers.base import Layer

class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out)
    def forward(self, x):
        self.x, self.a = x, sigmoid(x @ self.w)
        return self.a
    def backward(self, grad):
        grad = grad * self.a * (1 - self.a)
        below = grad @ self.w.T
        self.w = self.w - 0.1 * self.x.T @ grad
        return below
"""
    )
    network = """from layers.base import Layer

class Network:
    def __init__(self):
        self.layers = []
    def add(self, layer):
        self.layers.append(layer)
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x
    def train(self, x, y, epochs):
        for _ in range(epochs):
            grad = self.forward(x) - y
            for layer in reversed(self.layers):
                grad = layer.backward(grad)
"""
    for name, text in {"layers/base": base, "layers/dense": dense}.items():
        (tmp_path / "layers").mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "model").mkdir()
    run = ran(tmp_path / "model", network)
    assert judge(run.tape).word is Word.RIGHT, run.raised


def test_options_have_their_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["check", "--none-of-theirs"])
    options = "import argparse\noptions = argparse.ArgumentParser()\n"
    options += "options.add_argument('--laps', default=9, type=int)\n"
    calls = "X = np.random.uniform(-1, 1, (8, 2))\nlaps = options.parse_args().laps\n"
    calls += "train(X, np.eye(3)[np.arange(8) % 3], 4, laps, 0.1)\n"
    run = ran(tmp_path, options + TRAIN + calls)
    assert not run.called
    assert judge(run.tape).word is Word.RIGHT


def test_what_a_program_holds_after_its_tapes_end_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("import numpy as np\nX = np.random.rand(9, 9)\nY = np.exp(X * 2) + 1\n")
    few = LIMITS._replace(numbers=100)
    assert traced(targets.parse(str(file)), few, enough).tape.ended == "numbers"


MEASURED = PAIRS.replace(
    "eta):\n        for _ in range(epochs):",
    "eta, test_data=None):\n        test_data = list(test_data)\n        for _ in range(epochs):",
)
WHOLE = (
    PLAIN
    + """
class Net:
    def __init__(self, layerSizes):
        self.n, self.k = layerSizes[0], layerSizes[-1]
        self.W = np.random.randn(self.k, self.n)

    def fit(self, trainingImages, trainingLabels, epochs, batchSize, eta):
        for lap in range(epochs):
            for i in range(0, len(trainingImages), batchSize):
                x = trainingImages[i : i + batchSize].reshape(batchSize, self.n).T
                y = trainingLabels[i : i + batchSize].reshape(batchSize, self.k).T
                a = sigmoid(self.W @ x)
                self.W = self.W - eta / batchSize * ((a - y) * a * (1 - a)) @ x.T
"""
)


def test_what_may_be_left_is_given_where_it_is_wanted_all_the_same(tmp_path: Path) -> None:
    assert "eta, test_data" in MEASURED
    run = ran(tmp_path, MEASURED)
    assert run.called.endswith("learning rate, pairs held out)")
    assert judge(run.tape).word is Word.RIGHT
    run = ran(tmp_path, MEASURED.replace("list(test_data)", "test_data and list(test_data)"))
    assert run.called.endswith("learning rate)")


def test_batches_that_must_be_whole_are_and_slices_of_images_are_images(tmp_path: Path) -> None:
    run = ran(tmp_path, WHOLE)
    assert run.called.startswith("Net(sizes).fit(inputs, targets, ")
    assert judge(run.tape).word is Word.RIGHT


OF_PARTS = (
    PLAIN
    + """
class Layer:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out)

    def forward(self, x):
        self.x, self.a = x, sigmoid(x @ self.w)
        return self.a

    def backward(self, grad):
        grad = grad * self.a * (1 - self.a)
        self.slope = self.x.T @ grad
        return grad @ self.w.T

class Chain:
    def __init__(self, sizes):
        self.layers = [Layer(a, b) for a, b in zip(sizes[:-1], sizes[1:])]

    def backward(self, x, y):
        for layer in self.layers:
            x = layer.forward(x)
        grad = x - y
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def step(self, lr):
        for layer in self.layers:
            layer.w -= lr * layer.slope
"""
)
BY_KEYS = """import math
import random

def start(n_inputs, n_hidden, n_outputs):
    network = [[{"w": [random.random() for _ in range(n_inputs)]} for _ in range(n_hidden)]]
    network.append([{"w": [random.random() for _ in range(n_hidden)]} for _ in range(n_outputs)])
    return network

def forward(network, row):
    for layer in network:
        for unit in layer:
            unit["a"] = 1 / (1 + math.exp(-sum(w * x for w, x in zip(unit["w"], row))))
        row = [unit["a"] for unit in layer]
    return row

def backward(network, expected):
    for k in reversed(range(len(network))):
        for j, unit in enumerate(network[k]):
            if k + 1 < len(network):
                error = sum(above["w"][j] * above["delta"] for above in network[k + 1])
            else:
                error = unit["a"] - expected[j]
            unit["delta"] = error * unit["a"] * (1 - unit["a"])

def update(network, row, rate):
    for k, layer in enumerate(network):
        inputs = row if k == 0 else [below["a"] for below in network[k - 1]]
        for unit in layer:
            for j, x in enumerate(inputs):
                unit["w"][j] -= rate * unit["delta"] * x
"""


@pytest.mark.parametrize(
    ("text", "right", "bad"),
    [
        pytest.param(OF_PARTS, "(1 - self.a)", "(1 - self.a**2)", id="of parts"),
        pytest.param(BY_KEYS, '(1 - unit["a"])', '(1 - unit["a"] ** 2)', id="by keys"),
    ],
)
def test_what_is_left_in_parts_or_under_keys_is_there_before_it_is_read(
    tmp_path: Path, text: str, right: str, bad: str
) -> None:
    assert judge(ran(tmp_path, text).tape).word is Word.RIGHT
    assert judge(ran(tmp_path, text.replace(right, bad)).tape).word is Word.WRONG


def test_a_slow_machine_finds_what_a_fast_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = ran(tmp_path, MEASURED)
    monkeypatch.setattr("time.process_time", itertools.count(0.0, 0.1).__next__)
    slow = ran(tmp_path, MEASURED)
    assert (slow.called, len(slow.tape.operations)) == (fast.called, len(fast.tape.operations))


LOOSE = """
class Net:
    def __call__(self, x):
        total = 0.0
        for w in self.w: total += w * x
        return total

    def nudge(self, X, y): self.w -= y

def shrink(rate): Net().w -= rate
def train(model, X, y, lr): model.w -= lr * model(X)
def main(): train(Net(), 1.0, 2.0, 0.1)
"""


def test_what_is_told_the_targets_comes_before_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(LOOSE, encoding="utf-8")
    running = Running(targets.parse(str(tmp_path / "net.py")), LIMITS, enough)
    running.load()
    ways = (one.go for one in entries(Search(running).offer))
    found = [one.args[-1] for one in ways if isinstance(one, partial)]
    assert found == ["main", "nudge", "train", "__call__", "shrink"]


WIDE = (
    PLAIN
    + """
class Net:
    def __init__(self, X, y):
        self.w1, self.w2 = np.random.randn(300, 700) / 9, np.random.randn(12, 300) / 9
        self.X, self.y = X, y

    def fit(self, X, y, batch_size, lr, epochs):
        classes = np.eye(len(np.unique(self.y)))
        for _ in range(epochs):
            for k in range(0, y.size, batch_size):
                some, each = X[:, k : k + batch_size], y[k : k + batch_size]
                h = sigmoid(self.w1 @ some)
                out = sigmoid(self.w2 @ h)
                delta = out - classes[each].T
                below = self.w2.T @ delta * h * (1 - h)
                self.w2 -= lr * delta @ h.T
                self.w1 -= lr * below @ some.T
"""
)


def test_each_class_has_a_sample_where_classes_are_counted(tmp_path: Path) -> None:
    """And what does not fit its inputs is not tried again with other targets, which take time."""
    assert judge(ran(tmp_path, WIDE).tape).word is Word.RIGHT
    assert judge(ran(tmp_path, WIDE.replace(" * (1 - h)", "")).tape).word is Word.WRONG


RESHAPED = (
    PLAIN
    + """
class Net:
    def __init__(self):
        self.v, self.w = np.random.randn(5, 16) * 0.3, np.random.randn(10, 5)

    def train(self, X, y, epochs, alpha):
        for _ in range(epochs):
            for n in range(len(X)):
                a, target = X[n, :].reshape(16, 1), y[n, :].reshape((10, 1))
                h = sigmoid(self.v @ a)
                out = sigmoid(self.w @ h)
                delta = (out - target) * out * (1 - out)
                below = self.w.T @ delta * h * (1 - h)
                self.w -= alpha * delta @ h.T
                self.v -= alpha * below @ a.T
"""
)


def test_widths_are_those_that_a_reshape_asks_for(tmp_path: Path) -> None:
    run = ran(tmp_path, RESHAPED)
    assert judge(run.tape, run.held, handed=run.handed).word is Word.RIGHT


def test_what_gives_an_exercise_its_numbers_is_not_called(tmp_path: Path) -> None:
    functions = ("backward_test_case", "getTestCases", "test", "train_and_test")
    file = tmp_path / "net.py"
    file.write_text("".join(f"def {name}(): ...\n" for name in functions), encoding="utf-8")
    running = Running(targets.parse(str(file)), LIMITS, lambda tape: False)
    running.load()
    assert [name for name, _ in Search(running).offer.functions()] == ["test", "train_and_test"]


OF_LAYERS = """import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out)

    def forward(self, x):
        self.x = x
        self.a = np.tanh(x @ self.w)
        return self.a

    def backward(self, grad):
        delta = grad * (1 - self.a ** 2)
        self.dw = self.x.T @ delta
        return delta @ self.w.T

    def update(self, rate):
        self.w -= rate * self.dw

class Net:
    def __init__(self, input_size=None, hidden_sizes=None, output_size=None, rate=0.1):
        self.layers, self.rate = [], rate
        if input_size is not None and output_size is not None:
            sizes = [input_size, *hidden_sizes, output_size]
            self.layers = [Dense(n_in, n_out) for n_in, n_out in zip(sizes, sizes[1:])]

    def add_layer(self, layer):
        self.layers.append(layer)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def train_step(self, x_batch, y_batch):
        out = self.forward(x_batch)
        self.backward(2 * (out - y_batch) / out.size)
        for layer in self.layers:
            layer.update(self.rate)
        return np.mean((out - y_batch) ** 2)
"""


def test_a_network_that_makes_its_layers_is_trained_with_these(tmp_path: Path) -> None:
    """Though they have its way back, too, and it could be told others."""
    run = ran(tmp_path, OF_LAYERS)
    assert judge(run.tape, run.held, handed=run.handed).word is Word.RIGHT
    assert "train_step(inputs, targets)" in run.called
    assert "add_layer" not in run.called


SLOTTED = PAIRS.replace("class Network:\n", 'class Network:\n    __slots__ = ("w", "b")\n\n')


def test_an_object_whose_attributes_are_fixed_is_trained(tmp_path: Path) -> None:
    assert "__slots__" in SLOTTED
    run = ran(tmp_path, SLOTTED)
    assert judge(run.tape, run.held, handed=run.handed).word is Word.RIGHT
