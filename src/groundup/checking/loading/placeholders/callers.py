"""Who asks for data: the learner's file whose code called, as far as it is run by the checker."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from groundup.checking.loading.placeholders.widths import Widths, widths
from groundup.checking.loading.sources import Source
from groundup.checking.loading.tracebacks import OWN

NAME = "__asking__"  # among the names of a learner's module


class Asking(NamedTuple):
    """A file that runs, and the program that it is of."""

    file: Path
    sources: Mapping[Path, Source]  # those of the program that were read
    made_up: dict[str, None]  # the files for which something stood in, in their order
    answered: list[str]  # what was given where it asked its user

    def widths(self, name: str = "") -> Widths:
        """What the program takes the table in the file `name` to be."""
        read = self.sources.values()
        found = widths(tuple(source.text for source in read), name)
        fitted = next((one.fitted[name] for one in read if name in one.fitted), found[:2])
        found = found._replace(columns=fitted[0], classes=fitted[1])
        return found._replace(rows=self.rows) if self.rows else found

    @property
    def rows(self) -> int:
        """How many the program says its data have; 0 where it does not."""
        return max((source.rows for source in self.sources.values()), default=0)

    @property
    def numbered(self) -> set[str]:
        """The files in which classes are numbers, whatever words the program has for them."""
        return {name for source in self.sources.values() for name in source.numbered}

    def mentions(self, *words: str) -> bool:
        return any(word in source.text for source in self.sources.values() for word in words)

    def matches(self, pattern: str) -> bool:
        return self.found(pattern) is not None

    def found(self, pattern: str) -> re.Match[str] | None:
        hits = (re.search(pattern, source.text) for source in self.sources.values())
        return next(filter(None, hits), None)


def asking() -> Asking | None:
    """None where it is no learner's code that called into the checker."""
    frame = caller()
    return frame.f_globals.get(NAME) if frame else None


def caller() -> FrameType | None:
    """The innermost frame that is not the checker's."""
    frame: FrameType | None = sys._getframe(1)
    while frame and frame.f_code.co_filename.startswith(OWN):
        frame = frame.f_back
    return frame
