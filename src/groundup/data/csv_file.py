"""Reads CSV: its columns, as what they are.

Numbers are converted some thousand lines at a time, so that a file needs little more memory than
its numbers. A column in which something else turns up is read again, as words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from groundup.data.cells import NUMBER, Cells, Coded, Known, Reading, read_cells
from groundup.data.columns import dropping
from groundup.data.csv_lines import Head, Row, head_of, rows_of
from groundup.data.idx import DataError
from groundup.data.numerals import GROUPED, number
from groundup.data.table import (
    AS_USUAL,
    MAXIMUM_CELLS,
    Columns,
    Table,
    as_list,
    choose,
    known_columns,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundup.data.schema import Schema

MAXIMUM_BYTES = 2**32
"""The most a file may hold: 4 GiB."""
ROWS = 2000  # converted at once
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins."""


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
                f"{path}: expected at most 4 GiB, but it has {size:,} bytes; use part of it"
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
        f"expected text in {reading.encoding or 'UTF-8'}, but the byte {byte:#04x} is not a "
        "character in it; say which encoding it has (--encoding cp1252 for files from "
        "Windows in Western Europe or America), or save it as UTF-8"
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
        head = head_of(file, asked)
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
            raise DataError("expected lines below the header, but there are none")
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
        rows = rows_of(file, self.head.delimiter)
        if self.head.has_header:
            next(rows)
        while piece := list(islice(rows, ROWS)):
            if len(self.lines) * len(self.head.names) > MAXIMUM_CELLS:
                raise DataError(f"expected at most {MAXIMUM_CELLS:,} cells; use part of it")
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
