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
PART = 0.05  # of numbers, which are a multiple of others by no chance
OFF = 0.05  # relative, of what was not meant to be the same
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
    def ratio(self) -> float:
        """The factor; 0 where there is none."""
        return self.factor if self.holds else 0.0


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


def alike_in_part(numbers: Any, others: Any) -> bool:
    """Whether many of the numbers, though not all, are one multiple of their others: as where some
    samples have a weight, or errors are clipped. What is off is so by more than rounding, or than
    what keeps a logarithm finite."""
    numbers, others = np.ravel(numbers), np.ravel(others)
    known = (numbers != 0) & (others != 0)
    if known.sum() < FEW or signature(numbers[known]) is None or signature(others[known]) is None:
        return False
    every = numbers[known] / others[known]
    ratios = np.sort(every)
    until = np.searchsorted(ratios, ratios + SAME * np.abs(ratios), "right")
    often = until - np.arange(ratios.size)
    ratio = ratios[int(often.argmax())]
    off = np.abs(numbers - ratio * others) > OFF * np.abs(ratio * others)
    same = np.unique(others[known][np.abs(every - ratio) <= SAME * abs(ratio)])
    several = same.size >= FEW and np.ptp(same) > SAME * np.abs(same).max()
    return bool(several and often.max() >= PART * ratios.size and off.any())


def near(one: float, other: float) -> bool:
    """Whether two factors are the same, up to rounding."""
    return abs(one - other) <= ONE_FACTOR * max(abs(one), abs(other))


def signature(numbers: Any) -> Any:
    """Equal for what is a multiple of the other in another order, as a transposed matrix: the
    first, third and fourth moment, without their sign. None for zeros, and for what is the same
    everywhere, which says nothing."""
    flat = np.ravel(numbers)
    with np.errstate(all="ignore"):
        size = np.linalg.norm(flat) / np.sqrt(max(flat.size, 1))
    if flat.size < 2 or not TINY < size < np.inf:
        return None
    flat = flat / size
    if np.ptp(flat) < SAME:
        return None
    squares = flat * flat
    first, third, fourth = flat.mean(), squares @ flat / flat.size, squares @ squares / flat.size
    return np.abs([first, third, fourth])


def is_among(one: Any, others: Any) -> bool:
    """Whether a signature is one of others, which are rows in the order of their first numbers."""
    near_by = one[0] + SAME * max(one[0], 1.0) * np.array([-1.0, 1.0])
    first, last = np.searchsorted(others[:, 0], near_by)
    return bool(alike(one, others[first:last]).any())


def alike(one: Any, others: Any) -> Any:
    """Whether a signature is that of other numbers, as many; others may be a row each."""
    return (np.abs(one - others) < SAME * np.maximum(one, 1.0)).all(-1)
