"""Where a table's cells are read and written: `table.iloc`, `table.loc`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Place:
    """`[rows]` or `[rows, columns]`, the columns by number or by name."""

    def __init__(self, table: Any, named: bool):
        self.table, self.named = table, named

    def column(self, key: Any) -> Any:
        if not self.named:
            return key
        if isinstance(key, slice):
            last = None if key.stop is None else self.column(key.stop) + 1
            return slice(None if key.start is None else self.column(key.start), last)
        if isinstance(key, (str, int)):
            return self.table.position(key)
        listed = np.asarray(key)
        return listed if listed.dtype == bool else [self.table.position(name) for name in key]

    def split(self, key: Any) -> tuple[Any, Any]:
        rows, columns = key if isinstance(key, tuple) else (key, slice(None))
        if isinstance(rows, slice) and self.named and rows.stop is not None:
            rows = slice(rows.start, rows.stop + 1)  # the last is in it
        rows = rows if isinstance(rows, (slice, int, np.integer)) else np.asarray(rows)
        return rows, self.column(columns)

    def __getitem__(self, key: Any) -> Any:
        table = self.table
        if table.ndim == 1:
            return table[key]
        rows, columns = self.split(key)
        found = table.cells[rows][..., columns]
        one = np.ndim(columns) == 0 and not isinstance(columns, slice)
        names = list(table.columns[columns]) if not one and np.ndim(found) == 2 else None
        if one and np.ndim(found) == 1:
            return table.column(columns)[rows]
        return table.part(whole(found) if one else found, names)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.table.put(*self.split(key), value)


def whole(cells: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers as such, as pandas keeps a column of them."""
    cells = np.asarray(cells)
    if cells.dtype.kind == "f" and np.array_equal(cells, np.round(cells)):
        return cells.astype(int)
    return cells
