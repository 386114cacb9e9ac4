"""`groundup train --engine devices` in several processes: a parent supervises those of its machine.

Where one of them, or one on another machine, ends or does not answer any more, the parent ends the
others, says so in a sentence, and leaves with status 75, at which schedulers try again.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from groundup.cli.console import fail
from groundup.engines.hosts import (
    HEARTBEAT,
    LOST,
    MEETING,
    MEMBER,
    Place,
    agree,
    count,
    seconds,
)

if TYPE_CHECKING:
    from pathlib import Path

    from typer import Context

    from groundup.data import Data

MOST = 256  # processes of one machine
GRACE = 2.0  # seconds for the others to say why they end
NOISE = re.compile(
    r"[EWIF]\d{4} \d\d:\d\d|WARNING: All log messages|\*\*\*|\[Gloo\]|jax\.errors|Traceback"
)
OWN = ("coordinator", "processes", "process", "local_processes", "out", "plot", "checkpoint")
"""Options in which the processes may differ."""
DETECTED = {"SLURM_NTASKS": "SLURM_PROCID", "OMPI_COMM_WORLD_SIZE": "OMPI_COMM_WORLD_RANK"}
"""Variables that say how many processes were started, and which this is."""


def supervise_if_asked(
    engine: str | None,
    coordinator: str | None,
    processes: int | None,
    process: int | None,
    local: int | None,
    going_on: Path | None,
) -> None:
    """Returns where this process is to train by itself, or with the others that it has met. Else
    it supervises those that train, and leaves with their status.

    engine: None where a checkpoint says which.
    going_on: the checkpoint from which one could go on.
    """
    given = [coordinator, processes, process]
    if MEMBER in os.environ:
        return
    if local is None and given == [None] * 3:
        if engine != "devices" or not detected():
            return
        places = [Place()]
    else:
        places = asked_places(coordinator, processes, process, local)
        if engine not in (None, "devices"):
            fail(f"several processes train with --engine devices, not {engine}; choose that")
    for name in (HEARTBEAT, MEETING):
        seconds(name)
    raise SystemExit(Supervisor(places, going_on).run(sys.argv[1:]))


def detected() -> bool:
    """Whether a scheduler has started several processes."""
    return any(
        rank in os.environ and os.environ.get(size, "1") not in ("", "0", "1")
        for size, rank in DETECTED.items()
    )


def asked_places(
    coordinator: str | None, processes: int | None, process: int | None, local: int | None
) -> list[Place]:
    """The processes that begin here."""
    if local is not None:
        if [coordinator, processes, process] != [None] * 3:
            fail("--local-processes is for one machine: leave out --coordinator and its like")
        if not 2 <= local <= MOST:
            fail(f"--local-processes must be 2 to {MOST}, not {local}")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        return [Place(address, local, i) for i in range(local)]
    if coordinator is None or processes is None or process is None:
        fail("several machines need all of --coordinator HOST:PORT, --processes N and --process I")
    if not re.fullmatch(r"[^:\s]+:\d{1,5}|\[[\da-fA-F:]+\]:\d{1,5}", coordinator):
        fail(f"--coordinator must be HOST:PORT, such as 10.0.0.1:9000, not {coordinator}")
    if not 0 <= process < processes:
        fail(
            f"--process must be 0 to {processes - 1}, as --processes is {processes}, not {process}"
        )
    return [Place(coordinator, processes, process)]


@dataclass
class Supervisor:
    """Starts processes, and sees to it that they end together."""

    places: list[Place]
    going_on: Path | None
    children: list[subprocess.Popen[str]] = field(default_factory=list)
    said: list[list[str]] = field(default_factory=list)
    stopped: int = 0  # the signal that stopped it

    def run(self, arguments: list[str]) -> int:
        """The exit status: 0, that of a process that says why, or 75."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._pass_on)
        try:
            readers = [r for place in self.places for r in self._start(place, arguments)]
            while not any(child.poll() for child in self.children):
                if all(child.poll() == 0 for child in self.children):
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
                sys.stdout.write(line)
                sys.stdout.flush()
        stream.close()

    def _read_errors(self, stream: IO[str], said: list[str]) -> None:
        """Passes on errors, once where all processes say the same, until it is JAX that speaks."""
        noise = False
        for line in stream:
            noise = noise or bool(NOISE.match(line))
            new = not any(line in other for other in self.said)
            said.append(line)
            if not noise and new:
                sys.stderr.write(line)
        stream.close()

    def _pass_on(self, number: int, frame: object) -> None:
        self.stopped = number
        if self.children and self.children[0].poll() is None:
            self.children[0].send_signal(number)

    def _verdict(self, statuses: list[int | None]) -> int:
        """What to leave with, after a sentence where nobody has said one."""
        if not any(statuses) and None not in statuses:
            return 0
        if self.stopped:
            return 128 + self.stopped
        told = [(status, said) for status, said in zip(statuses, self.said, strict=True) if status]
        for status, said in told:
            if status > 0 and status != LOST:
                sys.stderr.write("".join(said) if status == 1 else "")
                return status
        again = f"; go on with --resume {self.going_on}" if self.going_on else "; start again"
        return fail(f"{self._lost(statuses)}, so training stopped{again}", LOST)

    def _lost(self, statuses: list[int | None]) -> str:
        """Which process it was, in words."""
        names = [place.process for place in self.places]
        of = f"of {self.places[0].processes}"
        for name, status in zip(names, statuses, strict=True):
            if status in (-signal.SIGKILL, -signal.SIGTERM):
                return f"process {name} {of} was killed"
        silent = [name for name, status in zip(names, statuses, strict=True) if status is None]
        if silent and len(self.places) > 1:
            return f"process {', '.join(map(str, silent))} {of} does not answer any more"
        return "another process has ended, or does not answer any more"


def agree_on(context: Context, digits: Data, checkpoint: Path | None = None) -> None:
    """Refuses to train with processes that have other options, versions or data."""
    if count() == 1:
        return
    from groundup.training.checkpoints import fingerprint

    options: dict[str, Any] = {k: v for k, v in context.params.items() if k not in OWN}
    began = checkpoint.read_bytes().hex() if checkpoint is not None else ""
    agree(
        {
            "options": repr(sorted(options.items(), key=str)),
            "versions": repr(versions()),
            "data": repr(fingerprint(digits.train, digits.validation, None)),
            "checkpoint": began,
        }
    )


def versions() -> list[str]:
    """What the numbers depend on, beside options and data."""
    import platform

    import jax
    import numpy as np

    import groundup

    device = jax.local_devices()[0].device_kind
    return [groundup.__version__, jax.__version__, np.__version__, platform.machine(), device]
