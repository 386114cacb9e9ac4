"""A notebook is read as its code cells, one after the other."""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

import groundup
from groundup.checking.loading.sources import read
from tests.checking.book_class import FORGETS
from tests.checking.loading.conftest import Load

BACKPROP = """import numpy as np

def backprop(w, b, x, y):
    a = [x]
    for wl, bl in zip(w, b):
        a.append(np.tanh(a[-1] @ wl.T + bl))
    d = (a[-1] - y) * (1 - a[-1] ** 2) / len(x)
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, d.T @ a[l])
        db.insert(0, d.sum(axis=0))
        d = (d @ w[l]) * (1 - a[l] ** 2)
    return dw, db
"""


def notebook(*cells: str, language: str = "python") -> str:
    """The JSON of a notebook with these code cells, after a heading."""
    made: list[dict[str, object]] = [{"cell_type": "markdown", "source": ["# A network"]}]
    for cell in cells:
        lines: Sequence[str] = cell.splitlines(keepends=True)
        made.append({"cell_type": "code", "source": lines, "outputs": [], "metadata": {}})
    metadata = {"kernelspec": {"language": language, "name": "any"}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4})


def test_a_notebook_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(notebook("%matplotlib inline\nimport numpy as np", "1 / 0", BACKPROP))
    report = groundup.check(file)
    assert report.verdict == "right", str(report)
    assert "line 1 of cell 2 raised ZeroDivisionError" in str(report)
    assert groundup.check(f"{file}:backprop").verdict == "right"


def test_a_mistakes_place_is_told_in_cells(tmp_path: Path) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(notebook("# nothing here\n\n", textwrap.dedent(FORGETS)))
    report = groundup.check(file)
    lines = textwrap.dedent(FORGETS).splitlines()
    line = next(number for number, row in enumerate(lines, 1) if "nabla_w[-l] = " in row)
    assert report.source_line == (line, lines[line - 1].strip(), "cell 2")
    assert f"line {line} of cell 2" in " ".join(str(report).split())


def test_magics_and_cells_in_other_languages_are_left_out(loaded: Load) -> None:
    cells = [
        "%matplotlib inline\n!pip install numpy\n?print\nprint?\n%load_ext x\nfrom math import pi",
        "%%bash\nls | grep x",
        "%%time\nx = 1\nif x:\n    !ls\ny = 2",
        "%time z = x + y\n%timeit -n 10 w = 4\nfiles = !ls",
        "text = '''\n%not a magic\n'''\nrest = (7\n  %x)",
        "this is no python at all",
        "def f(): return x + y + z + w",
    ]
    shown = loaded({"work.ipynb": notebook(*cells)})
    assert shown.module.f() == 10
    assert shown.module.text == "\n%not a magic\n"
    assert "return x + y" in inspect.getsource(shown.module.f)
    assert shown.note is not None
    assert shown.note.message == "Cell 6 is not Python: invalid syntax on its line 1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is not a notebook: it is not JSON"),
        ("[" * 50_000 + "]" * 50_000, "is not a notebook: its JSON is nested too deeply"),
        ("[1, 2]", "is not a notebook: there are no cells in it"),
        ('{"cells": 3}', "is not a notebook: there are no cells in it"),
        (notebook(), "has no code in it: there is nothing to check"),
        (notebook("  \n"), "has no code in it: there is nothing to check"),
        (notebook("x <- 1", language="R"), "is a notebook in R, and only Python is read"),
    ],
)
def test_what_is_no_notebook_is_said_in_plain_words(
    tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(content)
    with pytest.raises(ValueError, match=words):
        groundup.check(file)


def test_the_older_format_has_sheets(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "input": ["x = 1\n", "y = 2"]}]
    file = tmp_path / "old.ipynb"
    file.write_text(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}))
    assert read(file).text == "x = 1\ny = 2\n\n"


def test_half_a_character_in_a_cell_is_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "work.ipynb"
    file.write_text(notebook("half, whole = '\ud800', '\ud83d\ude00'\n", "\udfff = 1", BACKPROP))
    report = groundup.check(file)
    assert report.verdict == "right", str(report)
    assert "Cell 2 is not Python" in str(report)
    assert "half, whole = '\ufffd', '\U0001f600'" in read(file).text


@pytest.mark.parametrize(
    "odd", [{"metadata": ["R"]}, {"metadata": {"kernelspec": "R"}}, {"metadata": {}}]
)
def test_what_a_notebook_says_of_itself_may_be_odd(tmp_path: Path, odd: dict[str, object]) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": "x = 1"},
        {"cell_type": "code", "source": [None, ["y"], 3]},
    ]
    file = tmp_path / "work.ipynb"
    file.write_text(json.dumps({"cells": cells, **odd}))
    assert read(file).text.strip() == "x = 1"
