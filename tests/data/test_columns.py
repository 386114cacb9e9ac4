"""Real tables, with gaps, words, truths and dates, become features; what cannot is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, Network, Predictor, UserError, fit, load_data
from groundup.data import Schema
from groundup.data.columns import Column
from groundup.questions import rows

PEOPLE = """age,town,member,born,income
30,Rome,yes,2000-01-01,low
NA,Oslo,no,2000-01-03,high
50,Rome,,2000-01-02,low
40,,yes,,high
30,Rome,yes,2000-01-01,low
20,Oslo,no,2000-01-05,high
50,Bern,no,2000-01-02,low
40,Rome,yes,2000-01-04,high
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def read(file: Path, text: str = PEOPLE, **options):
    file.write_text(text, encoding="utf-8")
    return load_data(file, **{"label": "income", "validation": 0, "test": 0} | options)


def column(data, name: str) -> np.ndarray:
    return data.train.x[:, data.schema.features.index(name)]


def test_gaps_are_the_median_and_say_so(file):
    data = read(file)
    assert column(data, "age").tolist() == [30, 40, 50, 40, 30, 20, 50, 40]
    assert column(data, "age missing").tolist() == [0, 1, 0, 0, 0, 0, 0, 0]
    assert data.schema.columns[0] == Column("age", fill=40.0, gaps=1)


def test_words_are_a_feature_each_and_what_came_once_is_other(file):
    data = read(file)
    towns = [name for name in data.schema.features if name.startswith("town")]
    assert towns == ["town = Oslo", "town = Rome", "town = other", "town missing"]
    told = np.stack([column(data, name) for name in towns], axis=1)
    assert told.argmax(axis=1).tolist() == [1, 0, 1, 3, 1, 0, 2, 1]
    assert (told.sum(axis=1) == 1).all()


def test_yes_and_no_are_1_and_0_and_dates_are_days(file):
    data = read(file)
    assert column(data, "member").tolist() == [1, 0, 1, 1, 1, 0, 0, 1]
    first = np.datetime64("2000-01-01").astype(int)
    assert (column(data, "born") - first).tolist() == [0, 2, 1, 1, 0, 4, 1, 3]


def test_only_numbers_and_dates_are_standardised(file):
    schema = read(file).schema
    for name, mean, scale in zip(schema.features, schema.mean, schema.scale, strict=True):
        assert ((mean, scale) == (0, 1)) != (name in ("age", "born")), name


def test_medians_and_words_are_those_of_the_training_rows(file):
    data = read(file, PEOPLE + PEOPLE.partition("\n")[2] * 5, validation=0.2, test=0.3)
    age = data.schema.columns[0]
    own = data.train.x[data.train.x[:, 1] == 0, 0]
    assert age.fill == np.median(own)
    assert age.gaps == int(data.train.x[:, 1].sum())


def test_a_frame_is_the_same_as_its_file(file, tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    told = read(file)
    frame = pandas.read_csv(file)
    frame["born"] = pandas.to_datetime(frame["born"])
    frame.to_parquet(tmp_path / "people.parquet")
    nullable = pandas.read_csv(file, dtype_backend="numpy_nullable")
    nullable["town"] = nullable["town"].astype("category")
    for source in (frame, tmp_path / "people.parquet", nullable):
        data = load_data(source, label="income", validation=0, test=0)
        assert data.schema.features == told.schema.features
        np.testing.assert_array_equal(data.train.x, told.train.x)


def trained(file: Path) -> Network:
    data = read(file)
    network = Network([data.schema.inputs, 6, 2], ["tanh", "softmax"], "cross-entropy")
    fit(network, data.train, epochs=20, eta=0.3, batch_size=4)
    return network


def test_a_model_reads_new_rows_by_its_own_table(file, tmp_path):
    pandas = pytest.importorskip("pandas")
    network = trained(file)
    network.save(tmp_path / "m.safetensors")
    network = Network.load(tmp_path / "m.safetensors")
    frame = pandas.read_csv(file)
    x = load_data(file, schema=network.schema, validation=0, test=0).train.x
    expected = network.feedforward(x)
    turned = frame[frame.columns[::-1]].assign(more="words")
    for told in (network.feedforward(turned), Predictor(network)(turned)):
        np.testing.assert_allclose(told, expected, rtol=1e-12)
    assert (network.predict_names(turned) == network.predict_names(x)).all()
    assert network.measure(turned, frame["income"])[1] > 0.8


def test_a_gap_and_an_unseen_word_have_an_answer(file):
    pandas = pytest.importorskip("pandas")
    network = trained(file)
    row = {"age": None, "town": "Paris", "member": None, "born": None}
    x = network.encoded(pandas.DataFrame([row]))
    told = dict(zip(network.schema.features, x[0].tolist(), strict=True))  # pyright: ignore[reportOptionalMemberAccess]
    assert (told["age"], told["age missing"]) == (40, 1)
    assert (told["town = other"], told["town missing"], told["town = Rome"]) == (1, 0, 0)
    assert np.isfinite(network.feedforward(pandas.DataFrame([row]))).all()


def test_an_unseen_word_is_none_of_the_values_where_training_had_no_other():
    known = Column("a", "words", values=("x", "y"))
    from groundup.data.cells import WORDS, Cells

    cells = Cells(np.array([0.0, 1, 2, np.nan]), WORDS, "", ("x", "z", "y"))
    assert known.encoded(cells).tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]
    assert known.strange(cells).tolist() == [False, True, False, True]


