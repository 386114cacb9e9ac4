"""A row of a table becomes in C the numbers that the library makes of it."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from groundup import Network, UserError
from groundup.data import Schema
from groundup.data.cells import DATE, MISSING, TRUTHS, WORDS
from groundup.data.columns import Column
from groundup.data.dates import EPOCH, days
from groundup.exporting import export
from groundup.exporting.c_names import LONGEST
from groundup.exporting.c_rows import members
from tests.exporting.compiling import WARNINGS, library, needs_cc
from tests.exporting.models import MISSING as OWN
from tests.exporting.models import Frame, birds, case, judges, odd_birds


def schema_of(network: Network) -> Schema:
    assert network.schema is not None
    return network.schema


def rows_of(frame: Frame, schema: Schema, real: type) -> Iterator[ctypes.Structure]:
    """Each row of a frame as the struct in C, cells as a program would read them."""
    fields = [
        (name, ctypes.c_char_p if column.kind == WORDS else real)
        for name, column in zip(members(schema.columns), schema.columns, strict=True)
    ]
    kind = type("Row", (ctypes.Structure,), {"_fields_": fields})
    for i in range(len(frame)):
        yield kind(*(cell(frame[column.name][i], column) for column in schema.columns))


def cell(value: object, column: Column) -> object:
    if column.kind == WORDS:
        return None if value is None else str(value).encode()
    if not isinstance(value, str):
        return np.nan if value is None else value
    number = days(value, column.form) if column.kind == DATE else TRUTHS.get(value.lower())
    return np.nan if number is None else number


@needs_cc
@pytest.mark.parametrize("kind", ["table", "table-32"])
@pytest.mark.parametrize("frame", [birds(), odd_birds()], ids=["birds", "odd"])
def test_a_row_becomes_the_librarys_numbers_to_the_bit(kind, frame, tmp_path):
    network, _ = case(kind)
    export(network, tmp_path / "wine.c")
    compiled = library(tmp_path / "wine.c")
    assert compiled.wine_self_test() == 1
    x, outputs = np.full(network.sizes[0], np.nan), np.zeros(network.sizes[-1])
    prepared, came, labels = [], [], []
    for row in rows_of(frame, schema_of(network), ctypes.c_double):
        compiled.wine_prepare(ctypes.byref(row), x.ctypes)
        prepared.append(x.tobytes())
        labels.append(compiled.wine_predict(x.ctypes, outputs.ctypes))
        came.append(outputs.copy())
    assert prepared == [row.tobytes() for row in network.encoded(frame)]
    close = 1e-5 if network.dtype == np.float32 else 1e-9
    np.testing.assert_allclose(came, network.feedforward(frame), rtol=close, atol=close)
    assert labels == network.predict(frame).tolist()


CALLS = """\
#include "wine.h"
void prepare(const wine_row *row, float *x) { wine_prepare(row, x); }
"""


@needs_cc
@pytest.mark.parametrize("frame", [birds(), odd_birds()], ids=["birds", "odd"])
@pytest.mark.parametrize("char", ["-fsigned-char", "-funsigned-char"])
def test_the_header_makes_the_same_in_single_precision(frame, char, tmp_path):
    network, x = case("table")
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    (tmp_path / "b.c").write_text(CALLS)
    compiled = library(tmp_path / "b.c", char)
    row_of_c = np.zeros(network.sizes[0], np.float32)
    prepared = []
    with np.errstate(over="ignore"):
        wanted = network.encoded(frame).astype(np.float32)
    for row in rows_of(frame, schema_of(network), ctypes.c_float):
        compiled.prepare(ctypes.byref(row), row_of_c.ctypes)
        prepared.append(row_of_c.tobytes())
    assert prepared == [row.tobytes() for row in wanted]


@needs_cc
@pytest.mark.parametrize("word", [*sorted(MISSING), *OWN])
def test_whatever_says_that_a_cell_is_empty_does_in_c(word, compiled_birds):
    """In any case, and with blanks around it; the model's own as they are."""
    network, compiled = compiled_birds
    schema = schema_of(network)
    for told in (word, f" \t{word}\x1f\v", word.upper(), word.title()):
        frame = Frame({name: odd_birds()[name][:1] for name in odd_birds()})
        frame["class"] = np.array([told], object)
        (row,) = rows_of(frame, schema, ctypes.c_double)
        x = np.zeros(network.sizes[0])
        compiled.wine_prepare(ctypes.byref(row), x.ctypes)
        assert x.tolist() == network.encoded(frame)[0].tolist()
        found = x[schema.features.index("class missing")]
        assert found == (told.strip() in schema.missing or word in MISSING)


@pytest.fixture(scope="module")
def compiled_birds(tmp_path_factory) -> tuple[Network, ctypes.CDLL]:
    network, _ = case("table")
    source = tmp_path_factory.mktemp("birds") / "wine.c"
    export(network, source)
    return network, library(source)


