"""Wrong errors in the batched NumPy class: of the output, of hidden layers, on the way back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.checking.planting import Plant, only_in
from bench.checking.planting import planted as planted_in_style

planted = partial(planted_in_style, style="numpy-batch")

ERROR = "error = self.A[last + 1] - Y"
OUT = "delta[last] = error * sigmoid_prime(self.Z[last])"
SAME = "delta[last] = error"
BACK = "error = delta[l + 1] @ self.W[l + 1].T"
HIDDEN = "delta[l] = error * sigmoid_prime(self.Z[l])"
W = "dW.append(self.A[l].T @ delta[l] / m)"
COST = "return 0.5 * np.sum((out - Y) ** 2) / len(X)"
PRIME = "return sigmoid(z) * (1 - sigmoid(z))"
ALL = "sigmoid cross-entropy relu softmax"


def output_errors() -> Iterator[list[Plant]]:
    yield planted(1, "sigmoid tanh", (OUT, SAME))
    yield planted(2, "cross-entropy", (SAME, OUT))
    yield planted(
        3, "sigmoid tanh", (OUT, "delta[last] = error * sigmoid_prime(self.Z[last]) ** 2")
    )
    of_a = "delta[last] = error * sigmoid_prime(self.A[last + 1])"
    yield planted(4, "sigmoid tanh", (OUT, of_a))
    in_all = (HIDDEN, "delta[l] = error * sigmoid_prime(self.A[l + 1])")
    yield planted(4, "sigmoid", (OUT, of_a), in_all, what="hidden too", also=(15,))
    yield planted(5, "sigmoid", (OUT, "delta[last] = error * self.Z[last] * (1 - self.Z[last])"))
    yield planted(5, "sigmoid softmax", (PRIME, "return z * (1 - z)"), what="σ′", also=(15,))
    jacobian = """\
        P = self.A[last + 1]
        delta[last] = np.zeros_like(P)
        for i in range(m):
            J = np.diag(P[i]) - np.outer(P[i], P[i])
            delta[last][i] = J @ error[i]"""
    yield planted(6, "softmax relu-softmax", (SAME, jacobian))
    yield planted(7, "softmax relu-softmax", (SAME, "delta[last] = -Y / self.A[last + 1]"))
    diagonal = "P = self.A[last + 1]\ndelta[last] = -(Y / P) * P * (1 - P)"
    yield planted(8, "softmax relu-softmax", (SAME, diagonal))
    yield planted(9, ALL, (ERROR, "error = Y - self.A[last + 1]"))
    one_hot = """\
        labels = Y.argmax(axis=1)
        targets = np.zeros_like(Y)
        targets[np.arange(m), labels - 1] = 1
        error = self.A[last + 1] - targets"""
    yield planted(10, "softmax relu-softmax", (ERROR, one_hot))
    up = "error = self.A[last + 1] - np.roll(Y, 1, axis=1)"
    yield planted(10, ALL, (ERROR, up), what="up")
    yield planted(11, "sigmoid relu", (ERROR, "error = 2 * (self.A[last + 1] - Y)"))
    yield planted(11, "sigmoid tanh", (COST, COST.replace("0.5 * ", "")), what="in the cost")
    yield planted(12, ALL, (ERROR, "error = np.sign(self.A[last + 1] - Y)"))
    yield planted(13, "single-output", ("error = self.out - y", "error = self.out - y.ravel()"))


def hidden_errors() -> Iterator[list[Plant]]:
    smooth = "sigmoid tanh softmax"
    wrong = {
        (14, "sigmoid cross-entropy tanh relu", ""): "delta[l] = error",
        (15, smooth, ""): "delta[l] = error * sigmoid_prime(self.A[l + 1])",
        (
            15,
            "sigmoid cross-entropy",
            "form for a",
        ): "delta[l] = error * self.Z[l] * (1 - self.Z[l])",
        (16, smooth, ""): "delta[l] = error * sigmoid(self.Z[l])",
        (17, "sigmoid softmax", ""): "delta[l] = error * (1 - self.A[l + 1])",
        (18, smooth, ""): "delta[l] = error * np.square(sigmoid_prime(self.Z[l]))",
        (19, smooth, "above"): "delta[l] = error * sigmoid_prime(self.Z[l + 1])",
        (19, "sigmoid", "below"): "delta[l] = error * sigmoid_prime(self.Z[l - 1])",
        (25, "relu relu-softmax", ""): "delta[l] = np.where(error > 0, error, 0)",
        (26, "relu relu-softmax", ""): "delta[l] = error * np.ones_like(self.Z[l])",
        (27, "leaky", ""): "delta[l] = error * (self.Z[l] > 0)",
        (28, "tanh", "1 − a"): "delta[l] = error * (1 - self.A[l + 1])",
        (28, "tanh", "1 − z²"): "delta[l] = error * (1 - self.Z[l] ** 2)",
        (29, smooth, ""): "delta[l] = error * sigmoid_prime(self.Z[l]).mean(axis=0)",
    }
    for (number, variants, what), line in wrong.items():
        yield planted(number, variants, (HIDDEN, line), what=what)
        for layer in (0, 1):
            confined = only_in(layer, (HIDDEN, line))
            yield planted(number, variants.split()[0], *confined, what=what, layer=layer)


def functions() -> Iterator[list[Plant]]:
    """The derivative's own function wrong: σ′ itself shows it, and every layer suffers."""
    yield planted(16, "sigmoid softmax", (PRIME, "return sigmoid(z)"), what="σ′")
    yield planted(17, "sigmoid", (PRIME, "return 1 - sigmoid(z)"), what="σ′")
    yield planted(18, "softmax", (PRIME, "return (sigmoid(z) * (1 - sigmoid(z))) ** 2"), what="σ′")
    yield planted(26, "relu", ("return (z > 0).astype(float)", "return np.ones_like(z)"), what="σ′")
    slope = ("return np.where(z > 0, 1.0, 0.01)", "return np.where(z > 0, 1.0, 0.0)")
    yield planted(27, "leaky", slope, what="σ′")
    right = "return 1 - np.tanh(z) ** 2"
    yield planted(28, "tanh", (right, "return 1 - np.tanh(z)"), what="σ′ 1 − a")
    yield planted(28, "tanh", (right, "return 1 - z**2"), what="σ′ 1 − z²")


