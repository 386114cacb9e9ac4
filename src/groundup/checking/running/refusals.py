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

from groundup.checking.running.overlay import WRITING, is_path, whole

NETWORK = ("socket.connect", "socket.getaddrinfo")
CHANGES = {  # by event, which arguments are paths, and which are folders that they start from
    "os.chflags": ([0], []),
    "os.chmod": ([0], [2]),
    "os.chown": ([0], [3]),
    "os.link": ([0, 1], [2, 3]),
    "os.mkdir": ([0], [2]),
    "os.remove": ([0], [1]),
    "os.removexattr": ([0], []),
    "os.rename": ([0, 1], [2, 3]),
    "os.rmdir": ([0], [1]),
    "os.setxattr": ([0], []),
    "os.symlink": ([1], [2]),
    "os.truncate": ([0], []),
    "os.utime": ([0], [3]),
    "sqlite3.connect": ([0], []),
}
HERE, IN_MEMORY = (None, -1), (":memory:", "")


def refuse(own: Path) -> None:
    """From now on, in this process, but for the folder `own`."""

    def asked(event: str, given: tuple[Any, ...]) -> None:
        if event in NETWORK:
            raise ConnectionRefusedError("there is no network while code is checked")
        if event == "open" or event in CHANGES:
            for place in changed(event, given):
                if not (place and (place.is_relative_to(own) or is_spared(event, place))):
                    named = place or "the file behind a descriptor"
                    raise PermissionError(f"{named} is not changed while code is checked")

    sys.addaudithook(asked)


def changed(event: str, given: tuple[Any, ...]) -> Iterator[Path | None]:
    """The places that an event would change; None for one that only a descriptor tells."""
    if event == "open":
        path, mode, flags = given
        if is_path(path) and (set(mode or "") & set("wax+") or flags & WRITING):
            yield whole(path)
        return
    paths, folders = CHANGES[event]
    if any(given[one] not in HERE for one in folders):
        yield None
        return
    for path in (given[one] for one in paths):
        if event == "sqlite3.connect":
            path = unquote(urlsplit(path).path) if str(path).startswith("file:") else path
        if is_path(path) and path not in IN_MEMORY:
            yield whole(path)
        elif not is_path(path) and event != "os.truncate":  # which was opened for writing
            yield None


def is_spared(event: str, place: Path) -> bool:
    """Whether it is a device or a pipe; a folder is opened by who opens something else in it."""
    try:
        mode = place.stat().st_mode
    except OSError:
        return not place.is_absolute()
    return not stat.S_ISREG(mode) and (event == "open" or not stat.S_ISDIR(mode))
