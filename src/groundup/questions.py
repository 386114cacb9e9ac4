"""What people ask a trained network about: pictures, folders of them, rows of tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundup import shapes
from groundup.data.cells import Reading
from groundup.data.csv_file import read_csv
from groundup.data.idx import DataError, read_images
from groundup.data.parquet import read_parquet
from groundup.data.pictures import is_picture, pictures_in, read_grey, read_picture
from groundup.data.reading import INPUTS, TABLES
from groundup.data.samples import as_inputs
from groundup.data.schema import Schema
from groundup.data.table import AS_USUAL, features_of, strange_cells
from groundup.errors import UserError
from groundup.formats.archive import read_archive
from groundup.network import Network
from groundup.page.bitmaps import prepare

CHUNK = 500  # asked at once


class Answer(NamedTuple):
    """What a network says to one input."""

    name: str  # the file, and the row in it: "a.csv: line 7"
    label: str  # the class; "" in a regression
    scores: dict[str, float]  # an output for each class, or each target


def count(paths: list[Path]) -> int:
    """How many files there are to ask about, folders looked into."""
    return sum(len(pictures_in(path)) if path.is_dir() else 1 for path in paths)


def answers(
    network: Network,
    paths: list[Path],
    as_is: bool = False,
    unreadable: Callable[[str], object] | None = None,
    done: Callable[[int], object] = lambda files: None,
    reading: Reading = AS_USUAL,
    note: Callable[[str], object] = lambda note: None,
) -> Iterator[Answer]:
    """An answer for each picture, and each row of a table. A network of 28×28 digits gets pictures
    as the page prepares drawings; with `as_is`, or if it learned from others, they are only scaled.

    unreadable: is told what is wrong with a picture, which is left out; else that is raised.
    done: is told how many files more are answered.
    reading: how the cells of a table of text are written, where that is not as usual.
    note: is told of cells of which training has not seen the like.

    Raises DataError where a file is missing, damaged, or not what the network takes.
    """
    waiting: list[tuple[str, np.ndarray]] = []
    for path in paths:
        if not path.exists():
            raise DataError(f"{path}: there is no such file or folder; check the path")
        if path.is_dir() or is_picture(path):
            _shape(network, path)  # a model of another kind is refused at once
            for picture in _pictures(path):
                try:
                    waiting.append((str(picture), pixels(network, picture, as_is)))
                except DataError as error:
                    if unreadable is None:
                        raise
                    unreadable(str(error))
                    done(1)
                if len(waiting) >= CHUNK:
                    yield from _asked(network, waiting)
                    done(len(waiting))
                    waiting = []
        else:
            x, where = rows(network, path, reading, note)
            for start in range(0, len(x), CHUNK):
                named = [(where(start + i), row) for i, row in enumerate(x[start : start + CHUNK])]
                yield from _asked(network, named)
            done(1)
    if waiting:
        yield from _asked(network, waiting)
        done(len(waiting))


def pixels(network: Network, path: Path, as_is: bool = False) -> np.ndarray:
    """A picture's pixels (n_0,) as the network takes them, 8-bit."""
    schema = network.schema
    shape = _shape(network, path)
    if is_of_digits(network) and not as_is:
        return prepare(read_grey(path))
    picture = read_picture(path, shape).reshape(-1)
    if schema is None or schema.plain:
        return picture
    return np.rint(picture * (schema.largest / 255)).astype(np.uint8)


def is_of_digits(network: Network) -> bool:
    """Whether it takes MNIST's pixels: 28×28, and ten digits."""
    schema = network.schema
    if schema is None:
        return (network.sizes[0], network.sizes[-1]) == (784, 10)
    return schema.shape == (28, 28) and schema.plain and schema.classes == tuple("0123456789")


