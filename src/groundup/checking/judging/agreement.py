"""Whether numbers are a multiple of others, up to rounding. All tolerances are here."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

SAME = 1e-6  # relative, of what should be the same in float64, after a long way
SAME_NUMBER = 1e-9  # relative, of single numbers, of which many are near each other
ONE_FACTOR = 1e-4  # relative, between the factors of several parameters
NOISE = 1e-11  # relative, between parameters: what is smaller is rounding
ROUNDING = 4e-16  # of a sum, relative to its larger part
TINY = 1e-300
LARGE = 1e100  # whose squares may be infinite
NOTHING = 1e-9  # of a penalty
ONE_POWER = 1e-3  # between powers of a batch's size
FEW = 3  # numbers that are a multiple of others by chance


class Multiple(NamedTuple):
    """How far `numbers` are `factor` times `others`: `off` is the largest difference, relative to
    the largest of `numbers`."""

    factor: float
    off: float

    @property
    def holds(self) -> bool:
        return self.off < SAME

    @property
    def is_one(self) -> bool:
        return self.holds and near(self.factor, 1.0)


def multiple(numbers: Any, others: Any) -> Multiple:
    """The best factor, by least squares; all zeros are 0 times anything."""
    numbers, others = np.ravel(numbers), np.ravel(others)
    with np.errstate(all="ignore"):
        largest = np.abs(numbers).max(initial=0.0)
        by = np.abs(others).max(initial=0.0)
        by = by if max(by, largest) > LARGE else 1.0
        size = others / by @ (others / by)
        factor = float(numbers / by @ (others / by) / size) if size > TINY else 0.0
        off = float(np.abs(numbers - factor * others).max(initial=0.0) / max(largest, TINY))
    return Multiple(factor, off if np.isfinite(off) else np.inf)


def near(one: float, other: float) -> bool:
    """Whether two factors are the same, up to rounding."""
    return abs(one - other) <= ONE_FACTOR * max(abs(one), abs(other))


def signature(numbers: Any) -> Any:
    """Equal for what is a multiple of the other in another order, as a transposed matrix; None for
    zeros, and for what is the same everywhere, which says nothing."""
    flat = np.ravel(numbers)
    with np.errstate(all="ignore"):
        size = np.linalg.norm(flat)
    if not np.isfinite(size) or size <= TINY or flat.size < 2:
        return None
    flat = np.sort(flat / size)
    return None if flat[-1] - flat[0] < SAME else flat


def alike(one: Any, other: Any) -> bool:
    """Of two signatures, or one and that of the opposite numbers."""
    if one.size != other.size:
        return False
    return bool(np.abs(one - other).max() < SAME or np.abs(one + other[::-1]).max() < SAME)
