"""Each rule names the mistake that is planted for it, in its layer and at its statement; what is
next to it has another name, or none."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from groundup.checking.judging.costs import own_costs
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.parameters import parameters
from groundup.checking.judging.trials import Basis, enough, held
from groundup.checking.judging.verdicts import Word, Wrong
from groundup.checking.loading import targets
from groundup.checking.naming.names import names
from groundup.checking.naming.naming import named, wrong_values
from groundup.checking.naming.places import telling
from groundup.checking.naming.slips import Slip
from groundup.checking.tracing import runs
from groundup.checking.tracing.tape import Tape

KINDS = Path(__file__).parents[1] / "kinds"
NET = """import numpy as np

rng = np.random.default_rng(3)
N = 7
X = rng.normal(size=(N, 4))
Y = np.eye(4)[rng.integers(0, 4, N)]
W1, W2, W3 = [rng.normal(size=(4, 4)) for _ in range(3)]
b1, b2, b3 = [rng.normal(size=4) for _ in range(3)]
rate = 0.3


def f(z):
    return 1 / (1 + np.exp(-z))


def slope(z):
    return f(z) * (1 - f(z))


for turn in range(40):
    z1 = X @ W1 + b1
    a1 = f(z1)
    z2 = a1 @ W2 + b2
    a2 = f(z2)
    z3 = a2 @ W3 + b3
    a3 = f(z3)
    cost = 0.5 * np.sum((a3 - Y) ** 2) / N
    error = a3 - Y
    d3 = error * slope(z3)
    d2 = d3 @ W3.T * slope(z2)
    d1 = d2 @ W2.T * slope(z1)
    dW3 = a2.T @ d3 / N
    dW2 = a1.T @ d2 / N
    dW1 = X.T @ d1 / N
    db3 = d3.sum(axis=0) / N
    db2 = d2.sum(axis=0) / N
    db1 = d1.sum(axis=0) / N
    W3 = W3 - rate * dW3
    W2 = W2 - rate * dW2
    W1 = W1 - rate * dW1
    b3 = b3 - rate * db3
    b2 = b2 - rate * db2
    b1 = b1 - rate * db1
