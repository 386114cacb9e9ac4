"""What a learner's code shows in a process of its own: with a time limit, a memory limit and
nothing to read.

This is isolation against accidents (endless loops, crashes, `input()`), no sandbox: the code runs
with all the rights of who runs the check.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self

from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading.cells import place, shown
from groundup.checking.loading.deadlines import PATIENCE
from groundup.checking.loading.targets import Target, parse
from groundup.checking.loading.tracebacks import theirs
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.reading.findings import PRINTED, excerpt
from groundup.checking.running.process import NO_ROOM, Child
from groundup.checking.running.wire import event, line, receive
from groundup.errors import UserError

TIMEOUT = 10.0  # seconds of computing
MEMORY = 2 * 2**30  # bytes of address space
GRACE = 5.0  # seconds in which a child starts, and tells where it hangs
NOWHERE = "There is no room in {folder} for what the code shows: make some, or set TMPDIR"
TRACEBACK = "(most recent call first)"  # as faulthandler writes
TRACED = 5.0  # seconds of computing for the tape and its judgement
DONE = line("done", True)
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
    with Looks(parsed, declared or Declared(), timeout, memory, adapter, forms) as looks:
        return looks.first()


class Asked:
    """A process that was asked for something, and what it has written of it; it ends with its
    block."""

    def __init__(self, child: Child, target: Target, timeout: float, memory: int, **asked: Any):
        self.child, self.target, self.timeout, self.read = child, target, timeout, 0
        self.child.ask(
            {
                "folder": str(target.folder),
                "target": {
                    "file": str(target.file) if target.file else None,
                    "module": target.module,
                    "only": target.only,
                    "defaults": dict(target.defaults),
                },
                "timeout": timeout,
                "memory": memory,
                **asked,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.child.__exit__(*raised)

    def events(self, seconds: float) -> Iterator[str]:
        """Lines, until it is done, has ended, or was ended after so many seconds of computing."""
        until = time.monotonic() + PATIENCE * seconds + GRACE
        ended = False
        while not ended:
            time.sleep(TICK)
            ended = self.child.ended or time.monotonic() > until
            for text in self.lines():
                yield text
                ended |= text == DONE

    def lines(self) -> list[str]:
        """Those that came since the last time; one that is still being written is left."""
        if not self.child.answers.exists():
            return []
        with self.child.answers.open("rb") as file:
            file.seek(self.read)
            whole, end, _ = file.read().rpartition(b"\n")
        self.read += len(whole) + len(end)
        return whole.decode().splitlines()


class Looks(Asked):
    """The looks of one process at what `observe_path` is asked for, the first and those that follow
    when it is asked again. It may have been started before: `child`."""

    def __init__(
        self,
        target: Target,
        declared: Declared,
        timeout: float,
        memory: int = MEMORY,
        adapter: Path | None = None,
        forms: bool = True,
        child: Child | None = None,
    ):
        if adapter is not None and not adapter.is_file():
            raise UserError(f"expected an adapter's Python file, but there is none at {adapter}")
        self.declared = declared
        super().__init__(
            child or Child(),
            target,
            timeout,
            memory,
            declared=declared._asdict(),
            adapter=str(adapter.resolve()) if adapter else None,
            forms=forms,
        )

    def first(self) -> Observed:
        return self.answered(self.timeout)

    def again(self, seconds: float) -> Observed:
        """What the code shows while it is only watched, in so many seconds of computing."""
        if self.child.ask(seconds):
            return self.answered(seconds)
        return observe_path(self.target, self.declared, seconds, forms=False)

    def answered(self, seconds: float) -> Observed:
        """What is written from here until a look is done, or the process has ended."""
        observed = Observed()
        kinds = {receive(observed, text) for text in self.events(seconds)}
        if "done" not in kinds:
            self.child.end()
            observed.findings.append(unfinished(self.child, seconds, "loaded" in kinds))
        printed = self.child.printed.whole()
        if printed and not any(finding.kind == "printed" for finding in observed.findings):
            observed.findings.append(Finding("printed", PRINTED, excerpt(printed)))
        return observed


class Traced(NamedTuple):
    """What the tape of a program says; what stood in the way of running it; what of it was called
    from here, in words; and the statements that were left out, and what they raised."""

    verdict: Verdict
    findings: list[Finding]
    called: str = ""
    raised: tuple[tuple[str, int, str], ...] = ()


class Trace(Asked):
    """A program on a tape, in a process that runs beside the looks at it."""

    def __init__(
        self,
        target: Target,
        timeout: float,
        declared: Declared | None = None,
        child: Child | None = None,
    ):
        seconds, said = min(timeout, TRACED), (declared or Declared())._asdict()
        super().__init__(child or Child("trace"), target, seconds, MEMORY, declared=said)

    def verdict(self) -> Traced | None:
        """The last one that it says in time; None where it says none, and not for want of time."""
        said: dict[str, Any] = {}
        findings: list[Finding] = []
        for text in self.events(self.timeout):
            kind, value = event(text)
            said[kind] = value
            findings += [value] if kind == "finding" else []
        if "verdict" not in said and is_late(self.child):
            said["verdict"] = Verdict(Word.UNCHECKED, [Why.ENDED])
        if "verdict" not in said:
            return None
        return Traced(said["verdict"], findings, said.get("called", ""), said.get("raised", ()))


def is_late(run: Child) -> bool:
    """Whether a process was ended since its time was over."""
    run.end()
    return run.where.exists() and TRACEBACK in run.where.read_text(errors="replace")


def unfinished(run: Child, timeout: float, loaded: bool) -> Finding:
    """Why a process did not run to its end."""
    trace = run.where.read_text(errors="replace") if run.where.exists() else ""
    if run.hung or TRACEBACK in trace:
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
    if status == NO_ROOM:
        return Finding("left out", NOWHERE.format(folder=Path(run.spare.name).parent))
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
