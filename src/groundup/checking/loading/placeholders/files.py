"""Files that are not there, as the learner's code reads them: with NumPy, pandas, `open` or gzip.

The readers are wrapped, once and for the whole process; only a learner's file that the checker runs
notices. `open` is given to its modules.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import gzip
import importlib
import io
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from groundup.checking.loading.placeholders import contents
from groundup.checking.loading.placeholders.callers import Asking, asking
from groundup.checking.loading.placeholders.tables import Table, numbered

EXISTING_ROWS = 500  # of a file that stands here, in place of pandas
IN_MEMORY = (":memory:", "")  # a database of SQLite's
Reader = Callable[..., Any]


def wrap(text: str) -> None:
    """NumPy's readers, gzip's `open`, and those of other libraries that a program's text names."""
    for name in ("loadtxt", "genfromtxt", "load"):
        once(np, name, reading, contents.arrays)
    once(np, "fromfile", reading, numbers_in)
    once(gzip, "open", reading, opened)
    if "pandas" in sys.modules:
        frame = sys.modules["pandas"].DataFrame
        frame.as_matrix = frame.to_numpy  # its older name
        once(sys.modules["pandas"], "read_csv", reading, contents.frame)
        once(sys.modules["pandas"], "read_pickle", reading, unpickled)
    for word, name, wrapper, *given in NAMED:
        if word in text:
            with contextlib.suppress(ImportError):
                once(importlib.import_module(word), name, wrapper, *given)


def once(module: ModuleType, name: str, wrapper: Callable[..., Reader], *given: Any) -> None:
    real = vars(module).get(name)
    if real is not None and real.__module__ != __name__:
        setattr(module, name, wrapper(real, *given))


def reading(real: Reader, made: Reader) -> Reader:
    """A reader, and what it gives for a file that is not there, if that is known."""

    @functools.wraps(real)
    def read(file: Any, *args: Any, **options: Any) -> Any:
        try:
            return real(file, *args, **options)
        except FileNotFoundError:
            asks = asking()
            if asks and (found := existing(file, asks)):
                return real(found, *args, **options)
            content = made(file, *args, **options) if asks else None
            if content is None:
                raise
            contents.note(file)
            return content

    read.__module__ = __name__
    return read


def existing(file: Any, asks: Asking | None) -> Path | None:
    """The file, from here, from where the one who asks is, or from the folder above."""
    if not isinstance(file, str | Path) or "://" in str(file):
        return None
    places = [Path(), *(asks.file.parents[:2] if asks else [])]
    return next((place / file for place in places if (place / file).is_file()), None)


def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
    """As `open`, or gzip's."""
    content = content_of(file, mode)
    if not isinstance(content, bytes):
        return None if content is None else io.StringIO(content)
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the learner closes it
    made.write(content)
    made.seek(0)
    return made


def content_of(file: Any, mode: str) -> str | bytes | None:
    asks = asking()
    return contents.known(asks, Path(str(file)).name, mode) if asks and "r" in mode else None


def numbers_in(
    file: Any, dtype: Any = float, count: int = -1, sep: str = "", offset: int = 0, **options: Any
) -> Any:
    """As NumPy's `fromfile`."""
    content = content_of(file, "rb")
    if isinstance(content, bytes):
        return np.frombuffer(content, dtype, count, offset).copy()
    return None


def read_csv(file: Any, *args: Any, **options: Any) -> Table:
    """As pandas does it, of a file that is there or not."""
    found = existing(file, asking())
    if found:
        return table_in(found, options.get("sep") or options.get("delimiter") or ",")
    if hasattr(file, "read"):
        return Table(np.array(list(csv.reader(file)), float))
    contents.note(file)
    return contents.frame(file, *args, **options)


def unpickled(file: Any, *args: Any, **options: Any) -> Any:
    """What is made up for a pickle; None where nothing is."""
    content = content_of(file, "rb")
    return pickle.loads(content) if isinstance(content, bytes) else None


def in_pickle(file: Any, *args: Any, **options: Any) -> Any:
    return pickle.loads(Path(file).read_bytes())


def table_in(file: Path, separator: str) -> Table:
    """A file's head line and its columns, words in them as whole numbers; short rows are filled up,
    and what has no name gets one, as pandas does it."""
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        head, *rows = filter(None, csv.reader(lines, delimiter=separator[:1]))
    width = len(head)
    whole = [[*row, *["nan"] * width][:width] for row in rows[:EXISTING_ROWS]]
    names = [name or f"Unnamed: {k}" for k, name in enumerate(head)]
    return Table(numbered(np.array(whole, object)), names)


def copied(real: Reader, place: int, name: str) -> Reader:
    """A function that opens a file below Python: it gets the one that Python's own `open` opens by
    now, which may be a copy."""

    @functools.wraps(real)
    def do(*given: Any, **named: Any) -> Any:
        listed = [*given]
        where: Any
        where, key = (named, name) if name in named else (listed, place)
        if isinstance(where[key], str | Path) and where[key] not in IN_MEMORY:
            with io.open(where[key], "ab") as opened:  # noqa: UP020 - as it is by now
                where[key] = opened.name
        return real(*listed, **named)

    do.__module__ = __name__
    return do


NAMED: list[tuple[Any, ...]] = [  # by a module that a text names, what is wrapped of it, and how
    ("scipy.io", "loadmat", reading, contents.matlab),
    ("torch", "save", copied, 1, "f"),
    ("sqlite3", "connect", copied, 0, "database"),
]