"""
D2, D3 = "d2 = d3 @ W3.T * slope(z2)", "d3 = error * slope(z3)"
PLANTED = {  # what stands there, what is written instead, the name, its layers
    "no f′": (D2, "d2 = d3 @ W3.T", "hidden-derivative-missing", (1,)),
    "no f′ at the output": (D3, "d3 = error", "output-derivative-missing", (2,)),
    "f′ twice": (D2, f"{D2} * slope(z2)", "hidden-derivative-twice", (1,)),
    "f′ twice at the output": (D3, f"{D3} * slope(z3)", "output-derivative-twice", (2,)),
    "f′ of a": (D2, "d2 = d3 @ W3.T * slope(a2)", "hidden-derivative-of-activation", (1,)),
    "f for f′": (D2, "d2 = d3 @ W3.T * a2", "function-for-its-derivative", (1,)),
    "half of f′": (D2, "d2 = d3 @ W3.T * (1 - a2)", "half-of-the-derivative", (1,)),
    "a form of a, of z": (
        D2,
        "d2 = d3 @ W3.T * z2 * (1 - z2)",
        "hidden-derivative-form-for-a-given-z",
        (1,),
    ),
    "z above": (D2, "d2 = d3 @ W3.T * slope(z3)", "z-of-the-layer-above", (1,)),
    "z below": (D2, "d2 = d3 @ W3.T * slope(z1)", "z-of-the-layer-below", (1,)),
    "no bias in z": (D2, "d2 = d3 @ W3.T * slope(z2 - b2)", "kept-z-without-bias", (1,)),
    "a mean of f′": (
        D2,
        "d2 = d3 @ W3.T * slope(z2).mean(axis=0)",
        "derivative-averaged-over-the-batch",
        (1,),
    ),
    "not transposed": ("d3 @ W3.T", "d3 @ W3", "weights-not-transposed", (1,)),
    "weights below": ("d3 @ W3.T", "d3 @ W2.T", "weights-of-the-layer-below", (1,)),
    "weights above": ("d2 @ W2.T", "d2 @ W3.T", "weights-of-the-layer-above", (0,)),
    "sizes of weights": ("d3 @ W3.T", "d3 @ abs(W3.T)", "absolute-weights", (1,)),
    "no weights": (
        "d3 @ W3.T",
        "d3.sum(axis=1, keepdims=True)",
        "weights-left-out",
        (1,),
    ),
    "the raw error": ("d3 @ W3.T", "error @ W3.T", "raw-error-sent-back", (1,)),
    "the other sign": ("d3 @ W3.T", "-(d3 @ W3.T)", "error-sent-back-negated", (1,)),
    "its sign": ("error = a3 - Y", "error = np.sign(a3 - Y)", "sign-of-the-error", (2,)),
    "labels": (
        "error = a3 - Y",
        "error = a3 - np.roll(Y, 1, axis=1)",
        "labels-one-too-high",
        (2,),
    ),
    "z for a": ("dW2 = a1.T", "dW2 = z1.T", "weighted-input-for-activation", (1,)),
    "its own a": ("dW2 = a1.T", "dW2 = a2.T", "activation-of-this-layer", (1,)),
    "x for a": ("dW3 = a2.T @ d3 / N", "dW3 = X[:].T @ d3 / N", "network-inputs-everywhere", (2,)),
    "turned": ("dW2 = a1.T @ d2", "dW2 = d2.T @ a1", "gradient-transposed", (1,)),
    "a product of means": (
        "dW2 = a1.T @ d2 / N",
        "dW2 = np.outer(a1.mean(axis=0), d2.mean(axis=0))",
        "product-of-means",
        (1,),
    ),
    "the last row": ("a1.T @ d2", "a1[-1:].T @ d2[-1:]", "last-sample-only-in-weights", (1,)),
    "all of a sum": ("d2.sum(axis=0)", "d2.sum() * np.ones(4)", "bias-sum-over-everything", (1,)),
    "all of a mean": (
        "d2.sum(axis=0) / N",
        "d2.mean() * np.ones(4)",
        "bias-mean-over-everything",
        (1,),
    ),
    "times b": ("d2.sum(axis=0)", "d2.sum(axis=0) * b2", "bias-gradient-times-bias", (1,)),
    "the last of d": ("d2.sum(axis=0)", "d2[-1]", "bias-of-the-last-sample", (1,)),
    "the first of d": ("d2.sum(axis=0)", "d2[0]", "bias-of-the-first-sample", (1,)),
    "d above": ("d2.sum(axis=0)", "d3.sum(axis=0)", "delta-of-the-layer-above", (1,)),
    "biases up": ("b2 = b2 - rate", "b2 = b2 + rate", "bias-gradient-negated", (1,)),
    "no mean of b": (
        "d2.sum(axis=0) / N",
        "d2.sum(axis=0)",
        "biases-summed-weights-averaged",
        (1,),
    ),
    "rate twice": ("b2 - rate * db2", "b2 - rate * rate * db2", "bias-rate-taken-twice", (1,)),
    "N on the way": (D2, f"{D2} / N", "averaged-on-the-way-back", (0, 1)),
}


LATE = "    W3 = W3 - rate * dW3\n"
EARLY = NET.replace(LATE, "").replace(D2, f"W3 = W3 - rate * a2.T @ d3 / N\n    {D2}")


def ran(tmp_path: Path, text: str) -> Tape:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return runs.run(targets.parse(str(file)), enough=enough).tape


def told(tmp_path: Path, text: str) -> list[Wrong]:
    """The wrong values by the program's own cost, whatever the verdict is."""
    tape = ran(tmp_path, text)
    flow = Flow(tape, parameters(tape))
    trial = held(flow, next(own_costs(flow)))
    return list(wrong_values(Basis(flow, trial, WayBack(flow, trial.cost))))


def changed(old: str, new: str, text: str = NET) -> str:
    assert old in text
    return text.replace(old, new)


def kind(name: str) -> str:
    return (KINDS / f"{name}.py").read_text("utf-8")


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_mistake_is_named_in_its_layer(what: str, tmp_path: Path) -> None:
    old, new, slug, layers = PLANTED[what]
    found = told(tmp_path, changed(old, new))
    assert {one.slug for one in found} == {slug}
    assert {layer for one in found for layer in one.layers} == set(layers)


def test_a_right_program_has_no_wrong_value(tmp_path: Path) -> None:
    assert told(tmp_path, NET) == []


def test_weights_that_are_updated_too_early_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, EARLY)
    assert [(one.slug, one.layers) for one in found] == [("weights-updated-too-early", (1,))]
    assert found[0].place.line == line(EARLY, D2)


