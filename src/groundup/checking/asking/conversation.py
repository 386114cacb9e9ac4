"""A conversation with a program: a line to its standard input, a line from its standard output."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shlex
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import IO, Any

from groundup.checking.running.process import Kept, environment, kill
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


class Running:
    """One run of the program, with a thread that waits for its lines."""

    def __init__(self, words: list[str], folder: Path):
        try:
            self.process = subprocess.Popen(
                words,
                cwd=folder,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise UserError(
                f"expected a program that can be run, got {words[0]!r} ({error.strerror}); "
                "check its name, or give its whole path"
            ) from error
        self.errors = Kept(self.process.stderr)
        self.lines: queue.Queue[bytes | None] = queue.Queue(maxsize=WAITING)
        self.hung = self.overlong = self.deaf = False
        self.thread = threading.Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self.thread.start()

    def _read(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(ValueError, OSError):
            while line := stream.readline(LONGEST):
                self.lines.put(line)
        with contextlib.suppress(queue.Full):
            self.lines.put(None, timeout=1.0)

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def ended_silently(self) -> bool:
        return not self.hung and not self.overlong

    def ask(self, text: str, until: float) -> str | None:
        """The line that answers `text`; None where the program ended, or time is over."""
        self._begin_writing(text)
        return self.next_line(until)

    def _begin_writing(self, text: str) -> threading.Thread:
        """In a thread: a program that never reads must not hold the check."""
        writing = threading.Thread(target=self._write, args=[text], daemon=True)
        writing.start()
        return writing

    def next_line(self, until: float) -> str | None:
        try:
            line = self.lines.get(timeout=max(until - time.monotonic(), 0.01))
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
            self._begin_writing("\n").join(0.2)  # which fails where nobody can read it
            words = f"The program gave no answer within {timeout:g} s"
            return "hung", words + "; it has closed its standard input" * self.deaf
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.5)
        if self.process.returncode is None:
            return "crashed", "The program closed its standard output without an answer"
        words = f"The program ended without an answer, {status(self.process.returncode)}"
        return "crashed", words

    def _write(self, text: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()
        except (OSError, ValueError):
            self.deaf = True

    def close(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.process.stdin:
                self.process.stdin.close()
        if not self.hung:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)
        kill(self.process)
        with contextlib.suppress(queue.Empty):
            while True:  # the thread may wait for room
                self.lines.get(timeout=0.05)
        self.errors.join()
        self.thread.join(timeout=1.0)
        if self.process.stdout and not self.thread.is_alive():
            self.process.stdout.close()
