"""Mistakes in lists of single numbers, of several samples, which `zip` cuts to the shorter."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Wrong
from groundup.checking.loading import targets
from groundup.checking.naming.naming import named
from groundup.checking.tracing import runs

LISTS = """import math
import random

random.seed(3)
sizes = [6, 5, 5, 4]
X = [[random.random() for k in range(6)] for sample in range(3)]
Y = [[random.random() for k in range(4)] for sample in range(3)]
W = [[[random.gauss(0, 1) for i in range(p)] for j in range(q)] for p, q in zip(sizes, sizes[1:])]
B = [[random.gauss(0, 1) for j in range(q)] for q in sizes[1:]]


def f(z):
    return 1 / (1 + math.exp(-z))


def slope(z):
    return f(z) * (1 - f(z))


def turned(m):
    return [list(column) for column in zip(*m)]


def product(p, q):
    return [[sum(u * v for u, v in zip(row, column)) for column in turned(q)] for row in p]


def both(what, p, q):
    return [[what(u, v) for u, v in zip(r, s)] for r, s in zip(p, q)]


for step in range(6):
    z, a = [], [X]
    for w, b in zip(W, B):
        full = [[u + v for u, v in zip(row, b)] for row in product(a[-1], turned(w))]
        z.append(full)
        a.append([[f(u) for u in row] for row in full])
    print(sum((u - v) ** 2 for p, q in zip(a[-1], Y) for u, v in zip(p, q)) / 6)
    d = [None, None, both(lambda u, v: u - v, a[-1], Y)]
    d[2] = both(lambda u, v: u * slope(v), d[2], z[2])
    for l in (1, 0):
        error = product(d[l + 1], W[l + 1])
        d[l] = both(lambda u, v: u * slope(v), error, z[l])
    dw = [[[u / 3 for u in row] for row in product(turned(d[l]), a[l])] for l in range(3)]
    db = [[sum(column) / 3 for column in turned(d[l])] for l in range(3)]
    W = [both(lambda u, v: u - 0.5 * v, w, g) for w, g in zip(W, dw)]
    B = [[u - 0.5 * v for u, v in zip(b, g)] for b, g in zip(B, db)]
"""
DOWN, BEND, GRADIENT = "product(d[l + 1], W[l + 1])", "error, z[l])", "product(turned(d[l]), a[l])"
ERROR = f"both(lambda u, v: u * slope(v), {BEND}"
SIGN = "u - v, a[-1], Y", "math.copysign(1.0, u - v), a[-1], Y"
PLANTED = {  # what stands there, what is written instead, its layers
    "weights-not-transposed": (DOWN, "product(d[l + 1], turned(W[l + 1]))", (0, 1)),
    "weights-of-the-layer-below": (DOWN, "product(d[l + 1], W[l])", (0, 1)),
    "weights-left-out-straight-down": (DOWN, "d[l + 1]", (0, 1)),
    "z-of-the-layer-above": (BEND, "error, z[l + 1])", (0, 1)),
    "z-of-the-layer-below-or-the-last": (BEND, "error, z[l - 1])", (0, 1)),
    "derivative-averaged-over-the-batch": (
        ERROR,
        "both(lambda u, v: u * v, error, "
        "[[sum(slope(u) for u in c) / 3 for c in turned(z[l])]] * 3)",
        (0, 1),
    ),
    "activation-of-this-layer": (GRADIENT, "product(turned(d[l]), a[l + 1])", (0, 1, 2)),
    "network-inputs-everywhere": (GRADIENT, "product(turned(d[l]), X)", (1, 2)),
    "kept-z-without-bias": ("z.append(full)", "z.append(product(a[-1], turned(w)))", (0, 1, 2)),
    "bias-sum-over-the-wrong-axis": ("in turned(d[l])] for l", "in d[l]] for l", (0, 1, 2)),
    "sign-of-the-error": (*SIGN, (2,)),
    "last-sample-only-in-weights": (GRADIENT, "product(turned(d[l][2:]), a[l][2:])", (0, 1, 2)),
}


def told(tmp_path: Path, text: str) -> list[Wrong]:
    (file := tmp_path / "net.py").write_text(text, encoding="utf-8")
    run = runs.run(targets.parse(str(file)), enough=enough)
    return named(judge(run.tape, run.held)).wrong


def test_a_right_program_has_no_wrong_value(tmp_path: Path) -> None:
    assert told(tmp_path, LISTS) == []


@pytest.mark.parametrize("slug", PLANTED)
def test_lists_of_numbers_are_known_as_arrays_are(slug: str, tmp_path: Path) -> None:
    old, new, layers = PLANTED[slug]
    assert old in LISTS
    found = told(tmp_path, LISTS.replace(old, new))
    assert {one.slug for one in found} == {slug}
    assert {layer for one in found for layer in one.layers} == set(layers)


def test_what_a_relu_does_not_let_through_is_no_error_that_is_left_out(tmp_path: Path) -> None:
    text = LISTS.replace("1 / (1 + math.exp(-z))", "max(z, 0.0)")
    text, bent = (
        text.replace("f(z) * (1 - f(z))", "float(z > 0)"),
        "[[f(u) for u in row] for row in full]",
    )
    text = text.replace(bent, f"full if w is W[2] else {bent}")
    text = text.replace("    d[2] = both(lambda u, v: u * slope(v), d[2], z[2])\n", "")
    assert told(tmp_path, text) == []
    found = told(tmp_path, text.replace(*SIGN))
    assert [(one.slug, one.layers) for one in found] == [("sign-of-the-error", (2,))]


def test_outputs_that_are_made_in_another_order_are_compared_in_their_own(tmp_path: Path) -> None:
    bent = "[[f(u) for u in row] for row in full]"
    shares = "turned([[math.exp(u) / sum(map(math.exp, c)) for u in c] for c in turned(full)])"
    text = LISTS.replace(bent, f"{shares} if w is W[2] else {bent}")
    text = text.replace("Y = [[random.random() for k", "Y = [[float(k == sample + 1) for k")
    text = text.replace("sum((u - v) ** 2 for", "-sum(v * math.log(u) for").replace("/ 6)", "/ 3)")
    text = text.replace("    d[2] = both(lambda u, v: u * slope(v), d[2], z[2])\n", "")
    assert [one.slug for one in told(tmp_path, text)] == ["softmax-over-the-batch"]


def test_where_a_list_has_no_error_it_is_0_and_a_dead_neuron_hides_nothing(tmp_path: Path) -> None:
    text = LISTS.replace("1 / (1 + math.exp(-z))", "z if z > 0 else 0.1 * z")
    text = text.replace("f(z) * (1 - f(z))", "1.0 if z > 0 else 0.1").replace("seed(3)", "seed(8)")
    text = text.replace(".gauss(0, 1)", ".gauss(0, 0.5)")
    text = text.replace("[[random.random() for k in range(6)]", "[[random.gauss(0, 1) for k in x]")
    text = text.replace("X =", "x = range(6)\nX =")
    assert told(tmp_path, text) == []
    found = told(tmp_path, text.replace(ERROR, f"both(lambda u, v: u if v > 0 else 0.0, {BEND}"))
    assert [(one.slug, one.layers) for one in found] == [("leaky-slope-dropped", (0, 1))]
