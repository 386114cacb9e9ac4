"""A folder of pictures, a subfolder a class; or folders train, test and validation of such."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from groundup.data.idx import DataError
from groundup.data.pictures import pictures_in, read_picture, size_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS = {"train": "train", "training": "train", "test": "test", "testing": "test"} | dict.fromkeys(
    ("validation", "valid", "val", "dev"), "validation"
)
"""Names of folders that are parts, not classes, where there is a training one."""
SIDE = 28
"""Of pictures that are not all of one size, up to LARGEST."""
LARGEST = 64
MAXIMUM_BYTES = 2**32
"""The most that pictures may take together: 4 GiB."""


class Pictures(NamedTuple):
    x: NDArray[np.uint8]  # (n, rows, columns), or (n, rows, columns, 3)
    y: NDArray[Any]  # (n,), the names of their folders
    files: list[Path]  # (n,)
    parts: list[str]  # (n,), "train", "test" or "validation"; "" where nobody says
    unreadable: list[str]  # a sentence each
    colours: str


def class_folders(folder: Path) -> dict[Path, str]:
    """The folders that are classes, each with its part."""
    inner = _folders(folder)
    if any(PARTS.get(path.name.lower()) == "train" for path in inner):
        parts = {path: PARTS[path.name.lower()] for path in inner if path.name.lower() in PARTS}
        return {path: part for outer, part in parts.items() for path in _folders(outer)}
    return dict.fromkeys(inner, "")


def read_pictures(
    folder: Path, shape: tuple[int, int] | None = None, colours: str | None = None
) -> Pictures:
    """The pictures in a folder's subfolders, each labelled with its folder's name.

    shape: the (rows, columns) that they are scaled to; their own where all have the same, of 64 at
        most, else 28×28.
    colours: "grey" or "rgb"; grey where none of them has any colours.

    Raises DataError where there is not one, or where they would take too much memory; those that
    cannot be read are left out and listed.
    """
    classes = class_folders(folder)
    found = {inner: pictures_in(inner) for inner in classes}
    files = [(path, inner.name, part) for inner, part in classes.items() for path in found[inner]]
    if files and (empty := [str(inner) for inner, pictures in found.items() if not pictures]):
        raise DataError(
            f"{', '.join(empty[:8])}: expected pictures in the folder of each class, but there are "
            "none; put some there, or remove the folder"
        )
    if not files:
        raise DataError(
            f"{folder}: expected a folder of pictures in subfolders, one for each class, of IDX "
            "files or of CIFAR's binary version, but there are none; see docs/data.md for what a "
            "folder may hold"
        )
    heads, good, unreadable = [], [], []
    for file in files:
        try:
            heads.append(size_of(file[0]))
            good.append(file)
        except DataError as error:
            unreadable.append(str(error))
    if not good:
        raise DataError(f"{folder}: none of {len(files)} pictures can be read: {unreadable[0]}")
    sizes = {size for size, _ in heads}
    if shape is None:
        (only,) = sizes if len(sizes) == 1 else [(0, 0)]
        shape = only if 0 < max(only) <= LARGEST else (SIDE, SIDE)
    colours = colours or ("rgb" if any(coloured for _, coloured in heads) else "grey")
    full = (*shape, 3) if colours == "rgb" else shape
    return _read(folder, good, full, colours, unreadable)


def _read(
    folder: Path,
    files: list[tuple[Path, str, str]],
    shape: tuple[int, ...],
    colours: str,
    unreadable: list[str],
) -> Pictures:
    import numpy as np

    taken = len(files) * math.prod(shape)
    if taken > MAXIMUM_BYTES:
        by = "×".join(map(str, shape))
        raise DataError(
            f"{folder}: {len(files):,} pictures of {by} take {taken:,} bytes, and 4 GiB is the "
            "most; scale them to a smaller size (--picture-size 28x28)"
        )
    x = np.empty((len(files), *shape), np.uint8)
    kept = []
    for file in files:
        try:
            x[len(kept)] = read_picture(file[0], shape)
            kept.append(file)
        except DataError as error:
            unreadable.append(str(error))
    if not kept:
        raise DataError(f"{folder}: none of {len(files)} pictures can be read: {unreadable[0]}")
    x = x[: len(kept)]
    if colours == "rgb" and (x == x[..., :1]).all():  # in a mode for colours, but grey
        x, colours = np.ascontiguousarray(x[..., 0]), "grey"
    paths, labels, parts = zip(*kept, strict=True)
    return Pictures(x, np.array(labels), list(paths), list(parts), unreadable, colours)


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
