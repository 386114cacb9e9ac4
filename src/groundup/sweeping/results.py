"""The results of a sweep, in a file that one process writes (SQLite), and anybody may read.

What a sweep is (its space, seed, data, rounds, versions) is in it too, so that a command which is
run again goes on, and another sweep is refused. Every outcome is on the disk before the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from groundup.errors import UserError
from groundup.sweeping.provenance import refuse_other_samples, refuse_other_versions
from groundup.sweeping.rounds import Outcome

__all__ = ["Entry", "Results", "ResultsError"]

SCHEMA = """
    create table if not exists sweep (name text primary key, value text not null);
    create table if not exists rounds (
        trial integer, round integer, accuracy real, cost real, epochs integer, seconds real,
        crc integer, checkpoint blob, diverged text, lost text, primary key (trial, round));
"""
FORMAT = "groundup sweep 1"


class Entry(NamedTuple):
    """A trial after a round."""

    trial: int
    round: int
    accuracy: float | None  # of validation, 0 to 1; None of a regression, and as `score` says
    cost: float | None
    epochs: int | None
    seconds: float | None
    crc: int | None
    diverged: str | None  # in words
    lost: str | None  # why there is no outcome

    @property
    def score(self) -> float | None:
        """What trials are ranked by, more being better: the accuracy, or of a regression the cost,
        negative. None where it diverged or was lost."""
        if self.accuracy is not None or self.cost is None:
            return self.accuracy
        return -self.cost


COLUMNS = ", ".join(Entry._fields)


class ResultsError(UserError):
    """The file cannot be read or written."""


class Results:
    """The file at `path`; rounds have numbers from 0. `about` is what the sweep is, in JSON's
    types; None reads what is there.

    Raises UserError where the file is none of these, is another sweep's, or cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], about: Mapping[str, Any] | None) -> None:
        self.path = Path(path)
        if about is None and not self.path.is_file():
            raise UserError(f"{path}: there is no such file; name one that groundup sweep wrote")
        with self._plainly():
            self._file = sqlite3.connect(self.path, isolation_level=None)
            if about is not None:
                self._file.executescript(SCHEMA)
            if about is not None and not self._file.execute("select 1 from rounds").fetchone():
                self._begin({"format": FORMAT, **about})
            kept = dict(self._file.execute("select name, value from sweep"))
        self.about: dict[str, Any] = {name: json.loads(value) for name, value in kept.items()}
        if self.about.get("format") != FORMAT:
            raise UserError(f"{path}: this is not a file of groundup sweep; name another file")
        if about is not None:
            self._refuse_another(about)

    def _begin(self, about: Mapping[str, Any]) -> None:
        rows = [(name, json.dumps(value)) for name, value in about.items()]
        self._file.execute("begin")
        self._file.execute("delete from sweep")
        self._file.executemany("insert into sweep values (?, ?)", rows)
        self._file.execute("commit")

    def _refuse_another(self, about: Mapping[str, Any]) -> None:
        there, now = self.about, json.loads(json.dumps(about))
        if "samples" not in there:
            raise UserError(
                f"{self.path}: an older groundup began this sweep and did not record which samples "
                "it learned from, so the sweep cannot go on; name another file to begin again "
                "(--show still shows this one)"
            )
        for name in now.keys() - {"versions", "samples"}:
            if there.get(name) != now[name]:
                raise UserError(
                    f"{self.path}: the sweep in this file differs in {name}: "
                    f"{there.get(name)!r} there, {now[name]!r} now; give the same to go on with "
                    "it, or name another file"
                )
        try:
            refuse_other_versions(there["versions"], now["versions"])
            for how, samples in now["samples"].items():
                refuse_other_samples(now["data"], there["samples"][how], samples)
        except UserError as error:
            raise UserError(f"{self.path}: {error}") from None

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def record(self, trial: int, number: int, outcome: Outcome) -> None:
        """Writes an outcome down; the checkpoint of the round before is not needed any more."""
        with self._plainly():
            self._file.execute("begin")
            self._file.execute(
                "insert into rounds values (?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
                (
                    trial,
                    number,
                    outcome.accuracy,
                    outcome.cost,
                    outcome.epochs,
                    outcome.seconds,
                    outcome.crc,
                    outcome.checkpoint,
                    outcome.diverged,
                ),
            )
            self._forget("trial = ? and round < ?", trial, number)
            self._file.execute("commit")

    def lose(self, trial: int, number: int, why: str) -> None:
        """Writes down that there is no outcome, and why."""
        with self._plainly():
            self._file.execute(
                "insert into rounds (trial, round, lost) values (?, ?, ?)", (trial, number, why)
            )

    def forget_checkpoints(self, trials: Iterable[int]) -> None:
        """Of trials that go no further."""
        with self._plainly():
            for trial in trials:
                self._forget("trial = ?", trial)

    def _forget(self, which: str, *values: int) -> None:
        self._file.execute(f"update rounds set checkpoint = null where {which}", values)

    def checkpoint(self, trial: int, number: int) -> bytes | None:
        with self._plainly():
            asked = "select checkpoint from rounds where trial = ? and round = ?"
            found = self._file.execute(asked, (trial, number)).fetchone()
        return found and found[0]

    def entries(self, number: int | None = None) -> list[Entry]:
        """By trial and round."""
        where, values = ("", ()) if number is None else ("where round = ?", (number,))
        with self._plainly():
            asked = f"select {COLUMNS} from rounds {where} order by trial, round"
            return [Entry(*row) for row in self._file.execute(asked, values)]

    def ranking(self, number: int) -> list[Entry]:
        """Those that a round left with a score, the best first; of equals the first trial."""
        ranked = [entry for entry in self.entries(number) if entry.score is not None]
        return sorted(ranked, key=lambda entry: (-(entry.score or 0.0), entry.trial))

    @property
    def digest(self) -> str:
        """SHA-256 of all results but the seconds: whoever computed them, and however often it was
        interrupted, it is the same."""
        said = [(e.trial, e.round, e.accuracy, e.cost, e.epochs, e.crc) for e in self.entries()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What SQLite says, as a user's error."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise ResultsError(
                f"{self.path}: the results cannot be read or written: {error}; what is in the "
                f"file stays; fix that and run the same command again"
            ) from None
