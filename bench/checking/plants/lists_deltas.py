"""Wrong errors in the functions on lists: of the output, of hidden layers, on the way back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.checking.planting import Plant, only_in
from bench.checking.planting import planted as planted_in_style

planted = partial(planted_in_style, style="lists")

ERROR = "error = minus(a[last + 1], y)"
OUT = "delta[last] = times(error, apply(sigmoid_prime, z[last]))"
SAME = "delta[last] = error"
BACK = "error = matmul(delta[l + 1], weights[l + 1])"
HIDDEN = "delta[l] = times(error, apply(sigmoid_prime, z[l]))"
W = "dw.append(scale(matmul(transpose(delta[l]), a[l]), 1 / n))"
TOTAL = "total = sum(v * v for row in errors for v in row) / 2"
PRIME = "return s * (1.0 - s)"
ALL = "sigmoid cross-entropy relu softmax"


def output_errors() -> Iterator[list[Plant]]:
    yield planted(1, "sigmoid tanh", (OUT, SAME))
    yield planted(2, "cross-entropy", (SAME, OUT))
    yield planted(3, "sigmoid tanh", (ERROR, f"{ERROR}\nerror = {OUT.split(' = ')[1]}"))
    of_a = "delta[last] = times(error, apply(sigmoid_prime, a[last + 1]))"
    yield planted(4, "sigmoid tanh", (OUT, of_a))
    everywhere = (HIDDEN, "delta[l] = times(error, apply(sigmoid_prime, a[l + 1]))")
    yield planted(4, "sigmoid", (OUT, of_a), everywhere, what="hidden too", also=(15,))
    of_z = "delta[last] = times(error, apply(lambda v: v * (1 - v), z[last]))"
    yield planted(5, "sigmoid", (OUT, of_z))
    yield planted(
        5,
        "sigmoid softmax",
        ("s = sigmoid(z)", ""),
        (PRIME, "return z * (1 - z)"),
        what="σ′",
        also=(15,),
    )
    jacobian = """\
        delta[last] = []
        for ps, es in zip(a[last + 1], error):
            mean = sum(p * e for p, e in zip(ps, es))
            delta[last].append([p * (e - mean) for p, e in zip(ps, es)])"""
    yield planted(6, "softmax relu-softmax", (SAME, jacobian))
    plain = "delta[last] = combine(lambda t, p: -t / p, y, a[last + 1])"
    yield planted(7, "softmax relu-softmax", (SAME, plain))
    diagonal = "delta[last] = combine(lambda t, p: -t / p * p * (1 - p), y, a[last + 1])"
    yield planted(8, "softmax relu-softmax", (SAME, diagonal))
    yield planted(9, ALL, (ERROR, "error = minus(y, a[last + 1])"))
    down = "error = minus(a[last + 1], [row[-1:] + row[:-1] for row in y])"
    yield planted(10, ALL, (ERROR, down))
    up = "error = minus(a[last + 1], [row[1:] + row[:1] for row in y])"
    yield planted(10, "softmax", (ERROR, up), what="up")
    yield planted(11, "sigmoid relu", (ERROR, f"{ERROR}\nerror = scale(error, 2)"))
    yield planted(11, "sigmoid tanh", (TOTAL, TOTAL.removesuffix(" / 2")), what="in the cost")
    sign = "error = apply(lambda v: math.copysign(1.0, v), minus(a[last + 1], y))"
    yield planted(12, ALL, (ERROR, sign))


def hidden_errors() -> Iterator[list[Plant]]:
    smooth = "sigmoid tanh softmax"
    wrong = {
        (14, "sigmoid cross-entropy tanh relu", ""): "delta[l] = error",
        (15, smooth, ""): "delta[l] = times(error, apply(sigmoid_prime, a[l + 1]))",
        (15, "sigmoid cross-entropy", "form for a"): (
            "delta[l] = times(error, apply(lambda v: v * (1 - v), z[l]))"
        ),
        (16, smooth, ""): "delta[l] = times(error, a[l + 1])",
        (17, "sigmoid softmax", ""): "delta[l] = times(error, apply(lambda v: 1 - v, a[l + 1]))",
        (18, smooth, ""): "f = apply(sigmoid_prime, z[l])\ndelta[l] = times(error, times(f, f))",
        (19, smooth, "above"): "delta[l] = times(error, apply(sigmoid_prime, z[l + 1]))",
        (19, "sigmoid", "below"): "delta[l] = times(error, apply(sigmoid_prime, z[l - 1]))",
        (25, "relu relu-softmax", ""): "delta[l] = apply(sigmoid, error)",
        (26, "relu relu-softmax", ""): "delta[l] = scale(error, 1.0)",
        (27, "leaky", ""): "delta[l] = combine(lambda e, v: e if v > 0 else 0.0, error, z[l])",
        (28, "tanh", "1 − a"): "delta[l] = combine(lambda e, v: e * (1 - v), error, a[l + 1])",
        (28, "tanh", "1 − z²"): "delta[l] = combine(lambda e, v: e * (1 - v * v), error, z[l])",
        (29, smooth, ""): (
            "slopes = [sum(c) / n for c in transpose(apply(sigmoid_prime, z[l]))]\n"
            "delta[l] = [[e * s for e, s in zip(row, slopes)] for row in error]"
        ),
    }
    for (number, variants, what), line in wrong.items():
        yield planted(number, variants, (HIDDEN, line), what=what)
        for layer in (0, 1):
            confined = only_in(layer, (HIDDEN, line))
            yield planted(number, variants.split()[0], *confined, what=what, layer=layer)


def functions() -> Iterator[list[Plant]]:
    """The derivative's own function wrong: σ′ itself shows it, and every layer suffers."""
    yield planted(16, "sigmoid softmax", (PRIME, "return s"), what="σ′")
    yield planted(17, "sigmoid", (PRIME, "return 1.0 - s"), what="σ′")
    yield planted(18, "softmax", (PRIME, "return (s * (1.0 - s)) ** 2"), what="σ′")
    yield planted(26, "relu", ("return 1.0 if z > 0 else 0.0", "return 1.0"), what="σ′")
    slope = ("return 1.0 if z > 0 else 0.01", "return 1.0 if z > 0 else 0.0")
    yield planted(27, "leaky", slope, what="σ′")
    right = "return 1.0 - math.tanh(z) ** 2"
    yield planted(28, "tanh", (right, "return 1.0 - math.tanh(z)"), what="σ′ 1 − a")
    yield planted(28, "tanh", (right, "return 1.0 - z**2"), what="σ′ 1 − z²")


