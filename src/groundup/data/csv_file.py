"""Reads CSV: commas, semicolons, tabs or bars; a header or none; strictly, line by line.

Numbers are converted some thousand lines at a time, so that a file needs little more memory than
its numbers. A column in which something else turns up is read again, as words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from groundup.data.cells import NUMBER, Cells, Coded, Known, Reading, read_cells
from groundup.data.columns import dropping
from groundup.data.dates import form_of
from groundup.data.idx import DataError
from groundup.data.numerals import GROUPED, is_numeral, number
from groundup.data.table import (
    AS_USUAL,
    MAXIMUM_CELLS,
    Columns,
    Table,
    are_named,
    as_list,
    choose,
    known_columns,
)
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundup.data.schema import Schema

MAXIMUM_BYTES = 2**32
"""The most a file may hold: 4 GiB."""
MAXIMUM_LINE = 2**24
"""The most characters of a line: 16 million."""
ROWS = 2000  # converted at once
DELIMITERS = "\t;|,"
QUOTED = re.compile(r'"[^"]*"')
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins."""


class Row(NamedTuple):
    line: int  # from 1
    cells: list[str]


class Head(NamedTuple):
    """What the first lines tell."""

    delimiter: str
    names: list[str]
    has_header: bool


def read_csv(
    path: Path,
    label: str | Sequence[str] | None,
    drop: str | Sequence[str] = (),
    schema: Schema | None = None,
    reading: Reading = AS_USUAL,
) -> Table:
    """The table in a file, as `table.choose` chooses its columns; with a schema, those that it asks
    for. Empty lines are left out.

    Raises DataError, which says the line and the column, where it is missing, too large, no text,
    or has a broken line or a cell that is not what the others of its column are.
    """
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise DataError(
                f"{path}: expected at most 4 GiB, but it has {size:,} bytes; use a part"
            )
        with path.open("rb") as file:
            marked = file.read(2) in UTF_16
        encoding = reading.encoding or ("utf-16" if marked else "utf-8-sig")
        with path.open(encoding=encoding, newline="") as file:
            return _read(path, file, label, drop, schema, reading)
    except (UnicodeDecodeError, LookupError, UnicodeError) as error:
        raise DataError(f"{path}: {_no_text(error, reading)}") from None
    except OSError as error:
        raise DataError(
            f"{path}: cannot be read: {error.strerror or error}; check the path"
        ) from error


def _no_text(error: Exception, reading: Reading) -> str:
    """What is wrong with the bytes of a file, or with the encoding that was named."""
    if isinstance(error, LookupError):
        return f"expected an encoding such as utf-8 or cp1252, got {reading.encoding!r}"
    if not isinstance(error, UnicodeDecodeError):
        return f"expected text in {reading.encoding or 'UTF-16'}, but {error}; save it as UTF-8"
    byte = error.object[error.start]
    return (
        f"expected text in {reading.encoding or 'UTF-8'}, but the byte {byte:#04x} is no letter in "
        "it; say which encoding it has (--encoding cp1252 for files of Western Windows), or save "
        "it as UTF-8"
    )


def _read(
    path: Path,
    file: TextIO,
    label: str | Sequence[str] | None,
    drop: str | Sequence[str],
    schema: Schema | None,
    reading: Reading,
) -> Table:
    reading = reading.knowing(schema.missing if schema else ())
    try:
        asked = schema.asked if schema and schema.asked else [*as_list(label), *drop]
        head = _head(file, asked)
        chosen = choose(head.names, label, drop, schema.asked if schema else None)
        knowns = known_columns(schema, [head.names[i] for i in chosen.features])
        columns = _Columns(head, chosen, knowns, reading)
        cells = columns.all_read(file)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None
    lines = columns.lines
    return Table(
        str(path),
        tuple(head.names[i] for i in chosen.features),
        cells,
        tuple(head.names[i] for i in chosen.labels),
        [columns.words[i].labels() for i in chosen.labels],
        lambda row: f"line {lines[row]}",
        columns.reading,
        tuple(columns.notes()),
    )


