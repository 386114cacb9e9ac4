"""Chapter 3's network: costs to choose, better initial weights, L2, and much to watch.

    net = network2.Network([784, 30, 10], cost=network2.CrossEntropyCost)
    net.SGD(training_data, 30, 10, 0.5, lmbda=5.0, evaluation_data=validation_data,
            monitor_evaluation_accuracy=True)

The shapes are those of `network`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from groundup.book import columns
from groundup.book.columns import Pair
from groundup.book.descent import Plain, Rows, learn_epoch, outputs
from groundup.book.mnist_loader import vectorized_result
from groundup.book.network import sigmoid, sigmoid_prime
from groundup.errors import UserError
from groundup.formats.atomic import write_atomically

__all__ = [
    "CrossEntropyCost",
    "Network",
    "QuadraticCost",
    "load",
    "sigmoid",
    "sigmoid_prime",
    "vectorized_result",
]

Curves = tuple[list[float], list[int], list[float], list[int]]


class QuadraticCost:
    """½‖a − y‖²"""

    @staticmethod
    def fn(a: np.ndarray, y: np.ndarray) -> float:
        """The cost of outputs a for the wanted y."""
        return 0.5 * float(np.linalg.norm(a - y)) ** 2

    @staticmethod
    def delta(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
        """∂C/∂z of the last layer."""
        return (a - y) * sigmoid_prime(z)


class CrossEntropyCost:
    """−Σ y ln a + (1 − y) ln(1 − a)"""

    @staticmethod
    def fn(a: np.ndarray, y: np.ndarray) -> float:
        """The cost; where an output is 0 or 1, as it should be, 0·ln 0 counts as 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.nan_to_num(-y * np.log(a) - (1 - y) * np.log(1 - a)).sum())

    @staticmethod
    def delta(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
        """∂C/∂z of the last layer, in which σ′ has cancelled out."""
        return a - y


QUICK: dict[Any, str] = {QuadraticCost: "quadratic", CrossEntropyCost: "cross-entropy"}
DELTAS = {cost: cost.delta for cost in QUICK}  # as they were written
SUMS = {cost: cost.fn for cost in QUICK}  # which add up whatever they are given


class Network:
    """sizes: neurons a layer, inputs first. cost: a class with `fn` and `delta`, as those above."""

    def __init__(self, sizes: Sequence[int], cost: Any = CrossEntropyCost) -> None:
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.default_weight_initializer()
        self.cost = cost

    def default_weight_initializer(self) -> None:
        """Weights from N(0, 1/n_in), so that no neuron begins saturated; biases from N(0, 1)."""
        self.large_weight_initializer()
        self.weights = [w / np.sqrt(w.shape[1]) for w in self.weights]

    def large_weight_initializer(self) -> None:
        """All from N(0, 1), as in chapter 1."""
        self.biases = [np.random.randn(n_out, 1) for n_out in self.sizes[1:]]
        self.weights = [np.random.randn(n_out, n_in) for n_in, n_out in pairwise(self.sizes)]

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
        lmbda: float = 0.0,
        evaluation_data: Iterable[Pair] | None = None,
        monitor_evaluation_cost: bool = False,
        monitor_evaluation_accuracy: bool = False,
        monitor_training_cost: bool = False,
        monitor_training_accuracy: bool = False,
        early_stopping_n: int = 0,
    ) -> Curves:
        """Trains, prints what is monitored, and returns it, a number an epoch: evaluation cost and
        accuracy, training cost and accuracy. Accuracies are numbers of right answers.

        training_data: pairs of x (n_0, 1) and y (n_L, 1); a list is shuffled in place.
        evaluation_data: pairs of x and a label. lmbda: the book's λ.
        early_stopping_n: ends after this many epochs without improvement; 0 means never.
        """
        training, evaluation = (
            columns.as_list(training_data),
            columns.as_list(evaluation_data or []),
        )
        columns.check_batches(mini_batch_size)
        if not evaluation and (
            monitor_evaluation_cost or monitor_evaluation_accuracy or early_stopping_n > 0
        ):
            raise UserError("evaluation_data: expected pairs to monitor or to stop by, got none")
        curves: Curves = ([], [], [], [])
        best, best_epoch = -1, 0
        rows = Rows(training, self.sizes[-1]) if training and self._plain() else None
        for epoch in range(epochs):
            random.shuffle(training)
            if rows and self._plain():
                cost, l2 = QUICK[self.cost], lmbda / len(training)
                learn_epoch(self, rows, training, mini_batch_size, eta, cost, l2)
            else:
                for start in range(0, len(training), mini_batch_size):
                    batch = training[start : start + mini_batch_size]
                    self.update_mini_batch(batch, eta, lmbda, len(training))
            print(f"Epoch {epoch} training complete")
            if monitor_training_cost:
                curves[2].append(self.total_cost(training, lmbda))
                print(f"Cost on training data: {curves[2][-1]}")
            if monitor_training_accuracy:
                curves[3].append(self.accuracy(training, convert=True))
                print(f"Accuracy on training data: {curves[3][-1]} / {len(training)}")
            if monitor_evaluation_cost:
                curves[0].append(self.total_cost(evaluation, lmbda, convert=True))
                print(f"Cost on evaluation data: {curves[0][-1]}")
            if monitor_evaluation_accuracy:
                curves[1].append(self.accuracy(evaluation))
                print(f"Accuracy on evaluation data: {curves[1][-1]} / {len(evaluation)}")
            print()
            if early_stopping_n > 0:
                right = curves[1][-1] if monitor_evaluation_accuracy else self.accuracy(evaluation)
                if right > best:
                    best, best_epoch = right, epoch
                elif epoch - best_epoch == early_stopping_n:
                    break
        return curves

    def update_mini_batch(
        self, mini_batch: Sequence[Pair], eta: float, lmbda: float, n: int
    ) -> None:
        """One step of gradient descent, down the mean gradient of the pairs, with weight decay;
        n is how many training samples there are."""
        db = [np.zeros(b.shape) for b in self.biases]
        dw = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            one_b, one_w = self.backprop(x, y)
            db = [total + one for total, one in zip(db, one_b, strict=True)]
            dw = [total + one for total, one in zip(dw, one_w, strict=True)]
        step, kept = eta / len(mini_batch), 1 - eta * lmbda / n
        self.weights = [kept * w - step * total for w, total in zip(self.weights, dw, strict=True)]
        self.biases = [b - step * total for b, total in zip(self.biases, db, strict=True)]

    def backprop(self, x: np.ndarray, y: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """`(db, dw)`, shaped like `biases` and `weights`: the gradient of one pair's cost."""
        layers = range(len(self.weights))
        z, a = [], [x]
        for l in layers:
            z.append(self.weights[l] @ a[l] + self.biases[l])
            a.append(sigmoid(z[l]))
        last = len(layers) - 1
        delta = {last: self.cost.delta(z[last], a[last + 1], y)}
        for l in reversed(range(last)):
            delta[l] = self.weights[l + 1].T @ delta[l + 1] * sigmoid_prime(z[l])
        return [delta[l] for l in layers], [delta[l] @ a[l].T for l in layers]

    def accuracy(self, data: Iterable[Pair], convert: bool = False) -> int:
        """How many pairs have their largest output at the label; `convert` where y is (n_L, 1)."""
        pairs = columns.as_list(data)
        if not pairs:
            return 0
        return int((self._outputs(pairs).argmax(axis=1) == columns.labels(pairs)).sum())

    def total_cost(self, data: Iterable[Pair], lmbda: float, convert: bool = False) -> float:
        """The mean cost of the pairs, plus λ/2n Σw²; `convert` where y is a label."""
        pairs = columns.as_list(data)
        found = self._outputs(pairs)
        wanted = columns.targets(pairs, found.shape[1])
        if self.cost in SUMS and self.cost.fn is SUMS[self.cost]:
            total = self.cost.fn(found, wanted) / len(pairs)
        else:
            each = zip(found[:, :, None], wanted[:, :, None], strict=True)
            total = sum(self.cost.fn(a, y) for a, y in each) / len(pairs)
        squares = sum(float(np.linalg.norm(w)) ** 2 for w in self.weights)
        return total + 0.5 * lmbda / len(pairs) * squares

    def save(self, filename: str) -> None:
        """Writes JSON that `load` reads: sizes, weights, biases, and the name of the cost."""
        said = {
            "sizes": list(self.sizes),
            "weights": [w.tolist() for w in self.weights],
            "biases": [b.tolist() for b in self.biases],
            "cost": self.cost.__name__,
        }
        write_atomically(filename, json.dumps(said).encode())

    def _plain(self) -> bool:
        known = self.cost in QUICK and self.cost.delta is DELTAS[self.cost]
        return known and PLAIN.still(self)

    def _outputs(self, pairs: Sequence[Pair]) -> np.ndarray:
        """(m, n_L)"""
        if PLAIN.still(self, "feedforward"):
            return outputs(self, pairs)
        return np.array([np.ravel(self.feedforward(x)) for x, _ in pairs])


def load(filename: str) -> Network:
    """The network in a file that `save`, or the book's own code, has written.

    Raises UserError where it is not such a file, where its cost is not one of this module's, or
    where groundup has exported it with layers that are not sigmoid.
    """
    try:
        said = json.loads(Path(filename).read_text(encoding="utf-8"))
        costs = {name: one for name, one in globals().items() if hasattr(one, "delta")}
        if said["cost"] not in costs:
            raise UserError(
                f"{filename}: its cost is {said['cost']!r}, which is not one of {', '.join(costs)}"
                f"; if it is a class of yours, set network2.{said['cost']} to it, and load again"
            )
        others = set((said.get("groundup") or {}).get("activations", [])) - {"sigmoid"}
        if others:
            raise UserError(
                f"{filename}: its layers are {', '.join(sorted(others))}, and network2 has only "
                "sigmoid; read it with groundup.Network.load"
            )
        network = Network([int(size) for size in said["sizes"]], costs[said["cost"]])
        w = [np.array(rows, float) for rows in said["weights"]]
        b = [np.array(column, float) for column in said["biases"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(f"{filename}: expected JSON as network2 writes it, but: {error}") from None
    shapes = [p.shape for p in (*network.weights, *network.biases)]
    if (came := [p.shape for p in (*w, *b)]) != shapes:
        raise UserError(f"{filename}: expected weights and biases of shapes {shapes}, got {came}")
    network.weights, network.biases = w, b
    return network


PLAIN = Plain(
    globals(),
    "Network",
    "feedforward update_mini_batch backprop",
    "sigmoid sigmoid_prime QuadraticCost CrossEntropyCost",
)
