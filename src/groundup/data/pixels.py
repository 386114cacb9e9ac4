"""Pixels: which numbers are some, by what they say and not by their type."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundup.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHITE = 255
"""The largest 8-bit pixel."""
DARK = 128
"""Where no 8-bit pixel reaches this, they are taken to end at the largest."""
FEWEST_PIXELS = 64
"""Of rows of whole numbers from 0 to 255 that are treated as pixels of a square, 8×8."""


def could_be_pixels(count: int) -> bool:
    """Whether so many numbers make a square, 8×8 or more."""
    return count >= FEWEST_PIXELS and math.isqrt(count) ** 2 == count


def look_like_pixels(x: NDArray[Any]) -> bool:
    """Whether rows (n, n_0) are whole numbers from 0 to 255, some above 1, as many as a square has,
    8×8 or more."""
    import numpy as np

    if not could_be_pixels(x.shape[1]) or not len(x):
        return False
    return bool(x.min() >= 0 and 1 < x.max() <= WHITE and (x == np.floor(x)).all())


def as_pixels(x: NDArray[Any], largest: int = WHITE, name: str = "x") -> NDArray[Any]:
    """Pixels (n, n_0) or (n_0,) of any type as 8-bit numbers, or as fractions from 0 to 1. A sample
    of floats that goes beyond 1, all of them whole, has pixels to `largest`; in a batch of both,
    all become fractions. Raises UserError for numbers that are neither."""
    import numpy as np

    if x.dtype == np.uint8:
        return x
    rows = np.atleast_2d(x)
    if x.dtype.kind != "f":
        whole, beyond = np.True_, np.ones(len(rows), bool)
    else:
        beyond = rows.max(axis=1, initial=0) > 1
        some = rows if beyond.all() else rows[beyond]
        whole = (some == np.floor(some)).all()
    if not (whole and (not x.size or (rows.min() >= 0 and rows.max() <= WHITE))):
        with np.errstate(invalid="ignore"):
            wrong = (rows < 0) | (rows > WHITE) | (beyond[:, None] & (rows != np.floor(rows)))
        if not wrong.any():  # NaN, which is refused where numbers must be finite
            return x
        sample, place = np.argwhere(wrong)[0]
        raise UserError(
            f"{name}: expected pixels, whole numbers from 0 to {largest} or fractions from 0 to 1, "
            f"got {rows[sample, place]:.6g} in sample {sample}, place {place} (counted from 0); "
            f"round them to whole numbers, or divide all of them by the largest possible value"
        )
    if beyond.all():
        return x.astype(np.uint8)
    return np.where(beyond[:, None], rows / largest, rows).reshape(x.shape)


def pixels_of(x: NDArray[Any], notes: list[str]) -> tuple[NDArray[Any], int]:
    """x as 8-bit pixels, or floats from 0 to 1, and the brightest that 8-bit ones may be."""
    import numpy as np

    if x.dtype == np.uint8 or (x.max(initial=0) > 1 and (x == np.floor(x)).all()):
        x = x.astype(np.uint8, copy=False)
        largest = int(x.max(initial=0)) or WHITE
        if largest >= DARK:
            return x, WHITE
        notes.append(f"pixels end at {largest}: they are taken as 0 to {largest}, not 0 to {WHITE}")
        return x, largest
    if x.max(initial=0) > 1:
        notes.append(f"pixels are fractions up to {x.max():.4g}: they are divided by {WHITE}")
        return x / WHITE, WHITE
    return x.astype(float), WHITE
