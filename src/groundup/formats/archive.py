"""Reads NPZ: NumPy's arrays in a zip archive, sizes first, and never a pickle."""

from __future__ import annotations

import math
import os
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

from groundup.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAXIMUM_BYTES = 2**32
"""The most that an archive's arrays may take together: 4 GiB."""


def read_archive(
    path: str | os.PathLike[str], error: type[UserError] = UserError
) -> dict[str, NDArray[Any]]:
    """The arrays in an archive by their names, none of them of objects.

    Raises `error` where it is missing, damaged, too large, or has a pickle in it.
    """
    import numpy as np

    try:
        _check(path, error)
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except error:
        raise
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, KeyError) as reason:
        raise error(
            f"{path}: expected an NPZ file, but it is missing or damaged: {reason}; write it again "
            "with numpy.savez"
        ) from None


def _check(path: str | os.PathLike[str], error: type[UserError]) -> None:
    """Sees what every array says of itself, before memory is taken for one."""
    total = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as file:
                shape, dtype = _header(file)
            if dtype.hasobject:
                raise error(
                    f"{path}: {member.filename}: expected numbers or words, but it has Python "
                    "objects, which are never loaded; save it with another dtype"
                )
            size = math.prod(shape) * dtype.itemsize
            total += size
            if size > member.file_size:
                raise error(
                    f"{path}: {member.filename}: expected {size:,} bytes, as it promises, but it "
                    f"holds {member.file_size:,}; write it again"
                )
        if total > MAXIMUM_BYTES:
            raise error(f"{path}: expected at most 4 GiB, but it has {total:,} bytes; use a part")


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], Any]:
    from numpy.lib import format as npy

    version = npy.read_magic(file)
    reading = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = reading(file)
    return shape, dtype
