"""Which cells of a session one needs, and how they are read as a notebook."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

import groundup
from groundup.checking.loading.sessions import needed, notebook
from groundup.checking.loading.sources import read
from tests.checking.book_class import FORGETS

TRAIN = "for epoch in range(9):\n    loss = net.fit(X)"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["a = 1", "b = 2", "a"], [0, 2]),
        (["a = 1", "b = a", "c = 1", "b"], [0, 1, 3]),  # by way of others
        (["a = 1", "a = 2", "a"], [1, 2]),  # it was run again
        (["a = 1", "a += 1", "a"], [0, 1, 2]),
        (["p = {}", "p['w'] = 1", "n.w = p", "p"], [0, 1, 3]),  # a part of it
        (["n = 1", "n.w += 1", "n"], [0, 1, 2]),
        (["class N: pass", "class N(N): pass", "class M(N): pass"], [0, 1, 2]),
        (["import numpy as np", "import os.path", "np.ones(2), os"], [0, 1, 2]),
        (["from nets import *", "b = 1", "1"], [0, 2]),  # which may bind anything
        # What a cell binds before it takes it, is its own.
        ([TRAIN, "for epoch in range(5):\n    loss = epoch\nprint(loss, epoch)"], [1]),
        (["x = 1", "x = 2\ndef f(): return x"], [1]),
        (["x = 1", "def f(): return x\nx = 2"], [1]),  # by the time that it is called
        (["f = 1", "def g(): return f\ndef f(): pass"], [1]),
        (["x = 1", "x = x + 1"], [0, 1]),
        (["w = [1]", "w = [v for v in w]"], [0, 1]),
        (["n = 1", "n: int = n"], [0, 1]),
        (["v = 1", "[v for v in range(3)]"], [1]),
        # What a function or a class has for itself, is nobody else's.
        (["x = 1", "w = 2", "def f(x): return [w for _ in x]"], [1, 2]),
        (["s = 1", "class A:\n    def s(self): return s(1)"], [0, 1]),
        (["class A:\n    def s(self): pass", "s"], [1]),
        (["w = 1", "def step():\n    global w\n    w -= 1"], [0, 1]),
        (["w = {}", "def step():\n    w['a'] = 1"], [0, 1]),
        (["d = 1", "def f(x=d): pass"], [0, 1]),
        # What is no Python takes and gives nothing.
        (["a = (", "%%bash\na = 1", "%matplotlib inline\na = 3", "!pip\nprint(a)"], [2, 3]),
        (["%%check --hint 2\na = 1", "%%check\na"], [0, 1]),
    ],
)
def test_a_cell_needs(cells: list[str], expected: list[int]) -> None:
    assert needed(cells) == expected


def test_it_is_read_under_the_sessions_names_where_the_session_runs(tmp_path: Path) -> None:
    home, spare = tmp_path / "home", tmp_path / "spare"
    home.mkdir()
    spare.mkdir()
    (home / "slopes.py").write_text("def slope(z):\n    return 1\n")
    file = spare / "notebook.ipynb"
    forgets = textwrap.dedent(FORGETS)
    cells = ["", "1 / 0", "from slopes import slope", f"%%check\n{forgets}\nslope(1)\nmissing"]
    file.write_text(notebook(cells, ["In[0]", "In[1]", "In[2]", "In[3]"], home))
    assert read(file).folder == home
    report = groundup.check(file)
    line = next(n for n, row in enumerate(cells[3].splitlines(), 1) if "nabla_w[-l] =" in row)
    assert (report.verdict, report.source_line) == (
        "wrong",
        (line, "nabla_w[-l] = delta @ activations[-l - 1].T", "In[3]"),
    )
    assert "slopes" not in str(report)  # it was found
    assert f"line {len(cells[3].splitlines())} of In[3] raised NameError" in str(report)


def test_a_notebooks_own_metadata_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "work.ipynb"
    cell = {"cell_type": "code", "source": "x = (", "metadata": {"groundup": ["a", 1]}}
    content = {"cells": [cell, {"cell_type": "code", "source": "y = 1"}], "metadata": None}
    file.write_text(json.dumps(content))
    found = read(file)
    assert found.folder == tmp_path
    assert found.notes[0].startswith("Cell 1 is not Python: ")
