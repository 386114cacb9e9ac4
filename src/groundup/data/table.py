"""A table: columns of numbers or words, each with its name, from whatever file or frame.

Feature columns are numbers, and checked where they are read; label columns are kept as words until
all of them are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from groundup.data.idx import DataError
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

USUAL = ("label", "class", "target")
"""Names by which a label column is known without being named."""
MAXIMUM_CELLS = 2**29
"""The most numbers that a table may hold: 4 GiB of float64."""


class Table(NamedTuple):
    source: str  # for messages
    names: tuple[str, ...]  # of the features
    x: NDArray[np.float64]  # (n, features)
    targets: tuple[str, ...]  # the names of the label columns
    y: list[NDArray[Any]]  # a column each (n,), of words or numbers
    where: Callable[[int], str]  # "line 7" for row 5


class Columns(NamedTuple):
    """Which columns are what: places among all."""

    labels: list[int]
    features: list[int]


def choose(
    names: Sequence[str],
    label: str | Sequence[str] | None,
    drop: Sequence[str],
    source: str,
    wanted: Sequence[str] | None = None,
) -> Columns:
    """The label columns by name, or by place where no column has such a name ("0", "-1"), and
    without any, the one with a usual name; all others but `drop` are features.

    wanted: the features of a model, () where it has no names for them: these are the features then,
        others are not even read, and there may be no label.

    Raises DataError where a name is not among them.
    """
    dropped = [_place(name, names, source, "drop") for name in drop]
    if label is None:
        known = [i for i, name in enumerate(names) if name.strip().lower() in USUAL]
        if len(known) != 1 and wanted is None:
            raise DataError(
                f"{source}: expected to know which column is the label, but none was named; say "
                f"which (--label NAME, or --label -1 for the last): {_listed(names)}"
            )
        labels = known if len(known) == 1 else []
    else:
        asked = [label] if isinstance(label, str) else list(label)
        if isinstance(label, str) and label not in names and "," in label:
            asked = [part.strip() for part in label.split(",")]
        present = [name for name in asked if wanted is None or name in names]
        labels = [_place(name, names, source, "label") for name in present]
    if wanted and not all(map(str.isdecimal, names)):  # it has names
        return Columns(labels, [_place(name, names, source, "feature") for name in wanted])
    features = [i for i in range(len(names)) if i not in (*labels, *dropped)]
    if not features:
        raise DataError(f"{source}: expected columns beside the label, but there is none")
    return Columns(labels, features)


def check_cells(rows: int, columns: int, source: str) -> None:
    """Refuses, before memory is taken, a table that would take too much."""
    if rows * columns > MAXIMUM_CELLS:
        raise DataError(
            f"{source}: expected at most {MAXIMUM_CELLS:,} cells, but it has {rows:,} rows of "
            f"{columns:,} columns; use a part of it"
        )


def check_cells_finite(
    x: NDArray[Any], names: Sequence[str], source: str, where: Callable[[int], str]
) -> None:
    """Raises DataError, which says where, for the first cell that is no finite number."""
    import numpy as np

    if np.isfinite(x).all():
        return
    row, column = np.argwhere(~np.isfinite(x))[0]
    raise not_a_number(source, where(int(row)), names[int(column)], str(x[row, column]))


def not_a_number(source: str, place: str, column: str, came: str) -> DataError:
    shown = "it is empty" if came.strip() == "" else f"it is {came!r:.60}"
    return DataError(
        f"{source}: {place}, column {column}: expected a finite number, but {shown}; "
        f"{_remedy(column, came.strip())}"
    )


def _remedy(column: str, came: str) -> str:
    if re.fullmatch(r"[-+]?\d+,\d+", came):
        return "write a point, not a comma, before the fraction in the whole file"
    if came.lower() in ("true", "false", "yes", "no"):
        return "write 1 and 0 in the whole column"
    return f"correct it, leave that row out, or train without the column (--drop {column})"


def _place(name: str, names: Sequence[str], source: str, what: str) -> int:
    if (count := list(names).count(name)) == 1:
        return list(names).index(name)
    if count > 1:
        raise DataError(f"{source}: {what}: {count} columns are called {name!r}; rename them")
    try:
        place = int(name)
        return range(len(names))[place]
    except (ValueError, IndexError):
        raise DataError(
            f"{source}: {what}: there is no column {name!r}; there are {_listed(names)}"
        ) from None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown}, … ({len(names)} in all)"


def from_frame(
    frame: Any,
    label: str | Sequence[str] | None,
    drop: Sequence[str],
    wanted: Sequence[str] | None = None,
    source: str = "the DataFrame",
) -> Table:
    """A table of pandas', Polars' or another with `columns` and columns that NumPy reads."""
    import numpy as np

    names = [str(name) for name in frame.columns]
    chosen = choose(names, label, drop, source, wanted)
    check_cells(len(frame), len(names), source)
    columns = list(frame.columns)

    def where(row: int) -> str:
        return f"row {row} (counted from 0)"

    x = np.empty((len(frame), len(chosen.features)))
    for place, i in enumerate(chosen.features):
        x[:, place] = _numbers(np.asarray(frame[columns[i]]), names[i], source, where)
    features = tuple(names[i] for i in chosen.features)
    check_cells_finite(x, features, source, where)
    y = [np.asarray(frame[columns[i]]) for i in chosen.labels]
    return Table(source, features, x, tuple(names[i] for i in chosen.labels), y, where)


def _numbers(
    column: NDArray[Any], name: str, source: str, where: Callable[[int], str]
) -> NDArray[Any]:
    """A column as floats. Raises DataError for the first cell that is none."""
    import numpy as np

    try:
        if column.dtype.kind in "Mm":
            raise TypeError
        return column.astype(np.float64)
    except (TypeError, ValueError):
        for row, cell in enumerate(column):
            try:
                float(cell)
            except (TypeError, ValueError):
                shown = "" if cell is None else str(cell)
                raise not_a_number(source, where(row), name, shown) from None
        raise UserError(
            f"{source}: column {name}: expected numbers, got {column.dtype}; leave it out"
        ) from None
