"""Parquet that is larger than memory: read once, a few rows at a time, into rows on disk.

A Parquet file is compressed, column by column, and cannot be read in pieces of any order. So what
is learned from is unpacked into a temporary file of plain numbers, which is gone with the process,
and learned from as a stream. Samples to validate and to test with are kept in memory, 10,000 of
each at most. Means and deviations of features are those of all samples that are learned from.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.data.idx import MAXIMUM_BYTES, DataError
from groundup.data.interpretation import Wanted, label_parts
from groundup.data.parquet import opened
from groundup.data.pixels import FEWEST_PIXELS, WHITE
from groundup.data.raw import Raw
from groundup.data.samples import Data, Samples
from groundup.data.schema import Schema
from groundup.data.splits import Parts
from groundup.data.streams import RowsOnDisk, Stream
from groundup.data.table import check_cells_finite, choose
from groundup.errors import UserError

HELD_OUT = 10_000  # samples to validate with, and to test with, at most
CELLS = 2**17  # that are read at once
ARENA_MAX = -8  # glibc's number of the option: how many heaps there may be
ROWS = 2**16  # whose labels are read at once
SPARE = 2**28  # bytes that are left free on the disk
SMALL = ("int8", "int16", "uint16", "halffloat", "float")  # types that a float32 holds


class Spread:
    """Mean and deviation of columns, batch by batch (Chan, Golub and LeVeque, 1983)."""

    def __init__(self, columns: int) -> None:
        self.count, self.mean, self.squares = 0, np.zeros(columns), np.zeros(columns)

    def add(self, rows: NDArray[Any]) -> None:
        if not len(rows):
            return
        rows = rows.astype(np.float64)
        with np.errstate(over="ignore", invalid="ignore"):  # a schema refuses what comes of it
            mean = rows.mean(axis=0)
            apart, count = mean - self.mean, self.count + len(rows)
            self.squares += ((rows - mean) ** 2).sum(axis=0)
            self.squares += apart**2 * (self.count * len(rows) / count)
            self.mean += apart * (len(rows) / count)
        self.count = count

    def scale(self) -> NDArray[np.float64]:
        """Standard deviations; 1 of columns that are always the same."""
        deviation = np.sqrt(self.squares / max(self.count, 1))
        return np.where(deviation <= 1e-12 * abs(self.mean), 1.0, deviation)


class Held(NamedTuple):
    """Samples in memory, each written to its own row: rows of the file, ascending, and numbers."""

    rows: NDArray[np.intp]
    x: NDArray[Any]

    def take(self, first: int, batch: NDArray[Any]) -> None:
        """Those of its samples that are in a batch whose first row is `first`."""
        low, high = np.searchsorted(self.rows, [first, first + len(batch)])
        self.x[low:high] = batch[self.rows[low:high] - first]


def is_large(path: Path) -> bool:
    """Whether a file holds more than 1 GiB of numbers, 8 bytes each."""
    with opened(path) as file:
        return file.metadata.num_rows * file.metadata.num_columns * 8 > MAXIMUM_BYTES


def stream_parquet(
    path: Path,
    label: str | Sequence[str] | None,
    drop: str | Sequence[str],
    wanted: Wanted,
    verify: bool,
) -> Data:
    """The samples in a file, of which those to learn from are on disk. Raises DataError where
    `read_parquet` does, UserError where the disk is too small."""
    of_glibc("mallopt", ARENA_MAX, 1)  # one heap: each of many would keep what it once took
    with opened(path) as file:
        columns = file.schema_arrow.names
        known_of = wanted.schema
        if wanted.missing:
            raise DataError(
                f"{path}: expected no words for empty cells (--missing {','.join(wanted.missing)})"
                ", since rows that are read in pieces cannot have gaps; leave out --stream, or the "
                "rows that have gaps"
            )
        if known_of is not None and len(known_of.columns) not in (0, known_of.inputs):
            raise DataError(
                f"{path}: the model learned from a table with words or gaps, which is read whole; "
                "leave out --stream, or use part of it"
            )
        try:
            chosen = choose(columns, label, drop, known_of.asked if known_of else None)
        except DataError as error:
            raise DataError(f"{path}: {error}") from None
        targets = tuple(columns[i] for i in chosen.labels)
        names = tuple(columns[i] for i in chosen.features)
        y, known, parts, notes = labelled(file, path, targets, wanted)
        of_glibc("malloc_trim", 0)  # the 100 MB that labels took for a while
        rows = read_batches(file, path, names)
        kind, rows = told(file, names, rows, wanted, notes, path)
        x, held, spread = spool(rows, parts, kind, len(names))
    del file, rows  # and what they hold
    of_glibc("malloc_trim", 0)
    schema = wanted.schema or schema_of(names, known, kind, spread, notes)
    if schema.inputs != len(names):
        raise DataError(f"{path}: expected {schema.inputs} features, got {len(names)}")
    others = (Samples(part.x, whole(y[part.rows]), schema) for part in held)
    return Data(Stream(x, y[parts.train], schema, verify=verify), *others)


def labelled(
    file: Any, path: Path, targets: tuple[str, ...], wanted: Wanted
) -> tuple[NDArray[Any], dict[str, Any], Parts, list[str]]:
    """What `label_parts` says, with labels in 8 bits where they fit; and no more than 10,000
    samples to validate with, nor to test with."""
    rows = file.metadata.num_rows
    most = HELD_OUT / max(rows, 1)
    shares = {"validation": min(wanted.validation, most), "test": min(wanted.test, most)}
    y = [labels(file, name) for name in targets]
    raw = Raw(str(path), np.empty((rows, 0)), y, targets, where=where)
    found, known, parts, notes = label_parts(raw, replace(wanted, **shares))
    small = found.ndim == 1 and int(found.max(initial=0)) < 256
    return found.astype(np.uint8) if small else found, known, parts, notes


def of_glibc(function: str, *numbers: int) -> None:
    """Asks glibc, where that is what there is, to change how it keeps memory."""
    found = getattr(ctypes.CDLL(None), function, None) if sys.platform == "linux" else None
    if found is not None:
        found(*numbers)


def whole(y: NDArray[Any]) -> NDArray[Any]:
    """Labels as samples in memory have them; targets as they are."""
    return y.astype(np.int64) if y.ndim == 1 else y


def labels(file: Any, name: str) -> NDArray[Any]:
    """A whole column. Words that are the same are one object: arrays of text would take ten times
    as much memory."""
    kind = str(file.schema_arrow.field(name).type)
    if not kind.startswith(("string", "large_string", "dictionary<values=string")):
        return file.read(columns=[name]).column(0).to_numpy(zero_copy_only=False)
    known: dict[str, str] = {}
    found, first = np.empty(file.metadata.num_rows, object), 0
    for batch in batches(file, ROWS, [name]):
        coded = batch.column(0).dictionary_encode()
        words = [known.setdefault(word, word) for word in coded.dictionary.to_pylist()]
        missing = len(words)
        codes = coded.indices.fill_null(missing).to_numpy(zero_copy_only=False)
        found[first : first + len(codes)] = np.array([*words, None], object)[codes]
        first += len(codes)
    return found


def where(row: int) -> str:
    return f"row {row} (counted from 0)"


def batches(file: Any, rows: int, names: Sequence[str]) -> Iterator[Any]:
    """Columns, so many rows at a time. Over all row groups at once, Arrow would read them ahead."""
    return itertools.chain.from_iterable(
        file.iter_batches(rows, row_groups=[i], columns=list(names), use_threads=False)
        for i in range(file.metadata.num_row_groups)
    )


def read_batches(file: Any, path: Path, names: Sequence[str]) -> Iterator[NDArray[Any]]:
    """The features (m, k), some rows at a time. Raises DataError for what is no finite number."""
    first = 0
    size = max(1, CELLS // len(names))
    for batch in batches(file, size, names):
        columns = [column.to_numpy(zero_copy_only=False) for column in batch.columns]
        for name, column in zip(batch.schema.names, columns, strict=True):
            if column.dtype.kind not in "biuf":
                raise DataError(
                    f"{path}: column {name}: expected numbers, but it is {column.dtype}; leave "
                    f"the column out (--drop {name}), or read the table whole (without --stream)"
                )
        order = [batch.schema.names.index(name) for name in names]
        rows = np.stack([columns[i] for i in order], axis=1)
        if rows.dtype.kind == "f":
            at = first
            check_cells_finite(rows, names, str(path), lambda row, at=at: where(at + row))
        yield rows
        first += len(rows)


def told(
    file: Any,
    names: Sequence[str],
    batches: Iterator[NDArray[Any]],
    wanted: Wanted,
    notes: list[str],
    path: Path,
) -> tuple[np.dtype, Iterator[NDArray[Any]]]:
    """How numbers are kept, uint8 for pixels, and all batches again. The first batch tells: whole
    numbers from 0 to 255 whose count is a square are pixels, unless somebody says otherwise."""
    first = next(batches, np.empty((0, len(names))))
    side, schema = math.isqrt(len(names)), wanted.schema
    pixels = schema.pixels if schema else wanted.pixels
    if pixels is None and side * side == len(names) >= FEWEST_PIXELS and are_pixels(first):
        pixels = True
        notes.append(
            f"{len(names)} whole numbers from 0 to {WHITE} a sample are treated as pixels of "
            f"{side}×{side}; --features says that they are not"
        )

    def every() -> Iterator[NDArray[Any]]:
        for batch in itertools.chain([first], batches) if len(first) else ():
            if pixels and not are_pixels(batch):
                raise DataError(
                    f"{path}: expected pixels, whole numbers from 0 to {WHITE}, but there are "
                    "others; use --features if they are not pixels"
                )
            yield batch

    if pixels:
        return np.dtype(np.uint8), every()
    types = {str(file.schema_arrow.field(name).type) for name in names}
    return np.dtype(np.float32 if types <= {*SMALL, "uint8", "bool"} else np.float64), every()


def are_pixels(rows: NDArray[Any]) -> bool:
    if rows.dtype == np.uint8:
        return True
    return bool(((rows == np.floor(rows)) & (rows >= 0) & (rows <= WHITE)).all())


def spool(
    batches: Iterator[NDArray[Any]], parts: Parts, kind: np.dtype, width: int
) -> tuple[RowsOnDisk, list[Held], Spread]:
    """Rows to learn from on disk, the others in memory, and how the first are spread."""
    size = len(parts.train) * width * kind.itemsize
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    if size + SPARE > free:
        raise UserError(
            f"{folder}: expected {(size + SPARE) / 1e6:,.0f} MB free to unpack the samples, but "
            f"there are {free / 1e6:,.0f}; free some, or name another folder in the environment "
            "variable TMPDIR"
        )
    held = [Held(rows, np.empty((len(rows), width), kind)) for rows in parts[1:]]
    spread = Spread(width)
    handle, name = tempfile.mkstemp(prefix="groundup-", suffix=".rows")
    try:
        rows = RowsOnDisk(Path(name), 0, (len(parts.train), width), kind)
        weakref.finalize(rows, Path(name).unlink, missing_ok=True)
        with contextlib.suppress(OSError):  # Windows keeps the name of an open file
            Path(name).unlink()  # now, so that nothing is left where the process is killed
        with os.fdopen(handle, "wb") as file:
            try:
                write(file, batches, parts.train, kind, held, spread)
                file.flush()
            except OSError as error:
                raise UserError(
                    f"{name}: expected to unpack the samples, but the system says: "
                    f"{error.strerror or error}; free some space, or set TMPDIR to another folder"
                ) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return rows, held, spread


def write(
    file: BinaryIO,
    batches: Iterator[NDArray[Any]],
    train: NDArray[np.intp],
    kind: np.dtype,
    held: list[Held],
    spread: Spread,
) -> None:
    first = 0
    for batch in batches:
        kept = batch.astype(kind)
        low, high = np.searchsorted(train, [first, first + len(batch)])
        own = kept[train[low:high] - first]
        file.write(own.tobytes())
        if kind != np.uint8:
            spread.add(own)
        for part in held:
            part.take(first, kept)
        first += len(batch)


def schema_of(
    names: tuple[str, ...], known: dict[str, Any], kind: np.dtype, spread: Spread, notes: list[str]
) -> Schema:
    given: dict[str, Any] = known | {"notes": tuple(notes)}
    side = math.isqrt(len(names))
    if kind == np.uint8:
        return Schema((side, side) if side * side == len(names) else (len(names),), **given)
    mean, scale = tuple(spread.mean.tolist()), tuple(spread.scale().tolist())
    given |= {"pixels": False, "mean": mean, "scale": scale, "features": names}
    return Schema((len(names),), **given)
