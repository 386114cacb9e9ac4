"""A table's row in C: a struct with a member a column, and @prepare, which makes of it the features
that data/columns.py makes.

The file and the header have the same functions, for double and for float. Words stand in one table:
first those that say that a cell is empty, in small letters and as the model's own, then each
column's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from groundup.data.cells import DATE, MISSING, NUMBER, TRUTH, WORDS, Cells, Reading
from groundup.data.columns import Column, encoded
from groundup.data.schema import Schema
from groundup.errors import UserError
from groundup.exporting.c_names import LONGEST, fitting
from groundup.exporting.c_text import array, comment, number, text

USUAL = tuple(sorted(MISSING - {""}))
MACROS = frozenset(
    ("errno", "far", "huge", "i386", "linux", "near", "small", "stderr", "stdin", "stdout", "unix")
)
"""In small letters, that a compiler or a system's headers may define."""
MEANT = {
    NUMBER: "NAN where empty",
    DATE: "days since 1970-01-01; NAN where empty",
    TRUTH: "1 for yes, 0 for no; NAN where empty",
    WORDS: 'in UTF-8; NULL or "" where empty',
}

PUT_NUMBER = """\
/* A number, or the median where the cell is empty; where training had gaps, whether it is. */
static {real} *@put_number({real} *x, {real} cell, {real} median, int gaps) {{
    int gap = {gap};
    *x++ = gap ? median : cell;
    if (gaps) *x++ = gap;
    return x;
}}
"""

PUT_WORD = """\
static int @is_blank(char c) {{ return (c >= 9 && c <= 13) || (c >= 28 && c <= 32); }}

/* A word's place among `count` that @words has from `first` on, or `count`; where `small`, in small
   letters. */
static int @place(const char *word, int size, int first, int count, int small) {{
    for (int i = 0; i < count; i++) {{
        int k = 0;
        for (; k < size; k++) {{
            int c = word[k];
            if (small && c >= 'A' && c <= 'Z') c += 'a' - 'A';
            if (c != {byte}) break;
        }}
        if (k == size && !{byte}) return i;
    }}
    return count;
}}

/* Whether the cell has each of `count` words that @words has from `first` on; where training had
   other words, whether it has another one; where it had gaps, whether it is empty. Blanks around a
   word do not count. */
static {real} *@put_word({real} *x, const char *cell, int first, int count, int other, int gaps) {{
    int size = 0;
    if (cell) {{
        while (@is_blank(*cell)) cell++;
        while (cell[size]) size++;
        while (size && @is_blank(cell[size - 1])) size--;
    }}
    int gap = {gap};
    int place = gap ? -1 : @place(cell, size, first, count, 0);
    for (int i = 0; i < count + other; i++) *x++ = i == place;
    if (gaps) *x++ = gap;
    return x;
}}
"""

PREPARE = """\
/* The features of a row, as @predict takes them */
{own}void @prepare(const @row *row, {real} x[@INPUTS]) {{
{calls}
}}
"""

PROVED = """\
    @input x[@INPUTS];
    for (int i = 0; i < 2; i++) {
        @prepare(&@known_rows[i], x);
        for (int k = 0; k < @INPUTS; k++)
            if (x[k] != @known_features[i * @INPUTS + k]) return 0;
    }
"""


class Real(NamedTuple):
    """How a file has rows: with which numbers, and where its words are."""

    name: str  # of the type
    kind: type[np.floating]
    byte: str  # of the table of words, byte k of word first + i
    own: str = ""  # what @prepare's definition begins with
    declared: str = ""  # what says beforehand that there is such a function

    def number(self, value: float) -> str:
        return number(self.kind(value))

    def numbers(self, values: Iterable[float]) -> list[str]:
        """Those that it can tell."""
        most = float(np.finfo(self.kind).max)
        return [self.number(value) for value in values if abs(value) <= most]


PROTOTYPE = "void @prepare(const @row *row, @input x[@INPUTS]);\n"
DOUBLE = Real("double", np.float64, "@words[first + i][k]", declared=PROTOTYPE)
WORD_BYTE = "(char)@INT8(@words, (first + i) * @WORD_BYTES + k)"
FLOAT = Real("float", np.float32, WORD_BYTE, own="@MAYBE_UNUSED static ")


def takes_rows(schema: Schema) -> bool:
    """Whether a row of its table is not yet the features; where it is, files have no rows."""
    return any(column.kind != NUMBER or column.gaps for column in schema.columns)


