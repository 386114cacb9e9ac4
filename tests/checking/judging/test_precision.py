"""What kept the tape from a true verdict: right and wrong programs in pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

ARRAYS = (Path(__file__).parents[1] / "kinds" / "arrays.py").read_text("utf-8")
ENGINE = (Path(__file__).parents[1] / "kinds" / "engine.py").read_text("utf-8")
COST = ARRAYS[ARRAYS.index("    cost =") : ARRAYS.index("    # backward")]
SQUARED = "    cost = 0.5 * np.mean((p - y) ** 2)\n"
NO_COST = ARRAYS.replace(COST, "")
SAMPLES = "y = np.concatenate([y, 1 - y], axis=1)\nW1 ="
WIDE = NO_COST.replace("W1 =", SAMPLES, 1).replace("(5, 1)", "(5, 2)").replace("(1, 1)", "(1, 2)")
PENALISED = COST + "    asked = cost + 0.01 * ((W1 ** 2).sum() + (W2 ** 2).sum())\n"
DECAYED = (
    ARRAYS.replace(COST, PENALISED)
    .replace("X.T @ d1\n", "X.T @ d1 + 0.02 * W1\n")
    .replace("h.T @ d2\n", "h.T @ d2 + 0.02 * W2\n")
)
AGAIN = "    for w, g in ((W1, dW1), (b1, db1), (W2, dW2)):\n        w -= 0.1 * g\n"

NEURONS = """
import numpy as np

rng = np.random.default_rng(1)

class Neuron:
    def __init__(self, size):
        self.w = rng.uniform(-0.7, 0.7, size + 1)

    def fire(self, x):
        self.x = np.append(x, 1.0)
        self.y = 1 / (1 + np.exp(-self.w.dot(self.x)))
        return self.y

    def correct(self, error):
        delta = error * self.y * (1 - self.y)
        below = delta * self.w[:-1]
        self.w -= 0.5 * delta * self.x
        return below

layers = [[Neuron(2) for _ in range(4)], [Neuron(4) for _ in range(2)]]
for turn in range(40):
    x, t = rng.uniform(size=2), rng.uniform(size=2)
    a = x
    for layer in layers:
        a = np.array([one.fire(a) for one in layer])
    errors = a - t
    for layer in layers[::-1]:
        errors = sum(one.correct(error) for one, error in zip(layer, errors))
"""
LATE = NEURONS.replace("        below = delta * self.w[:-1]\n", "").replace(
    "return below", "return delta * self.w[:-1]"
)

SCALARS = """
import math

def f(x):
    return 1 / (1 + math.exp(-x))

u1, u2, s, v, w, c, rate = 0.3, -0.4, 0.2, 0.7, 0.5, 0.1, 0.4
t1 = t2 = 0.0
for turn in range(40):
    total = 0
    for p, q, answer in ((0.5, 0.2, 0), (0.1, 0.9, 1), (0.8, 0.3, 1), (0.7, 0.6, 0)):
        g, h = f(u1 * p + s * q + t1), f(u2 * p + s * q + t2)
        y = f(v * g + w * h + c)
        d = (y - answer) * y * (1 - y)
        e1, e2 = d * v * g * (1 - g), d * w * h * (1 - h)
        v -= rate * d * g
        w -= rate * d * h
        c -= rate * d
        u1 -= rate * e1 * p
        u2 -= rate * e2 * p
        s -= rate * (e1 + e2) * q
        t1 -= rate * e1
        t2 -= rate * e2
        total += (y - answer) ** 2
    print(total)
