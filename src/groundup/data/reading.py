"""From a file, a folder or somebody's arrays to raw samples."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundup.data.cells import Reading
from groundup.data.csv_file import read_csv
from groundup.data.frames import check_frame, from_frame, from_pair
from groundup.data.idx import DataError
from groundup.data.labels import is_gap, labels_of
from groundup.data.parquet import read_parquet
from groundup.data.picture_folder import read_pictures
from groundup.data.raw import Raw
from groundup.data.schema import COLOURS, Schema
from groundup.data.table import AS_USUAL, Table
from groundup.formats.archive import read_archive

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLES = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".data": read_csv,
    ".parquet": read_parquet,
    ".pq": read_parquet,
}
INPUTS, LABELS = ("x", "data", "images", "features"), ("y", "labels", "label", "target", "targets")
"""What the arrays of an NPZ file may be called, in any case; with _train and _test, too."""


def read(
    source: Any,
    label: str | Sequence[str] | None = None,
    drop: str | Sequence[str] = (),
    shape: tuple[int, int] | None = None,
    colours: str | None = None,
    schema: Schema | None = None,
    reading: Reading = AS_USUAL,
) -> Raw:
    """Raw samples from a path, a mapping of arrays, a frame, or a pair (x, y). With a schema, its
    columns, by their names, are what a table gives, and its shape what pictures are scaled to.

    Raises DataError where there is nothing of the kind.
    """
    if schema is not None and schema.targets and not schema.colours and is_place(label):
        label = list(schema.targets)
    if isinstance(source, str | os.PathLike):
        return _read_path(Path(source), label, drop, shape, colours, schema, reading)
    check_frame(source)
    if hasattr(source, "columns") and hasattr(source, "__getitem__"):
        return _from_table(from_frame(source, label, drop, schema, reading))
    if isinstance(source, Mapping):
        return from_arrays("the arrays", {str(name): source[name] for name in source})
    if isinstance(source, tuple | list) and len(source) == 2:
        if hasattr(source[0], "columns"):
            return _from_table(from_pair(source[0], source[1], drop, schema, reading))
        return from_arrays("the arrays", {"x": source[0], "y": source[1]})
    raise DataError(
        f"expected a path, a DataFrame, a pair (x, y) or arrays by name, got "
        f"{type(source).__name__}; give one of these"
    )


def is_place(label: str | Sequence[str] | None) -> bool:
    """Whether it is no name of a column: "-1", or nothing."""
    return label is None or (isinstance(label, str) and label.lstrip("-").isdecimal())


def _read_path(
    path: Path,
    label: str | Sequence[str] | None,
    drop: str | Sequence[str],
    shape: tuple[int, int] | None,
    colours: str | None,
    schema: Schema | None,
    reading: Reading,
) -> Raw:
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}; check the path") from None
    if is_folder:
        return _from_pictures(path, shape, colours, schema)
    if not is_file:
        raise DataError(
            f"{path}: expected a folder or a file, but there is no such folder or file; check the "
            "path, or see groundup data for what is known by name"
        )
    if path.suffix.lower() == ".npz":
        return from_arrays(str(path), read_archive(path, DataError))
    reader = TABLES.get(path.suffix.lower())
    if reader is None:
        raise DataError(
            f"{path}: expected a folder, .csv, .tsv, .parquet or .npz, but it ends in "
            f"{path.suffix or 'nothing'!r}; rename it if it is one of these"
        )
    if schema is not None and schema.colours:
        raise _other_kind(path, "rows of a table", schema)
    return _from_table(reader(path, label, drop, schema, reading))


def _from_table(table: Table) -> Raw:
    """Rows that have a label, or all where there is none to have."""
    import numpy as np

    y = [
        labels_of(column, table.reading, name, table.source)
        for name, column in zip(table.targets, table.y, strict=True)
    ]
    x = np.stack([cells.numbers for cells in table.columns], axis=1)
    empty = np.zeros(len(x), bool)
    for column in y:
        empty |= is_gap(column, table.reading)
    left, where, notes = np.flatnonzero(~empty), table.where, [*table.notes]
    if len(x) and not len(left):
        raise DataError(
            f"{table.source}: expected labels, but {' or '.join(table.targets)} is empty in all of "
            f"{len(x):,} rows; name another column with --label"
        )
    if len(left) < len(x):
        x, y, notes = x[left], [column[left] for column in y], [_left_out(table, empty), *notes]
        where = partial(_of_those_left, table.where, left)
    columns = [cells._replace(numbers=x[:, j]) for j, cells in enumerate(table.columns)]
    return Raw(table.source, x, y, table.targets, table.names, columns, notes=notes, where=where)


def _of_those_left(where: Callable[[int], str], left: NDArray[Any], row: int) -> str:
    return where(int(left[row]))


def _left_out(table: Table, empty: NDArray[Any]) -> str:
    """A sentence about rows without a label."""
    count, labels = int(empty.sum()), " or no ".join(table.targets)
    first = table.where(int(empty.argmax()))
    if count == 1:
        return f"1 row has no {labels}, at {first}, and is left out"
    return f"{count:,} rows have no {labels}, the first at {first}, and are left out"


def _from_pictures(
    folder: Path, shape: tuple[int, int] | None, colours: str | None, schema: Schema | None
) -> Raw:
    if colours not in (None, *COLOURS):
        raise DataError(f"colours are {' or '.join(COLOURS)}, not {colours!r}")
    if schema is not None:
        if not schema.pixels or len(schema.shape) < 2:
            raise _other_kind(folder, "pictures", schema)
        shape = (schema.shape[0], schema.shape[1])
        colours = "rgb" if len(schema.shape) == 3 else "grey"
    read = read_pictures(folder, shape, colours)
    notes = []
    if read.unreadable:
        shown = "; ".join(read.unreadable[:20])
        more = len(read.unreadable) - 20
        notes.append(
            f"{len(read.unreadable):,} of the pictures cannot be read and are left out: {shown}"
            + (f"; and {more:,} more" if more > 0 else "")
        )
    by = "×".join(map(str, read.x.shape[1:3]))
    notes.append(f"pictures are {'in colour' if read.colours == 'rgb' else 'grey'}, {by}")
    x = read.x
    if schema is not None and len(schema.shape) == 3 and x.ndim == 3:
        x = x[..., None].repeat(3, axis=3)
    return Raw(
        str(folder), x, [read.y], ("class",), parts=read.parts, colours=read.colours, notes=notes,
        where=lambda row: str(read.files[row]),
    )  # fmt: skip


def _other_kind(source: object, came: str, schema: Schema) -> DataError:
    return DataError(
        f"{source}: these are {came}, but the model learned from {schema.words()}; use data of "
        "the same kind"
    )


def from_arrays(source: str, arrays: Mapping[str, Any]) -> Raw:
    """Samples from arrays x and y, or x_train, y_train, x_test and y_test (and x_validation), by
    their names. Raises DataError where these are not there."""
    import numpy as np

    lower = {name.lower(): name for name in arrays}
    pieces: list[tuple[str, NDArray[Any], NDArray[Any]]] = []
    for part, endings in {
        "": ("",),
        "train": ("_train",),
        "validation": ("_validation", "_val", "_valid"),
        "test": ("_test",),
    }.items():
        for ending in endings:
            x = next((lower[n + ending] for n in INPUTS if n + ending in lower), None)
            y = next((lower[n + ending] for n in LABELS if n + ending in lower), None)
            if x is not None and y is not None:
                pieces.append((part, _array(arrays[x], source, x), _array(arrays[y], source, y)))
    parted = [piece for piece in pieces if piece[0]]
    pieces = parted if any(piece[0] == "train" for piece in parted) else pieces[:1]
    if not pieces:
        raise DataError(
            f"{source}: expected arrays x and y, or x_train, y_train, x_test and y_test, but there "
            f"are {', '.join(arrays) or 'none'}; rename them"
        )
    if len({x.shape[1:] for _, x, _ in pieces}) > 1 or any(x.ndim < 2 for _, x, _ in pieces):
        shapes = ", ".join(str(x.shape) for _, x, _ in pieces)
        raise DataError(
            f"{source}: expected x of one shape, (n, …), one sample in each row, got {shapes}"
        )
    for part, x, y in pieces:
        if len(x) != len(y):
            raise DataError(
                f"{source}: expected one label for each of {len(x):,} samples"
                f"{' of ' + part if part else ''}, but there are {len(y):,}; use arrays that "
                "belong together"
            )
    y = np.concatenate([_column(y) for _, _, y in pieces])
    parts = [part for part, x, _ in pieces for _ in range(len(x))]
    names = tuple(f"target {k}" for k in range(y.shape[1])) if y.ndim == 2 else ("label",)
    columns = [y[:, k] for k in range(y.shape[1])] if y.ndim == 2 else [y]
    x, features = np.concatenate([x for _, x, _ in pieces]), _names_of(arrays, source)
    return Raw(source, x, columns, names, features if x.ndim == 2 else (), parts=parts)


def _names_of(arrays: Mapping[str, Any], source: str) -> tuple[str, ...]:
    """The names of the columns of x, where these are frames. Raises DataError where they differ."""
    frames = [
        tuple(map(str, given.columns))
        for name, given in arrays.items()
        if name.lower().startswith(INPUTS) and hasattr(given, "columns")
    ]
    for names in frames:
        if names != frames[0]:
            raise DataError(
                f"{source}: expected the same order of columns in every x, got "
                f"{', '.join(frames[0][:12])} and {', '.join(names[:12])}; put them in one order"
            )
    return frames[0] if frames else ()


def _array(given: Any, source: str, name: str) -> NDArray[Any]:
    import numpy as np

    try:
        array = np.asarray(given)
        return array.astype(float) if array.dtype == object and name[:1] in "xX" else array
    except (TypeError, ValueError) as error:
        raise DataError(
            f"{source}: {name}: expected rows of numbers, all of one length, got "
            f"{type(given).__name__}: {error}"
        ) from None


def _column(y: NDArray[Any]) -> NDArray[Any]:
    return y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y
