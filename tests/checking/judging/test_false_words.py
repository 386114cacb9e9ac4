"""Words that were false once: right and wrong programs in pairs, which differ in what is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs
from groundup.checking.tracing.tape import LIMITS

ARRAYS = (Path(__file__).parents[1] / "kinds" / "arrays.py").read_text("utf-8")
ATTENTION = (Path(__file__).parents[1] / "kinds" / "attention.py").read_text("utf-8")
ENGINE = (Path(__file__).parents[1] / "kinds" / "engine.py").read_text("utf-8")

CLASS = """
import numpy as np

class Net:
    def __init__(self, sizes, size=8):
        rng = np.random.default_rng(2)
        self.size, self.rate, self.decay = size, 0.5, 0.02
        self.w = [rng.normal(size=(m, n)) for m, n in zip(sizes, sizes[1:])]
        self.b = [np.zeros(n) for n in sizes[1:]]

    def layers(self, x):
        found = [x]
        for w, b in zip(self.w, self.b):
            found.append(1 / (1 + np.exp(-(found[-1] @ w + b))))
        return found

    def loss(self, x, y):
        asked = sum((w ** 2).sum() for w in self.w)
        return ((self.layers(x)[-1] - y) ** 2).sum() / (2 * len(x)) + self.decay / 2 * asked

    def learn(self, x, y):
        a = self.layers(x)
        d = (a[-1] - y) * a[-1] * (1 - a[-1]) / len(x)
        for k in range(len(self.w) - 1, -1, -1):
            dw, db = a[k].T @ d + self.decay * self.w[k], d.sum(axis=0)
            d = d @ self.w[k].T * a[k] * (1 - a[k])
            self.w[k] -= self.rate * dw
            self.b[k] -= self.rate * db

    def fit(self, x, y):
        for lap in range(40):
            for k in range(0, len(x), self.size):
                self.learn(x[k : k + self.size], y[k : k + self.size])

x = np.random.default_rng(3).uniform(size=(20, 3))
net = Net([3, 5, 1])
net.fit(x, x[:, :1] * x[:, 1:2])
print(net.loss(x, x[:, :1] * x[:, 1:2]))
"""
NO_DECAY = CLASS.replace(" + self.decay * self.w[k]", "").replace(" + self.decay / 2 * asked", "")
SUMS = NO_DECAY.replace(" / len(x)\n        for", "\n        for")
SAMPLES = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.uniform(size=(4, 3)), rng.uniform(size=(4, 2))
W, b = rng.normal(size=(2, 3)), np.zeros(2)
for lap in range(60):
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for x, t in zip(X, T):
        a = np.tanh(W @ x + b)
        d = (a - t) * (1 - a * a)
        dW += np.outer(d, x)
        db += d
    W -= 0.1 * dW
    b -= 0.1 * db
"""
ONCE = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.uniform(size=(9, 3)), rng.uniform(size=(9, 2))
W, b = rng.normal(size=(3, 2)), np.zeros(2)
A = np.tanh(X @ W + b)
D = (A - T) * (1 - A * A)
dW, db = X.T @ D, D.sum(axis=0)
for lap in range(60):
    W -= 0.1 * dW
    b -= 0.1 * db
"""
FROZEN = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.normal(size=(30, 4)), rng.uniform(size=(30, 2))
W = [rng.normal(size=(4, 6)), rng.normal(size=(6, 5)), rng.normal(size=(5, 2))]
for lap in range(60):
    a = [X]
    for w in W:
        a.append(np.tanh(a[-1] @ w))
    d = (a[3] - T) * (1 - a[3] ** 2)
    for k in (2, 1):
        back = d @ W[k].T * (1 - a[k] ** 2)
        W[k] -= 0.1 * a[k].T @ d
        d = back
"""
ON_PURPOSE = FROZEN.replace("(2, 1):", "(2, 1):\n        old = W[k].copy()").replace(
    """        back = d @ W[k].T * (1 - a[k] ** 2)
        W[k] -= 0.1 * a[k].T @ d
        d = back
""",
    """        W[k] -= 0.1 * a[k].T @ d
        if k > 1:
            d = d @ old.T * (1 - a[k] ** 2)
""",
)
SOFTMAX = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.normal(size=(30, 4)), np.eye(3)[np.arange(30) % 3]
W, b = rng.normal(size=(4, 3)), np.zeros(3)
for lap in range(60):
    e = np.exp(X @ W + b)
    p = e / e.sum(axis=1, keepdims=True)
    cost = -np.mean(np.sum(T * np.log(p), axis=1))
    d = (p - T) / len(X)
    W -= 0.5 * X.T @ d
    b -= 0.5 * d.sum(axis=0)
