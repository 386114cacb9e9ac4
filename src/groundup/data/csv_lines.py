"""The lines of a CSV: commas, semicolons, tabs or bars; a header or none; strictly, one by one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TextIO

from groundup.data.dates import form_of
from groundup.data.idx import DataError
from groundup.data.numerals import is_numeral
from groundup.data.table import are_named
from groundup.errors import UserError

MAXIMUM_LINE = 2**24
"""The most characters of a line: 16 million."""
DELIMITERS = "\t;|,"
QUOTED = re.compile(r'"[^"]*"')


class Row(NamedTuple):
    line: int  # from 1
    cells: list[str]


class Head(NamedTuple):
    """What the first lines tell."""

    delimiter: str
    names: list[str]
    has_header: bool


def head_of(file: TextIO, asked: Sequence[str]) -> Head:
    """The delimiter, and the names of columns, their places where there is no header. A line with
    all columns that are asked for by name is one, even where some names are numbers."""
    first, second = file.readline(MAXIMUM_LINE), file.readline(MAXIMUM_LINE)
    if max(len(first), len(second)) >= MAXIMUM_LINE:
        raise DataError("expected lines of text, but the first one has no end")
    if "\0" in first:
        raise DataError("line 1: expected text, but it has bytes that are 0; it is not CSV")
    if first.startswith("sep="):
        raise DataError("line 1: expected names or numbers, but it is Excel's sep=; remove it")
    delimiter = _delimiter(first, second)
    file.seek(0)
    rows = [row.cells for row in islice(rows_of(file, delimiter), 2)]
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


def rows_of(file: TextIO, delimiter: str) -> Iterator[Row]:
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
                    f"line 1: expected names or numbers with {delimiter!r} between them, as line "
                    f"{reader.line_num} has; remove the lines above the table"
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