class _Columns:
    """What is read of a file so far: numbers of some columns, words of others."""

    def __init__(
        self, head: Head, chosen: Columns, knowns: list[Known | None], reading: Reading
    ) -> None:
        if head.delimiter == ";":  # which is where commas stand before fractions
            reading = replace(reading, doubtful=".,")
        self.head, self.chosen, self.reading = head, chosen, reading
        self.knowns = dict(zip(chosen.features, knowns, strict=True))
        others = {i for i, known in self.knowns.items() if known and known.kind != NUMBER}
        self.as_words = {*chosen.labels, *others}
        if reading.decimal == "," or any(known and known.form == "," for known in knowns):
            self.as_words |= set(chosen.features)

    def all_read(self, file: TextIO) -> list[Cells]:
        """The features' columns. Where some have commas before fractions, others are read once
        more: 1.234 is over a thousand then."""
        while self.read(file):  # again, for columns that are not numbers
            pass
        if not self.lines:
            raise DataError("expected lines below the header, but there is none")
        if self.reading.decimal is None:
            self.reading = replace(self.reading, likely=self.likely())
        if self.reading.likely == "," and self.numbers:
            self.as_words |= set(self.chosen.features)
            self.read(file)
        return self.cells()

    def likely(self) -> str:
        """What stands before fractions in columns that leave no doubt, "" where there are none."""
        import numpy as np

        words = [w for i in self.words if i in self.knowns for w in self.words[i].words]
        if any(number(word, ".") is None and number(word, ",") is not None for word in words):
            return ","
        pieces = (piece for pieces in self.numbers.values() for piece in pieces)
        fractions = any((piece != np.floor(piece))[~np.isnan(piece)].any() for piece in pieces)
        return "." if fractions else ""

    def notes(self) -> Iterator[str]:
        """Sentences about numbers that are perhaps none."""
        for i, found in self.codes.items():
            name = self.head.names[i]
            if found:
                yield (
                    f"column {name} is read as numbers, {found} as {int(found)}: if they are "
                    f"codes, leave it out ({dropping([name])}) or write a letter before each"
                )

    def read(self, file: TextIO) -> bool:
        """Goes through the file; whether some columns are yet to be read as words."""
        self.lines: list[int] = []
        self.words = {i: Coded() for i in self.as_words}
        self.numbers: dict[int, list[NDArray[np.float64]]] = {
            i: [] for i in self.chosen.features if i not in self.as_words
        }
        file.seek(0)
        rows = _rows(file, self.head.delimiter)
        if self.head.has_header:
            next(rows)
        while piece := list(islice(rows, ROWS)):
            if len(self.lines) * len(self.head.names) > MAXIMUM_CELLS:
                raise DataError(f"expected at most {MAXIMUM_CELLS:,} cells; use a part of it")
            self.take(piece)
        more = set(self.chosen.features) - set(self.numbers) - self.as_words
        self.as_words |= more
        return bool(more)

    def take(self, piece: list[Row]) -> None:
        """Some lines more."""
        columns = list(zip(*(row.cells for row in piece), strict=True))
        if not self.lines:
            self.codes = {
                i: c for i in self.numbers if not self.knowns[i] and (c := code(columns[i]))
            }
        self.lines += [row.line for row in piece]
        for i, coded in self.words.items():
            coded.add(columns[i], len(piece))
        for i in list(self.numbers):
            found = None if self._is_doubtful(i, columns[i]) else self._as_numbers(columns[i])
            if found is None:
                del self.numbers[i]
            else:
                self.numbers[i].append(found)

    def _is_doubtful(self, i: int, cells: Sequence[str]) -> bool:
        """Whether Python's reading of a column may be wrong: 1_2 as 12; where points may group
        digits, 1.234 as a little more than 1."""
        if any("_" in cell for cell in cells):
            return True
        if self.knowns[i] or self.reading.decimal or "." not in self.reading.doubtful:
            return False
        pointed = [cell.strip() for cell in cells if "." in cell]
        return bool(pointed) and all(map(GROUPED[","].fullmatch, pointed))

    def _as_numbers(self, cells: Sequence[str]) -> NDArray[np.float64] | None:
        """Numbers as Python writes them; None where something else is among them."""
        import numpy as np

        try:
            if self.reading.missing and not set(cells).isdisjoint(self.reading.missing):
                return None
            found = np.array(cells, np.float64)
        except ValueError:
            missing = self.reading.is_missing
            try:
                there = ["nan" if missing(cell.strip()) else cell for cell in cells]
                found = np.array(there, np.float64)
            except ValueError:
                return None
        return None if np.isinf(found).any() else found

    def cells(self) -> list[Cells]:
        """The features' columns."""
        import numpy as np

        return [
            Cells(np.concatenate(self.numbers.pop(i)))
            if i in self.numbers
            else read_cells(
                self.words[i],
                self.reading,
                self.knowns[i],
                self.head.names[i],
                lambda row: f"line {self.lines[row]}",
            )
            for i in self.chosen.features
        ]


