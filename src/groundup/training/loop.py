"""The loop: epochs of small steps, whatever computes them, and a record after each."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from groundup.data.samples import (
    Samples,
    as_inputs,
    as_samples,
    as_targets,
    check_finite,
    check_seen,
)
from groundup.data.schema import Schema, found_schema
from groundup.data.streams import Stream
from groundup.engines import hosts
from groundup.engines.state import new_state
from groundup.errors import UserError
from groundup.network import Network
from groundup.showing import markup
from groundup.showing.live import Live
from groundup.training import checkpoints
from groundup.training.balance import by_class, weighted
from groundup.training.checks import check_sample_weights, whole
from groundup.training.options import Options, cores
from groundup.training.record import History, Record
from groundup.training.run import Run, restore
from groundup.training.schedules import SCHEDULES
from groundup.training.steps import Pace, Progress, Steps, steps_for

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from groundup.data.samples import Pair

MEASURED = 10_000  # training samples that an epoch's cost is measured on, at most
MAXIMUM_EPOCHS = 100_000  # whose records, 200 bytes each, still go into a model file
EXPLODED = 1000.0  # times the cost before the epoch, or 1 where that is more: it diverges


class DivergedError(UserError):
    """Training made the network worse without bound; it is back at its last good weights."""


def epochs(
    count: int,
    network: Network,
    train: Pair,
    validation: Pair | None = None,
    *,
    sample_weights: ArrayLike | None = None,
    progress: Progress | None = None,
    pace: Pace | None = None,
    checkpoint: str | PathLike[str] | None = None,
    **options: Any,
) -> Iterator[Record]:
    """Trains for at most `count` epochs; yields a record after each, when the network holds what
    it has learned. Every engine sees the same mini-batches in the same order for a seed, and two
    calls for one epoch of plain SGD do what one call for two does.

    train, validation: `Samples`, or pairs, of x (n, n_0), 8-bit pixels or finite numbers, and
        labels y (n,), or a regression's targets (n, n_L), floats; lists and tables will do. The
        schema of `load_data`'s samples becomes that of a network that has none and is untrained.
    sample_weights: (n,), 0 or more; costs and gradients are then weighted means.
    progress: called now and then with the number of samples learned from in this epoch.
    pace: for whoever watches closely: called within an epoch, again and again, with the samples
        learned from so far in it, when the network holds what it has learned from them; returns
        how many mini-batches to learn from next, and with which eta. The time that it takes
        counts as the epoch's.
    checkpoint: a file for where the run stands, written before the first epoch and after each,
        before its record is yielded; `resume` goes on from there, as if it had never stopped.
    options: those of `groundup.training.Options`: batch_size, eta, optimiser, engine, seed, …

    Stopping it, even by an exception or Ctrl-C, leaves the network with all whole steps taken so
    far. Raises ValueError, before anything is trained, where the arguments do not make sense;
    DivergedError, with the network back at its last good weights, where training diverges; and
    ModelError where a checkpoint cannot be written: the network has learned what it has learned.
    """
    how = Options(**options)
    count = whole("epochs", count)
    if count > MAXIMUM_EPOCHS:
        raise UserError(
            f"epochs must be at most {MAXIMUM_EPOCHS:,}, not {count:,}; train further afterwards"
        )
    state = new_state(how.optimiser, network.w, network.b)
    run = Run(count, started=len(network.history), state=state)
    return _checked_go(
        network, train, validation, how, run, sample_weights, progress, checkpoint, pace=pace
    )


class Probe(NamedTuple):
    """What the cost of an epoch is measured on."""

    samples: Samples
    weights: np.ndarray | None


class Resumed(NamedTuple):
    """A resumed run. The network learns while you iterate over `records`."""

    network: Network
    options: Options
    epochs: int  # of the run
    done: int  # of these, when it stopped
    records: Iterator[Record]  # of the others, as `epochs` yields them


def resume(
    path: str | PathLike[str],
    train: Pair,
    validation: Pair | None = None,
    *,
    sample_weights: ArrayLike | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Resumed:
    """Goes on with the run that wrote the checkpoint at `path`, and writes there too. With the
    same engine on the same machine, it ends with exactly the weights of a run that never stopped.
    If nothing is left to do, `records` is empty; go through it all the same.

    train, validation, sample_weights: those of the run.
    threads: the most to use; by default as many as the run had, or all cores if these are fewer.

    Raises ModelError where the file is not a checkpoint, ValueError where the samples are not those
    of the run, ImportError where its engine is not here.
    """
    network, how, run, began = checkpoints.read(path)
    how = replace(how, threads=min(how.threads, cores()) if threads is None else threads)
    epochs, done = run.count, run.done
    records = _checked_go(
        network, train, validation, how, run, sample_weights, progress, path, began
    )
    return Resumed(network, how, epochs, done, records)


_epochs = epochs  # `fit` has an argument of that name


def fit(
    network: Network,
    train: Pair,
    validation: Pair | None = None,
    *,
    epochs: int = 3,
    **options: Any,
) -> History:
    """Trains as `epochs` does, to the end: takes the same arguments and returns all records. In a
    notebook it shows its progress, unless `progress` is given."""
    live = Live()
    if not live.here or options.get("progress") is not None:
        return History(_epochs(epochs, network, train, validation, **options))
    found = History()

    def show(done: int = 0) -> str:
        samples = max((record.samples for record in found), default=0)
        share = done / samples if samples and done < samples else 0
        return markup.block(
            f'<progress max="{epochs}" value="{len(found) + share}"></progress> '
            + markup.words(f"epoch {len(found)} of {epochs}"),
            markup.history([record._asdict() for record in found]),
        )

    options["progress"] = lambda done: live.update(lambda: show(done))
    try:
        for record in _epochs(epochs, network, train, validation, **options):
            found.append(record)
            live.update(show)
    finally:
        live.update(show, last=True)
    return found


def _checked_go(
    network: Network,
    train: Pair,
    validation: Pair | None,
    how: Options,
    run: Run,
    sample_weights: ArrayLike | None,
    progress: Progress | None,
    checkpoint: str | PathLike[str] | None,
    began: checkpoints.Fingerprint | None = None,
    pace: Pace | None = None,
) -> Iterator[Record]:
    schema = _schema_for(network, train)
    train = _fitting(train, network, "train", schema)
    if not len(train.x):
        raise UserError("train: expected samples to learn from, got none")
    if validation is not None:
        validation = _fitting(validation, network, "validation", schema)
        validation = validation if len(validation.x) else None
    if validation is None and (how.patience or how.target or how.schedule == "plateau"):
        raise UserError("patience, target and schedule='plateau' need a validation set")
    if isinstance(train, Stream) and (sample_weights is not None or how.class_weight):
        name = "class_weight" if sample_weights is None else "sample_weights"
        raise UserError(f"{name}: samples that stay on disk have no weights; leave it out")
    weights = check_sample_weights(sample_weights, len(train.y), network)
    how = how.resolved()
    samples = checkpoints.fingerprint(train, validation, weights) if checkpoint else {}
    if how.class_weight is not None:
        weights = weighted(train.y, weights, network.dtype)
    network.schema = schema
    train, validation = _prepared(train, network), validation and _prepared(validation, network)
    probe = _probe(train, weights, network)
    if train.y.ndim == 2 and how.target is not None:
        raise UserError("target is a share of right answers, which a regression does not have")
    steps = steps_for(how, network, train, weights, progress, pace)
    judges = [] if validation is None else [validation]
    if validation is not None and how.class_weight is not None:
        judges = by_class(validation)

    def keep() -> None:
        if checkpoint and hosts.leads():
            checkpoints.write(checkpoint, network, how, run, samples)

    if checkpoint and began is not None:
        checkpoints.refuse_others(checkpoint, began, samples)
    else:
        keep()

    def go() -> Iterator[Record]:
        while run.done < run.count and not _enough(run, how):
            record = _one_epoch(steps, network, len(train.y), probe, judges, how, run)
            network.history.append(record._asdict())
            run.note(record, network, keep_best=how.patience is not None)
            keep()
            yield record
        if run.best_network is not None:
            restore(network, run.best_network)

    return go()


def _fitting(given: Pair, network: Network, name: str, schema: Schema | None) -> Samples:
    """The samples as a network takes them. Raises ValueError where they do not fit it."""
    if isinstance(given, Stream):
        return _fitting_stream(given, network, name)
    numbers = network.activations[-1] != "softmax" and network.cost == "quadratic"
    inputs, outputs = network.sizes[0], network.sizes[-1]
    samples = as_samples(given, inputs, outputs, name, numbers, schema, network.sees)
    if schema is not None and schema.regression:
        samples = samples._replace(y=as_targets(samples.y.astype(float), outputs))
    check_finite(samples.x, network.dtype, f"{name}.x")
    if samples.y.ndim == 2:
        check_finite(samples.y, network.dtype, f"{name}.y")
    return samples


def _fitting_stream(stream: Stream, network: Network, name: str) -> Stream:
    """The same for samples that stay on disk, of which but labels and sizes are looked at."""
    width, y, schema = stream.rows.shape[1], stream.y, stream.schema
    if width != network.sizes[0]:
        raise UserError(
            f"{name}.x: expected {network.sizes[0]} numbers for each sample, as many as the "
            f"network has inputs, got {width}"
        )
    check_seen(schema.shape if schema else (), network.sees, f"{name}.x")
    outputs = network.sizes[-1]
    numbers = network.activations[-1] != "softmax" and network.cost == "quadratic"
    fits = y.ndim == 1 and not network.regression
    if not (fits or (numbers and y.shape[1:] == (outputs,))):
        raise UserError(f"{name}.y: expected labels, or {outputs} targets, got {y.shape}")
    if y.ndim == 1 and len(y) and int(y.max()) >= outputs:
        raise UserError(
            f"{name}.y: expected labels from 0 to {outputs - 1}, as the network has {outputs} "
            f"outputs, got up to {int(y.max())}"
        )
    return stream


def _schema_for(network: Network, train: Pair) -> Schema | None:
    """The network's own schema, or that of the first samples that it learns from."""
    if network.schema is not None or network.history:
        return network.schema
    if not isinstance(train, tuple | list) or len(train) != 2:
        return None  # and is refused
    x, y = train
    schema = getattr(train, "schema", None)
    if schema is None and np.ndim(y) == 1 and not isinstance(train, Stream):
        names = tuple(map(str, getattr(x, "columns", ())))
        rows = as_inputs(x, network.sizes[0], "train.x", sees=network.sees)
        return found_schema(np.atleast_2d(rows), network.sizes[-1], names, network.sees)
    if schema is None or schema.outputs > network.sizes[-1]:
        return None
    return schema if schema.regression == (np.ndim(y) == 2) else None


