"""Is a function its writer's own work, and does it end: for tests that give points.

from groundup.own_work import own

assert own(sigmoid, 0) == 0.5
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dis import Bytecode
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from groundup.checking.exercises.borrowing import HOME, borrowed

SECONDS = 5.0
AGAIN = 0.5  # seconds after which what is still running is interrupted once more


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
    left, over = threading.Event(), threading.Event()

    def stop() -> None:
        if left.wait(seconds):
            return
        over.set()
        _thread.interrupt_main()
        while not left.wait(AGAIN):
            _thread.interrupt_main()

    def interrupted(number: int, frame: FrameType | None) -> None:
        if not over.is_set() or sys.gettrace() is where_nothing_catches:
            raise KeyboardInterrupt
        for one in running(frame):
            one.f_trace, one.f_trace_opcodes = where_nothing_catches, True
        sys.settrace(where_nothing_catches)

    # A job behind others is started with Ctrl-C ignored, and what marks may be one.
    before, traced = signal.signal(signal.SIGINT, interrupted), sys.gettrace()
    timer = threading.Thread(target=stop, daemon=True)
    timer.start()
    try:
        yield
    except KeyboardInterrupt:
        if not over.is_set():
            raise
        raise TimeoutError(f"{name} was still running after {seconds:g} s") from None
    finally:
        left.set()
        sys.settrace(traced)
        timer.join()
        signal.signal(signal.SIGINT, before)


def where_nothing_catches(frame: FrameType, event: str, _: Any) -> Any:
    """Traces what runs, and interrupts it where no `try` is around it: `except:` stops Ctrl-C."""
    frame.f_trace_opcodes = True
    if event == "opcode" and not any(map(is_caught, running(frame))):
        raise KeyboardInterrupt
    return where_nothing_catches


def running(frame: FrameType | None) -> Iterator[FrameType]:
    """From a frame to the function that is limited."""
    while frame is not None and frame.f_code is not own.__code__:
        yield frame
        frame = frame.f_back


def is_caught(frame: FrameType) -> bool:
    return any(one.start <= frame.f_lasti < one.end for one in caught(frame.f_code))


@lru_cache
def caught(code: CodeType) -> list[Any]:
    """The instructions from which an exception goes to an `except`, a `finally` or a `with`."""
    every = Bytecode(code)
    handlers = {one.offset for one in every if one.opname == "PUSH_EXC_INFO"}
    return [one for one in vars(every)["exception_entries"] if one.target in handlers]
