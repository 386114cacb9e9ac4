"""A program's run, recorded without the tape: numbers that a statement may move (its target stands
in its own value, too), and single numbers that are assigned, returned, printed or appended."""

from __future__ import annotations

import contextlib
import io
import os
import random
import warnings
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from bench.checking.sites import compiled

MOST = 200_000  # records of a run
MOST_NUMBERS = 3_000_000  # that are copied
SMALL = 400  # numbers of an array that is copied whole where a part is moved
WHOLE = " whole"

Value = Callable[[], Any]


class Record(NamedTuple):
    """Of `site`: a single number that was seen, or what numbers were and are."""

    site: str
    old: Any
    new: Any

    @property
    def moved(self) -> bool:
        return self.old is not None


class Change(NamedTuple):
    """The `number` of what the record `at` moves is made larger by `more`."""

    at: int
    number: int
    more: float


class Stop(BaseException):
    """Enough was recorded. No `except` of a program ought to catch it."""


class Recorder:
    """What a run does to its numbers; those of `driven` sites go so far, whatever the program
    moves."""

    def __init__(self, until: int, change: Change | None, driven: Mapping[str, float]):
        self.until, self.change, self.driven = until, change, driven
        self.records: list[Record] = []
        self.begun: list[tuple[str, Any, Any]] = []
        self.copied = 0

    def seen(self, site: str, value: Any) -> Any:
        if isinstance(value, float | np.ndarray) and np.size(value) == 1:
            with contextlib.suppress(TypeError, ValueError):
                self.record(Record(site, None, float(np.ravel(value)[0])))
        return value

    def before(self, site: str, value: Value, home: Value) -> None:
        self.begun.append((site, numbers_of(value), whole(home)))

    def after(self, site: str, value: Value, home: Value) -> Any:
        """What the target is to be: as it is, but for what is changed or driven."""
        old = old_whole = None
        while self.begun:  # what is above was left by an exception
            begun, old, old_whole = self.begun.pop()
            if begun == site:
                break
        self.whole(f"{site}{WHOLE}", old_whole, whole(home), home)
        found, new = value(), numbers_of(value)
        if old is None or new is None or old.shape != new.shape:
            return found
        if site in self.driven:
            drift = self.driven[site] * np.cos(np.arange(old.size))
            found = with_numbers(found, old + drift)
        else:
            found = self.changed(found, new)
        self.record(Record(site, old, new))
        if new.size == 1:
            self.record(Record(f"{site} by", None, float(new[0] - old[0])))
        return found

    def whole(self, site: str, old: Any, new: Any, home: Value) -> None:
        """The array in which a part was moved, which may be another part each time."""
        if old is not None and new is not None and old.shape == new.shape:
            self.changed(home(), new)
            self.record(Record(site, old, new))

    def changed(self, thing: Any, row: Any) -> Any:
        if not self.change or self.change.at != len(self.records):
            return thing
        row = row.copy()
        row[self.change.number] += self.change.more
        return with_numbers(thing, row)

    def record(self, one: Record) -> None:
        self.records.append(one)
        self.copied += one.new.size if one.moved else 0
        if len(self.records) >= self.until or self.copied > MOST_NUMBERS:
            raise Stop


def numbers_of(value: Value) -> Any:
    """None where there is nothing yet, too."""
    try:
        return numbers(value())
    except Exception:
        return None


def whole(home: Value) -> Any:
    """The numbers of a small array that a target is a part of; else None."""
    found = numbers_of(home)
    small = found is not None and found.size <= SMALL
    return found if small and isinstance(home(), np.ndarray) else None


def numbers(thing: Any) -> Any:
    """All floats of an array, a number or nested lists, as one row; None of anything else."""
    if isinstance(thing, float):
        return np.array([float(thing)])
    if isinstance(thing, np.ndarray):
        return thing.astype(float).ravel() if thing.dtype.kind == "f" else None
    if isinstance(thing, list | tuple) and thing:
        parts = [numbers(one) for one in thing]
        return None if any(part is None for part in parts) else np.concatenate(parts)
    return None


def with_numbers(thing: Any, row: Any) -> Any:
    """The same with other numbers: arrays and lists in place."""
    if isinstance(thing, float):
        return type(thing)(row[0])
    if isinstance(thing, np.ndarray):
        thing[...] = row.reshape(thing.shape)
        return thing
    ends = np.cumsum([0, *(numbers(one).size for one in thing)])
    parts = [with_numbers(x, row[a:b]) for x, a, b in zip(thing, ends, ends[1:], strict=False)]
    if isinstance(thing, tuple):
        return tuple(parts)
    thing[:] = parts
    return thing


def run(
    text: str,
    until: int = MOST,
    change: Change | None = None,
    driven: Mapping[str, float] = MappingProxyType({}),
) -> list[Record]:
    """Runs a program until so many records, or until it ends or fails."""
    recorder = Recorder(until, change, driven)
    names = {
        "__name__": "__main__",
        "__seen__": recorder.seen,
        "__before__": recorder.before,
        "__after__": recorder.after,
    }
    with alone(), contextlib.suppress(Stop, Exception, SystemExit):
        exec(compiled(text), names)
    return recorder.records


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Quiet, and with the same chance each time."""
    os.environ["MPLBACKEND"] = "agg"
    generator, state = (
        np.random.default_rng,
        random.getstate(),
    )
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        random.seed(1)
        np.random.seed(1)
        np.random.default_rng = lambda seed=None: generator(1 if seed is None else seed)
        try:
            yield
        finally:
            np.random.default_rng = generator
            random.setstate(state)