def test_a_column_that_is_missing_or_twice_is_told(file):
    pandas = pytest.importorskip("pandas")
    network = trained(file)
    frame = pandas.read_csv(file)
    with pytest.raises(UserError, match=r"x: expected the columns .* no column 'town'; there are"):
        network.predict(frame.drop(columns="town"))
    with pytest.raises(DataError, match=r"2 columns are called 'age'; rename them"):
        read(file, PEOPLE.replace("member", "age"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("30,Rome", "thirty,Rome"), "line 2, column age: expected a finite number.*'thirty'"),
        (("2000-01-04", "soon"), "line 9, column born: expected a date, .*'soon'"),
        (("NA,", "-,"), None),
    ],
)
def test_an_odd_cell_among_others_is_told_or_is_a_gap(file, change, message):
    old, new = change
    text = PEOPLE.replace(old, new, 1)
    text += "".join(f"{i},Rome,no,2000-01-01,low\n" for i in range(60, 80))
    if message is None:
        assert read(file, text)
        return
    with pytest.raises(DataError, match=message):
        read(file, text)


def test_few_numbers_beside_words_are_words_too(file):
    lines = "".join(f"{['0', '1', '2', '3+'][i % 4]},{'ab'[i % 2]}\n" for i in range(40))
    schema = read(file, "children,income\n" + lines).schema
    assert schema.columns[0].values == ("0", "1", "2", "3+")
    again = load_data(file, label="income", schema=schema, validation=0, test=0)
    assert again.train.x.sum(axis=1).tolist() == [1] * 40


def test_names_and_free_text_are_refused_all_at_once(file):
    lines = "".join(f"Ann {i},{i % 5},say {i},{'ab'[i % 2]}\n" for i in range(60))
    with pytest.raises(DataError, match=r"who has 60 .*, what has 60 .*--drop who,what\)"):
        read(file, "who,n,what,income\n" + lines)
    assert read(file, "who,n,what,income\n" + lines, drop=["who", "what"]).schema.inputs == 1


def test_an_empty_column_is_refused(file):
    with pytest.raises(DataError, match=r"column age: expected something .*--drop age"):
        read(file, "age,n,income\n" + "".join(f",{i},{'ab'[i % 2]}\n" for i in range(9)))


def test_decimal_commas_are_read_and_remembered(file):
    european = "x;y;income\n" + "".join(f"{i},5;1.{i}0;{'ab'[i % 2]}\n" for i in range(10, 30))
    data = read(file, european)
    assert data.train.x[0].tolist() == [10.5, 1100]
    file.write_text("x;y;income\n1,500;1.250;a\n2,000;7.000;b\n")
    again = load_data(file, label="income", schema=data.schema, validation=0, test=0)
    assert again.train.x.tolist() == [[1.5, 1250], [2, 7000]]


def test_a_thousand_and_a_fraction_are_told_apart_or_asked_about(file):
    text = "x;income\n" + "".join(f"{i},125;{'ab'[i % 2]}\n" for i in range(10, 30))
    with pytest.raises(DataError, match=r"column x: '10,125' is 10,125 or 10.125.*--decimal"):
        read(file, text)
    assert read(file, text, decimal=",").train.x[0, 0] == 10.125
    assert read(file, text, decimal=".").train.x[0, 0] == 10125
    with pytest.raises(UserError, match=r"--decimal must be . or , not ';'"):
        read(file, text, decimal=";")


def test_text_of_other_encodings_is_read_or_its_remedy_told(file):
    text = PEOPLE.replace("Rome", "Köln")
    file.write_bytes(text.encode("cp1252"))
    with pytest.raises(DataError, match=r"UTF-8, but the byte 0xf6 .*--encoding cp1252"):
        load_data(file, label="income")
    data = load_data(file, label="income", encoding="cp1252", validation=0, test=0)
    assert "town = Köln" in data.schema.features
    file.write_bytes(text.encode("utf-16"))
    assert load_data(file, label="income", validation=0, test=0).schema == data.schema
    with pytest.raises(DataError, match=r"an encoding such as utf-8 or cp1252, got 'klingon'"):
        load_data(file, label="income", encoding="klingon")


