"""The lines of a learner's files that run while its steps are looked at."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from groundup.checking.loading.tracebacks import theirs

PACKAGE = str(Path(__file__).parents[2])


@cache
def their_own(file: str) -> bool:
    return theirs(file) and not file.startswith(PACKAGE)


class Lines:
    """Takes down the lines that run while it is on."""

    def __init__(self) -> None:
        self.ran: dict[str, set[int]] = defaultdict(set)
        self.lambdas: set[CodeType] = set()
        self.before: Any = None
        self.on = False

    def __enter__(self) -> Lines:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """From here on, in the functions that are running already too."""
        if self.on:
            return
        self.before, self.on = sys.gettrace(), True
        for frame in running():
            frame.f_trace = self.line
        sys.settrace(self.call)

    def stop(self) -> None:
        if not self.on:
            return
        sys.settrace(self.before)
        self.on = False
        for frame in running():
            frame.f_trace = None

    def call(self, frame: FrameType, event: str, argument: Any) -> Any:
        if not their_own(frame.f_code.co_filename):
            return None
        if frame.f_code.co_name == "<lambda>":
            self.lambdas.add(frame.f_code)
        return self.line

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.ran[frame.f_code.co_filename].add(frame.f_lineno)
        return self.line


def running() -> Iterator[FrameType]:
    """The learner's functions that wait for what runs now."""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        if their_own(frame.f_code.co_filename):
            yield frame
        frame = frame.f_back
