"""Damages a file, reads it, and judges what came of that."""

from __future__ import annotations

import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, NamedTuple

from bench.damage.subjects import Subject
from groundup.errors import UserError

SECONDS = 10.0  # that one file may take

GOOD = {
    "refused": "in a sentence",
    "same": "it holds what it held before: the damage hit nothing that counts",
    "unknown": "it holds other numbers, and nothing in its format could tell",
}
BAD = {
    "answered": "it holds other numbers, and its format could tell",
    "traceback": "it was neither read nor refused",
    "endless": f"it took more than {SECONDS:g} s",
}


class Verdict(NamedTuple):
    kind: str  # one of GOOD or BAD
    words: str = ""


class TooLong(BaseException):
    """Raised by the clock; no reader takes it for damage."""


def judged(subject: Subject, whole: Any, number: int, seed: int) -> tuple[str, Verdict]:
    """The way in which file `number` is damaged, and the verdict. `whole` is what the subject
    holds; its file is whole again afterwards."""
    chance = Random(f"{seed} {number}")
    change = chance.choice(subject.changes)
    content = subject.file.read_bytes()
    try:
        subject.file.write_bytes(change(content, chance))
        verdict = read(subject, whole, change in subject.forged)
    finally:
        subject.file.write_bytes(content)
    return change.__name__, verdict


def read(subject: Subject, whole: Any, forged: bool) -> Verdict:
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("error")
            found = subject.read()
    except UserError as error:
        return Verdict("refused", str(error))
    except TooLong:
        return Verdict("endless")
    except Exception:
        return Verdict("traceback", traceback.format_exc())
    if repr(found) == repr(whole):
        return Verdict("same")
    return Verdict("answered" if subject.proved and not forged else "unknown")


@contextmanager
def limited() -> Iterator[None]:
    """What takes too long is stopped by TooLong."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
