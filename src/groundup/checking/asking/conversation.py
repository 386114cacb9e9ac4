"""A conversation with a program: a line to its standard input, a line from its standard output."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shlex
import signal
import threading
import time
from pathlib import Path
from typing import IO, Any

from groundup.checking.running.process import Kept, Run
from groundup.errors import UserError

LONGEST = 2**22  # bytes in a line
WAITING = 8  # lines that a program may be ahead


def split(command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name == "posix")
    except ValueError as error:
        raise UserError(
            f"expected a command as one would type it, got {command!r} ({error}); "
            "close its quotation marks"
        ) from error
    if not words:
        raise UserError('expected a command such as "node mynet.js", got nothing')
    return words


class SilentError(Exception):
    """The program gave no line: its message says why."""

    def __init__(self, kind: str, message: str, detail: str = ""):
        super().__init__(message)
        self.kind, self.detail = kind, detail


class Talk:
    """A conversation with a program, which is started when there is something to ask."""

    def __init__(self, words: list[str], folder: Path, timeout: float):
        self.words, self.folder = words, folder
        self.until = time.monotonic() + timeout
        self.timeout = timeout
        self.running: Running | None = None

    def ask(self, request: dict[str, Any]) -> str:
        """The next line of the program. Raises SilentError where none comes in time."""
        text = json.dumps(request) + "\n"
        fresh = self.running is None or self.running.ended
        if fresh:
            self.restart()
        assert self.running is not None
        line = self.running.ask(text, self.until)
        if line is None and not fresh and self.running.ended_silently:  # it exits after each line
            self.restart()
            line = self.running.ask(text, self.until)
        if line is None:
            raise self.silence()
        return line

    def more(self) -> str:
        """One more line to what was asked last."""
        line = self.running.next_line(self.until) if self.running else None
        if line is None:
            raise self.silence()
        return line

    def restart(self) -> None:
        self.close()
        self.running = Running(self.words, self.folder)

    def silence(self) -> SilentError:
        running = self.running
        assert running is not None
        kind, message = running.reason(self.timeout)
        self.close()
        return SilentError(kind, message, running.errors.text[-2000:])

    def close(self) -> None:
        if self.running is not None:
            self.running.close()


def status(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with exit status {code}"


class Lines(Kept):
    """The lines of a stream, for whoever waits for the next."""

    def __init__(self, stream: IO[bytes] | None):
        self.queue: queue.Queue[bytes | None] = queue.Queue(maxsize=WAITING)
        super().__init__(stream)

    def _read(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            while self.stream and (line := self.stream.readline(LONGEST)):
                self.queue.put(line)
        with contextlib.suppress(queue.Full):
            self.queue.put(None, timeout=1.0)

    def join(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:  # the thread may wait for room
                self.queue.get(timeout=0.05)
        super().join()


class Running(Run):
    """One run of the program."""

    printed: Lines
    overlong = deaf = False

    def __init__(self, words: list[str], folder: Path):
        try:
            super().__init__(words, folder, reader=Lines)
        except OSError as error:
            raise UserError(
                f"expected a program that can be run, got {words[0]!r} ({error.strerror}); "
                "check its name, or give its whole path"
            ) from error

    @property
    def ended_silently(self) -> bool:
        return not self.hung and not self.overlong

    def ask(self, text: str, until: float) -> str | None:
        """The line that answers `text`; None where the program ended, or time is over."""
        self._begin_telling(text)
        return self.next_line(until)

    def _begin_telling(self, text: str) -> threading.Thread:
        """In a thread: a program that never reads must not hold the check."""

        def go() -> None:
            self.deaf |= not self.tell(text)

        telling = threading.Thread(target=go, daemon=True)
        telling.start()
        return telling

    def next_line(self, until: float) -> str | None:
        try:
            line = self.printed.queue.get(timeout=max(until - time.monotonic(), 0.01))
        except queue.Empty:
            self.hung = True
            return None
        self.overlong = line is not None and len(line) == LONGEST
        return None if line is None or self.overlong else line.decode("utf-8", errors="replace")

    def reason(self, timeout: float) -> tuple[str, str]:
        """Why there is no line: a finding's kind, and its message."""
        if self.overlong:
            limit = LONGEST // 2**20
            return "wrong shape", f"The program wrote {limit} MiB without the end of a line"
        if self.hung:
            self._begin_telling("\n").join(0.2)  # which fails where nobody can read it
            words = f"The program gave no answer within {timeout:g} s"
            return "hung", words + "; it has closed its standard input" * self.deaf
        self.wait(0.5)
        if not self.ended:
            return "crashed", "The program closed its standard output without an answer"
        words = f"The program ended without an answer, {status(self.status or 0)}"
        return "crashed", words

    def close(self) -> None:
        self.hear_no_more()
        if not self.hung:
            self.wait(0.2)
        self.end()