"""
BUILT = """
import numpy as np

class Odd:
    def __init__(self, n):
        self.w = np.zeros(n) + np.zeros(n + 1)

layers = []
layers.append(Odd(3))
"""
MINIMISED = """
import numpy as np
from scipy.optimize import minimize
rng = np.random.default_rng(1)
X, T = rng.normal(size=(30, 4)), rng.uniform(size=(30, 1))

def cost(v):
    return 0.5 * np.mean((np.tanh(X @ v.reshape(4, 1)) - T) ** 2)

def slope(v):
    a = np.tanh(X @ v.reshape(4, 1))
    return (X.T @ ((a - T) * (1 - a * a)) / len(X)).ravel()

minimize(cost, rng.normal(size=4), jac=slope, method="BFGS")
"""
TABLE = """
import numpy as np
rng = np.random.default_rng(1)
table, words, T = rng.normal(size=(9, 4)), np.arange(30) % 9, rng.uniform(size=(30, 2))
W, b = rng.normal(size=(4, 2)), np.zeros(2)
for lap in range(60):
    a = np.tanh(table[words] @ W + b)
    d = (a - T) * (1 - a * a)
    W -= 0.1 * table[words].T @ d
    b -= 0.1 * d.sum(axis=0)
"""
PICKED = """
import numpy as np
rng = np.random.default_rng(1)
X, classes, every = rng.normal(size=(12, 4)), np.arange(12) % 3, np.arange(12)
W, b = rng.normal(size=(4, 3)), np.zeros(3)
for lap in range(60):
    e = np.exp(X @ W + b)
    p = e / e.sum(axis=1, keepdims=True)
    cost = -np.log(p[every, classes]).mean()
    d = p.copy()
    d[every, classes] -= 1
    d /= 12
    W -= 0.5 * X.T @ d
    b -= 0.5 * d.sum(axis=0)
"""
SENTENCES = """
import numpy as np
rng = np.random.default_rng(5)
sentences = [([0, 1], 0), ([1, 2], 1), ([3, 0], 1), ([4], 0)]
table, W = rng.normal(size=(6, 3)), rng.normal(size=(3, 2))
for lap in range(15):
    total = 0.0
    for words, t in sentences:
        v = table[words].mean(axis=0)
        s = v @ W
        p = np.exp(s) / np.exp(s).sum()
        total += -np.log(p[t])
        d = p.copy()
        d[t] -= 1
        dW, dv = np.outer(v, d), W @ d
        table[words] -= 0.3 * dv / len(words)
        W -= 0.3 * dW
    print(total / len(sentences))
"""
SINGLE = """
import numpy as np
rng = np.random.default_rng(1)
X, Y = rng.normal(size=(30, 4)), (np.arange(30) % 2)[:, None]
V, W = rng.normal(size=(4, 5)), rng.normal(size=(5, 1))
for lap in range(60):
    h = np.tanh(X @ V)
    a = 1 / (1 + np.exp(-h @ W))
    cost = -np.mean(Y * np.log(a) + (1 - Y) * np.log(1 - a))
    d = (a - Y) / 30
    dh = d @ W.T * (1 - h ** 2)
    W -= 0.5 * h.T @ d
    V -= 0.5 * X.T @ dh
