"""Programs that give gradients and take no step: each right one, and what is changed in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.blocks import blocks
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

DICTIONARY = """import numpy as np
rng = np.random.RandomState(3)
params = {"W1": rng.randn(4, 3), "b1": np.zeros((4, 1)), "W2": rng.randn(1, 4), "b2": rng.randn(1)}
X, Y = rng.randn(3, 7), (rng.rand(1, 7) > 0.5).astype(float)
def forward(params, X):
    A1 = np.tanh(params["W1"] @ X + params["b1"])
    return 1 / (1 + np.exp(-(params["W2"] @ A1 + params["b2"]))), A1
def cost(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]
def backward(params, A1, A2, X, Y):
    m = X.shape[1]
    dZ2 = (A2 - Y) / m
    dZ1 = params["W2"].T @ dZ2 * (1 - A1 ** 2)
    return {"dW1": dZ1 @ X.T, "db1": dZ1.sum(axis=1, keepdims=True), "dW2": dZ2 @ A1.T,
            "db2": dZ2.sum(axis=1)}
A2, A1 = forward(params, X)
print(cost(A2, Y))
grads = backward(params, A1, A2, X, Y)
"""
LAYERS = """import numpy as np
rng = np.random.default_rng(0)
class Dense:
    def __init__(self, n_in, n_out):
        self.W, self.b = rng.normal(0, 0.5, (n_in, n_out)), np.zeros(n_out)
        self.vW = np.zeros_like(self.W)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T
class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask
    def backward(self, grad):
        return grad * self.mask
layers = [Dense(4, 5), ReLU(), Dense(5, 3)]
out, y = rng.normal(size=(6, 4)), np.eye(3)[rng.integers(0, 3, 6)]
for layer in layers:
    out = layer.forward(out)
grad = (out - y) / len(y)
for layer in reversed(layers):
    grad = layer.backward(grad)
"""
VALUES = """import math
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents, self.back = data, 0.0, parents, lambda: None
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        def back():
            self.grad += out.grad
            other.grad += out.grad
        out.back = back
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.back = back
        return out
    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        def back():
            self.grad += (1 - t * t) * out.grad
        out.back = back
        return out
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for parent in v.parents:
                    visit(parent)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.back()
x, w, b, c, v = Value(2.0), Value(-0.3), Value(0.7), Value(0.4), Value(0.9)
h, g = (x * w + b).tanh(), (x * v + c).tanh()
loss = h * h + h * g
loss.backward()
"""
LISTS = """import math
def sig(z):
    return 1.0 / (1.0 + math.exp(-z))
def backprop(w, b, x, y):
    a = [x]
    for wl, bl in zip(w, b):
        a.append([sig(sum(p * q for p, q in zip(row, a[-1])) + c) for row, c in zip(wl, bl)])
    delta = [(o - t) * o * (1 - o) for o, t in zip(a[-1], y)]
    dw, db = [None, None], [None, None]
    for l in (1, 0):
        dw[l], db[l] = [[d * v for v in a[l]] for d in delta], delta
        back = [sum(row[i] * d for row, d in zip(w[l], delta)) for i in range(len(a[l]))]
        delta = [e * v * (1 - v) for e, v in zip(back, a[l])]
    return dw, db
w = [[[0.3, -0.4], [0.2, 0.9], [-0.5, 0.1]], [[0.6, -0.7, 0.8], [0.15, 0.25, -0.35]]]
b = [[0.05, -0.1, 0.2], [0.3, -0.2]]
dw, db = backprop(w, b, [0.5, -0.3], [1.0, 0.0])
"""
NUMERICAL = """
for name, p in params.items():
    for i in np.ndindex(p.shape):
        old = p[i]
        p[i] = old + 1e-5
        up = cost(forward(params, X)[0], Y)
        p[i] = old - 1e-5
        down = cost(forward(params, X)[0], Y)
        p[i] = old
        print((up - down) / 2e-5 - grads["d" + name][i])
