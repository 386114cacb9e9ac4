"""Columns of a table, and the features that each becomes: the part of a schema that a network of
numbers needs where a table has gaps, words and dates.

What a column becomes is learned from the training rows alone. A gap becomes the median, and where
training has gaps, a feature of its own says so. Words become a feature each, 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundup.data.cells import KINDS, MOST_VALUES, WORDS, Cells
from groundup.data.idx import DataError
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ONE_OFF = 1  # rows of training with a word that counts as other


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
    """What a column becomes, from the training rows alone. Raises DataError where these have but
    empty cells."""
    import numpy as np

    numbers = cells.numbers[rows]
    there = numbers[~np.isnan(numbers)]
    gaps = len(numbers) - len(there)
    if not len(there):
        raise DataError(
            f"column {name}: expected something to learn from, but it is empty in all of "
            f"{len(rows):,} rows; leave it out (--drop {name})"
        )
    if cells.kind != WORDS:
        with np.errstate(over="ignore", invalid="ignore"):
            return Column(name, cells.kind, cells.form, float(np.median(there)), gaps)
    counts = np.bincount(there.astype(int), minlength=len(cells.values))
    pairs = sorted(zip(cells.values, counts.tolist(), strict=True))
    values = tuple(value for value, count in pairs if count > ONE_OFF)
    other = sum(count for _, count in pairs if count <= ONE_OFF)
    return Column(name, WORDS, "", 0.0, gaps, values, other)


def check_learnable(names: Sequence[str], columns: Sequence[Cells]) -> None:
    """Refuses columns of names and free text. Raises DataError, which names all of them."""
    there = {
        name: len(cells.values)
        for name, cells in zip(names, columns, strict=True)
        if cells.kind == WORDS and is_free_text(cells)
    }
    if there:
        told = ", ".join(f"{name} has {count:,}" for name, count in there.items())
        raise DataError(
            f"expected words that come again and again, at most {MOST_VALUES} different ones in a "
            f"column, but {told}, as names and free text have; leave out what nothing can be "
            f"learned from (--drop {','.join(there)})"
        )


def is_free_text(cells: Cells) -> bool:
    """Whether its words hardly come twice, or are too many."""
    import numpy as np

    rows = int((~np.isnan(cells.numbers)).sum())
    return len(cells.values) > MOST_VALUES or len(cells.values) > max(2, rows / 2)


def counts_rows(cells: Cells) -> bool:
    """Whether a column goes up by one from row to row, as numbers of rows do."""
    import numpy as np

    numbers = cells.numbers
    with np.errstate(over="ignore", invalid="ignore"):  # of numbers too large to learn from
        return cells.kind == "number" and len(numbers) > 2 and bool((np.diff(numbers) == 1).all())


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
