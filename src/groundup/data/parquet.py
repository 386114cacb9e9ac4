"""Reads Parquet, by PyArrow (the extra `tables`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from groundup.data.cells import Reading
from groundup.data.frames import from_frame
from groundup.data.idx import DataError
from groundup.data.schema import Schema
from groundup.data.table import AS_USUAL, Table, check_cells
from groundup.errors import UserError

BUFFER = 2**16  # bytes of a column that are read at once: whole row groups may not fit


class _Frame:
    """A PyArrow table as `from_frame` wants it."""

    def __init__(self, table: Any) -> None:
        self.columns = table.column_names
        self._table = table

    def __len__(self) -> int:
        return self._table.num_rows

    def __getitem__(self, name: str) -> Any:
        return self._table.column(name).to_numpy(zero_copy_only=False)


def read_parquet(
    path: Path,
    label: str | Sequence[str] | None,
    drop: str | Sequence[str] = (),
    schema: Schema | None = None,
    reading: Reading = AS_USUAL,
) -> Table:
    """The table in a file; with a schema, the columns that it asks for. Raises DataError where it
    is missing, damaged, too large, or has a cell that is not what the others of its column are,
    with its row; UserError where PyArrow is missing."""
    with opened(path) as file:
        check_cells(file.metadata.num_rows, file.metadata.num_columns, str(path))
        return from_frame(_Frame(file.read()), label, drop, schema, reading, str(path))


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The file, a PyArrow `ParquetFile`. Raises DataError where it is missing or damaged, also
    while it is read, UserError where PyArrow is missing."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # its own keeps what is freed
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UserError(
            f"{path}: reading Parquet needs PyArrow, which is not installed; install it with "
            "pip install 'groundup[tables]'"
        ) from None
    try:
        with pyarrow.parquet.ParquetFile(
            path, buffer_size=BUFFER, page_checksum_verification=True
        ) as file:
            yield file
    except (OSError, pyarrow.ArrowException, UnicodeDecodeError, SystemError) as error:
        raise DataError(
            f"{path}: expected a Parquet file, but {error}; check that it is a complete one"
        ) from None
