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
from groundup.checking.loading.targets import Target
from groundup.checking.loading.tracebacks import theirs
from groundup.checking.model.answers import Finding
from groundup.checking.model.declared import Declared
from groundup.checking.running.limits import PATIENCE
from groundup.checking.running.process import NO_ROOM, TRACE, Child
from groundup.checking.running.wire import event, line

TIMEOUT = 10.0  # seconds of computing
MEMORY = 3 * 2**30  # bytes of address space
GRACE = 5.0  # seconds in which a child starts, and tells where it hangs
NOWHERE = "There is no room in {folder} for what the code shows: make some, or set TMPDIR"
TRACEBACK = "(most recent call first)"  # as faulthandler writes
PRINTED = (
    "The code printed while it was checked; its data may have been made up, so do not take these "
    "lines for results"
)
DONE = line("done", True)
TICK = 0.004  # seconds between two looks at what a child has written


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


class Traced(NamedTuple):
    """What the tape of a program says; what stood in the way of running it; what of it was called
    from here, in words; and the statements that were left out, and what they raised."""

    verdict: Verdict
    findings: list[Finding]
    called: str = ""
    raised: tuple[tuple[str, int, str], ...] = ()
    ran: tuple[str, ...] = ()  # functions that computed something: "Network.backprop"


class Trace(Asked):
    """A program on a tape, in a process that may have been started before: `child`."""

    def __init__(
        self,
        target: Target,
        timeout: float = TIMEOUT,
        declared: Declared | None = None,
        child: Child | None = None,
        memory: int = MEMORY,
    ):
        said = (declared or Declared())._asdict()
        super().__init__(child or Child(TRACE), target, timeout, memory, declared=said)

    def verdict(self) -> Traced:
        """The last verdict that it says in time, and all that is told beside it."""
        said: dict[str, Any] = {}
        findings: list[Finding] = []
        for text in self.events(self.timeout):
            kind, value = event(text)
            said[kind] = value
            findings += [value] if kind == "finding" else []
        if "done" not in said:
            self.child.end()
            end = unfinished(self.child, self.timeout, "called" in said)
            findings += [] if "verdict" in said and end.kind == "hung" else [end]
        if printed := "".join([said.get("printed", ""), self.child.printed.whole()]).strip():
            findings.append(told_printed(printed))
        verdict = said.get("verdict", Verdict(Word.UNCHECKED, [Why.ENDED] * is_late(self.child)))
        beside = said.get("called", ""), said.get("raised", ()), tuple(said.get("ran", ()))
        return Traced(verdict, findings, *beside)


def is_late(run: Child) -> bool:
    """Whether a process was ended since its time was over."""
    return run.over and run.where.exists() and TRACEBACK in run.where.read_text(errors="replace")


def told_printed(printed: str) -> Finding:
    return Finding("printed", PRINTED, "\n".join(printed.strip().splitlines()[:5])[:2000])


def unfinished(run: Child, timeout: float, loaded: bool) -> Finding:
    """Why a process did not run to its end."""
    trace = run.where.read_text(errors="replace") if run.where.exists() else ""
    if run.hung or TRACEBACK in trace:
        place, detail = hanging(trace)
        message = f"The code was still running after {timeout:g} s{place}"
        if loaded and trace and not place:  # in no line of theirs
            message = f"The check was not finished after {timeout:g} s: give a longer --timeout"
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
