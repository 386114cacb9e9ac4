"""Several processes, on one machine or on many, that train one network with the engine `devices`.

Each has all of the data and a part of every batch; JAX adds up what they found. One of them leads:
it writes files and speaks. A process that belongs to no others leads itself, and needs no JAX.
"""

from __future__ import annotations

import contextlib
import os
import socket
import zlib
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from groundup.errors import UserError

HEARTBEAT = "GROUNDUP_HEARTBEAT"  # seconds after which a silent process counts as lost
MEETING = "GROUNDUP_MEETING"  # seconds for all processes to come
MEMBER = "GROUNDUP_MEMBER"  # a Place, in JSON, for a process that is to join others
MET = "groundup has met the others"  # what a member tells the process that supervises it
LOST = 75  # the exit status where another process is lost: EX_TEMPFAIL, try again
TOGETHER = (
    "start all of them, each with its own --process, and the same --coordinator and --processes"
)
DEFAULTS = {HEARTBEAT: 30, MEETING: 300}


class Place(NamedTuple):
    """Which process this is, of how many, and where they meet; all None where JAX finds out, from
    what SLURM, MPI or Kubernetes say."""

    coordinator: str | None = None  # HOST:PORT
    processes: int | None = None
    process: int | None = None


_here = Place(None, 1, 0)


def leads() -> bool:
    """Whether this process writes files and speaks for all."""
    return _here.process == 0


def count() -> int:
    """Processes that train together."""
    return _here.processes or 1


def seconds(name: str) -> int:
    """A time from the environment. Raises UserError where it is no whole number above 0."""
    given = os.environ.get(name, str(DEFAULTS[name]))
    if not given.isdecimal() or int(given) < 1:
        raise UserError(f"{name} must be whole seconds above 0, not {given!r}")
    return int(given)


def join(place: Place) -> None:
    """Meets the other processes. Raises UserError where they do not come in time."""
    global _here
    import jax

    jax.config.update("jax_enable_preemption_service", False)  # it would keep SIGTERM to itself
    try:
        jax.distributed.initialize(
            place.coordinator,
            place.processes,
            place.process,
            initialization_timeout=seconds(MEETING),
            heartbeat_timeout_seconds=seconds(HEARTBEAT),
            cluster_detection_method="deactivate" if place.coordinator else None,
        )
        _listen_where_others_reach_it()
        _here = Place(place.coordinator, jax.process_count(), jax.process_index())
    except (RuntimeError, ValueError) as error:
        raise UserError(
            f"the processes did not find each other ({str(error).splitlines()[0]:.150}); {TOGETHER}"
        ) from None


def _listen_where_others_reach_it() -> None:
    """Lets Gloo, which adds up between processors, listen at the address by which this machine
    reaches the coordinator. By itself it takes what the machine calls itself, which on Debian and
    Ubuntu is 127.0.1.1: no other machine gets there. JAX has no option for that."""
    with contextlib.suppress(AttributeError, ImportError, OSError):
        from jax._src import distributed, xla_bridge

        coordinator = str(distributed.global_state.coordinator_address)
        library: Any = xla_bridge._jax  # pyright: ignore[reportPrivateImportUsage]
        library.make_gloo_tcp_collectives = partial(
            library.make_gloo_tcp_collectives, hostname=own_address(coordinator)
        )


def own_address(coordinator: str) -> str:
    """The address by which this machine reaches HOST:PORT. Nothing is sent."""
    host, _, port = coordinator.rpartition(":")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)[0]
    with socket.socket(found[0], socket.SOCK_DGRAM) as towards:
        towards.connect(found[4])
        return towards.getsockname()[0]


def agree(parts: Mapping[str, str]) -> None:
    """Compares what every process says of each part, such as its options and its data. Raises
    UserError, in every process, which names the parts that are not the same."""
    if count() == 1:
        return
    import numpy as np
    from jax.experimental import multihost_utils

    own = np.array([zlib.crc32(said.encode()) for said in parts.values()], np.uint32)
    every = np.asarray(multihost_utils.process_allgather(own)).reshape(count(), len(own))
    for name, digests in zip(parts, every.T, strict=True):
        others = np.flatnonzero(digests != digests[0]).tolist()
        if others:
            raise UserError(
                f"expected the same {name} in all {count()} processes, but process "
                f"{', '.join(map(str, others))} has a different one from process 0; start all "
                "with the same"
            )