"""
RIGHT, WRONG, UNCHECKED = Word.RIGHT, Word.WRONG, Word.UNCHECKED
CASES = {
    "a mean over each batch": (NO_DECAY, RIGHT, None),
    "a short batch by the size of a whole one": (
        NO_DECAY.replace("(1 - a[-1]) / len(x)", "(1 - a[-1]) / self.size"),
        WRONG,
        Why.UNEVEN,
    ),
    "sums, whatever the batch": (SUMS, RIGHT, None),
    "a sum beside a cost that is the mean": (
        ARRAYS.replace("d2 = (p - y) / len(X)", "d2 = p - y"),
        RIGHT,
        Why.OWN_COST,
    ),
    "L2 in a cost that is worked out afterwards": (CLASS, RIGHT, None),
    "twice that L2": (CLASS.replace("+ self.decay *", "+ 2 * self.decay *"), WRONG, Why.DECAY),
    "none of that L2": (CLASS.replace(" + self.decay * self.w[k]", ""), WRONG, Why.DECAY),
    "L1 in a cost that is worked out afterwards": (
        CLASS.replace("(w ** 2).sum()", "np.abs(w).sum()").replace(
            "+ self.decay * self.w[k]", "+ self.decay / 2 * np.sign(self.w[k])"
        ),
        RIGHT,
        None,
    ),
    "L1 with another factor": (
        CLASS.replace("(w ** 2).sum()", "np.abs(w).sum()").replace(
            "+ self.decay * self.w[k]", "+ self.decay * np.sign(self.w[k])"
        ),
        WRONG,
        Why.DECAY,
    ),
    "L2 in one layer alone": (
        CLASS.replace("+ self.decay * self.w[k]", "+ self.decay * self.w[k] * (k == 1)"),
        WRONG,
        Why.DECAY,
    ),
    "all samples": (SAMPLES, RIGHT, None),
    "the last sample alone": (
        SAMPLES.replace("dW += np", "dW = np").replace("db += d", "db = d"),
        WRONG,
        Why.LOST,
    ),
    "once before the loop": (ONCE, WRONG, Why.STALE),
    "gradients that pile up in an engine": (
        ENGINE.replace("    for v in everything:\n        v.grad = 0.0\n", ""),
        WRONG,
        Why.PILES_UP,
    ),
    "a first layer that is left out by mistake": (FROZEN, WRONG, Why.STAYS),
    "a first layer that is frozen on purpose": (ON_PURPOSE, RIGHT, None),
    "a first layer whose gradient is computed, and not used": (
        ARRAYS.replace("W1 -= rate * dW1\n", "pass\n").replace("b1 -= rate * db1", "pass"),
        WRONG,
        Why.STAYS,
    ),
    "classes of a cross-entropy, and their neighbours on the way back": (
        PICKED.replace("[every, classes] -= 1", "[every, classes - 1] -= 1"),
        WRONG,
        Why.OWN_COST,
    ),
    "the same classes": (PICKED, RIGHT, Why.OWN_COST),
    "the other class, beside the cost of the right one": (
        SINGLE.replace("(a - Y)", "(a - (1 - Y))"),
        WRONG,
        Why.OWN_COST,
    ),
    "a likelihood, which is to grow": (SINGLE.replace("cost = -", "cost = "), RIGHT, None),
    "targets in a cost that is a matrix product, and in quotients": (
        SINGLE.replace("np.mean(Y * np.log(a) + (1 - Y) * np.log(1 - a))", "DOT")
        .replace("DOT", "(np.dot(Y.T, np.log(a)) + np.dot((1 - Y).T, np.log(1 - a))) / 30")
        .replace("(a - Y)", "(-Y / a + (1 - Y) / (1 - a)) * a * (1 - a)"),
        RIGHT,
        Why.OWN_COST,
    ),
    "words that sentences share": (SENTENCES, RIGHT, Why.OWN_COST),
    "words that sentences share, which go up": (
        SENTENCES.replace("[words] -=", "[words] +="),
        UNCHECKED,
        None,
    ),
    "words that sentences share, by a square": (
        SENTENCES.replace("0.3 * dv /", "0.3 * dv * dv /"),
        WRONG,
        None,
    ),
    "a table of words that is not trained": (TABLE, RIGHT, None),
    "biases of a softmax": (SOFTMAX, RIGHT, None),
    "biases by a sum over everything": (
        SOFTMAX.replace("d.sum(axis=0)", "d.sum()"),
        WRONG,
        None,
    ),
    "a rate that counts twice": (
        ARRAYS.replace("d2 = (p - y)", "d2 = rate * (p - y)"),
        WRONG,
        Why.RATE_TWICE,
    ),
    "a rate that counts twice in one layer": (
        ARRAYS.replace("d1 = (d2", "d1 = rate * (d2"),
        WRONG,
        Why.RATE_TWICE,
    ),
    "a rate for the biases": (ARRAYS.replace("b2 -= rate * db2", "b2 -= 0.1 * db2"), RIGHT, None),
    "means beside sums": (
        ARRAYS.replace("db1 = d1.sum(axis=0", "db1 = d1.mean(axis=0"),
        WRONG,
        Why.RATES,
    ),
    "neurons at their limits": (
        ARRAYS.replace("W1 = ", "W1 = 1e3 * ").replace("(1 - h ** 2)", "(1 - h ** 2) * h"),
        WRONG,
        None,
    ),
    "weights that others move": (
        ATTENTION.replace("dQ = dS @ K", "dQ = K"),
        UNCHECKED,
        Why.ANOTHER_COST,
    ),
    "a layer that could not be made": (BUILT + ARRAYS, UNCHECKED, Why.RAISED),
    "SciPy's minimiser": (MINIMISED, RIGHT, Why.OWN_COST),
    "SciPy's minimiser, and a wrong slope": (
        MINIMISED.replace("(1 - a * a)) /", "(1 - a)) /"),
        WRONG,
        None,
    ),
}


def judged(tmp_path: Path, text: str) -> Verdict:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    run = runs.run(targets.parse(str(file)), enough=enough)
    return judge(run.tape, run.held, run.loaded.skipped if run.loaded else ())


@pytest.mark.parametrize("what", CASES)
def test_what_was_false_once(what: str, tmp_path: Path) -> None:
    text, word, why = CASES[what]
    assert text not in (ARRAYS, ENGINE, ATTENTION)
    verdict = judged(tmp_path, text)
    assert verdict.word is word, verdict
    assert why is None or verdict.why[0] is why


@pytest.mark.parametrize("step", ["0.5 * X.T @ dh", "X.T @ dh * 0.5", "0.5 * (X.T @ dh)"])
def test_a_rate_is_one_wherever_it_stands_in_a_step(step: str, tmp_path: Path) -> None:
    """The mean over the samples is taken after the rate."""
    text = SINGLE.replace("(a - Y) / 30", "a - Y").replace(
        "V -= 0.5 * X.T @ dh", f"V -= {step} / 30"
    )
    text = text.replace("W -= 0.5 * h.T @ d", f"W -= {step} / 30".replace("X.T @ dh", "h.T @ d"))
    assert judged(tmp_path, text).factor == pytest.approx(1.0)


def test_the_last_layer_goes_down_though_its_bias_rests(tmp_path: Path) -> None:
    """Errors that go back with the wrong sign move more numbers up than down."""
    text = SINGLE.replace("dh = d @ W.T", "dh = -(d @ W.T)")
    verdict = judged(tmp_path, text)
    assert verdict.word is WRONG
    lines = {text.splitlines()[one.place.line - 1].strip() for one in verdict.wrong}
    assert lines <= {"dh = -(d @ W.T) * (1 - h ** 2)", "V -= 0.5 * X.T @ dh"}, lines


LISTS = """
import math, random
random.seed(4)
X, T = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]
V = [[random.random() - 0.5 for j in range(3)] for i in range(2)]
W = [random.random() - 0.5 for j in range(3)]
shifts = [[random.random() for j in range(3)], [random.random()]]