def members(columns: Sequence[Column]) -> list[str]:
    """The name of each in C."""
    taken: dict[str, None] = {}
    for column in columns:
        fit = fitting(column.name.lower(), "column")
        name = fit = f"{fit}_column" if fit in MACROS else fit
        count = 1
        while name in taken:
            count += 1
            name = f"{fit[: LONGEST - 6].rstrip('_')}_{count}"
        taken[name] = None
    return list(taken)


def struct(schema: Schema, real: Real) -> str:
    """The type @row, which says what each member is; and the prototype of @prepare."""
    if not takes_rows(schema):
        return ""
    lines = []
    for name, column in zip(members(schema.columns), schema.columns, strict=True):
        kind = "const char *" if column.kind == WORDS else f"{real.name} "
        named = "" if name == column.name else f"{comment(column.name)}: "
        lines.append(f"    {kind}{name}; /* {named}{MEANT[column.kind]} */\n")
    return f"typedef struct {{\n{''.join(lines)}}} @row;\n{real.declared}"


def words(schema: Schema) -> list[str]:
    """All that the table of words has. Raises UserError for one that C cannot have."""
    if all(column.kind != WORDS for column in schema.columns):
        return []
    found = [*USUAL, *schema.missing, *(v for column in schema.columns for v in column.values)]
    for word in found:
        if "\0" in word:
            raise UserError(f"a word ends at its first NUL in C, and {word!r:.80} has one within")
    return found


def functions(schema: Schema, real: Real) -> list[str]:
    """@prepare, and what it calls."""
    if not takes_rows(schema):
        return []
    kinds = {column.kind == WORDS for column in schema.columns}
    parts = []
    if False in kinds:
        numbers = real.numbers(Reading(missing=schema.missing).numbers)
        gaps = "".join(f" || cell == {value}" for value in numbers)
        parts.append(PUT_NUMBER.format(real=real.name, gap=f"cell != cell{gaps}"))
    if True in kinds:
        gap = f"!size || @place(cell, size, 0, {len(USUAL)}, 1) < {len(USUAL)}"
        if own := len(schema.missing):
            gap += f" ||\n              @place(cell, size, {len(USUAL)}, {own}, 0) < {own}"
        parts.append(PUT_WORD.format(real=real.name, byte=real.byte, gap=gap))
    calls = "\n".join(_calls(schema, real))
    return [*parts, PREPARE.format(own=real.own, real=real.name, calls=calls)]


def _calls(schema: Schema, real: Real) -> list[str]:
    """A statement a column."""
    lines, first = [], len(USUAL) + len(schema.missing)
    for name, column in zip(members(schema.columns), schema.columns, strict=True):
        gaps = int(column.gaps > 0)
        if column.kind == WORDS:
            count, other = len(column.values), int(column.other > 0)
            called = f"@put_word(x, row->{name}, {first}, {count}, {other}, {gaps})"
            first += count
        else:
            called = f"@put_number(x, row->{name}, {real.number(column.fill)}, {gaps})"
        lines.append(f"    x = {called};")
    return lines


def tables(schema: Schema) -> list[str]:
    """The words; and two rows, one with a cell in each column and one with none, with their
    features."""
    if not takes_rows(schema):
        return []
    found = [text(word) for word in words(schema)]
    reading = Reading(missing=schema.missing)
    cells = [_known(column, reading) for column in schema.columns]
    rows = ("{" + ", ".join(_cell(own, i) for own in cells) + "}" for i in range(2))
    lines = ",\n    ".join(rows)
    return [
        array("char *const", "@words", found) if found else "",
        f"static const @row @known_rows[2] = {{\n    {lines}}};\n",
        array("double", "@known_features", encoded(schema.columns, cells)),
    ]


def _known(column: Column, reading: Reading) -> Cells:
    """Two cells, the second empty; the first, too, where the column has no word of its own."""
    value = 1.0 if column.kind == TRUTH else column.fill + 1
    if column.kind == WORDS:
        value = 0.0 if column.values else np.nan
    numbers = np.array([value, np.nan])
    numbers[reading.is_gap(numbers) & (column.kind != WORDS)] = np.nan
    return Cells(numbers, column.kind, "", column.values[-1:])


def _cell(cells: Cells, row: int) -> str:
    """One of them as C has it."""
    value = float(cells.numbers[row])
    if cells.kind == WORDS:
        return "0" if np.isnan(value) else text(cells.values[0])
    return "NAN" if np.isnan(value) else number(value)
