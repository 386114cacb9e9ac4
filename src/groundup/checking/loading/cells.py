"""The text of a file or of a notebook's cell, and what to call a line of it.

A notebook's file is run as one text, which is kept in `linecache` as IPython keeps the cells of a
session: so that whoever asks for a line finds what ran. Where each cell begins is kept here.
"""

from __future__ import annotations

import bisect
import linecache
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STARTS: dict[str, Sequence[int]] = {}  # by file, the first line of each code cell; () for no cells
NAMES: dict[str, Sequence[str]] = {}  # by file, what its cells are called


def remember(file: Path, text: str, starts: Sequence[int] = (), names: Sequence[str] = ()) -> None:
    """Keeps the text that runs, whatever is in the file."""
    linecache.cache[str(file)] = (len(text), None, text.splitlines(keepends=True), str(file))
    STARTS[str(file)], NAMES[str(file)] = starts, names


def text_of(file: Path | None) -> str:
    """ "" where there is none, or it is no text."""
    if file is None:
        return ""
    if str(file) in STARTS:
        return "".join(linecache.getlines(str(file)))
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "".join(linecache.getlines(str(file)))  # IPython puts its cells there


def cell(filename: str, line: int) -> tuple[str, int]:
    """ "In[3]", as IPython numbers its cells, or "cell 3" of a notebook's file, and the line in it;
    "" for what is none of them."""
    starts = STARTS.get(filename, ())
    if number := bisect.bisect_right(starts, line):
        return NAMES[filename][number - 1], line - starts[number - 1] + 1
    shell = session()
    label = shell.compile.format_code_name(filename) if shell else None
    return label[1] if label else "", line


def session() -> Any:
    """IPython's, if this runs in one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def history() -> list[str]:
    """The cells that a session has run so far, by their number, from 0."""
    shell = session()
    return [*shell.history_manager.input_hist_raw] if shell else []


def place(file: Path | str, line: int) -> str:
    """ "line 60", or "line 5 of cell 3"."""
    name, within = cell(str(file), line)
    return f"line {within} of {name}" if name else f"line {line}"


def shown(filename: str, line: int) -> tuple[str, int]:
    """What to call a file in a traceback, and a line of it."""
    name, within = cell(filename, line)
    return (name, within) if name else (filename, line)
