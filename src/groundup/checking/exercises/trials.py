"""Each function of an exercise judged by itself.

A function is right if a small scenario gives what it gives with the rung's functions alone: among
the rung's functions, or among the learner's own helpers, or in the whole of their file, since one
who writes other helpers is right too.
"""

from __future__ import annotations

import traceback
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from groundup.checking.exercises import convolutions
from groundup.checking.exercises.borrowing import borrowed
from groundup.checking.exercises.fill_ins import filled
from groundup.checking.exercises.path import helpers, ordered
from groundup.checking.exercises.places import first_wrong
from groundup.checking.exercises.samples import RESULTS, sample
from groundup.checking.exercises.scenario import Outcome, play
from groundup.checking.exercises.snapshots import Recorded, Snapshot, record, same
from groundup.checking.loading.tracebacks import FILLED, RAISED, last_line, shortened, theirs
from groundup.rungs import source

CONTEXTS = {  # what of a function's surroundings is the learner's own: little, and then more
    "alone": lambda rung: (),
    "helpers": helpers,
    "whole": ordered,
}
Pair = tuple[Outcome, Outcome]  # what was expected, and what came


class Judged(NamedTuple):
    """One function."""

    function: str
    state: str  # right, or what is wrong with it: raised, nothing, number, hung, borrowed
    message: str = ""  # a sentence without its full stop
    detail: str = ""  # a traceback, or a small sample
    # Of the first wrong number, then of the last right ones before it, as the tape has places.
    places: Sequence[Sequence[int]] = ()
    slug: str = ""  # of the mistake that gives these numbers, where they are compared with it


class Trials:
    """Of the functions that are `written` in one file."""

    def __init__(self, file: Path, rung: str, written: Collection[str]):
        self.file, self.rung, self.written = file, rung, set(written)
        names = filled(source(rung), rung, ())
        self.recorded = {name: record(names, name) for name in ordered(rung)}
        self.expected = play(names, rung)

    def judged(self, name: str, context: str) -> Judged | None:
        """None where a larger context than that of the rung's functions shows nothing new."""
        if context == "alone":
            return self.alone(name)
        right = self.among(name, self.written & {*CONTEXTS[context](self.rung)})
        return Judged(name, "right") if right else None

    def alone(self, name: str) -> Judged:
        """Among the rung's functions."""
        names = filled(self.file, self.rung, set(ordered(self.rung)) - {name})
        calls = record(names, name)
        with borrowed(self.file) as others:
            failed = self.failed(play(names, self.rung))
        if others:
            words = f"it calls groundup's own {others[0]}. Write what it does yourself"
            return Judged(name, "borrowed", f"Fix {name} first: {words}")
        if not failed:
            return Judged(name, "right")
        found = fault(name, self.recorded[name], calls, failed, self.rung)
        slug = self.mistake(name) if found.state in ("number", "raised") else ""
        if slug:  # a call with small numbers shows more than what it leads to raises
            found = wrong_numbers(name, self.recorded[name], calls, self.rung) or found
        if found.state != "number":
            return found
        return found._replace(places=self.places(name), slug=slug)

    def mistake(self, name: str) -> str:
        """The slug of a known one that the function makes, among the rung's others."""
        if self.rung != convolutions.RUNG:
            return ""
        return convolutions.mistaken(filled(self.file, self.rung, set(ordered(self.rung)) - {name}))

    def places(self, name: str) -> list[Sequence[int]]:
        """Where a number is first wrong, as far as the tape tells."""
        try:
            found = first_wrong(self.file, self.rung, name)
        except RAISED:
            return []
        return [one[1:] for one in found]

    def failed(self, outcomes: list[Outcome]) -> list[Pair]:
        pairs = zip(self.expected, outcomes, strict=True)
        return [(right, came) for right, came in pairs if not agree(right, came)]

    def among(self, name: str, own: Collection[str]) -> bool:
        """Whether it is right among the learner's functions called `own`: in all that is asked of
        it, or in all where nothing is asked of it by name."""
        names = filled(self.file, self.rung, set(ordered(self.rung)) - {name, *own})
        with borrowed(self.file) as others:
            pairs = list(zip(self.expected, play(names, self.rung), strict=True))
        if others:
            return False
        asked = [pair for pair in pairs if pair[0].asked == name] or pairs
        return all(agree(right, came) for right, came in asked)


def agree(right: Outcome, came: Outcome) -> bool:
    return (right.raised is None) == (came.raised is None) and same(right.gave, came.gave)


def fault(
    name: str, right: list[Recorded], calls: list[Recorded], failed: list[Pair], rung: str
) -> Judged:
    """What is wrong with a function whose calls and failed outcomes these are."""
    for expected, came in zip(right, calls, strict=False):
        if came.gave is None and expected.gave is not None:
            why = "it returns nothing. Is there a return on every path through it?"
            return Judged(name, "nothing", f"Fix {name} first: {why}")
    for _, came in failed:
        if came.raised is not None and in_own_file(came.raised):
            words = f"Fix {name} first: it raises {last_line(came.raised)}"
            return Judged(name, "raised", words, shortened(came.raised))
    if order := exchanged(name, right, calls):
        words = f"Fix {name} first: it returns {order}, where its docstring promises the reverse"
        return Judged(name, "number", words, sample(name, right, calls, rung))
    if found := wrong_numbers(name, right, calls, rung):
        return found
    promised = [expected.gave for expected, came in failed if expected.raised and not came.raised]
    words = f"its docstring promises a {promised[0]}" if promised else "what it does is wrong"
    return Judged(name, "number", f"Fix {name} first: {words}")


def wrong_numbers(
    name: str, right: list[Recorded], calls: list[Recorded], rung: str
) -> Judged | None:
    """With the first small call that shows it; None where none does."""
    if shown := sample(name, right, calls, rung):
        words = f"Fix {name} first: it gives {rows_missed(right, calls) or 'wrong numbers'}"
        return Judged(name, "number", words, shown)
    return None


def rows_missed(right: list[Recorded], calls: list[Recorded]) -> str:
    """`1 row instead of 4`, where the first wrong array has as many columns as it should."""
    for expected, came in zip(right, calls, strict=False):
        if not same(expected.gave, came.gave):
            wanted, given = (array_shape(one.gave) for one in (expected, came))
            if len(wanted) != 2 or len(given) != 2 or wanted[1] != given[1]:
                return ""
            rows = f"{given[0]} row{'s' * (given[0] != 1)}"
            return f"{rows} instead of {wanted[0]}" if given != wanted else ""
    return ""


def array_shape(value: Snapshot) -> tuple[int, ...]:
    """() of what is no array of numbers."""
    try:
        return np.asarray(value, float).shape
    except (TypeError, ValueError):
        return ()


def exchanged(name: str, right: list[Recorded], calls: list[Recorded]) -> str:
    """`db, dw` where all that comes is what was expected, but the other way round."""
    labels = RESULTS.get(name, ())
    pairs = [(expected.gave, came.gave) for expected, came in zip(right, calls, strict=False)]
    turned = bool(pairs) and all(
        isinstance(came, list) and same(expected, came[::-1]) and not same(expected, came)
        for expected, came in pairs[:1]
    )
    return ", ".join(reversed(labels)) if turned else ""


def in_own_file(error: BaseException) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and any(
        frame.filename != FILLED and theirs(frame.filename) for frame in frames
    )