def squash(z):
    return 1 / (1 + math.exp(-z))

for lap in range(80):
    for x, t in zip(X, T):
        sums = [[0] * 3, [0]]
        for k in range(2):
            for j in range(len(sums[k])):
                sums[k][j] += shifts[k][j]
        for j in range(3):
            for i in range(2):
                sums[0][j] += x[i] * V[i][j]
        h = [squash(z) for z in sums[0]]
        for j in range(3):
            sums[1][0] += h[j] * W[j]
        y = squash(sums[1][0])
        error = 0.5 * (t - y) ** 2
        d = (y - t) * y * (1 - y)
        below = [d * W[j] * h[j] * (1 - h[j]) for j in range(3)]
        for j in range(3):
            W[j] -= 0.5 * d * h[j]
            for i in range(2):
                V[i][j] -= 0.5 * below[j] * x[i]
            shifts[0][j] -= 0.5 * below[j]
        shifts[1][0] -= 0.5 * d
"""
STILL = LISTS.replace("            shifts[0][j] -= 0.5 * below[j]\n", "").replace(
    "        shifts[1][0] -= 0.5 * d\n", ""
)


def test_biases_in_lists_of_floats_are_seen_to_stay_where_a_sum_begins_with_them(
    tmp_path: Path,
) -> None:
    assert judged(tmp_path, LISTS).word is Word.RIGHT
    verdict = judged(tmp_path, STILL)
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.STAYS)
    (place,) = verdict.places
    assert STILL.splitlines()[place.line - 1].strip() == "sums[k][j] += shifts[k][j]"


ADAM = """
import numpy as np
rng = np.random.default_rng(1)
X, T = rng.uniform(size=(20, 4)), rng.uniform(size=(20, 4))
X -= X.mean(axis=0)
W = [rng.normal(size=(4, 4)) for k in range(9)]
m, v = [0 * w for w in W], [0 * w for w in W]
for lap in range(9):
    A = [X]
    for w in W:
        A.append(np.tanh(A[-1] @ w))
    D = A[-1] - T
    for k in range(8, -1, -1):
        D = D * (1 - A[k + 1] ** 2)
        G, D = A[k].T @ D, D @ W[k].T
        m[k] = 0.9 * m[k] + 0.1 * G
        v[k] = 0.99 * v[k] + 0.01 * G * G
        W[k] -= 0.1 * (m[k] / 0.1) / (np.sqrt(v[k] / 0.01) + 1e-8)
