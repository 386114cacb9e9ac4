"""Inputs of every kind that scikit-learn lets through, brought to an engine.

An engine wants rows of numbers side by side, of one type. What is so already goes there as it is,
with an order; anything else (sparse matrices, tables that lie column by column, other types)
becomes so a few batches at a time, in the order of learning, and is never whole in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

Array = np.ndarray
PART = 2**22  # bytes that a part has, about, where one batch has no more


class Part(NamedTuple):
    """Some of the samples, as an engine takes them."""

    x: Array  # (rows, n_0)
    order: Array | None  # of its rows; None: as they come
    place: slice  # in the order of learning


class Rows:
    """Inputs (n, n_0): an array, or a sparse matrix or array in CSR."""

    def __init__(self, x: Any, dtype: np.dtype) -> None:
        self.x, self.dtype = x, dtype
        self.is_sparse = sparse.issparse(x)
        self.ready = not self.is_sparse and x.dtype == dtype and x.flags.c_contiguous

    def __len__(self) -> int:
        return self.x.shape[0]

    def parts(self, order: Array | None, batch_size: int) -> Iterator[Part]:
        """The samples of an order, or all as they come, in parts of whole batches."""
        count = len(self) if order is None else len(order)
        if self.ready:
            yield Part(self.x, order, slice(0, count))
            return
        row = max(1, self.x.shape[1] * self.dtype.itemsize)
        size = max(1, PART // (row * batch_size)) * batch_size
        for start in range(0, count, size):
            place = slice(start, min(start + size, count))
            yield Part(self._dense(place if order is None else order[place]), None, place)

    def _dense(self, rows: Any) -> Array:
        some = self.x[rows]
        some = some.toarray() if self.is_sparse else some
        return np.ascontiguousarray(some, self.dtype)
