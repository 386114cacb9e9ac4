"""What a learner's code writes goes into a folder of the check's own, and is read from there: a
network that is saved on the way does not end its training, and nothing is left in the learner's
folder, or taken from it."""

from __future__ import annotations

import builtins
import io
import itertools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def divert() -> None:
    """From now on, in this process. What is opened below Python, and by other libraries, goes
    where it is said."""
    elsewhere = Elsewhere(Path.cwd(), Path(tempfile.mkdtemp()))
    builtins.open = io.open = elsewhere.opening(io.open)
    os.mkdir = elsewhere.sparing(os.mkdir)
    os.remove = elsewhere.sparing(os.remove)
    os.unlink = elsewhere.sparing(os.unlink)
    os.rmdir = elsewhere.sparing(os.rmdir)


class Elsewhere:
    """What would be written below the folder `here` is in `there`."""

    def __init__(self, here: Path, there: Path):
        self.here, self.there = here, there
        self.written: dict[Path, Path] = {}
        self.numbers = itertools.count()

    def opening(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            path = self.below(file)
            writes = isinstance(mode, str) and set(mode) & set("wax+")
            if path and writes and path not in self.written:
                self.written[path] = self.there / f"{next(self.numbers)}{path.suffix}"
                if set(mode) & set("a+") and "w" not in mode and path.is_file():
                    self.written[path].write_bytes(path.read_bytes())
            return plain(self.written.get(path, file) if path else file, mode, *given, **named)

        return opened

    def sparing(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """Of a function that changes a folder: it leaves those below here as they are."""

        def changed(path: Any, *given: Any, **named: Any) -> Any:
            below = self.below(path)
            if below is None:
                return plain(path, *given, **named)
            self.written.pop(below, None)
            return None

        return changed

    def below(self, path: Any) -> Path | None:
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        whole = Path(os.path.normpath(self.here / os.fsdecode(path)))
        return whole if whole.is_relative_to(self.here) else None
