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
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundup.errors import UserError
from groundup.randomness import keys

__all__ = ["Augmentation", "augment"]

CHUNK = 64
"""Samples at a time: their numbers fit a processor's second cache."""

MEMORY = 2**24
"""Bytes, more than a chunk works with."""

BITS = 14
"""Places are counted in units of 2⁻¹⁴ pixels."""

FAINT = 1 / 64
"""Waves that are weaker than this, next to the strongest, are left out."""

DRAWS = 8
"""Hashes of a sample that are for all but the waves, whose hashes come after."""


@dataclass(frozen=True)
class Augmentation:
    """How far a digit may be distorted. Each sample draws evenly from −limit to limit; 0 is off.

    The defaults are for MNIST. Raises ValueError where a limit is not a finite number, 0 or more,
    or is too large to mean anything.
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

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
            if not (number and math.isfinite(value) and value >= 0):
                raise UserError(f"{field.name}: expected a finite number, 0 or more, got {value!r}")
        for name, holds, limit in (
            ("rotation", self.rotation < 180, "less than 180 degrees"),
            ("scale", self.scale < 1, "less than 1"),
            ("thickness", self.thickness <= 1, "at most 1 pixel"),
        ):
            if not holds:
                raise UserError(f"{name}: expected {limit}, got {getattr(self, name)!r}")


def augment(
    x: NDArray[np.uint8],
    samples: ArrayLike,
    *,
    seed: int,
    epoch: int,
    options: Augmentation,
) -> NDArray[np.uint8]:
    """The images `samples` of x, distorted as this seed and epoch have it.

    Args:
        x: pixels of square images, uint8, (n, size·size), an image a row; only read.
        samples: (m,) integers, 0 to n−1: which of x, in any order, repeats allowed.
        seed: any integer.
        epoch: any integer.
        options: how far.

    Returns:
        (m, size·size), uint8. A row depends on its sample, seed, epoch and options only.

    Raises:
        ValueError: x or samples are not as above, or the options move a pixel so far that places
            in a large image can no longer be exact.
    """
    samples = _checked(x, samples)
    size = math.isqrt(x.shape[1])
    stream = keys(1, seed, "augmentation", epoch)[0]
    moving = (options.shift, options.rotation, options.scale, options.shear)
    patterns = _patterns(size, options) if any((*moving, options.elastic_strength)) else None
    result = np.empty((len(samples), size * size), np.uint8)
    # glibc keeps freed memory up to twice the largest block that ever came back. Without this
    # block, never touched, it hands a chunk's few megabytes to the system and fetches them anew
    # each time, which takes three times as long.
    np.empty(MEMORY, np.uint8)
    for start in range(0, len(samples), CHUNK):
        chunk = samples[start : start + CHUNK]
        drawn = _uniform(_hashes(stream, chunk, 0, DRAWS))
        images = x[chunk].reshape(-1, size, size)
        if options.thickness:
            images = _thicken(images, options.thickness * drawn[6])
        if patterns is not None:
            weights = [_affine(drawn, size, options)]
            if waves := len(patterns) - 3:
                weights.append(_weights(_hashes(stream, chunk, DRAWS, -(-waves // 4)), waves))
            # A product a sample: too small for OpenBLAS to start threads, whose waiting would
            # take a processor from training.
            images = _look_up(images, np.concatenate(weights, axis=2) @ patterns)
        result[start : start + CHUNK] = images.reshape(-1, size * size)
    return result


def _hashes(stream: int, samples: NDArray[np.uint64], first: int, count: int) -> NDArray[np.uint64]:
    """Random 64-bit numbers `first` to first+count−1 of each sample, (m, count): splitmix64's
    finaliser of a counter."""
    counter = (samples[:, None] << np.uint64(32)) + np.arange(first, first + count, dtype=np.uint64)
    h = counter * np.uint64(0x9E3779B97F4A7C15) + np.uint64(stream)
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


def _uniform(hashes: NDArray[np.uint64]) -> NDArray[np.float64]:
    """(m, count) hashes as numbers from −1 to 1, (count, m)."""
    return (hashes >> np.uint64(11)).astype(np.float64).T * 2.0**-52 - 1.0


def _affine(drawn: NDArray[np.float64], size: int, options: Augmentation) -> NDArray[np.float32]:
    """The weights of the patterns right, down and constant, (m, 2, 3), for x and for y: the way
    back from a place in the new image to the old, so shift, rotation, shear and scale undone.

    Only +, −, × and ÷, which every machine rounds alike: the tangent of half the angle, t, has
    cosine (1−t²)/(1+t²) and sine 2t/(1+t²), and is even where the angle is, for small ones.
    """
    right, down = options.shift * drawn[0], options.shift * drawn[1]
    t = math.tan(math.radians(options.rotation) / 2) * drawn[2]
    cosine, sine = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    slant = options.shear * drawn[3]
    width, height = 1 + options.scale * drawn[4], 1 + options.scale * drawn[5]
    xx, xy = (cosine + slant * sine) / width, (sine - slant * cosine) / width
    yx, yy = -sine / height, cosine / height
    middle = (size - 1) / 2 + 1  # an empty pixel is before the first
    x = (xx / 2, xy / 2, middle - xx * right - xy * down)
    y = (yx / 2, yy / 2, middle - yx * right - yy * down)
    return np.rint(np.array((x, y)) * 2.0**BITS).transpose(2, 0, 1).astype(np.float32)


def _weights(hashes: NDArray[np.uint64], waves: int) -> NDArray[np.float32]:
    """The weights of the waves, (m, 2, waves), for x and y: odd numbers, −255 to 255, a byte of a
    hash each. Divided by 256 they are Simard's random numbers from −1 to 1."""
    drawn = hashes.astype("<u8").view(np.uint8)[:, : 2 * waves].reshape(-1, 2, waves)
    return drawn.astype(np.float32) * 2 - 255


