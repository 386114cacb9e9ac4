"""Mistakes in the functions on nested lists: a batch in rows, no state but what a module can hold.

Not here: 13 wants broadcasting. Whole numbers (63) have no buffer in lists; only `array` rounds.
`zip` cuts where NumPy would raise, so wrong shapes come back instead of exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.checking.planting import Plant, only_in
from bench.checking.planting import planted as planted_in_style

planted = partial(planted_in_style, style="lists")

ERROR = "error = minus(a[last + 1], y)"
W = "dw.append(scale(matmul(transpose(delta[l]), a[l]), 1 / n))"
B = "db.append([sum(column) / n for column in transpose(delta[l])])"
DECAYED = "dw.append(plus(data_part, scale(weights[l], L2)))"
STEP_W = "weights[l] = minus(weights[l], scale(dw[l], eta))"
STEP_B = "biases[l] = [b - eta * g for b, g in zip(biases[l], db[l])]"
RETURN = "return dw, db"
ALL = "sigmoid cross-entropy relu softmax"


def weight_gradients() -> Iterator[list[Plant]]:
    below = "below = z[l - 1] if l > 0 else x\n" + W.replace(" a[l]", " below")
    yield planted(30, "sigmoid tanh", (W, below))
    yield planted(30, "sigmoid", *only_in(1, (W, below)), layer=1)
    yield planted(31, ALL, (W, W.replace(" a[l]", " a[l + 1]")))
    yield planted(32, ALL, (W, W.replace(" a[l]", " x")))
    turned = "dw.append(scale(matmul(transpose(a[l]), delta[l]), 1 / n))"
    yield planted(33, "sigmoid relu", (W, turned))
    yield planted(33, "sigmoid", *only_in(1, (W, turned)), layer=1)
    means = """\
        mean_delta = [sum(c) / n for c in transpose(delta[l])]
        mean_a = [sum(c) / n for c in transpose(a[l])]
        dw.append([[d * s for s in mean_a] for d in mean_delta])"""
    yield planted(34, "sigmoid softmax", (W, means))
    assigned = """\
        for sample in range(n):
            total = [[d * s for s in a[l][sample]] for d in delta[l][sample]]
        dw.append(scale(total, 1 / n))"""
    yield planted(35, "sigmoid softmax", (W, assigned))
    yield planted(
        36,
        "sigmoid relu",
        ("def backprop(weights, biases, x, y):", "def backprop(weights, biases, x, y, dw=[]):"),
        ("dw = []", "fresh = not dw"),
        (
            W,
            "new = scale(matmul(transpose(delta[l]), a[l]), 1 / n)\n"
            "if fresh:\n    dw.append(new)\n"
            "else:\n    dw[l] = combine(lambda u, v: u + v, dw[l], new)",
        ),
    )
    yield planted(37, "sigmoid relu", (RETURN, "return dw[::-1], db[::-1]"))
    for what, condition in (("first skipped", "l == 0"), ("only the last", "l < last")):
        zeros = (
            "dw.append(scale(weights[l], 0))\n    db.append([0.0] * len(biases[l]))\n    continue"
        )
        yield planted(38, ALL, (W, f"if {condition}:\n    {zeros}\n{W}"), what=what)


def biases() -> Iterator[list[Plant]]:
    wrong = {
        (40, "", "sigmoid relu"): "db.append([0.0] * len(biases[l]))",
        (42, "", "sigmoid softmax"): (
            "total = sum(v for row in delta[l] for v in row) / n\n"
            "db.append([total] * len(biases[l]))"
        ),
        (43, "", "sigmoid softmax"): "db.append([sum(row) / n for row in delta[l]])",
        (44, "", "sigmoid softmax"): (
            "values = [v for row in delta[l] for v in row]\n"
            "db.append([sum(values) / len(values)] * len(biases[l]))"
        ),
        (45, "", "sigmoid relu"): (
            "columns = transpose(delta[l])\n"
            "db.append([b * sum(c) / n for b, c in zip(biases[l], columns)])"
        ),
        (46, "", "sigmoid relu"): "db.append(list(delta[l][-1]))",
        (46, "divided", "sigmoid softmax"): "db.append([v / n for v in delta[l][n - 1]])",
    }
    for (number, what, variants), line in wrong.items():
        yield planted(number, variants, (B, line), what=what)
        yield planted(number, "sigmoid", *only_in(0, (B, line)), what=what, layer=0)
    above = "db.append([sum(column) / n for column in transpose(delta[min(l + 1, last)])])"
    yield planted(41, "sigmoid softmax", (B, above))


def scaling() -> Iterator[list[Plant]]:
    summed = (W, W.replace(", 1 / n)", ", 1)")), (B, B.replace(" / n", ""))
    yield planted(47, "sigmoid softmax", *summed)
    twice = (
        (STEP_W, STEP_W.replace("eta", "eta / len(x)")),
        (STEP_B, STEP_B.replace("eta", "eta / len(x)")),
    )
    yield planted(48, "sigmoid relu", *twice, what="in the step")
    yield planted(48, "sigmoid softmax", (ERROR, f"{ERROR}\nerror = scale(error, 1 / n)"))
    yield planted(49, "sigmoid softmax", (ERROR, f"{ERROR}\nerror = scale(error, 1 / len(y[0]))"))
    yield planted(50, "sigmoid softmax", summed[0], what="weights summed")
    yield planted(50, "sigmoid relu", summed[1], what="biases summed")
    yield planted(51, "sigmoid softmax", ("n = len(x)", "n = 10"))


def regularisation() -> Iterator[list[Plant]]:
    def decayed(number: int, line: str, what: str = "") -> list[Plant]:
        return planted(number, "l2", (DECAYED, line), what=what)

    yield decayed(52, "dw.append(data_part)")
    yield decayed(53, DECAYED.replace("L2", "2 * L2"), "doubled")
    yield decayed(53, DECAYED.replace("L2", "L2 / n"), "by N")
    yield decayed(53, DECAYED.replace("L2", "-L2"), "sign")
    too = "db.append([sum(c) / n + L2 * b for b, c in zip(biases[l], transpose(delta[l]))])"
    yield planted(54, "l2", (B, too))
    sign = "apply(lambda v: math.copysign(L2, v), weights[l])"
    yield decayed(55, DECAYED.replace("scale(weights[l], L2)", sign))
    yield planted(56, "l2", ("return total / len(x) + penalty", "return total / len(x)"))
    line = "error = times(error, masks[l])"
    yield planted(57, "dropout", ("if masks is not None:", ""), (line, ""), what="missing")
    unscaled = "error = times(error, apply(lambda v: 1.0 if v > 0 else 0.0, masks[l]))"
    yield planted(57, "dropout", (line, unscaled), what="not scaled")


def state() -> Iterator[list[Plant]]:
    everything = (
        (
            "for row in rows:",
            "total = sum(math.exp(v) for row in rows for v in row)\nfor row in rows:",
        ),
        ("exps = [math.exp(v - max(row)) for v in row]", "exps = [math.exp(v) for v in row]"),
        (
            "result.append([e / sum(exps) for e in exps])",
            "result.append([e / total for e in exps])",
        ),
    )
    yield planted(58, "softmax", *everything, what="over everything")
    columns = (
        ("for row in rows:", "for row in transpose(rows):"),
        ("return result", "return transpose(result)"),
    )
    yield planted(58, "softmax relu-softmax", *columns, what="wrong axis")
    yield planted(59, "softmax", everything[1], what="softmax")
    clipped = "total -= t * math.log(max(p, 1e-300)) + (1 - t) * math.log(max(1 - p, 1e-300))"
    plain = "total -= t * math.log(p) + (1 - t) * math.log(1 - p)"
    step = "dw, db = backprop(weights, biases, x, y)"
    printed = (step, f"print(cost(weights, biases, x, y))\n{step}")
    yield planted(59, "cross-entropy", (clipped, plain), printed, what="log")
    yield planted(60, "sigmoid tanh", ("z.append(sums)", "z.append(inputs)"))
    stale = (
        ("def transpose(m):", "cache = {}\n\n\ndef transpose(m):"),
        (
            "z, a = forward(weights, biases, x)",
            'if "z" not in cache:\n    cache["z"] = forward(weights, biases, x)[0]\n'
            'z = cache["z"]\na = forward(weights, biases, x)[1]',
        ),
    )
    yield planted(61, "sigmoid tanh", *stale)
    inplace = """\
        for targets, row in zip(y, a[last + 1]):
            for k in range(len(targets)):
                targets[k] -= row[k]
        error = scale(y, -1)"""
    yield planted(62, "sigmoid softmax", (ERROR, inplace), what="targets")
    learns = "for l in range(last + 1):\n    weights[l] = minus(weights[l], scale(dw[l], 0.01))"
    yield planted(62, "sigmoid", (RETURN, f"{learns}\n{RETURN}"), what="weights")
    single = (
        ("import math", "import math\nfrom array import array"),
        (RETURN, 'dw = [[array("f", row) for row in m] for m in dw]\n' + RETURN),
    )
    yield planted(63, "sigmoid relu", *single, what="float32", shows=False)
    adds = (
        (STEP_W, STEP_W.replace("eta", "-eta")),
        (STEP_B, STEP_B.replace("b - eta", "b + eta")),
    )
    yield planted(64, "sigmoid relu", *adds, what="adds")
    squared = tuple((old, old.replace("eta", "eta * eta")) for old in (STEP_W, STEP_B))
    yield planted(64, "sigmoid", *squared, what="rate twice")
    nowhere = "w = weights[l]\nw = minus(w, scale(dw[l], eta))"
    yield planted(64, "sigmoid softmax", (STEP_W, nowhere), what="wrong array")


PARTS = (weight_gradients, biases, scaling, regularisation, state)
PLANTS = [plant for part in PARTS for plants in part() for plant in plants]