def rows(
    network: Network,
    path: Path,
    reading: Reading = AS_USUAL,
    note: Callable[[str], object] = lambda note: None,
) -> tuple[np.ndarray, Callable[[int], str]]:
    """Raw inputs (n, n_0) in a table, an NPZ or an IDX file of images, and where each stands."""
    schema = network.schema
    if path.suffix.lower() in TABLES:
        if schema is not None and schema.colours:
            raise DataError(
                f"{path}: this is a table, but the model learned from pictures, {schema.words()}; "
                "give it pictures"
            )
        reader = read_parquet if path.suffix.lower() in (".parquet", ".pq") else read_csv
        wanted = schema or Schema((network.sizes[0],), classes=tuple(outputs_of(network)))
        table = reader(path, list(wanted.targets) or None, (), wanted, reading)
        x = features_of(table, wanted)
        for told in strange_cells(table, wanted):
            note(told)
        return _fitting(network, x, path), lambda row: f"{path}: {table.where(row)}"
    if path.suffix.lower() == ".npz":
        arrays = {name.lower(): array for name, array in read_archive(path, DataError).items()}
        names = [name for name in (*INPUTS, *(f"{n}_test" for n in INPUTS)) if name in arrays]
        if not names:
            raise DataError(f"{path}: expected an array x, but there are {', '.join(arrays)}")
        x = arrays[names[0]]
        return _fitting(network, x, path), lambda row: f"{path}: row {row}"
    if "idx3" in path.name:
        (n, height, width), content = read_images(path)
        x = np.frombuffer(content, np.uint8).reshape(n, height * width)
        return _fitting(network, x, path), lambda row: f"{path}: image {row}"
    raise DataError(
        f"{path}: expected a picture, a folder of pictures, .csv, .tsv, .parquet or .npz, but it "
        f"ends in {path.suffix or 'nothing'!r}; rename it if it is one of these"
    )


def _fitting(network: Network, x: np.ndarray, path: Path) -> np.ndarray:
    inputs = network.sizes[0]
    x = x.reshape(len(x), -1) if x.ndim > 1 else x
    if x.ndim != 2 or x.shape[1] != inputs or x.dtype.kind not in "biuf":
        raise DataError(
            f"{path}: expected {inputs} numbers a row, as the model takes, got {x.dtype} of shape "
            f"{x.shape}; use the columns that it learned from"
        )
    if x.dtype.kind == "f" and not np.isfinite(x).all():
        row, place = np.argwhere(~np.isfinite(x))[0]
        raise DataError(
            f"{path}: row {row}, number {place}: expected a finite number, but it is "
            f"{x[row, place]}; correct it or leave that row out"
        )
    try:
        return as_inputs(x, inputs, str(path), network.schema)
    except UserError as error:
        raise DataError(str(error)) from None


def _pictures(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = pictures_in(path)
    if not found:
        raise DataError(f"{os.fspath(path)}: expected pictures in it, but there are none")
    return found


def _shape(network: Network, path: Path) -> tuple[int, ...]:
    """(rows, columns) of its pictures, and 3 for colours. Raises DataError where it takes none."""
    schema, seen = network.schema, shapes.picture(network.shapes)
    if schema is not None and not (network.convolutional and schema.pixels):
        seen = schema.shape
    if schema is not None and (not schema.pixels or len(seen) < 2):
        raise DataError(
            f"{path}: this is a {'folder' if path.is_dir() else 'picture'}, but the model learned "
            f"from {schema.words()}; give it rows of a table"
        )
    if not seen:
        raise DataError(
            f"{path}: the model takes {network.sizes[0]} numbers, which is not a square number"
        )
    if seen[2:] not in ((), (3,)):
        raise DataError(
            f"{path}: the model takes pictures of {seen[2]} channels, and files of pictures have 1 "
            "or 3; give it rows in an .npz"
        )
    return seen


def _asked(network: Network, waiting: list[tuple[str, Any]]) -> Iterator[Answer]:
    names = outputs_of(network)
    for name, x in waiting:
        scores = network.feedforward(x).tolist()  # alone, and so the same in any company
        best = "" if network.regression else names[int(np.argmax(scores))]
        yield Answer(name, best, dict(zip(names, scores, strict=True)))


def outputs_of(network: Network) -> list[str]:
    """The names of its outputs: classes, or targets of a regression."""
    schema: Schema | None = network.schema
    if schema is None:
        return [str(label) for label in range(network.sizes[-1])]
    return (
        list(schema.targets)
        if schema.regression
        else [schema.name(label) for label in range(network.sizes[-1])]
    )
