"""What a program could do to the process in which it runs on a tape."""

from __future__ import annotations

import builtins
import contextlib
import io
import math
import random
import signal
import sys
import time
from collections.abc import Iterator
from os import _exit, getpid
from types import ModuleType
from typing import Any

import numpy as np

MOST_PRINTED = 1 << 20  # characters


class Printed(io.StringIO):
    """What a program writes; no more than anybody reads."""

    def write(self, text: str) -> int:
        return super().write(text) if self.tell() < MOST_PRINTED else len(text)


@contextlib.contextmanager
def isolated(changed: list[str]) -> Iterator[None]:
    """Puts back what a program changes of Python and NumPy, whose names are in `changed` then.
    Copies that it makes of itself end where it ends."""
    process, tracing, profiling = getpid(), sys.gettrace(), sys.getprofile()
    handlers = {one: signal.getsignal(one) for one in signal.valid_signals()}
    plain = ModuleType("builtins")  # which a program may change, and nobody else has
    vars(plain).update(vars(builtins))
    sys.modules["builtins"] = plain
    kept = [(vars(one), vars(one).copy()) for one in (plain, math, random, time, np)]
    try:
        yield
    finally:
        if getpid() != process:
            _exit(0)
        sys.modules["builtins"] = builtins
        put_back(handlers)
        sys.settrace(tracing)
        if sys.getprofile() is not profiling:
            sys.setprofile(None)
        for now, before in kept:
            for name, value in before.items():
                other = now.get(name)
                if other is not value and not is_own(other):
                    now[name] = value
                    changed.append(name)


def put_back(handlers: dict[signal.Signals, Any]) -> None:
    """What a program does with signals is not for the process that goes on."""
    for number, handler in handlers.items():
        if handler is not None and signal.getsignal(number) != handler:
            signal.signal(number, handler)


def is_own(thing: object) -> bool:
    """Whether it is of the loading, which stands in for readers of files."""
    return str(getattr(thing, "__module__", "")).startswith("groundup.")