"""


def test_a_tape_that_a_limit_ends_in_its_first_step_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(ADAM, encoding="utf-8")
    run = runs.run(targets.parse(str(file)), LIMITS._replace(operations=160), enough)
    assert judge(run.tape, run.held).why[-1] is Why.ENDED


LOOPS = (Path(__file__).parents[1] / "programs" / "digits_in_loops.py").read_text("utf-8")
SLOPELESS = LOOPS.replace("back * a * (1 - a)", "back * a").replace("range(64)", "range(6)")
SMALL = SLOPELESS.replace("Reader(64, 80, 10, 0.3)", "Reader(6, 8, 10, 0.3)")


@pytest.mark.parametrize("operations", range(1700, 2060, 60))
def test_no_end_of_a_tape_makes_what_is_wrong_right(tmp_path: Path, operations: int) -> None:
    file = tmp_path / "net.py"
    file.write_text(SMALL, encoding="utf-8")
    run = runs.run(targets.parse(str(file)), LIMITS._replace(operations=operations), enough)
    assert judge(run.tape, run.held).word is not Word.RIGHT


def test_samples_of_which_there_are_none_are_no_failure(tmp_path: Path) -> None:
    empty = "P = np.tanh(np.zeros((0, 3)) @ W + b)\n"
    assert judged(tmp_path, SAMPLES + empty.replace("@ W", "@ W.T")).word is Word.RIGHT


ERRORS = """
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.uniform(size=(6, 4)), rng.uniform(size=(6, 1))
W, V = rng.normal(size=(4, 3)), rng.normal(size=(3, 1))
for lap in range(20):
    for k in range(6):
        x, t = X[k : k + 1], T[k : k + 1]
        h = np.tanh(x @ W)
        y = h @ V
        error = y - t
        d = 2 * (y - t)
        below = d @ V.T * (1 - h * h)
        V -= 0.1 * h.T @ d
        W -= 0.1 * x.T @ below
