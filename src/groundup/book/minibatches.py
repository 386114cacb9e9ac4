"""Chapter 6's steps, taken by groundup's engines.

The book drops what enters a layer, and weighs what is left as it is; when it learns no more, it
multiplies the sum of all by the share that had been left, 1 - p. For an engine, what enters a layer
is what the layer below puts out. What enters the first is dropped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from groundup import engines, randomness
from groundup.book import channels
from groundup.book.layers import ConvPoolLayer, Layer
from groundup.engines.engine import Task
from groundup.engines.state import dropout_mask

PIECE = 10_000  # samples that are floats at a time


class Learner:
    """The weights and biases of layers, as an engine has them."""

    def __init__(self, layers: Sequence[Layer], seed: int = 0) -> None:
        self.layers, self.seed = layers, seed
        self.engine = engines.load(engines.fastest())
        self.w = [self._in_engine(l) for l in range(len(layers))]
        self.b = [layer.b.get_value() for layer in layers]
        self.p_dropout = [layer.p_dropout for layer in layers]

    def write_back(self) -> None:
        """Gives the layers what was learned."""
        for l, layer in enumerate(self.layers):
            if isinstance(layer, ConvPoolLayer):
                layer.w.set_value(channels.turned(self.w[l]), borrow=True)
            else:
                layer.w.set_value(channels.from_engine(self.w[l], self._picture(l)), borrow=True)
            layer.b.set_value(self.b[l])

    def learn(
        self, x: np.ndarray, y: np.ndarray, size: int, eta: float, l2: float, iteration: int
    ) -> None:
        """A step for each mini-batch of rows x (m, n_0) with labels y (m,), in their order.
        iteration: how many there were before, which also names the chance by which units drop."""
        streams = list(randomness.keys(len(self.layers), self.seed, "mini-batch", iteration))
        if self.p_dropout[0]:
            x = x * dropout_mask(self.p_dropout[0], streams[-1], np.arange(len(x)), x.shape[1])
        task = self._task(
            self.w, x, y, batch_size=size, eta=eta, l2=l2, dropout=[*self.p_dropout[1:], 0.0],
            dropout_streams=streams, dropout_as_is=True,
        )  # fmt: skip
        self.engine.run(task)

    def right(self, x: np.ndarray, y: np.ndarray) -> int:
        """How many rows x (m, n_0) have their largest output at the label."""
        w = [w * w.dtype.type(1 - p) for w, p in zip(self.w, self.p_dropout, strict=True)]
        return self.engine.evaluate(self._task(w, x, y)).right

    def _task(self, w: list[np.ndarray], x: np.ndarray, y: np.ndarray, **options: Any) -> Task:
        first = self.layers[0]
        if isinstance(first, ConvPoolLayer):
            x = channels.pixels(x, first.inputs)
        activations = [layer.activation for layer in self.layers]
        return Task(
            w, self.b, activations, x=x, cost="cross-entropy", y=y, threads=engines.cores(),
            **options,
        )  # fmt: skip

    def _in_engine(self, l: int) -> np.ndarray:
        layer = self.layers[l]
        if isinstance(layer, ConvPoolLayer):
            return channels.turned(layer.w.get_value())
        return channels.to_engine(layer.w.get_value(), self._picture(l))

    def _picture(self, l: int) -> channels.Picture:
        """What comes into layer l, where it is a picture."""
        below = self.layers[l - 1].outputs if l else ()
        return below if len(below) == 3 else ()
