"""A learner's code in a process of its own: with a time limit, a memory limit and nothing to read.

This is isolation against accidents (endless loops, crashes, `input()`), no sandbox: the code runs
with all the rights of who runs the check.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from groundup.checking.loading.cells import place, shown
from groundup.checking.loading.deadlines import PATIENCE
from groundup.checking.loading.targets import Target, parse
from groundup.checking.loading.tracebacks import theirs
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.reading.findings import PRINTED, excerpt
from groundup.checking.running.wire import receive
from groundup.errors import UserError

TIMEOUT = 10.0  # seconds of computing
MEMORY = 2 * 2**30  # bytes of address space
KEPT = 2**16  # bytes of what is printed
GRACE = 5.0  # seconds in which a child starts, and tells where it hangs
CHECKED = "GROUNDUP_CHECKED"  # a variable of the environment
TICK = 0.004  # seconds between two looks at what a child has written


def observe_path(
    target: str | Target,
    declared: Declared | None = None,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    adapter: Path | None = None,
    forms: bool = True,
) -> Observed:
    """What the code at `target` (FILE.py, FILE.py:NAME, package.module:NAME) shows in a process of
    its own; without `forms` it is only watched while it trains. Raises ValueError where there is no
    such target or adapter."""
    parsed = parse(target) if isinstance(target, str) else target
    with Looking(parsed, declared or Declared(), timeout, memory, adapter, forms) as looking:
        return looking.first()


class Looking:
    """A process that looks at what `observe_path` is asked for, and then waits to be asked again;
    as a context manager it ends with its block."""

    def __init__(
        self,
        target: Target,
        declared: Declared,
        timeout: float,
        memory: int = MEMORY,
        adapter: Path | None = None,
        forms: bool = True,
    ):
        if adapter is not None and not adapter.is_file():
            raise UserError(f"expected an adapter's Python file, but there is none at {adapter}")
        self.target, self.declared, self.timeout = target, declared, timeout
        self.spare = tempfile.TemporaryDirectory(prefix="groundup-")
        self.folder = Path(self.spare.name)
        self.answers, self.read = self.folder / "answer.jsonl", 0
        request = {
            "target": {
                "file": str(target.file) if target.file else None,
                "module": target.module,
                "only": target.only,
                "defaults": dict(target.defaults),
            },
            "declared": declared._asdict(),
            "adapter": str(adapter.resolve()) if adapter else None,
            "forms": forms,
            "timeout": timeout,
            "memory": memory,
            "where": str(self.folder / "where.txt"),
        }
        file = self.folder / "request.json"
        file.write_text(json.dumps(request), encoding="utf-8")
        options = ["-P", "-X", "utf8", "-m", "groundup.checking.running.child"]
        command = [sys.executable, *options, str(file), str(self.answers)]
        self.run = Run(command, target.folder, self.folder)

    def __enter__(self) -> Looking:
        return self

    def __exit__(self, *raised: object) -> None:
        self.run.end()
        self.spare.cleanup()

    def first(self) -> Observed:
        return self.answered(self.timeout)

    def again(self, seconds: float) -> Observed:
        """What the code shows while it is only watched, in so many seconds of computing."""
        if self.run.tell(f"{seconds}\n"):
            return self.answered(seconds)
        return observe_path(self.target, self.declared, seconds, forms=False)

    def answered(self, seconds: float) -> Observed:
        """What is written from here until a look is done, or the process has ended."""
        observed, kinds, ended = Observed(), set[str](), False
        until = time.monotonic() + PATIENCE * seconds + GRACE
        while "done" not in kinds and not ended:
            time.sleep(TICK)
            ended = self.run.ended or time.monotonic() > until
            kinds |= {receive(observed, line) for line in self.lines()}
        if "done" not in kinds:
            self.run.end()
            observed.findings.append(unfinished(self.folder, self.run, seconds, "loaded" in kinds))
        printed = self.run.printed.whole()
        if printed and not any(finding.kind == "printed" for finding in observed.findings):
            observed.findings.append(Finding("printed", PRINTED, excerpt(printed)))
        return observed

    def lines(self) -> list[str]:
        """Those that came since the last time; one that is still being written is left."""
        if not self.answers.exists():
            return []
        with self.answers.open("rb") as file:
            file.seek(self.read)
            whole, end, _ = file.read().rpartition(b"\n")
        self.read += len(whole) + len(end)
        return whole.decode().splitlines()


class Run:
    """A process in a group of its own, killed with all that it started when its block ends; what it
    keeps for a while goes into `spare`, which whoever starts it takes away."""

    def __init__(self, command: list[str], folder: Path, spare: Path):
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() | {"TMPDIR": str(spare)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
        self.printed, self.errors = Kept(self.process.stdout), Kept(self.process.stderr)
        self.hung = False

    def __enter__(self) -> Run:
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

    def end(self) -> None:
        self.hung = self.hung or not self.ended
        kill(self.process)
        with contextlib.suppress(OSError):
            if self.process.stdin:
                self.process.stdin.close()
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


def unfinished(folder: Path, run: Run, timeout: float, loaded: bool) -> Finding:
    """Why a process did not run to its end."""
    where = folder / "where.txt"
    trace = where.read_text(encoding="utf-8") if where.exists() else ""
    if run.hung or trace:
        place, detail = hanging(trace)
        message = f"The code was still running after {timeout:g} s{place}"
        if loaded and trace and not place:  # in no line of theirs
            message = f"The check was not done after {timeout:g} s: give a longer --timeout"
        elif not loaded:
            message += (
                '; it was still being imported: put training under if __name__ == "__main__":, '
                "or give a longer --timeout"
            )
        return Finding("hung", message, detail)
    status = run.status or 0
    if status < 0:
        name = signal.Signals(-status).name
        message = f"Python itself crashed ({name}) in the code"
    else:
        message = f"The process of the code ended early, with exit status {status}"
    return Finding("crashed", message, run.errors.text[-2000:])


def hanging(trace: str) -> tuple[str, str]:
    """Where a process hung, from what faulthandler wrote: the learner's innermost line."""
    frames = re.findall(r'  File "(.*)", line (\d+) in (.*)', trace)
    own = [frame for frame in frames if theirs(frame[0])]
    if not own:
        return "", ""
    file, number, name = own[0]
    called = [(*shown(file, int(line)), where) for file, line, where in reversed(own)]
    detail = "\n".join(f'  File "{f}", line {line}, in {where}' for f, line, where in called)
    return f", in {place(file, int(number))} of {Path(file).name} ({name})", detail