"""
CLIPPED = """
import numpy as np
rng = np.random.default_rng(6)
X, T = rng.normal(size=(12, 30)), rng.integers(0, 4, 12)
W, V = rng.normal(size=(30, 5)) * 0.1, rng.normal(size=(5, 4))
eps = 1e-2
for lap in range(20):
    h = np.maximum(0, X @ W)
    z = h @ V
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    kept = np.clip(p, eps, 1 - eps)
    loss = np.mean(-np.log(kept[np.arange(12), T]))
    d = p.copy()
    d[np.arange(12), T] -= 1
    d /= 12
    dV, dW = h.T @ d, X.T @ (d @ V.T * (h > 0))
    V -= 0.1 * dV
    W -= 0.1 * dW
"""


def test_an_error_that_is_kept_and_not_squared_is_no_cost(tmp_path: Path) -> None:
    assert judged(tmp_path, ERRORS).word is Word.RIGHT
    assert judged(tmp_path, ERRORS.replace("(1 - h * h)", "(1 - h)")).word is Word.WRONG


def test_a_bound_in_a_printed_cost_hides_nothing(tmp_path: Path) -> None:
    verdict = judged(tmp_path, CLIPPED)
    assert (verdict.word, verdict.why) == (Word.RIGHT, [Why.OWN_COST, Why.PROBED])
    assert judged(tmp_path, CLIPPED.replace("* (h > 0)", "")).word is Word.WRONG


FURTHER = """
import numpy as np
rng = np.random.default_rng(8)
X, T = rng.uniform(size=(20, 4)), rng.uniform(size=(20, 1))

class Layer:
    def __init__(self, m, n):
        self.w = rng.normal(size=(m, n))

    def forward(self, x):
        self.x, self.y = x, np.tanh(x @ self.w)
        return self.y

    def backward(self, d):
        d = d * (1 - self.y ** 2)
        below = (self.x.T @ d).sum()
        self.w -= 0.1 * self.x.T @ d
        return below

layers = [Layer(4, 5), Layer(5, 1)]
for lap in range(30):
    a = X
    for one in layers:
        a = one.forward(a)
    d = a - T
    for one in layers[:0:-1]:
        d = one.backward(d)
"""


def test_a_first_layer_that_stays_is_doubted_where_the_way_back_goes_on(tmp_path: Path) -> None:
    verdict = judged(tmp_path, FURTHER)
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.STAYS)
    on_purpose = FURTHER.replace("        below = (self.x.T @ d).sum()\n", "")
    assert judged(tmp_path, on_purpose.replace("return below", "return d")).word is Word.RIGHT


WORDS = """
import numpy as np
rng = np.random.default_rng(1)
words, others = rng.normal(size=(4, 5)), rng.normal(size=(5, 4))
pairs = [(0, 1), (1, 2)] * 12 + [(2, 3), (3, 0)] * 12
for lap in range(60):
    cost = 0
    for word, other in pairs:
        h = words[word]
        e = np.exp(h @ others)
        p = e / e.sum()
        cost += -np.log(p[other])
        d = p.copy()
        d[other] -= 1
        back = np.outer(h, d)
        words[word] = words[word] - 0.1 * d @ others.T
        others = others - 0.1 * back
