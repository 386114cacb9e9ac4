"""Inputs of every kind that scikit-learn lets through, brought to an engine.

An engine wants rows of numbers side by side, of one type, or only those that are not 0. What is so
already goes there as it is, with an order; anything else (tables that lie column by column, other
types) becomes so a few batches at a time, in the order of learning, and is never whole in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from groundup.engines.sparse import Sparse

Array = np.ndarray
PART = 2**22  # bytes that a part has, about, where one batch has no more


class Part(NamedTuple):
    """Some of the samples, as an engine takes them."""

    x: Array | Sparse  # (rows, n_0)
    order: Array | None  # of its rows; None: as they come
    place: slice  # in the order of learning


class Rows:
    """Inputs (n, n_0): an array, or a sparse matrix or array in CSR."""

    def __init__(self, x: Any, dtype: np.dtype) -> None:
        self.x, self.dtype = _sparse(x, dtype) if sparse.issparse(x) else x, dtype
        is_sparse = isinstance(self.x, Sparse)
        self.ready = is_sparse or (x.dtype == dtype and x.flags.c_contiguous)

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
        return np.ascontiguousarray(self.x[rows], self.dtype)


def _sparse(x: Any, dtype: np.dtype) -> Sparse:
    """A matrix or an array in CSR, for an engine; shared where it is laid out so."""
    if not x.has_canonical_format:
        x = x.copy()
        x.sum_duplicates()
    columns, starts = x.indices.astype(np.int32, copy=False), x.indptr.astype(np.int64, copy=False)
    return Sparse(x.data.astype(dtype, copy=False), columns, starts, x.shape[1])
