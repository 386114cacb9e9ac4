"""The words that a program has for the classes of well-known data, as it spells them itself.

A program that never names them reads numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.callers import Asking

FLOWERS = ("setosa", "versicolor", "virginica")
LETTERS = {"sonar": ("R", "M"), "ionosphere": ("b", "g")}  # by a part of a file's name
SPELLINGS = (rf"(?i)['\"]({before})({'|'.join(FLOWERS)})['\"]" for before in ("iris[-_ ]", ""))
PATTERNS = tuple(SPELLINGS)  # with what stands before them, if anything does
REPLACED = r"(?s)\.replace\(.{1,99}?inplace"  # by numbers, in a table's own column
Array = NDArray[Any]


def words(asks: Asking | None, name: str, classes: int) -> tuple[str, ...]:
    """Those in the last column of the table in the file `name`, class by class; none where it has
    numbers."""
    if asks is None or name in asks.numbered or asks.matches(REPLACED):
        return ()
    for part, letters in LETTERS.items():
        if part in name.lower() and any(asks.mentions(f"'{a}'", f'"{a}"') for a in letters):
            return letters
    hit = next(filter(None, map(asks.found, PATTERNS)), None)
    if hit is None or classes != len(FLOWERS):
        return ()
    before, flower = hit[1], hit[2]
    return tuple(before + (one.capitalize() if flower[0].isupper() else one) for one in FLOWERS)


def spelled(labels: Array, names: tuple[str, ...]) -> Array:
    """The words of numbers, as objects."""
    return np.array(names, object)[labels.astype(int)]
