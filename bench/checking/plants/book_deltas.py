"""Wrong errors in the book-style class: of the output, of hidden layers, on the way back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.checking.planting import Plant, only_in
from bench.checking.planting import planted as planted_in_style

planted = partial(planted_in_style, style="book")

ERROR = "error = activations[last + 1] - y"
OUT = "delta = error * sigmoid_prime(zs[last])"
SAME = "delta = error"  # of cross-entropy, or a linear output
BACK = "error = np.dot(self.weights[l + 1].T, delta)"
HIDDEN = "delta = error * sigmoid_prime(zs[l])"
PRIME = "return sigmoid(z) * (1 - sigmoid(z))"
ALL = "sigmoid cross-entropy relu softmax"


def output_errors() -> Iterator[list[Plant]]:
    yield planted(1, "sigmoid tanh", (OUT, "delta = error"))
    yield planted(2, "cross-entropy", (SAME, OUT))
    twice = "delta = error * sigmoid_prime(zs[last]) * sigmoid_prime(zs[last])"
    yield planted(3, "sigmoid tanh", (OUT, twice))
    of_a = "delta = error * sigmoid_prime(activations[last + 1])"
    yield planted(4, "sigmoid tanh", (OUT, of_a))
    in_all = (HIDDEN, "delta = error * sigmoid_prime(activations[l + 1])")
    yield planted(4, "sigmoid", (OUT, of_a), in_all, what="hidden too", also=(15,))
    yield planted(5, "sigmoid", (OUT, "delta = error * zs[last] * (1 - zs[last])"))
    yield planted(5, "sigmoid softmax", (PRIME, "return z * (1 - z)"), what="σ′", also=(15,))
    yield planted(
        6,
        "softmax relu-softmax",
        (SAME, "p = activations[last + 1]\ndelta = p * (error - np.sum(error * p))"),
    )
    yield planted(7, "softmax relu-softmax", (SAME, "delta = -y / activations[last + 1]"))
    diagonal = "p = activations[last + 1]\ndelta = -y / p * (p * (1 - p))"
    yield planted(8, "softmax relu-softmax", (SAME, diagonal))
    yield planted(9, ALL, (ERROR, "error = y - activations[last + 1]"))
    yield planted(10, ALL, (ERROR, "error = activations[last + 1] - np.roll(y, 1)"))
    yield planted(
        10, "softmax", (ERROR, "error = activations[last + 1] - np.roll(y, -1)"), what="up"
    )
    yield planted(11, "sigmoid relu", (ERROR, "error = 2 * (activations[last + 1] - y)"))
    no_half = ("return 0.5 * np.sum((a - y) ** 2)", "return np.sum((a - y) ** 2)")
    yield planted(11, "sigmoid tanh", no_half, what="in the cost")
    yield planted(12, ALL, (ERROR, "error = np.sign(activations[last + 1] - y)"))


def hidden_errors() -> Iterator[list[Plant]]:
    smooth = "sigmoid tanh softmax"
    wrong = {
        (14, "sigmoid cross-entropy tanh relu", ""): "delta = error",
        (15, smooth, ""): "delta = error * sigmoid_prime(activations[l + 1])",
        (15, "sigmoid cross-entropy", "form for a"): "delta = error * zs[l] * (1 - zs[l])",
        (16, smooth, ""): "delta = error * activations[l + 1]",
        (17, "sigmoid softmax", ""): "delta = error * (1 - activations[l + 1])",
        (18, smooth, ""): "delta = error * sigmoid_prime(zs[l]) ** 2",
        (19, smooth, "above"): "delta = error * sigmoid_prime(zs[l + 1])",
        (19, "sigmoid", "below"): "delta = error * sigmoid_prime(zs[l - 1])",
        (25, "relu relu-softmax", ""): "delta = error * (error > 0)",
        (26, "relu relu-softmax", ""): "delta = error * np.ones(zs[l].shape)",
        (27, "leaky", ""): "delta = error * (zs[l] > 0)",
        (28, "tanh", "1 − a"): "delta = error * (1 - activations[l + 1])",
        (28, "tanh", "1 − z²"): "delta = error * (1 - zs[l] ** 2)",
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
    yield planted(
        26, "relu", ("return (z > 0).astype(float)", "return np.ones(z.shape)"), what="σ′"
    )
    slope = ("return np.where(z > 0, 1.0, 0.01)", "return np.where(z > 0, 1.0, 0.0)")
    yield planted(27, "leaky", slope, what="σ′")
    right = "return 1 - np.tanh(z) ** 2"
    yield planted(28, "tanh", (right, "return 1 - tanh(z)"), what="σ′ 1 − a")
    yield planted(28, "tanh", (right, "return 1 - z**2"), what="σ′ 1 − z²")


def way_back() -> Iterator[list[Plant]]:
    raw = "error = np.dot(self.weights[l + 1].T, error)"
    first = "error = np.dot(self.weights[l + 1].T, error if l == last - 1 else delta)"
    yield planted(20, "sigmoid tanh", (BACK, raw), what="all the way")
    yield planted(20, "sigmoid", (BACK, first), what="first")
    yield planted(20, "cross-entropy", (BACK, first), what="first", shows=False)
    wrong = {
        (21, ""): "error = np.dot(self.weights[l + 1], delta)",
        (22, ""): "error = np.dot(self.weights[l].T, delta)",
        (23, "|W|"): "error = np.dot(np.abs(self.weights[l + 1]).T, delta)",
        (
            23,
            "normalised",
        ): "w = self.weights[l + 1]\nerror = np.dot(w.T, delta) / np.linalg.norm(w)",
        (23, "shares"): (
            "w = self.weights[l + 1]\nerror = np.dot((w / w.sum(axis=1, keepdims=True)).T, delta)"
        ),
        (23, "left out"): "error = delta",
        (23, "summed"): "error = np.sum(delta)",
    }
    for (number, what), line in wrong.items():
        yield planted(number, "sigmoid", (BACK, line), what=what)
        # A softmax's deltas add up to 0: summed, they leave 0 from layer 1 on down.
        layer = 1 if what == "summed" else None
        yield planted(number, "softmax", (BACK, line), what=what, layer=layer)
    for layer in (0, 1):
        line = wrong[23, "|W|"]
        yield planted(23, "sigmoid", *only_in(layer, (BACK, line)), what="|W|", layer=layer)
    yield planted(
        24,
        "one-pass",
        ("error = np.dot(self.weights[l].T, delta)", ""),
        (
            "self.biases[l] = self.biases[l] - eta * nabla_b",
            "self.biases[l] = self.biases[l] - eta * nabla_b\n"
            "error = np.dot(self.weights[l].T, delta)",
        ),
    )


PARTS = (output_errors, hidden_errors, functions, way_back)
PLANTS = [plant for part in PARTS for plants in part() for plant in plants]
