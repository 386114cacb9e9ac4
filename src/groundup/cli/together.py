"""`groundup train --engine devices` in several processes: which they are, and that they agree."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import sys
from typing import TYPE_CHECKING

from groundup.cli.console import fail, leave
from groundup.cli.supervisor import Supervisor
from groundup.engines import require_jax
from groundup.engines.hosts import HEARTBEAT, MEETING, MEMBER, Place, agree, count, seconds

if TYPE_CHECKING:
    from pathlib import Path

    from typer import Context

    from groundup.data import Data

MOST = 256  # processes of one machine
OWN = (
    *("coordinator", "processes", "process", "local_processes", "out", "plot", "checkpoint"),
    *("data", "also", "resume"),  # whose contents are compared
)
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
    asked = [coordinator, processes, process, local] != [None] * 4
    if MEMBER in os.environ or not (asked or detected()):
        return
    if engine is None:
        engine = engine_of(going_on)
    if engine != "devices":
        if asked:
            fail(f"training in several processes needs --engine devices, not {engine}")
        return
    places = asked_places(coordinator, processes, process, local) if asked else [Place()]
    for name in (HEARTBEAT, MEETING):
        seconds(name)
    require_jax()
    leave(Supervisor(places, going_on).run(sys.argv[1:]))


def engine_of(checkpoint: Path | None) -> str:
    """The engine of the run in a checkpoint. Raises ModelError where it is none."""
    from groundup.training.checkpoints import read

    assert checkpoint is not None
    return read(checkpoint)[1].engine


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
            fail("--local-processes is for one machine: leave out --coordinator and the like")
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
    check_address(coordinator, listens=process == 0)
    return [Place(coordinator, processes, process)]


def check_address(coordinator: str, listens: bool) -> None:
    """Refuses a host that nobody knows, and a port that process 0 cannot listen at: JAX would say
    neither."""
    host, _, port = coordinator.rpartition(":")
    try:
        socket.getaddrinfo(host.strip("[]"), int(port))
        if listens:
            with socket.socket() as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(("", int(port)))
    except (OSError, OverflowError) as error:
        fail(f"--coordinator {coordinator}: {error}; name another host or port")


def agree_on(context: Context, digits: Data, checkpoint: Path | None = None) -> None:
    """Refuses to train with processes that have other options, versions or data."""
    if count() == 1:
        return
    from groundup.training.checkpoints import fingerprint

    parts = {"versions": repr(versions())} | {
        f"--{name.replace('_', '-')}": repr(value)
        for name, value in sorted(context.params.items())
        if name not in OWN
    }
    if checkpoint is not None:
        with checkpoint.open("rb") as file:
            parts["checkpoint"] = hashlib.file_digest(file, "sha256").hexdigest()
    agree(parts | {"data": repr(fingerprint(digits.train, digits.validation, None))})


def versions() -> list[str]:
    """What the numbers depend on, beside options and data."""
    import platform

    import jax
    import numpy as np

    import groundup

    device = jax.local_devices()[0].device_kind
    return [groundup.__version__, jax.__version__, np.__version__, platform.machine(), device]
