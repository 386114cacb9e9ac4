"""Retraining: every figure is of the network, the epoch and the set that the table says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from bench import accuracy as command
from bench import accuracy_page
from bench.published import ROWS, Line, Row, sigmoids, softmax
from bench.retrain import Epoch, Figure, Retrained, Runs, accuracy
from groundup import Data, Network, fit, load_data
from groundup.data import Samples
from groundup.data.augmentation import Augmentation
from groundup.training.options import Options

WRITTEN = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text(encoding="utf-8")
PLAIN = sigmoids(8, "quadratic", "scaled", 3, eta=3.0)
OTHER = softmax("relu", 8, "he", 2, batch_size=20, eta=0.3, augmentation=Augmentation(shift=2))
BY_TEST = Row(
    "by-test", "A title", "test", 0.5, "A note.",
    (Line("theirs", PLAIN, "best"), Line("theirs", PLAIN, 1), Line("ours", OTHER, 2)),
)  # fmt: skip
BY_VALIDATION = replace(BY_TEST, name="by-validation", judged="validation")
ROW_IDS = {"argvalues": ROWS, "ids": lambda row: row.name}


@pytest.fixture(scope="module")
def data() -> Data:
    def part(samples: Samples, count: int) -> Samples:
        return Samples(samples.x[:count], samples.y[:count])

    whole = load_data()
    return Data(part(whole.train, 600), part(whole.validation, 300), part(whole.test, 300))


@pytest.fixture(scope="module")
def trained(data: Data) -> dict[tuple[str, int], list[float]]:
    """Shares right after each of three epochs, by set and seed, without the code under test."""
    shares: dict[tuple[str, int], list[float]] = {}
    for seed in (0, 1):
        for count in (1, 2, 3):
            network = Network([784, 8, 10], seed=seed)
            fit(network, data.train, epochs=count, batch_size=10, eta=3.0, seed=seed)
            for name in ("validation", "test"):
                shares.setdefault((name, seed), []).append(network.measure(*getattr(data, name))[1])
    return shares


@pytest.mark.parametrize("row", [BY_TEST, BY_VALIDATION], ids=lambda row: row.name)
def test_a_line_tells_of_its_epoch_and_its_set(
    row: Row, data: Data, trained: dict[tuple[str, int], list[float]]
) -> None:
    runs = Runs(data, [row], threads=1)
    best, first, _ = runs.retrained(row, [0, 1]).figures
    for seed in (0, 1):
        shares = trained[row.judged, seed]
        assert first.accuracies[seed] == pytest.approx(shares[0])
        assert best.accuracies[seed] == pytest.approx(max(shares))
        assert best.epochs[seed] == shares.index(max(shares)) + 1
    assert first.epochs == [1, 1]
    assert 0 < first.seconds < best.seconds


@pytest.mark.parametrize(("row", "best"), [(BY_TEST, (2, 0.9)), (BY_VALIDATION, (1, 0.8))])
def test_the_best_epoch_is_the_best_on_the_row_s_own_set(
    row: Row, best: tuple[int, float], data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = [Epoch(0.8, 0.1, 1.0), Epoch(0.7, 0.9, 2.0), Epoch(0.6, 0.2, 3.0)]
    monkeypatch.setattr(Runs, "run", lambda self, training, seed: run)
    figure = Runs(data, [row], threads=1).figure(row, row.lines[0], [0])
    assert (figure.epochs, figure.accuracies) == ([best[0]], [best[1]])
    assert figure.seconds == 3.0  # one had to train them all to know


def test_runs_are_kept_and_the_test_set_is_seen_only_where_a_row_asks(data: Data) -> None:
    last, seen = replace(BY_VALIDATION, lines=(Line("theirs", PLAIN, 3),)), []
    by_test = replace(BY_TEST, lines=(Line("theirs", PLAIN, 2),))
    runs = Runs(data, [last, by_test], threads=1, progress=lambda t, seed: seen.append((t, seed)))
    for row in (last, by_test, last):
        runs.retrained(row, [0, 1])
    assert seen == [(PLAIN, 0)] * 3 + [(PLAIN, 1)] * 3
    assert [epoch.test is None for epoch in runs.run(PLAIN, 0)] == [True, False, True]


def test_all_images_are_those_of_training_and_validation(data: Data) -> None:
    row = replace(BY_TEST, lines=(Line("theirs", replace(PLAIN, all_images=True), 3),))
    x, y = (np.concatenate(both) for both in zip(data.train, data.validation, strict=True))
    network = Network([784, 8, 10])
    fit(network, Samples(x, y), epochs=3, batch_size=10, eta=3.0)
    (figure,) = Runs(data, [row], threads=1).retrained(row, [0]).figures
    assert figure.accuracies == [pytest.approx(network.measure(*data.test)[1])]


def test_runs_that_are_cut_short_say_so(data: Data) -> None:
    runs = Runs(data, [BY_TEST], threads=1, most_epochs=1)
    assert [f.epochs for f in runs.retrained(BY_TEST, [0]).figures] == [[1], [1], [1]]


def test_accuracy_is_that_of_measure(data: Data) -> None:
    network = Network([784, 8, 10], seed=3)
    assert accuracy(network, data.test) == pytest.approx(network.measure(*data.test)[1])


@pytest.mark.slow
@pytest.mark.parametrize("row", **ROW_IDS)
def test_published_rows_can_be_trained_as_they_say(row: Row) -> None:
    assert 0.9 < row.published < 1
    assert [line.settings for line in row.lines][0 :: len(row.lines) - 1] == ["theirs", "ours"]
    assert row.lines[-1].epoch in (row.lines[0].epoch, row.lines[0].training.epochs)
    for line in row.lines:
        training = line.training
        Options(**training.options)
        Network(training.sizes, training.activations, training.cost, init=training.init)
        assert training.sizes == row.lines[0].training.sizes
        assert row.judged == "test" or not training.all_images
        if line.epoch == "best":
            assert line.settings == "theirs"  # ours are never chosen by what is reported
            assert any(other.epoch == training.epochs for other in row.lines)
        elif line.epoch != training.epochs:  # a part of a run is a run only at a constant rate
            assert line.epoch < training.epochs
            assert training.options.get("schedule", "constant") == "constant"


def test_rows_have_names_of_their_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_the_rows_turn_all_digits_alike_as_they_were_trained() -> None:
    """Their page, docs/accuracy.md, was written before others did not."""
    for training in {line.training for row in ROWS for line in row.lines}:
        if augmentation := training.options.get("augmentation"):
            assert augmentation.half_rotation == ()
            assert "half" not in accuracy_page.settings(training)
            assert accuracy_page.settings(training) in WRITTEN


@pytest.fixture
def report() -> accuracy_page.Report:
    figures = [
        Figure(BY_TEST.lines[0], [2, 3, 3], [0.4, 0.6, 0.45], 2.0),
        Figure(BY_TEST.lines[1], [1, 1, 1], [0.3, 0.4, 0.2], 0.1),
        Figure(BY_TEST.lines[2], [2, 2, 2], [0.5, 0.7, 0.9], 12.34),
    ]
    return accuracy_page.Report(
        "2025-01-01", "a machine", (0.5, 1.0), {"numpy": "2"}, "kernel", 2, 3, 90.0,
        [Retrained(BY_TEST, figures, 45.0)],
    )  # fmt: skip


def test_the_page_has_figures_settings_notes_and_conditions(report: accuracy_page.Report) -> None:
    page = accuracy_page.markdown(report)
    assert "| their settings, best epoch | 2–3 | 50.00 % | 45.00 % | 60.00 % | 2.00 |" in page
    assert "| their settings | 1 |  | 30.00 % | 40.00 % | 0.10 |" in page
    assert "| ours, other settings | 2 |  | 70.00 % | 90.00 % | 12.3 |" in page
    assert "Theirs: 784-8-10 sigmoid-sigmoid, quadratic cost, scaled initial weights" in page
    assert "digits distorted (shift 2, rotation 10," in page
    assert "elastic smoothness 4, 1 and 7 turned half as much)" in page
    assert "A note." in page
    assert "took 45.0 s" in page
    assert "3 seeds, from 0; 1.5 minutes in all" in page
    assert (
        "settings the median is as high as the published figure, or higher, in 0 of 1 table" in page
    )
    assert "our own settings the median is as high as the published figure, or higher, in 1" in page


def test_the_table_fits_a_terminal_of_80_letters(report: accuracy_page.Report) -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(accuracy_page.table(report.rows[0]))
    text = capture.get()
    assert "…" not in text
    assert "their settings, best epoch" in text
    assert "12.3" in text


def test_the_json_has_every_seed(report: accuracy_page.Report) -> None:
    (row,) = json.loads(json.dumps(accuracy_page.plain(report)))["rows"]
    assert row["published"] == 0.5
    assert row["lines"][0]["accuracies"] == [0.4, 0.6, 0.45]
    assert row["lines"][2]["training"]["options"]["augmentation"]["shift"] == 2


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: Data) -> Path:
    monkeypatch.setattr(command, "ROWS", [BY_TEST, BY_VALIDATION])
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "PAGE", tmp_path / "accuracy.md")
    monkeypatch.setattr(command, "load_data", lambda: data)
    return tmp_path / "accuracy.md"


def run(*arguments: str) -> str:
    app = Typer()
    app.command()(command.accuracy)
    result = CliRunner().invoke(app, [*arguments, "--threads", "1"])
    assert result.exit_code in (0, 2), result.output
    return result.output


@pytest.mark.parametrize("less", [["--quick"], ["--rows", "by-test"], ["--seeds", "1"]])
def test_less_than_everything_leaves_the_page_alone(page: Path, less: list[str]) -> None:
    assert "A title" in run(*less)
    assert not page.exists()


def test_everything_writes_the_page_and_the_json(page: Path, tmp_path: Path) -> None:
    run("--json", str(tmp_path / "figures.json"))
    assert "5 seeds, from 0" in page.read_text(encoding="utf-8")
    rows = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["rows"]
    assert [row["name"] for row in rows] == ["by-test", "by-validation"]
    assert [len(line["accuracies"]) for line in rows[1]["lines"]] == [5, 5, 5]


@pytest.mark.usefixtures("page")
def test_an_unknown_row_is_refused_with_those_there_are() -> None:
    said = " ".join(run("--rows", "by-luck").replace("│", " ").split())
    assert "there is no row by-luck; there are by-test, by-validation" in said
