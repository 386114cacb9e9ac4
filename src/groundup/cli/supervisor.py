"""The process that supervises those which train one network together on this machine.

It passes on what the one that leads says. Where one of them, or one on another machine, ends or
does not answer any more, it ends the others, says so in a sentence, and leaves with status 75, at
which schedulers try again.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from groundup.cli.console import fail
from groundup.cli.signals import answer_signals
from groundup.engines.hosts import LOST, MEMBER, MET, TOGETHER, Place

GRACE = 2.0  # seconds for the others to say why they end
PATIENCE = 10.0  # seconds for a stopped process 0 on another machine to save what was learned
NOISE = re.compile(
    r"[EWIF]\d{4} \d\d:\d\d|WARNING: All log messages|\*\*\*|\[Gloo\]|jax\.errors|Traceback"
)
OURS = re.compile("groundup: |stopped |next: |to go on: ")
"""How lines on standard error begin that are for the user; those of JAX's libraries do not."""


@dataclass
class Supervisor:
    """Starts processes, and sees to it that they end together."""

    places: list[Place]
    going_on: Path | None
    children: list[subprocess.Popen[str]] = field(default_factory=list)
    said: list[list[str]] = field(default_factory=list)
    met: bool = False  # whether one of them has said so
    stopped: int = 0  # the signal that stopped it
    patience: float = math.inf  # until when it waits for a process 0 elsewhere, once stopped

    def run(self, arguments: list[str]) -> int:
        """The exit status: 0, that of a process that says why, or 75."""
        answer_signals(self._stop)
        try:
            readers = [r for place in self.places for r in self._start(place, arguments)]
            while not any(child.poll() for child in self.children):
                if all(child.poll() == 0 for child in self.children):
                    break
                if time.monotonic() > self.patience:
                    break
                time.sleep(0.05)
            ended = time.monotonic() + GRACE
            while time.monotonic() < ended and any(c.poll() is None for c in self.children):
                time.sleep(0.05)
            statuses = [child.poll() for child in self.children]
        finally:
            for child in self.children:
                if child.poll() is None:
                    child.kill()
                child.wait()
        for reader in readers:
            reader.join(timeout=GRACE)
        return self._verdict(statuses)

    def _start(self, place: Place, arguments: list[str]) -> list[threading.Thread]:
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "2"} | os.environ
        child = subprocess.Popen(
            [sys.executable, "-m", "groundup.cli.member", *arguments],
            env=quiet | {MEMBER: json.dumps(place), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stderr is not None
        self.children.append(child)
        self.said.append([])
        readers = [
            threading.Thread(target=self._read_words, args=(child.stdout,)),
            threading.Thread(target=self._read_errors, args=(child.stderr, self.said[-1])),
        ]
        for reader in readers:
            reader.start()
        return readers

    def _read_words(self, stream: IO[str]) -> None:
        """Passes on what the process that leads says, and nothing of JAX's libraries."""
        for line in stream:
            if not NOISE.match(line):
                pass_on(line, sys.stdout)
        stream.close()

    def _read_errors(self, stream: IO[str], said: list[str]) -> None:
        """Passes on errors, once where all processes say the same, and nothing that JAX says."""
        noise = False
        for line in stream:
            if line == MET + "\n":
                self.met = True
                continue
            noise = (noise or bool(NOISE.match(line))) and not OURS.match(line)
            new = not any(line in other for other in self.said)
            said.append(line)
            if not noise and new:
                pass_on(line, sys.stderr)
        stream.close()

    def _stop(self, number: int, frame: object) -> None:
        """Tells process 0 to save what was learned; where that is elsewhere, waits for it, for it
        may have been told too."""
        if not self.stopped and self.places[0].process:
            self.patience = time.monotonic() + PATIENCE
        self.stopped = number
        if self.children and self.children[0].poll() is None:
            self.children[0].send_signal(number)

    def _verdict(self, statuses: list[int | None]) -> int:
        """What to leave with, after a sentence where nobody has said one."""
        if not any(statuses) and None not in statuses:
            return 0
        if self.stopped and statuses[0] is None:
            place = self.places[0]
            fail(
                f"stopped process {place.process} of {place.processes}; the others end, too",
                128 + self.stopped,
            )
        if self.stopped:
            return 128 + self.stopped
        told = [(status, said) for status, said in zip(statuses, self.said, strict=True) if status]
        for status, said in told:
            if status > 0 and status != LOST:
                sys.stderr.write("".join(said) if status == 1 else "")
                return status
        if not self.met and any(line.startswith("groundup: ") for _, said in told for line in said):
            return LOST  # it has said why they did not find each other
        again = f"go on with --resume {self.going_on}" if self.going_on else "start again"
        if not self.met and len(self.places) == 1:
            again = TOGETHER
        return fail(f"{self._lost(statuses)}, so training stopped; {again}", LOST)

    def _lost(self, statuses: list[int | None]) -> str:
        """Which process it was, in words."""
        names = [place.process for place in self.places]
        of = f"of {self.places[0].processes}"
        for name, status in zip(names, statuses, strict=True):
            if status in (-signal.SIGKILL, -signal.SIGTERM):
                return f"process {name} {of} was killed"
        if not self.met:
            return "the processes did not find each other"
        silent = [name for name, status in zip(names, statuses, strict=True) if status is None]
        if silent and len(self.places) > 1:
            return f"process {', '.join(map(str, silent))} {of} no longer answers"
        return "another process has ended, or no longer answers"


def pass_on(line: str, stream: IO[str]) -> None:
    """Says a line of another process. Where nobody listens any more, that process is still heard,
    for it would wait for that before it saves what was learned."""
    with contextlib.suppress(OSError):
        stream.write(line)
        stream.flush()
