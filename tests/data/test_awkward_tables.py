"""Tables as people's programs write them: what they mean is read, or refused with the remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, load_data
from groundup.data.csv_file import read_csv
from groundup.data.table import features_of

ROWS = 24


@pytest.fixture
def read(tmp_path: Path):
    """Reads a table of a header and a line made for each row's number, whole."""
    file = tmp_path / "t.csv"

    def read(header: str, line, **options):
        text = "\n".join([header, *map(line, range(ROWS))]) + "\n"
        file.write_text(text, encoding="utf-8")
        return load_data(file, **{"label": "y", "validation": 0, "test": 0} | options)

    return read


def test_truths_of_a_frame_are_labels():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": range(ROWS), "y": [True, False] * (ROWS // 2)})
    data = load_data(frame, label="y", validation=0, test=0)
    assert data.schema.classes == ("False", "True")
    assert data.train.y.tolist()[:2] == [1, 0]


@pytest.mark.parametrize(
    ("codes", "classes"),
    [
        (("007", "7"), ("007", "7")),
        (("1_2", "12"), ("12", "1_2")),
        (("10", "9"), ("9", "10")),
        (("1.0", "2"), ("1", "2")),
    ],
)
def test_codes_keep_their_names_as_classes(read, codes, classes):
    for mark in ",;":
        data = read(f"a{mark}y", lambda i, mark=mark: f"{i}{mark}{codes[i % 2]}")
        assert data.schema.classes == classes


def test_labels_that_cannot_be_learned_say_what_to_do(read):
    with pytest.raises(DataError, match=r"y is empty in all of 24 rows; name another column"):
        read("a,y", lambda i: f"{i},")
    with pytest.raises(DataError, match=r"'u'; correct it, or name one column, for classes"):
        read("a,y,z", lambda i: f"{i},u,v", label=["y", "z"])


def first(data) -> list[float]:
    """The first rows of the first feature."""
    return data.train.x[:2, 0].tolist()


def test_points_that_may_group_digits_are_asked_about_between_semicolons(read):
    thousands = lambda i: f"{i + 1}.{i:03d};{'uv'[i % 2]}"  # noqa: E731
    with pytest.raises(DataError, match=r"column price: '1.000' is 1 or 1,000; say .*--decimal"):
        read("price;y", thousands)
    assert first(read("price;y", thousands, decimal=",")) == [1000, 2001]
    assert first(read("price;y", thousands, decimal=".")) == [1, 2.001]
    assert first(read("price;kg;y", lambda i: f"{i + 1}.{i:03d};{i},5;v{i % 2}")) == [1000, 2001]
    assert first(read("price;kg;y", lambda i: f"{i + 1}.{i:03d};{i}.5;v{i % 2}")) == [1, 2.001]
    assert first(read("price;y", lambda i: f"{i}.{'5' if i else '125'};v{i % 2}")) == [0.125, 1.5]
    assert first(read("price,y", lambda i: f"{i + 1}.{i:03d},v{i % 2}")) == [1, 2.001]


def test_labels_are_written_as_the_features_are(read):
    line = lambda i: f"{i},5;{i + 1}.{i:03d}"  # noqa: E731
    assert read("kg;y", line).train.y[:2, 0].tolist() == [1000, 2001]
    line = lambda i: f"{i};{i + 1}.{i:03d}"  # noqa: E731
    assert read("kg;y", line, decimal=",").train.y[:2, 0].tolist() == [1000, 2001]
    with pytest.raises(DataError, match=r"column y: '1.000' is 1 or 1,000"):
        read("kg;y", line)


def test_a_sign_may_stand_before_a_currency_and_be_a_minus(read):
    assert first(read("price,y", lambda i: f"{'-+'[i % 2]}$ {i}.5,v{i % 2}")) == [-0.5, 1.5]
    assert first(read("heat,y", lambda i: f"−{i}.5,v{i % 2}")) == [-0.5, -1.5]


def test_words_with_an_underscore_are_no_numbers(read):
    data = read("code,y", lambda i: f"{i % 2}_{i % 3},v{i % 2}")
    assert data.schema.columns[0].values == ("0_0", "0_1", "0_2", "1_0", "1_1", "1_2")


def test_numbers_in_a_header_are_names_where_a_column_is_asked_for_by_name(read, tmp_path):
    data = read("2019,2020,y", lambda i: f"{i},{i + 1},v{i % 2}")
    assert data.schema.features == ("2019", "2020")
    assert len(data.train.y) == ROWS
    (tmp_path / "new.csv").write_text("2020,2019\n7,3\n")
    rows = read_csv(tmp_path / "new.csv", None, (), data.schema)
    assert features_of(rows, data.schema).tolist() == [[3, 7]]


def test_names_with_commas_can_be_named(read):
    def line(i):
        return f"{i},word {i},{i % 5},v{i % 2}"

    header = '"a, mm","b,c",d,"y, too"'
    data = read(header, line, label="y, too", drop=["b", "c"])
    assert (data.schema.features, data.schema.targets) == (("a, mm", "d"), ("y, too",))
    data = read(header, line, label="y, too", drop=["b", "c", "a", "mm"])
    assert data.schema.features == ("d",)


def test_all_columns_that_teach_nothing_are_named_at_once_as_a_shell_takes_them(read):
    with pytest.raises(DataError, match=r"columns a, b c: .* 24 rows are empty.*--drop 'a,b c'"):
        read("a,b c,d,y", lambda i: f",NA,{i % 5},v{i % 2}")
    with pytest.raises(DataError, match=r"a has 24 \('name 0', …\), b has 24 .*--drop a,b\)$"):
        read("a,b,y", lambda i: f"name {i},text {i},v{i % 2}")


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("{i} kg", "write numbers without units: 12.5"),
        ("({i}.5)", "write numbers without units: 12.5"),
        ("{i}/1/20", "write dates in one form: 2026-12-31"),
    ],
)
def test_what_is_perhaps_no_free_text_has_another_remedy(read, line, remedy):
    with pytest.raises(DataError, match=f"or {remedy}$"):
        read("a,y", lambda i: f"{line.format(i=i + 1)},v{i % 2}")


def test_numbers_that_are_perhaps_none_have_a_note(read):
    (note,) = read("zip,y", lambda i: f"0{i % 4}234,v{i % 2}").schema.notes
    assert note.startswith("column zip is read as numbers, 00234 as 234: if they are codes")
    (note,) = read("day,y", lambda i: f"202601{i % 9 + 10},v{i % 2}").schema.notes
    assert note.endswith("if 20260110 is a date, write it as 2026-01-10")
    for plain in ("0", "0.5", "20261301", "10"):
        assert not read("a,y", lambda i, plain=plain: f"{plain},v{i % 2}").schema.notes


def test_enormous_numbers_are_refused_without_a_warning(read):
    with pytest.raises(DataError, match="divide the column by some power of ten"):
        read("a,y", lambda i: f"{'-' * (i % 2)}1e308,v{i % 2}")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("# made by a program\na,y", "line 1: .* remove the lines above the table"),
        ("Sales\n\na,y", "line 1: .* remove the lines above the table"),
        ("sep=,\na,y", "line 1: .* it is Excel's sep=; remove it"),
    ],
)
def test_lines_above_a_table_are_told(read, header, message):
    with pytest.raises(DataError, match=message):
        read(header, lambda i: f"{i},v{i % 2}")


@pytest.mark.parametrize("cell", [[1, 2], {"a": 1}, (1, 2), np.zeros(2)])
def test_cells_of_several_values_are_refused(cell):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [cell] * ROWS, "y": ["u", "v"] * (ROWS // 2)})
    with pytest.raises(DataError, match="column a: expected one value in each cell, but there is"):
        load_data(frame, label="y")


def test_what_has_columns_but_is_no_frame_says_how_it_becomes_one():
    arrow = pytest.importorskip("pyarrow")
    with pytest.raises(DataError, match=r"got a Table; make it one with .to_pandas\(\)"):
        load_data(arrow.table({"a": [1, 2], "y": ["u", "v"]}), label="y")

    class LazyFrame:
        def collect(self) -> None:
            pass

    with pytest.raises(DataError, match=r"got a LazyFrame; make it one with .collect\(\)"):
        load_data(LazyFrame(), label="y")


@pytest.mark.parametrize("line", ["1,5;2,5;x", "1,5;2;x", "1;2;x, y, z"])
def test_one_line_between_semicolons_has_commas_in_its_cells(tmp_path, line):
    table = tmp_path / "table.csv"
    table.write_text("\n".join(["1,5;2,5;x", "3,5;2,5;y"] * 20))
    data = load_data(table, label="2", validation=0, test=0)
    one = tmp_path / "one.csv"
    one.write_text(line)
    assert read_csv(one, "2", schema=data.schema).names == ("0", "1")
