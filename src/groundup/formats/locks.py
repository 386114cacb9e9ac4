"""Locks on files, which the system itself frees when the process that holds one dies.

The file that is locked lies beside the one that it stands for, which is replaced as a whole and so
cannot carry a lock itself. Where the system has no such locks, all is as if nobody else wrote.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


class BusyError(Exception):
    """Another process holds the lock; its message is the other's number, where it said so."""


@contextlib.contextmanager
def alone(path: str | os.PathLike[str]) -> Iterator[None]:
    """While this lasts, nobody else may be `alone` with that file. It needs a folder that can be
    written to; a device or pipe is nobody's.

    Raises BusyError where somebody is already.
    """
    path = Path(path)
    if fcntl is None or (path.exists() and not path.is_file()):
        yield
        return
    beside = hidden_beside(path, "lock")
    with _taken(beside) as file:
        try:
            file.write(str(os.getpid()))
            file.flush()
            yield
        finally:
            beside.unlink(missing_ok=True)


def create_locked(path: Path) -> IO[bytes]:
    """A new file at `path`, open for writing, and locked as long as it is. One that a dead process
    left there is removed; where a living process writes there, this waits until it is done."""
    while True:
        try:
            file = path.open("xb")
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError), path.open("rb") as stray:
                lock(stray, wait=True)
                if _is_at(stray, path):
                    path.unlink()
            continue
        lock(file, wait=True)
        if _is_at(file, path):
            return file
        file.close()


def lock(file: IO[bytes] | IO[str], wait: bool) -> bool:
    """Whether the lock is ours now. Where there are no locks, it always is."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # some network's folders have none
        return True
    return True


def hidden_beside(path: str | os.PathLike[str], kind: str) -> Path:
    """A hidden file in the folder of the one that `path` leads to, a name for each and `kind`."""
    target = Path(os.path.realpath(path))
    return target.with_name(f".groundup-{zlib.crc32(os.fsencode(target.name)):08x}.{kind}")


@contextlib.contextmanager
def _taken(path: Path) -> Iterator[IO[str]]:
    """The lock file at `path`, locked, and empty."""
    while True:
        with path.open("a+") as file:
            if not lock(file, wait=False):
                file.seek(0)
                raise BusyError(file.read(20))
            if not _is_at(file, path):  # whoever had it removed it just now
                continue
            file.truncate(0)
            yield file
            return


def _is_at(file: IO[bytes] | IO[str], path: Path) -> bool:
    """Whether the open file is still the one at that path."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
