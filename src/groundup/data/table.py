"""A table: columns, each with its name, from whatever file or frame (csv_file.py, frames.py).

Feature columns are read as what they are (cells.py); label columns are kept as words until all of
them are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from groundup.data.cells import NUMBER, WORDS, Cells, Known, Reading
from groundup.data.columns import encoded
from groundup.data.idx import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundup.data.raw import Raw
    from groundup.data.schema import Schema

USUAL = ("label", "class", "target")
"""Names by which a label column is known without being named."""
AS_USUAL = Reading()
MAXIMUM_CELLS = 2**29
"""The most numbers that a table may hold: 4 GiB of float64."""


class Table(NamedTuple):
    source: str  # for messages
    names: tuple[str, ...]  # of the features
    columns: list[Cells]  # theirs, of n rows
    targets: tuple[str, ...]  # the names of the label columns
    y: list[NDArray[Any]]  # a column each (n,), of words or numbers
    where: Callable[[int], str]  # "line 7" for row 5
    reading: Reading = AS_USUAL  # how its cells are written, as far as the features tell
    notes: tuple[str, ...] = ()  # what was assumed, a sentence each


class Columns(NamedTuple):
    """Which columns are what: places among all."""

    labels: list[int]
    features: list[int]


def choose(
    names: Sequence[str],
    label: str | Sequence[str] | None,
    drop: str | Sequence[str],
    wanted: Sequence[str] | None = None,
) -> Columns:
    """The label columns by name, or by place where no column has such a name ("0", "-1"), and
    without any, the one with a usual name; all others but `drop` are features.

    wanted: the columns of a model, () where it has no names for them: these are the features then,
        others are not even read, and there may be no label. A table without names of its own has
        the model's columns in their order, where it has as many.

    Raises DataError, which does not say where, for a name that is not among them, or that several
    have.
    """
    dropped = [
        _place(name, names, "drop")
        for name in rejoined(as_list(drop), names)
        if wanted is None or name in names
    ]
    if label is None:
        known = [i for i, name in enumerate(names) if name.strip().lower() in USUAL]
        if len(known) != 1 and wanted is None:
            raise DataError(
                f"say which column is the label (--label NAME, or --label -1 for the last); the "
                f"columns are {_listed(names)}"
            )
        labels = known if len(known) == 1 else []
    else:
        asked = rejoined(as_list(label), names)
        present = [name for name in asked if wanted is None or name in names]
        labels = [_place(name, names, "label") for name in present]
    features = [i for i in range(len(names)) if i not in (*labels, *dropped)]
    numbered = [*names] == [*map(str, range(len(names)))]
    if wanted and not (numbered and len(features) == len(wanted)):
        return Columns(labels, _all_of(wanted, names))
    if not features:
        raise DataError("expected columns besides the label, but there are none")
    for name in (names[i] for i in features):
        _place(name, names, "column")  # the only one of its name
    return Columns(labels, features)


def as_list(label: str | Sequence[str] | None) -> list[str]:
    """Names from text with commas between, or from any sequence."""
    if isinstance(label, str):
        return [part.strip() for part in label.split(",")]
    return list(label or ())


def rejoined(parts: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names that stood with commas between. Those that have commas themselves were cut, and are put
    together again."""
    for end in range(len(parts), 1, -1):
        for whole in (", ".join(parts[:end]), ",".join(parts[:end])):
            if whole in names:
                return [whole, *rejoined(parts[end:], names)]
    return [*parts[:1], *rejoined(parts[1:], names)] if parts else []


def are_named(asked: Sequence[str], names: Sequence[str]) -> bool:
    """Whether columns that are asked for by name, not by place, are all among these."""
    places = {str(place) for place in range(-len(names), len(names))}
    named = [name for name in rejoined(asked, names) if name not in places]
    return bool(named) and all(name in names for name in named)


def _all_of(wanted: Sequence[str], names: Sequence[str]) -> list[int]:
    missing = [name for name in wanted if name not in names]
    if missing:
        raise DataError(
            "expected the columns that the model learned from, but there is no column "
            f"{', no '.join(map(repr, missing[:8]))}; there are {_listed(names)}"
        )
    return [_place(name, names, "column") for name in wanted]


def check_cells(rows: int, columns: int, source: str) -> None:
    """Refuses, before memory is taken, a table that would take too much."""
    if rows * columns > MAXIMUM_CELLS:
        raise DataError(
            f"{source}: expected at most {MAXIMUM_CELLS:,} cells, but it has {rows:,} rows of "
            f"{columns:,} columns; use part of it"
        )


def check_cells_finite(
    x: NDArray[Any], names: Sequence[str], source: str, where: Callable[[int], str]
) -> None:
    """Raises DataError, which says where, for the first cell that is no finite number."""
    import numpy as np

    if np.isfinite(x).all():
        return
    row, column = np.argwhere(~np.isfinite(x))[0]
    came = "it is empty" if np.isnan(x[row, column]) else f"it is {x[row, column]}"
    raise DataError(
        f"{source}: {where(int(row))}, column {names[int(column)]}: expected a finite number, as "
        f"in all rows that the model learned from, but {came}; fill it in, leave that row out, or "
        "train again on a table with gaps"
    )


def _place(name: str, names: Sequence[str], what: str) -> int:
    if (count := list(names).count(name)) == 1:
        return list(names).index(name)
    if count > 1:
        raise DataError(f"{what}: {count} columns are called {name!r}; rename them")
    try:
        place = int(name)
        return range(len(names))[place]
    except (ValueError, IndexError):
        raise DataError(
            f"{what}: there is no column {name!r}; there are {_listed(names)}"
        ) from None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown}, … ({len(names)} in all)"


def known_columns(schema: Schema | None, names: Sequence[str]) -> list[Known | None]:
    """What a model knows of each column that is read for it, by name, or by place where the table
    has no names; None of those that tell themselves."""
    if schema is None or not schema.columns:
        return [None if schema is None else Known(NUMBER)] * len(names)
    kept = {column.name: column for column in schema.columns}
    if not all(name in kept for name in names):
        kept = dict(zip(names, schema.columns, strict=True))
    return [Known(kept[name].kind, kept[name].form) for name in names]


def features_of(table: Table, schema: Schema) -> NDArray[np.float64]:
    """The rows of a table that was read for a model, as its features (n, n_0)."""
    import numpy as np

    if schema.columns:
        return encoded(schema.columns, table.columns)
    x = np.stack([cells.numbers for cells in table.columns], axis=1)
    check_cells_finite(x, table.names, table.source, table.where)
    return x


def strange_cells(table: Table | Raw, schema: Schema) -> Iterator[str]:
    """A sentence for each column with cells of which training has not seen the like."""
    import numpy as np

    for column, cells in zip(schema.columns, table.columns, strict=False):
        strange = np.flatnonzero(column.strange(cells))
        if not len(strange):
            continue
        row = int(strange[0])
        number = cells.numbers[row]
        came = "empty" if np.isnan(number) else f"{cells.values[int(number)]!r:.60}"
        counts = "none of its values" if column.kind == WORDS else f"the median, {column.fill:.6g}"
        more = f", and so do {len(strange) - 1:,} more rows" if len(strange) > 1 else ""
        yield (
            f"{table.source}: {table.where(row)}, column {column.name} is {came}, which training "
            f"has not seen; it counts as {counts}{more}"
        )
