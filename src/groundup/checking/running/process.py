"""Processes of their own, for code that may hang, crash or print without end.

Light to import: the process that will look at code is started first, and loads what it needs while
the one that started it does.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Self

NO_ROOM = 74  # the exit status of a process that cannot write its answers: EX_IOERR
KEPT = 2**16  # bytes of what is printed
TRACE = "groundup.checking.running.trace:Trace"  # the session of a program on a tape
CHECKED = "GROUNDUP_CHECKED"  # a variable of the environment


class Run:
    """A process in a group of its own, killed with all that it started when its block ends; what it
    keeps for a while goes into `spare`, which whoever starts it takes away. It begins in `folder`,
    or where this process is."""

    def __init__(
        self,
        command: list[str],
        folder: Path | None,
        spare: Path | None = None,
        reader: type[Kept] | None = None,
    ):
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() | ({"TMPDIR": str(spare)} if spare else {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
        self.printed = (reader or Kept)(self.process.stdout)
        self.errors = Kept(self.process.stderr)
        self.hung, self.over = False, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def status(self) -> int | None:
        return self.process.returncode

    def tell(self, text: str) -> bool:
        """Whether it is there to be told."""
        if self.ended or not self.process.stdin:
            return False
        with contextlib.suppress(OSError):
            self.process.stdin.write(text.encode())
            self.process.stdin.flush()
            return True
        return False

    def wait(self, seconds: float) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def hear_no_more(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.process.stdin:
                self.process.stdin.close()

    def end(self) -> None:
        """Once: another process may have its number later."""
        if self.over:
            return
        self.hung, self.over = not self.ended, True
        kill(self.process)
        self.hear_no_more()
        self.printed.join()
        self.errors.join()


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group, whether its first process has ended or not."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


class Kept:
    """The first bytes of a stream; the rest is read and forgotten, so that nobody waits."""

    def __init__(self, stream: IO[bytes] | None):
        self.stream, self.bytes = stream, b""
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while self.stream and (piece := os.read(self.stream.fileno(), 2**16)):
            self.bytes += piece[: KEPT - len(self.bytes)]

    def join(self) -> None:
        self.thread.join(timeout=1.0)
        if self.stream and not self.thread.is_alive():
            self.stream.close()

    def whole(self) -> str:
        """All that was written until the stream was closed, if it is."""
        self.thread.join(timeout=1.0)
        return self.text

    @property
    def text(self) -> str:
        return self.bytes.decode("utf-8", errors="replace").strip()


def environment() -> dict[str, str]:
    """One thread for products of matrices, groundup to be found wherever it is, and a mark by which
    code that is checked itself checks nothing."""
    package = str(Path(__file__).parents[3])
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    path = os.pathsep.join(part for part in (os.environ.get("PYTHONPATH"), package) if part)
    own = {"PYTHONPATH": path, "MPLBACKEND": "Agg", CHECKED: "1"}
    return os.environ | threads | own


class Child(Run):
    """The process of session.py, which waits to be told what to look at, in a session of its own
    kind. It writes its answers into a file, and where it hangs into another, beside the folder of
    the code's temporary files; all are gone with its block."""

    def __init__(self, session: str):
        self.spare = tempfile.TemporaryDirectory(prefix="groundup-")
        folder = Path(self.spare.name).resolve()
        self.answers, self.where = folder / "answer.jsonl", folder / "where.txt"
        (temporary := folder / "temporary").mkdir()
        module = "groundup.checking.running.session"
        files = [str(self.answers), str(self.where), session]
        super().__init__(
            [sys.executable, "-P", "-X", "utf8", "-m", module, *files], None, temporary
        )

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        self.spare.cleanup()

    def ask(self, request: Any) -> bool:
        """Whether it is there to be asked."""
        return self.tell(json.dumps(request) + "\n")


@contextlib.contextmanager
def beforehand(wanted: bool) -> Iterator[Child | None]:
    """A child for whoever will take it, if one is wanted; code that is checked gets none."""
    if not wanted or CHECKED in os.environ:
        yield None
        return
    with Child(TRACE) as child:
        yield child
