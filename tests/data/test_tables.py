"""Tables from files, frames and arrays become samples; what does not fit is refused with its
place."""

from __future__ import annotations

import io
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, UserError, load_data

FLOWERS = """length,width,name
1.0,10,rose
2.0,20,tulip
3.0,30,rose
4.0,40,tulip
5.0,50,rose
6.0,60,tulip
7.0,70,rose
8.0,80,tulip
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "flowers.csv"


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def whole(data) -> tuple[np.ndarray, np.ndarray]:
    """All rows of all parts, in the order of the first feature."""
    x, y = (np.concatenate([part[i] for part in data]) for i in (0, 1))
    order = np.argsort(x[:, 0])
    return x[order], y[order]


def test_a_csv_is_features_classes_and_their_names(file):
    data = load_data(write(file, FLOWERS), label="name")
    schema = data.schema
    assert (schema.features, schema.classes) == (("length", "width"), ("rose", "tulip"))
    x, y = whole(data)
    assert x.tolist() == [[i, 10 * i] for i in range(1, 9)]
    assert y.tolist() == [0, 1] * 4


def test_features_are_standardised_by_the_training_samples_alone(file):
    data = load_data(write(file, FLOWERS), label="name", test=0.4)
    learned = data.train.x
    assert data.schema.mean == pytest.approx(learned.mean(axis=0))
    assert data.schema.scale == pytest.approx(learned.std(axis=0))
    prepared = data.schema.prepared(learned)
    assert prepared.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert prepared.std(axis=0) == pytest.approx(1)


def test_a_feature_that_never_changes_is_only_centred():
    data = load_data(([[7.0, i] for i in range(12)], [0, 1] * 6))
    assert (data.schema.mean[0], data.schema.scale[0]) == (7.0, 1.0)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (FLOWERS.replace(",", ";"), "name"),
        (FLOWERS.replace(",", "\t"), "-1"),
        ("\ufeff" + FLOWERS, "name"),
        (FLOWERS.replace("\n", "\r\n"), "name"),
        (FLOWERS.replace("\n", "\n\n"), "2"),
        (FLOWERS.partition("\n")[2], "-1"),
        (FLOWERS.replace("rose", '" rose"'), "name"),
    ],
    ids=["semicolons", "tabs", "mark", "CRLF", "empty lines", "no header", "quotes"],
)
def test_csv_of_every_kind_is_the_same(file, text, label):
    x, y = whole(load_data(write(file, text), label=label))
    assert x.tolist() == [[i, 10 * i] for i in range(1, 9)]
    assert y.tolist() == [0, 1] * 4


def test_a_column_of_a_usual_name_is_the_label(file):
    data = load_data(write(file, FLOWERS.replace("name", "Class")))
    assert data.schema.targets == ("Class",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("3.0,30,rose", "3.0,1e999,rose"), "line 4, column width.*'1e999'"),
        (("3.0,30,rose", "3.0,inf,rose"), "line 4, column width.*'inf'"),
        (("3.0,30,rose", "3.0,wide,rose"), "line 4, column width.*'wide'.*--drop width"),
        (("3.0,30,rose", "3.0,30"), "line 4: expected 3 cells.*has 2: '3.0,30'"),
        (("3.0,30,rose", "3.0,30,rose,4"), "line 4: expected 3 cells.*has 4"),
        (("3.0,30,rose", '3.0,30,"rose'), "line 4: expected cells of text, but a quotation mark"),
        (("tulip", "rose"), "expected two classes or more, but every label is 'rose'"),
    ],
)
def test_a_broken_line_is_refused_with_its_place(file, change, message):
    write(file, FLOWERS.replace(*change))
    with pytest.raises(DataError, match=f"{file}: {message}"):
        load_data(file, label="name")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b"a,b\n", "lines below the header"),
        (b"a,b\n1,\xff\n", "UTF-8"),
        (b"\x00" * 99 + b",1\n", "line 1|no column|finite"),
        (b"1" * 2**24, "no end"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(file, content, message):
    file.write_bytes(content)
    with pytest.raises(DataError, match=message):
        load_data(file, label="-1")


def test_a_missing_label_says_which_columns_there_are(file):
    with pytest.raises(DataError, match=r"which column is the label.*length, width, name"):
        load_data(write(file, FLOWERS))
    with pytest.raises(DataError, match=r"no column 'colour'; there are length, width, name"):
        load_data(file, label="colour")


def test_dropped_columns_are_left_out_and_not_read(file):
    text = FLOWERS.replace("length", "who").replace("1.0,", "Ann,").replace("2.0,", "Bob,")
    data = load_data(write(file, text), label="name", drop=["who"])
    assert data.schema.features == ("width",)


def test_numbers_with_fractions_are_a_regression(file):
    lines = "a,b\n" + "".join(f"{i},{i / 8}\n" for i in range(40))
    data = load_data(write(file, lines), label="b")
    assert data.schema.regression
    assert data.train.y.shape == (len(data.train.x), 1)
    assert (data.train.y[:, 0] == data.train.x[:, 0] / 8).all()
    assert data.schema.target_mean == pytest.approx(data.train.y.mean(axis=0))
    assert any("regression" in note for note in data.schema.notes)
    assert load_data(file, label="b", task="classes").schema.outputs == 40


def test_few_whole_numbers_are_classes_by_their_order(file):
    lines = "a,b\n" + "".join(f"{i},{(i % 3) * 7 - 5}\n" for i in range(60))
    schema = load_data(write(file, lines), label="b").schema
    assert schema.classes == ("-5", "2", "9")
    assert load_data(file, label="b", task="regression").schema.regression


def test_parquet_is_the_same_as_csv(file, tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    write(file, FLOWERS)
    parquet = tmp_path / "flowers.parquet"
    pandas.read_csv(file).to_parquet(parquet)
    one, other = (load_data(path, label="name") for path in (file, parquet))
    assert one.schema == other.schema
    assert [part.x.tolist() for part in one] == [part.x.tolist() for part in other]
    parquet.write_bytes(parquet.read_bytes()[:-9])
    with pytest.raises(DataError, match="expected a Parquet file"):
        load_data(parquet, label="name")


def test_a_frame_is_the_same_as_csv(file):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(write(file, FLOWERS))
    assert load_data(frame, label="name").schema == load_data(file, label="name").schema
    frame["width"] = [1.0, 2, 3, np.inf, 5, 6, 7, 8]
    with pytest.raises(DataError, match=r"row 3 .*column width: expected a finite number"):
        load_data(frame, label="name")


def test_lists_are_data_too():
    data = load_data(([[0, 1], [2, 3]] * 9, ["no", "yes"] * 9))
    assert data.schema.classes == ("no", "yes")
    assert sum(len(part.x) for part in data) == 18
    with pytest.raises(DataError, match="one label for each of 2 samples, but there are 3"):
        load_data(([[0, 1], [2, 3]], [0, 1, 1]))
    with pytest.raises(DataError, match="all of one length"):
        load_data(([[0, 1], [2]], [0, 1]))


def test_the_parts_of_an_npz_are_kept(tmp_path):
    random = np.random.default_rng(0)
    x, y = random.integers(0, 256, (50, 8, 9), np.uint8), np.arange(50) % 5
    np.savez(tmp_path / "a.npz", x_train=x[:40], y_train=y[:40], x_test=x[40:], y_test=y[40:])
    data = load_data(tmp_path / "a.npz")
    assert (data.test.x == x[40:].reshape(10, 72)).all()
    assert len(data.train.x) + len(data.validation.x) == 40
    assert len(data.validation.x) == 5
    assert (data.schema.shape, data.schema.plain) == ((8, 9), True)


class Trap:
    """What a pickle could run."""

    def __reduce__(self):
        return Path.touch, (Path("sprung"),)


def test_a_pickle_in_an_npz_is_never_loaded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez("a.npz", x=np.array([Trap(), 1], object), y=np.arange(2))
    with pytest.raises(DataError, match=r"x.npy: .*Python objects, which are never loaded"):
        load_data("a.npz")
    assert not Path("sprung").exists()


def test_an_npz_that_promises_too_much_takes_no_memory(tmp_path):
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "<f8", "fortran_order": False, "shape": (10**6, 10**6)}
    )
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("x.npy", head.getvalue())
        archive.writestr("y.npy", head.getvalue())
    with pytest.raises(DataError, match="promises"):
        load_data(tmp_path / "a.npz")
    (tmp_path / "a.npz").write_bytes(b"PK nonsense")
    with pytest.raises(DataError, match="expected an NPZ file"):
        load_data(tmp_path / "a.npz")


@pytest.mark.parametrize(("largest", "told"), [(16, True), (1, True), (200, False), (255, False)])
def test_pixels_that_end_early_are_scaled_and_it_is_told(largest, told):
    x = np.random.default_rng(0).integers(0, largest + 1, (40, 8, 8), np.uint8)
    x[0, 0, 0] = largest
    schema = load_data((x, np.arange(40) % 2)).schema
    assert schema.largest == (largest if told else 255)
    assert any(f"0 to {largest}, not 0 to 255" in note for note in schema.notes) == told
    assert schema.prepared(x).max() == (1.0 if told else largest)


def test_rows_of_a_square_of_whole_numbers_are_pixels_unless_told_otherwise():
    x = np.random.default_rng(0).integers(0, 256, (40, 64)).astype(float)
    y = np.arange(40) % 2
    data = load_data((x, y))
    assert (data.schema.shape, data.schema.pixels, data.train.x.dtype) == ((8, 8), True, "uint8")
    assert "pixels of 8×8" in data.schema.notes[0]
    assert not load_data((x, y), pixels=False).schema.pixels
    assert not load_data((x - 1, y)).schema.pixels
    assert not load_data((x[:, :63], y)).schema.pixels


def test_not_a_number_in_an_array_is_told_with_its_place():
    x = np.zeros((20, 3))
    x[7, 2] = np.inf
    with pytest.raises(DataError, match=r"sample 7 .*number 2.*inf"):
        load_data((x, np.arange(20) % 2))


def test_other_things_are_no_data(tmp_path):
    with pytest.raises(DataError, match=r"there is no such folder or file"):
        load_data("nowhere")
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(DataError, match=r"ends in '.docx'"):
        load_data(tmp_path / "a.docx")
    with pytest.raises(DataError, match="got int"):
        load_data(3)
    with pytest.raises(DataError, match="there are a, b"):
        load_data({"a": [1], "b": [2]})


def test_without_pyarrow_it_says_how_to_get_it(tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError, match=r"pip install 'groundup\[tables\]'"):
        load_data(tmp_path / "a.parquet")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"3.0,30,rose', "line 4: expected cells of text, but a quotation mark that it opens"),
        ("3;0,30,rose", "train without the column"),
        (
            "true,30,rose",
            "line 4, column length: expected a finite number.*'true'.*--missing 'true'",
        ),
        ("1e300,30,rose", "column length: expected numbers whose squares"),
    ],
)
def test_what_is_wrong_with_a_line_comes_with_its_remedy(file, line, said):
    write(file, FLOWERS.replace("3.0,30,rose", line))
    with pytest.raises(DataError, match=said):
        load_data(file, label="name", validation=0, test=0)


def test_numbers_below_0_are_no_pixels():
    x = np.full((6, 4), -1.5)
    with pytest.raises(DataError, match=r"expected pixels of 0 or more, but the smallest is -1.5"):
        load_data((x, [0, 1] * 3), pixels=True)


def test_mnist_has_no_column_to_name():
    with pytest.raises(DataError, match="leave out --label and --drop"):
        load_data("mnist", label="digit")


def test_a_model_finds_a_label_that_was_named_by_its_place(file):
    for text in (FLOWERS, FLOWERS.split("\n", 1)[1]):
        learned = load_data(write(file, text), label="-1")
        again = load_data(file, label="-1", schema=learned.schema)
        assert again.schema.targets == learned.schema.targets
        assert np.array_equal(whole(again)[1], whole(learned)[1])


def test_samples_know_their_line_and_show_themselves_shortly(file):
    data = load_data(write(file, FLOWERS), label="name")
    for part in data:
        assert part.where is not None
        for i in range(len(part.x)):
            assert part.where(i) == f"line {int(part.x[i, 0]) + 1}"
    assert (
        repr(data.train)
        == f"Samples(x: float64 {data.train.x.shape}, y: int64 ({len(data.train.y)},))"
    )
    assert pickle.loads(pickle.dumps(data.train)).where is None
