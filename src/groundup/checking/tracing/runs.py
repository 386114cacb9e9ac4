"""A program, run on a tape."""

from __future__ import annotations

import contextlib
import io
import random
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from groundup.checking.loading import modules
from groundup.checking.loading.modules import Loaded
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import Target
from groundup.checking.tracing import calls, conversions, loops, rewriting
from groundup.checking.tracing.memory import Current, use
from groundup.checking.tracing.tape import LIMITS, Limits, Tape, TapeEnd

SEED = 1
LATE = 2.0  # seconds of computing, after which what passes by no operation is ended
AGAIN = 0.2  # seconds, for code that catches everything


@dataclass
class Run:
    """`loaded` is None where the tape ended the program; `printed` is what it wrote."""

    tape: Tape
    loaded: Loaded | None
    printed: str


def run(
    target: Target, limits: Limits = LIMITS, enough: Callable[[Tape], bool] = lambda tape: False
) -> Run:
    """Runs a target as `__main__` on a tape, until `enough(tape)` or a limit. What fails in it is
    skipped, and data that are not there are made up, as for any check."""
    own: set[str] = set()
    use(Tape(own, limits, enough))

    def afresh() -> None:
        use(Tape(own, limits, enough))

    def transform(source: Source) -> object:
        own.add(str(source.file))
        return rewriting.rewritten(source)

    names = {
        rewriting.CALLED: calls.Calls(own),
        rewriting.LEAF: conversions.leaf,
        rewriting.SPREAD: conversions.spread,
        rewriting.TURNS: loops.turns,
        rewriting.GOING: loops.going,
    }
    random.seed(SEED)
    np.random.seed(SEED)
    printed, loaded = io.StringIO(), None
    with quiet(printed), contextlib.suppress(TapeEnd), alarm(limits.seconds + LATE):
        loaded = modules.load(target, transform=transform, names=names, as_main=True, afresh=afresh)  # type: ignore[arg-type]
    return Run(Current.tape, loaded, printed.getvalue())


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Ends a loop in which nothing is computed, where there are signals."""
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not able:
        yield
        return

    def ring(*_: object) -> None:
        Current.tape.end("time")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


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