def test_words_for_a_gap_can_be_named_and_are_remembered(file):
    text = PEOPLE.replace("NA", "-999").replace("Bern", "unknown")
    data = read(file, text, missing=["-999", "unknown"])
    assert data.schema.columns[0].gaps == 1
    assert data.schema.missing == ("-999", "unknown")
    again = load_data(file, label="income", schema=data.schema, validation=0, test=0)
    np.testing.assert_array_equal(again.train.x, data.train.x)


def test_a_models_words_for_a_gap_hold_wherever_it_is_asked(file, tmp_path):
    """Frames in which they are numbers, Parquet, and files that are asked about."""
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    lines = [f"{-999 if i % 5 == 0 else i},{('Rome', 'unknown')[i % 2]},{i % 3}" for i in range(30)]
    data = read(file, "\n".join(["age,town,income", *lines]), missing=["-999", "unknown"])
    network = Network([data.schema.inputs, 2, 3], ["tanh", "softmax"], "cross-entropy")
    network.schema = data.schema
    frame = pandas.read_csv(file)
    assert frame["age"].dtype.kind == "i"
    frame.to_parquet(tmp_path / "people.parquet")
    for came in (
        network.encoded(frame),
        rows(network, file)[0],
        rows(network, tmp_path / "people.parquet")[0],
        load_data(frame, label="income", schema=data.schema, validation=0, test=0).train.x,
    ):
        np.testing.assert_array_equal(came, data.train.x)
    again = load_data(frame, label="income", missing=["-999", "unknown"], validation=0, test=0)
    assert (again.schema.features, again.schema.mean) == (data.schema.features, data.schema.mean)


def test_a_word_for_a_gap_is_no_label_where_labels_are_numbers(file):
    pandas = pytest.importorskip("pandas")
    file.write_text("x,y\n" + "".join(f"{i % 7},{(-999, 0, 1, 2)[i % 4]}\n" for i in range(40)))
    for source in (file, pandas.read_csv(file), pandas.read_csv(file).astype(float)):
        data = load_data(source, label="y", missing=["-999"], validation=0, test=0)
        assert (data.schema.classes, len(data.train.y)) == (("0", "1", "2"), 30)


def test_rows_without_a_label_are_left_out_and_told(file):
    data = read(file, PEOPLE.replace("NA,Oslo,no,2000-01-03,high", "NA,Oslo,no,2000-01-03,"))
    assert len(data.train.y) == 7
    assert "1 row has no income, at line 3, and is left out" in data.schema.notes
    assert data.train.where is not None
    assert data.train.where(1) == "line 4"


def test_labels_with_groups_of_digits_are_numbers(file):
    prices = "".join(f'{i},"{1000 * i + 737.65:,.2f}"\n' for i in range(100, 140))
    data = read(file, "x,price\n" + prices, label="price")
    assert data.schema.regression
    assert data.train.y[0, 0] == 100737.65


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([f"{i}.5" for i in range(39)] + ["unknown"], "line 41, column y: expected a number.*'unk"),
        ([f"name {i}" for i in range(40)], "expected labels that repeat, but column y has 40"),
        ([f'"{i},500"' for i in range(10, 50)], "column y: '10,500' is 10,500 or 10.5.*--decimal"),
    ],
)
def test_words_that_would_be_a_class_each_are_refused(file, labels, message):
    text = "x,y\n" + "".join(f"{i % 7},{label}\n" for i, label in enumerate(labels))
    with pytest.raises(DataError, match=message):
        read(file, text, label="y")


def test_a_column_that_counts_the_rows_is_noted(file):
    lines = "".join(f"{i},{i % 3},{'ab'[i % 2]}\n" for i in range(20))
    notes = read(file, ",x,income\n" + lines).schema.notes
    assert any("column 0 counts the rows" in note and "--drop 0" in note for note in notes)


def test_a_schema_with_columns_comes_back_from_json(file):
    schema = read(file).schema
    assert Schema.from_dict(json.loads(json.dumps(schema.as_dict()))) == schema


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "guess"}, {"fill": float("nan")}, {"gaps": -1}, {"values": [1]}, {"name": 3},
        {"more": 1}, {"gaps": True}, {"kind": "words"},
    ],
)  # fmt: skip
def test_a_damaged_column_is_refused(file, change):
    written = json.loads(json.dumps(read(file).schema.as_dict()))
    written["columns"][0] |= change
    with pytest.raises(UserError, match="expected a"):
        Schema.from_dict(written)
