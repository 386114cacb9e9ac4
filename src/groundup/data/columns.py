"""Columns of a table, and the features that each becomes: the part of a schema that a network of
numbers needs where a table has gaps, words and dates.

What a column becomes is learned from the training rows alone. A gap becomes the median, and where
training has gaps, a feature of its own says so. Words become a feature each, 0 or 1.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundup.data import dates
from groundup.data.cells import KINDS, MOST_VALUES, NUMBER, WORDS, Cells
from groundup.data.idx import DataError
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ONE_OFF = 1  # rows of training with a word that counts as other
DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
"""What begins as dates do."""


@dataclass(frozen=True)
class Column:
    """A column of the table that a model learned from.

    kind: number, yes/no (1 is yes), date (days since 1970) or words.
    form: how it is written: "," before fractions, or a form of `groundup.data.dates`.
    fill: what an empty cell counts as, the median; of words, none of them.
    gaps: of the rows that were learned from, how many were empty; if any, a feature says so.
    values: the words that have a feature each.
    other: of these rows, how many have other words, which have a feature together; an unseen word
        counts as such, or where there is none, as none of the values.
    """

    name: str
    kind: str = "number"
    form: str = ""
    fill: float = 0.0
    gaps: int = 0
    values: tuple[str, ...] = ()
    other: int = 0

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the features that it becomes."""
        own = (self.name,)
        if self.kind == WORDS:
            own = tuple(f"{self.name} = {value}" for value in self.values)
            own += (f"{self.name} = other",) if self.other else ()
        return own + ((f"{self.name} missing",) if self.gaps else ())

    def encoded(self, cells: Cells) -> NDArray[np.float64]:
        """Its features (n, k)."""
        import numpy as np

        missing = np.isnan(cells.numbers)
        if self.kind == WORDS:
            known = {value: i for i, value in enumerate(self.values)}
            other = len(self.values) if self.other else -1
            place = np.array([known.get(value, other) for value in cells.values] + [-1])
            code = place[np.where(missing, len(cells.values), cells.numbers).astype(int)]
            own = code[:, None] == np.arange(len(self.values) + bool(self.other))
        else:
            own = np.where(missing, self.fill, cells.numbers)[:, None]
        return np.column_stack([own, *([missing] if self.gaps else [])]).astype(float)

    def strange(self, cells: Cells) -> NDArray[np.bool_]:
        """Which cells (n,) training has not seen the like of: gaps where it had none, words."""
        import numpy as np

        missing = np.isnan(cells.numbers)
        if self.kind != WORDS:
            return missing & (self.gaps == 0)
        new = np.array([value not in self.values for value in cells.values] + [self.gaps == 0])
        found = new[np.where(missing, len(cells.values), cells.numbers).astype(int)]
        return found & (missing | (self.other == 0))

    def scaled(self) -> list[bool]:
        """Which of its features are standardised: numbers, but not what is 0 or 1."""
        return [self.kind in ("number", "date")] + [False] * (len(self.features) - 1)


def learned(name: str, cells: Cells, rows: NDArray[Any]) -> Column:
    """What a column becomes, from the training rows alone, in which something is there."""
    import numpy as np

    numbers = cells.numbers[rows]
    there = numbers[~np.isnan(numbers)]
    gaps = len(numbers) - len(there)
    if cells.kind != WORDS:
        with np.errstate(over="ignore", invalid="ignore"):
            return Column(name, cells.kind, cells.form, float(np.median(there)), gaps)
    counts = np.bincount(there.astype(int), minlength=len(cells.values))
    pairs = sorted(zip(cells.values, counts.tolist(), strict=True))
    values = tuple(value for value, count in pairs if count > ONE_OFF)
    other = sum(count for _, count in pairs if count <= ONE_OFF)
    return Column(name, WORDS, "", 0.0, gaps, values, other)