def way_back() -> Iterator[list[Plant]]:
    first = "error = (error if l == last - 1 else delta[l + 1]) @ self.W[l + 1].T"
    yield planted(20, "sigmoid tanh", (BACK, "error = error @ self.W[l + 1].T"), what="all the way")
    yield planted(20, "sigmoid", (BACK, first), what="first")
    yield planted(20, "cross-entropy", (BACK, first), what="first", shows=False)
    wrong = {
        (21, ""): "error = delta[l + 1] @ self.W[l + 1]",
        (22, ""): "error = delta[l + 1] @ self.W[l].T",
        (23, "|W|"): "error = delta[l + 1] @ np.abs(self.W[l + 1]).T",
        (
            23,
            "normalised",
        ): "error = delta[l + 1] @ self.W[l + 1].T / np.linalg.norm(self.W[l + 1])",
        (23, "shares"): "W = self.W[l + 1]\nerror = delta[l + 1] @ (W / W.sum(axis=0)).T",
        (23, "left out"): "error = delta[l + 1]",
        (23, "summed"): "error = delta[l + 1].sum(axis=1, keepdims=True)",
    }
    for (number, what), line in wrong.items():
        yield planted(number, "sigmoid", (BACK, line), what=what)
        # A softmax's deltas add up to 0: summed, they leave 0 from layer 1 on down.
        layer = 1 if what == "summed" else None
        yield planted(number, "softmax", (BACK, line), what=what, layer=layer)
    for layer in (0, 1):
        line = wrong[23, "|W|"]
        yield planted(23, "sigmoid", *only_in(layer, (BACK, line)), what="|W|", layer=layer)
    late = ("error = delta @ self.W[l].T", "")
    yield planted(24, "one-pass", late, ("if l > 0:", f"{late[0]}\nif l > 0:"))


PARTS = (output_errors, hidden_errors, functions, way_back)
PLANTS = [plant for part in PARTS for plants in part() for plant in plants]
