"""Checkpoints: where a run of training stands, in a file from which it can go on, bit by bit.

A checkpoint is a model file, so that `Network.load` and `groundup test` read it too. Beside the
network it holds

    run                     in the description: epochs, the best so far, options, what the samples
                            are, all that is one number or a name
    run.state.0.w.1 ...     what the optimiser remembers: its array 0 for w[1]
    run.best.w.1 ...        the best weights so far, where patience keeps them

Each replaces the one before in one step, so that whoever is killed leaves the older or the newer.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any

import numpy as np

from groundup.data import Samples
from groundup.data.streams import Stream
from groundup.engines.state import new_state
from groundup.errors import UserError
from groundup.formats import models
from groundup.formats.contents import DAMAGE
from groundup.network import Network
from groundup.training.options import Options
from groundup.training.run import Run

Fingerprint = Mapping[str, list[int]]
"""How many samples of each kind there are, and the CRC-32 of what they say."""
ALL_BYTES = "training samples, to the last byte,"
COUNTS = ("count", "started", "done", "since_best", "stalls")


def write(
    path: str | PathLike[str],
    network: Network,
    options: Options,
    run: Run,
    fingerprint: Fingerprint,
) -> None:
    """Puts where the run stands, between two epochs, into a file, whole or not at all. Raises
    ModelError where it cannot."""
    written = {name: getattr(run, name) for name in COUNTS}
    written |= {"best": run.best, "steps": int(run.state.steps[0])}
    written |= {"options": options.as_dict(), "samples": fingerprint}
    description = network.description() | {"run": written}
    models.write_model(path, network.w, network.b, description, dict(_arrays(run)))


def read(path: str | PathLike[str]) -> tuple[Network, Options, Run, Fingerprint]:
    """What `write` put into the file. Raises ModelError, which says what is wrong with it."""
    w, b, description, arrays = models.read_all(path)
    if "run" not in description:
        raise models.ModelError(
            f"{path}: this is a model, not a checkpoint: it does not say where its training "
            f"stands; use a file that groundup train --checkpoint wrote"
        )
    network = Network.load(path)  # which checks the rest of the description
    network.w, network.b, network.history = w, b, description["history"]
    try:
        written = description["run"]
        options = Options.from_dict(written["options"])
        run = _run(written, network, options)
        _fill(run, arrays)
        return network, options, run, _checked_fingerprint(written["samples"])
    except DAMAGE as error:
        reason = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise models.ModelError(
            f"{path}: the checkpoint is damaged: {reason}; copy it again or begin another run"
        ) from error


def fingerprint(
    train: Samples, validation: Samples | None, weights: np.ndarray | None
) -> Fingerprint:
    """What tells these samples, and their weights (n,), from others."""
    if isinstance(train, Stream):
        return {**_of_stream(train), **fingerprint_of({"validation samples": validation})}
    parts = {
        "training samples": train,
        "validation samples": validation,
        "sample weights": None if weights is None else (weights,),
    }
    return fingerprint_of(parts)


def fingerprint_of(parts: Mapping[str, Iterable[np.ndarray] | None]) -> Fingerprint:
    return {name: _crc(*arrays) for name, arrays in parts.items() if arrays is not None}


def _of_stream(train: Stream) -> dict[str, list[int]]:
    found = {"training samples": train.fingerprint()}
    return found | ({ALL_BYTES: train.fingerprint(whole=True)} if train.verify else {})


def refuse_others(path: str | PathLike[str], began: Fingerprint, came: Fingerprint) -> None:
    """Raises ValueError where a run that began with some samples would go on with others."""
    for words in differences(began, came):
        raise UserError(
            f"{path}: a run goes on with what it began with, but {words}; give those that the run "
            "began with"
        )


def differences(began: Fingerprint, came: Fingerprint) -> Iterator[str]:
    """In words, what is not the same, one kind of samples after the other."""
    for name in {**began, **came}:
        then, now = (_words(fingerprint.get(name)) for fingerprint in (began, came))
        if then != now:
            yield f"the {name} are not the same: {then} then, {now} now"


def _arrays(run: Run) -> Iterator[tuple[str, np.ndarray]]:
    """The arrays of a run, each with its name in the file."""
    kept = [(f"state.{s}", parameters) for s, parameters in enumerate(_state_parameters(run))]
    if run.best_network is not None:
        kept.append(("best", (run.best_network.w, run.best_network.b)))
    for name, (w, b) in kept:
        yield from ((f"run.{name}.w.{l}", wl) for l, wl in enumerate(w))
        yield from ((f"run.{name}.b.{l}", bl) for l, bl in enumerate(b))


def _state_parameters(run: Run) -> list[tuple[list[np.ndarray], list[np.ndarray]]]:
    return list(zip(run.state.w, run.state.b, strict=True))


def _run(written: dict[str, Any], network: Network, options: Options) -> Run:
    """The run that a description tells of; what its arrays hold is still to be filled in."""
    numbers = {name: written[name] for name in [*COUNTS, "steps"]}
    for name, number in numbers.items():
        if type(number) is not int or not 0 <= number < 2**63:
            raise UserError(f"{name} must be a whole number, 0 or more, not {number!r:.80}")
    run = Run(
        **{name: numbers[name] for name in COUNTS},
        state=new_state(options.optimiser, network.w, network.b),
    )
    if not (run.done <= run.count and run.started + run.done == len(network.history)):
        raise UserError(
            f"{run.done} of {run.count} epochs after {run.started} do not go with a history of "
            f"{len(network.history)}"
        )
    run.state.steps[0] = numbers["steps"]
    if written["best"] is not None:
        accuracy, negative_cost = map(float, written["best"])
        run.best = (accuracy, negative_cost)
        if options.patience is not None:
            run.best_network = network.copy()
    return run


def _fill(run: Run, arrays: dict[str, np.ndarray]) -> None:
    expected = dict(_arrays(run))
    if expected.keys() != arrays.keys():
        raise UserError(f"expected {sorted(expected)!r:.200}, got {sorted(arrays)!r:.200}")
    for name, array in expected.items():
        came = arrays[name]
        if (came.shape, came.dtype) != (array.shape, array.dtype):
            raise UserError(
                f"expected {name} to be {array.dtype} {array.shape}, got {came.dtype} {came.shape}"
            )
        array[...] = came


def _crc(*arrays: np.ndarray) -> list[int]:
    """How many there are, and a CRC-32 over shapes, types and contents."""
    crc = 0
    for array in arrays:
        array = np.ascontiguousarray(array)
        crc = zlib.crc32(f"{array.dtype.str} {array.shape}".encode(), crc)
        crc = zlib.crc32(array.reshape(-1).view(np.uint8).data, crc)
    return [len(arrays[0]), crc]


def _checked_fingerprint(written: dict[str, Any]) -> Fingerprint:
    for name, (count, crc) in written.items():
        if type(count) is not int or type(crc) is not int:
            raise UserError(f"{name}: expected two whole numbers, got {count!r}, {crc!r}")
    return written


def _words(part: list[int] | None) -> str:
    return f"{part[0]:,} (CRC-32 {part[1]:08x})" if part else "none"
