"""Where a path leads, as a function of `os` or an audit event is given it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, TypeGuard

AnyPath = str | bytes | os.PathLike[Any]
plain_getcwd = os.getcwd


def is_path(given: Any) -> TypeGuard[AnyPath]:
    return isinstance(given, str | bytes | os.PathLike)


def whole(path: AnyPath | int, folder: int | None = None) -> Path:
    """The absolute path, from here or from the folder with this descriptor, or of a descriptor."""
    if isinstance(path, int):
        return of_descriptor(path)
    place = Path(os.fsdecode(path))
    if not place.is_absolute():  # the folder where the code stands may be gone
        place = start(folder) / place
    return Path(os.path.normpath(place))


def start(folder: int | None) -> Path:
    return Path(plain_getcwd()) if folder in (None, -1) else of_descriptor(folder)


def of_descriptor(number: int) -> Path:
    """The path of what is open there."""
    if sys.platform == "darwin":
        import fcntl

        found = fcntl.fcntl(number, fcntl.F_GETPATH, bytes(1024))
        return Path(os.fsdecode(found.rstrip(b"\0")))
    return Path(f"/proc/self/fd/{number}").readlink()
