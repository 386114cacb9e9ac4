"""Made-up tables that do not fit a program are made anew, as its own exceptions tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.loading.modules import load
from groundup.checking.loading.placeholders.fits import corrected, unequal
from groundup.checking.loading.placeholders.widths import Widths
from groundup.checking.loading.sources import read
from groundup.checking.loading.targets import Target

READ = """
import numpy as np

data = np.loadtxt("survey.csv", delimiter=",")
"""


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("shapes (5,11) and (4,7) not aligned: 11 (dim 1) != 4 (dim 0)", (11, 4)),
        ("signature (n?,k),(k,m?)->(n?,m?) (size 784 is different from 4)", (784, 4)),
        ("operands could not be broadcast together with shapes (10,20) (2,20) ", (10, 2)),
        ("could not broadcast input array from shape (785,) into shape (784,)", (785, 784)),
        ("cannot reshape array of size 4 into shape (3,3)", (4, 9)),
        ("size of axis is 10 but size of corresponding boolean axis is 2", (10, 2)),
        ("operands could not be broadcast together with shapes (3,4) (5,6)", None),
        ("index 8 is out of bounds for axis 1 with size 5", (5, 9)),
        ("math domain error", None),
    ],
)
def test_numbers_that_should_be_the_same(text: str, pair: tuple[int, int] | None) -> None:
    assert next(unequal(text), None) == pair


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        ((11, 4), (12, 2)),  # without the label
        ((5, 8), (8, 2)),
        ((2, 3), (5, 3)),
        ((7, 9), None),
        ((4, 1_000_000), None),
    ],
)
def test_what_a_table_is_to_have(pair: tuple[int, int], found: tuple[int, int] | None) -> None:
    table = Widths(5, 2, 24)
    new = corrected(table, table, pair)
    assert (new and new[:2]) == found


def loaded(folder: Path, text: str) -> dict[str, object]:
    file = folder / "program.py"
    file.write_text(READ + text)
    return vars(load(Target(file, source=read(file))).module)


def test_a_program_gets_a_table_that_fits_it(tmp_path: Path) -> None:
    text = """
x, y = data[:, :-1], np.eye(int(data[:, -1].max()) + 1)[data[:, -1].astype(int)]
z = x @ np.ones((9, 6))
error = z - y
"""
    names = loaded(tmp_path, text)
    assert names["data"].shape[1] == 10  # type: ignore[attr-defined]
    assert names["error"].shape[1] == 6  # type: ignore[attr-defined]


def test_a_table_stays_where_another_helps_nothing(tmp_path: Path) -> None:
    names = loaded(tmp_path, "z = data @ np.ones((9, 6)) @ np.ones((7, 6))\n")
    assert names["data"].shape[1] == 4  # type: ignore[attr-defined]
