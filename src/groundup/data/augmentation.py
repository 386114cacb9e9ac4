"""More digits than there are: each one moved, turned, stretched, slanted and bent a little, anew
in every epoch.

A distortion says, for every pixel of the new image, where in the old one to look. Where that is
is a sum of fixed patterns: one grows to the right, one downwards, one is the same everywhere, and
a few dozen waves bend. So a digit's distortion is a handful of random coefficients, and a batch's
is one matrix product, coefficients times patterns. Both are whole numbers, small enough that no
sum is ever rounded, and all after it is in integers too: a sample's pixels depend on the seed, the
epoch and the sample alone, not on the batch, the thread or how the product was summed.

An epoch of 50,000 digits takes less than a second on one thread.

Sources: Simard, Steinkraus and Platt, Best Practices for Convolutional Neural Networks Applied to
Visual Document Analysis (2003); Cireşan, Meier, Gambardella and Schmidhuber, Deep, Big, Simple
Neural Nets Excel on Handwritten Digit Recognition (2010).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundup.data.distortion import (
    Limits,
    affine,
    hashes,
    look_up,
    patterns,
    thicken,
    uniform,
    wave_weights,
)
from groundup.errors import UserError
from groundup.randomness import keys

__all__ = ["Augmentation", "augment"]

CHUNK = 64
"""Samples at a time: their numbers fit a processor's second cache."""

MEMORY = 2**24
"""Bytes, more than a chunk works with."""

DRAWS = 8
"""Hashes of a sample that are for all but the waves, whose hashes come after."""

REFERENCE = 28
"""Pixels, across and down, of the images that the limits are for."""

SMALLEST = 8
"""Of smaller images, two different digits distorted may be the same few pixels."""


@dataclass(frozen=True)
class Augmentation:
    """How far a digit may be distorted. Each sample draws a number from −limit to
    limit, any equally likely; 0 is off.

    The defaults are for MNIST, and distances are in pixels of images of 28×28: in larger and
    smaller ones they keep their proportion to the digit. Raises ValueError where a limit is not a
    finite number, 0 or more, or is too large to mean anything.
    """

    shift: float = 1.0
    """Pixels, across and down."""
    rotation: float = 10.0
    """Degrees about the middle of the image, less than 180."""
    scale: float = 0.1
    """Fraction by which width and height, each by itself, grow or shrink, less than 1."""
    shear: float = 0.1
    """Slant: pixels to the side a pixel of height."""
    thickness: float = 0.3
    """Pixels by which a stroke's outline moves outwards or inwards, at most 1."""
    elastic_strength: float = 22.0
    """Simard's α: the field of random numbers from −1 to 1, once smoothed, is multiplied by it."""
    elastic_smoothness: float = 4.0
    """Simard's σ, in pixels: the standard deviation of the Gaussian that smooths the field."""
    half_rotation: Sequence[int] = (1, 7)
    """Labels of images that turn by half as much at most: a 1 and a 7, turned, look like one
    another (Cireşan). If labels are not digits, ()."""

    def __post_init__(self) -> None:
        for name in Limits._fields:
            value = getattr(self, name)
            number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
            if not (number and math.isfinite(value) and value >= 0):
                raise UserError(f"{name}: expected a finite number, 0 or more, got {value!r}")
            object.__setattr__(self, name, float(value))
        for name, holds, limit in (
            ("rotation", self.rotation < 180, "less than 180 degrees"),
            ("scale", self.scale < 1, "less than 1"),
            ("thickness", self.thickness <= 1, "at most 1 pixel"),
        ):
            if not holds:
                raise UserError(f"{name}: expected {limit}, got {getattr(self, name)!r}")
        labels = np.asarray(self.half_rotation)
        if labels.ndim != 1 or (labels.size and labels.dtype.kind not in "iu"):
            raise UserError(
                f"half_rotation: expected labels, such as (1, 7), got {self.half_rotation!r}"
            )
        object.__setattr__(self, "half_rotation", tuple(map(int, labels)))

    def limits(self, size: int) -> Limits:
        """The limits for images of size×size: distances grow with them. The elastic field's α
        grows with the square, for what smoothing leaves of it shrinks as σ grows."""
        grown = size / REFERENCE
        return Limits(
            shift=self.shift * grown,
            rotation=self.rotation,
            scale=self.scale,
            shear=self.shear,
            thickness=self.thickness * grown,
            elastic_strength=self.elastic_strength * grown**2,
            elastic_smoothness=self.elastic_smoothness * grown,
        )


