"""Round numbers that count rows become small ones where the data are made up."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from groundup.checking.loading.counts import smaller
from tests.checking.loading.conftest import Load

READ = 'data = np.loadtxt("digits.csv")\n'


def changed(text: str, file: Path = Path("net.py")) -> tuple[str, int]:
    text, rows = smaller(READ + text, ast.parse(READ + text), file)
    return text.removeprefix(READ), rows


@pytest.mark.parametrize(
    ("text", "shown", "rows"),
    [
        ("x = data[10000:60000] / 50000", "x = data[80:480] / 400", 480),
        ("x = data[:, 5000:]; n = 5000", "x = data[:, 40:]; n = 40", 40),
        ("y = np.zeros((42000, 10))", "y = np.zeros((336, 10))", 336),
        ("x = data[-9000:-1000]", "x = data[-72:-8]", 336),
        ("for i in range(5000): y[i] = 0", "for i in range(40): y[i] = 0", 40),
    ],
)
def test_what_counts_rows(text: str, shown: str, rows: int) -> None:
    assert changed(text) == (shown, rows)


@pytest.mark.parametrize(
    "text",
    [
        "x = data[:1000] / 1000",  # so many are made up as they are
        "for lap in range(10000): step()",
        "z = np.clip(z, -10000, 10000)",
        "x = data[:7777]",
        "rate = 1 / 10000",
    ],
)
def test_what_does_not(text: str) -> None:
    assert changed(text) == (text, 0)


def test_bounds_of_numbers_stay() -> None:
    text = "x = data[:60000]; z = np.clip(z, -60000, 60000)"
    assert changed(text)[0] == "x = data[:480]; z = np.clip(z, -60000, 60000)"


def test_files_that_are_there_have_the_rows_that_they_have(tmp_path: Path) -> None:
    (tmp_path / "digits.csv").write_text("1 2\n")
    text = "x = data[:60000]"
    assert changed(text, tmp_path / "net.py") == (text, 0)
    (tmp_path / "costs.txt").write_text("1 2\n")  # which an earlier run left there
    (tmp_path / "digits.csv").unlink()
    text += '; open("costs.txt", "w").write(str(x))'
    assert changed(text, tmp_path / "net.py")[1] == 480


def test_as_many_rows_as_the_program_says_are_made_up(loaded: Load) -> None:
    shown = loaded(
        """
        import numpy as np
        digits = np.loadtxt("mnist_train.csv", delimiter=",")
        first = np.zeros((60000, 10))
        first[np.arange(60000), digits[:, 0].astype(int)] = 1
        """
    )
    assert not shown.skipped
    assert shown.module.first.shape == (480, 10)
    assert np.all(shown.module.first.sum(axis=1) == 1)
