"""From raw numbers and labels to samples with a schema: what is a pixel, what a class, how far
features spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from groundup.data.cells import NUMBER
from groundup.data.columns import check_learnable, encoded, learned, names_of
from groundup.data.columns import notes as notes_of
from groundup.data.idx import DataError
from groundup.data.labels import as_classes, as_targets, looks_like_regression
from groundup.data.pixels import WHITE, as_pixels, look_like_pixels, pixels_of
from groundup.data.raw import Raw
from groundup.data.samples import Data, Samples
from groundup.data.schema import TASKS, Schema
from groundup.data.splits import Parts, fold_of, split
from groundup.data.table import strange_cells

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Wanted:
    """What is asked for: see `groundup.load_data`."""

    task: str | None = None
    pixels: bool | None = None
    validation: float = 0.15
    test: float = 0.15
    seed: int = 0
    schema: Schema | None = None
    missing: tuple[str, ...] = ()
    fold: tuple[int, int] | None = None  # which of how many is to be tested on, not a share


def interpret(raw: Raw, wanted: Wanted) -> Data:
    """The data, split, with a schema: the one that is wanted, or one that is found.

    Raises DataError where there is nothing, one class only, a label that is not known, or a number
    that is not finite.
    """

    x = raw.x
    if not len(x):
        raise DataError(f"{raw.source}: expected samples, but there are none; check what is in it")
    if any(len(column) != len(x) for column in raw.y):
        counts = ", ".join(f"{len(column):,}" for column in raw.y)
        raise DataError(
            f"{raw.source}: expected one label for each of {len(x):,} samples, but there are "
            f"{counts}; use arrays that belong together"
        )
    _check_numbers(raw, wanted)
    _check_width(raw, wanted.schema)
    notes = list(raw.notes)
    y, schema = _labels(raw, wanted, notes)
    parts = _parts(raw, y, schema, wanted)
    if schema["task"] == "regression":
        schema |= spread(raw, "target_", schema["targets"], y[parts.train])
    x, schema = _inputs(raw, wanted, schema, parts, notes)
    if wanted.validation and len(parts.train) and not len(parts.validation):
        notes.append("there are too few samples of each class to set some aside to validate on")
    if wanted.schema is not None:
        notes += strange_cells(raw, wanted.schema)
        schema = replace(wanted.schema, notes=tuple(notes))
    else:
        schema = Schema(**{**schema, "notes": tuple(notes), "missing": wanted.missing})
    if not schema.regression:
        _check_known(raw, y, schema, parts)
    rows = x.reshape(len(x), -1)
    return Data(*(_samples(raw, rows, y, part, schema) for part in parts))


def _samples(
    raw: Raw, rows: NDArray[Any], y: NDArray[Any], part: NDArray[np.int64], schema: Schema
) -> Samples:
    import numpy as np

    samples = Samples(np.ascontiguousarray(rows[part]), y[part], schema)
    samples.where = lambda sample: raw.where(int(part[sample]))
    return samples


def label_parts(raw: Raw, wanted: Wanted) -> tuple[NDArray[Any], dict[str, Any], Parts, list[str]]:
    """y, what a schema says of it, who is in which part, and notes: all that labels alone tell,
    where the inputs are not in memory."""
    if not len(raw.x):
        raise DataError(f"{raw.source}: expected samples, but there are none; check what is in it")
    notes = list(raw.notes)
    y, schema = _labels(raw, wanted, notes)
    parts = _parts(raw, y, schema, wanted)
    if schema["task"] == "regression":
        return y, schema | spread(raw, "target_", schema["targets"], y[parts.train]), parts, notes
    if len(schema["classes"]) < 2:
        raise DataError(
            f"{raw.source}: expected two classes or more, but every label is "
            f"{schema['classes'][0]!r}; add samples of another class"
        )
    return y, schema, parts, notes


def _check_numbers(raw: Raw, wanted: Wanted) -> None:
    import numpy as np

    if raw.columns and (wanted.schema is None or wanted.schema.columns):
        return  # they were looked at one by one, and may have gaps
    if raw.x.dtype.kind not in "biuf":
        raise DataError(f"{raw.source}: expected numbers as inputs, got {raw.x.dtype}")
    if raw.x.dtype.kind == "f" and not (finite := np.isfinite(raw.x)).all():
        row, *place = np.argwhere(~finite)[0]
        raise DataError(
            f"{raw.source}: {raw.where(int(row))}, number {', '.join(map(str, place))}: expected a "
            f"finite number, but it is {raw.x[(row, *place)]}; correct it or leave it out"
        )


def _check_width(raw: Raw, schema: Schema | None) -> None:
    there = math.prod(raw.x.shape[1:])
    if schema is None:
        return
    expected = len(schema.columns) if schema.columns and raw.columns else schema.inputs
    if there != expected:
        raise DataError(
            f"{raw.source}: expected {expected} numbers a sample, as in the data that the model "
            f"learned from, but there are {there}; use data of the same kind"
        )


def _labels(raw: Raw, wanted: Wanted, notes: list[str]) -> tuple[NDArray[Any], dict[str, Any]]:
    """y, labels (n,) or targets (n, k), and what the schema says of them."""
    if wanted.task not in (None, *TASKS):
        raise DataError(f"task must be one of {', '.join(TASKS)}, not {wanted.task!r}")
    if wanted.schema is not None and not raw.y:
        raise DataError(f"{raw.source}: expected a column of labels; name it with --label")
    return (
        as_targets(raw, wanted.schema)
        if (wanted.schema.regression if wanted.schema else _is_regression(raw, wanted, notes))
        else as_classes(raw, wanted.schema)
    )


def _is_regression(raw: Raw, wanted: Wanted, notes: list[str]) -> bool:
    if wanted.task is not None:
        return wanted.task == "regression"
    regression, note = looks_like_regression(raw)
    notes += [note] if note else []
    return regression


def _parts(raw: Raw, y: NDArray[Any], schema: dict[str, Any], wanted: Wanted) -> Parts:
    """Those that the data name, and what is missing among them by keyed chance."""
    import numpy as np

    strata = np.zeros(len(y), np.int64) if schema["task"] == "regression" else y
    if wanted.fold is not None:
        return _fold(raw, strata, schema, wanted)
    names = np.array(raw.parts)
    if not (names == "train").any():
        return split(strata, wanted.validation, wanted.test, wanted.seed)
    train, validation, test = (
        np.flatnonzero(names == name) for name in ("train", "validation", "test")
    )
    shares = [
        0.0 if len(there) else share
        for there, share in ((validation, wanted.validation), (test, wanted.test))
    ]
    own = split(strata[train], shares[0], shares[1], wanted.seed)
    return Parts(
        train[own.train],
        np.concatenate([validation, train[own.validation]]),
        np.concatenate([test, train[own.test]]),
    )


def _fold(raw: Raw, strata: NDArray[Any], schema: dict[str, Any], wanted: Wanted) -> Parts:
    """A fold to test on, and the others, of which some validate."""
    import numpy as np

    assert wanted.fold is not None
    number, count = wanted.fold
    if len(strata) < count:
        raise DataError(f"{raw.source}: {len(strata)} samples are too few for {count} folds")
    alone = np.flatnonzero(np.bincount(strata) == 1)
    if len(alone) and schema["task"] == "classes":
        raise DataError(
            f"{raw.source}: expected two samples or more of each class, one to learn from and one "
            f"to judge by, but {schema['classes'][alone[0]]!r} has one; add some or leave it out"
        )
    folds = fold_of(strata, count, wanted.seed)
    rest = np.flatnonzero(folds != number)
    own = split(strata[rest], wanted.validation, 0.0, wanted.seed)
    return Parts(rest[own.train], rest[own.validation], np.flatnonzero(folds == number))


def _inputs(
    raw: Raw, wanted: Wanted, schema: dict[str, Any], parts: Parts, notes: list[str]
) -> tuple[NDArray[Any], dict[str, Any]]:
    """x as it is kept, and what the schema says of it."""
    x, shape = raw.x, raw.x.shape[1:]
    if wanted.schema is not None:
        return _like(raw, wanted.schema), schema
    schema = schema | {"features": raw.features, "colours": raw.colours}
    pixels = _are_pixels(raw, notes) if wanted.pixels is None else wanted.pixels
    if raw.columns and not pixels:
        return _features(raw, schema, parts, notes)
    if raw.columns:
        _check_gapless(raw)
    if not pixels:
        rows = x[parts.train].reshape(len(parts.train), -1)
        schema |= {"shape": shape, "pixels": False} | spread(raw, "", raw.features, rows)
        return x.astype(float, copy=False), schema
    if x.min(initial=0) < 0:
        raise DataError(
            f"{raw.source}: expected pixels of 0 or more, but the smallest is {x.min():.4g}; take "
            "the numbers as features (--features)"
        )
    x, largest = pixels_of(x, notes)
    side = math.isqrt(math.prod(shape))
    if len(shape) == 1 and side * side == shape[0]:
        shape = (side, side)
    return x, schema | {"shape": shape, "largest": largest, "features": ()}


def _features(
    raw: Raw, schema: dict[str, Any], parts: Parts, notes: list[str]
) -> tuple[NDArray[Any], dict[str, Any]]:
    """A table's columns as features; those that are 0 or 1 are not standardised."""

    try:
        check_learnable(raw.features, raw.columns, parts.train)
    except DataError as error:
        raise DataError(f"{raw.source}: {error}") from None
    table = list(zip(raw.features, raw.columns, strict=True))
    columns = [learned(name, cells, parts.train) for name, cells in table]
    notes += [note for name, cells in table for note in notes_of(name, cells)]
    x, names = encoded(columns, raw.columns), names_of(columns)
    found = spread(raw, "", names, x[parts.train])
    scaled = [own for column in columns for own in column.scaled()]
    plain = {"mean": 0.0, "scale": 1.0}
    schema |= {
        key: tuple(n if own else plain[key] for n, own in zip(found[key], scaled, strict=True))
        for key in plain
    }
    return x, schema | {
        "shape": (len(names),),
        "pixels": False,
        "features": names,
        "columns": tuple(columns),
    }