"""
ERRORS = "        e1, e2 = d * v * g * (1 - g), d * w * h * (1 - h)\n"
LATER = SCALARS.replace(ERRORS, "").replace(
    "        c -= rate * d\n", "        c -= rate * d\n" + ERRORS
)
MOMENTUM = SCALARS
for one in ("v", "w", "c", "u1", "u2", "s", "t1", "t2"):
    MOMENTUM = MOMENTUM.replace(f"        {one} -= ", f"        k{one} = 0.9 * k{one} + ").replace(
        "        total +=", f"        {one} -= k{one}\n        total +="
    )
MOMENTUM = MOMENTUM.replace("t1 = t2", "kv = kw = kc = ku1 = ku2 = ks = kt1 = kt2 = 0.0\nt1 = t2")

PLAYERS = """
import numpy as np

rng = np.random.default_rng(0)
w1, c1, w2, c2 = rng.normal(size=(1, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1)
v1, b1, v2, b2 = rng.normal(size=(1, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1)

def make(z):
    h = np.tanh(z @ w1 + c1)
    return h, h @ w2 + c2

def look(x):
    h = np.tanh(x @ v1 + b1)
    return h, 1 / (1 + np.exp(-(h @ v2 + b2)))

for turn in range(60):
    z = rng.normal(size=(16, 1))
    x = np.vstack([4 + rng.normal(size=(16, 1)), make(z)[1]])
    t = np.vstack([np.ones((16, 1)), np.zeros((16, 1))])
    h, p = look(x)
    d2 = (p - t) / len(x)
    d1 = d2 @ v2.T * (1 - h ** 2)
    v2 -= 0.1 * h.T @ d2
    b2 -= 0.1 * d2.sum(0)
    v1 -= 0.1 * x.T @ d1
    b1 -= 0.1 * d1.sum(0)
    g, made = make(z)
    h, p = look(made)
    d = ((p - 1) / 16 @ v2.T * (1 - h ** 2)) @ v1.T
    e = d @ w2.T * (1 - g ** 2)
    w2 -= 0.1 * g.T @ d
    c2 -= 0.1 * d.sum(0)
    w1 -= 0.1 * z.T @ e
    c1 -= 0.1 * e.sum(0)
"""

SLOPES = """
import numpy as np

rng = np.random.default_rng(2)
X, T = rng.uniform(size=(12, 3)), rng.uniform(size=(12, 2))
W1, b1, W2, b2 = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 2)), np.zeros(2)
m1, m2 = np.zeros((3, 5)), np.zeros((5, 2))

def slopes(X, T, W1, b1, W2, b2):
    h = np.tanh(X @ W1 + b1)
    a = h @ W2 + b2
    print(((a - T) ** 2).sum())
    d2 = 2 * (a - T)
    d1 = d2 @ W2.T * (1 - h * h)
    return X.T @ d1, d1.sum(axis=0), h.T @ d2, d2.sum(axis=0)

"""
ANEW = (
    SLOPES
    + """
for turn in range(20):
    dW1, db1, dW2, db2 = slopes(X, T, W1, b1, W2, b2)
    V1, c1, V2, c2 = W1 - 0.1 * dW1, b1 - 0.1 * db1, W2 - 0.1 * dW2, b2 - 0.1 * db2
"""
)
KEPT = ANEW + "    W1, b1, W2, b2 = V1, c1, V2, c2\n"
SHOWN = ANEW.replace("range(20)", "(0.1, 0.2, 0.4, 0.8)").replace("- 0.1 *", "- turn *")
EMPTIED = ENGINE.replace(
    "    total.backward()\n",
    "    total.backward()\n    for v in everything:\n        v.grad = 0.0\n",
)
STILL = KEPT.replace("V1, c1, V2, c2\n", "V1, b1, V2, b2\n").replace(
    "c1, V2, c2 = W1 - 0.1 * dW1, b1 - 0.1 * db1, W2 - 0.1 * dW2, b2 - 0.1 * db2",
    "V2 = W1 - 0.1 * dW1, W2 - 0.1 * dW2",
)
SUMMED = """
import numpy as np

