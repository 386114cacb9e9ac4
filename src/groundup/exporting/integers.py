"""A network in 8-bit integers, and what it answers: the arithmetic of the C header, in NumPy, to
the bit.

Layer l takes bytes a (inputs 0 to 255, or -127 to 127) and 8-bit weights, sums them and a bias in
32 bits, and scales the sum to the next layer's bytes by a whole number and a shift; of a
convolution, the largest of the four sums that its pool takes together. A neuron's
weights have a scale of their own; where the outputs are classes, the last layer's have one for all,
so that its sums can be compared. sigmoid and tanh are tables of 256 bytes; relu cuts at 0. How
large a hidden layer's numbers become is seen on sample inputs. A regression's sums become outputs
in their units in single precision.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from groundup import convolution, mathematics, shapes
from groundup.data.pixels import as_pixels
from groundup.data.schema import Schema
from groundup.errors import UserError
from groundup.exporting.proof import schema_of
from groundup.network import Network

FARTHEST = 4.0  # standard deviations that a feature's byte reaches
LIMITS = {"sigmoid": 8.0, "tanh": 4.0}  # of z, beyond which a table's ends stand
LARGEST_BIAS = 2**30
MAXIMUM_INPUTS = 2**30 // (255 * 127)  # of a layer: with a bias, more could overflow 32 bits


@dataclass
class Layer:
    """w (n_out, n_in) int8, of a convolution (n_out, c, k, k), b (n_out,) int32; multiplier
    (n_out,) int32 and shift turn a sum into the next byte, by a table where the activation has one
    (none of this in the last layer)."""

    w: np.ndarray
    b: np.ndarray
    multiplier: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    shift: int = 0
    activation: str = ""

    @property
    def least(self) -> int:
        """The least byte that a scaled sum becomes; the largest is 127."""
        return -128 if self.activation in LIMITS else 0


@dataclass
class Integers:
    """Layers; mean and scale (n_0,) of features, or (0,) for pixels; unit (n_L,), what a sum of the
    last layer counts; zero (n_L,), a regression's outputs where its sums are 0. What the header
    computes with is in single precision."""

    layers: list[Layer]
    mean: np.ndarray
    scale: np.ndarray
    unit: np.ndarray
    zero: np.ndarray
    largest: int  # pixel

    @property
    def signed(self) -> bool:
        """Whether inputs are features, -127 to 127, and not pixels."""
        return len(self.mean) > 0


def quantised(network: Network, samples: np.ndarray) -> Integers:
    """The network in integers; raw samples (n, n_0) show how large its numbers become. Raises
    UserError where a layer is too wide, a hidden one linear, a regression's outputs are not, or a
    number is beyond single precision."""
    schema = schema_of(network)
    _check(network, schema)
    largest = _largest(network, samples)
    scale = 1.0 / schema.largest if schema.pixels else FARTHEST / 127
    layers, last = [], len(network.w) - 1
    for l in range(last):
        layer, weight_scale = _weights(network, l, scale)
        name = layer.activation = network.activations[l]
        into = LIMITS.get(name, largest[l] or 1.0) / 127
        layer.multiplier, layer.shift = fixed(weight_scale * scale / into)
        scale = 1 / 127 if name in LIMITS else into
        layers.append(layer)
    layer, weight_scale = _weights(network, last, scale, together=not schema.regression)
    unit, zero = weight_scale * scale, np.zeros(0)
    if schema.regression:
        unit = single(unit * np.array(schema.target_scale), "unit of an output", positive=True)
        zero = single(schema.target_mean, "mean of a target")
    mean = single(schema.mean, "mean of a feature")
    spread = single(schema.scale, "scale of a feature", positive=True)
    return Integers([*layers, layer], mean, spread, unit, zero, schema.largest)


def _largest(network: Network, samples: np.ndarray) -> np.ndarray:
    """The largest number that each layer puts out for raw samples (n, n_0)."""
    x, once = network.prepared(samples), shapes.samples_at_once(network.shapes)
    x = x / 255.0 if x.dtype == np.uint8 else x
    parts = []
    for start in range(0, len(x), once):
        rows = x[start : start + once]
        a = mathematics.forward(network.w, network.b, network.activations, rows).a
        parts.append([al.max() for al in a[1:]])
    return np.max(parts, axis=0).astype(float)


def _check(network: Network, schema: Schema) -> None:
    if max(map(shapes.fan_in, network.shapes)) > MAXIMUM_INPUTS:
        raise UserError(f"8-bit neurons take at most {MAXIMUM_INPUTS:,} inputs; use .c")
    if "linear" in network.activations[:-1]:
        raise UserError("8-bit hidden layers are sigmoid, tanh or relu, and one is linear; use .c")
    if schema.regression and (name := network.activations[-1]) != "linear":
        raise UserError(f"8-bit regressions have linear outputs, and this one's are {name}; use .c")


def _weights(
    network: Network, l: int, scale: float, together: bool = False
) -> tuple[Layer, np.ndarray]:
    """Layer l for inputs that count `scale` each, and what its weights count (n_out,): the same
    for all neurons where they go together."""
    w, b = network.w[l], network.b[l]
    largest = np.abs(w).reshape(len(w), -1).max(axis=1).astype(float)
    largest[largest == 0] = 1.0
    weight_scale = np.maximum(largest / 127, np.abs(b) / (scale * LARGEST_BIAS))
    if together:
        weight_scale = np.full(len(w), weight_scale.max())
    layer = Layer(
        np.rint(w / weight_scale.reshape(-1, *(1,) * (w.ndim - 1))).astype(np.int8),
        np.rint(b / (weight_scale * scale)).astype(np.int32),
    )
    return layer, weight_scale


def single(numbers: object, words: str, positive: bool = False) -> np.ndarray:
    """The numbers (n,) in single precision. Raises UserError where one is too large for it, or,
    of positive ones, so small that few of its digits were left."""
    wide = np.array(numbers, float)
    limits = np.finfo(np.float32)
    bad = (np.abs(wide) > limits.max) | (positive & (wide < limits.tiny))
    if bad.any():
        raise UserError(
            f"the header computes in C's float, {limits.tiny:.2g} to {limits.max:.2g}, and the "
            f"{words} is {wide[bad][0]:.4g}; use .c, or other units in the data"
        )
    return wide.astype(np.float32)


def fixed(factors: np.ndarray) -> tuple[np.ndarray, int]:
    """Whole numbers m below 2³¹, and a shift s up to 60: m / 2^s is nearly each factor."""
    shift = int(np.clip(30 - np.ceil(np.log2(factors.max())), 1, 60))
    return np.minimum(np.rint(factors * 2.0**shift), 2**31 - 1).astype(np.int32), shift


def table(name: str) -> np.ndarray:
    """What an activation makes of z for the bytes -128 to 127, int8."""
    z = np.arange(-128, 128) * (LIMITS[name] / 127)
    return np.rint(mathematics.ACTIVATIONS[name].f(z) * 127).astype(np.int8)


def input_bytes(integers: Integers, x: np.ndarray) -> np.ndarray:
    """Raw inputs (n, n_0) as the first layer's bytes: pixels to the largest, features in standard
    deviations, single precision; NaN is 0, their mean."""
    if not integers.signed:
        x = as_pixels(x, integers.largest)
        return (x if x.dtype == np.uint8 else np.rint(x * integers.largest)).astype(np.int64)
    factor = np.float32(127 / FARTHEST)
    with np.errstate(over="ignore", invalid="ignore"):
        deviations = (x.astype(np.float32) - integers.mean) / integers.scale
        q = np.floor(deviations * factor + np.float32(0.5))
    return np.clip(np.nan_to_num(q, nan=0.0), -127, 127).astype(np.int64)


def sums(integers: Integers, a: np.ndarray) -> np.ndarray:
    """The last layer's sums (n, n_L), int64, for input bytes a (n, n_0)."""
    for layer in integers.layers[:-1]:
        total = _sums(layer, a).reshape(len(a), -1, len(layer.b))
        product = total * layer.multiplier.astype(np.int64)
        half = np.int64(1) << (layer.shift - 1)
        rounded = (np.abs(product) + half) >> layer.shift
        a = np.clip(np.where(product < 0, -rounded, rounded), layer.least, 127)
        if layer.activation in LIMITS:
            a = table(layer.activation)[a + 128].astype(np.int64)
        a = a.reshape(len(a), -1)
    return _sums(integers.layers[-1], a)


def _sums(layer: Layer, a: np.ndarray) -> np.ndarray:
    """One layer's sums (n, ·), int64, a convolution's as its pool leaves them. They are added up in
    double precision, which tells 32 bits exactly and is many times as fast."""
    a, w, b = a.astype(float), layer.w.astype(float), layer.b.astype(float)
    total = convolution.forward(a, w, b)[0] if w.ndim == 4 else a @ w.T + b
    return total.astype(np.int64)


def restored(integers: Integers, sums: np.ndarray) -> np.ndarray:
    """A regression's sums (n, n_L) as outputs in their units, single precision."""
    with np.errstate(over="ignore"):
        return sums.astype(np.float32) * integers.unit + integers.zero
