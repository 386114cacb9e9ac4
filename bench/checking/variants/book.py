"""The lines in which the variants of the book-style class differ from it."""

from __future__ import annotations

from bench.checking.variants.lines import Lines, StyleLines, array_functions


def book_output(function: str, cost: str) -> Lines:
    """Another function in the last layer, whose error is its delta."""
    return (
        ("a = sigmoid(z)", f"a = sigmoid(z) if l < self.num_layers - 2 else {function}"),
        ("activation = sigmoid(z)", f"activation = sigmoid(z) if l < last else {function}"),
        ("delta = error * sigmoid_prime(zs[last])", "delta = error"),
        ("return 0.5 * np.sum((a - y) ** 2)", cost),
    )


BOOK_COST = "return 0.5 * np.sum((a - y) ** 2)"
BOOK = StyleLines(
    {
        **array_functions("return 1.0 / (1.0 + np.exp(-z))"),
        "cross-entropy": (
            ("delta = error * sigmoid_prime(zs[last])", "delta = error"),
            (
                BOOK_COST,
                """\
                a = np.clip(a, 1e-300, 1 - 1e-16)
                return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a))""",
            ),
        ),
        "softmax": book_output("softmax(z)", "return -np.sum(y * np.log(np.maximum(a, 1e-300)))"),
        "linear": book_output("z", "return 0.5 * np.sum((a - y) ** 2)"),
        "l2": (
            ("import numpy as np", "import numpy as np\n\nLMBDA = 0.1"),
            (
                BOOK_COST,
                """\
                penalty = 0.5 * LMBDA * sum(np.sum(w**2) for w in self.weights)
                return 0.5 * np.sum((a - y) ** 2) + penalty""",
            ),
            (
                "self.weights = [w - rate * nw for w, nw in zip(self.weights, sum_w)]",
                """\
                decay = eta * LMBDA
                self.weights = [w - decay * w - rate * nw for w, nw in zip(self.weights, sum_w)]""",
            ),
        ),
        "dropout": (
            ("def backprop(self, x, y):", "def backprop(self, x, y, masks=None):"),
            (
                "nabla_b, nabla_w = self.backprop(x, y)",
                "nabla_b, nabla_w = self.backprop(x, y, masks)",
            ),
            (
                "for x, y in mini_batch:",
                """\
                for x, y in mini_batch:
                    masks = [(chance.random((n, 1)) < 0.8) / 0.8 for n in self.sizes[1:-1]]""",
            ),
            ("import numpy as np", "import numpy as np\n\nchance = np.random.default_rng(1)"),
            (
                "activation = sigmoid(z)",
                """\
                activation = sigmoid(z)
                if masks is not None and l < last:
                    activation = activation * masks[l]""",
            ),
            (
                "delta = error * sigmoid_prime(zs[l])",
                """\
                if masks is not None:
                    error = error * masks[l]
                delta = error * sigmoid_prime(zs[l])""",
            ),
        ),
    },
    softmax="""

def softmax(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)
""",
)
