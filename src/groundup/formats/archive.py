"""Reads NPZ: NumPy's arrays in a zip archive, sizes first, and never a pickle."""

from __future__ import annotations

import math
import os
import sys
import warnings
import zipfile
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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python's parser, on a damaged header
            with zipfile.ZipFile(path) as archive:
                _check(path, archive, error)
                return {
                    member.filename.removesuffix(".npy"): _array(archive, member)
                    for member in archive.infolist()
                }
    except (error, MemoryError):
        raise
    except Exception as reason:  # zipfile and NumPy raise of all kinds for damaged files
        raise error(
            f"{path}: expected an NPZ file, but it is missing or damaged: "
            f"{reason or type(reason).__name__}; write it again with numpy.savez"
        ) from None


def _check(path: str | os.PathLike[str], archive: zipfile.ZipFile, error: type[UserError]) -> None:
    """Sees what every array says of itself, before memory is taken for one."""
    total = 0
    for member in archive.infolist():
        with archive.open(member) as file:
            shape, dtype = _header(file)
            start = file.tell()
        if dtype.hasobject:
            raise error(
                f"{path}: {member.filename}: expected numbers or words, but it has Python "
                "objects, which are never loaded; save it with another dtype"
            )
        size = math.prod(shape) * dtype.itemsize
        total += size
        if size != member.file_size - start:
            raise error(
                f"{path}: {member.filename}: expected {size:,} bytes, as it promises, but it "
                f"holds {member.file_size - start:,}; write it again"
            )
    if total > MAXIMUM_BYTES:
        raise error(f"{path}: expected at most 4 GiB, but it has {total:,} bytes; use part of it")


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[Any]:
    import numpy as np
    from numpy.lib import format as npy

    with archive.open(member) as file:
        array = npy.read_array(file, allow_pickle=False)
        file.read(1)  # at its end, zipfile compares the CRC
    if array.dtype.kind == "U" and array.size:
        letters = np.ascontiguousarray(array).view(array.dtype.byteorder + "u4")
        if letters.max() > sys.maxunicode:
            raise UserError(f"{member.filename} holds words that are not text")
    return array


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], Any]:
    from numpy.lib import format as npy

    version = npy.read_magic(file)
    reading = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = reading(file)
    return shape, dtype
