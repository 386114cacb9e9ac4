"""Where in a learner's function a number is first wrong: the function is run on a tape, with the
rung's others around it, and so is the rung."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from groundup.checking.exercises.fill_ins import filled
from groundup.checking.exercises.path import ordered
from groundup.checking.exercises.scenario import Call, Names, calls
from groundup.checking.judging.agreement import SAME_NUMBER
from groundup.checking.judging.blocks import blocks
from groundup.checking.loading.tracebacks import FILLED, RAISED
from groundup.checking.tracing import conversions, rewriting
from groundup.checking.tracing.memory import Current, use
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.runs import names_for
from groundup.checking.tracing.tape import Operation, Tape, TapeEnd
from groundup.rungs import source


def first_wrong(file: Path, rung: str, name: str) -> list[Position]:
    """The first operation in a function that gives what the rung never computes, from what it does,
    on the way to what the function gives; behind it the last right ones before it."""
    right = on_tape(source(rung), rung, ())
    own = on_tape(file, rung, set(ordered(rung)) - {name})
    asked = [call for it, call in calls(rung) if it == name]
    for call in asked or [call for _, call in calls(rung)]:
        known = np.sort(values(played(right, call, source(rung))[0]))
        tape, gave = played(own, call, file)
        made = wrong_operation(tape, gave, known)
        if made is not None and made.place.frames:
            taken = [np.ravel(one.ids) for one in made.operands if one.ids is not None]
            before = makers(tape, np.concatenate(taken)) if taken else ()
            places = [made.place, *(one.place for one in before if one.place.frames)]
            return [one.position for one in dict.fromkeys(places)]
    return []


def on_tape(file: Path, rung: str, which: Collection[str]) -> Names:
    """The names of a file whose calls and numbers pass by the tape."""
    use(Tape({str(file)}))
    return filled(file, rung, which, rewriting.Rewriting().visit, names_for({str(file), FILLED}))


def played(names: Names, call: Call, file: Path) -> tuple[Tape, list[Any]]:
    """A tape of one call, and what that gave."""
    use(Tape({str(file)}))
    gave = None
    with contextlib.suppress(TapeEnd, *RAISED), np.errstate(all="ignore"):
        gave = call({name: taking(one) for name, one in names.items()})
    return Current.tape, blocks([gave])


def taking(thing: Any) -> Any:
    """A function that is given numbers of the tape."""
    return (lambda *given: thing(*map(conversions.owned, given))) if callable(thing) else thing


def values(tape: Tape) -> Any:
    found = tape.values[1 : tape.count]
    return found[np.isfinite(found)]


def wrong_operation(tape: Tape, gave: list[Any], known: Any) -> Operation | None:
    """The earliest from which something wrong comes, with nothing wrong before it."""
    right = np.ones(tape.count, bool)
    right[1:] = is_in(tape.values[1 : tape.count], known)
    waiting = [one.ids[~right[one.ids]] for one in gave]
    found: dict[int, Operation] = {}
    while waiting:
        for made in makers(tape, waiting.pop()):
            if made.index not in found:
                found[made.index] = made
                taken = [np.ravel(one.ids) for one in made.operands if one.ids is not None]
                waiting += [ids[~right[ids]] for ids in taken]
    return found[min(found)] if found else None


def makers(tape: Tape, ids: Any) -> Iterator[Operation]:
    yield from (tape.operations[k] for k in np.unique(tape.makers[ids]) if k >= 0)


def is_in(numbers: Any, known: Any) -> Any:
    """Which of the numbers are among those that are known, in their order."""
    if not known.size:
        return np.zeros(numbers.shape, bool)
    after = np.clip(np.searchsorted(known, numbers), 0, known.size - 1)
    near = [known[after], known[np.maximum(after - 1, 0)]]
    with np.errstate(all="ignore"):
        return np.any([np.abs(x - numbers) <= SAME_NUMBER * np.abs(x) for x in near], axis=0)
