"""Chapter 6's steps, taken by groundup's engines.

The book drops what enters a layer, and weighs what is left as it is; when it learns no more, it
multiplies the sum of all by the share that had been left, 1 - p. Engines instead drop what the
layer below puts out, and divide what is left by 1 - p. So an engine's weights are (1 - p) times the
book's: then both say the same, in learning and after it. A step, however, would be 1/(1 - p)²
times too long in such a layer: what is too much is taken back after each mini-batch.
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
        self.kept = [1.0 - layer.p_dropout for layer in layers]
        self.w = [self._in_engine(l) for l in range(len(layers))]
        self.b = [layer.b.get_value() for layer in layers]
        dropping = [l for l, kept in enumerate(self.kept) if kept < 1]
        self.before = {l: np.empty_like(self.w[l]) for l in dropping}

    def write_back(self) -> None:
        """Gives the layers what was learned."""
        for l, layer in enumerate(self.layers):
            if isinstance(layer, ConvPoolLayer):
                layer.w.set_value(channels.turned(self.w[l]), borrow=True)
            else:
                w = channels.from_engine(self.w[l], self._picture(l))
                layer.w.set_value(w / w.dtype.type(self.kept[l]), borrow=True)
            layer.b.set_value(self.b[l])

    def learn(
        self, x: np.ndarray, y: np.ndarray, size: int, eta: float, l2: float, iteration: int
    ) -> None:
        """A step for each mini-batch of rows x (m, n_0) with labels y (m,), in their order.
        iteration: how many there were before."""
        if not self.before:
            self.engine.run(self._task(x, y, batch_size=size, eta=eta, l2=l2))
            return
        x = self._dropped(x, size, iteration)
        dropout = [*(1 - kept for kept in self.kept[1:]), 0.0]
        for start in range(0, len(x), size):
            rows = slice(start, start + size)
            streams = self._streams(iteration + start // size)
            task = self._task(
                x[rows], y[rows], batch_size=size, eta=eta, l2=l2, dropout=dropout,
                dropout_streams=streams,
            )  # fmt: skip
            for l, before in self.before.items():
                np.copyto(before, self.w[l])
            self.engine.run(task)
            self._shorten(eta * l2)

    def right(self, x: np.ndarray, y: np.ndarray) -> int:
        """How many rows x (m, n_0) have their largest output at the label."""
        return self.engine.evaluate(self._task(x, y)).right

    def _dropped(self, x: np.ndarray, size: int, iteration: int) -> np.ndarray:
        """x, some of whose numbers are 0, where they enter a layer that drops them."""
        p = 1.0 - self.kept[0]
        if not p:
            return x
        mask = [
            dropout_mask(p, self._streams(iteration + batch)[-1], np.arange(size), x.shape[1])
            for batch in range(len(x) // size)
        ]
        return x * np.concatenate(mask) / x.dtype.type(self.kept[0])

    def _task(self, x: np.ndarray, y: np.ndarray, **options: Any) -> Task:
        first = self.layers[0]
        if isinstance(first, ConvPoolLayer):
            x = channels.pixels(x, first.inputs)
        activations = [layer.activation for layer in self.layers]
        return Task(
            self.w, self.b, activations, x=x, cost="cross-entropy", y=y, threads=engines.cores(),
            **options,
        )  # fmt: skip

    def _in_engine(self, l: int) -> np.ndarray:
        layer = self.layers[l]
        if isinstance(layer, ConvPoolLayer):
            return channels.turned(layer.w.get_value())
        w = channels.to_engine(layer.w.get_value(), self._picture(l))
        return w * w.dtype.type(self.kept[l])

    def _picture(self, l: int) -> channels.Picture:
        """What comes into layer l, where it is a picture."""
        below = self.layers[l - 1].outputs if l else ()
        return below if len(below) == 3 else ()

    def _streams(self, iteration: int) -> list[int]:
        """A stream of chance for each layer, and one for the inputs at the end."""
        return list(randomness.keys(len(self.layers), self.seed, "mini-batch", iteration))

    def _shorten(self, decay: float) -> None:
        """Takes the last step back in part, where it was too long: of what the cost asked for,
        (1 - p)² remains; of the weights' decay, all."""
        for l, before in self.before.items():
            w, back = self.w[l], 1.0 - self.kept[l] ** 2
            before -= w
            before *= w.dtype.type(back * (1.0 - decay))
            if decay:
                w *= w.dtype.type(1.0 - back * decay)
            w += before
