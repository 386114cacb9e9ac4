"""What is refused to a learner's code, whichever function it calls: to change what is not the
check's own, and to fetch anything. A data set that has to be fetched is not there.

Python tells its audit hooks of what it does itself. What a library in C does, or a process that the
code starts, it does not know.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from groundup.checking.running.overlay import WRITING
from groundup.checking.running.places import is_path, whole

NETWORK = ("socket.connect", "socket.getaddrinfo")
CHANGES = {  # by event, which arguments are paths, each with the descriptor that it starts from
    "os.chflags": [(0, None)],
    "os.chmod": [(0, 2)],
    "os.chown": [(0, 3)],
    "os.link": [(0, 2), (1, 3)],
    "os.mkdir": [(0, 2)],
    "os.remove": [(0, 1)],
    "os.removexattr": [(0, None)],
    "os.rename": [(0, 2), (1, 3)],
    "os.rmdir": [(0, 1)],
    "os.setxattr": [(0, None)],
    "os.symlink": [(1, 2)],
    "os.truncate": [(0, None)],
    "os.utime": [(0, 3)],
    "sqlite3.connect": [(0, None)],
}
IN_MEMORY = (":memory:", "")


def refuse(own: Path) -> None:
    """From now on, in this process, but for the folder `own`."""

    def asked(event: str, given: tuple[Any, ...]) -> None:
        if event in NETWORK:
            raise ConnectionRefusedError("there is no network while code is checked")
        if event == "open" or event in CHANGES:
            for place in changed(event, given):
                if not place.is_relative_to(own) and not is_spared(event, place):
                    raise PermissionError(f"{place} is not changed while code is checked")

    sys.addaudithook(asked)


def changed(event: str, given: tuple[Any, ...]) -> Iterator[Path]:
    """The places that an event would change."""
    if event == "open":
        path, mode, flags = given
        if is_path(path) and (set(mode or "") & set("wax+") or flags & WRITING):
            yield whole(path)
        return
    if event == "sqlite3.connect":
        given = (of_database(given[0]),)
    for path, folder in CHANGES[event]:
        open_for_writing = event == "os.truncate" and not is_path(given[path])
        if not open_for_writing and given[path] not in IN_MEMORY:
            yield whole(given[path], None if folder is None else given[folder])


def of_database(name: str) -> str:
    """Its path, which SQLite takes in a URI, too."""
    return unquote(urlsplit(name).path) if str(name).startswith("file:") else name


def is_spared(event: str, place: Path) -> bool:
    """Whether it is a device or a pipe; a folder is opened by who opens something else in it."""
    try:
        mode = place.stat().st_mode
    except OSError:
        return not place.is_absolute()
    return not stat.S_ISREG(mode) and (event == "open" or not stat.S_ISDIR(mode))
