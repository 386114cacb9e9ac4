"""A function in a process of its own, since programs change what others import, and may not end."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any


class NoAnswerError(Exception):
    """It ended without an answer, or took too long: "ended" or "time"."""


def apart(function: Callable[..., Any], *given: Any, seconds: float = 30.0) -> Any:
    """What it returns, which is plain data. Raises NoAnswerError."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=answer, args=(there, function, given))
    process.start()
    there.close()
    try:
        if here.poll(seconds):
            return here.recv()
    except EOFError:
        raise NoAnswerError("ended") from None
    finally:
        process.kill()
        process.join()
        here.close()
    raise NoAnswerError("time")


def answer(there: Connection, function: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """In an empty folder, where a program may write."""
    with tempfile.TemporaryDirectory() as home, contextlib.suppress(BrokenPipeError):
        os.chdir(home)
        there.send(function(*given))
