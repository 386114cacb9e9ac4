"""`groundup predict`: what a network says to pictures and rows, as a user meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, fit, load_data

Image = pytest.importorskip("PIL.Image")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory, digits) -> Path:
    """A model of digits, of a table with three columns, of a regression and of small colours."""
    folder = tmp_path_factory.mktemp("models")
    network = Network([784, 30, 10], seed=1)
    fit(
        network, digits.train._replace(x=digits.train.x[:20000], y=digits.train.y[:20000]), epochs=2
    )
    network.save(folder / "digits.safetensors")
    random = np.random.default_rng(0)
    x = random.normal([5, 100, 0], [1, 20, 3], (200, 3))
    kinds = np.where(x[:, 0] > 5, "rose", "tulip")
    lines = [",".join([*map(str, row), kind]) for row, kind in zip(x, kinds, strict=True)]
    (folder / "flowers.csv").write_text("\n".join(["length,width,noise,kind", *lines]) + "\n")
    for name, label in (("kinds", "kind"), ("widths", "width")):
        drop = ["kind"] if label == "width" else []
        data = load_data(folder / "flowers.csv", label=label, drop=drop)
        outputs, last = data.schema.outputs, "linear" if data.schema.regression else "softmax"
        cost = "quadratic" if data.schema.regression else "cross-entropy"
        network = Network([data.schema.inputs, 12, outputs], ["tanh", last], cost)
        fit(network, *data[:2], epochs=40, eta=0.1)
        network.save(folder / f"{name}.safetensors")
    colours = random.integers(0, 256, (60, 4, 5, 3), np.uint8)
    data = load_data((colours, (colours[:, 0, 0, 0] > 127).astype(int)))
    network = Network([60, 2], ["softmax"], "cross-entropy")
    fit(network, data.train, epochs=1, eta=0.1)
    network.save(folder / "colours.safetensors")
    return folder


@pytest.fixture
def sheets(tmp_path: Path, digits) -> Path:
    """30 digits, dark on light, large, off the middle."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    for i, pixels in enumerate(digits.test.x[:30]):
        small = Image.fromarray(255 - pixels.reshape(28, 28)).resize((140, 140))
        sheet = Image.new("L", (300, 200), 255)
        sheet.paste(small, (20 + i, 40))
        sheet.save(folder / f"{i:02}.png")
    return folder


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_pictures_of_digits_are_prepared_as_the_page_does(groundup, models, sheets, digits):
    run = groundup("predict", str(models / "digits.safetensors"), "sheets", "--json")
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert [Path(answer["name"]).name for answer in said] == [f"{i:02}.png" for i in range(30)]
    right = sum(int(a["label"]) == y for a, y in zip(said, digits.test.y, strict=False))
    assert right >= 25
    as_is = json.loads(
        groundup(
            "predict", str(models / "digits.safetensors"), "sheets", "--json", "--as-is"
        ).stdout
    )
    wrong = sum(int(a["label"]) == y for a, y in zip(as_is, digits.test.y, strict=False))
    assert wrong < 15  # small, off the middle and inverted


def test_as_is_is_the_pixels_themselves(groundup, models, tmp_path, digits):
    network = Network.load(models / "digits.safetensors")
    Image.fromarray(digits.test.x[3].reshape(28, 28)).save(tmp_path / "a.png")
    run = groundup("predict", str(models / "digits.safetensors"), "a.png", "--as-is", "--json")
    (answer,) = json.loads(run.stdout)
    assert list(answer["scores"].values()) == network.feedforward(digits.test.x[3:4])[0].tolist()


def test_rows_of_a_csv_are_told_by_their_line(groundup, models, tmp_path):
    (tmp_path / "new.csv").write_text("who,noise,length,width\nAnn,0,9,100\nBob,0,1,100\n")
    run = groundup("predict", str(models / "kinds.safetensors"), "new.csv")
    assert run.returncode == 0, run.stderr
    assert [line.split(" (")[0] for line in run.stdout.splitlines()] == [
        "new.csv: line 2: rose",
        "new.csv: line 3: tulip",
    ]
    table = rows(groundup("predict", str(models / "kinds.safetensors"), "new.csv", "--csv").stdout)
    assert [row["label"] for row in table] == ["rose", "tulip"]
    assert sum(float(table[0][name]) for name in ("rose", "tulip")) == pytest.approx(1)


def test_the_label_column_may_be_there_and_a_regression_has_numbers(groundup, models):
    network = Network.load(models / "widths.safetensors")
    file = str(models / "flowers.csv")
    table = rows(groundup("predict", str(models / "widths.safetensors"), file, "--csv").stdout)
    assert table[0].keys() == {"name", "width"}
    assert len(table) == 200
    lines = [line.split(",") for line in Path(file).read_text().splitlines()[1:]]
    x = np.array([[float(line[0]), float(line[2])] for line in lines])
    np.testing.assert_allclose([float(row["width"]) for row in table], network.predict(x))


def test_pictures_in_colours_are_scaled_to_what_the_model_learned(groundup, models, tmp_path):
    Image.fromarray(np.zeros((40, 50, 3), np.uint8)).save(tmp_path / "a.jpg")
    run = groundup("predict", str(models / "colours.safetensors"), "a.jpg")
    assert (run.returncode, run.stdout[:7]) == (0, "a.jpg: ")


def test_what_cannot_be_read_is_left_out_and_told(groundup, models, sheets):
    (sheets / "05.png").write_bytes(b"nonsense")
    run = groundup("predict", str(models / "digits.safetensors"), "sheets")
    assert run.returncode == 1
    assert len(run.stdout.splitlines()) == 29
    assert run.stderr.startswith("left out: sheets/05.png: expected a picture")


@pytest.mark.parametrize(
    ("model", "file", "said"),
    [
        ("digits", "nothing.png", "nothing.png: there is no such file"),
        ("digits", "empty", "empty: expected pictures in it"),
        ("digits", "broken.png", "broken.png: expected a picture"),
        ("digits", "a.docx", "ends in '.docx'"),
        ("digits", "a.csv", "expected 784 numbers a row"),
        ("kinds", "broken.png", "the model learned from 3 features, 2 classes"),
        ("kinds", "a.csv", "there is no column 'noise'; there are length, width"),
        ("kinds", "inf.csv", "line 3, column width: expected a finite number"),
        ("none", "a.csv", "none.safetensors"),
    ],
)
def test_bad_input_is_one_message(groundup, models, tmp_path, model, file, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.png").write_bytes(b"nonsense")
    (tmp_path / "a.docx").write_bytes(b"nonsense")
    (tmp_path / "a.csv").write_text("length,width\n1,2\n")
    (tmp_path / "inf.csv").write_text("length,width,noise\n1,2,3\n1,inf,3\n")
    run = groundup("predict", str(models / f"{model}.safetensors"), file)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_ten_thousand_pictures_take_no_minute(groundup, models, tmp_path, digits):
    folder = tmp_path / "many"
    folder.mkdir()
    for i, pixels in enumerate(digits.test.x):
        Image.fromarray(pixels.reshape(28, 28)).save(folder / f"{i:05}.png")
    run = groundup("predict", str(models / "digits.safetensors"), "many", "--csv")
    assert run.returncode == 0, run.stderr
    labels = [int(row["label"]) for row in rows(run.stdout)]
    assert (np.array(labels) == digits.test.y).mean() > 0.9
