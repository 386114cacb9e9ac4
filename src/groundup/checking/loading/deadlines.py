"""How long code may run: seconds of computing, so that a busy machine does not shorten them."""

from __future__ import annotations

import sys
import time

PAUSE = 0.002  # asking how long it has computed takes longer than much that is timed
PATIENCE = 4.0  # seconds by the clock for one of computing


class Deadline:
    """So many seconds of computing, and no longer than another deadline allows. On a machine that
    is busy with other things, or where a program waits, they may take `patience` times as long."""

    def __init__(self, seconds: float, within: Deadline | None = None, patience: float = PATIENCE):
        self.computing = time.process_time() + seconds
        self.end = time.perf_counter() + patience * seconds
        self.again = 0.0  # before that, the seconds of computing are not asked for again
        if within is not None:
            self.end = min(self.end, within.end)
            self.computing = min(self.computing, within.computing)

    @property
    def past(self) -> bool:
        now = time.perf_counter()
        if now > self.end:
            return True
        if now < self.again:
            return False
        over = time.process_time() > self.computing
        self.again = now if over else now + PAUSE
        return over


class TooLongError(RuntimeError):
    """Ends a call that is only tried."""


class Hurry:
    """Asked by every loop whether it is to be left, while a file is imported that trains at its top
    level; afterwards it is not, but what is only tried ends with TooLongError. The time is that of
    the first loop and all after it: what is imported before may take its own."""

    def __init__(self, seconds: float):
        self.seconds, self.over, self.ended = seconds, False, False
        self.deadline: Deadline | None = None
        self.left: tuple[str, int] | None = None  # the file and the line of the first loop left

    def __call__(self) -> bool:
        self.deadline = self.deadline or Deadline(self.seconds)
        if not self.deadline.past:
            return False
        if self.over:
            self.ended = True
            raise TooLongError
        if self.left is None:
            frame = sys._getframe(1)
            self.left = frame.f_code.co_filename, frame.f_lineno
        return True

    def trying(self, seconds: float) -> None:
        """From now on, calls may take so long together."""
        self.deadline, self.over = Deadline(seconds), True
