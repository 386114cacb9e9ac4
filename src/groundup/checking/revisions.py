"""When a file is saved, or one of the modules that it imports from around it.

Files are looked at a few times a second. Notices of the system would come sooner, but none come
from a network drive, and they need a library for each system. A file is opened for each look, since
a network drive asks its server then, and may answer from its memory otherwise.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from groundup.checking.loading.surroundings import sources
from groundup.checking.loading.targets import parse

PERIOD = 0.2  # seconds between two looks
SETTLED = 0.15  # seconds in which nothing is written any more
MISSED = 2.0  # seconds after which a file is gone, and not just being replaced
State = tuple[int, int, int] | None  # of a file: when it was written, its size, its number


class Revisions:
    """Of a target, as in `parse`, and of `others`, such as an adapter."""

    def __init__(self, target: str, others: tuple[Path, ...] = ()):
        self.target, self.others = target, others
        file = parse(target).file
        self.file = file or Path(target)
        self.files = {self.file, *others}
        self.seen = states(self.files)

    def begin(self) -> None:
        """The revision that is there now is the one to be checked. What cannot be read keeps the
        modules that it had."""
        try:
            target = parse(self.target)
            if target.source and not target.source.error:
                self.files = {*(one.file for one in sources(target)), *self.others}
        except (OSError, ValueError):
            pass
        self.seen = states(self.files)

    def wait(self, gone: Callable[[], None]) -> None:
        """Until there is another, written to its end. An empty file is one that is being written,
        and so is none for a moment; `gone` is called where that lasts."""
        now, since = self.seen, time.monotonic()
        while now == self.seen:
            time.sleep(PERIOD)
            now = states(self.files)
        while True:
            time.sleep(SETTLED)
            before, now = now, states(self.files)
            own = now[self.file]
            if own is not None:
                since = time.monotonic()
            if now == before and own and own[1] > 0:
                return
            if time.monotonic() - since > MISSED:
                since = float("inf")
                gone()


def states(files: set[Path]) -> dict[Path, State]:
    return {file: state(file) for file in files}


def state(file: Path) -> State:
    """None where there is none."""
    try:
        with file.open("rb") as opened:
            found = os.fstat(opened.fileno())
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
