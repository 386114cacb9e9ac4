"""Reads IDX, the format of the MNIST files, strictly and with the standard library alone.

    00 00 08 03 | 00 00 ea 60 | 00 00 00 1c | 00 00 00 1c | 00 00 00 ...
    magic       | n           | rows        | columns     | a byte a pixel, row by row

The third byte of the magic number is the type (08: unsigned bytes), the fourth the number of
dimensions: 3 for images, 1 for labels. A file may be gzipped, whatever its name. Memory is only
taken for what a file really holds: the header is read and checked before what it promises.
"""

from __future__ import annotations

import math
import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, Protocol

from groundup.errors import UserError

MAXIMUM_BYTES = 2**30
"""The most a header may promise: 1 GiB, over twenty times MNIST's 60,000 images."""

_GZIP = b"\x1f\x8b"
_DEFLATE_RATIO = 1032  # a compressed byte never holds more than this many
_PIECE = 2**18  # compressed bytes taken from the disk at a time
_KINDS = {3: "images", 1: "labels"}


class DataError(UserError):
    """Data that cannot be used: which file, what was expected, what came and what to do."""


def read_images(path: str | os.PathLike[str]) -> tuple[tuple[int, int, int], bytes]:
    """The shape (n, rows, columns) and the pixels (0–255), image by image and row by row.

    Raises DataError where the file is missing, damaged or anything but an IDX file of images.
    """
    (count, rows, columns), pixels = _read(Path(path), 3)
    return (count, rows, columns), pixels


def read_labels(path: str | os.PathLike[str]) -> bytes:
    """The labels, a byte of 0–255 a sample.

    Raises DataError where the file is missing, damaged or anything but an IDX file of labels.
    """
    _, labels = _read(Path(path), 1)
    return labels


def measure_images(path: str | os.PathLike[str]) -> tuple[tuple[int, int, int], int] | None:
    """The shape (n, rows, columns) that the header of an uncompressed file of images promises, and
    the number of bytes before the first pixel. None where the file is gzipped.

    Raises DataError as `read_images` does, but leaves the pixels unread; they may be any number.
    """
    path = Path(path)
    _check_there(path, 3)
    try:
        with path.open("rb") as file:
            if file.read(2) == _GZIP:
                return None
            file.seek(0)
            (count, rows, columns), promised = _header(path, file, 3)
            offset = file.tell()
            held = os.fstat(file.fileno()).st_size - offset
    except OSError as error:
        raise _unreadable(path, error) from error
    if held != promised:
        came = f"it holds {held}"
        raise _error(path, _promise((count, rows, columns)), came, "copy or download it again")
    return (count, rows, columns), offset


def _read(path: Path, dimensions: int) -> tuple[tuple[int, ...], bytes]:
    """The sizes in the header, as many as `dimensions`, and the bytes after it."""
    _check_there(path, dimensions)
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == _GZIP
            file.seek(0)
            limit = os.fstat(file.fileno()).st_size * (_DEFLATE_RATIO if zipped else 1)
            return _parse(path, _Gzip(file) if zipped else file, dimensions, limit)
    except OSError as error:
        raise _unreadable(path, error) from error
    except (EOFError, zlib.error) as error:
        came = f"it is truncated or damaged ({error})"
        raise _error(path, "a whole gzip file", came, "copy or download it again") from error


def _check_there(path: Path, dimensions: int) -> None:
    try:
        if path.is_file():
            return
        came = "it is not a file" if path.exists() else "there is no such file"
    except OSError as error:
        raise _unreadable(path, error) from error
    raise _error(path, f"an IDX file of {_KINDS[dimensions]}", came, "check the path")


class _Source(Protocol):
    def read(self, count: int, /) -> bytes: ...


def _parse(
    path: Path, source: _Source, dimensions: int, limit: int
) -> tuple[tuple[int, ...], bytes]:
    """Header and content from `source`, which cannot hold more than `limit` bytes."""
    shape, size = _header(path, source, dimensions)
    if size > MAXIMUM_BYTES:
        raise _error(path, "at most 1 GiB", f"the header promises {size} bytes", "use part of it")
    before = 4 + 4 * dimensions
    if before + size > limit:
        came = f"a file of this length holds at most {max(0, limit - before)}"
        raise _error(path, _promise(shape), came, "copy or download it again")
    content = source.read(size + 1)
    if len(content) != size:
        came = "it holds more" if len(content) > size else f"it holds {len(content)}"
        raise _error(path, _promise(shape), came, "copy or download it again")
    return shape, content


def _header(path: Path, source: _Source, dimensions: int) -> tuple[tuple[int, ...], int]:
    """The sizes in the header, and how many bytes they promise."""
    magic = bytes([0, 0, 8, dimensions])
    header = source.read(4 + 4 * dimensions)
    if not header:
        raise _error(path, f"an IDX file of {_KINDS[dimensions]}", "it is empty", "copy it again")
    if header[:4] != magic:
        expected = f"IDX {_KINDS[dimensions]} in unsigned bytes (magic number {magic.hex(' ')})"
        came = f"it begins with {header[:4].hex(' ')}"
        raise _error(path, expected, came, "check that it is the right file under this name")
    if len(header) < 4 + 4 * dimensions:
        came = f"it ends after {len(header)}"
        raise _error(path, f"a header of {4 + 4 * dimensions} bytes", came, "copy it again")
    shape = struct.unpack(f">{dimensions}I", header[4:])
    if math.prod(shape) == 0:
        raise _error(path, "sizes above zero", f"the header says {shape}", "use another file")
    return shape, math.prod(shape)


def _promise(shape: tuple[int, ...]) -> str:
    return f"{'×'.join(map(str, shape))} bytes after the header, as it promises"


class _Gzip:
    """The content of a gzip file with one member, piece by piece."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(wbits=31)

    def read(self, count: int, /) -> bytes:
        """`count` bytes, or fewer where the content ends: whole, and its checksum right."""
        parts: list[bytes] = []
        while count and not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._file.read(_PIECE)
            if not packed:
                raise EOFError("it ends too early")
            parts.append(self._inflate.decompress(packed, count))
            count -= len(parts[-1])
        if self._inflate.eof and (self._inflate.unused_data or self._file.read(1)):
            raise EOFError("something follows its end")
        return b"".join(parts)


def _unreadable(path: Path, error: OSError) -> DataError:
    came = f"the system says: {error.strerror or error}"
    return _error(path, "to read it", came, "check its permissions and the disk")


def _error(path: object, expected: str, came: str, advice: str) -> DataError:
    return DataError(f"{path}: expected {expected}, but {came}; {advice}")