rng = np.random.default_rng(2)
X, T, W = rng.uniform(size=(12, 3)), rng.uniform(size=(12, 2)), rng.normal(size=(3, 2))
for turn in range(20):
    z = np.zeros(2)
    z = z + X @ W
    W -= 0.1 * X.T @ (z - T)
"""
STOPPED = KEPT.replace(
    "    W1, b1,", "    b1 -= 0.1 * (dW1 @ dW1.T).sum(axis=0)\n    W1, b1,"
).replace(
    "V1, c1, V2, c2 = W1 - 0.1 * dW1, b1 - 0.1 * db1,",
    "W1 -= 0.1 * dW1\n    V1, c1, V2, c2 = W1, b1,",
)
PARTLY = (
    SLOPES
    + """
for turn in range(20):
    dW1, db1, dW2, db2 = slopes(X, T, W1, b1, W2, b2)
    m1, m2 = 0.9 * m1 + 0.1 * dW1, 0.9 * m2 + 0.1 * dW2
    W1 -= 0.02 * m1
    W2 -= 0.02 * m2
    b1 -= 0.02 * db1
    b2 -= 0.02 * db2
"""
)
BY_LAPS = """
import numpy as np

rng = np.random.default_rng(5)
W, b, V, c = rng.normal(size=(3, 5)), np.zeros(5), rng.normal(size=(5, 2)), np.zeros(2)
X, T = rng.uniform(-1, 1, (30, 3)), rng.uniform(size=(30, 2))
for lap in range(20):
    H = np.tanh(X @ W + b)
    O = np.tanh(H @ V + c)
    for k in range(0, 30, 6):
        x, h, o, t = X[k : k + 6], H[k : k + 6], O[k : k + 6], T[k : k + 6]
        d = (o - t) * (1 - o * o)
        e = d @ V.T * (1 - h * h)
        V -= 0.1 * h.T @ d
        c -= 0.1 * d.sum(axis=0)
        W -= 0.1 * x.T @ e
        b -= 0.1 * e.sum(axis=0)
"""
ANEW_LAPS = BY_LAPS.replace(
    "        x, h, o, t",
    "        H = np.tanh(X @ W + b)\n        O = np.tanh(H @ V + c)\n        x, h, o, t",
)

OWN_MATRIX = """
import math
import random

random.seed(4)

