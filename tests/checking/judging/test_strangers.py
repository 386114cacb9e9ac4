"""What strangers' programs were judged wrongly for, or not at all: steps of single samples beside a
cost of an epoch, printed parameters, means in several forms, weights that are left out, trainings
of one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

EPOCHS = """
import numpy as np
rng = np.random.default_rng(4)
x, y = rng.normal(size=(6, 3)), rng.uniform(size=(6, 2))
v, w = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))

for lap in range(4):
    total = 0
    for row, target in zip(x, y):
        h = 1 / (1 + np.exp(-row @ v))
        a = 1 / (1 + np.exp(-h @ w))
        total += ((a - target) ** 2).mean()
        d = 2 * (a - target) / 2 * a * (1 - a)
        e = d @ w.T * h * (1 - h)
        w = w - 0.1 * np.outer(h, d)
        v = v - 0.1 * np.outer(row, e)
    print(total / 6)
"""

PRINTED = """
import numpy as np
rng = np.random.default_rng(4)
x, y = rng.normal(size=(6, 40)), rng.uniform(size=(6, 2))
v, w = 0.2 * rng.normal(size=(40, 30)), rng.normal(size=(30, 2))
print(v)
for lap in range(4):
    h = 1 / (1 + np.exp(-x @ v))
    a = 1 / (1 + np.exp(-h @ w))
    error = y - a
    sent = error @ w.T
    w += 0.1 * h.T @ (error * a * (1 - a))
    v += 0.1 * x.T @ (sent * h * (1 - h))
    print(v, w)
"""

ADAM = """
import numpy as np
rng = np.random.default_rng(4)
x, y = rng.normal(size=(8, 3)), rng.uniform(size=(8, 4)) > 0.5
p = {"v": rng.normal(size=(3, 5)), "b": rng.normal(size=5), "w": rng.normal(size=(5, 4))}
p["c"] = rng.normal(size=4)
m, s = ({k: 0 * one for k, one in p.items()} for _ in range(2))
for t in range(1, 6):
    n = len(x)
    h = np.maximum(x @ p["v"] + p["b"], 0)
    a = 1 / (1 + np.exp(-(h @ p["w"] + p["c"])))
    print(-(y * np.log(a) + (1 - y) * np.log(1 - a)).sum() / n)
    d = a - y
    e = d @ p["w"].T * (h > 0)
    g = {"w": 1 / n * h.T @ d, "c": 1 / n * d.sum(axis=0), "v": 1 / n * x.T @ e}
    g["b"] = 1 / n * e.sum(axis=0)
    for k in p:
        m[k] = 0.9 * m[k] + 0.1 * g[k]
        s[k] = 0.99 * s[k] + 0.01 * g[k] ** 2
        p[k] -= 0.01 * (m[k] / (1 - 0.9**t)) / (np.sqrt(s[k] / (1 - 0.99**t)) + 1e-8)
"""

SINGLY = """
import numpy as np
rng = np.random.default_rng(4)
data = [(rng.normal(size=(3, 1)), np.eye(2)[:, [k % 2]]) for k in range(12)]
w, b = [rng.normal(size=(4, 3)), rng.normal(size=(2, 4))], [np.zeros((4, 1)), np.zeros((2, 1))]

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forward(a):
    for v, c in zip(w, b):
        a = sigmoid(v @ a + c)
    return a

for lap in range(3):
    for k in range(0, 12, 4):
        dw, db = [0 * v for v in w], [0 * c for c in b]
        for x, y in data[k : k + 4]:
            h = sigmoid(w[0] @ x + b[0])
            d = sigmoid(w[1] @ h + b[1]) - y
            e = w[1].T @ d * h * (1 - h)
            dw, db = [dw[0] + e @ x.T, dw[1] + d @ h.T], [db[0] + e, db[1] + d]
        w = [(1 - 0.5 * 0.1 / 12) * v - 0.5 / 4 * g for v, g in zip(w, dw)]
        b = [c - 0.5 / 4 * g for c, g in zip(b, db)]
    total = 0
    for x, y in data:
        a = forward(x)
        total += np.sum(-y * np.log(a) - (1 - y) * np.log(1 - a)) / 12
    print(total + 0.5 * 0.1 / 12 * sum(np.linalg.norm(v) ** 2 for v in w))
