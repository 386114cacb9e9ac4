"""Writes a file whole or not at all.

The bytes go to a new file beside the old one, are forced to the disk, and only then take the old
one's place, in one step. Whoever looks sees the old file or the new one, never half of either. The
new file has one name for each old one, and is locked: two writers take turns, and what a killed
writer left is removed by the next.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from groundup.formats.locks import create_locked, hidden_beside


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`, or leave everything as it was and raise OSError.

    What open() would do holds here too: a new file's permissions follow the umask, an old one's
    stay, a write-protected file is refused, and a symbolic link stays a link: the file it points
    to is replaced. A device or pipe (`/dev/stdout`) cannot be replaced and is written to.
    """
    path = Path(path)
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # refuses a folder
        return
    target = Path(os.path.realpath(path))
    temporary = hidden_beside(target, "tmp")
    with create_locked(temporary) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                _keep_permissions(target, temporary)
            temporary.replace(target)
        except BaseException:  # Ctrl-C too
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


def _keep_permissions(target: Path, temporary: Path) -> None:
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    temporary.chmod(target.stat().st_mode & 0o777)
