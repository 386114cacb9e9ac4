"""The benchmark of real tables: that both sides get the same rows, and what it says of scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.tables import models, sets
from bench.tables.judging import ALL_ROWS, OURS, SAME_ROWS, Judged, Score, judged, score
from bench.tables.models import Answers, columns_of, ours, rows_of, theirs
from bench.tables.report import Report, cells, markdown, remarks
from bench.tables.sets import SETS, Set
from groundup import Network, UserError

SMALL = Set("small", "nowhere", "", "kind", "a generator of random numbers", missing=("unknown",))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two kinds, told by a number that has gaps and by a word."""
    lines = []
    for i in range(120):
        number = "" if i % 10 == 0 else "unknown" if i % 10 == 1 else str(i % 2 + i / 1000)
        lines.append(f"{number},{'ab'[i % 2] if i % 7 else ''},{('one', 'two')[i % 2]}")
    path = tmp_path / "small.csv"
    path.write_text("number,letter,kind\n" + "\n".join(lines) + "\n")
    return path


def test_both_sides_learn_from_the_same_rows_and_answer_for_the_same(file):
    pytest.importorskip("sklearn")
    data, own = ours(file, SMALL, 0)
    train, validation, test = map(rows_of, data)
    assert sorted(train + validation + test) == list(range(120))
    x, y = columns_of(file, SMALL)
    assert [data.schema.classes[label] for label in data.test.y] == y.iloc[test].tolist()
    assert x["number"].isna().tolist().count(True) == 24
    other = theirs(file, SMALL, train, test, 0)
    assert score(own, y.iloc[test]).right == score(other, y.iloc[test]).right == 1


def test_ours_is_what_the_command_makes(groundup, file, tmp_path):
    groundup(
        "train", "--data", "small.csv", "--label", "kind", "--missing", "unknown",
        "--seed", "3", "--split-seed", "3",
    )  # fmt: skip
    data, _ = ours(file, SMALL, 3)
    expected = Network.load(tmp_path / "small.safetensors")
    found = models.trained(data, 3)
    assert expected.schema == data.schema
    assert all((w == other).all() for w, other in zip(found.w, expected.w, strict=True))


def test_a_number_is_scored_by_its_errors():
    pandas = pytest.importorskip("pandas")
    true, answers = pandas.Series([1.0, 2.0, 3.0, 6.0]), np.array([2.0, 1.0, 4.0, 5.0])
    found = score(Answers(answers, 0.5), true)
    assert (found.rmse, found.right) == (1.0, pytest.approx(1 - 4 / 14))


def a_table(ours: list[float], theirs: list[float], regression: bool = False) -> Judged:
    def scores(right: list[float], seconds: float) -> list[Score]:
        return [Score(share, 2.5 if regression else None, seconds) for share in right]

    sides = {OURS: scores(ours, 0.5), SAME_ROWS: scores(theirs, 2), ALL_ROWS: scores(theirs, 3)}
    return Judged(SETS[0], 344, 7, 19, 52, None if regression else 0.44, sides)


def test_a_row_has_medians_and_spreads():
    assert cells(a_table([0.9, 1, 0.8], [0.7, 0.5, 0.6]))[1:] == [
        "44.0 %", "90.0 % (80.0–100.0)", "60.0 % (50.0–70.0)", "60.0 % (50.0–70.0)",
        "500 ms / 2.00 s",
    ]  # fmt: skip
    assert cells(a_table([0.9, 1, 0.8], [0.7], True))[1:3] == ["R² 0", "R² 0.900 (0.800–1.000)"]


@pytest.mark.parametrize(
    ("ours", "worse"),
    [([0.9, 0.9, 0.9], False), ([0.8, 0.99, 0.9], False), ([0.85, 0.86, 0.86], True)],
)
def test_worse_is_more_than_chance(ours, worse):
    assert a_table(ours, [0.9, 0.9, 0.9]).worse == worse


def test_the_page_has_every_row_its_source_and_what_is_worse():
    rows = [a_table([0.9] * 3, [0.9] * 3), a_table([0.8] * 3, [0.9] * 3, True)]
    report = Report("2026-01-01", "a machine", (0, 0), {"numpy": "2"}, 3, rows)
    said = list(remarks(report))
    assert said[0].startswith("As good as scikit-learn, or better, on 1 of 2 tables")
    assert said[1] == "penguins: species: -0.1000 compared with scikit-learn."
    page = markdown(report)
    assert page.count("| penguins: species |") == 4  # a row and its source each
    assert "RMSE 2.5" in page
    assert "| penguins: species | `palmerpenguins` | 344 | 7 | 19 | 52 | Gorman" in page
    assert "cars: Origin: `--drop Name`" in page
    assert "{" not in page


def test_a_missing_package_is_told_with_the_remedy():
    with pytest.raises(UserError, match=r"nowhere is missing; install it with pip install"):
        sets.folder_of("nowhere")


@pytest.mark.slow
def test_every_table_is_there_and_no_home_is_written_to(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for table in SETS:
        try:
            path = sets.write(table, tmp_path)
        except UserError as missing:
            pytest.skip(str(missing))
        x, y = columns_of(path, table)
        assert len(x) > 50
        assert y.notna().sum() > 50
        assert {*table.dates} <= {*x.columns}
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv"}


@pytest.mark.slow
def test_penguins_are_told_apart_by_both():
    pytest.importorskip("sklearn")
    try:
        found = judged(SETS[0], range(1))
    except UserError as missing:
        pytest.skip(str(missing))
    assert (found.rows, found.columns, found.gaps, found.tested) == (344, 7, 19, 52)
    assert all(scores[0].right > 0.9 for scores in found.scores.values())