"""

WIDENED = """
import numpy as np
rng = np.random.default_rng(4)
x, y = rng.uniform(size=(6, 3, 1)), rng.uniform(size=(6, 2, 1))
w, b = [rng.normal(size=(4, 3)), rng.normal(size=(2, 4))], [rng.uniform(size=(1, 1))] * 2
for lap in range(3):
    for row, target in zip(x, y):
        h = 1 / (1 + np.exp(-(w[0] @ row + b[0])))
        a = 1 / (1 + np.exp(-(w[1] @ h + b[1])))
        d = (a - target) * a * (1 - a)
        e = w[1].T @ d * h * (1 - h)
        for k, one, below in ((1, d, h), (0, e, row)):
            w[k] = w[k] - 0.1 * one @ below.T
            b[k] = b[k] - 0.1 * one
"""

NEXT_STATE = """
import numpy as np
rng = np.random.default_rng(0)
w, b = 0.5 * rng.normal(size=(2, 8)), np.zeros(8)
v, c = 0.5 * rng.normal(size=(8, 2)), np.zeros(2)

def forward(x):
    h = np.maximum(0, x @ w + b)
    return h, h @ v + c

for lap in range(6):
    place, total = 0.0, 0.0
    for _ in range(20):
        x = np.array([place, 1.0])
        h, q = forward(x)
        action = rng.integers(2) if rng.random() < 0.2 else int(q.argmax())
        place += 0.1 if action else -0.1
        _, then = forward(np.array([place, 1.0]))
        target = 1.0 if place > 1 else 0.9 * then.max()
        d = np.zeros(2)
        d[action] = q[action] - target
        e = v @ d
        e[h <= 0] = 0
        w -= 0.05 * np.outer(x, e)
        b -= 0.05 * e
        v -= 0.05 * np.outer(h, d)
        c -= 0.05 * d
        total += 0.5 * (q[action] - target) ** 2
    print(lap, total)
"""

NEURON = """
import math, random
random.seed(2)
rows = [[random.gauss(0, 1) for _ in range(4)] for _ in range(5)]
w, b = [random.gauss(0, 1) for _ in range(4)], 0.0
for lap in range(4):
    total = 0.0
    for row in rows:
        z = b
        for j in range(len(w)):
            z += w[j] * row[j]
        a = 1 / (1 + math.exp(-z))
        y = 1.0 if row[0] > row[1] else 0.0
        total += (a - y) ** 2
        d = 2 * (a - y) * a * (1 - a)
        for j in range(len(row)):
            w[j] -= 0.5 * d * row[j]
        b -= 0.5 * d
    print(total)
"""

SLOPE = """
import numpy as np
rng = np.random.default_rng(4)
x, y = rng.normal(size=(6, 3)), rng.uniform(size=(6, 2))
v, w = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
for lap in range(4):
    h = 1 / (1 + np.exp(-x @ v))
    a = 1 / (1 + np.exp(-h @ w))
    d = (y - a) * a * (1 - a)
    e = d @ w.T * h * (1 - h)
    w += h.T @ d
    v += x.T @ e
"""

ONE_STEP = """
import numpy as np
rng = np.random.default_rng(4)
x, target = rng.normal(size=5), np.zeros(4)
target[2] = 1
v, w = rng.normal(size=(3, 5)), rng.normal(size=(4, 3))
c, b = np.zeros(3), np.zeros(4)

h = 1 / (1 + np.exp(-(v @ x + c)))
a = 1 / (1 + np.exp(-(w @ h + b)))
print(np.mean((target - a) ** 2))

