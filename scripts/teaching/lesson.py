"""The lesson: four questions, each with functions to write, an open test and a hidden one.

Lines between `# <` and `# >` are the solution, which pupils do not see.
"""

from __future__ import annotations

from typing import NamedTuple

TITLE = "Write backprop"
OPENING = """\
# Write backprop

You write the sigmoid and its slope, the forward pass, backprop, and a step. Each of these four
questions has a test that you can run, and one that runs when your work is marked. There are ten
points.

A network is two lists. `w[l]` is a matrix with a row for each neuron of layer l, and `b[l]` is a
vector with a bias for each. Layer l takes `a[l]` to `z[l]` and on to `a[l + 1]`; `a[0]` is the
input.

Is your backprop right? Ask in a cell of your own, as often as you like:

    print(groundup.check(backprop, hint=1))

The check names the first wrong quantity. With `hint=2` it also names the part of the rule that is
broken.

The tests call your functions through `own(…)`, which returns what they return. It stops a function
that does not end, and one that calls groundup's own functions instead of doing the work.
"""
SETUP = """\
import numpy as np

import groundup
from groundup.own_work import own  # calls a function, if it is your own work"""


class Test(NamedTuple):
    points: int
    code: str


class Question(NamedTuple):
    name: str
    text: str
    code: str
    shown: Test
    hidden: Test


SIGMOID = Question(
    "sigmoid",
    """\
## 1. The sigmoid and its slope

σ(z) = 1 / (1 + e⁻ᶻ), and its slope is σ′(z) = σ(z)·(1 − σ(z)). Both take a number or an array.""",
    """\
def sigmoid(z):
    # <
    return 1 / (1 + np.exp(-z))
    # >


def sigmoid_prime(z):
    # <
    return sigmoid(z) * (1 - sigmoid(z))
    # >""",
    Test(
        1,
        """\
assert own(sigmoid, 0) == 0.5
assert np.allclose(own(sigmoid, np.array([-2.0, 2.0])), [0.1192, 0.8808], atol=1e-4)
assert own(sigmoid_prime, 0) == 0.25""",
    ),
    Test(
        1,
        """\
z = np.linspace(-6, 6, 25)
nudged = (own(sigmoid, z + 1e-5) - own(sigmoid, z - 1e-5)) / 2e-5
found = own(sigmoid_prime, z)
assert np.allclose(found, nudged, atol=1e-8), "sigmoid_prime is not the slope of sigmoid"
""",
    ),
)

FORWARDS = Question(
    "forwards",
    """\
## 2. Forwards

`forwards(w, b, x)` returns two lists: every z, and every a, starting with the input x. The network
in the open test is that of the chapter *Backprop by hand*.""",
    """\
def forwards(w, b, x):
    # <
    z, a = [], [x]
    for l in range(len(w)):
        z.append(w[l] @ a[l] + b[l])
        a.append(sigmoid(z[l]))
    return z, a
    # >""",
    Test(
        1,
        """\
w = [np.array([[0.5, -0.25], [1.0, 0.5]]), np.array([[2.0, -1.0]])]
b = [np.zeros(2), np.zeros(1)]
z, a = own(forwards, w, b, np.array([1.0, 2.0]))
assert (len(z), len(a)) == (2, 3), "expected two z and three a"
assert np.allclose(a[1], [0.5, 0.8808], atol=1e-4)
assert np.allclose(a[2], [0.5298], atol=1e-4)""",
    ),
    Test(
        1,
        """\
from groundup.rungs import lists

random = np.random.default_rng(1)
w = [random.normal(size=(4, 3)), random.normal(size=(5, 4)), random.normal(size=(2, 5))]
b = [random.normal(size=4), random.normal(size=5), random.normal(size=2)]
x = random.normal(size=3)
wanted = lists.feedforward(lists.build(w, b), x)
found = own(forwards, w, b, x)[1][-1]
assert np.allclose(found, wanted), "three layers with biases give other outputs"
""",
    ),
)

BACKPROP = Question(
    "backprop",
    """\
## 3. Backprop

`backprop(w, b, x, y)` returns `dw` and `db`, lists shaped like `w` and `b`: the gradient of the
cost ½‖a − y‖² for one sample.""",
    """\
def backprop(w, b, x, y):
    # <
    z, a = forwards(w, b, x)
    delta = (a[-1] - y) * sigmoid_prime(z[-1])
    dw, db = [np.outer(delta, a[-2])], [delta]
    for l in reversed(range(len(w) - 1)):
        delta = w[l + 1].T @ delta * sigmoid_prime(z[l])
        dw.insert(0, np.outer(delta, a[l]))
        db.insert(0, delta)
    return dw, db
    # >""",
    Test(
        1,
        """\
w = [np.array([[0.5, -0.25], [1.0, 0.5]]), np.array([[2.0, -1.0]])]
b = [np.zeros(2), np.zeros(1)]
dw, db = own(backprop, w, b, np.array([1.0, 2.0]), np.array([1.0]))
assert np.allclose(dw[1], [[-0.0586, -0.1032]], atol=1e-4), "the weights of the output are wrong"
assert np.allclose(db[1], [-0.1171], atol=1e-4), "the bias of the output is wrong"
""",
    ),
    Test(
        3,
        """\
w, b = [np.eye(2), np.eye(2)], [np.zeros(2), np.zeros(2)]
dw, db = own(backprop, w, b, np.ones(2), np.ones(2))
report = groundup.check(backprop, hint=2)
assert report.verdict == "right", str(report)""",
    ),
)

STEP = Question(
    "step",
    """\
## 4. A step

`step(w, b, xs, ys, eta)` returns new `w` and `b`, one step down the mean gradient of the samples.
The old ones stay as they are.""",
    """\
def step(w, b, xs, ys, eta):
    # <
    each = [backprop(w, b, x, y) for x, y in zip(xs, ys, strict=True)]
    new_w = [w[l] - eta * sum(dw[l] for dw, _ in each) / len(each) for l in range(len(w))]
    new_b = [b[l] - eta * sum(db[l] for _, db in each) / len(each) for l in range(len(b))]
    return new_w, new_b
    # >""",
    Test(
        1,
        """\
w, b = [np.array([[2.0]])], [np.array([0.0])]
new_w, new_b = own(step, w, b, [np.array([1.0])], [np.array([0.0])], 1.0)
assert np.allclose(new_w[0], 1.9075, atol=1e-4), "the weight did not go down the gradient"
assert w[0] == 2.0, "the old weight has changed"
""",
    ),
    Test(
        1,
        """\
xs = [np.array(x) for x in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]]
ys = [np.array([y]) for y in (0.0, 1.0, 1.0, 0.0)]
w = [np.array([[1.0, -1.0], [-1.0, 2.0]]), np.array([[1.0, 1.0]])]
b = [np.zeros(2), np.zeros(1)]
once = own(step, w, b, xs[1:2], ys[1:2], 1.0)
twice = own(step, w, b, xs[1:2] * 2, ys[1:2] * 2, 1.0)
assert np.allclose(once[0][0], twice[0][0]), "the step is not down the mean of the samples"
for _ in range(300):
    w, b = own(step, w, b, xs, ys, 10.0)
found = [round(float(forwards(w, b, x)[1][-1][0])) for x in xs]
assert found == [0, 1, 1, 0], f"after 300 steps XOR is {found}"
""",
    ),
)

QUESTIONS = (SIGMOID, FORWARDS, BACKPROP, STEP)