def way_back() -> Iterator[list[Plant]]:
    raw = "error = matmul(error, weights[l + 1])"
    first = "error = matmul(error if l == last - 1 else delta[l + 1], weights[l + 1])"
    yield planted(20, "sigmoid tanh", (BACK, raw), what="all the way")
    yield planted(20, "sigmoid", (BACK, first), what="first")
    yield planted(20, "cross-entropy", (BACK, first), what="first", shows=False)
    wrong = {
        (21, ""): "error = matmul(delta[l + 1], transpose(weights[l + 1]))",
        (22, ""): "error = matmul(delta[l + 1], weights[l])",
        (23, "|W|"): "error = matmul(delta[l + 1], apply(abs, weights[l + 1]))",
        (23, "normalised"): (
            "norm = math.sqrt(sum(v * v for row in weights[l + 1] for v in row))\n"
            "error = matmul(delta[l + 1], scale(weights[l + 1], 1 / norm))"
        ),
        (23, "shares"): (
            "shares = [[v / sum(row) for v in row] for row in weights[l + 1]]\n"
            "error = matmul(delta[l + 1], shares)"
        ),
        (23, "left out"): "error = delta[l + 1]",
        (23, "summed"): "error = [[sum(row)] * len(biases[l]) for row in delta[l + 1]]",
    }
    for (number, what), line in wrong.items():
        yield planted(number, "sigmoid", (BACK, line), what=what)
        # A softmax's deltas add up to 0: summed, they leave 0 from layer 1 on down.
        layer = 1 if what == "summed" else None
        yield planted(number, "softmax", (BACK, line), what=what, layer=layer)
    for layer in (0, 1):
        line = wrong[23, "|W|"]
        yield planted(23, "sigmoid", *only_in(layer, (BACK, line)), what="|W|", layer=layer)
    back = "error = matmul(delta, w)"
    yield planted(24, "one-pass", (back, ""), ("if l > 0:", f"{back}\nif l > 0:"))


PARTS = (output_errors, hidden_errors, functions, way_back)
PLANTS = [plant for part in PARTS for plants in part() for plant in plants]
