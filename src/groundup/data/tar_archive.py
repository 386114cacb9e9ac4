"""The files in a tar archive, gzipped or not, one after the other; nothing is unpacked to disk."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO

from groundup.data.idx import DataError
from groundup.errors import UserError

if TYPE_CHECKING:
    import gzip
    import tarfile

ENDINGS = (".tar", ".tar.gz", ".tgz")
MEMBERS = 1000
"""The most that an archive may have: a data set has a dozen."""

Take = Callable[[str, int, IO[bytes]], None]
"""What is given a file's name, its size and its content."""

_GZIP = b"\x1f\x8b"
_LARGEST = 2**24  # bytes read at once: a header that promises more is damaged


def is_archive(path: Path) -> bool:
    """Whether a file's name is that of a tar archive."""
    return path.name.lower().endswith(ENDINGS) and path.is_file()


def each_file(path: Path, take: Take) -> None:
    """Gives each file's name without folders, its size, and its content, to be read at once or
    not at all. Links are left out.

    Raises DataError where the archive is truncated, damaged, or none at all.
    """
    import gzip
    import tarfile

    try:
        with path.open("rb") as packed:
            zipped = packed.read(2) == _GZIP
            packed.seek(0)
            content = _Bounded(gzip.GzipFile(fileobj=packed) if zipped else packed)
            with tarfile.open(fileobj=content, mode="r:") as archive:
                _take_all(archive, path, take)
            while content.read(_LARGEST):  # at its end, gzip compares the checksum
                pass
    except UserError:
        raise
    except Exception as error:  # tarfile and gzip raise of all kinds for damaged files
        raise DataError(
            f"{path}: expected a whole tar archive, but it is truncated or damaged "
            f"({error or type(error).__name__}); copy or download it again"
        ) from None


def _take_all(archive: tarfile.TarFile, path: Path, take: Take) -> None:
    for count, member in enumerate(archive):
        if count == MEMBERS:
            raise DataError(
                f"{path}: expected an archive of at most {MEMBERS:,} files, but it has more; "
                "name the archive of a data set"
            )
        if member.isfile() and not member.issparse():
            file = archive.extractfile(member)
            assert file is not None
            take(PurePosixPath(member.name).name, member.size, file)


class _Bounded(io.RawIOBase):
    """A file of which only so much is read at once, whatever an archive's headers promise."""

    def __init__(self, file: gzip.GzipFile | BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= _LARGEST:
            raise EOFError(f"a header promises {size} bytes")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
