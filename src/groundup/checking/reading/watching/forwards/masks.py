"""Masks of dropout that a program draws itself, as they show in flight: the same activations once
more, with some of them 0 and all others times one number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundup.checking.reading.watching.forwards.layers import NEAR, Lookup
from groundup.checking.reading.watching.recording.state import Array

LEAST = 3  # activations that are kept, and that are not 0 anyway
LARGEST = 20.0  # by which what is kept may be multiplied


class Views:
    """What was seen of one width: rows (r, n), and for each whether it is one sight's first."""

    def __init__(self, rows: Array, of: Array, orders: Sequence[int]):
        self.rows = rows
        self.starts = np.flatnonzero(np.diff(of, prepend=-1)) if len(of) else np.zeros(0, int)
        self.counts = np.diff(self.starts, append=len(of))
        self.orders = np.asarray(orders)[of[self.starts]] if len(of) else np.zeros(0, int)
        zeros = (rows == 0.0).any(axis=1) & (rows != 0.0).any(axis=1)
        self.spotted = self.any(zeros) & (self.orders > 0)  # some of it 0, and not all

    def any(self, rows: Array) -> Array:
        """For every sight, whether one of its rows is so."""
        return np.logical_or.reduceat(rows, self.starts) if len(rows) else np.zeros(0, bool)

    def mask(self, a: Array) -> Array | None:
        """What rows of activations `a` (r, n) were multiplied by on the way forwards, (r, n); rows
        of which nothing was seen are not numbers. None where no mask was seen."""
        if not self.spotted.any():
            return None
        places, found = Lookup(a).places(self.rows), np.full(a.shape, np.nan)
        whole = ~self.any(places < 0)
        last: dict[int, Array] = {}  # of so many rows, which activations they were
        for i in np.flatnonzero((whole | self.spotted) & (self.orders > 0)):
            start, count = self.starts[i], int(self.counts[i])
            part = slice(start, start + count)
            if whole[i]:
                last[count] = places[part]
            elif count in last and np.isnan(found[last[count]]).all():
                mask = kept(a[last[count]], self.rows[part])
                if mask is not None:
                    found[last[count]] = mask
        return found if np.isfinite(found).any() else None


def kept(a: Array, rows: Array) -> Array | None:
    """0 and one other number, by which `a` is to be multiplied to give `rows`."""
    on, off = (rows != 0.0) & (a != 0.0), (rows == 0.0) & (a != 0.0)
    if on.sum() < LEAST or not off.any():
        return None
    factor = float(np.median(rows[on] / a[on]))
    mask = np.where(off, 0.0, factor)
    right = np.abs(rows - mask * a).max() <= NEAR * np.abs(rows).max()
    return mask if right and 1.0 - NEAR <= factor <= LARGEST else None