def test_where_a_factor_is_missing_two_lines_are_told(tmp_path: Path) -> None:
    text = changed(" * (1 - h ** 2)", "", kind("arrays"))
    (found,) = told(tmp_path, text)
    assert found.missing
    assert [one.line for one in found.right] == [line(text, "d1 =")]
    assert found.place.line == line(text, "dW1 =")
    assert found.got != found.expected
    assert len(found.got) == len(found.expected) > 1


def test_a_wrong_operation_is_told_with_its_part(tmp_path: Path) -> None:
    text = changed("(1 - h ** 2)", "(1 + h ** 2)", kind("arrays"))
    (found,) = told(tmp_path, text)
    at = text.splitlines()[found.place.line - 1]
    assert at[found.place.column : found.place.end_column] == "1 + h ** 2"
    assert (found.slug, found.missing) == ("", False)


def test_a_wrong_formula_is_told_in_its_function_a_wrong_argument_at_the_call(
    tmp_path: Path,
) -> None:
    formula = changed("return f(z) * (1 - f(z))", "return 1 - f(z)")
    assert {one.place.line for one in told(tmp_path, formula)} == {line(formula, "return 1 -")}
    argument = changed(D2, "d2 = d3 @ W3.T * slope(a2)")
    assert [one.place.line for one in told(tmp_path, argument)] == [line(argument, "d2 =")]


def test_two_mistakes_are_two_and_what_one_leads_to_is_none(tmp_path: Path) -> None:
    text = changed(D2, "d2 = d3 @ W3.T", changed("db1 = d1.sum(axis=0)", "db1 = d1[-1]"))
    found = {one.slug: one.layers for one in told(tmp_path, text)}
    assert found == {"hidden-derivative-missing": (1,), "bias-of-the-last-sample": (0,)}


ONLINE = """import numpy as np

rng = np.random.default_rng(3)
X, Y = rng.normal(size=(3, 4)), rng.normal(size=(3, 5))
W1, W2, W3 = [rng.normal(size=size) for size in ((4, 4), (4, 4), (5, 4))]
P2 = np.zeros((4, 4))
rate = 0.1
for turn in range(4):
    sum1, sum2, sum3 = 0 * W1, 0 * W2, 0 * W3
    cost = 0.0
    for x, y in zip(X, Y):
        z1 = W1 @ x
        a1 = np.tanh(z1)
        z2 = W2 @ a1
        a2 = np.tanh(z2)
        d3 = W3 @ a2 - y
        cost = cost + 0.5 * np.sum(d3 ** 2)
        d2 = (W3.T @ d3) * (1 - a2 ** 2)
        d1 = (W2.T @ d2) * (1 - a1 ** 2)
        D2 = np.outer(d2, a1)
        sum3 = sum3 + np.outer(d3, a2)
        sum2 = sum2 + D2
        sum1 = sum1 + np.outer(d1, x)
    W3 = W3 - rate * sum3
    W2 = W2 - rate * sum2
    W1 = W1 - rate * sum1
"""


@pytest.mark.parametrize(
    ("old", "new", "slug", "at"),
    [
        ("np.outer(d2, a1)", "np.outer(d2, z1)", "weighted-input-for-activation", "D2 ="),
        ("sum2 + D2", "sum2 + P2", "weight-gradients-not-zeroed", "sum2 = sum2"),
    ],
)
def test_samples_one_by_one_have_the_names_of_a_batch(
    old: str, new: str, slug: str, at: str, tmp_path: Path
) -> None:
    text = changed(old, new, ONLINE.replace("(d2, a1)\n", "(d2, a1)\n        P2 += D2\n"))
    (found,) = told(tmp_path, text)
    assert (found.slug, found.layers, found.place.line) == (slug, (1,), line(text, at))


def test_what_an_error_becomes_for_biases_alone_is_no_error_of_its_layer(tmp_path: Path) -> None:
    text = changed("db2 = d2.sum(", "db2 = (d2 * b2).sum(", changed(D2, "d2 = d3 @ W3.T"))
    found = {one.slug: one.layers for one in told(tmp_path, text)}
    assert found == {"hidden-derivative-missing": (1,), "bias-gradient-times-bias": (1,)}


def test_what_is_computed_before_a_layer_without_a_gradient_is_not_stale(tmp_path: Path) -> None:
    text = changed(D2, "d2 = d3 @ W3.T * z2 * (1 - z2)", NET.replace("rate = 0.3", "rate = 40"))
    found = told(tmp_path, text)
    assert [one.slug for one in found] == ["hidden-derivative-form-for-a-given-z"]