@lru_cache(maxsize=8)
def _patterns(size: int, options: Augmentation) -> NDArray[np.float32]:
    """Whole numbers, (3 + waves, size·size): twice the way right and down from the middle, 1, and
    the waves. Raises ValueError where their sums might not be exact.

    White noise is as white when written as cosines, and to smooth it with a Gaussian of σ is to
    multiply a cosine of frequency ω by exp(−σ²ω²/2): only the slow ones are left. (The noise goes
    on beyond the image as in a mirror.)
    """
    number = np.arange(size)
    omega = np.pi * number / size
    cosines = np.cos(omega[:, None] * (number + 0.5)) * math.sqrt(2 / size)
    cosines[0] /= math.sqrt(2)  # now orthonormal
    kept = np.exp(-((options.elastic_smoothness * omega) ** 2) / 2)
    strong = np.outer(kept, kept) >= (FAINT if options.elastic_strength else np.inf)
    down, across = np.nonzero(strong)
    smoothed = cosines * kept[:, None] * math.sqrt(options.elastic_strength)
    _check_reach(size, options, np.sum(smoothed[down, 0] * smoothed[across, 0]))
    waves = smoothed[down][:, :, None] * smoothed[across][:, None, :]  # (waves, size, size)
    waves = np.rint(waves.reshape(-1, size**2) * (2.0**BITS / 256))
    way = 2 * number - (size - 1)
    plain = (np.tile(way, size), np.repeat(way, size), np.ones(size**2))
    return np.vstack([plain, waves]).astype(np.float32)


def _check_reach(size: int, options: Augmentation, bend: float) -> None:
    """Raises ValueError where a sum of the patterns might not be exact: float32 has 24 bits."""
    stretch = 2 * (1 + options.shear) / (1 - options.scale)
    reach = size / 2 + 1 + stretch * (size / 2 + options.shift) + bend
    if reach >= 2 ** (24 - BITS) - 1:
        raise UserError(
            f"expected images and options where pixels come from less than {2 ** (24 - BITS) - 1} "
            f"pixels away, got up to {reach:.0f} for {size}×{size} and {options}; lower the limits "
            "or raise elastic_smoothness"
        )


def _thicken(images: NDArray[np.uint8], by: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The images with their strokes' outlines `by` (m,) pixels, −1 to 1, further out: each pixel
    goes that share of the way to the brightest of its 3×3 neighbours, or away from it, which
    leaves the middle of a stroke as bright as it was."""
    m, side = len(images), images.shape[1] + 3
    pixels = _pad(images).ravel()
    across = np.maximum(np.maximum(pixels[:-2], pixels[1:-1]), pixels[2:])
    brightest = pixels.astype(np.int16)
    brightest[side + 1 : -side - 1] = np.maximum(
        np.maximum(across[: -2 * side], across[side:-side]), across[2 * side :]
    )
    share = np.rint(by * 128).astype(np.int16)[:, None]
    away = (brightest - pixels).reshape(m, -1)
    changed = pixels.reshape(m, -1) + ((away * share + 64) >> 7)
    return np.maximum(changed, 0).reshape(m, side, side)[:, 1:-2, 1:-2].astype(np.uint8)


def _pad(images: NDArray[Any]) -> NDArray[Any]:
    """The images (m, size, size) with an empty pixel before and two after, each way."""
    m, size, _ = images.shape
    padded = np.zeros((m, size + 3, size + 3), images.dtype)
    padded[:, 1:-2, 1:-2] = images
    return padded


def _look_up(images: NDArray[np.uint8], places: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The images (m, size, size) at the places (m, 2, size·size), x and y, in units of 2⁻¹⁴
    pixels from the empty pixel before the first: the mean of four pixels, weighted by nearness.

    Four neighbours travel as the bytes of one integer, two of them through one multiplication.
    """
    m, size, _ = images.shape
    side = size + 3
    four = _pad(images.astype(np.uint32)).ravel()
    four[:-1] |= four[1:] << 8
    four[:-side] |= four[side:] << 16
    units = np.clip(places, 0, (size + 1) << BITS).astype(np.int32).transpose(1, 0, 2)
    column, row = units >> BITS
    first = np.arange(m, dtype=np.int32)[:, None] * side**2
    found = four.take(first + row * side + column)
    part_x, part_y = ((units >> (BITS - 8)) & 255).view(np.uint32)
    both = (found & 0xFF00FF) * (256 - part_x) + ((found >> 8) & 0xFF00FF) * part_x
    mean = ((both & 0xFFFF) * (256 - part_y) + (both >> 16) * part_y + 0x8000) >> 16
    return mean.astype(np.uint8)


def _checked(x: Any, samples: ArrayLike) -> NDArray[np.uint64]:
    """The samples as hashes need them; ValueError if they or x are not as `augment` says."""
    shape, dtype = np.shape(x), getattr(x, "dtype", type(x).__name__)
    if len(shape) != 2 or dtype != np.uint8:
        raise UserError(f"x: expected uint8 pixels, (n, size·size), got {dtype} of shape {shape}")
    if shape[1] == 0 or math.isqrt(shape[1]) ** 2 != shape[1]:
        raise UserError(
            f"x: expected square images, as 784 pixels are 28×28, got {shape[1]} pixels"
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