def _check_gapless(raw: Raw) -> None:
    """Refuses words and empty cells among pixels."""
    import numpy as np

    for name, cells in zip(raw.features, raw.columns, strict=True):
        if cells.kind != NUMBER or np.isnan(cells.numbers).any():
            raise DataError(
                f"{raw.source}: column {name}: expected pixels, a number in each row, but it has "
                "words or empty cells; take the columns as features (--features)"
            )


def _like(raw: Raw, schema: Schema) -> NDArray[Any]:
    """x as a model with this schema takes it."""
    if raw.columns and schema.columns:
        return encoded(schema.columns, raw.columns)
    x = raw.x
    if not schema.pixels:
        return x if x.dtype.kind == "f" else x.astype(float)
    return as_pixels(x.reshape(len(x), -1), schema.largest, raw.source)


def _are_pixels(raw: Raw, notes: list[str]) -> bool:
    """Images are pixels; so are long rows of whole numbers from 0 to 255, whose count is a
    square."""
    x = raw.x
    if any(cells.kind != NUMBER for cells in raw.columns):
        return False
    if x.ndim > 2:
        return x.min() >= 0 and x.max() <= WHITE
    if not look_like_pixels(x):
        return False
    side = math.isqrt(x.shape[1])
    notes.append(
        f"{x.shape[1]} whole numbers from 0 to {int(x.max())} a sample are treated as pixels of "
        f"{side}×{side}; --features says that they are not"
    )
    return True


