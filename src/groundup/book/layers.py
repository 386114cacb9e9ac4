"""The layers of chapter 6: what they are given, and the weights that they begin with.

All weights are drawn by NumPy's own generator, a layer's before its biases, in the book's shapes:
w (n_in, n_out), or (n_out, channels, rows, columns) of filters, and b (n_out,).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from numbers import Integral
from typing import Any

import numpy as np

from groundup.book.network import sigmoid
from groundup.book.shared import Shared
from groundup.errors import UserError
from groundup.shapes import MAXIMUM_WEIGHTS

DTYPE = np.float32
"""Of weights and biases, as the book has it on a graphics processor."""


def linear(z: Any) -> Any:
    """z itself."""
    return z


def ReLU(z: Any) -> Any:  # noqa: N802, the book's name
    """z where it is above 0, else 0."""
    return np.maximum(0.0, z)


def tanh(z: Any) -> Any:
    """The hyperbolic tangent."""
    return np.tanh(z)


NAMES: dict[Callable[[Any], Any], str] = {
    sigmoid: "sigmoid", tanh: "tanh", ReLU: "relu", linear: "linear",
}  # fmt: skip


class ConvPoolLayer:
    """A convolution and the max-pool after it.

    filter_shape: (filters, channels, rows, columns); image_shape: (mini-batch size, channels, rows,
    columns) of what comes in. poolsize: (2, 2).

    Weights begin from N(0, 1/n_out), where n_out is filters · rows · columns / 4; biases from
    N(0, 1). Raises UserError where the shapes do not fit each other.
    """

    p_dropout = 0.0  # nothing is dropped before a convolution

    def __init__(
        self,
        filter_shape: Sequence[int],
        image_shape: Sequence[int],
        poolsize: Sequence[int] = (2, 2),
        activation_fn: Callable[[Any], Any] = sigmoid,
    ) -> None:
        self.filter_shape, self.image_shape = tuple(filter_shape), tuple(image_shape)
        self.poolsize, self.activation_fn = tuple(poolsize), activation_fn
        self.activation = name_of(activation_fn)
        self.inputs = self.image_shape[1:]
        self._check()
        filters, _, k, _ = self.filter_shape
        side = (self.inputs[1] - k + 1) // 2
        self.outputs = (filters, side, side)
        n_out = filters * k * k // math.prod(self.poolsize)
        self.w = drawn(1.0 / max(n_out, 1), self.filter_shape)
        self.b = drawn(1.0, (filters,))
        self.params = [self.w, self.b]

    def _check(self) -> None:
        if len(self.filter_shape) != 4 or len(self.image_shape) != 4:
            raise UserError(
                "ConvPoolLayer: expected filter_shape (filters, channels, rows, columns) and "
                "image_shape (mini-batch size, channels, rows, columns), got "
                f"{self.filter_shape} and {self.image_shape}"
            )
        for name in ("filter_shape", "image_shape"):
            for size in getattr(self, name):
                check_whole(f"ConvPoolLayer: every size in {name}", size)
        filters, channels, k, across = self.filter_shape
        _, there, rows, columns = self.image_shape
        for holds, what in (
            (self.poolsize == (2, 2), f"poolsize (2, 2), got {self.poolsize}"),
            (min(self.filter_shape) > 0 < min(self.image_shape), "sizes above 0"),
            (k == across, f"square filters, such as {(filters, channels, k, k)}"),
            (rows == columns, f"square images, such as 28×28, not {rows}×{columns}"),
            (
                there == channels,
                f"filters of {there} channel{'s' * (there > 1)}, as the images have, not of "
                f"{channels}",
            ),
            (k < rows, f"filters smaller than the images of {rows}×{columns}, not {k}×{across}"),
            (
                (rows - k) % 2 == 1,
                f"an even number of places to pool by twos, not {rows - k + 1}: filters of "
                f"{k + 1}×{k + 1}, or images of {rows + 1}×{rows + 1}",
            ),
        ):
            if not holds:
                raise UserError(f"ConvPoolLayer: expected {what}")
        check_sizes(*self.filter_shape)


class FullyConnectedLayer:
    """Neurons that see all that comes in, of which each is dropped with p_dropout while learning.

    Weights begin from N(0, 1/n_out), biases from N(0, 1).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        activation_fn: Callable[[Any], Any] = sigmoid,
        p_dropout: float = 0.0,
    ) -> None:
        check_sizes(n_in, n_out)
        self.n_in, self.n_out = n_in, n_out
        self.activation_fn, self.p_dropout = activation_fn, share(p_dropout)
        self.activation = name_of(activation_fn)
        self.w = drawn(1.0 / n_out, (n_in, n_out))
        self.b = drawn(1.0, (n_out,))
        self.params = [self.w, self.b]
        self.inputs, self.outputs = (n_in,), (n_out,)