def test_one_mistake_in_all_layers_has_one_name(tmp_path: Path) -> None:
    text = NET
    for l in (1, 2, 3):
        text = changed(f"slope(z{l})", f"slope(a{l})", text)
    found = told(tmp_path, text)
    assert {one.slug for one in found} == {"derivative-of-activation"}
    assert {layer for one in found for layer in one.layers} == {0, 1, 2}


OTHER_KINDS = {
    "lists": ("lists", " * a1[j] * (1 - a1[j])", "", "hidden-derivative-missing"),
    "tanh, half of it": ("engine", "(1 - t * t)", "(1 - t)", "tanh-derivative-without-square"),
    "attention": ("attention", "dP @ Wo.T", "dP @ Wo", "weights-not-transposed"),
}


@pytest.mark.parametrize("what", OTHER_KINDS)
def test_other_kinds_of_programs_are_named_too(what: str, tmp_path: Path) -> None:
    name, old, new, slug = OTHER_KINDS[what]
    (found,) = told(tmp_path, changed(old, new, kind(name)))
    assert found.slug == slug


@pytest.mark.parametrize("new", ["(1 + h ** 2)", "(2 - h)", "h ** 3", "np.cos(h)"])
def test_what_is_in_no_catalogue_has_no_name(new: str, tmp_path: Path) -> None:
    found = told(tmp_path, changed("(1 - h ** 2)", new, kind("arrays")))
    assert [one.slug for one in found] == [""]


DECAYS = {
    "l2-missing": "0 * W",
    "l2-doubled": "0.2 * W",
    "l2-halved": "0.05 * W",
    "l2-sign-flipped": "-0.1 * W",
    "l2-divided-by-samples": "0.1 / N * W",
    "l1-for-l2": "0.1 * np.sign(W)",
}


@pytest.mark.parametrize("slug", DECAYS)
def test_decay_that_the_cost_asks_for_is_judged(slug: str, tmp_path: Path) -> None:
    squares = " + 0.05 * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))"
    text = changed("** 2) / N", f"** 2) / N{squares}")
    for l in (1, 2, 3):
        term = DECAYS[slug].replace("W", f"W{l}") if l == 2 else f"0.1 * W{l}"
        text = changed(f"rate * dW{l}", f"rate * (dW{l} + {term})", text)
    assert {(one.slug, one.layers) for one in told(tmp_path, text)} == {(slug, (1,))}


STEPS = {
    "up": ("- rate *", "+ rate *", "update-adds"),
    "an error turned round": ("error = a3 - Y", "error = Y - a3", "sign-flipped"),
    "biases that stay": ("    b2 = b2 - rate * db2\n", "", "bias-update-lost"),
}


def test_an_error_that_weights_are_moved_by_is_no_lost_update_of_biases(tmp_path: Path) -> None:
    text = changed("N = 7", "N = 1").replace("    b2 = b2 - rate * db2\n", "")
    text = changed("    db2 = d2.sum(axis=0) / N\n", "", text)
    found = named(judge(ran(tmp_path, text))).wrong
    assert [one.slug for one in found] == ["bias-gradient-missing"]


@pytest.mark.parametrize("what", STEPS)
def test_what_is_wrong_with_whole_steps_is_named(what: str, tmp_path: Path) -> None:
    old, new, slug = STEPS[what]
    verdict = named(judge(ran(tmp_path, changed(old, new))))
    assert verdict.word is Word.WRONG
    assert {one.slug for one in verdict.wrong} == {slug}


LOOPS = """import numpy as np

rng = np.random.default_rng(3)
images = rng.random((12, 6))
images[:, -3:] = -3.0
images[0] = 0.2
labels = rng.random(12)
kernel, w = rng.random(3), rng.random(4)
for epoch in range(3):
    for image, label in zip(images, labels):
        conv = np.zeros(4)
        for i in range(4):
            conv[i] = np.sum(image[i:i + 3] * kernel)
        a = np.maximum(conv, 0)
        error = a @ w - label
        print(0.5 * error**2)
        d = error * w * (conv > 0)
        dk = np.zeros(3)
        for i in range(4):
            dk += d[i] * image[i:i + 3]
        w -= 0.01 * error * a
        kernel -= 0.01 * dk
"""


