"""Places in a learner's file, as they see them."""

from __future__ import annotations

import json
from pathlib import Path

from groundup.checking.loading.passages import passage, target
from groundup.checking.loading.sources import read

CODE = """import numpy as np


class Layer:
    def backward(self, grad):
        dα = self.x.T @ grad
        self.w -= (0.1 *
                   dα)  # a step
        if grad.any(): return grad @ self.w.T
"""


def at(file: Path, line: int, part: str, last: str = "") -> tuple[tuple[int, int], tuple[int, int]]:
    """Where `part` is, as Python counts: columns in bytes; to the end of `last`, a line below."""
    lines = read(file).text.splitlines()
    start = lines[line - 1].index(part)
    end = line, start + len(part)
    if last:
        end = line + 1, lines[line].index(last) + len(last)
    size = [len(lines[n - 1][:k].encode()) for n, k in ((line, start), end)]
    return (line, size[0]), (end[0], size[1])


def test_a_place_has_lines_columns_and_its_statement(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text(CODE, encoding="utf-8")
    found = passage(str(file), *at(file, 6, "self.x.T @ grad"))
    assert (found.line, found.column, found.end_line, found.end_column) == (6, 14, 6, 29)
    assert found.marked == "dα = ⟦self.x.T @ grad⟧"
    assert found.function == "backward"
    assert found.cell == ""


def test_a_statement_of_several_lines_is_one(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text(CODE, encoding="utf-8")
    found = passage(str(file), *at(file, 7, "0.1 *", "dα"))
    assert found.marked == "self.w -= (⟦0.1 * dα⟧)"
    assert (found.line, found.end_line) == (7, 8)


def test_of_a_branch_only_the_head_or_what_is_in_it_is_shown(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text(CODE, encoding="utf-8")
    assert passage(str(file), *at(file, 9, "grad @ self.w.T")).text == "return grad @ self.w.T"
    assert passage(str(file), *at(file, 9, "grad.any()")).text == "if grad.any():"


def test_what_is_assigned_to_has_the_learners_name(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text(CODE, encoding="utf-8")
    assert target(str(file), at(file, 7, "self.w")[0]) == "self.w"
    assert target(str(file), at(file, 9, "grad @")[0]) == ""
    (file := tmp_path / "added.py").write_text("np.add.at(E, rows, -rate * d)\nprint(E)\n")
    assert [target(str(file), (line, 0)) for line in (1, 2)] == ["E", ""]


def test_a_line_without_columns_is_all_of_it(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text("if x:\n    w -= g\n")
    found = passage(str(file), (2, 0), (2, 0))
    assert (found.column, found.end_column, found.marked) == (5, 11, "⟦w -= g⟧")


def test_in_a_notebook_lines_are_the_cells_own(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": one} for one in ("a = 1\n", "# b\nb = a * 2\n")]
    (file := tmp_path / "net.ipynb").write_text(json.dumps({"cells": cells}))
    line = read(file).text.splitlines().index("b = a * 2") + 1
    found = passage(str(file), *at(file, line, "a * 2"))
    assert (found.cell, found.line, found.end_line, found.column) == ("cell 2", 2, 2, 5)
    assert found.marked == "b = ⟦a * 2⟧"


def test_what_is_in_no_file_is_told_as_far_as_it_is_known() -> None:
    found = passage("/nowhere/net.py", (3, 4), (3, 9))
    assert (found.line, found.text, found.function) == (3, "", "")