class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def with_each(self, other, f):
        return Matrix([[f(a, b) for a, b in zip(p, q)] for p, q in zip(self.rows, other.rows)])

    def __add__(self, other):
        return self.with_each(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self.with_each(other, lambda a, b: a - b)

    def __mul__(self, other):
        return self.with_each(other, lambda a, b: a * b)

    def __matmul__(self, other):
        columns = [*zip(*other.rows)]
        return Matrix([[sum(a * b for a, b in zip(p, q)) for q in columns] for p in self.rows])

    def each(self, f):
        return Matrix([[f(a) for a in row] for row in self.rows])

    @property
    def turned(self):
        return Matrix([list(row) for row in zip(*self.rows)])

def drawn(m, n):
    return Matrix([[random.uniform(-1, 1) for _ in range(n)] for _ in range(m)])

W, b, V, c = drawn(3, 2), drawn(3, 1), drawn(2, 3), drawn(2, 1)
for turn in range(20):
    x, t = drawn(2, 1), drawn(2, 1)
    h = (W @ x + b).each(math.tanh)
    a = (V @ h + c).each(math.tanh)
    d = (t - a) * a.each(lambda v: 1 - v * v)
    e = (V.turned @ d) * h.each(lambda v: 1 - v * v)
    V = V + (d @ h.turned).each(lambda v: 0.1 * v)
    c = c + d.each(lambda v: 0.1 * v)
    W = W + (e @ x.turned).each(lambda v: 0.1 * v)
    b = b + e.each(lambda v: 0.1 * v)
"""

CASES: dict[str, tuple[str, Word, Why | None]] = {
    "a matrix of its own": (OWN_MATRIX, Word.RIGHT, Why.ASSUMED_COST),
    "a matrix of its own, and no slope": (
        OWN_MATRIX.replace("(V.turned @ d) * h.each(lambda v: 1 - v * v)", "V.turned @ d"),
        Word.WRONG,
        Why.ASSUMED_COST,
    ),
    "steps that are kept": (KEPT, Word.RIGHT, Why.OWN_COST),
    "steps that are thrown away": (ANEW, Word.WRONG, Why.DISCARDED),
    "one step, shown for several rates": (SHOWN, Word.UNCHECKED, None),
    "gradients that are set to 0 before the step": (EMPTIED, Word.WRONG, Why.DISCARDED),
    "steps of 0": (
        ENGINE.replace(
            "            self.grad += out.grad\n", "            self.grad += other.grad\n"
        ),
        Word.WRONG,
        Why.DISCARDED,
    ),
    "biases that stay 0": (STILL, Word.WRONG, Why.STAYS),
    "a sum that begins with zeros": (SUMMED, Word.RIGHT, None),
    "noise": (SUMMED.replace("np.zeros(2)", "rng.normal(size=(12, 2))"), Word.RIGHT, None),
    "a name that is not there": (
        STOPPED.replace("(dW1 @ dW1.T).sum(axis=0)", "db_1"),
        Word.WRONG,
        Why.RAISED,
    ),
    "shapes that do not fit": (STOPPED, Word.WRONG, Why.RAISED),
    "momentum for the weights alone": (PARTLY, Word.RIGHT, Why.OWN_COST),
    "and means for the biases": (
        PARTLY.replace("sum(axis=0), h", "mean(axis=0), h").replace(
            "d2.sum(axis=0)\n", "d2.mean(axis=0)\n"
        ),
        Word.WRONG,
        Why.OWN_COST,
    ),
    "forwards once for many batches": (BY_LAPS, Word.WRONG, Why.STALE),
    "forwards for each batch": (ANEW_LAPS, Word.RIGHT, None),
    "squares are computed, and their slope is left out": (
        ARRAYS.replace(COST, SQUARED),
        Word.WRONG,
        Why.OWN_COST,
    ),
    "squares are computed of all, after the training": (
        NO_COST.replace(
            "# parameters",
            "p = 1 / (1 + np.exp(-(np.tanh(X @ W1 + b1) @ W2 + b2)))\n"
            "print(np.sum((p - y) ** 2))\n# parameters",
        ),
        Word.WRONG,
        None,
    ),
    "no cost is computed": (NO_COST, Word.RIGHT, Why.ASSUMED_COST),
    "an absolute error is looked at": (
        ARRAYS.replace(COST, "    off = np.mean(np.abs(p - y))\n"),
        Word.RIGHT,
        Why.ASSUMED_COST,
    ),
    "one layer goes down squares, and one cross-entropy": (
        WIDE.replace("h.T @ d2\n", "h.T @ (d2 * p * (1 - p))\n").replace(
            "d2.sum(", "(d2 * p * (1 - p)).sum("
        ),
        Word.WRONG,
        Why.ASSUMED_COST,
    ),
    "labels that count beyond 1": (
        NO_COST.replace("rate = 0.5", "rate = 0.5\ny = np.arange(20.0)[:, None] % 4"),
        Word.RIGHT,
        Why.ASSUMED_COST,
    ),
    "a penalty of a cost beside another": (DECAYED, Word.RIGHT, Why.OWN_COST),
    "twice what that asks for": (DECAYED.replace("0.02 *", "0.04 *"), Word.WRONG, None),
    "a step that is taken twice": (
        ARRAYS.replace("    W1 -= rate", AGAIN.replace("0.1", "rate") + "    W1 -= rate"),
        Word.WRONG,
        Why.STEP_TWICE,
    ),
    "neurons with their own weights": (NEURONS, Word.RIGHT, Why.ASSUMED_COST),
    "moved before they are asked": (LATE, Word.WRONG, None),
    "two networks against each other": (PLAYERS, Word.UNCHECKED, None),
    "single numbers": (SCALARS, Word.RIGHT, Why.OWN_COST),
    "single numbers that are moved too early": (LATER, Word.WRONG, Why.OWN_COST),
    "a single number that stays": (
        SCALARS.replace("        u1 -= rate * e1 * p\n", ""),
        Word.WRONG,
        Why.STAYS,
    ),
    "a single number that others move": (
        SCALARS.replace("w -= rate * d * h", "w -= rate * h"),
        Word.UNCHECKED,
        Why.ANOTHER_COST,
    ),
    "a rate that is added to the gradient": (
        ARRAYS.replace("rate *", "rate +"),
        Word.WRONG,
        Why.OWN_COST,
    ),
    "single numbers with momentum": (MOMENTUM, Word.UNCHECKED, None),
}

TWICE = """
import numpy as np

rng = np.random.default_rng(5)
V, c, W, b = (rng.normal(size=size) for size in ((2, 2), (1, 2), (2, 1), (1, 1)))
for epoch in range(50):
    cost = 0
    for x, t in zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]):
        x = np.array([x])
        h = np.tanh(x @ V + c)
        o = h @ W + b
        cost += np.mean((t - o) ** 2)
        d = 0.1 * (t - o)
        below = 0.1 * (d @ W.T) * (1 - h**2)
        W += h.T @ d
        b += d
        V += x.T @ below
        c += below