class SoftmaxLayer:
    """The last layer, whose outputs are probabilities. Weights and biases begin with 0."""

    activation = "softmax"

    def __init__(self, n_in: int, n_out: int, p_dropout: float = 0.0) -> None:
        check_sizes(n_in, n_out)
        self.n_in, self.n_out, self.p_dropout = n_in, n_out, share(p_dropout)
        self.w = Shared(np.zeros((n_in, n_out), DTYPE), "w")
        self.b = Shared(np.zeros(n_out, DTYPE), "b")
        self.params = [self.w, self.b]
        self.inputs, self.outputs = (n_in,), (n_out,)


Layer = ConvPoolLayer | FullyConnectedLayer | SoftmaxLayer


def check_layers(layers: Sequence[Layer]) -> None:
    """Raises UserError unless convolutions come first, a SoftmaxLayer is last and the only one, and
    each layer's inputs are what the one before puts out."""
    for l, layer in enumerate(layers):
        if not isinstance(layer, Layer):
            raise UserError(
                f"layers[{l}]: expected a ConvPoolLayer, a FullyConnectedLayer or a SoftmaxLayer, "
                f"got {type(layer).__name__}; a layer of your own needs a rung of your own"
            )
        if isinstance(layer, SoftmaxLayer) != (l == len(layers) - 1):
            raise UserError("layers: expected a SoftmaxLayer as the last one, and nowhere else")
        below = layers[l - 1].outputs if l else layer.inputs
        if isinstance(layer, ConvPoolLayer) and below != layer.inputs:
            came = "×".join(map(str, below))
            raise UserError(
                f"layers[{l}]: expected image_shape {(layer.image_shape[0], *below)}, as the layer "
                f"before puts out, got {layer.image_shape}"
                if len(below) == 3
                else f"layers[{l}]: expected convolutions before all other layers, got one after "
                f"{came} neurons"
            )
        if math.prod(below) != math.prod(layer.inputs):
            raise UserError(
                f"layers[{l}]: expected n_in={'*'.join(map(str, below))}, as the layer before puts "
                f"out, got {layer.inputs[0]}"
            )
    if not layers:
        raise UserError("layers: expected one or more, the last a SoftmaxLayer, got none")


def check_sizes(*sizes: int) -> None:
    """Raises UserError where there are no such weights, or too many for memory."""
    for size in sizes:
        check_whole("a layer's size", size)
    if min(sizes) < 1 or math.prod(sizes) > MAXIMUM_WEIGHTS:
        raise UserError(
            f"a layer has from 1 to {MAXIMUM_WEIGHTS:,} weights, not {' · '.join(map(str, sizes))}"
        )


def check_whole(name: str, number: Any) -> None:
    """Raises UserError unless it is a whole number, Python's or NumPy's."""
    if not isinstance(number, Integral):
        raise UserError(f"{name} must be a whole number, not {number!r}")


def drawn(variance: float, shape: Sequence[int]) -> Shared:
    """Numbers from N(0, variance)."""
    found = np.random.normal(loc=0.0, scale=np.sqrt(variance), size=tuple(shape))
    return Shared(found.astype(DTYPE), "w" if len(shape) > 1 else "b")


def share(p_dropout: float) -> float:
    """The probability. Raises UserError where it is none."""
    if not 0 <= p_dropout < 1:
        raise UserError(f"p_dropout: expected 0 or more and less than 1, got {p_dropout}")
    return p_dropout


def name_of(activation_fn: Any) -> str:
    """The engines' name of a function. Raises UserError for one that they do not have."""
    if activation_fn not in NAMES:
        raise UserError(
            "activation_fn: expected network3's sigmoid, tanh, ReLU or linear, got "
            f"{getattr(activation_fn, '__name__', activation_fn)}"
        )
    return NAMES[activation_fn]
