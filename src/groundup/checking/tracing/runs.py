"""A program, run on a tape."""

from __future__ import annotations

import ast
import contextlib
import io
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import FrameType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from groundup.checking.loading import modules
from groundup.checking.loading.modules import Loaded
from groundup.checking.loading.placeholders import answers
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import Target
from groundup.checking.loading.tracebacks import Unneeded
from groundup.checking.tracing import calls, conversions, loops, rewriting
from groundup.checking.tracing.isolation import Printed, isolated
from groundup.checking.tracing.memory import Current, use
from groundup.checking.tracing.tape import LIMITS, Limits, Tape, TapeEnd

T = TypeVar("T")
NONE: Mapping[int, int] = {}
SEED = 1
AGAIN = 0.2  # seconds, for what passes by no operation, and for code that catches everything
SOON = 0.01  # seconds, while other code than the program's runs
PATIENCE = 100  # times that it rings in such code


class Handed(NamedTuple):
    """What is known of what a program was called with from here: the `rate` at which it learns; the
    class of each target, by id; those of the numbers that took the place of given ones; and the
    class that the sample of each input is of, by id."""

    rate: float | None = None
    classes: Mapping[int, int] = NONE
    changed: Sequence[int] = ()
    inputs: Mapping[int, int] = NONE


UNKNOWN = Handed()


@dataclass
class Run:
    """`loaded` is None where the tape ended the program; `printed` is what it wrote; `called` is
    what was called from here, in words; `held` are the numbers that it gave and had then."""

    tape: Tape
    loaded: Loaded | None
    printed: str
    called: str = ""
    sources: dict[str, Source] = field(default_factory=dict)  # of all files that were run
    held: list[Any] = field(default_factory=list)
    handed: Handed = UNKNOWN
    raised: BaseException | None = None  # by what was called from here, where nothing came of it


class Running:
    """A target that is run as `__main__` on a tape, and whose functions can be called then."""

    def __init__(self, target: Target, limits: Limits, enough: Callable[[Tape], bool]):
        self.target, self.limits, self.enough = target, limits, enough
        self.own: set[str] = set()
        self.sources: dict[str, Source] = {}  # of all files that were run
        self.printed = Printed()

    def load(self, absent: Callable[[str], Any] | None = None) -> Run:
        """What fails is skipped, and data that are not there are made up, as for any check; names
        that are missing then are what `absent` gives for them."""
        names = names_for(self.own)

        def whole() -> Loaded:
            return modules.load(
                self.target,
                transform=self.rewritten,  # type: ignore[arg-type]
                names=names,
                as_main=True,
                absent=absent,
                afresh=lambda: use(self.tape(self.limits)),
            )

        use(self.tape(self.limits))
        loaded = self.within(self.limits, whole)
        return self.run(loaded)

    def run(self, loaded: Loaded | None, called: str = "") -> Run:
        """What is on the tape by now."""
        return Run(Current.tape, loaded, self.printed.getvalue(), called, self.sources)

    @property
    def names(self) -> dict[str, Any]:
        """Those that the target has defined, even where a limit ended it."""
        return vars(sys.modules["__main__"])

    def rewritten(self, source: Source) -> ast.Module:
        self.own.add(str(source.file))
        self.sources[str(source.file)] = source
        return rewriting.rewritten(source)

    def tape(self, limits: Limits, after: Tape | None = None) -> Tape:
        made = Tape(self.own, limits, self.enough)
        if after is not None:
            made.follow(after)
        return made

    def again(self, limits: Limits, go: Callable[[], Any]) -> Tape:
        """A tape of `go()` alone, in which all that was computed before is data. Whatever the
        learner's code raises goes through."""
        use(self.tape(limits, Current.tape))
        self.within(limits, go)
        return Current.tape

    def within(self, limits: Limits, go: Callable[[], T]) -> T | None:
        """`go()`, without a sound; None where a limit ends it, or enough is seen."""
        random.seed(SEED)
        np.random.seed(SEED)
        changed: list[str] = []
        made, apart = None, isolated(changed)
        told = arguments([str(self.target.file), *answers.arguments(self.target.text)])
        ended = alarm(limits.seconds)
        with quiet(self.printed), contextlib.suppress(TapeEnd, Unneeded), apart, told, ended:
            made = go()
        if changed:  # which the tape may have called, too
            Current.tape.cut(changed[0], np.arange(Current.tape.count))
        return made


def names_for(own: Container[str]) -> dict[str, Any]:
    """What rewritten code calls, in a program whose files are `own`."""
    return {
        rewriting.CALLED: calls.Calls(own),
        rewriting.LEAF: conversions.leaf,
        rewriting.SPREAD: conversions.spread,
        rewriting.TURNS: loops.turns,
        rewriting.GOING: loops.going,
        rewriting.SELDOM: loops.seldom,
    }


def run(
    target: Target, limits: Limits = LIMITS, enough: Callable[[Tape], bool] = lambda tape: False
) -> Run:
    """Runs a target as `__main__` on a tape, until `enough(tape)` or a limit."""
    return Running(target, limits, enough).load()


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Ends a program that is late at its next operation, or where there is none, in the midst of
    whatever it does; where there are signals."""
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not able:
        yield
        return

    rings = count()

    def ring(_: int, frame: FrameType | None) -> None:
        tape = Current.tape
        # What a garbage collector calls, say, swallows all that is raised in it.
        elsewhere = frame is not None and frame.f_code.co_filename not in tape.own
        if tape.late and elsewhere and next(rings) < PATIENCE:
            signal.setitimer(signal.ITIMER_VIRTUAL, SOON, AGAIN)
            return
        if tape.late:
            tape.end("time")
        tape.late = True

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextlib.contextmanager
def arguments(given: list[str]) -> Iterator[None]:
    """A command line that is the program's, and not that of what runs it."""
    before, sys.argv = sys.argv, given
    try:
        yield
    finally:
        sys.argv = before


@contextlib.contextmanager
def quiet(printed: io.StringIO) -> Iterator[None]:
    """Takes what a program writes, and its warnings."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield
