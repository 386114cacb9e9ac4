"""Chapter 6's network: convolutions, pools, dropout and a softmax layer.

    training_data, validation_data, test_data = network3.load_data_shared()
    net = Network([
        ConvPoolLayer(image_shape=(10, 1, 28, 28), filter_shape=(20, 1, 5, 5), poolsize=(2, 2)),
        FullyConnectedLayer(n_in=20*12*12, n_out=100),
        SoftmaxLayer(n_in=100, n_out=10)], 10)
    net.SGD(training_data, 60, 10, 0.1, validation_data, test_data)

Rows are samples here, as in the rest of groundup and unlike in `network` and `network2`; pictures
have one channel after the other, as in the book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from groundup.book.layers import (
    ConvPoolLayer,
    FullyConnectedLayer,
    Layer,
    ReLU,
    SoftmaxLayer,
    check_layers,
    check_whole,
    linear,
    tanh,
)
from groundup.book.minibatches import PIECE, Learner
from groundup.book.network import sigmoid
from groundup.book.shared import Pair, Shared, load_data_shared, size
from groundup.errors import UserError

__all__ = [
    "ConvPoolLayer",
    "FullyConnectedLayer",
    "Network",
    "ReLU",
    "SoftmaxLayer",
    "linear",
    "load_data_shared",
    "sigmoid",
    "size",
    "tanh",
]

SAID_EVERY = 1000  # mini-batches


class Network:
    """layers: convolutions first, a SoftmaxLayer last. Raises UserError where they do not fit each
    other. mini_batch_size: what the layers are made for; `SGD` takes any other, too."""

    def __init__(self, layers: Sequence[Layer], mini_batch_size: int) -> None:
        check_layers(layers)
        self.layers = layers
        self.mini_batch_size = mini_batch_size
        self.params = [param for layer in layers for param in layer.params]

    def SGD(  # noqa: N802, the book's name
        self,
        training_data: Pair,
        epochs: int,
        mini_batch_size: int,
        eta: float,
        validation_data: Pair,
        test_data: Pair | None,
        lmbda: float = 0.0,
    ) -> None:
        """Trains on the mini-batches in their order, the same in each epoch, and prints how it
        goes. What is left over at the end of the data is not taken.

        training_data, validation_data, test_data: pairs of x (n, n_0) and labels y (n,), as
            `load_data_shared` gives them, or arrays.
        eta: the learning rate. lmbda: λ, where the cost has λ/2 · Σw² over the number of
            mini-batches added to it.

        Raises UserError where there is not one whole mini-batch, or what does not fit the network.
        """
        training, validation = (
            self._part(name, data, mini_batch_size)
            for name, data in (("training", training_data), ("validation", validation_data))
        )
        test = self._part("test", test_data, mini_batch_size) if test_data else None
        batches = len(training[1]) // mini_batch_size
        learner = Learner(self.layers, int(np.random.randint(2**31)) if self._drops() else 0)
        best, best_iteration, best_test = 0.0, 0, 0.0
        try:
            for epoch in range(epochs):
                for first, last in pieces(batches, epoch * batches, mini_batch_size):
                    iteration = epoch * batches + first
                    if iteration % SAID_EVERY == 0:
                        print(f"Training mini-batch number {iteration}")
                    rows = (first * mini_batch_size, last * mini_batch_size)
                    x, y = training[0].rows(*rows), training[1][slice(*rows)]
                    learner.learn(x, y, mini_batch_size, eta, lmbda / batches, iteration)
                found = accuracy(learner, validation)
                print(f"Epoch {epoch}: validation accuracy {found:.2%}")
                if found >= best:
                    print("This is the best validation accuracy to date.")
                    best, best_iteration = found, (epoch + 1) * batches - 1
                    if test:
                        best_test = accuracy(learner, test)
                        print(f"The corresponding test accuracy is {best_test:.2%}")
        finally:
            learner.write_back()
        print("Finished training network.")
        print(f"Best validation accuracy of {best:.2%} obtained at iteration {best_iteration}")
        if test:
            print(f"Corresponding test accuracy of {best_test:.2%}")

    def _drops(self) -> bool:
        return any(layer.p_dropout for layer in self.layers)

    def _part(self, name: str, data: Pair, mini_batch_size: int) -> tuple[Shared, np.ndarray]:
        """x, and the labels y, of whole mini-batches."""
        check_whole("mini_batch_size", mini_batch_size)
        dtype = self.layers[0].w.get_value(borrow=True).dtype
        x, y = (one if isinstance(one, Shared) else Shared(one) for one in data)
        labels, shape = y.get_value(borrow=True), x.rows(0, 1).shape
        inputs = int(np.prod(self.layers[0].inputs))
        outputs = self.layers[-1].outputs[0]
        whole = len(x) // mini_batch_size * mini_batch_size if mini_batch_size > 0 else 0
        for holds, what in (
            (mini_batch_size >= 1, f"mini-batches of 1 or more, got {mini_batch_size}"),
            (len(shape) == 2 and shape[1] == inputs, f"rows of {inputs} numbers, got {shape[1:]}"),
            (labels.shape == (len(x),), f"a label for each of {len(x)} rows, got {labels.shape}"),
            (labels.dtype.kind in "iu", f"whole numbers as labels, got {labels.dtype}"),
            (whole, f"one whole mini-batch of {mini_batch_size}, got {len(x)} samples"),
        ):
            if not holds:
                raise UserError(f"{name}_data: expected {what}")
        if not 0 <= labels.min() <= labels.max() < outputs:
            raise UserError(
                f"{name}_data: expected labels from 0 to {outputs - 1}, one for each output, got "
                f"{labels.min()} to {labels.max()}"
            )
        return as_floats(x, dtype), labels[:whole].astype(np.int64)


def as_floats(x: Shared, dtype: Any) -> Shared:
    """x, of whose rows numbers of this type are given."""
    return x if x.rows(0, 1).dtype == dtype else Shared(x.get_value(borrow=True).astype(dtype))


def accuracy(learner: Learner, data: tuple[Shared, np.ndarray]) -> float:
    """The share of right answers."""
    x, y = data
    starts = range(0, len(y), PIECE)
    right = (learner.right(x.rows(s, min(s + PIECE, len(y))), y[s : s + PIECE]) for s in starts)
    return sum(right) / len(y)


def pieces(batches: int, before: int, size: int) -> Iterator[tuple[int, int]]:
    """From which mini-batch to which, of an epoch's, to learn at once: no further than to the next
    that is to be told of, and not of too many samples."""
    first = 0
    while first < batches:
        told = SAID_EVERY - (before + first) % SAID_EVERY
        last = min(batches, first + told, first + max(1, PIECE // size))
        yield first, last
        first = last
