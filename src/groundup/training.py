"""Training: one loop of stochastic gradient descent, whatever computes the steps."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup import randomness
from groundup.data import Samples
from groundup.network import Network
from groundup.rungs import RUNGS, Rung, load

ENGINES = ("auto", *RUNGS)
MEASURED = 10_000  # training samples that an epoch's cost is measured on, at most

Progress = Callable[[int], None]


class Record(NamedTuple):
    """What an epoch did. Costs and accuracy are those of the network as the epoch left it."""

    epoch: int  # from 1, counting on from what the network had learned before
    cost: float  # mean over the training samples, the first 10,000 where there are more
    validation_cost: float | None
    validation_accuracy: float | None  # 0 to 1
    seconds: float  # spent training, measuring not counted
    samples: int  # learned from
    eta: float


def epochs(
    count: int,
    network: Network,
    train: Samples,
    validation: Samples | None = None,
    *,
    batch_size: int = 10,
    eta: float = 3.0,
    engine: str = "auto",
    seed: int = 0,
    progress: Progress | None = None,
) -> Iterator[Record]:
    """Trains for `count` epochs; yields a record after each, when the network holds what it has
    learned. Every engine sees the same mini-batches in the same order for a seed, and two calls
    for one epoch do what one call for two does.

    train, validation: `.x` (n, n_0), 8-bit pixels or floats; `.y` labels (n,).
    eta: the learning rate.
    engine: "auto" (the fastest there is) or the name of a rung.
    progress: called after every mini-batch with the samples learned from in this epoch.

    Stopping it, also by an exception or Ctrl-C, leaves the network with all whole steps taken so
    far. Raises ValueError, before anything is trained, where the arguments do not make sense.
    """
    rung = _checked_engine(engine, network)
    _check_positive("epochs", count)
    _check_positive("batch_size", batch_size)
    if not (math.isfinite(eta) and eta > 0):
        raise ValueError(f"eta, the learning rate, is a finite number above 0, not {eta}")
    for name, samples in (("train", train), ("validation", validation)):
        if samples is not None:
            _check_samples(name, samples, network)
    if not len(train.x):
        raise ValueError("there is not a single sample to learn from")

    def run() -> Iterator[Record]:
        for _ in range(count):
            epoch = len(network.history) + 1
            order = epoch_order(len(train.x), seed, epoch)
            started = time.perf_counter()
            batches = mini_batches(train, order, batch_size, network.sizes[-1])
            _one_epoch(rung, network, batches, eta, progress)
            seconds = time.perf_counter() - started
            cost, _ = network.measure(train.x[:MEASURED], train.y[:MEASURED])
            validation_cost = validation_accuracy = None
            if validation is not None and len(validation.x):
                validation_cost, validation_accuracy = network.measure(*validation)
            record = Record(
                epoch, cost, validation_cost, validation_accuracy, seconds, len(order), eta
            )
            network.history.append(record._asdict())
            yield record

    return run()


_epochs = epochs  # `fit` has an argument of that name


def fit(network: Network, train: Samples, *, epochs: int = 3, **options: Any) -> list[Record]:
    """The same, run to its end: takes what `epochs` takes and returns all its records."""
    return list(_epochs(epochs, network, train, **options))


def epoch_order(count: int, seed: int, epoch: int) -> np.ndarray:
    """`randomness.order` by NumPy (count,), ten times as fast."""
    return np.argsort(np.asarray(randomness.keys(count, seed, "order", epoch)), kind="stable")


def mini_batches(
    samples: Samples, order: np.ndarray, batch_size: int, classes: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """`(xs, ys)` after one another in that order: inputs (m, n_0) as floats, 8-bit pixels scaled
    to 0–1, and one-hot targets (m, classes). The last batch may be smaller."""
    one_hot = np.eye(classes)
    scale = 255.0 if samples.x.dtype == np.uint8 else 1.0
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        yield samples.x[batch] / scale, one_hot[samples.y[batch]]


def _one_epoch(
    rung: Rung,
    network: Network,
    batches: Iterator[tuple[np.ndarray, np.ndarray]],
    eta: float,
    progress: Progress | None,
) -> None:
    climber, done = rung.build(network.w, network.b, network.activations), 0
    try:
        for xs, ys in batches:
            climber = rung.train_batch(climber, xs, ys, eta)
            done += len(xs)
            if progress:
                progress(done)
    finally:
        w, b = rung.parameters(climber)
        network.w, network.b = [np.array(wl) for wl in w], [np.array(bl) for bl in b]


def fastest() -> str:
    """The engine that "auto" chooses."""
    return "batches"


def _checked_engine(engine: str, network: Network) -> Rung:
    if engine not in ENGINES:
        raise ValueError(f"engine is one of {', '.join(ENGINES)}, not {engine!r}")
    if network.cost != "quadratic":
        raise ValueError(f"the rungs train with quadratic cost only, not {network.cost}")
    return load(fastest() if engine == "auto" else engine)


def _check_positive(name: str, number: int) -> None:
    if not isinstance(number, int | np.integer) or number < 1:
        raise ValueError(f"{name} is a whole number above 0, not {number!r}")


def _check_samples(name: str, samples: Samples, network: Network) -> None:
    x, y = samples
    if x.ndim != 2 or x.shape[1] != network.sizes[0]:
        raise ValueError(
            f"{name}.x wants {network.sizes[0]} numbers a sample, as many as the network has "
            f"inputs; it is {x.shape}"
        )
    if y.shape != (len(x),):
        raise ValueError(f"{name}.y wants a label for each of {len(x)} samples; it is {y.shape}")
    if len(y) and not 0 <= y.min() <= y.max() < network.sizes[-1]:
        raise ValueError(
            f"{name}.y goes from {y.min()} to {y.max()}, but the network has "
            f"{network.sizes[-1]} outputs: labels go from 0 to {network.sizes[-1] - 1}"
        )
