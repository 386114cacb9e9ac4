"""Frames, pandas' or others, become tables: columns of NumPy's types, or of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from groundup.data.cells import (
    DATE,
    NUMBER,
    TRUTH,
    WORDS,
    Cells,
    Coded,
    Known,
    Reading,
    not_as,
    read_cells,
)
from groundup.data.dates import ISO
from groundup.data.idx import DataError
from groundup.data.table import AS_USUAL, Table, check_cells, choose, features_of, known_columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundup.data.schema import Schema

NOTHING = ("nan", "NaT", "<NA>")
"""How what stands for an empty cell shows itself."""


def from_frame(
    frame: Any,
    label: str | Sequence[str] | None,
    drop: str | Sequence[str],
    schema: Schema | None = None,
    reading: Reading = AS_USUAL,
    source: str = "the DataFrame",
) -> Table:
    """A table of pandas', Polars' or another with `columns` and columns that NumPy reads; with a
    schema, the columns that it asks for. Raises DataError for a cell that is not what it should be.
    """
    import numpy as np

    check_frame(frame)
    label, drop = names_in(frame, label), names_in(frame, drop) or ()
    reading = reading.knowing(schema.missing if schema else ())
    names = [str(name) for name in frame.columns]
    check_cells(len(frame), len(names), source)

    def where(row: int) -> str:
        return f"row {row} (counted from 0)"

    def column(i: int) -> NDArray[Any]:
        return np.asarray(frame[frame.columns[i]])

    try:
        chosen = choose(names, label, drop, schema.asked if schema else None)
        knowns = known_columns(schema, [names[i] for i in chosen.features])
        cells = [
            cells_of(column(i), reading, known, names[i], where)
            for i, known in zip(chosen.features, knowns, strict=True)
        ]
    except DataError as error:
        raise DataError(f"{source}: {error}") from None
    return Table(
        source,
        tuple(names[i] for i in chosen.features),
        cells,
        tuple(names[i] for i in chosen.labels),
        [_plain(column(i)) for i in chosen.labels],
        where,
        reading,
    )


def from_pair(
    frame: Any, y: Any, drop: str | Sequence[str], schema: Schema | None, reading: Reading
) -> Table:
    """A table of a frame and the labels beside it: a column (n,), or several (n, k), which may be a
    frame too."""
    import numpy as np

    table = from_frame(frame, (), drop, schema, reading)
    labels, name = np.asarray(y), getattr(y, "name", None)
    columns = list(labels.T) if labels.ndim == 2 else [labels]
    if any(len(column) != len(frame) for column in columns):
        raise DataError(
            f"{table.source}: expected one label for each of {len(frame):,} rows, but there are "
            f"{len(labels):,}; use what belongs together"
        )
    named = getattr(y, "columns", None)
    if named is None and len(columns) > 1:
        named = [f"target {k}" for k in range(len(columns))]
    names = ["label" if name is None else name] if named is None else named
    return table._replace(targets=tuple(map(str, names)), y=[_plain(each) for each in columns])


def names_in(frame: Any, given: Any) -> str | list[str] | None:
    """Names of columns as words: a frame's may be numbers, or tuples."""
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, list | tuple) and given not in list(frame.columns):
        return [str(name) for name in given]
    return str(given)


def check_frame(frame: Any) -> None:
    """Refuses what has columns, but is no frame yet: PyArrow's tables and Polars' lazy frames."""
    kind = type(frame).__name__
    way = {"LazyFrame": "collect", "Table": "to_pandas"}.get(kind)
    if way is not None and hasattr(frame, way):
        raise DataError(f"expected a DataFrame, got a {kind}; make it one with .{way}()")


def cells_of(
    column: NDArray[Any],
    reading: Reading,
    known: Known | None,
    name: str,
    where: Callable[[int], str],
) -> Cells:
    """A column of an array's type as cells."""

    if column.ndim > 1:
        raise DataError(f"column {name}: {_not_one(column[0].tolist())}")
    if (known is None or known.kind != WORDS) and column.dtype.kind in "biufMm":
        found = _cells_of_type(column, reading, name, where)
        _check_kind(found, column, known, name, where)
        return found
    coded = Coded()
    try:
        coded.add(map(word_of, objects_of(column)), len(column))
    except DataError as error:
        raise DataError(f"column {name}: {error}") from None
    return read_cells(coded, reading, known, name, where)


def _cells_of_type(
    column: NDArray[Any], reading: Reading, name: str, where: Callable[[int], str]
) -> Cells:
    """Truths, numbers, dates (days since 1970) or times (days), as the array's type says."""
    import numpy as np

    kind = column.dtype.kind
    if kind == "b":
        return Cells(column.astype(float), TRUTH)
    if kind == "M":
        days = (column - np.datetime64("1970-01-01")) / np.timedelta64(1, "D")
        return Cells(days.astype(np.float64), DATE, ISO)
    if kind == "m":
        return Cells((column / np.timedelta64(1, "D")).astype(np.float64))
    numbers = column.astype(np.float64)
    numbers[reading.is_gap(numbers)] = np.nan
    if (infinite := np.isinf(numbers)).any():
        row = int(np.flatnonzero(infinite)[0])
        raise not_as(where(row), name, NUMBER, str(numbers[row]))
    return Cells(numbers)


def _check_kind(
    cells: Cells,
    column: NDArray[Any],
    known: Known | None,
    name: str,
    where: Callable[[int], str],
) -> None:
    """Refuses dates where a model knows numbers, and the like; but 0 and 1 are no and yes."""
    import numpy as np

    if known is None or cells.kind == known.kind:
        return
    wrong = ~np.isnan(cells.numbers)
    if {cells.kind, known.kind} == {NUMBER, TRUTH}:
        wrong &= ~np.isin(cells.numbers, (0, 1))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise not_as(where(row), name, known.kind, str(column[row]))


def word_of(cell: Any) -> str:
    """A cell as a table of text has it: "" for None and for what is not equal to itself, NaN.
    Raises DataError for lists and the like."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return text_of(cell)
    if hasattr(cell, "__len__"):
        raise DataError(_not_one(cell))
    if cell is None or str(cell) in NOTHING:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def text_of(cell: bytes) -> str:
    """A binary cell as text. Raises DataError where it is none."""
    try:
        return cell.decode()
    except UnicodeDecodeError:
        raise DataError(
            f"expected words in UTF-8, but a cell is {cell!r:.60}; save that column as text, or "
            "leave it out"
        ) from None


def _not_one(cell: Any) -> str:
    return (
        f"expected one value in each cell, but there is {cell!r:.60}; make a column of each of its "
        "parts, or leave it out (drop)"
    )


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    """A label column: words as objects, of which gaps are ""."""
    import numpy as np

    if column.dtype.kind in "biuf":
        return column
    return np.array([word_of(cell) for cell in objects_of(column)], object)


def objects_of(column: NDArray[Any]) -> list[Any]:
    """An array's cells as Python has them; of dates in nanoseconds it has but numbers."""
    return column.astype("datetime64[us]" if column.dtype.kind == "M" else column.dtype).tolist()


def rows_for(given: Any, schema: Schema, name: str = "x") -> NDArray[np.float64]:
    """A frame's rows as the features (n, n_0) of a model, or (n_0,) of one row, by the names of its
    columns."""
    if not hasattr(given, "columns"):
        return rows_for(given.to_frame().T.infer_objects(), schema, name)[0]
    return features_of(from_frame(given, None, (), schema, AS_USUAL, name), schema)
