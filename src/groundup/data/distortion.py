"""Distortions of images: from random coefficients to the places where to look, and to pixels.

`augmentation` says what is drawn, and how far; this is how it is done, for a chunk of samples.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.errors import UserError

BITS = 14
"""Places are counted in units of 2⁻¹⁴ pixels."""

FAINT = 1 / 64
"""Waves that are weaker than this, next to the strongest, are left out."""


class Limits(NamedTuple):
    """How far images of one size may be distorted, as `Augmentation` has it for 28×28: distances in
    their own pixels."""

    shift: float
    rotation: float
    scale: float
    shear: float
    thickness: float
    elastic_strength: float
    elastic_smoothness: float


def hashes(stream: int, samples: NDArray[np.uint64], first: int, count: int) -> NDArray[np.uint64]:
    """Random 64-bit numbers `first` to first+count−1 of each sample, (m, count): splitmix64's
    finaliser of a counter."""
    counter = (samples[:, None] << np.uint64(32)) + np.arange(first, first + count, dtype=np.uint64)
    h = counter * np.uint64(0x9E3779B97F4A7C15) + np.uint64(stream)
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


def uniform(hashes: NDArray[np.uint64]) -> NDArray[np.float64]:
    """(m, count) hashes as numbers from −1 to 1, (count, m)."""
    return (hashes >> np.uint64(11)).astype(np.float64).T * 2.0**-52 - 1.0


def affine(
    drawn: NDArray[np.float64], size: int, limits: Limits, halved: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The weights of the patterns right, down and constant, (m, 2, 3), for x and for y: the way
    back from a place in the new image to the old, so shift, rotation, shear and scale undone;
    of samples that are `halved` (m,), half of the rotation.

    Only +, −, × and ÷, which every machine rounds alike: the tangent of half the angle, t, has
    cosine (1−t²)/(1+t²) and sine 2t/(1+t²), and is even where the angle is, for small ones.
    """
    right, down = limits.shift * drawn[0], limits.shift * drawn[1]
    whole = math.radians(limits.rotation)
    t = np.where(halved, math.tan(whole / 4), math.tan(whole / 2)) * drawn[2]
    cosine, sine = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    slant = limits.shear * drawn[3]
    width, height = 1 + limits.scale * drawn[4], 1 + limits.scale * drawn[5]
    xx, xy = (cosine + slant * sine) / width, (sine - slant * cosine) / width
    yx, yy = -sine / height, cosine / height
    middle = (size - 1) / 2 + 1  # an empty pixel is before the first
    x = (xx / 2, xy / 2, middle - xx * right - xy * down)
    y = (yx / 2, yy / 2, middle - yx * right - yy * down)
    return np.rint(np.array((x, y)) * 2.0**BITS).transpose(2, 0, 1).astype(np.float32)


def wave_weights(hashes: NDArray[np.uint64], waves: int) -> NDArray[np.float32]:
    """The weights of the waves, (m, 2, waves), for x and y: odd numbers, −255 to 255, a byte of a
    hash each. Divided by 256 they are Simard's random numbers from −1 to 1."""
    drawn = hashes.astype("<u8").view(np.uint8)[:, : 2 * waves].reshape(-1, 2, waves)
    return drawn.astype(np.float32) * 2 - 255


@lru_cache(maxsize=8)
def patterns(size: int, limits: Limits) -> NDArray[np.float32]:
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
    kept = np.exp(-((limits.elastic_smoothness * omega) ** 2) / 2)
    strong = np.outer(kept, kept) >= (FAINT if limits.elastic_strength else np.inf)
    down, across = np.nonzero(strong)
    smoothed = cosines * kept[:, None] * math.sqrt(limits.elastic_strength)
    _check_reach(size, limits, np.sum(smoothed[down, 0] * smoothed[across, 0]))
    waves = smoothed[down][:, :, None] * smoothed[across][:, None, :]  # (waves, size, size)
    waves = np.rint(waves.reshape(-1, size**2) * (2.0**BITS / 256))
    way = 2 * number - (size - 1)
    plain = (np.tile(way, size), np.repeat(way, size), np.ones(size**2))
    return np.vstack([plain, waves]).astype(np.float32)


def _check_reach(size: int, limits: Limits, bend: float) -> None:
    """Raises ValueError where a sum of the patterns might not be exact: float32 has 24 bits."""
    stretch = 2 * (1 + limits.shear) / (1 - limits.scale)
    reach = size / 2 + 1 + stretch * (size / 2 + limits.shift) + bend
    if reach >= 2 ** (24 - BITS) - 1:
        raise UserError(
            f"expected images and options where pixels come from less than {2 ** (24 - BITS) - 1} "
            f"pixels away, got up to {reach:.0f} for {size}×{size} and {limits}; lower the limits "
            "or raise elastic_smoothness"
        )


def thicken(images: NDArray[np.uint8], by: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The images with their strokes' outlines `by` (m,) pixels further out, or in, a pixel at a
    time."""
    for done in range(math.ceil(np.abs(by).max(initial=0.0))):
        images = _thicken_at_once(images, np.sign(by) * np.clip(np.abs(by) - done, 0, 1))
    return images


def _thicken_at_once(images: NDArray[np.uint8], by: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The same for `by` from −1 to 1: each pixel goes that share of the way to the brightest of
    its 3×3 neighbours, or away from it, which leaves the middle of a stroke as bright as it was."""
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


def look_up(images: NDArray[np.uint8], places: NDArray[np.float32]) -> NDArray[np.uint8]:
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
