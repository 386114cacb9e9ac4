"""A network in 8-bit integers, and what it answers: the arithmetic of the C header, in NumPy, to
the bit.

Layer l takes bytes a (inputs 0 to 255, or -127 to 127) and 8-bit weights, sums them and a bias in
32 bits, and scales the sum to the next layer's bytes by a whole number and a shift. A neuron's
weights have a scale of their own, the last layer's one for all, so that its sums can be compared.
sigmoid and tanh are tables of 256 bytes; relu cuts at 0. How large a hidden layer's numbers become
is seen on sample inputs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundup import mathematics
from groundup.errors import UserError
from groundup.exporting.proof import schema_of
from groundup.network import Network

FARTHEST = 4.0  # standard deviations that a feature's byte reaches
LIMITS = {"sigmoid": 8.0, "tanh": 4.0}  # of z, beyond which a table's ends stand
MAXIMUM_INPUTS = 2**31 // (255 * 127 * 2)  # of a layer: more could overflow 32 bits


@dataclass
class Layer:
    """w (n_out, n_in) int8, b (n_out,) int32; multiplier (n_out,) int32 and shift turn a sum into
    the next byte (none in the last layer); table (256,) int8 of bytes -128 to 127."""

    w: np.ndarray
    b: np.ndarray
    multiplier: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    shift: int = 0
    table: np.ndarray | None = None


@dataclass
class Integers:
    layers: list[Layer]
    output_scale: float  # what a sum of the last layer counts
    signed: bool  # whether inputs are -127 to 127


def quantised(network: Network, samples: np.ndarray) -> Integers:
    """The network in integers; raw samples (n, n_0) show how large its numbers become. Raises
    UserError for a regression, a layer that is too wide, or linear hidden layers."""
    schema = schema_of(network)
    if schema.regression:
        raise UserError("8-bit integers are for classes, and this model is a regression; use .c")
    if max(network.sizes[:-1]) > MAXIMUM_INPUTS:
        raise UserError(f"8-bit layers take at most {MAXIMUM_INPUTS:,} inputs; use .c")
    hidden = network.activations[:-1]
    if "linear" in hidden:
        raise UserError("8-bit hidden layers are sigmoid, tanh or relu, and one is linear; use .c")
    x = network.prepared(samples)
    x = x / 255.0 if x.dtype == np.uint8 else x
    a = mathematics.forward(network.w, network.b, network.activations, x)[1]
    scale = 1.0 / schema.largest if schema.pixels else FARTHEST / 127
    layers = []
    for l, (w, b) in enumerate(zip(network.w, network.b, strict=True)):
        largest = np.abs(w).max(axis=1)
        if l == len(hidden):
            largest = np.full(len(w), largest.max())
        weight_scale = np.where(largest > 0, largest, 1.0).astype(float) / 127
        layer = Layer(
            np.clip(np.rint(w / weight_scale[:, None]), -127, 127).astype(np.int8),
            np.clip(np.rint(b / (weight_scale * scale)), -(2**30), 2**30).astype(np.int32),
        )
        layers.append(layer)
        if l == len(hidden):
            return Integers(layers, float(weight_scale[0] * scale), not schema.pixels)
        name = network.activations[l]
        into = LIMITS[name] / 127 if name in LIMITS else max(float(a[l + 1].max()), 1e-9) / 127
        layer.multiplier, layer.shift = fixed(weight_scale * scale / into)
        layer.table = table(name) if name in LIMITS else None
        scale = 1 / 127 if name in LIMITS else into
    raise AssertionError("a network has a last layer")


def fixed(factors: np.ndarray) -> tuple[np.ndarray, int]:
    """Whole numbers m below 2³¹, and a shift s up to 60: m / 2^s is nearly each factor."""
    shift = int(np.clip(30 - np.ceil(np.log2(factors.max())), 1, 60))
    return np.minimum(np.rint(factors * 2.0**shift), 2**31 - 1).astype(np.int32), shift


def table(name: str) -> np.ndarray:
    """What an activation makes of z for the bytes -128 to 127."""
    z = np.arange(-128, 128) * (LIMITS[name] / 127)
    return np.rint(mathematics.ACTIVATIONS[name].f(z) * 127).astype(np.int8)


def input_bytes(network: Network, x: np.ndarray) -> np.ndarray:
    """Raw inputs (n, n_0) as the first layer's bytes: pixels as they are, features in standard
    deviations, single precision."""
    schema = schema_of(network)
    if schema.pixels:
        return x.astype(np.int64)
    mean, scale = (np.array(numbers, np.float32) for numbers in (schema.mean, schema.scale))
    factor = np.float32(127 / FARTHEST)
    q = np.floor((x.astype(np.float32) - mean) / scale * factor + np.float32(0.5))
    return np.clip(q, -127, 127).astype(np.int64)


def sums(integers: Integers, a: np.ndarray) -> np.ndarray:
    """The last layer's sums (n, n_L), int64, for input bytes a (n, n_0)."""
    for layer in integers.layers[:-1]:
        total = a @ layer.w.T.astype(np.int64) + layer.b
        product = total * layer.multiplier.astype(np.int64)
        half = np.int64(1) << (layer.shift - 1)
        rounded = (np.abs(product) + half) >> layer.shift
        z = np.where(product < 0, -rounded, rounded)
        if layer.table is None:
            a = np.clip(z, 0, 127)
        else:
            a = layer.table[np.clip(z, -128, 127) + 128].astype(np.int64)
    last = integers.layers[-1]
    return a @ last.w.T.astype(np.int64) + last.b


def accuracy(network: Network, integers: Integers, samples: Any) -> tuple[int, int]:
    """How many of the samples (x, y) are right in integers, and in the network's own numbers."""
    x, y = samples
    right = own = 0
    for start in range(0, len(x), 1000):
        part = slice(start, start + 1000)
        guesses = sums(integers, input_bytes(network, x[part])).argmax(axis=1)
        right += int((guesses == y[part]).sum())
        own += int((network.predict(x[part]) == y[part]).sum())
    return right, own
