"""Reads CSV: commas, semicolons or tabs; a header or none; strictly, line by line.

Numbers are converted some thousand lines at a time, so that a file needs little more memory than
its numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from groundup.data.idx import DataError
from groundup.data.table import (
    MAXIMUM_CELLS,
    Table,
    check_cells_finite,
    choose,
    not_a_number,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAXIMUM_BYTES = 2**32
"""The most a file may hold: 4 GiB."""
MAXIMUM_LINE = 2**24
"""The most characters of a line: 16 million."""
ROWS = 2000  # converted at once
DELIMITERS = ",;\t"


class Row(NamedTuple):
    line: int  # from 1
    cells: list[str]


def read_csv(
    path: Path,
    label: str | Sequence[str] | None,
    drop: Sequence[str] = (),
    wanted: Sequence[str] | None = None,
) -> Table:
    """The table in a file, as `table.choose` chooses its columns. Empty lines are left out.

    Raises DataError, which says the line and the column, where it is missing, too large, no text,
    or has a broken line or a feature that is no finite number.
    """
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise DataError(
                f"{path}: expected at most 4 GiB, but it has {size:,} bytes; use a part"
            )
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(path, file, label, drop, wanted)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        is_16 = error.object[:2] in (b"\xff\xfe", b"\xfe\xff")
        came = "it is in UTF-16" if is_16 else f"the byte {byte:#04x} is no letter in it"
        raise DataError(f"{path}: expected text in UTF-8, but {came}; save it as UTF-8") from None
    except OSError as error:
        raise DataError(
            f"{path}: cannot be read: {error.strerror or error}; check the path"
        ) from error


def _read(
    path: Path,
    file: TextIO,
    label: str | Sequence[str] | None,
    drop: Sequence[str],
    wanted: Sequence[str] | None,
) -> Table:
    import numpy as np

    rows = _rows(path, file)
    first = list(islice(rows, 2))
    if not first:
        raise DataError(f"{path}: expected lines with numbers, but it is empty; check the file")
    header = has_header([row.cells for row in first])
    width = len(first[0].cells)
    names = first[0].cells if header else [str(i) for i in range(width)]
    names = [name.strip() for name in names]
    chosen = choose(names, label, drop, str(path), wanted)
    pieces: list[NDArray[np.float64]] = []
    words: list[list[str]] = [[] for _ in chosen.labels]
    lines: list[int] = []
    waiting = iter(first[1:] if header else first)
    while piece := [*waiting, *islice(rows, ROWS)]:
        waiting = iter(())
        if len(lines) * width > MAXIMUM_CELLS:
            raise DataError(f"{path}: expected at most {MAXIMUM_CELLS:,} cells; use a part of it")
        columns = list(zip(*(row.cells for row in piece), strict=True))
        lines += [row.line for row in piece]
        for kept, i in zip(words, chosen.labels, strict=True):
            kept.extend(map(str.strip, columns[i]))
        pieces.append(_numbers(path, piece, columns, chosen.features, names))
    if not pieces:
        raise DataError(f"{path}: expected lines below the header, but there is none")
    return Table(
        str(path),
        tuple(names[i] for i in chosen.features),
        np.concatenate(pieces),
        tuple(names[i] for i in chosen.labels),
        [np.array(kept) for kept in words],
        lambda row: f"line {lines[row]}",
    )


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some lines has names: in a column that goes on with numbers it has
    none, or no number at all."""
    first = rows[0]
    if not any(map(is_number, first)):
        return True
    return any(
        not is_number(name) and is_number(cell)
        for name, cell in zip(first, rows[1] if len(rows) > 1 else [], strict=False)
    )


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _rows(path: Path, file: TextIO) -> Iterator[Row]:
    """Lines that are not empty, all of one width."""
    first = file.readline(MAXIMUM_LINE)
    if len(first) >= MAXIMUM_LINE:
        raise DataError(f"{path}: expected lines of text, but the first one has no end")
    file.seek(0)
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    width, begun = None, 1  # where a row begins, which may have several lines
    try:
        for cells in reader:
            begun = reader.line_num + 1
            if not cells or (len(cells) == 1 and not cells[0].strip()):
                continue
            width = width or len(cells)
            if len(cells) != width:
                raise DataError(
                    f"{path}: line {reader.line_num}: expected {width} cells, as in the first, "
                    f"but it has {len(cells)}: {delimiter.join(cells)!r:.60}; correct that line"
                )
            yield Row(reader.line_num, cells)
    except csv.Error as error:
        came = str(error)
        if reader.line_num > begun:
            came = f"a quotation mark that it opens is not closed until line {reader.line_num}"
        raise DataError(
            f"{path}: line {begun}: expected cells of text, but {came}; correct it"
        ) from None


def _numbers(
    path: Path,
    piece: Sequence[Row],
    columns: Sequence[Sequence[str]],
    features: Sequence[int],
    names: Sequence[str],
) -> NDArray[np.float64]:
    """The features of some lines (m, features)."""
    import numpy as np

    x = np.empty((len(piece), len(features)))
    for place, i in enumerate(features):
        try:
            x[:, place] = np.array(columns[i], dtype=np.float64)
        except ValueError:
            for row, cell in zip(piece, columns[i], strict=True):
                if not is_number(cell):
                    raise not_a_number(str(path), f"line {row.line}", names[i], cell) from None
            raise
    chosen = [names[i] for i in features]
    check_cells_finite(x, chosen, str(path), lambda row: f"line {piece[row].line}")
    return x
