"""Whether a learner's function calls groundup's own, which does what is to be written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

HOME = str(Path(__file__).parents[2])
CHECKER = str(Path(__file__).parents[1])
ASKED = ("<module>", "__getattr__", "__dir__")  # by an import


@contextmanager
def borrowed(file: Path) -> Iterator[list[str]]:
    """The names of groundup's functions that are called from elsewhere, as from `file`."""
    found: list[str] = []

    def ours(code: CodeType) -> bool:
        return code.co_filename.startswith(HOME) and code.co_filename != str(file)

    def look(frame: FrameType, event: str, _: Any) -> None:
        code, caller = frame.f_code, frame.f_back
        if event != "call" or not ours(code) or code.co_filename.startswith(CHECKER):
            return
        if caller is not None and not ours(caller.f_code) and code.co_name not in ASKED:
            found.append(code.co_name)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(before)
