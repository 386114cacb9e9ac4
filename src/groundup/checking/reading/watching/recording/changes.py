"""Which of a program's numbers are others than before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from groundup.checking.reading.watching.recording.state import Array, Leaf, Place


def changed(before: Mapping[Place, Leaf], now: Mapping[Place, Leaf]) -> list[Place]:
    """What was there before, and is other numbers of the same shape now."""
    return [
        path
        for path, leaf in before.items()
        if path in now
        and now[path].array.shape == leaf.array.shape
        and not unchanged(now[path].array, leaf.array)
        and not (leaf.whole and now[path].whole)
        and not shuffled(now[path].array, leaf.array)
    ]


def unchanged(now: Array, before: Array) -> bool:
    """Whether it is the same copy, or the same numbers."""
    return now is before or np.array_equal(now, before, equal_nan=True)


def shuffled(now: Array, before: Array) -> bool:
    """Whether it is the same rows in another order, as data are that are shuffled."""
    return now.ndim > 0 and np.array_equal(np.sort(now, axis=None), np.sort(before, axis=None))
