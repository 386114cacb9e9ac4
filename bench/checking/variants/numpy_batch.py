"""The lines in which the variants of the batched NumPy class differ from it."""

from __future__ import annotations

from bench.checking.variants.lines import Lines, StyleLines, array_functions


def numpy_output(function: str, cost: str) -> Lines:
    return (
        (
            "self.A.append(sigmoid(Z))",
            f"self.A.append(sigmoid(Z) if l < self.L - 1 else {function})",
        ),
        ("delta[last] = error * sigmoid_prime(self.Z[last])", "delta[last] = error"),
        ("return 0.5 * np.sum((out - Y) ** 2) / len(X)", cost),
    )


NUMPY_COST = "return 0.5 * np.sum((out - Y) ** 2) / len(X)"
NUMPY = StyleLines(
    {
        **array_functions("return 1 / (1 + np.exp(-z))"),
        "cross-entropy": (
            ("delta[last] = error * sigmoid_prime(self.Z[last])", "delta[last] = error"),
            (
                NUMPY_COST,
                """\
                out = np.clip(out, 1e-300, 1 - 1e-16)
                return -np.sum(Y * np.log(out) + (1 - Y) * np.log(1 - out)) / len(X)""",
            ),
        ),
        "softmax": numpy_output(
            "softmax(Z)", "return -np.sum(Y * np.log(np.maximum(out, 1e-300))) / len(X)"
        ),
        "linear": numpy_output("Z", "return 0.5 * np.sum((out - Y) ** 2) / len(X)"),
        "l2": (
            (
                "def __init__(self, sizes, seed=0):",
                "def __init__(self, sizes, seed=0, l2=0.1):\n    self.l2 = l2",
            ),
            (
                NUMPY_COST,
                """\
                penalty = 0.5 * self.l2 * sum(np.sum(W * W) for W in self.W)
                return 0.5 * np.sum((out - Y) ** 2) / len(X) + penalty""",
            ),
            (
                "dW.append(self.A[l].T @ delta[l] / m)",
                "dW.append(self.A[l].T @ delta[l] / m + self.l2 * self.W[l])",
            ),
        ),
        "dropout": (
            ("def forward(self, X):", "def forward(self, X, masks=None):"),
            (
                "self.A.append(sigmoid(Z))",
                """\
                A = sigmoid(Z)
                if masks is not None and l < self.L - 1:
                    A = A * masks[l]
                self.A.append(A)""",
            ),
            ("def backprop(self, X, Y):", "def backprop(self, X, Y, masks=None):"),
            (
                "grads = self.backprop(X, Y)",
                """\
                sizes = [W.shape[1] for W in self.W[:-1]]
                masks = [(chance.random((len(X), n)) < 0.8) / 0.8 for n in sizes]
                grads = self.backprop(X, Y, masks)""",
            ),
            ("import numpy as np", "import numpy as np\n\nchance = np.random.default_rng(1)"),
            ("self.forward(X)", "self.forward(X, masks)"),
            (
                "delta[l] = error * sigmoid_prime(self.Z[l])",
                """\
                if masks is not None:
                    error = error * masks[l]
                delta[l] = error * sigmoid_prime(self.Z[l])""",
            ),
        ),
    },
    softmax="""

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
)