"""
SHOWN_ERRORS = """
import math
import random

random.seed(2)
w, v, b = random.random(), random.random(), random.random()
samples = [(0.5, 1.0, 0), (1.0, 0.9, 0), (1.6, 1.4, 1), (2.0, 1.5, 1)]
for epoch in range(100):
    total = 0
    for x, u, t in samples:
        a = 1 / (1 + math.exp(-(x * w + u * v + b)))
        error = t - a
        delta = error * a * (1 - a)
        w, v, b = w + 0.9 * delta * x, v + 0.9 * delta * u, b + 0.9 * delta
        total += abs(error)
    print(total)
"""
FLAT = """
import numpy as np

rng = np.random.default_rng(6)
X, Y = rng.normal(size=(10, 3)), rng.normal(size=(10, 2))
V, c, W, b = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(4, 2)), np.zeros((2, 1))
for x, t in zip(X, Y):
    x, t = x.reshape(1, 3), t.reshape(1, 2)
    h = np.tanh(x @ V + c)  # the vector is a row after the first step
    o = h @ W + b.flat
    print(((o - t) ** 2).sum())
    d = 2 * (o - t)
    below = (d @ W.T) * (1 - h**2)
    W = W - 0.1 * h.T @ d
    b = b - 0.1 * d.T
    V = V - 0.1 * x.T @ below
    c = c - 0.1 * below
"""
KEPT_FIRST = """
import numpy as np

rng = np.random.default_rng(7)
X, Y = rng.normal(size=(9, 2)), rng.normal(size=(9, 1))
W, V = rng.normal(size=(2, 4)), rng.normal(size=(4, 1))
kept = []

def forwards():
    kept.append(np.tanh(X @ W))
    return kept[-1] @ V

def cost(o):
    return ((o - Y) ** 2).mean()

o = forwards()
print("before:", cost(o))
for epoch in range(50):
    d = 2 * (o - Y) / len(X)
    h = kept[0]
    W, V = W - 0.1 * X.T @ ((d @ V.T) * (1 - h**2)), V - 0.1 * h.T @ d
    o = forwards()
    print(cost(o))
"""
SMALLER = """
import numpy as np

