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
from pathlib import Path
from typing import IO, Any

from groundup.checking.loading.cells import place, shown
from groundup.checking.loading.deadlines import PATIENCE
from groundup.checking.loading.objects import offered_by
from groundup.checking.loading.targets import Target, parse
from groundup.checking.loading.tracebacks import theirs
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.reading.findings import PRINTED, excerpt
from groundup.checking.reading.observation import observe
from groundup.checking.running.wire import receive
from groundup.errors import UserError

TIMEOUT = 10.0  # seconds of computing
MEMORY = 2 * 2**30  # bytes of address space
KEPT = 2**16  # bytes of what is printed
GRACE = 5.0  # seconds in which a child starts, and tells where it hangs


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
    if adapter is not None and not adapter.is_file():
        raise UserError(f"expected an adapter's Python file, but there is none at {adapter}")
    with tempfile.TemporaryDirectory(prefix="groundup-") as name:
        folder = Path(name)
        request = {
            "target": {
                "file": str(parsed.file) if parsed.file else None,
                "module": parsed.module,
                "only": parsed.only,
                "defaults": dict(parsed.defaults),
            },
            "declared": (declared or Declared())._asdict(),
            "adapter": str(adapter.resolve()) if adapter else None,
            "forms": forms,
            "timeout": timeout,
            "memory": memory,
            "where": str(folder / "where.txt"),
        }
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        files = [str(folder / "request.json"), str(folder / "answer.jsonl")]
        command = [
            sys.executable,
            "-P",
            "-X",
            "utf8",
            "-m",
            "groundup.checking.running.child",
            *files,
        ]
        ended = Run(command, parsed.folder, folder, PATIENCE * timeout + GRACE)
        return collected(folder, ended, timeout)


class Run:
    """A process in a group of its own, run to its end or killed with all that it started; what it
    keeps for a while goes into `spare`, which whoever starts it takes away."""

    def __init__(self, command: list[str], folder: Path, spare: Path, seconds: float):
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() | {"TMPDIR": str(spare)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
        self.printed, self.errors = Kept(self.process.stdout), Kept(self.process.stderr)
        self.hung = False
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.hung = True
        finally:  # Ctrl-C too
            kill(self.process)
            self.printed.join()
            self.errors.join()

    @property
    def status(self) -> int | None:
        return self.process.returncode


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

    @property
    def text(self) -> str:
        return self.bytes.decode("utf-8", errors="replace").strip()


def environment() -> dict[str, str]:
    """One thread for products of matrices, and groundup to be found wherever it is."""
    package = str(Path(__file__).parents[3])
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    path = os.pathsep.join(part for part in (os.environ.get("PYTHONPATH"), package) if part)
    own = {"PYTHONPATH": path, "MPLBACKEND": "Agg"}
    return os.environ | threads | own


def collected(folder: Path, ended: Run, timeout: float) -> Observed:
    """What was written until the process ended, and how it ended."""
    observed, kinds = Observed(), set()
    answers = folder / "answer.jsonl"
    lines = answers.read_text(encoding="utf-8").splitlines() if answers.exists() else []
    for line in lines:
        try:
            kinds.add(receive(observed, line))
        except json.JSONDecodeError:
            break  # cut off in the middle
    if "done" not in kinds:
        observed.findings.append(unfinished(folder, ended, timeout, "loaded" in kinds))
    printed = ended.printed.text
    if printed and not any(finding.kind == "printed" for finding in observed.findings):
        observed.findings.append(Finding("printed", PRINTED, excerpt(printed)))
    return observed


def unfinished(folder: Path, ended: Run, timeout: float, loaded: bool) -> Finding:
    """Why a process did not run to its end."""
    where = folder / "where.txt"
    trace = where.read_text(encoding="utf-8") if where.exists() else ""
    if ended.hung or trace:
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
    status = ended.status or 0
    if status < 0:
        name = signal.Signals(-status).name
        message = f"Python itself crashed ({name}) in the code"
    else:
        message = f"The process of the code ended early, with exit status {status}"
    return Finding("crashed", message, ended.errors.text[-2000:])


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


def observe_object(thing: Any, declared: Declared | None = None) -> Observed:
    """What a function, a class, a module or an instance shows in this very process."""
    return observe(offered_by(thing), declared or Declared())