BRANCHES = """import math
import random

random.seed(3)
sizes = [3, 4, 4, 4]
x = [random.random() for k in range(3)]
y = [0.2, 0.9, 0.4, 0.7]
W = [[[random.gauss(0, 1) for i in range(p)] for j in range(q)] for p, q in zip(sizes, sizes[1:])]
B = [[random.gauss(0, 1) for j in range(q)] for q in sizes[1:]]


def f(z):
    if z < 0:
        return math.exp(z) / (1 + math.exp(z))
    return 1 / (1 + math.exp(-z))


def slope(z):
    return f(z) * (1 - f(z))


for step in range(3):
    zs, a = [], [x]
    for w, b in zip(W, B):
        sums = [sum(u * v for u, v in zip(row, a[-1])) + one for row, one in zip(w, b)]
        zs.append(sums)
        a.append([f(z) for z in sums])
    print(sum((p - q) ** 2 for p, q in zip(a[-1], y)) / 2)
    d = [(p - q) * slope(z) for p, q, z in zip(a[-1], y, zs[-1])]
    for l in (2, 1, 0):
        w, old = W[l], d
        if l:
            d = [sum(e * row[j] for e, row in zip(old, w)) * slope(zs[l - 1][j]) for j in range(4)]
        W[l] = [[u - 0.1 * e * v for u, v in zip(row, a[l])] for e, row in zip(old, w)]
        B[l] = [u - 0.1 * e for e, u in zip(old, B[l])]
"""
IN_BRANCHES = {
    "output-derivative-of-activation": ("slope(z) for p", "slope(f(z)) for p", 2),
    "hidden-derivative-of-activation": ("slope(zs[l - 1][j])", "slope(a[l][j])", 1),
    "weights-scaled-to-length-one": (
        "sum(e * row[j] for e, row in zip(old, w))",
        "sum(e * row[j] for e, row in zip(old, w)) / sum(v * v for row in w for v in row) ** 0.5",
        1,
    ),
    "z-of-the-layer-above": ("slope(zs[l - 1][j])", "slope(zs[1][j])", 0),
}


@pytest.mark.parametrize("slug", IN_BRANCHES)
def test_single_numbers_of_one_layer_are_one_whatever_branch_they_take(
    slug: str, tmp_path: Path
) -> None:
    old, new, layer = IN_BRANCHES[slug]
    found = told(tmp_path, changed(old, new, BRANCHES))
    assert {one.slug for one in found} == {slug}
    assert layer in {x for one in found for x in one.layers}


def test_what_only_a_part_of_the_slope_goes_through_is_no_weighted_input(tmp_path: Path) -> None:
    leaky = changed("1 / (1 + np.exp(-z))", "np.maximum(z, 0.1 * z)")
    text = changed("f(z) * (1 - f(z))", "np.where(z > 0, 1.0, 0.1)", leaky)
    text = text.replace("(N, 4)", "(1, 4)").replace("N = 7", "N = 1")
    found = told(tmp_path, changed(D2, "d2 = d3 @ W3.T * (z2 > 0)", text))
    assert [(one.slug, one.layers) for one in found] == [("leaky-slope-dropped", (1,))]


def test_what_no_error_reaches_is_no_last_samples(tmp_path: Path) -> None:
    text = changed("1 / (1 + np.exp(-z))", "np.maximum(z, 0)")
    text = changed("f(z) * (1 - f(z))", "np.float64(z > 0)", text)
    text = changed("Y = np.eye", "X[-1] = 0.0\nY = np.eye", text)
    found = told(tmp_path, changed("dW1 = X.T @ d1 / N", "dW1 = 0 * W1", text))
    assert [one.slug for one in found] == ["first-weights-skipped"]


def test_a_relu_of_single_numbers_is_known_where_it_is_off_too(tmp_path: Path) -> None:
    at, to = BRANCHES.index("    if z < 0"), BRANCHES.index("for step")
    relu = "    return max(z, 0.0)\n\n\ndef slope(z):\n    return 1.0\n\n\n"
    text = BRANCHES[:at] + relu + BRANCHES[to:]
    text = changed("(p - q) * slope(z)", "(p - q) * (z > 0)", text)
    assert {one.slug for one in told(tmp_path, text)} == {"hidden-derivative-missing"}


def test_what_rounding_leaves_is_no_mistake_of_its_own(tmp_path: Path) -> None:
    old = "d = [sum(e * row[j] for e, row in zip(old, w)) * slope(zs[l - 1][j]) for j in range(4)]"
    new = "d = [(sum(old) - sum(old[::-1])) * slope(zs[l - 1][j]) for j in range(4)]"
    found = told(tmp_path, changed(old, new, BRANCHES))
    assert [one.layers for one in found] == [(1,)]