"""
RIGHT = {
    "a dictionary": DICTIONARY,
    "beside a gradient check": DICTIONARY.replace("print(cost(A2, Y))\n", "") + NUMERICAL,
    "layers": LAYERS,
    "an engine": VALUES,
    "lists": LISTS,
}


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    run = runs.run(targets.parse(str(file)))
    assert run.loaded is not None
    return judge(run.tape, blocks(vars(run.loaded.module)))


@pytest.mark.parametrize("what", RIGHT)
def test_right_gradients_are_right_without_a_step(what: str, tmp_path: Path) -> None:
    verdict = judged(tmp_path, RIGHT[what])
    assert verdict.word is Word.RIGHT
    assert Why.PROBED in verdict.why
    assert sum(part.size for part in verdict.parts) >= 4


MISTAKES = {
    "no slope": ("a dictionary", " * (1 - A1 ** 2)", "", 14),
    "one gradient of another factor": ("a dictionary", "dZ2.sum(axis=1)", "dZ2.mean(axis=1)", 15),
    "the next layer's activations": ("lists", "for v in a[l]]", "for v in a[l + 1]]", 11),
    "a mask of its own": ("layers", "return grad * self.mask", "return grad", 11),
    "not the inputs": ("layers", "self.x.T @ grad", "np.ones_like(self.x).T @ grad", 11),
    "its own number": ("an engine", "self.grad += other.data", "self.grad += self.data", 15),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_wrong_gradient_is_wrong_in_its_line(what: str, tmp_path: Path) -> None:
    name, old, new, line = MISTAKES[what]
    assert old in RIGHT[name]
    verdict = judged(tmp_path, RIGHT[name].replace(old, new))
    assert verdict.word is Word.WRONG
    assert line in [one.place.line for one in verdict.wrong]


def test_means_beside_sums_are_wrong_without_a_cost_too(tmp_path: Path) -> None:
    text = LAYERS.replace("grad.sum(axis=0)", "grad.mean(axis=0)")
    verdict = judged(tmp_path, text)
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.ASSUMED_COST)
    assert {one.place.line for one in verdict.wrong} == {12}


def test_a_row_is_the_gradient_of_a_row_of_one_axis_more(tmp_path: Path) -> None:
    text = LAYERS.replace("np.zeros(n_out)", "np.zeros((1, n_out))")
    verdict = judged(tmp_path, text)
    assert verdict.word is Word.RIGHT
    assert {3, 5, 15, 20} <= {part.size for part in verdict.parts}


PILED = LAYERS.replace("self.dW = ", "self.dW += ").replace(
    "        self.vW =", "        self.dW = np.zeros_like(self.W)\n        self.vW ="
)


def test_gradients_that_pile_up_are_not_called_right(tmp_path: Path) -> None:
    verdict = judged(tmp_path, PILED)
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.PILES_UP)
    assert {one.line for one in verdict.places} == {12}


def test_gradients_that_pile_up_until_they_are_reset_are_right(tmp_path: Path) -> None:
    reset = "    def zero_grad(self):\n        self.dW[:] = 0\nclass ReLU:"
    assert judged(tmp_path, PILED.replace("class ReLU:", reset)).word is Word.RIGHT


def test_a_factor_of_all_that_is_given_is_told(tmp_path: Path) -> None:
    verdict = judged(tmp_path, DICTIONARY.replace("dZ2 = (A2 - Y) / m", "dZ2 = A2 - Y"))
    assert verdict.word is Word.RIGHT
    assert verdict.factor == pytest.approx(7.0)


def test_gradients_of_the_opposite_sign_may_be_meant(tmp_path: Path) -> None:
    verdict = judged(tmp_path, DICTIONARY.replace("(A2 - Y) / m", "(Y - A2) / m"))
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.NEGATED)


@pytest.mark.parametrize("gone", ['"dW2": dZ2 @ A1.T,', '"db1": dZ1.sum(axis=1, keepdims=True), '])
def test_what_gets_no_gradient_is_not_called_right(gone: str, tmp_path: Path) -> None:
    assert gone in DICTIONARY
    assert judged(tmp_path, DICTIONARY.replace(gone, "")).word is not Word.RIGHT


SENT = """import numpy as np
rng = np.random.RandomState(2)
def forward(x, w, b):
    return np.maximum(x @ w + b, 0), (x, w, b)
def backward(dout, cache):
    x, w, b = cache
    dz = dout * (x @ w + b > 0)
    return dz @ w.T, x.T @ dz, dz.sum(axis=0)
x, w, b, dout = rng.randn(8, 4), rng.randn(4, 3), rng.randn(3), rng.randn(8, 3)
out, cache = forward(x, w, b)
dx, dw, db = backward(dout, cache)
"""


def test_slopes_that_a_program_makes_up_are_those_of_some_cost(tmp_path: Path) -> None:
    verdict = judged(tmp_path, SENT)
    assert (verdict.word, verdict.cost) == (Word.RIGHT, "sent back")
    assert {part.name: part.size for part in verdict.parts} == {"dx": 32, "dw": 12, "db": 3}


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("dz.sum(axis=0)", "dz.mean(axis=0)", 8),
        ("x.T @ dz", "x.T @ dout", 8),
    ],
)
def test_what_is_not_computed_from_these_is_wrong(
    right: str, wrong: str, line: int, tmp_path: Path
) -> None:
    assert right in SENT
    verdict = judged(tmp_path, SENT.replace(right, wrong))
    assert verdict.word is Word.WRONG
    assert {one.place.line for one in verdict.wrong} == {line}
    assert [part.right for part in verdict.parts].count(False) == 1


def test_where_nothing_on_the_way_back_is_right_nothing_is_called_wrong(tmp_path: Path) -> None:
    verdict = judged(tmp_path, SENT.replace("dout * (x @ w + b > 0)", "dout"))
    assert verdict.word is Word.UNCHECKED


def test_where_no_gradient_is_given_nothing_is_said(tmp_path: Path) -> None:
    text = DICTIONARY[: DICTIONARY.index("grads =")]
    assert judged(tmp_path, text).word is Word.UNCHECKED


def test_the_gradient_of_a_penalty_alone_says_nothing_of_a_network(tmp_path: Path) -> None:
    penalty = """import numpy as np
W = np.random.default_rng(1).normal(size=(4, 3))
def l2(W, decay):
    return decay * np.sum(np.square(W)), PENALTY
loss, dW = l2(W, 0.1)
"""
    for slope in ("2 * decay * W", "decay * W", "-W"):
        verdict = judged(tmp_path, penalty.replace("PENALTY", slope))
        assert verdict.word is Word.UNCHECKED, slope
    fitted = """import numpy as np
rng = np.random.default_rng(1)
X, W, y = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
loss = np.sum(np.square(X @ W - y)) + 0.1 * np.sum(np.square(W))
dW = 2 * X.T @ (X @ W - y) + 0.2 * W
"""
    assert judged(tmp_path, fitted).word is Word.RIGHT
