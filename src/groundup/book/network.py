"""Chapter 1's network: sigmoid neurons that learn by stochastic gradient descent.

    net = network.Network([784, 30, 10])
    net.SGD(training_data, 30, 10, 3.0, test_data=test_data)

Columns are (n, 1). `weights[l]` (n_out, n_in) and `biases[l]` (n_out, 1) lead to layer l + 1, as
`w[l]` and `b[l]` do everywhere in groundup. The cost of a sample is ½‖a − y‖².
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from groundup.book import columns
from groundup.book.columns import Pair
from groundup.book.descent import Plain, Rows, learn_epoch, outputs

__all__ = ["Network", "sigmoid", "sigmoid_prime"]


class Network:
    """Weights and biases, first drawn from N(0, 1) by NumPy's own generator, biases before weights.

    sizes: neurons a layer, inputs first.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(n_out, 1) for n_out in sizes[1:]]
        self.weights = [np.random.randn(n_out, n_in) for n_in, n_out in pairwise(sizes)]

    def feedforward(self, a: np.ndarray) -> np.ndarray:
        """The outputs (n_L, 1) for inputs a (n_0, 1)."""
        for w, b in zip(self.weights, self.biases, strict=True):
            a = sigmoid(w @ a + b)
        return a

    def SGD(  # noqa: N802, the book's name
        self,
        training_data: Iterable[Pair],
        epochs: int,
        mini_batch_size: int,
        eta: float,
        test_data: Iterable[Pair] | None = None,
    ) -> None:
        """Trains, and prints a line an epoch: how many test digits are right, where there are any.

        training_data: pairs of x (n_0, 1) and y (n_L, 1); a list is shuffled in place.
        test_data: pairs of x and a label. eta: the learning rate.
        """
        columns.check_batches(mini_batch_size)
        training, test = columns.as_list(training_data), columns.as_list(test_data or [])
        rows = Rows(training, self.sizes[-1]) if training and PLAIN.still(self) else None
        for epoch in range(epochs):
            random.shuffle(training)
            if rows and PLAIN.still(self):
                learn_epoch(self, rows, training, mini_batch_size, eta)
            else:
                for start in range(0, len(training), mini_batch_size):
                    self.update_mini_batch(training[start : start + mini_batch_size], eta)
            if test:
                print(f"Epoch {epoch}: {self.evaluate(test)} / {len(test)}")
            else:
                print(f"Epoch {epoch} complete")

    def update_mini_batch(self, mini_batch: Sequence[Pair], eta: float) -> None:
        """One step of gradient descent, down the mean gradient of the pairs."""
        db = [np.zeros(b.shape) for b in self.biases]
        dw = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            one_b, one_w = self.backprop(x, y)
            db = [total + one for total, one in zip(db, one_b, strict=True)]
            dw = [total + one for total, one in zip(dw, one_w, strict=True)]
        step = eta / len(mini_batch)
        self.weights = [w - step * total for w, total in zip(self.weights, dw, strict=True)]
        self.biases = [b - step * total for b, total in zip(self.biases, db, strict=True)]

    def backprop(self, x: np.ndarray, y: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """`(db, dw)`, shaped like `biases` and `weights`: the gradient of one pair's cost."""
        layers = range(len(self.weights))
        z, a = [], [x]
        for l in layers:
            z.append(self.weights[l] @ a[l] + self.biases[l])
            a.append(sigmoid(z[l]))
        last = len(layers) - 1
        delta = {last: self.cost_derivative(a[last + 1], y) * sigmoid_prime(z[last])}
        for l in reversed(range(last)):
            delta[l] = self.weights[l + 1].T @ delta[l + 1] * sigmoid_prime(z[l])
        return [delta[l] for l in layers], [delta[l] @ a[l].T for l in layers]

    def evaluate(self, test_data: Iterable[Pair]) -> int:
        """How many pairs of x and label have their largest output at the label."""
        test = columns.as_list(test_data)
        if not test:
            return 0
        if PLAIN.still(self, "feedforward"):
            guesses = outputs(self, test).argmax(axis=1)
        else:
            guesses = np.array([np.argmax(self.feedforward(x)) for x, _ in test])
        return int((guesses == columns.labels(test)).sum())

    def cost_derivative(self, output_activations: np.ndarray, y: Any) -> np.ndarray:
        """∂C/∂a of the outputs (n_L, 1)."""
        return output_activations - y


def sigmoid(z: Any) -> Any:
    """1 / (1 + e⁻ᶻ)"""
    e = np.exp(-np.abs(z))  # never overflows
    return np.where(np.asarray(z) >= 0.0, 1.0, e) / (1.0 + e)


def sigmoid_prime(z: Any) -> Any:
    """The derivative of `sigmoid`."""
    return sigmoid(z) * (1.0 - sigmoid(z))


PLAIN = Plain(
    globals(),
    "Network",
    "feedforward update_mini_batch backprop cost_derivative",
    "sigmoid sigmoid_prime",
)
