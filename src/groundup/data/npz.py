"""Reads NPZ: NumPy's arrays in a zip archive, sizes first, and never a pickle."""

from __future__ import annotations

import math
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from groundup.data.idx import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAXIMUM_BYTES = 2**32
"""The most that an archive's arrays may take together: 4 GiB."""


def read_npz(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays in an archive by their names, none of them of objects.

    Raises DataError where it is missing, damaged, too large, or has a pickle in it.
    """
    import numpy as np

    try:
        _check(path)
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, KeyError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            f"{path}: expected an NPZ file, but it is missing or damaged: {error}; write it again "
            "with numpy.savez"
        ) from None


def _check(path: Path) -> None:
    """Sees what every array says of itself, before memory is taken for one."""
    total = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as file:
                shape, dtype = _header(file)  # type: ignore[arg-type]
            if dtype.hasobject:
                raise DataError(
                    f"{path}: {member.filename}: expected numbers or words, but it has Python "
                    "objects, which are never loaded; save it with another dtype"
                )
            size = math.prod(shape) * dtype.itemsize
            total += size
            if size > member.file_size:
                raise DataError(
                    f"{path}: {member.filename}: expected {size:,} bytes, as it promises, but it "
                    f"holds {member.file_size:,}; write it again"
                )
        if total > MAXIMUM_BYTES:
            raise DataError(f"{path}: expected at most 4 GiB, but it has {total:,} bytes")


def _header(file: BinaryIO) -> tuple[tuple[int, ...], Any]:
    from numpy.lib import format as npy

    version = npy.read_magic(file)
    reading = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = reading(file)
    return shape, dtype
