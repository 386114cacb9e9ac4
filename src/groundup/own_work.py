"""Is a function its writer's own work, and does it end: for tests that give points.

from groundup.own_work import own

assert own(sigmoid, 0) == 0.5
"""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from groundup.checking.exercises.borrowing import HOME, borrowed

SECONDS = 5.0


def own(function: Callable[..., Any], *arguments: Any, seconds: float = SECONDS) -> Any:
    """What `function` gives for these arguments.

    Raises AssertionError where it is groundup's, or calls what is, instead of doing the work, and
    TimeoutError if it has not ended after this many seconds. What Python runs can be stopped, a
    single long call of NumPy cannot.
    """
    name = getattr(function, "__name__", repr(function))
    code = getattr(function, "__code__", None)
    if code is not None and code.co_filename.startswith(HOME):
        raise AssertionError(f"{name} is groundup's own {code.co_name}; write it yourself")
    with borrowed(Path(__file__)) as found, limited(name, seconds):
        result = function(*arguments)
    if found:
        raise AssertionError(f"{name} calls groundup's own {found[0]}; write it yourself")
    return result


@contextmanager
def limited(name: str, seconds: float) -> Iterator[None]:
    """Stops what runs in it after this many seconds, as Ctrl-C would. Raises TimeoutError then.
    Outside the main thread there is no limit, since nothing can be stopped there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    over = threading.Event()

    def stop() -> None:
        over.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    # A job behind others is started with Ctrl-C ignored, and what marks may be one.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer.start()
    try:
        yield
    except KeyboardInterrupt:
        if not over.is_set():
            raise
        raise TimeoutError(f"{name} was still running after {seconds:g} s") from None
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
