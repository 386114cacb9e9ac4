"""A round of a trial: from a checkpoint on, or from the beginning, to so many epochs.

It is a pure function: the same parameters and the same checkpoint give the same outcome, whoever
computes it, and whenever. So it may run in any process of any machine, and be run again.
"""

from __future__ import annotations

import functools
import os
import platform
import tempfile
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from groundup.data import Data
from groundup.engines.arithmetic import one_thread
from groundup.errors import UserError
from groundup.network import Network
from groundup.sweeping.parameters import network_of, options_of
from groundup.sweeping.provenance import refuse_other_samples, refuse_other_versions, versions
from groundup.sweeping.samples import read, read_and_kept, reading
from groundup.training import DivergedError, checkpoints, epochs, resume
from groundup.training.checkpoints import differences

__all__ = ["Outcome", "Round", "run_round"]


@dataclass(frozen=True)
class Round:
    """What a worker is asked: trial `number`, to the end of `until` epochs of `epochs` in all."""

    number: int
    parameters: Mapping[str, Any]
    data: str | Data  # a name that `load_data` takes, or the data themselves
    epochs: int
    until: int
    engine: str
    versions: Mapping[str, str]  # of whoever asks: a worker with others refuses
    samples: checkpoints.Fingerprint  # likewise, of data that have a name
    checkpoint: bytes | None = None  # of the round before


class Outcome(NamedTuple):
    """Where the trial stood afterwards."""

    accuracy: float | None  # of the validation set, 0 to 1; None where it diverged
    cost: float | None  # likewise of the validation set
    epochs: int  # learned so far, those of earlier rounds too
    seconds: float  # that this round took
    crc: int  # CRC-32 of all weights and biases
    checkpoint: bytes | None
    diverged: str | None = None  # in words


def run_round(asked: Round) -> Outcome:
    """Runs it. Raises UserError where it cannot be run here as it was meant."""
    try:
        refuse_other_versions(asked.versions, versions(asked.engine))
        data = _samples(asked)
    except UserError as error:
        where = f"a worker (process {os.getpid()} on {platform.node()})"
        raise UserError(f"{where}: {error}") from None
    with one_thread:
        return _run(asked, data)


def _samples(asked: Round) -> Data:
    how = reading(asked.parameters)
    if not isinstance(asked.data, str):
        return read(asked.data, how)
    data, here = read_and_kept(asked.data, how)
    if differences(asked.samples, here):  # read for an earlier sweep, perhaps, and changed since
        read_and_kept.cache_clear()
        data, here = read_and_kept(asked.data, how)
    refuse_other_samples(asked.data, asked.samples, here)
    return data


def _run(asked: Round, data: Data) -> Outcome:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="groundup-") as folder:
        path = Path(folder) / "checkpoint.safetensors"
        if asked.checkpoint is not None:
            path.write_bytes(asked.checkpoint)
        diverged = None
        try:
            network = _go_on(asked, data, path)
        except DivergedError as error:
            network, diverged = checkpoints.read(path)[0], str(error)
        last = network.history[-1] if network.history and not diverged else {}
        return Outcome(
            accuracy=last.get("validation_accuracy"),
            cost=last.get("validation_cost"),
            epochs=len(network.history),
            seconds=time.perf_counter() - started,
            crc=functools.reduce(
                lambda crc, array: zlib.crc32(array.tobytes(), crc), network.w + network.b, 0
            ),
            checkpoint=None if diverged else path.read_bytes(),
            diverged=diverged,
        )


def _go_on(asked: Round, data: Data, path: Path) -> Network:
    """Trains until there have been enough epochs, or the training has ended by itself."""
    data = _limited(data, asked.parameters.get("limit"))
    if asked.checkpoint is None:
        network = network_of(asked.parameters)
        records = epochs(
            asked.epochs,
            network,
            data.train,
            data.validation,
            checkpoint=path,
            **options_of(asked.parameters, asked.engine),
        )
    else:
        resumed = resume(path, data.train, data.validation, threads=1)
        network, records = resumed.network, resumed.records
    while len(network.history) < asked.until and next(records, None):
        pass
    return network


def _limited(data: Data, limit: int | None) -> Data:
    if limit is None:
        return data
    x, y = data.train
    return data._replace(train=data.train._replace(x=x[:limit], y=y[:limit]))
