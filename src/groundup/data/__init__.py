"""Samples to learn from: the bundled MNIST, or a folder of IDX files like it.

NumPy is loaded when data is, not with this module: a rung on bare Python takes `find` and
`groundup.data.idx`.
"""

from __future__ import annotations

import os
from pathlib import Path

from groundup.data.folder import find
from groundup.data.idx import DataError, read_images, read_labels
from groundup.data.samples import Data, Samples

__all__ = ["MNIST", "Data", "DataError", "Samples", "load_data"]

MNIST = Path(__file__).parent / "mnist"
"""The folder of the bundled MNIST files."""

VALIDATION = 10_000
"""The most training images that are set aside to validate with."""


def load_data(source: str | os.PathLike[str] = "mnist", full: bool = False) -> Data:
    """The data set at `source`: `"mnist"`, the bundled one, or the path of a folder that has
    the four files of MNIST by their standard names, gzipped or not (`"./mnist"` for a folder
    with that very name).

    The last 10,000 training images are the validation set, so MNIST comes as 50,000, 10,000 and
    10,000; of fewer than 60,000 it is the last sixth. With `full` all of them are training
    images and the validation set is empty, x (0, rows·columns).

    Raises DataError where files are missing or damaged, or do not fit each other.
    The split: Nielsen, Neural Networks and Deep Learning, chapter 1.
    """
    files = find(MNIST if source == "mnist" else source)
    train, train_size = _samples(files.train_images, files.train_labels)
    test, test_size = _samples(files.test_images, files.test_labels)
    if train_size != test_size:
        raise DataError(
            f"{files.test_images}: expected images of {_by(train_size)} pixels, as in "
            f"{files.train_images.name}, but they have {_by(test_size)}; use files of one data set"
        )
    held_out = 0 if full else min(VALIDATION, len(train.y) // 6)
    cut = len(train.y) - held_out
    return Data(
        train=Samples(train.x[:cut], train.y[:cut]),
        validation=Samples(train.x[cut:], train.y[cut:]),
        test=test,
    )


def _samples(images: Path, labels: Path) -> tuple[Samples, tuple[int, int]]:
    """The samples of a pair of files and the (rows, columns) of their images."""
    import numpy as np

    (count, rows, columns), pixels = read_images(images)
    digits = read_labels(labels)
    if len(digits) != count:
        raise DataError(
            f"{labels}: expected {count} labels, one for each image in {images.name}, "
            f"but it has {len(digits)}; use files of one data set"
        )
    # A copy, for NumPy asks the system for large pages: rows in any order are found sooner.
    x = np.frombuffer(pixels, np.uint8).reshape(count, rows * columns).copy()
    y = np.frombuffer(digits, np.uint8).astype(np.int64)
    return Samples(x, y), (rows, columns)


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]}×{size[1]}"