SOFTMAX = """import numpy as np

rng = np.random.default_rng(3)
x, y = rng.normal(size=(9, 4)), np.eye(3)[rng.integers(0, 3, 9)]
w, b = rng.normal(size=(4, 3)), np.zeros(3)
for epoch in range(3):
    e = np.exp(x @ w + b)
    a = e / e.sum(axis=1, keepdims=True)
    print(-np.mean(np.sum(y * np.log(a), axis=1)))
    d = (a - y) / 9
    w -= 0.1 * x.T @ d
    b -= 0.1 * d.sum()
"""


def test_sums_of_nothing_are_the_programs_own(tmp_path: Path) -> None:
    assert judge(ran(tmp_path, LOOPS)).word is Word.RIGHT


def test_where_nothing_came_it_is_no_error_on_its_way(tmp_path: Path) -> None:
    found = told(tmp_path, changed("dk += d[i]", "dk = d[i]", LOOPS))
    assert [one.slug for one in found] == ["last-sample-only-in-weights"]


def test_sums_that_cancel_out_are_no_gradient_that_is_missing(tmp_path: Path) -> None:
    verdict = named(judge(ran(tmp_path, SOFTMAX)))
    assert verdict.word is Word.WRONG
    assert [one.slug for one in verdict.wrong] == ["bias-sum-over-everything"]


def test_what_a_part_of_is_right_leads_to_no_mistake_of_its_own(tmp_path: Path) -> None:
    text = changed("dh = Why.T @ dy + dnext", "dh = Why.T @ dy", kind("characters"))
    assert [one.missing for one in told(tmp_path, text)] == [True]


def test_what_a_mask_clears_is_no_derivative_left_out(tmp_path: Path) -> None:
    text = changed("return 1 / (1 + np.exp(-z))", "return np.maximum(0, z)")
    text = text.replace("return f(z) * (1 - f(z))", "return z > 0").replace(D3, "d3 = error")
    text = text.replace("a3 = f(z3)", "a3 = z3").replace(D2, f"{D2}\n    d2[z2 <= 0] = 0")
    assert told(tmp_path, text) == []
    wrong = text.replace(" * slope(z2)", "").replace("d2[z2 <= 0]", "d2[d2 <= 0]")
    (found,) = told(tmp_path, wrong)
    assert found.slug == "relu-masked-by-the-error"


def test_the_numbers_that_differ_most_are_shown() -> None:
    expected, got = np.array([0.0, 0, 0, 1, 2, 0, 5, 6]), np.array([0.0, 0, 0, 2, 3.5, -0.0, 9, 8])
    assert telling(expected, got) == ((1.0, 2.0, 5.0, 6.0), (2.0, 3.5, 9.0, 8.0))
    assert str(telling(expected[:1], -got[:1])[1]) == "(0.0,)"


def test_few_numbers_of_which_nothing_came_have_no_name() -> None:
    nothing = SimpleNamespace(group=None, got=np.zeros(2), expected=np.ones(2), by_errors=True)
    assert names(cast(Slip, nothing)) == []


ONE_NEURON = """
import numpy as np

rng = np.random.default_rng(4)
X, y = rng.normal(size=(4, 2)), np.array([[0.0], [1.0], [1.0], [0.0]])
w = [rng.normal(size=s) for s in ((4, 2), (1, 4))]
b = [np.zeros((4, 1)), np.zeros((1, 1))]
for epoch in range(9):
    h = np.maximum(X @ w[0].T + b[0].T, 0)
    p = 1 / (1 + np.exp(-(h @ w[1].T + b[1].T)))
    d2 = p - y
    dw = [d2.T @ h / 4 + 0.01 * w[1]]
    db = [d2.sum(0, keepdims=True).T / 4]
    d1 = d2 @ w[1] * (h > 0)
    dw.insert(0, d1.T @ X / 4 + 0.01 * w[0])
    db.insert(0, d1.sum(0, keepdims=True).T / 4)
    for k in range(2):
        w[k] -= 0.1 * dw[k]
        b[k] -= 0.1 * db[k]
    out = 1 / (1 + np.exp(-(np.maximum(X @ w[0].T + b[0].T, 0) @ w[1].T + b[1].T)))
    print(np.mean((out - y) ** 2) + 0.005 * sum(np.sum(x**2) for x in w))
"""


def test_a_slope_that_one_neuron_lacks_is_not_averaged(tmp_path: Path) -> None:
    """Its mean over the batch would be one number, as if there were none."""
    first = told(tmp_path, ONE_NEURON)[0]
    assert (first.slug, first.aliases) == ("output-derivative-missing", ())