def _prepared(samples: Samples, network: Network) -> Samples:
    """The samples as the first layer takes them, and a regression's targets standardised. Those
    that stay on disk are prepared when they are read."""
    if isinstance(samples, Stream):
        return samples
    x, y = network.prepared(samples.x), samples.y
    if network.schema is not None and network.regression:
        y = network.schema.prepared_targets(y)
    return Samples(x, y.astype(network.dtype) if y.ndim == 2 else y)


def _enough(run: Run, how: Options) -> bool:
    reached = run.best[0] if run.best else 0.0
    return (how.patience is not None and run.since_best >= how.patience) or (
        how.target is not None and reached >= how.target
    )


def _one_epoch(
    steps: Steps,
    network: Network,
    count: int,
    probe: Probe,
    judges: list[Samples],
    how: Options,
    run: Run,
) -> Record:
    epoch = len(network.history) + 1
    planned = how.eta * SCHEDULES[how.schedule](run.done + 1, run.count, run.stalls)
    before = network.copy()
    previous = network.history[-1]["cost"] if run.done else _cost_before(steps, probe)
    with np.errstate(over="ignore", invalid="ignore"):  # what comes of it is checked below
        started = time.perf_counter()
        eta = steps.epoch(epoch, planned, run.state)
        seconds = time.perf_counter() - started
        cost = steps.measure(*probe)[0]
        each = [steps.measure(samples) for samples in judges]
        validation_cost, accuracy = np.mean(each, axis=0).tolist() if each else (None, None)
        if probe.samples.y.ndim == 2:  # a regression has no right answers
            accuracy = None
    if not math.isfinite(cost) or cost > EXPLODED * max(previous, 1.0):
        restore(network, before)
        asked = how.eta if eta == planned else eta
        became = f"rose to {cost:.3g}" if math.isfinite(cost) else "is not a finite number any more"
        raise DivergedError(
            f"epoch {epoch} diverged: the cost {became}. The steps are too large for this network: "
            f"try a learning rate of {asked / 10:g} instead of {asked:g}, or sigmoid layers, "
            f"whose outputs stay between 0 and 1. The network is as it was before this epoch"
        )
    return Record(epoch, cost, validation_cost, accuracy, seconds, count, eta)


def _probe(train: Samples, weights: np.ndarray | None, network: Network) -> Probe:
    """Those training samples, 10,000 at most, that an epoch's cost is measured on: the first that
    have a part in it, or, where they stay on disk, some from all over the file."""
    if isinstance(train, Stream):
        return Probe(_prepared(train.sample(MEASURED, "measured"), network), None)
    if weights is None:
        return Probe(Samples(train.x[:MEASURED], train.y[:MEASURED]), None)
    rows = np.flatnonzero(weights)[:MEASURED]
    return Probe(Samples(train.x[rows], train.y[rows]), weights[rows])


def _cost_before(steps: Steps, probe: Probe) -> float:
    """The cost before the first epoch; 0 where it is no finite number."""
    with np.errstate(over="ignore", invalid="ignore"):
        cost = steps.measure(*probe)[0]
    return cost if math.isfinite(cost) else 0.0