def train(hidden, show):
    V, W = rng.normal(size=(2, hidden)), rng.normal(size=(hidden, 2))
    for epoch in range(40):
        h = np.tanh(X @ V)
        e = np.exp(h @ W)
        p = e / e.sum(axis=1, keepdims=True)
        if show:
            losses = -np.log(p[range(len(X)), y])
            print((losses.sum() + 0.01 / 2 * ((V**2).sum() + (W**2).sum())) / len(X))
        p[range(len(X)), y] -= 1
        dV = X.T @ ((p @ W.T) * (1 - h**2)) + 0.01 * V
        dW = h.T @ p + 0.01 * W
        V += -0.01 * dV
        W += -0.01 * dW

rng = np.random.default_rng(8)
X = rng.normal(size=(30, 2))
y = (X[:, 0] > X[:, 1]).astype(int)
train(3, True)
for hidden in (1, 2):
    train(hidden, False)
"""
PLOTTED = "costs = []\n" + ARRAYS.replace("    # step", "    costs.append(cost)")
ONE_BY_ONE = """
import numpy as np

def two_layers(kind, n_in, n, n_out):
    return [rng.normal(size=(n_in, n)) * 0.5, rng.normal(size=(n, n_out)) * 0.5]

def step(w, dw, kind):
    if kind == "momentum":
        for k in range(len(w)):
            before[k] = 0.9 * before[k] + dw[k]
            w[k] -= 0.1 * before[k]
    else:
        for k in range(len(w)):
            w[k] -= 0.1 * dw[k]

def train(w, kind):
    for x, t in zip(X, y):
        if np.isscalar(x):
            x = np.array([[x]])
        h = np.tanh(x @ w[0])
        o = h @ w[1]
        cost = ((o - t) ** 2).sum()
        d = 2 * (o - t)
        dw = [x.T @ ((d @ w[1].T) * (1 - h**2)), h.T @ d]
        step(w, dw, kind)

rng = np.random.default_rng(4)
X, y = rng.normal(size=30), rng.normal(size=30)
before = [0.0, 0.0]
train(two_layers("tanh", 1, 4, 1), "plain")
"""
ONE_STEP = """
import math
import random

random.seed(3)

class Neuron:
    def __init__(self, n):
        self.w, self.b = [random.uniform(-1, 1) for _ in range(n)], random.uniform(-1, 1)

    def fire(self, xs):
        self.a = 1 / (1 + math.exp(-sum(x * w for x, w in zip(xs, self.w)) - self.b))
        return self.a

    def learn(self, error, xs):
        self.delta = error * self.a * (1 - self.a)
        self.w = [w + 0.5 * self.delta * x for w, x in zip(self.w, xs)]
        self.b += 0.5 * self.delta

below, above = [Neuron(2) for _ in range(2)], [Neuron(2) for _ in range(2)]
xs, targets = [0.3, 0.8], [0.1, 0.9]
hidden = [one.fire(xs) for one in below]
outs = [one.fire(hidden) for one in above]
late = [one.w for one in above]
for one, out, t in zip(above, outs, targets):
    one.learn(t - out, hidden)
for k, one in enumerate(below):
    one.learn(sum(n.delta * late[j][k] for j, n in enumerate(above)), xs)
"""
GATES = """
import numpy as np

rng = np.random.default_rng(6)
X, t = rng.normal(size=(8, 3, 2)), rng.normal(size=(8, 1))
wx = {k: rng.normal(size=(2, 4)) * 0.5 for k in "ag"}
wh = {k: rng.normal(size=(4, 4)) * 0.5 for k in "ag"}
wy = rng.normal(size=(4, 1)) * 0.5
for turn in range(12):
    hs, kept = [np.zeros((8, 4))], []
    for k in range(3):
        a = np.tanh(X[:, k] @ wx["a"] + hs[-1] @ wh["a"])
        g = 1 / (1 + np.exp(-(X[:, k] @ wx["g"] + hs[-1] @ wh["g"])))
        kept.append((a, g))
        hs.append(a * g)
    out = hs[-1] @ wy
    print(((out - t) ** 2).sum())
    d = 2 * (out - t)
    dh = d @ wy.T
    dwx, dwh = {k: 0.0 for k in "ag"}, {k: 0.0 for k in "ag"}
    for k in reversed(range(3)):
        a, g = kept[k]
        pre = {"a": dh * g * (1 - a**2), "g": dh * a * g * (1 - g)}
        dx, dh = np.zeros((8, 2)), np.zeros((8, 4))
        for one, dp in pre.items():
            dwx[one] = dwx[one] + X[:, k].T @ dp
            dwh[one] = dwh[one] + hs[k].T @ dp
            dx += dp @ wx[one].T
            dh += dp @ wh[one].T
    wy -= 0.01 * hs[-1].T @ d
    for one in "ag":
        wx[one] -= 0.01 * dwx[one]
        wh[one] -= 0.01 * dwh[one]