d = 2 * (a - target) / 4 * a * (1 - a)
e = w.T @ d * h * (1 - h)
w -= 0.1 * np.outer(d, h)
b -= 0.1 * d
v -= 0.1 * np.outer(e, x)
c -= 0.1 * e

h = 1 / (1 + np.exp(-(v @ x + c)))
a = 1 / (1 + np.exp(-(w @ h + b)))
print(np.mean((target - a) ** 2))
"""

RATES = """
import numpy as np
x, y = np.random.rand(6, 3), np.random.rand(6, 2)

def train(eta, steps):
    global v, w
    v, w = np.random.randn(3, 4) * 0.5, np.random.randn(4, 2) * 0.5
    total = 0
    for _ in range(steps):
        h = np.tanh(x @ v)
        a = h @ w
        total += ((a - y) ** 2).mean()
        d = 2 * (a - y) / a.size
        e = d @ w.T * (1 - h * h)
        w -= eta * h.T @ d
        v -= eta * x.T @ e
    print(total)

train(0.1, 3)
train(0.1, 1)
train(0.01, 1)
"""

LINEAR_LAST = """
import numpy as np
rng = np.random.default_rng(4)
w, y = [rng.normal(size=(3, 2)), rng.normal(size=(2, 3)), rng.normal(size=(1, 2))], [[-2.0]]
for lap in range(2):
    a, z = [np.array([[1.0], [-1.0]])], []
    for one in w:
        z.append(one @ a[-1])
        a.append(np.tanh(z[-1]))
    delta = -2 * (y - z[-1])
    for l in (2, 1, 0):
        sent = w[l].T @ delta
        w[l] = w[l] - 0.05 * delta @ a[l].T
        delta = sent * (1 - a[l] ** 2)
"""

DECAYED = """
import numpy as np

class Layer:
    def __init__(self):
        self.w, self.dw = np.random.randn(3, 4), np.zeros((3, 4))

    def step(self, rate=0.1, decay=0.01):
        self.w *= 1 - decay
        self.w -= rate * self.dw
        self.dw = np.zeros(self.w.shape)

layer = Layer()
for _ in range(5):
    layer.step()