def spread(
    raw: Raw, name: str, columns: Sequence[str], rows: NDArray[Any]
) -> dict[str, tuple[float, ...]]:
    """Mean and standard deviation of each column over the training samples; 1 for the deviation of
    one that is always the same. Raises DataError for one whose numbers are too large for that."""
    import numpy as np

    rows = rows.astype(float)
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    for i in np.flatnonzero(~np.isfinite(deviation)).tolist():
        raise DataError(
            f"{raw.source}: column {columns[i] if columns else i}: expected numbers whose squares "
            f"can be added up, but one is {abs(rows[:, i]).max():.3g}; divide the column by some "
            "power of ten"
        )
    deviation[deviation <= 1e-12 * abs(mean)] = 1.0
    return {f"{name}mean": tuple(mean.tolist()), f"{name}scale": tuple(deviation.tolist())}


def _check_known(raw: Raw, y: NDArray[Any], schema: Schema, parts: Parts) -> None:
    """Refuses labels of other parts that no training sample has."""
    import numpy as np

    if schema.outputs < 2:
        raise DataError(
            f"{raw.source}: expected two classes or more, but every label is {schema.name(0)!r}; "
            "add samples of another class"
        )
    if not len(parts.train):
        return
    there = np.isin(y, y[parts.train])
    if not there.all():
        row = int(np.flatnonzero(~there)[0])
        raise DataError(
            f"{raw.source}: {raw.where(row)}: the label {schema.name(int(y[row]))!r} is not among "
            "those of the training samples; add some to learn from, or leave it out"
        )
