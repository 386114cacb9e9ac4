"""The lines in which the variants of the functions on lists differ from them."""

from __future__ import annotations

from bench.checking.variants.lines import Lines, StyleLines


def lists_output(function: str, cost: str) -> Lines:
    return (
        (
            "a.append(apply(sigmoid, sums))",
            f"a.append(apply(sigmoid, sums) if l < last else {function})",
        ),
        ("delta[last] = times(error, apply(sigmoid_prime, z[last]))", "delta[last] = error"),
        *cost_of_lists(cost),
    )


def cost_of_lists(term: str) -> Lines:
    if not term:
        return ()
    return (
        (
            "errors = minus(feedforward(weights, biases, x), y)",
            "outputs = feedforward(weights, biases, x)",
        ),
        (
            "total = sum(v * v for row in errors for v in row) / 2",
            f"""\
            total = 0.0
            for row, targets in zip(outputs, y):
                for p, t in zip(row, targets):
                    total -= {term}""",
        ),
    )


LISTS_SIGMOID = (
    ("if z < 0:", ""),
    ("return math.exp(z) / (1.0 + math.exp(z))", ""),
)
LISTS = StyleLines(
    {
        "cross-entropy": (
            ("delta[last] = times(error, apply(sigmoid_prime, z[last]))", "delta[last] = error"),
            *cost_of_lists("t * math.log(max(p, 1e-300)) + (1 - t) * math.log(max(1 - p, 1e-300))"),
        ),
        "tanh": (
            *LISTS_SIGMOID,
            ("return 1.0 / (1.0 + math.exp(-z))", "return math.tanh(z)"),
            ("s = sigmoid(z)", ""),
            ("return s * (1.0 - s)", "return 1.0 - math.tanh(z) ** 2"),
        ),
        "relu": (
            *LISTS_SIGMOID,
            ("return 1.0 / (1.0 + math.exp(-z))", "return max(z, 0.0)"),
            ("s = sigmoid(z)", ""),
            ("return s * (1.0 - s)", "return 1.0 if z > 0 else 0.0"),
        ),
        "leaky": (
            *LISTS_SIGMOID,
            ("return 1.0 / (1.0 + math.exp(-z))", "return z if z > 0 else 0.01 * z"),
            ("s = sigmoid(z)", ""),
            ("return s * (1.0 - s)", "return 1.0 if z > 0 else 0.01"),
        ),
        "softmax": lists_output("softmax(sums)", "t * math.log(max(p, 1e-300))"),
        "linear": lists_output("sums", ""),
        "l2": (
            ("import math", "import math\n\nL2 = 0.1"),
            (
                "total = sum(v * v for row in errors for v in row) / 2",
                """\
                total = sum(v * v for row in errors for v in row) / 2
                penalty = L2 / 2 * sum(v * v for w in weights for row in w for v in row)""",
            ),
            ("return total / len(x)", "return total / len(x) + penalty"),
            (
                "dw.append(scale(matmul(transpose(delta[l]), a[l]), 1 / n))",
                """\
                data_part = scale(matmul(transpose(delta[l]), a[l]), 1 / n)
                dw.append(plus(data_part, scale(weights[l], L2)))""",
            ),
            (
                "def times(p, q):",
                """\
                def plus(p, q):
                    return combine(lambda u, v: u + v, p, q)


                def times(p, q):""",
            ),
        ),
        "dropout": (
            ("import math", "import math\nimport random\n\nchance = random.Random(1)"),
            (
                "def forward(weights, biases, x):",
                "def forward(weights, biases, x, masks=None):",
            ),
            (
                "a.append(apply(sigmoid, sums))",
                """\
                outputs = apply(sigmoid, sums)
                if masks is not None and l < last:
                    outputs = times(outputs, masks[l])
                a.append(outputs)""",
            ),
            (
                "def backprop(weights, biases, x, y):",
                "def backprop(weights, biases, x, y, masks=None):",
            ),
            (
                "dw, db = backprop(weights, biases, x, y)",
                """\
                masks = [[[drawn() for _ in b] for _ in x] for b in biases[:-1]]
                dw, db = backprop(weights, biases, x, y, masks)""",
            ),
            (
                "def times(p, q):",
                """\
                def drawn():
                    return 1.25 if chance.random() < 0.8 else 0.0


                def times(p, q):""",
            ),
            ("z, a = forward(weights, biases, x)", "z, a = forward(weights, biases, x, masks)"),
            (
                "delta[l] = times(error, apply(sigmoid_prime, z[l]))",
                """\
                if masks is not None:
                    error = times(error, masks[l])
                delta[l] = times(error, apply(sigmoid_prime, z[l]))""",
            ),
        ),
    },
    softmax="""

def softmax(rows):
    result = []
    for row in rows:
        exps = [math.exp(v - max(row)) for v in row]
        result.append([e / sum(exps) for e in exps])
    return result
""",
)