def code(cells: Sequence[str]) -> str:
    """The first cell that begins with a 0 that numbers have not, as 01234 does; "" where there is
    none."""
    words = map(str.strip, cells)
    return next((word for word in words if word[:1] == "0" and word[1:].isdecimal()), "")


def _head(file: TextIO, asked: Sequence[str]) -> Head:
    """The delimiter, and the names of columns, their places where there is no header. A line with
    all columns that are asked for by name is one, even where some names are numbers."""
    first, second = file.readline(MAXIMUM_LINE), file.readline(MAXIMUM_LINE)
    if max(len(first), len(second)) >= MAXIMUM_LINE:
        raise DataError("expected lines of text, but the first one has no end")
    if "\0" in first:
        raise DataError("line 1: expected text, but it has bytes that are 0; it is no CSV")
    if first.startswith("sep="):
        raise DataError("line 1: expected names or numbers, but it is Excel's sep=; remove it")
    delimiter = _delimiter(first, second)
    file.seek(0)
    rows = [row.cells for row in islice(_rows(file, delimiter), 2)]
    if not rows:
        raise DataError("expected lines with numbers, but it is empty; check the file")
    names = [name.strip() or str(i) for i, name in enumerate(rows[0])]
    header = are_named(asked, names) or has_header(rows)
    return Head(delimiter, names if header else list(map(str, range(len(names)))), header)


def _delimiter(first: str, second: str) -> str:
    """What stands as often in both lines. Of one line, what is there: commas last, which may stand
    in cells, too."""
    if alike := [d for d in DELIMITERS if 0 < first.count(d) == second.count(d)]:
        return alike[0]
    if second.strip():
        return max(DELIMITERS[::-1], key=first.count)
    return next((d for d in DELIMITERS if d in QUOTED.sub("", first)), ",")


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some lines has names: in a column that goes on with numbers it has
    none, or no number at all."""
    first = rows[0]
    if not any(map(is_value, first)):
        return True
    return any(
        not is_value(name) and is_value(cell)
        for name, cell in zip(first, rows[1] if len(rows) > 1 else [], strict=False)
    )


def is_value(cell: str) -> bool:
    """Whether it is a number or a date, in whatever way it is written."""
    cell = cell.strip()
    try:
        return is_numeral(cell) or form_of([cell]) is not None
    except UserError:
        return True  # of two dates, one


def _rows(file: TextIO, delimiter: str) -> Iterator[Row]:
    """Lines that are not empty, all of one width."""
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    width, begun = None, 1  # where a row begins, which may have several lines
    try:
        for cells in reader:
            begun = reader.line_num + 1
            if not cells or (len(cells) == 1 and not cells[0].strip()):
                continue
            width = width or len(cells)
            if width == 1 < len(cells):
                raise DataError(
                    f"line 1: expected names or numbers with {delimiter!r} between, as line "
                    f"{reader.line_num} has; remove the lines that stand above the table"
                )
            if len(cells) != width:
                raise DataError(
                    f"line {reader.line_num}: expected {width} cells, as in the first, "
                    f"but it has {len(cells)}: {delimiter.join(cells)!r:.60}; correct that line"
                )
            yield Row(reader.line_num, cells)
    except csv.Error as error:
        came = str(error)
        if reader.line_num > begun:
            came = f"a quotation mark that it opens is not closed until line {reader.line_num}"
        raise DataError(f"line {begun}: expected cells of text, but {came}; correct it") from None
