"""People's own data, from a folder or a file to a tested model, as a user meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, load_data
from groundup.data import catalogue


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    """Two kinds, told apart by one of two columns."""
    random = np.random.default_rng(0)
    kinds = ["rose", "tulip"] * 60
    lines = [f"{random.normal():.3f},{5 * (k == 'rose') + random.random():.3f},{k}" for k in kinds]
    path = tmp_path / "flowers.csv"
    path.write_text("noise,length,kind\n" + "\n".join(lines) + "\n")
    return path


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    random = np.random.default_rng(0)
    sizes = random.uniform(50, 150, 120)
    path = tmp_path / "houses.csv"
    path.write_text("size,price\n" + "\n".join(f"{s:.2f},{1000 * s + 5:.2f}" for s in sizes))
    return path


@pytest.fixture
def shades(tmp_path: Path) -> Path:
    image = pytest.importorskip("PIL.Image")
    folder = tmp_path / "shades"
    for name, shade in (("dark", 10), ("light", 200)):
        (folder / name).mkdir(parents=True)
        for i in range(30):
            array = np.full((10, 12), shade + i, np.uint8)
            image.fromarray(array).save(folder / name / f"{i}.png")
    return folder


@pytest.fixture
def patterns(tmp_path: Path) -> Path:
    """Colour pictures in which a small red bar, somewhere, is upright or flat."""
    image = pytest.importorskip("PIL.Image")
    random, folder = np.random.default_rng(0), tmp_path / "patterns"
    for name, bar in (("upright", (5, 1)), ("flat", (1, 5))):
        (folder / name).mkdir(parents=True)
        for i in range(200):
            array = random.integers(0, 60, (16, 16, 3)).astype(np.uint8)
            row, column = random.integers(0, 11, 2)
            array[row : row + bar[0], column : column + bar[1]] = (255, 40, 0)
            image.fromarray(array).save(folder / name / f"{i}.png")
    return folder


def test_a_csv_is_two_commands(groundup, flowers, tmp_path):
    run = groundup("train", "--data", "flowers.csv", "--label", "kind")
    assert run.returncode == 0, run.stderr
    assert "2-64-2, relu then softmax" in run.stdout
    assert "classes: rose, tulip" in run.stdout
    assert "test 100.00%: 18 of 18 rows" in run.stdout
    following = "next: groundup test flowers.safetensors --data flowers.csv"
    assert run.stdout.splitlines()[-1] == following
    judged = groundup("test", "flowers.safetensors", "--data", "flowers.csv")
    assert (judged.returncode, judged.stderr) == (0, "")
    assert "100.00%: 18 of 18 rows right" in judged.stdout
    assert "rose" in judged.stdout
    network = Network.load(tmp_path / "flowers.safetensors")
    assert network.schema is not None
    assert network.schema.classes[network.predict([0.0, 5.5])] == "rose"


def test_a_label_is_named_by_its_place_with_a_header_or_without(groundup, flowers):
    without = flowers.with_name("without.csv")
    without.write_text(flowers.read_text().split("\n", 1)[1])
    for table in (flowers, without):
        groundup(
            "train", "--data", table, "--label", "-1", "--epochs", "1", "--out", "m.safetensors"
        )
        said = groundup("test", "m.safetensors", "--data", table)
        assert " rows right" in said.stdout


def test_colour_pictures_are_seen_by_convolutions(groundup, patterns, tmp_path):
    run = groundup("train", "--data", "patterns", "--epochs", "30")
    assert run.returncode == 0, run.stderr
    assert "16x16x3-16c5p2-100-2, relu then softmax" in run.stdout
    assert "begins with convolutions; --sizes 768-64-2 trains one without" in run.stderr
    network = Network.load(tmp_path / "patterns.safetensors")
    assert [wl.shape for wl in network.w] == [(16, 3, 5, 5), (100, 576), (2, 100)]
    judged = groundup("test", "patterns.safetensors", "--data", "patterns")
    assert (judged.returncode, judged.stderr) == (0, "")
    assert "100.00%: 60 of 60 pictures right" in judged.stdout
    picture = str(patterns / "flat" / "3.png")
    predicted = groundup("predict", "patterns.safetensors", picture)
    assert "flat" in predicted.stdout
    refused = groundup("train", "--data", "patterns", "--sizes", "28x28-4c5p2-2")
    assert "--sizes begins with 28x28, but" in refused.stderr
    assert "begin with 16x16x3" in refused.stderr


def test_what_is_not_square_is_not_distorted(groundup, shades):
    run = groundup("train", "--data", "shades", "--recipe", "best")
    assert run.returncode == 2
    assert "distorts square pictures" in run.stderr
    assert "--picture-size 28x28" in run.stderr


def test_pictures_are_two_commands(groundup, shades):
    run = groundup("train", "--data", "shades")
    assert run.returncode == 0, run.stderr
    assert "classes: dark, light" in run.stdout
    judged = groundup("test", "shades.safetensors", "--data", "shades", "--json")
    result = json.loads(judged.stdout)
    assert (result["correct"], result["classes"]) == (8, ["dark", "light"])


def test_a_regression_has_errors_not_accuracy(groundup, houses):
    run = groundup("train", "--data", "houses.csv", "--label", "price", "--epochs", "40")
    assert run.returncode == 0, run.stderr
    assert "a regression" in run.stderr
    assert "to predict: price" in run.stdout
    assert "validation RMSE" in run.stdout
    assert "%" not in run.stdout
    judged = json.loads(
        groundup("test", "houses.safetensors", "--data", "houses.csv", "--json").stdout
    )
    assert judged["targets"] == ["price"]
    assert judged["r_squared"] > 0.95
    assert judged["rmse"][0] < 7000
    assert (
        "root mean square error"
        in groundup("test", "houses.safetensors", "--data", "houses.csv").stdout
    )


def test_a_classifier_is_judged_as_practitioners_judge(groundup, flowers, tmp_path):
    """By precision, recall, F1, AUC, an interval, and beside what needs no network."""
    metrics = pytest.importorskip("sklearn.metrics")
    lines = flowers.read_text().splitlines()
    for i in range(5, 121, 6):  # every third tulip is called a rose
        lines[i + 1 - i % 2] = lines[i + 1 - i % 2].replace("tulip", "rose")
    flowers.write_text("\n".join(lines))
    csv = ("--data", "flowers.csv")
    said = groundup("train", *csv, "--label", "kind", "--epochs", "3").stdout
    assert re.search(r"rows it had never seen \(\d+% to \d+% with 95% confidence\); ", said)
    assert re.search(r"; macro F1 [01]\.\d{3}, AUC [01]\.\d{3}$", said, re.M)
    compared = re.search(r"^to compare: always rose \d.*%, a linear model \d.*%$", said, re.M)
    assert compared
    words = groundup("test", "flowers.safetensors", *csv, COLUMNS="60").stdout
    assert compared[0] in words
    result = json.loads(groundup("test", "flowers.safetensors", *csv, "--json").stdout)
    network = Network.load(tmp_path / "flowers.safetensors")
    test = load_data(flowers, label="kind").test
    guesses, scores = network.predict(test.x), network.feedforward(test.x)
    found = metrics.precision_recall_fscore_support(test.y, guesses, zero_division=0)
    for name, measure in zip(("precision", "recall", "f1"), found, strict=False):
        assert result[name] == pytest.approx(measure.tolist())
        assert result["macro"][name] == pytest.approx(measure.mean())
    assert result["auc"] == pytest.approx(metrics.roc_auc_score(test.y, scores[:, 1]), abs=1e-6)
    assert [one["name"] for one in result["baselines"]] == ["always rose", "a linear model"]
    assert result["baselines"][0]["accuracy"] == (test.y == 0).mean()
    row = re.search(r"^ tulip +(\d+) +([\d.]+) +([\d.]+) +([\d.]+) $", words, re.M)
    assert row
    assert row.groups() == (str(found[3][1]), *(f"{measure[1]:.3f}" for measure in found[:3]))


def test_one_row_is_too_few_to_say_anything(groundup, flowers, tmp_path):
    groundup("train", "--data", "flowers.csv", "--label", "kind", "--epochs", "5")
    (tmp_path / "new.csv").write_text("\n".join(flowers.read_text().splitlines()[:2]) + "\n")
    run = groundup("test", "flowers.safetensors", "--data", "new.csv")
    right = "1 of 1 rows right (21% to 100% with 95% confidence): too few to say anything"
    assert right in run.stdout
    assert "to compare: always rose 100.00%\n" in run.stdout


def test_a_regression_is_compared_with_the_mean_and_a_line(groundup, houses):
    run = groundup("train", "--data", "houses.csv", "--label", "price", "--epochs", "3")
    line = r"^to compare: always the mean \S+ \(R² -?0\.0\d\d\), a linear model \S+ \(R² 1\.000\)$"
    compared = re.search(line, run.stdout, re.M)
    assert compared
    assert compared[0] in groundup("test", "houses.safetensors", "--data", "houses.csv").stdout


def test_other_rows_are_all_judged(groundup, flowers, tmp_path):
    groundup("train", "--data", "flowers.csv", "--label", "kind", "--epochs", "5")
    lines = flowers.read_text().splitlines()
    (tmp_path / "new.csv").write_text("\n".join(lines[:21]) + "\n")
    run = groundup("test", "flowers.safetensors", "--data", "new.csv", "--json")
    assert json.loads(run.stdout)["total"] == 20
    assert "rows judged: 20\n" in run.stderr


def test_sizes_that_are_given_must_fit(groundup, flowers, houses):
    csv = ("train", "--data", "flowers.csv", "--label", "kind")
    assert "these rows have 2 features" in groundup(*csv, "--sizes", "3-9-2").stderr
    assert "end with 2, an output for each class" in groundup(*csv, "--sizes", "2-9-1").stderr
    assert groundup(*csv, "--sizes", "2-9-2", "--epochs", "2").returncode == 0
    house = ("train", "--data", "houses.csv", "--label", "price")
    assert "end with 1" in groundup(*house, "--sizes", "1-9-2").stderr
    run = groundup(*house, "--activation", "relu,softmax", "--cost", "cross-entropy")
    assert "a regression needs --cost quadratic" in run.stderr


def test_a_recipe_and_options_still_win(groundup, flowers):
    csv = ("train", "--data", "flowers.csv", "--label", "kind")
    run = groundup(*csv, "--recipe", "origin")
    assert "2-30-2, sigmoid, quadratic cost" in run.stdout
    run = groundup(*csv, "--epochs", "3", "--out", "a.safetensors")
    assert "epoch 3/3" in run.stdout
    assert "saved a.safetensors" in run.stdout


def test_a_checkpoint_remembers_how_data_were_read(groundup, flowers):
    csv = ("train", "--data", "flowers.csv", "--label", "kind", "--split-seed", "3")
    assert groundup(*csv, "--epochs", "3", "--checkpoint", "c.st").returncode == 0
    run = groundup("train", "--resume", "c.st")
    assert run.returncode == 0, run.stderr
    assert "18 of 18 rows" in run.stdout


def test_a_checkpoint_remembers_that_classes_count_alike(groundup, flowers, tmp_path):
    csv = ("train", "--data", "flowers.csv", "--label", "kind", "--class-weight", "balanced")
    straight = groundup(*csv, "--epochs", "3", "--checkpoint", "c.st")
    assert "every class counts equally" in straight.stdout
    whole = Network.load(tmp_path / "flowers.safetensors")
    run = groundup("train", "--resume", "c.st", "--out", "again.safetensors")
    assert "every class counts equally" in run.stdout
    assert (Network.load(tmp_path / "again.safetensors").w[0] == whole.w[0]).all()
    refused = groundup(*csv[:-1], "even")
    assert "class_weight must be one of balanced, not 'even'" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--label", "colour"), "no column 'colour'; there are noise, length, kind"),
        ((), "say which column is the label"),
        (("--label", "kind", "--drop", "noise,length"), "expected columns besides the label"),
        (("--label", "kind", "--task", "guess"), "task must be one of"),
        (("--label", "kind", "--test", "1.5"), "test must be a share"),
        (("--label", "kind", "--task", "regression"), "line 2, column kind: expected a finite"),
        (("--label", "kind", "--picture-size", "0x3"), "--picture-size must be"),
        (("--label", "kind", "--also", "drawings.json"), "drawings.json"),
    ],
)
def test_what_does_not_fit_is_one_message_and_no_file(groundup, flowers, tmp_path, arguments, said):
    run = groundup("train", "--data", "flowers.csv", *arguments)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["flowers.csv"]


def test_models_and_data_of_other_kinds_are_told_apart(groundup, flowers, shades):
    groundup("train", "--data", "flowers.csv", "--label", "kind", "--epochs", "2")
    groundup("train", "--data", "shades", "--epochs", "2")
    for model, data in (("flowers", "shades"), ("shades", "flowers.csv"), ("flowers", "mnist")):
        run = groundup("test", f"{model}.safetensors", "--data", data)
        assert (run.returncode, run.stdout) == (2, "")
        assert "use data of the same kind" in run.stderr


def test_data_lists_what_there_is(groundup):
    run = groundup("data")
    assert run.returncode == 0
    for words in (
        "mnist",
        "60,000 + 10,000 of 28×28",
        "CC BY-SA 3.0",
        "fashion-mnist",
        "MIT",
        "Dress",
    ):
        assert words in run.stdout
    rows = json.loads(groundup("data", "--json").stdout)
    assert [row["name"] for row in rows] == ["mnist", "fashion-mnist"]
    assert rows[0]["there"]


def test_data_tells_what_is_in_a_file(groundup, flowers):
    run = groundup("data", "flowers.csv", "--label", "kind")
    assert "2 features, 2 classes" in run.stdout
    assert "84 to learn from, 18 to validate on, 18 to test with" in run.stdout
    assert "rose: 60" in run.stdout
    said = json.loads(groundup("data", "flowers.csv", "--label", "kind", "--json").stdout)
    assert said["schema"]["classes"] == ["rose", "tulip"]


def test_fashion_mnist_is_found_where_debian_puts_it(groundup, monkeypatch):
    if catalogue.KNOWN["fashion-mnist"].folder is None:
        run = groundup("data", "fashion-mnist")
        assert run.returncode == 2
        assert "apt-get install dataset-fashion-mnist" in run.stderr
        monkeypatch.setitem(
            catalogue.KNOWN,
            "fashion-mnist",
            catalogue.KNOWN["fashion-mnist"]._replace(folders=(catalogue.MNIST,)),
        )
    from groundup import load_data

    data = load_data("fashion-mnist")
    assert data.schema is not None
    assert data.schema.classes[9] == "Ankle boot"
    assert len(data.test.x) == 10_000


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_curves_and_results_are_drawn(groundup, flowers, houses, tmp_path, ending):
    heads = {"png": b"\x89PNG", "svg": b"<?xml"}
    for name, label in (("flowers", "kind"), ("houses", "price")):
        data = ("--data", f"{name}.csv")
        curves = ("--epochs", "3", "--plot", f"{name}.{ending}")
        run = groundup("train", *data, "--label", label, *curves)
        assert run.returncode == 0, run.stderr
        assert f"saved the plot as {name}.{ending}" in run.stdout
        run = groundup("test", f"{name}.safetensors", *data, "--plot", f"{name}2.{ending}")
        assert run.returncode == 0, run.stderr
        for picture in (f"{name}.{ending}", f"{name}2.{ending}"):
            assert (tmp_path / picture).read_bytes().startswith(heads[ending])
    if ending == "svg":
        words = (tmp_path / "houses2.svg").read_text()
        assert "true price" in words
        assert "R²" in words


def test_a_plot_that_cannot_be_drawn_is_refused_before_training(groundup, flowers, tmp_path):
    run = groundup("train", "--data", "flowers.csv", "--label", "kind", "--plot", "a.nonsense")
    assert (run.returncode, run.stdout) == (2, "")
    assert "a.nonsense: wanted a file that ends in" in run.stderr


def test_other_data_may_be_written_otherwise(groundup, tmp_path):
    def lines(scale: int, decimal: str) -> list[str]:
        sizes = [f"{i % 2 + i / scale:.4f}".replace(".", decimal) for i in range(80)]
        rows = [
            f"{s};{('Köln', 'Bonn')[i % 2]};{('Öl', 'Tee')[i % 2]}" for i, s in enumerate(sizes)
        ]
        return ["größe;ort;art", *rows]

    numbered = (f"{i or 'nr'};{line}" for i, line in enumerate(lines(999, ",")))
    (tmp_path / "old.csv").write_bytes("\n".join(numbered).encode("cp1252"))
    (tmp_path / "new.csv").write_text("\n".join(lines(900, ".")), encoding="utf-8")
    (tmp_path / "coded.csv").write_bytes("\n".join(lines(800, ".")).encode("cp1252"))
    options = ("--encoding", "cp1252", "--label", "art", "--drop", "0", "--epochs", "20")
    assert groundup("train", "--data", "old.csv", *options, "--out", "m").returncode == 0
    own = groundup("test", "m", "--data", "old.csv")
    assert own.returncode == 0, own.stderr
    run = groundup("test", "m", "--data", "new.csv", "--decimal", ".")
    assert "100.00%: 80 of 80 rows right" in run.stdout, run.stderr
    refused = groundup("test", "m", "--data", "coded.csv")
    assert refused.returncode == 2
    assert "--encoding cp1252" in refused.stderr
    run = groundup("test", "m", "--data", "coded.csv", "--encoding", "cp1252", "--decimal", ".")
    assert "100.00%: 80 of 80 rows right" in run.stdout, run.stderr
    assert "coded.csv --decimal . --encoding cp1252 --plot" in run.stdout


def test_what_is_strange_in_other_data_is_told(groundup, tmp_path):
    rows = [
        f"{i % 2 + i / 99:.2f},{('Rome', 'Oslo')[i % 2]},{('low', 'high')[i % 2]}\n"
        for i in range(40)
    ]
    (tmp_path / "old.csv").write_text("size,town,kind\n" + "".join(rows))
    assert groundup("train", "--data", "old.csv", "--label", "kind", "--out", "m").returncode == 0
    (tmp_path / "new.csv").write_text(
        "size,town,kind\n,Rome,low\n1,Bern,low\n1,Oslo,\n2,Rome,low\n"
    )
    run = groundup("test", "m", "--data", "new.csv")
    assert run.returncode == 0, run.stderr
    assert "rows judged: 3" in run.stderr
    assert "note: 1 row has no kind, at line 4, and is left out" in run.stderr
    assert "line 2, column size is empty, which training has not seen" in run.stderr
    assert "line 3, column town is 'Bern', which training has not seen" in run.stderr
    assert "note: " not in groundup("test", "m", "--data", "old.csv").stderr
