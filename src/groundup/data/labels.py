"""Labels of any kind: words, numbers or truths become classes 0, 1, … with names; or targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from groundup.data import numerals
from groundup.data.cells import Reading
from groundup.data.frames import text_of
from groundup.data.idx import DataError
from groundup.data.raw import Raw
from groundup.data.schema import Schema

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CLASSES = 1000
FEWEST_ROWS = 20
"""Of which each may have a label of its own."""
FEW = 100
"""Different whole numbers up to which a column of them is taken for classes."""


def as_numbers(column: NDArray[Any]) -> NDArray[Any] | None:
    """A column (n,) as numbers; None where one of its cells is no number."""
    import numpy as np

    if column.dtype.kind in "iuf":
        return column
    if column.dtype.kind == "b":
        return None
    if column.dtype == object and any(isinstance(cell, bool) for cell in column[:100]):
        return None
    if column.dtype.kind in "OU" and any(isinstance(cell, str) and "_" in cell for cell in column):
        return None  # Python reads 1_2 as 12
    try:
        return column.astype(np.float64)
    except (TypeError, ValueError):
        return None


def labels_of(column: NDArray[Any], reading: Reading, name: str, where: str) -> NDArray[Any]:
    """A table's labels (n,): words that are all numbers, as 1,234.50 is, as numbers, NaN where they
    are missing; others as they are. Raises DataError where these may be different numbers."""
    import numpy as np

    plain = reading.doubtful == "," and "," not in (reading.decimal, reading.likely)
    if column.dtype != object or (plain and as_numbers(column) is not None):
        return column
    values, place = _distinct(column)
    words = [word for word in values.tolist() if not reading.is_missing(word)]
    try:
        found, _ = numerals.numbers(words, reading.decimal, reading.likely, reading.doubtful)
    except numerals.AmbiguousError as error:
        raise DataError(f"{where}: column {name}: {error}") from None
    if None in found or not found or are_codes(words):
        return column
    known = dict(zip(words, found, strict=True))
    return np.array([known.get(word, np.nan) for word in values.tolist()], float)[place]


def are_codes(labels: Sequence[Any]) -> bool:
    """Whether some of different labels begin with a 0 that numbers have not: 007."""
    return any(str(label)[:1] == "0" and str(label)[1:].isdecimal() for label in labels)


def is_gap(column: NDArray[Any], reading: Reading) -> NDArray[np.bool_]:
    """Which labels (n,) are missing."""
    import numpy as np

    if column.dtype != object:
        return reading.is_gap(column) | (column != column)  # NaN
    values, place = _distinct(column)
    return np.array([reading.is_missing(word) for word in values.tolist()], bool)[place]


def looks_like_regression(raw: Raw) -> tuple[bool, str]:
    """Whether labels are numbers to predict, and a sentence where that is a guess. Raises DataError
    where most of many are numbers."""
    import numpy as np

    columns = raw.y
    if len(columns) > 1:
        return True, ""
    numbers = as_numbers(columns[0])
    if numbers is None:
        _check_words(raw)
        return False, ""
    if not np.isfinite(numbers).all():
        return False, ""
    if (numbers != np.floor(numbers)).any():
        return True, "labels are fractions: a regression"
    count = len(np.unique(numbers))
    if count <= max(2, min(FEW, len(numbers) // 4)):
        return False, ""
    return True, (
        f"labels are {count:,} different whole numbers: a regression; --task classes says that "
        "they are classes"
    )


def _check_words(raw: Raw) -> None:
    """Refuses labels that would be a class each: numbers with odd words among them, or names."""
    import numpy as np

    values, place = _distinct(raw.y[0])
    words, name = [str(word) for word in values.tolist()], raw.targets[0]
    odd = [i for i, word in enumerate(words) if not numerals.is_numeral(word)]
    if len(words) <= max(2, min(FEW, len(place) // 4)):
        return
    if odd and len(odd) < len(words) / 2:
        row = int(np.flatnonzero(place == odd[0])[0])
        raise DataError(
            f"{raw.source}: {raw.where(row)}, column {name}: expected a number, as in other rows, "
            f"but it is {words[odd[0]]!r:.60}; correct it, say that it means nothing (--missing "
            f"{words[odd[0]]!r:.60}), or say that these are classes (--task classes)"
        )
    if len(words) > max(FEWEST_ROWS, len(place)) / 2:
        raise DataError(
            f"{raw.source}: expected labels that repeat, but column {name} has {len(words):,} "
            f"different ones in {len(place):,} rows; is it the right column? (--task classes says "
            "that it is)"
        )


def as_classes(raw: Raw, schema: Schema | None) -> tuple[NDArray[Any], dict[str, Any]]:
    """Labels (n,) as numbers of classes, and the names of these, sorted; or by the schema's."""
    import numpy as np

    if len(raw.y) != 1 or raw.y[0].ndim != 1:
        raise DataError(f"{raw.source}: expected one column of labels, (n,), for classes")
    values, place = _distinct(raw.y[0])
    names = _names(raw, values, place).tolist()
    known = list(schema.classes) if schema else _sorted(set(names))
    if len(known) > MOST_CLASSES:
        raise DataError(
            f"{raw.source}: expected at most {MOST_CLASSES:,} classes, but column {raw.targets[0]} "
            f"has {len(known):,} different labels; is it the right column?"
        )
    numbers = {name: number for number, name in enumerate(known)}
    y = np.array([numbers.get(name, -1) for name in names], np.int64)[place]
    if len(missing := np.flatnonzero(y < 0)):
        row = int(missing[0])
        raise DataError(
            f"{raw.source}: {raw.where(row)}: the label {names[place[row]]!r} did not occur in "
            f"training; the model knows {', '.join(known[:12])}; leave such samples out, or train "
            "it again"
        )
    return y, {"task": "classes", "classes": tuple(known), "targets": raw.targets}


