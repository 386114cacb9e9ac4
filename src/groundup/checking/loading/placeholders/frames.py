"""Functions of pandas that make tables of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.tables import FREE, MANY, Table


def get_dummies(data: Any, *args: Any, columns: Any = None, **options: Any) -> Any:
    """A column of 0 and 1 for each value, of real numbers for each of a few ranges; of a table, for
    each of `columns`, which it has no more."""
    table = data if isinstance(data, Table) else Table(data)
    if table.ndim == 1:
        values = table.cells
        if len(np.unique(values)) > MANY:
            values = np.floor(2 * values)
        return Table((values[:, None] == np.unique(values)).astype(int))
    if columns is None:
        return table
    return concat([table.drop(columns=columns), *(get_dummies(table[name]) for name in columns)], 1)


def concat(tables: Sequence[Any], axis: Any = 0, **options: Any) -> Any:
    parts = [part if isinstance(part, Table) else Table(part) for part in tables]
    if axis in (1, "columns"):
        names = [name for part in parts for name in (part.names or [FREE])]
        return Table(np.column_stack([part.cells for part in parts]), names)
    return parts[0].like(np.concatenate([part.cells for part in parts]))


def factorize(values: Any, *args: Any, **options: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    unique, codes = np.unique(np.asarray(values), return_inverse=True)
    return codes, unique
