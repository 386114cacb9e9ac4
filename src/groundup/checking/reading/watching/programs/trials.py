"""One way to make a program train, and whether it can be called so."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.names.arguments import MissingError
from groundup.checking.reading.watching.programs.calls import takes
from groundup.checking.reading.watching.programs.descents import DECAY
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import Shape
from groundup.checking.reading.watching.recording.recorder import (
    CALL,
    Hasty,
    StopWatchingError,
    Watch,
    seed,
)

TRIED = 0.2  # seconds for a call, to see whether it can be made
# From a program's names to what is at hand in a call of them, and the call.
Prepare = Callable[[Mapping[str, Any]], tuple[dict[str, Any], Callable[..., Any]]]


class Entry(NamedTuple):
    """A way to make a program train."""

    style: str  # what is run, in words
    run: Callable[[Watch], None]
    larger: Callable[[Watch], None] | None = None  # the same with more samples, where it can be
    made: str = ""  # the class whose network is called
    whole: bool = False  # whether it is all that the program does by itself
    sized: bool = False  # whether the program says how large its networks are


@contextlib.contextmanager
def hasty(program: Program) -> Iterator[None]:
    """For calls that are only tried: silent, their loops left when they take long."""
    program.relay.use(Hasty(program.own, TRIED))
    with program.quiet():
        yield


def works(
    program: Program,
    prepare: Prepare,
    names: Mapping[str, Any],
) -> bool:
    """Whether it can be called so at all."""
    return not program.deadline.past and tried(program, prepare, names) is None


def tried(program: Program, prepare: Prepare, names: Mapping[str, Any]) -> BaseException | None:
    """What a call raises; None where it can be made."""
    try:
        with hasty(program):
            prepare(names)[1]()
    except (*RAISED, StopWatchingError) as error:
        program.note(error)
        return error
    return None


class Attempts:
    """Ways to call one thing, by their titles; what would fail with any samples, and what takes
    none, is tried once."""

    def __init__(self, program: Program):
        self.program, self.over = program, dict[str, BaseException]()

    def error(
        self, title: str, prepare: Prepare, names: Mapping[str, Any], once: bool = False
    ) -> BaseException | None:
        """What keeps it from being called; None where nothing does."""
        if title in self.over:
            return self.over[title]
        if self.program.deadline.past:
            return StopWatchingError()
        error = tried(self.program, prepare, names)
        lacks = isinstance(error, AttributeError) and (
            error.obj is None or self.program.own(error.obj)
        )
        if once or lacks or isinstance(error, MissingError):
            self.over[title] = error or StopWatchingError()
        return error


def takes_samples(functions: Iterable[Callable[..., Any]]) -> bool:
    return any(takes(function, "x", "y", "pairs") for function in functions)


def calling(
    program: Program, prepare: Prepare, known: Mapping[str, Any] | None = None
) -> Callable[[Watch], None]:
    """An entry that calls what `prepare` gives, as if it were a loop of one turn; with names that
    are `known`, or those of another run of the program."""

    def run(watch: Watch) -> None:
        def whole() -> None:
            names = program.run(Hasty(program.own)) if known is None else dict(known)
            program.relay.use(watch)
            seed()
            roots, go = prepare(names)
            watch.before(CALL, roots, names)
            watch.turn(CALL, roots, names)
            go()
            watch.after(CALL, roots, names)

        ended(whole, program.note)

    return run


def called(program: Program, style: str, prepare: Prepare, more: Prepare) -> Entry:
    return Entry(style, calling(program, prepare), calling(program, more))


def larger(shape: Shape) -> Shape:
    """With more samples; a sample alone stays alone."""
    return shape._replace(more=4)


def settings(functions: list[Callable[..., Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    """The learning rate, and how much of L2, where one of the functions is given it."""
    given = {"eta": values["eta"], "l2": DECAY}
    return {
        name: value
        for name, value in given.items()
        if any(takes(function, name) for function in functions)
    }


def ended(run: Callable[[], Any], note: Callable[[BaseException], None]) -> None:
    """Runs until it ends, or raises what is noted then."""
    try:
        run()
    except (*RAISED, StopWatchingError) as error:
        note(error)
