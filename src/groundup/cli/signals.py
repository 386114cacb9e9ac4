"""Signals that end a training: Ctrl-C, SIGTERM, and SIGHUP, as a closed terminal sends it."""

from __future__ import annotations

import signal
from collections.abc import Callable

BY_SIGNAL = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM"}
if hasattr(signal, "SIGHUP"):  # not on Windows
    BY_SIGNAL[signal.SIGHUP] = "SIGHUP (the terminal was closed)"


def answer_signals(handler: Callable[[int, object], None] | signal.Handlers) -> None:
    """Gives them to `handler`, but for those that are ignored, as by nohup, and of what a script
    starts with &."""
    for number in BY_SIGNAL:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def interrupt_once(number: int, frame: object) -> None:
    """The first of them ends the training, any more may not end the saving."""
    ignore_signals()
    raise KeyboardInterrupt(number)


def ignore_signals() -> None:
    for number in BY_SIGNAL:
        signal.signal(number, signal.SIG_IGN)
