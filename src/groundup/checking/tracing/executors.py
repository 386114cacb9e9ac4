"""What a program hands to threads and processes of its own is done where it stands: the tape is of
one thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

EXECUTORS = "concurrent.futures.thread", "concurrent.futures.process"  # where they are made


class InPlace(Executor):
    """Instead of a ThreadPoolExecutor or a ProcessPoolExecutor, and made like them."""

    def __init__(self, *given: Any, **named: Any):
        if named.get("initializer"):
            named["initializer"](*named.get("initargs", ()))

    def submit(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*given, **named))
        except Exception as error:
            future.set_exception(error)
        return future