def augment(
    x: NDArray[np.uint8],
    samples: ArrayLike,
    *,
    seed: int,
    epoch: int,
    options: Augmentation,
    labels: ArrayLike | None = None,
    numbers: NDArray[np.int64] | None = None,
    channels: int = 1,
) -> NDArray[np.uint8]:
    """The images `samples` of x, distorted as this seed and epoch have it.

    Args:
        x: pixels of square images, 8×8 or more, uint8, (n, size·size·channels), an image a row;
            only read.
        samples: (m,) integers, 0 to n−1: which of x, in any order, repeats allowed.
        seed: any integer.
        epoch: any integer.
        options: how far.
        labels: (n,) integers, what x shows, for `half_rotation`; None for all to turn alike.
        numbers: (n,) what chance calls the images of x, where these are a part of more; 0 to n−1
            where it is None.
        channels: numbers a pixel, 3 for red, green and blue, which all go the same way.

    Returns:
        (m, size·size·channels), uint8. A row depends on its sample, its label and
        number, seed, epoch and options only.

    Raises:
        ValueError: x or samples are not as above, or the options move a pixel so far that places
            in a large image can no longer be exact.
    """
    samples = _checked(x, samples, channels)
    size = math.isqrt(x.shape[1] // channels)
    limits = options.limits(size)
    stream = keys(1, seed, "augmentation", epoch)[0]
    halved = _halved(labels, samples, len(x), options)
    moving = (limits.shift, limits.rotation, limits.scale, limits.shear)
    moved = patterns(size, limits) if any((*moving, limits.elastic_strength)) else None
    result = np.empty((len(samples), size * size, channels), np.uint8)
    # glibc keeps freed memory up to twice the largest block that ever came back. Without this
    # block, never touched, it hands a chunk's few megabytes to the system and fetches them anew
    # each time, which takes three times as long.
    np.empty(MEMORY, np.uint8)
    for start in range(0, len(samples), CHUNK):
        chunk = samples[start : start + CHUNK]
        keyed = chunk if numbers is None else numbers[chunk].astype(np.uint64)
        drawn = uniform(hashes(stream, keyed, 0, DRAWS))
        places = None
        if moved is not None:
            weights = [affine(drawn, size, limits, halved[start : start + CHUNK])]
            if waves := len(moved) - 3:
                weights.append(wave_weights(hashes(stream, keyed, DRAWS, -(-waves // 4)), waves))
            # A product a sample: too small for OpenBLAS to start threads, whose waiting would
            # take a processor from training.
            places = np.concatenate(weights, axis=2) @ moved
        pixels = x[chunk].reshape(-1, size, size, channels)
        for channel in range(channels):
            images = pixels[..., channel]
            if limits.thickness:
                images = thicken(images, limits.thickness * drawn[6])
            if places is not None:
                images = look_up(images, places)
            result[start : start + CHUNK, :, channel] = images.reshape(-1, size * size)
    return result.reshape(len(samples), size * size * channels)


def _checked(x: Any, samples: ArrayLike, channels: int) -> NDArray[np.uint64]:
    """The samples as hashes need them; ValueError if they or x are not as `augment` says."""
    shape, dtype = np.shape(x), getattr(x, "dtype", type(x).__name__)
    if len(shape) != 2 or dtype != np.uint8:
        raise UserError(f"x: expected uint8 pixels, (n, size·size), got {dtype} of shape {shape}")
    size = math.isqrt(shape[1] // channels)
    if shape[1] == 0 or size * size * channels != shape[1]:
        colours = f" of {channels} colours" if channels > 1 else ""
        raise UserError(
            f"x: expected square images, as 784 pixels are 28×28, got {shape[1] // channels} "
            f"pixels{colours}"
        )
    if size < SMALLEST:
        raise UserError(
            f"x: expected images of {SMALLEST}×{SMALLEST} pixels or more, of which distortions "
            f"leave something to see, got {size}×{size}; train without augmentation"
        )
    asked = np.asarray(samples)
    if asked.ndim != 1 or not (asked.size == 0 or np.issubdtype(asked.dtype, np.integer)):
        raise UserError(
            f"samples: expected integers, (m,), got {asked.dtype} of shape {asked.shape}"
        )
    if asked.size and (asked.min() < 0 or asked.max() >= shape[0]):
        raise UserError(
            f"samples: expected 0 to {shape[0] - 1}, as x has {shape[0]} images, "
            f"got {asked.min()} to {asked.max()}"
        )
    return asked.astype(np.uint64)


def _halved(
    labels: ArrayLike | None, samples: NDArray[np.uint64], count: int, options: Augmentation
) -> NDArray[np.bool_]:
    """Which of the samples turn half as much. Raises ValueError where labels are none of x's."""
    if labels is None:
        return np.zeros(len(samples), np.bool_)
    labels = np.asarray(labels)
    if labels.shape != (count,) or (count and labels.dtype.kind not in "iu"):
        raise UserError(
            f"labels: expected integers, ({count},), as x has {count} images, got {labels.dtype} "
            f"of shape {labels.shape}"
        )
    return np.isin(labels[samples], options.half_rotation)
