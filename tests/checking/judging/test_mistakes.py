"""Which values on the way back are gradients."""

from __future__ import annotations

from pathlib import Path

from groundup.checking import check
from groundup.checking.judging.costs import own_costs
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.parameters import parameters
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

CHANCE = """
a, w = 1.5, 0.3
early = a + 0.5
for turn in range(4):
    y = w * 0.7
    late = a + 0.5
    cost = y * 2.0
    w -= 0.1 * (late * 0.7 + 0.0 * y)
"""


def test_a_number_is_no_gradient_of_what_was_not_there_yet(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(CHANCE, encoding="utf-8")
    tape = runs.run(targets.parse(str(file))).tape
    flow = Flow(tape, parameters(tape))
    (cost,) = (one for one in own_costs(flow) if one.operations[0].place.position.line == 7)
    back = WayBack(flow, cost)
    made = [
        one for one in tape.operations if one.kind == "add" and one.place.position.line in (3, 6)
    ]
    assert [tape.values[one.start] for one in made] == [2.0] * 5
    assert [back.is_known(one) for one in made] == [False, True, True, True, True]


SHARED = """
import random
from math import exp

def matmul(A, B):
    return [[sum(A[i][k] * B[k][j] for k in range(len(B))) for j in range(len(B[0]))]
            for i in range(len(A))]

def transpose(A):
    return [list(column) for column in zip(*A)]

def each(f, *As):
    return [[f(*some) for some in zip(*rows)] for rows in zip(*As)]

def sigmoid(z):
    return 1 / (1 + exp(-z))

random.seed(3)
w = [[[random.gauss(0, 1) for _ in range(3)] for _ in range(3)] for _ in range(3)]
x, y = [[0.5], [-0.2], [0.9]], [[0.3], [0.8], [0.1]]
for turn in range(5):
    a = [x]
    for l in range(3):
        a.append(each(sigmoid, matmul(w[l], a[l])))
    cost = sum((one - other) ** 2 / 2 for [one], [other] in zip(a[3], y))
    print(cost)
    prime = [each(lambda v: v * (1 - v), one) for one in a]
    d3 = each(lambda p, q, s: (p - q) * s, a[3], y, prime[3])
    d2 = each(lambda p, s: p * s, matmul(transpose(w[2]), d3), prime[2])
    d1 = each(lambda p, s: p * s, matmul(w[1], d2), prime[1])
    for l, d in enumerate([d1, d2, d3]):
        step = matmul(d, transpose(a[l]))
        w[l] = each(lambda p, q: p - 0.5 * q, w[l], step)
"""


def test_what_is_right_when_others_call_it_goes_wrong_in_the_call(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(SHARED, encoding="utf-8")
    report = check(str(file))
    assert (report.verdict, [one.slug for one in report.mistakes]) == (
        "wrong",
        ["weights-not-transposed"],
    )
    [place] = [one.place for one in report.wrong_values]
    assert place.text[slice(*place.part)] == "matmul(w[1], d2)"


ONE_STEP = """
import numpy as np

w, b = np.array([[0.4], [-0.7]]), np.array([[0.2], [0.1]])
v, c = np.array([[0.3, -0.6]]), np.array([[0.5]])
x, y = 1, 0.8
h = 1 / (1 + np.exp(-(np.dot(w, x) + b)))
error = np.dot(v, h) + c - y
below = h * (1 - h) * w.T * error
new_v = v - 0.1 * error * h.T
new_c = c - 0.1 * error
new_w = w - 0.1 * below * x
new_b = b - 0.1 * below
"""


def test_one_step_is_not_right_for_its_last_layer_alone(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(ONE_STEP, encoding="utf-8")
    assert check(str(file)).verdict == "unchecked"
    file.write_text(ONE_STEP.replace("w.T * error", "v.T * error"), encoding="utf-8")
    assert check(str(file)).verdict == "right"
