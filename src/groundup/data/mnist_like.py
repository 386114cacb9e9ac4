"""Reads a folder of four IDX files: images and labels to train and to test."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from groundup.data.catalogue import classes_of
from groundup.data.folder import find
from groundup.data.idx import MAXIMUM_BYTES, DataError, measure_images, read_images, read_labels
from groundup.data.pixels import pixels_of
from groundup.data.samples import Data, Samples
from groundup.data.schema import Schema

if TYPE_CHECKING:
    from groundup.data.streams import Stream

VALIDATION = 10_000
"""The most training images that are set aside to validate with."""


def read_folder(
    folder: str | os.PathLike[str],
    classes: tuple[str, ...] = (),
    full: bool = False,
    stream: bool = False,
    verify: bool = False,
) -> Data:
    """The data set in a folder. Labels are classes 0 to the largest, named as `classes` has it, or
    as the catalogue has it where the test labels are those of a known set, or by their number. The
    last 10,000 training images, or a sixth of fewer than 60,000, validate; with `full`, none.

    stream: the training images stay on disk, as they always do where they are more than 1 GiB; they
        must not be gzipped then. Where the last images of the file lack a class, because it is
        sorted, those that validate are taken from all over it.
    verify: the fingerprint of a stream, in checkpoints, covers every byte.

    Raises DataError where files are missing or damaged, or do not fit each other.
    """
    import numpy as np

    files = find(folder)
    streamed = _stream(files.train_images, files.train_labels, stream, verify)
    train, train_size = streamed or _samples(files.train_images, files.train_labels)
    test, test_size = _samples(files.test_images, files.test_labels)
    if train_size != test_size:
        raise DataError(
            f"{files.test_images}: expected images of {_by(train_size)} pixels, as in "
            f"{files.train_images.name}, but they have {_by(test_size)}; use files of one data set"
        )
    outputs = 1 + max(int(train.y.max()), int(test.y.max()))
    if outputs < 2:
        raise DataError(
            f"{files.train_labels}: expected two classes or more, but every label is 0; add "
            "samples of another class"
        )
    notes: list[str] = []
    seen = streamed[0].sample(VALIDATION, "measured").x if streamed else train.x
    _, largest = pixels_of(np.array([seen.max(), test.x.max()]), notes)
    classes = classes or classes_of(test.y.astype(np.uint8).tobytes())
    names = classes if len(classes) == outputs else tuple(map(str, range(outputs)))
    schema = Schema(train_size, largest=largest, classes=names, notes=tuple(notes))
    if streamed:
        from groundup.data.streams import parted

        held_out = held_out_of(len(train.y), full)
        return Data(*parted(streamed[0], held_out, schema), Samples(*test, schema))
    assert isinstance(train, Samples)
    return divided(train, test, schema, full)


def divided(train: Samples, test: Samples, schema: Schema, full: bool) -> Data:
    """The data set in three parts: of what is to learn from, the last validate; with `full`,
    none."""
    cut = len(train.y) - held_out_of(len(train.y), full)
    return Data(
        train=Samples(train.x[:cut], train.y[:cut], schema),
        validation=Samples(train.x[cut:], train.y[cut:], schema),
        test=Samples(*test, schema),
    )


def held_out_of(count: int, full: bool) -> int:
    """How many of so many samples validate."""
    return 0 if full else min(VALIDATION, count // 6)


def _stream(
    images: Path, labels: Path, asked: bool, verify: bool
) -> tuple[Stream, tuple[int, int]] | None:
    """A pair of files whose images stay on disk, and the (rows, columns) of these; None where they
    go into memory."""
    import numpy as np

    found = measure_images(images)
    if found is None:
        if asked:
            raise DataError(
                f"{images}: expected an uncompressed file to read in pieces, but it is gzipped; "
                f"unpack it with gunzip, or leave out --stream"
            )
        return None
    (count, rows, columns), offset = found
    if not asked and count * rows * columns <= MAXIMUM_BYTES:
        return None
    from groundup.data.streams import RowsOnDisk, Stream

    x = RowsOnDisk(images, offset, (count, rows * columns))
    y = np.frombuffer(_labels(labels, images, count), np.uint8)
    return Stream(x, y, verify=verify), (rows, columns)


def _samples(images: Path, labels: Path) -> tuple[Samples, tuple[int, int]]:
    """The samples of a pair of files and the (rows, columns) of their images."""
    import numpy as np

    (count, rows, columns), pixels = read_images(images)
    digits = _labels(labels, images, count)
    # A copy, for NumPy asks the system for large pages: rows in any order are found sooner.
    x = np.frombuffer(pixels, np.uint8).reshape(count, rows * columns).copy()
    y = np.frombuffer(digits, np.uint8).astype(np.int64)
    return Samples(x, y), (rows, columns)


def _labels(labels: Path, images: Path, count: int) -> bytes:
    """A byte for each of so many images."""
    digits = read_labels(labels)
    if len(digits) != count:
        raise DataError(
            f"{labels}: expected {count} labels, one for each image in {images.name}, "
            f"but it has {len(digits)}; use files of one data set"
        )
    return digits


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]}×{size[1]}"