"""


def test_rows_that_first_move_where_a_cost_is_summed_again_are_known(tmp_path: Path) -> None:
    assert judged(tmp_path, WORDS).word is Word.RIGHT
    wrong = WORDS.replace("np.outer(h, d)", "np.outer(h, p)")
    assert judged(tmp_path, wrong).word is Word.WRONG


TWO = """
def train(sizes):
    net, x = Net(sizes), rng.normal(size=(6, sizes[0]))
    costs = []
    for _ in range(60):
        costs.append(net.loss(x, np.sin(x[:, :1])))
        net.learn(x, np.sin(x[:, :1]))

train((3, 4, 1))
train((2, 5, 1))
"""


def test_networks_of_one_output_one_after_the_other_are_two(tmp_path: Path) -> None:
    learner, _, _ = NO_DECAY.partition("\nx = ")
    begun = "\nrng = np.random.default_rng(1)\n"
    assert judged(tmp_path, learner + begun + TWO).word is Word.RIGHT


LISTS = """
import math, random
random.seed(2)
rates = [0.9, 0.3]
w = [[[random.uniform(-1, 1) for _ in range(m)] for _ in range(n)] for m, n in ((2, 3), (3, 2))]

def layer(a, rows):
    return [1 / (1 + math.exp(-sum(x * y for x, y in zip(a, row)))) for row in rows]

for x, y in [((0.2, 0.9), (0.1, 0.8)), ((0.7, 0.4), (0.9, 0.3))] * 4:
    h = layer(x, w[0])
    a = layer(h, w[1])
    d = [(p - q) * p * (1 - p) for p, q in zip(a, y)]
    back = [sum(d[j] * w[1][j][k] for j in range(2)) * h[k] * (1 - h[k]) for k in range(3)]
    for l, (inputs, deltas) in enumerate([(x, back), (h, d)]):
        for j, delta in enumerate(deltas):
            step = rates[l] * delta
            for k, value in enumerate(inputs):
                w[l][j][k] -= step * value
"""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (LISTS, Word.RIGHT),
        (LISTS.replace("* h[k] * (1 - h[k])", "* h[k] * (1 - h[k]) / 2"), Word.WRONG),
    ],
)
def test_single_numbers_of_one_statement_have_rates_of_their_own(
    text: str, word: Word, tmp_path: Path
) -> None:
    assert judged(tmp_path, text).word is word


FIRST_AND_OTHERS = """
import numpy as np
rng = np.random.default_rng(4)
x, y, w, b = rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=(2, 1)), np.zeros(1)

def slope(x, y):
    error = np.tanh(x @ w + b) - y
    d = error * (1 - np.tanh(x @ w + b) ** 2)
    return x.T @ d, d.sum(axis=0)

for lap in range(6):
    print(np.mean((y - np.tanh(x @ w + b)) ** 2))
    dw, db = slope(x[:1], y[:1])
    for k in range(1, 4):
        more, too = slope(x[k : k + 1], y[k : k + 1])
        dw, db = dw + more, db + too
    w, b = w - 0.1 * dw, b - 0.1 * db
"""


def test_a_way_back_that_is_called_for_a_first_sample_is_one_with_the_others(
    tmp_path: Path,
) -> None:
    """And a printed cost that pairs a column of outputs with a row of targets is not its own."""
    assert judged(tmp_path, FIRST_AND_OTHERS).word is Word.RIGHT
    wrong = FIRST_AND_OTHERS.replace("x[k : k + 1], y[k :", "x[k : k + 1], y[0 * k :")
    assert judged(tmp_path, wrong).word is not Word.RIGHT


SUMS_BESIDE = """
import math
class Value:
    def __init__(self, data):
        self.data = data
    def __add__(self, other):
        out = Value(self.data + other.data)
        out.parents = self, other
        return out
