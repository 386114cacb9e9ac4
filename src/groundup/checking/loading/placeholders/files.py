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
import os
import sys
import tempfile
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders import datasets
from groundup.checking.loading.placeholders.callers import Asking, asking
from groundup.checking.loading.placeholders.contents import (
    FEATURES,
    LABELS,
    Archive,
    known,
    matlab,
    note,
    table,
    worded,
)
from groundup.checking.loading.placeholders.tables import Table
from groundup.checking.loading.placeholders.widths import Widths
from groundup.checking.loading.placeholders.words import words

READERS = ("loadtxt", "genfromtxt", "load")
ONE_HOT = (  # how a program takes the class from a row of 0 and one 1
    r"(?i)(y|labels?|targets?)\w*\.argmax\((axis *= *)?(1|-1)"
    r"|argmax\((\w+\.)?(y|\w*labels?|targets?)(_\w+)?, *(axis *= *)?(1|-1)"
)
OWN_ONE_HOT = r"\b(eye|identity)\([^()]*\)\[|to_categorical\("  # how it makes such rows
EXISTING_ROWS = 500  # of a file that stands here, in place of pandas
IN_MEMORY = (":memory:", "")  # a database of SQLite's
Array = NDArray[Any]


def wrap(text: str) -> None:
    """NumPy's readers, gzip's `open`, and those of pandas and SciPy that a program's text names."""
    for name in READERS:
        once(np, name, lambda real: reading(real, made_up))
    once(np, "fromfile", from_file)
    once(gzip, "open", opening)
    if "pandas" in sys.modules:
        frame = sys.modules["pandas"].DataFrame
        frame.as_matrix = frame.to_numpy  # its older name
        once(sys.modules["pandas"], "read_csv", lambda real: reading(real, read_csv))
    if "scipy.io" in text:
        with contextlib.suppress(ImportError):
            io_of_scipy = importlib.import_module("scipy.io")
            once(io_of_scipy, "loadmat", lambda real: reading(real, matlab))
    if "torch.save(" in text:
        with contextlib.suppress(ImportError):
            once(importlib.import_module("torch"), "save", saving)
    if "sqlite" in text:
        with contextlib.suppress(ImportError):
            once(importlib.import_module("sqlite3"), "connect", connecting)


def once(module: ModuleType, name: str, wrapped: Callable[[Any], Any]) -> None:
    real = vars(module).get(name)
    if real is not None and real.__module__ != __name__:
        setattr(module, name, wrapped(real))


def reading(real: Callable[..., Any], made: Callable[..., Any]) -> Callable[..., Any]:
    """A reader, and what it gives for a file that is not there."""

    @functools.wraps(real)
    def read(file: Any, *args: Any, **options: Any) -> Any:
        try:
            return real(file, *args, **options)
        except FileNotFoundError:
            asks = asking()
            if asks is None:
                raise
            found = existing(file, asks)
            return real(found, *args, **options) if found else made(file, **options)

    read.__module__ = __name__
    return read


def made_up(file: Any, **options: Any) -> Any:
    """The table, the labels or the archive that a reader of NumPy's gives."""
    file, asks = str(file), asking()
    assert asks is not None
    note(file)
    if file.endswith(".npz"):
        return Archive(file)
    widths = asks.widths(Path(file).name)
    dtype = options.get("dtype") or (int if file.endswith(".npy") else float)
    if LABELS.search(Path(file).stem.lower()):
        classes = datasets.labels(widths.rows, widths.classes)
        rows = asks.matches(ONE_HOT) and not asks.matches(OWN_ONE_HOT)
        return (np.eye(widths.classes)[classes] if rows else classes).astype(dtype)
    cells = table(widths)
    alone = file.endswith(".npy") and FEATURES.search(Path(file).stem.lower())
    if widths.images and alone:
        cells = cells[:, 1:]
    elif widths.bare or alone:
        cells = datasets.samples(widths.rows, widths.columns - 1)
    columns = options.get("usecols")
    if columns is not None:
        cells = table(widths, max(widths.columns, *np.atleast_1d(columns) + 1))
    names = () if widths.bare else words(asks, Path(file).name, widths.classes)
    cells = worded(cells, options.get("dtype", float), names)
    cells = cells if columns is None else cells[:, columns]
    return cells.T if options.get("unpack") else cells