def as_targets(raw: Raw, schema: Schema | None) -> tuple[NDArray[Any], dict[str, Any]]:
    """Targets (n, k), floats, and their names."""
    import numpy as np

    columns = []
    for name, column in zip(raw.targets, raw.y, strict=False):
        numbers = as_numbers(column)
        if numbers is None or not np.isfinite(numbers).all():
            row = next(row for row, cell in enumerate(column.tolist()) if not _is_finite(cell))
            several = ", or name one column, for classes (--label)" if len(raw.y) > 1 else ""
            raise DataError(
                f"{raw.source}: {raw.where(row)}, column {name}: expected a finite number "
                f"as the target of a regression, but it is {str(column[row])!r:.60}; correct "
                f"it{several}"
            )
        columns.append(np.asarray(numbers, float).reshape(len(numbers), -1))
    y = np.concatenate(columns, axis=1)
    if schema is not None and y.shape[1] != schema.outputs:
        raise DataError(
            f"{raw.source}: expected {schema.outputs} targets, as the model has, got {y.shape[1]}"
        )
    names = raw.targets if len(raw.targets) == y.shape[1] else tuple(map(str, range(y.shape[1])))
    return y, {"task": "regression", "targets": names}


def _distinct(column: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.integer]]:
    """The different labels of a column (n,), and for each of its cells the place among them: words
    for all cells would take more memory than all else."""
    import numpy as np

    if column.dtype.kind in "biuf":
        values, place = np.unique(column, return_inverse=True)
        return values, place.reshape(-1)
    seen: dict[str, int] = {}
    cells = (column if column.dtype == object else column.astype(str)).tolist()
    words = (text_of(cell) if isinstance(cell, bytes) else str(cell) for cell in cells)
    place = np.fromiter((seen.setdefault(word, len(seen)) for word in words), np.int32, len(cells))
    return np.array(list(seen), str), place


def _names(raw: Raw, values: NDArray[Any], place: NDArray[np.integer]) -> NDArray[Any]:
    """Different labels (k,) as words. `place` (n,) says which of them each cell is."""
    import numpy as np

    numbers = as_numbers(values)
    if numbers is not None and not are_codes(values.tolist()) and np.isfinite(numbers).all():
        if (numbers == np.floor(numbers)).all() and np.abs(numbers).max(initial=0) < 2**53:
            return numbers.astype(np.int64).astype(str)
        return numbers.astype(str)
    words = values.astype(str)
    missing = np.isin(np.char.lower(words), ["", "nan", "none", "<na>"])
    if missing.any():
        row = int(np.flatnonzero(missing[place])[0])
        raise DataError(
            f"{raw.source}: {raw.where(row)}, column {raw.targets[0]}: expected a label, but it is "
            f"{str(raw.y[0][row])!r}; fill it in, or leave that sample out"
        )
    return words


def _sorted(names: set[str]) -> list[str]:
    try:
        return sorted(names, key=lambda name: (float(name), name))
    except ValueError:
        return sorted(names)


def _is_finite(cell: Any) -> bool:
    import math

    try:
        return math.isfinite(float(cell))
    except (TypeError, ValueError):
        return False