a = Value(0.5)
a = a + a
a = a + Value(2 * a.data)
"""


def test_sums_of_an_engine_beside_a_training_are_none(tmp_path: Path) -> None:
    learner = ARRAYS.replace("import numpy as np", "import numpy as np" + SUMS_BESIDE, 1)
    assert learner != ARRAYS
    assert judged(tmp_path, learner).word is Word.RIGHT


def test_a_cost_of_other_samples_than_the_step_s_calls_nothing_wrong(tmp_path: Path) -> None:
    """Where targets meet outputs is not seen here, and the cost is that of all samples."""
    folder = Path(__file__).parents[1] / "programs"
    whole = (folder / "negated_targets.py").read_text("utf-8")
    hidden = whole.replace("-y)", "minus(y))") + "\n"
    hidden = hidden.replace("class Net", "def minus(y):\n    return -y\n\n\nclass Net")
    file = tmp_path / "net.py"
    file.write_text(hidden)
    verdict = judge(runs.run(targets.parse(str(file))).tape)
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.UNEXPLAINED)


FILLED = """
import numpy as np

rng = np.random.default_rng(6)
X, Y = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
W, b = rng.normal(size=(3, 8)), rng.normal(size=8)
V, c = rng.normal(size=(8, 2)), rng.normal(size=2)
b[2:5] = 1.0
sizes = [np.zeros_like(p) for p in (W, b, V, c)]
for lap in range(20):
    a = np.tanh(X @ W + b)
    error = a @ V + c - Y
    print(np.mean(error**2))
    d = error / error.size
    below = d @ V.T * (1 - a**2)
    steps = X.T @ below, below.sum(0), a.T @ d, d.sum(0)
    for k, (p, g) in enumerate(zip((W, b, V, c), steps)):
        sizes[k] = 0.9 * sizes[k] + 0.1 * g**2
        p -= 0.004 * g / (np.sqrt(sizes[k]) + 1e-6)
"""


@pytest.mark.parametrize(("slope", "word"), [("1 - a**2", Word.RIGHT), ("1 - a", Word.WRONG)])
def test_biases_that_are_filled_in_part_are_known_behind_an_optimiser(
    slope: str, word: Word, tmp_path: Path
) -> None:
    assert judged(tmp_path, FILLED.replace("1 - a**2", slope)).word is word


WINDOWS = """
import numpy as np

rng = np.random.default_rng(7)
X, Y = rng.normal(size=(6, 5)), rng.normal(size=(6, 3))
windows = np.array([[0, 1, 2], [1, 2, 3], [2, 3, 4]])
u, w, bias = rng.normal(size=5), rng.normal(size=3), np.asarray(0.3)
for lap in range(9):
    a = np.tanh(X * u)
    error = a[:, windows] @ w + bias - Y
    print((error**2).sum())
    below, moved = np.zeros((6, 5)), np.zeros_like(bias)
    np.add.at(below, (slice(None), windows), error[:, :, None] * w)
    moved += error.sum()
    w = w - 0.02 * np.einsum("nk,nkt->t", error, a[:, windows])
    u = u - 0.02 * (below * (1 - a**2) * X).sum(0)
    bias = bias - 0.02 * moved
"""


@pytest.mark.parametrize(("slope", "word"), [("(1 - a**2)", Word.RIGHT), ("(1 - a)", Word.WRONG)])
def test_what_is_added_at_places_of_several_dimensions_is_read(
    slope: str, word: Word, tmp_path: Path
) -> None:
    assert judged(tmp_path, WINDOWS.replace("(1 - a**2)", slope)).word is word


@pytest.mark.parametrize("told", ["cost", "round(cost, 4)", "np.round(cost, 4)", "cost.round(4)"])
def test_a_cost_that_is_rounded_to_be_printed_has_the_factor_that_it_has(
    told: str, tmp_path: Path
) -> None:
    text = WINDOWS.replace(
        "print((error**2).sum())", f"cost = (error**2).mean()\n    print({told})"
    )
    verdict = judged(tmp_path, text)
    assert verdict.word is Word.RIGHT
    assert verdict.factor == pytest.approx(9)  # 18 numbers, and error in place of 2·error