def test_members_are_names_in_c_that_say_what_they_hold(tmp_path):
    network, _ = case("table")
    export(network, tmp_path / "wine.c")
    text = (tmp_path / "wine.c").read_text()
    struct = text[text.index("typedef struct") : text.index("} wine_row;")]
    assert struct.splitlines()[1:] == [
        "    double bill_mm; /* Bill (mm): NAN where empty */",
        "    double bill_mm_2; /* bill mm: NAN where empty */",
        '    const char *class_column; /* class: in UTF-8; NULL or "" where empty */',
        '    const char *gro_e; /* gr\\u00f6\\u00dfe: in UTF-8; NULL or "" where empty */',
        "    double column; /* \\u6570: NAN where empty */",
        "    double linux_column; /* linux: 1 for yes, 0 for no; NAN where empty */",
        "    double column_2nd_egg; /* 2nd egg: days since 1970-01-01; NAN where empty */",
    ]
    assert days("1970-01-02", "iso") == 1 == (date(1970, 1, 2) - EPOCH.date()).days


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["a", "A", "a_2", "a"], ["a", "a_2", "a_2_2", "a_3"]),
        (["", "列", "行", "_"], ["column", "column_2", "column_3", "column_4"]),
        (["int", "int_column", "NAN", "x*/y"], ["int_column", "int_column_2", "nan", "x_y"]),
        (["w" * 99, "w" * 98], ["w" * LONGEST, "w" * (LONGEST - 6) + "_2"]),
    ],
)
def test_each_member_has_a_name_of_its_own(names: Sequence[str], wanted: list[str]):
    assert members([Column(name) for name in names]) == wanted


@needs_cc
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"klein"', '"Klein"'),
        (", 1);\n    x = wine_put_word", ", 0);\n    x = wine_put_word"),
        ("!size ||", ""),
    ],
)
def test_the_self_test_notices_another_row(old, new, tmp_path):
    export(case("table").network, tmp_path / "wine.c")
    text = (tmp_path / "wine.c").read_text()
    (tmp_path / "wine.c").write_text(text.replace(old, new, 1))
    assert (tmp_path / "wine.c").read_text() != text
    assert library(tmp_path / "wine.c").wine_self_test() == 0


def test_a_word_that_c_would_cut_is_refused(tmp_path):
    network = case("table").network.copy()
    schema = schema_of(network)
    columns = [replace(c, values=("a\0b", *c.values[1:])) for c in schema.columns if c.values]
    others = [c for c in schema.columns if not c.values]
    columns = (*columns, *others)
    features = tuple(name for column in columns for name in column.features)
    network.schema = replace(schema, columns=columns, features=features)
    with pytest.raises(UserError, match=r"first NUL in C, and 'a\\x00b' has one"):
        export(network, tmp_path / "wine.c")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["features", "digits"])
def test_what_is_no_table_has_no_rows(kind, tmp_path):
    network, x = case(kind)
    for ending in (".c", ".h"):
        export(network, tmp_path / f"wine{ending}", lambda: judges(network, x))
        assert "_row" not in (tmp_path / f"wine{ending}").read_text()


AVR = """\
#include "wine.h"
#include <avr/io.h>
#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <math.h>
static const float wanted[WINE_INPUTS] = {%s};
int main(void) {
    wine_row row = {%s};
    float x[WINE_INPUTS];
    char right = 'y';
    wine_prepare(&row, x);
    for (int k = 0; k < WINE_INPUTS; k++)
        if (x[k] != wanted[k]) right = 'n';
    UCSR0B = 1 << TXEN0;
    UDR0 = right;
    while (!(UCSR0A & 1 << TXC0)) {}
    UDR0 = '\\n';
    while (!(UCSR0A & 1 << UDRE0)) {}
    cli();
    sleep_enable();
    sleep_cpu();
    return 0;
}
"""


@pytest.mark.skipif(shutil.which("avr-gcc") is None, reason="there is no compiler for AVR")
@pytest.mark.skipif(shutil.which("simavr") is None, reason="there is no AVR")
@pytest.mark.parametrize("device", ["atmega328p", "atmega2560"])
def test_on_avr_words_are_read_in_flash(device, tmp_path):
    network, x = case("table")
    export(network, tmp_path / "wine.h", lambda: judges(network, x))
    frame = odd_birds()
    frame = Frame({name: frame[name][1:2] for name in frame} | {"class": np.array(["@words"])})
    wanted = ", ".join(f"{value!r}f" for value in network.encoded(frame)[0].tolist())
    row = '41.5f, NAN, "@words", "gros", 200.0f, 0.0f, -1.0f'
    (tmp_path / "main.c").write_text(AVR % (wanted, row))
    command = ["avr-gcc", "-std=c99", "-Os", *WARNINGS, f"-mmcu={device}"]
    program = tmp_path / "main.elf"
    subprocess.run([*command, "-o", program, tmp_path / "main.c"], check=True)
    run = subprocess.run(
        ["simavr", "-m", device, "-f", "16000000", program],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "my.\n" in run.stdout + run.stderr
