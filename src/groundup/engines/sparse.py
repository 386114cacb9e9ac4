"""Inputs of which only what is not 0 is there: the layout that SciPy calls CSR, without SciPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Sparse:
    """Rows of numbers (n, inputs), most of them 0.

    numbers: (nnz,) float32 or float64, a row after the other.
    columns: (nnz,) int32, the input of each, ascending within a row.
    starts: (n + 1,) int64: row r has those from starts[r] until starts[r + 1].
    inputs: how many there are, of which columns are 0 to inputs-1.
    """

    numbers: NDArray[Any]
    columns: NDArray[np.int32]
    starts: NDArray[np.int64]
    inputs: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def shape(self) -> tuple[int, int]:
        return len(self), self.inputs

    @property
    def dtype(self) -> np.dtype:
        return self.numbers.dtype

    def __getitem__(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Some rows (m,), dense: (m, inputs)."""
        dense = np.zeros((len(rows), self.inputs), self.dtype)
        for row, place in zip(dense, rows, strict=True):
            part = slice(self.starts[place], self.starts[place + 1])
            row[self.columns[part]] = self.numbers[part]
        return dense