"""


def judged(folder: Path, text: str) -> Verdict:
    file = folder / "net.py"
    file.write_text(text)
    return judge(runs.run(targets.parse(str(file)), enough=enough).tape)


def lines(verdict: Verdict, text: str) -> list[str]:
    return [text.splitlines()[one.place.line - 1].strip() for one in verdict.wrong]


def test_a_cost_of_an_epoch_is_that_of_its_samples_steps(tmp_path: Path) -> None:
    assert judged(tmp_path, EPOCHS).word is Word.RIGHT
    wrong = EPOCHS.replace(" / 2 * a * (1 - a)", " / 2")
    verdict = judged(tmp_path, wrong)
    assert (verdict.word, verdict.why) == (Word.WRONG, [Why.OWN_COST])


def test_to_print_parameters_is_no_use_of_them(tmp_path: Path) -> None:
    """By squares the output layer is right, which is nearer to the cost than the hidden one."""
    verdict = judged(tmp_path, PRINTED)
    assert (verdict.word, verdict.cost) == (Word.WRONG, "squares")
    assert lines(verdict, PRINTED) == ["sent = error @ w.T"]


@pytest.mark.parametrize(
    "weights", ["1 / n * h.T @ d", "(1 / n) * (h.T @ d)", "h.T @ d / n", "h.T @ (d / n)"]
)
def test_means_are_means_in_whatever_order_they_are_taken(tmp_path: Path, weights: str) -> None:
    assert judged(tmp_path, ADAM.replace("1 / n * h.T @ d", weights)).word is Word.RIGHT


def test_an_optimiser_s_mean_beside_sums_is_no_mean(tmp_path: Path) -> None:
    sums = ADAM.replace("1 / n * d.sum(axis=0)", "d.sum(axis=0)")
    assert sums != ADAM
    assert judged(tmp_path, sums).word is not Word.RIGHT


def test_a_weight_of_a_neuron_of_which_others_move_is_left_out(tmp_path: Path) -> None:
    assert judged(tmp_path, NEURON).word is Word.RIGHT
    verdict = judged(tmp_path, NEURON.replace("range(len(row))", "range(len(row) - 1)"))
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.STAYS)


def test_layers_that_go_up_as_far_as_others_go_down_are_wrong(tmp_path: Path) -> None:
    assert judged(tmp_path, SLOPE).word is Word.RIGHT
    verdict = judged(tmp_path, SLOPE.replace("w += h.T", "w -= h.T"))
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.UPHILL)
    assert lines(verdict, SLOPE.replace("w += h.T", "w -= h.T")) == ["w -= h.T @ d"]


def test_targets_that_are_met_again_after_the_only_step_are_no_parameter(tmp_path: Path) -> None:
    verdict = judged(tmp_path, ONE_STEP)
    assert (verdict.word, len(verdict.parts)) == (Word.RIGHT, 4)
    wrong = "e = w.T @ d * h * (1 - h)", "e = w.T @ d * h"
    assert judged(tmp_path, ONE_STEP.replace(*wrong)).word is Word.WRONG


def test_trainings_of_one_step_each_are_several(tmp_path: Path) -> None:
    assert judged(tmp_path, RATES).word is Word.RIGHT
    wrong = "(1 - h * h)", "(1 - h)"
    assert judged(tmp_path, RATES.replace(*wrong)).word is Word.WRONG


def test_a_decay_of_single_samples_is_that_of_their_mean(tmp_path: Path) -> None:
    assert judged(tmp_path, SINGLY).word is Word.RIGHT
    wrong = judged(tmp_path, SINGLY.replace("0.5 * 0.1 / 12) * v", "0.1 / 12) * v"))
    assert (wrong.word, wrong.why[0]) == (Word.WRONG, Why.DECAY)


def test_one_bias_that_becomes_several_with_the_first_step_moves(tmp_path: Path) -> None:
    assert judged(tmp_path, WIDENED).word is Word.RIGHT
    assert judged(tmp_path, WIDENED.replace("b[k] - 0.1 * one", "b[k]")).word is Word.WRONG


def test_what_a_network_says_of_the_next_state_may_be_held_constant(tmp_path: Path) -> None:
    verdict = judged(tmp_path, NEXT_STATE)
    assert (verdict.word, verdict.why[0]) == (Word.UNCHECKED, Why.HELD)
    assert judged(tmp_path, NEXT_STATE.replace("e[h <= 0] = 0", "e *= h")).word is Word.WRONG


COUNTED = EPOCHS.replace("for lap", "log = np.zeros((4, 2))\nfor lap").replace(
    "print(total / 6)", "log[lap] = lap, 0\n    print(log[lap, 0] + 1, total / 6)"
)


def test_a_counter_is_no_parameter_that_came_back(tmp_path: Path) -> None:
    assert judged(tmp_path, COUNTED).word is Word.RIGHT


def test_decay_alone_is_no_network_whose_steps_are_lost(tmp_path: Path) -> None:
    """A layer whose steps are called, and nothing before them that goes through it."""
    assert judged(tmp_path, DECAYED).word is Word.UNCHECKED


def test_an_output_that_is_bent_as_hidden_ones_are_is_no_cost(tmp_path: Path) -> None:
    """Its last layer is linear, and the function behind it is of no use."""
    verdict = judged(tmp_path, LINEAR_LAST)
    assert (verdict.word, verdict.cost) == (Word.RIGHT, "squares")
    wrong = "sent * (1 - a[l] ** 2)", "sent * (1 - a[l])"
    assert judged(tmp_path, LINEAR_LAST.replace(*wrong)).word is Word.WRONG
