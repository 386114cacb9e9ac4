"""A column's cells, from words to numbers: what is empty, a number, yes or no, a date, a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from groundup.data import dates, numerals
from groundup.data.idx import DataError
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NUMBER, TRUTH, DATE, WORDS = KINDS = ("number", "yes/no", "date", "words")
MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "#na", "<na>", "nan", "nat", "null", "none", "?", "-", "--", ".")
)
"""What an empty cell may say, in any case."""
TRUTHS = {
    word: value
    for pair in (("no", "yes"), ("false", "true"), ("n", "y"), ("f", "t"), ("off", "on"))
    for value, word in enumerate(pair)
}
MOST_VALUES = 50
"""Different words of a column that are learned from; more are names, or free text."""
MOST_LEVELS = 10
"""Different numbers beside words, as in 0, 1, 2, 3+; of more, the words are mistakes."""


@dataclass(frozen=True)
class Reading:
    """How a table's cells are written. decimal: "." or "," before fractions, None where the cells
    tell; encoding: the text's; missing: words that say that a cell is empty, beside the usual;
    likely: what other columns have before fractions; doubtful: what may group digits as well as
    stand before a fraction."""

    decimal: str | None = None
    encoding: str | None = None
    missing: tuple[str, ...] = ()
    likely: str = ""
    doubtful: str = ","

    def __post_init__(self) -> None:
        if self.decimal not in (None, *numerals.DECIMALS):
            raise UserError(f"--decimal must be . or , not {self.decimal!r}")

    def is_missing(self, word: str) -> bool:
        return word.lower() in MISSING or word in self.missing

    def knowing(self, words: Sequence[str]) -> Reading:
        """One to which a model's words for empty cells say the same as its own."""
        return replace(self, missing=(*words, *self.missing)) if words else self

    @property
    def numbers(self) -> list[float]:
        """Its own words that are numbers: -999, say."""
        found = (numerals.number(word, ".") for word in self.missing)
        return [value for value in found if value is not None]

    def is_gap(self, numbers: NDArray[Any]) -> NDArray[np.bool_]:
        """Which of an array's numbers (n,) say that a cell is empty."""
        import numpy as np

        return np.isin(numbers, self.numbers)


class Cells(NamedTuple):
    """A column that was read."""

    numbers: NDArray[np.float64]
    """(n,): NaN where a cell is empty; days since 1970 of a date; the place in `values` of a
    word."""
    kind: str = NUMBER
    form: str = ""
    """How numbers and dates are written: "," before fractions, or a form of `dates`."""
    values: tuple[str, ...] = ()


class Known(NamedTuple):
    """What a model knows of a column that is read for it."""

    kind: str
    form: str = ""


class Coded:
    """A column of words (n,), each different one once: as text it would take much more memory."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.places: list[NDArray[np.int32]] = []

    def add(self, cells: Iterable[str], count: int) -> None:
        import numpy as np

        seen = self.words
        places = (seen.setdefault(cell.strip(), len(seen)) for cell in cells)
        self.places.append(np.fromiter(places, np.int32, count))

    @property
    def place(self) -> NDArray[np.int32]:
        import numpy as np

        return np.concatenate(self.places)

    def count(self, word: str) -> int:
        """How many cells have a word."""
        return int((self.place == self.words[word]).sum())

    def labels(self) -> NDArray[Any]:
        """The words (n,), as objects, of which the same ones are one."""
        import numpy as np

        return np.array([*self.words, ""], object)[self.place]


def read_cells(
    coded: Coded, reading: Reading, known: Known | None, name: str, where: Callable[[int], str]
) -> Cells:
    """A column of words as what it is, or as what a model knows it to be. Raises DataError, with
    the place but not the file, for a cell that is something else, and where two readings are as
    likely."""
    import numpy as np

    words = list(coded.words)
    there = [word for word in words if not reading.is_missing(word)]
    try:
        found, kind, form = _told(there, coded, reading, known)
    except UserError as error:
        raise DataError(f"column {name}: {error}") from None
    if None in found:
        odd = there[found.index(None)]
        row = int(np.flatnonzero(coded.place == coded.words[odd])[0])
        raise not_as(where(row), name, kind, odd)
    values = dict(zip(there, found, strict=True))
    numbers = np.array([values.get(word, np.nan) for word in words], np.float64)[coded.place]
    return Cells(numbers, kind, form, tuple(there) if kind == WORDS else ())


def _told(
    words: Sequence[str], coded: Coded, reading: Reading, known: Known | None
) -> tuple[list[float | None], str, str]:
    """A number for each of different words, or None for what does not fit, and what they are."""
    if known is not None and known.kind == WORDS:
        return [float(place) for place in range(len(words))], WORDS, ""
    if known is not None and known.kind != NUMBER:
        return [_as_known(word, known) for word in words], known.kind, known.form
    decimal = (known.form or None) if known is not None else None
    found, decimal = numerals.numbers(
        words, reading.decimal or decimal, reading.likely, reading.doubtful
    )
    odd = [word for word, value in zip(words, found, strict=True) if value is None]
    if known is not None or not odd:
        return found, NUMBER, decimal
    if all(word.lower() in TRUTHS for word in words):
        return [_as_known(word, Known(TRUTH)) for word in words], TRUTH, ""
    if (form := dates.form_of(words)) is not None:
        return [dates.days(word, form) for word in words], DATE, form
    numbers = len(words) - len(odd)
    if numbers > len(odd) and (numbers > MOST_LEVELS or all(coded.count(w) == 1 for w in odd)):
        return found, NUMBER, decimal
    return [float(place) for place in range(len(words))], WORDS, ""


def _as_known(word: str, known: Known) -> float | None:
    if known.kind == DATE:
        return dates.days(word, known.form)
    return TRUTHS.get(word.lower())


def not_as(place: str, column: str, kind: str, came: str) -> DataError:
    """A cell that is not what the others of its column are."""
    wanted = {NUMBER: "a finite number", TRUTH: "yes or no", DATE: "a date"}[kind]
    shown = "it is empty" if came.strip() == "" else f"it is {came!r:.60}"
    return DataError(
        f"{place}, column {column}: expected {wanted}, as in its other cells, but {shown}; correct "
        f"it, say that it means nothing (--missing {came!r:.60}), leave that row out, or train "
        f"without the column (--drop {column})"
    )