def read_csv(file: Any, *args: Any, names: Any = None, **options: Any) -> Table:
    """The table in a file, or one that is made up where there is none."""
    asks = asking()
    if isinstance(file, (str, Path)):
        found = existing(file, asks)
        if found:
            return numbers_of(found, options.get("sep") or options.get("delimiter") or ",")
    elif hasattr(file, "read"):
        lines = list(csv.reader(file))
        return Table(np.array(lines, float))
    note(file)
    widths = asks.widths(Path(str(file)).name) if asks else Widths(5, 2, datasets.SAMPLES)
    columns = options.get("usecols")
    if names is None and columns is not None and isinstance(columns[0], str):
        names = columns
    width = columns if names is None else names
    made = Table(table(widths, None if width is None else len(width)), names)
    return made.spelling(words(asks, Path(str(file)).name, widths.classes))


def idx(file: Any) -> Array:
    """As idx2numpy's `convert_from_file`: the images or the labels of digits."""
    note(file)
    pixels, classes = datasets.images(datasets.length(), 28, 28)
    return classes if LABELS.search(Path(str(file)).stem.lower()) else pixels


def existing(file: str | Path, asks: Asking | None) -> Path | None:
    """The file, from here, from where the one who asks is, or from the folder above."""
    if "://" in str(file):
        return None
    places = [Path(), *(asks.file.parents[:2] if asks else [])]
    return next((place / file for place in places if (place / file).is_file()), None)


def numbers_of(file: Path, separator: str) -> Table:
    """A file's head line and its columns, words in them as whole numbers."""
    with file.open(encoding="utf-8", errors="replace", newline="") as opened:
        lines = [line for line in csv.reader(opened, delimiter=separator[:1]) if line]
    head, rows = lines[0], [line for line in lines[1:] if len(line) == len(lines[0])]
    columns = [numbers(column) for column in zip(*rows[:EXISTING_ROWS], strict=True)]
    return Table(np.column_stack(columns), head)


def numbers(column: tuple[str, ...]) -> Array:
    try:
        return np.array([float(cell or 0) for cell in column])
    except ValueError:
        return np.unique(column, return_inverse=True)[1].astype(float)


def from_file(real: Callable[..., Any]) -> Callable[..., Any]:
    """NumPy's `fromfile`: the bytes of a file that is not there, and is known, as numbers."""

    @functools.wraps(real)
    def read(
        file: Any, dtype: Any = float, count: int = -1, sep: str = "", offset: int = 0, **more: Any
    ) -> Any:
        try:
            return real(file, dtype, count, sep, offset, **more)
        except FileNotFoundError:
            asks = asking()
            content = known(asks, Path(str(file)).name, "rb") if asks else None
            if not isinstance(content, bytes):
                raise
            note(file)
            return np.frombuffer(content, dtype, count, offset).copy()

    read.__module__ = __name__
    return read


def saving(real: Callable[..., Any]) -> Callable[..., Any]:
    """PyTorch's `save`, which opens a file below Python, through Python's own `open`."""

    @functools.wraps(real)
    def save(thing: Any, file: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(file, str | Path):
            return real(thing, file, *args, **options)
        with io.open(file, "wb") as opened:  # noqa: UP020 - as it is by now
            return real(thing, opened, *args, **options)

    save.__module__ = __name__
    return save


def connecting(real: Callable[..., Any]) -> Callable[..., Any]:
    """SQLite's `connect`, which opens a file below Python: it gets the file that `open` opens."""

    @functools.wraps(real)
    def connect(database: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(database, str | bytes | Path):
            return real(database, *args, **options)
        name = os.fsdecode(database)
        uri = bool(options.get("uri")) and name.startswith("file:")
        url = urllib.parse.urlsplit(name) if uri else None
        path = urllib.parse.unquote(url.path) if url else name
        if path in IN_MEMORY or (url and "mode=memory" in url.query):
            return real(database, *args, **options)
        with io.open(path, "ab") as opened:  # noqa: UP020 - as it is by now
            name = os.fsdecode(opened.name)
        if url:
            name = url._replace(path=urllib.parse.quote(name)).geturl()
        return real(name, *args, **options)

    connect.__module__ = __name__
    return connect


def opening(real: Callable[..., Any]) -> Callable[..., Any]:
    """`open`, or gzip's: a file that is not there, and is known, is made up."""

    @functools.wraps(real)
    def open_(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        try:
            return real(file, mode, *args, **options)
        except FileNotFoundError:
            asks = asking()
            content = known(asks, Path(str(file)).name, mode) if asks and "r" in mode else None
            if asks is None or content is None:
                raise
            note(file)
            if isinstance(content, str):
                return io.StringIO(content)
            opened = tempfile.TemporaryFile()  # noqa: SIM115 - the learner closes it
            opened.write(content)
            opened.seek(0)
            return opened

    open_.__module__ = __name__
    return open_
