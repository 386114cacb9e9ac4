"""Finds the four IDX files of a data set like MNIST, with the standard library alone.

Their names may begin with that of the set, as in `emnist-letters-train-images-idx3-ubyte`, and the
test files may be called `test-…`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from groundup.data.idx import DataError

_NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


class Files(NamedTuple):
    """Where the four are."""

    train_images: Path
    train_labels: Path
    test_images: Path
    test_labels: Path


def has_idx(folder: Path) -> bool:
    """Whether there is any of them in a folder."""
    return folder.is_dir() and any(_candidates(folder, name) for name in _NAMES)


def find(folder: str | os.PathLike[str]) -> Files:
    """The files in `folder` by their standard names, with `-idx` or, as some have it, `.idx`,
    and with or without `.gz` (where a file is there twice, the unpacked one).

    Raises DataError where there is no such folder, or naming all the files it lacks.
    """
    folder = Path(folder)
    try:
        if not folder.is_dir():
            came = "it is a file" if folder.exists() else "there is no such folder"
            raise DataError(f"{folder}: expected a folder of IDX files, but {came}; check the path")
        found = {name: _candidates(folder, name) for name in _NAMES}
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"{folder}: cannot be read: {reason}; check its permissions") from error
    missing = [name for name, paths in found.items() if not paths]
    if missing:
        raise DataError(
            f"{folder}: expected the four files of a data set like MNIST, but there is no "
            f"{', no '.join(missing)} (nor with .gz); add what is missing under that name"
        )
    return Files(*(paths[0] for paths in found.values()))


def _candidates(folder: Path, name: str) -> list[Path]:
    names = [name, name.replace("-idx", ".idx")]
    names += [spelt.replace("t10k", "test") for spelt in names if "t10k" in spelt]
    exact = [folder / (spelt + ending) for spelt in names for ending in ("", ".gz")]
    if there := [path for path in exact if path.is_file()]:
        return there
    endings = tuple(f"-{path.name}" for path in exact)
    return sorted(
        path for path in folder.iterdir() if path.name.endswith(endings) and path.is_file()
    )
