"""`groundup train --folds`: every fold, their mean and spread, and no model."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

import numpy as np
import pytest

from groundup import Network
from groundup.cli import folds
from groundup.cli.sources import Source


@pytest.fixture
def table(tmp_path: Path) -> Path:
    random = np.random.default_rng(0)
    rows = [f"{random.normal() + 1.5 * (i % 3 < 1):.3f},{'ba'[i % 3 < 1]}" for i in range(90)]
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "\n".join(rows) + "\n")
    return path


def numbers(name: str, said: str) -> list[float]:
    return [float(n) for n in re.findall(rf"^fold .*\b{name} (-?[\d.]+)", said, re.M)]


def test_folds_are_told_one_by_one_and_by_mean_and_spread(groundup, table, tmp_path) -> None:
    before = sorted(tmp_path.iterdir())
    run = groundup("train", "--data", "t.csv", "--label", "y", "--folds", "4", "--epochs", "8")
    assert run.returncode == 0, run.stderr
    right, f1 = numbers("accuracy", run.stdout), numbers("macro F1", run.stdout)
    assert len(right) == len(f1) == 4
    mean, spread = map(float, re.findall(r"accuracy ([\d.]+)% ± ([\d.]+)%, macro", run.stdout)[0])
    assert mean == pytest.approx(statistics.mean(right), abs=0.011)
    assert spread == pytest.approx(statistics.stdev(right), abs=0.011)
    assert re.search(r"^to compare: always b 66\.\d\d%, a linear model \d", run.stdout, re.M)
    assert "no model is saved" in run.stdout
    assert sorted(tmp_path.iterdir()) == before
    again = groundup("train", "--data", "t.csv", "--label", "y", "--folds", "4", "--epochs", "8")
    assert again.stdout == run.stdout


def test_a_regression_has_errors(groundup, table) -> None:
    lines = [f"{i % 9},{i % 9 * 3.5:.1f}" for i in range(80)]
    table.write_text("x,y\n" + "\n".join(lines) + "\n")
    run = groundup("train", "--data", "t.csv", "--label", "y", "--folds", "3", "--epochs", "5")
    assert len(numbers("RMSE", run.stdout)) == len(numbers("R²", run.stdout)) == 3
    assert re.search(r"deviation: RMSE [\d.]+ ± [\d.]+, R² -?[\d.]+ ± [\d.]+$", run.stdout, re.M)


def test_after_ctrl_c_the_folds_that_are_done_are_told(table, monkeypatch, capsys) -> None:
    done = []

    def trained(*_: object) -> folds.Fold:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(folds.Fold({"accuracy": 0.5 + 0.2 * len(done)}, []))
        return done[-1]

    monkeypatch.setattr(folds, "trained", trained)
    options = {"engine": "auto", "class_weight": None}
    with pytest.raises(SystemExit) as left:
        folds.cross_validate(Source(str(table), "y"), 5, 3, lambda _: (Network([1, 2]), options))
    assert left.value.code == 130
    said = capsys.readouterr()
    assert said.err == "fold 3: stopped by Ctrl-C\n"
    assert "mean of 2 folds, and standard deviation: accuracy 60.00% ± 14.14%" in said.out


def test_what_makes_no_sense_beside_folds_is_refused(groundup, table) -> None:
    csv = ("train", "--data", "t.csv", "--label", "y", "--folds", "3")
    run = groundup(*csv, "--test", "0.2", "--out", "a.safetensors", "--checkpoint", "c.st")
    assert (run.returncode, run.stdout) == (2, "")
    assert "leave out --test, --out, --checkpoint" in run.stderr
    assert (
        "mnist: expected samples that are not split yet" in groundup("train", "--folds", "5").stderr
    )
    diverging = groundup(*csv, "--activation", "linear", "--cost", "quadratic", "--eta", "1e9")
    assert diverging.returncode == 2
    assert "fold 1: epoch" in diverging.stderr
    assert "diverged" in diverging.stderr