def check_learnable(names: Sequence[str], columns: Sequence[Cells], rows: NDArray[Any]) -> None:
    """Refuses columns of names and free text, and those that are empty in all training rows. Raises
    DataError, which names all of them."""
    import numpy as np

    table = dict(zip(names, columns, strict=True))
    free = {name: cells for name, cells in table.items() if is_free_text(cells)}
    if free:
        told = ", ".join(
            f"{name} has {len(cells.values):,} ({cells.values[0]!r:.60}, …)"
            for name, cells in free.items()
        )
        raise DataError(
            f"expected words that repeat, at most {MOST_VALUES} different ones in a "
            f"column, but {told}, as names and free text have; leave out what nothing can be "
            f"learned from ({dropping(free)}){remedy(free.values())}"
        )
    if empty := [name for name in names if np.isnan(table[name].numbers[rows]).all()]:
        raise DataError(
            f"column{'s' if len(empty) > 1 else ''} {', '.join(empty)}: expected something to "
            f"learn from, but all of {len(rows):,} rows are empty; leave such columns out "
            f"({dropping(empty)})"
        )


def dropping(names: Iterable[str]) -> str:
    """The option that leaves columns out, as a shell takes it."""
    return f"--drop {shlex.quote(','.join(names))}"


def remedy(columns: Iterable[Cells]) -> str:
    """What to do where words may be meant as dates or numbers, from the first word of each."""
    words = [cells.values[0] for cells in columns]
    if any(DATED.match(word) for word in words):
        return ", or write dates in one form: 2026-12-31"
    if any(word.lstrip("-+(<>~ ")[:1].isdigit() for word in words):
        return ", or write numbers without units: 12.5"
    return ""


def is_free_text(cells: Cells) -> bool:
    """Whether its words hardly come twice, or are too many."""
    import numpy as np

    if cells.kind != WORDS:
        return False
    rows = int((~np.isnan(cells.numbers)).sum())
    return len(cells.values) > MOST_VALUES or len(cells.values) > max(2, rows / 2)


def notes(name: str, cells: Cells) -> Iterator[str]:
    """Sentences about a column of numbers that are perhaps no quantities."""
    import numpy as np

    numbers = cells.numbers
    if cells.kind != NUMBER or len(numbers) < 3:
        return
    with np.errstate(over="ignore", invalid="ignore"):
        if (np.diff(numbers) == 1).all():
            yield (
                f"column {name} counts the rows: leave it out if it means nothing "
                f"({dropping([name])})"
            )
    some = numbers[~np.isnan(numbers)][: dates.SAMPLED].tolist()
    if some and all(dates.in_digits(number) for number in some):
        yield (
            f"column {name} is read as numbers; if {some[0]:.0f} is a date, write it as "
            f"{dates.in_digits(some[0])}"
        )


def names_of(columns: Sequence[Column]) -> tuple[str, ...]:
    """The names of all features, in order."""
    return tuple(name for column in columns for name in column.features)


def encoded(columns: Sequence[Column], cells: Sequence[Cells]) -> NDArray[np.float64]:
    """The features (n, n_0) of a table whose columns these are."""
    import numpy as np

    found = [column.encoded(own) for column, own in zip(columns, cells, strict=True)]
    return np.concatenate(found, axis=1)


def from_dict(written: Any) -> Column:
    """The column in a file. Raises UserError where it is none."""
    kinds: dict[str, Any] = {
        "name": str, "kind": str, "form": str, "fill": (int, float), "gaps": int,
        "values": list | tuple, "other": int,
    }  # fmt: skip
    if not (
        isinstance(written, Mapping)
        and {"name"} <= written.keys() <= kinds.keys()
        and all(isinstance(v, kinds[k]) and not isinstance(v, bool) for k, v in written.items())
        and all(isinstance(value, str) for value in written.get("values", ()))
        and written.get("kind", "number") in KINDS
        and min(written.get("gaps", 0), written.get("other", 0)) >= 0
    ):
        raise UserError(f"expected a column of a schema, got {written!r:.80}")
    return Column(**{**written, "values": tuple(written.get("values", ()))})
