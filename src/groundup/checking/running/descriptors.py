"""What a process that runs a learner's code has open, out of that code's way."""

from __future__ import annotations

import io
import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

plain_open = io.open
HIGH = 100  # some systems allow 256


def aside(number: int) -> int:
    """Another number for what is open there, which code that tries the low ones does not meet."""
    high = HIGH + os.urandom(1)[0] % HIGH
    other = os.dup(number) if fcntl is None else fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, high)
    os.close(number)
    return other


def empty(stream: int) -> None:
    """From now on nothing is read there, and what is written is lost."""
    nothing = os.open(os.devnull, os.O_RDWR)
    if nothing != stream:
        os.dup2(nothing, stream)
        os.close(nothing)


def append(file: Path, line: str) -> None:
    """Opens the file for this line alone: the code may write to what is open, or close it."""
    with plain_open(file, "a", encoding="utf-8") as opened:
        opened.write(line + "\n")
