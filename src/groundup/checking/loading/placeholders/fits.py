"""How wide a made-up table must be after all, as the program itself says it: where its shapes do
not fit what it computes with, the exception names the number that would."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from groundup.checking.loading.placeholders.callers import Asking
from groundup.checking.loading.placeholders.widths import Widths
from groundup.checking.loading.sources import Source

MOST = 3  # times that tables are made anew
LARGEST = 20_000  # columns
SHAPE = re.compile(r"\((\d+(?:, ?\d+)*),?\)")
NUMBERS = (
    r"size (\d+) is different from (\d+)",
    r"(\d+) \(dim \d\) != (\d+) \(dim \d\)",
    r"not enough values to unpack \(expected (\d+), got (\d+)\)",
    r"size of axis is (\d+) but size of corresponding boolean axis is (\d+)",
)
BEYOND = re.compile(r"index (\d+) is out of bounds for axis 1 with size (\d+)")
UNPACKED = re.compile(r"too many values to unpack \(expected (\d+)\)")
WORDS = re.compile("could not convert string to float|invalid literal for int")
RESHAPED = re.compile(r"cannot reshape array of size (\d+) into shape \((\d+(?:, ?\d+)*),?\)")


class Fit:
    """Of the tables that stand in for files of one program, while it is loaded."""

    def __init__(self, source: Source, read: Mapping[Path, Source]):
        self.source, self.read = source, read
        self.settled = {*source.fitted}
        self.first: dict[str, Widths] = {}  # as they were made at first
        self.raised, self.tries = 0, 0

    def again(self, made_up: Iterable[str], errors: list[BaseException]) -> bool:
        """Whether they are other tables now than in the run that raised these exceptions."""
        asks = Asking(self.source.file, self.read, {}, [])
        tables = {name: asks.widths(name) for name in made_up if name not in self.settled}
        if not self.source.numbered and any(map(WORDS.search, said_of(errors))):
            self.source.numbered.update(tables)
            return bool(tables)
        self.first = tables | self.first
        if not self.tries:
            self.raised = len(errors)
        found = next(filter(None, self.fitting(tables, errors)), {}) if self.tries < MOST else {}
        if not found and 0 < self.tries <= MOST and len(errors) >= self.raised:  # no better
            found, self.tries = self.first, MOST
        self.tries += 1
        self.source.fitted.update({name: one[:2] for name, one in found.items()})
        return bool(found)

    def fitting(
        self, tables: Mapping[str, Widths], errors: Iterable[BaseException]
    ) -> Iterator[dict[str, Widths]]:
        """The tables that are to be others, by each pair of numbers that did not fit; each has
        other columns, and other classes, once."""
        said = said_of(errors)
        if all(name.endswith(".npy") for name in tables):  # its own; samples do as well
            said = [one for one in said if not BEYOND.search(one)]
        for pair in itertools.chain.from_iterable(map(unequal, said)):
            pairs = {name: (pair[0] or one.columns, pair[1]) for name, one in tables.items()}
            found = {
                name: corrected(one, self.first[name], pairs[name]) for name, one in tables.items()
            }
            yield {name: new for name, new in found.items() if new}


def said_of(errors: Iterable[BaseException]) -> list[str]:
    return [str(one) for one in errors if isinstance(one, ValueError | IndexError)]


def unequal(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that should be the same, in NumPy's words; 0 is as many columns as there are."""
    yield from ((0, int(one)) for one in UNPACKED.findall(text))
    yield from ((int(size), int(index) + 1) for index, size in BEYOND.findall(text))
    for pattern in NUMBERS:
        yield from ((int(one), int(other)) for one, other in re.findall(pattern, text))
    if reshaped := RESHAPED.search(text):
        yield int(reshaped[1]), math.prod(map(int, reshaped[2].split(",")))
        return
    shapes = [[int(n) for n in found.split(",")] for found in SHAPE.findall(text)]
    for one, other in itertools.pairwise(shapes):
        apart = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
        if len(one) == len(other) and len(apart) == 1:
            yield apart[0]


def corrected(widths: Widths, first: Widths, pair: tuple[int, int]) -> Widths | None:
    """With what the one of them that is the table's, as it was at first, should be; None where
    neither is."""
    for mine, wanted in (pair, pair[::-1]):
        columns = widths.columns + wanted - mine
        of_columns = mine in (widths.columns - 1, widths.columns) and 1 < columns < LARGEST
        if of_columns and widths.columns == first.columns:
            return widths._replace(columns=columns)
        if mine == widths.classes == first.classes and 1 < wanted <= widths.rows:
            return widths._replace(classes=wanted)
    return None
