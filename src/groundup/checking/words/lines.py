"""Lines of a learner's code, in words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from groundup.checking.model.report import Passage, Report


def line_of(place: Passage, report: Report, column: bool = False) -> str:
    """ "line 60", "line 5 of cell 3", "line 60, column 12"."""
    return f"line {place.line}{f', column {place.column}' * column}{home(place, report)}"


def home(place: Passage, report: Report) -> str:
    """ " of cell 3", or " of layers.py", where that is not the file that was asked about."""
    file = Path(place.file).name
    of = place.cell or ("" if Path(report.target.partition(":")[0]).name == file else file)
    return of and f" of {of}"


def lines_of(places: Iterable[Passage], report: Report) -> str:
    """ "lines 58 and 60", "line 5 of cell 3 and lines 2 and 4 of cell 5"."""
    homes: dict[str, list[str]] = {}
    for one in sorted(places):
        numbers = homes.setdefault(home(one, report), [])
        numbers += [str(one.line)] * (str(one.line) not in numbers)
    return listed([f"line{'s' * (len(x) > 1)} {listed(x)}{of}" for of, x in homes.items()])


def listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