"""
HINGE = """
import random

random.seed(2)
a, b, c, d, e = [random.random() for _ in range(5)]
points = [(1.2, 0.7, 1), (-0.3, -0.5, -1), (3.0, 0.1, 1), (-1.0, 1.1, -1), (2.1, -3.0, 1)]
for turn in range(60):
    for x, y, label in points:
        first, second = max(0, a * x + b * y), max(0, b * x - a * y)
        score = c * first + d * second + e
        pull = 0
        if label == 1 and score < 1:
            pull = 1
        if label == -1 and score > -1:
            pull = -1
        up, over = c * pull * (first > 0), d * pull * (second > 0)
        a += 0.01 * (x * up - y * over - a)
        b += 0.01 * (y * up + x * over - b)
        c += 0.01 * (first * pull - c)
        d += 0.01 * (second * pull - d)
        e += 0.01 * pull
"""
CASES |= {
    "single numbers, in one step": (ONE_STEP, Word.RIGHT, Why.ASSUMED_COST),
    "weights of single numbers that are moved too early, in one step": (
        ONE_STEP.replace("late[j][k]", "n.w[k]"),
        Word.WRONG,
        None,
    ),
    "what the inputs would have to do, summed over gates": (GATES, Word.RIGHT, Why.OWN_COST),
    "a slope that is missing, beside that": (
        GATES.replace("g * (1 - a**2)", "g"),
        Word.WRONG,
        None,
    ),
    "a neuron's sum that is compared is no cost": (HINGE, Word.UNCHECKED, None),
    "a rate in the errors of a small layer": (TWICE, Word.WRONG, None),
    "an epoch that was left out": (
        PLOTTED + "for at in (0, 99):\n    print(costs[at])\n" + ARRAYS[ARRAYS.index("W1 =") :],
        Word.RIGHT,
        None,
    ),
    "errors that are shown without their sign": (SHOWN_ERRORS, Word.RIGHT, Why.ASSUMED_COST),
    "a vector that becomes a row": (FLAT, Word.RIGHT, Why.OWN_COST),
    "biases that are left, beside it": (
        FLAT.replace("    c = c - 0.1 * below\n", ""),
        Word.WRONG,
        None,
    ),
    "what was kept of the first time": (KEPT_FIRST, Word.WRONG, None),
    "what is kept of the last time": (KEPT_FIRST.replace("kept[0]", "kept[-1]"), Word.RIGHT, None),
    "a smaller network that shows no cost": (SMALLER, Word.RIGHT, Why.OWN_COST),
    "single numbers as samples, and another optimiser": (ONE_BY_ONE, Word.RIGHT, Why.OWN_COST),
}


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    run = runs.run(targets.parse(str(file)), enough=enough)
    return judge(run.tape, None, run.loaded.skipped if run.loaded else ())


@pytest.mark.parametrize("what", CASES)
def test_what_was_not_known_once(what: str, tmp_path: Path) -> None:
    text, word, why = CASES[what]
    verdict = judged(tmp_path, text)
    assert verdict.word is word, verdict
    assert why is None or verdict.why[0] is why, verdict
