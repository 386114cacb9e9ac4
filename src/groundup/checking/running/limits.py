"""What a process that runs a learner's code may use: memory, and seconds.

Seconds are those of computing, so that what is said of a program does not depend on what else the
machine does; what waits is ended too, when `PATIENCE` times as many have passed by the clock.
"""

from __future__ import annotations

import contextlib
import faulthandler
import signal
import sys
import time
from collections.abc import Iterator
from typing import TextIO

PATIENCE = 4.0  # seconds by the clock for one of computing
DEPTH = 3000  # calls; some go through C, whose stack is 8 MB
COUNTED = hasattr(signal, "setitimer")  # whether the system tells when computing took so long


def limit_memory(limit: int) -> None:
    """Where the system has such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


@contextlib.contextmanager
def deep_calls() -> Iterator[None]:
    """Room for going through a long sum, which is a deep tree."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def end_after(seconds: float, where: TextIO) -> None:
    """From now on so many seconds are left: then the process ends, and the file tells where it
    was. Called again, it counts anew."""
    if COUNTED:
        faulthandler.register(signal.SIGPROF, file=where, chain=True)  # which ends the process
        signal.setitimer(signal.ITIMER_PROF, seconds)
    patience = PATIENCE if COUNTED else 1.0
    faulthandler.dump_traceback_later(patience * seconds, file=where, exit=True)


def end_no_more() -> None:
    faulthandler.cancel_dump_traceback_later()
    if COUNTED:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        faulthandler.unregister(signal.SIGPROF)


@contextlib.contextmanager
def ended_after(seconds: float, where: TextIO) -> Iterator[None]:
    end_after(seconds, where)
    try:
        yield
    finally:
        end_no_more()


def skip_pauses() -> None:
    """A program that sleeps, as between the pictures that it shows, goes on at once."""
    rest = time.sleep
    time.sleep = lambda seconds: rest(0.0)
