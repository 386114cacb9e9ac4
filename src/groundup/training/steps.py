"""An epoch's steps: by an engine, which runs many in one call, or by a rung, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from groundup import engines, randomness, rungs
from groundup.data import Samples
from groundup.data.augmentation import Augmentation, augment
from groundup.engines.engine import Task
from groundup.engines.state import State
from groundup.errors import UserError
from groundup.network import Network
from groundup.training.options import Options

Progress = Callable[[int], None]
Pace = Callable[[int], tuple[int, float]]
"""Asked, with the samples learned from so far in an epoch, how many mini-batches to learn from next
and with which eta. It may take its time, and it may end the training by an exception."""
DIGITS = 10  # outputs of a network whose labels may be digits
CHUNK = 5000  # samples, about, that are augmented while those before are learned from


class Steps(Protocol):
    def epoch(self, epoch: int, eta: float, state: State) -> float:
        """Takes the steps of the epoch with that number; the network learns in place. Returns the
        eta of the last step."""
        ...

    def measure(self, samples: Samples, weights: np.ndarray | None = None) -> tuple[float, float]:
        """The mean cost, weighted where there are weights (n,), and the share of right answers."""
        ...


def steps_for(
    how: Options,
    network: Network,
    train: Samples,
    weights: np.ndarray | None,
    progress: Progress | None,
    pace: Pace | None = None,
) -> Steps:
    """Raises ValueError where a rung is asked for what only engines can do."""
    name = how.resolved().engine
    how.dropout_of(len(network.w))
    if name in engines.ENGINES:
        return EngineSteps(name, how, network, train, weights, progress, pace)
    beyond = {
        "cost='cross-entropy'": network.cost != "quadratic",
        f"optimiser={how.optimiser!r}": how.optimiser != "sgd",
        "l2": how.l2 > 0,
        "dropout": any(how.dropout_of(len(network.w))),
        "augmentation": how.augmentation is not None,
        "sample_weights": weights is not None,
    }
    if wanted := [option for option, asked in beyond.items() if asked]:
        raise UserError(
            f"the rung {name!r} does plain gradient descent with quadratic cost only; "
            f"for {', '.join(wanted)} take engine='auto'"
        )
    return RungSteps(rungs.load(name), how, network, train, progress, pace)


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
        ys = samples.y[batch]
        yield samples.x[batch] / scale, one_hot[ys] if ys.ndim == 1 else ys


def in_pace(
    pace: Pace | None, start: int, count: int, batch_size: int, eta: float
) -> Iterator[tuple[slice, float]]:
    """The parts of whole mini-batches, and an eta for each, in which an epoch's `count` samples
    from `start` on are learned from: all at once where nobody sets the pace."""
    first = 0
    while first < count:
        batches = count
        if pace:
            batches, eta = pace(start + first)
        last = min(first + batches * batch_size, count)
        yield slice(first, last), eta
        first = last


class RungSteps:
    """A step a call, by one of the teaching rungs."""

    def __init__(
        self,
        rung: rungs.Rung,
        how: Options,
        network: Network,
        train: Samples,
        progress: Progress | None,
        pace: Pace | None,
    ) -> None:
        self.rung, self.how, self.network = rung, how, network
        self.train, self.progress, self.pace = train, progress, pace

    def epoch(self, epoch: int, eta: float, state: State) -> float:
        order = epoch_order(len(self.train.x), self.how.seed, epoch)
        last = eta
        for part, last in in_pace(self.pace, 0, len(order), self.how.batch_size, eta):
            self._learn(order, part, last)
        return last

    def _learn(self, order: np.ndarray, part: slice, eta: float) -> None:
        network, done = self.network, part.start
        rows, batch_size = order[part], self.how.batch_size
        climber = self.rung.build(network.w, network.b, network.activations)
        try:
            for xs, ys in mini_batches(self.train, rows, batch_size, network.sizes[-1]):
                climber = self.rung.train_batch(climber, xs, ys, eta)
                done += len(xs)
                if self.progress:
                    self.progress(done)
        finally:
            w, b = self.rung.parameters(climber)
            dtype = network.dtype
            network.w, network.b = (
                [np.array(wl, dtype) for wl in w],
                [np.array(bl, dtype) for bl in b],
            )

    def measure(self, samples: Samples, weights: np.ndarray | None = None) -> tuple[float, float]:
        bare = copy.copy(self.network)
        bare.schema = None  # the samples are prepared already
        return bare.measure(*samples)  # a rung has no weights


class EngineSteps:
    """As many steps a call as the data is ready for, by an engine."""

    def __init__(
        self,
        name: str,
        how: Options,
        network: Network,
        train: Samples,
        weights: np.ndarray | None,
        progress: Progress | None,
        pace: Pace | None,
    ) -> None:
        self.engine, self.how, self.network = engines.load(name), how, network
        self.train, self.weights = train, weights
        self.progress, self.pace = progress, pace
        if how.augmentation is not None:  # what it cannot distort is refused before any training
            self._distorted(np.arange(0), 0, how.augmentation)

    def epoch(self, epoch: int, eta: float, state: State) -> float:
        network, how = self.network, self.how
        network.w = [np.ascontiguousarray(wl) for wl in network.w]
        network.b = [np.ascontiguousarray(bl) for bl in network.b]
        dropout = how.dropout_of(len(network.w))
        streams = [
            randomness.keys(1, how.seed, "dropout", epoch, l)[0] for l in range(len(dropout))
        ]
        start, last = 0, eta
        for x, y, weights in self._pieces(epoch):
            for part, last in in_pace(self.pace, start, len(x), how.batch_size, eta):
                done = start + part.start
                self.engine.run(
                    Task(
                        network.w,
                        network.b,
                        network.activations,
                        x=x[part],
                        cost=network.cost,
                        y=y[part],
                        sample_weights=None if weights is None else weights[part],
                        batch_size=min(how.batch_size, part.stop - part.start),
                        eta=last,
                        l2=how.l2,
                        optimiser=how.optimiser,
                        momentum=how.momentum,
                        beta1=how.beta1,
                        beta2=how.beta2,
                        epsilon=how.epsilon,
                        state=state,
                        dropout=dropout if any(dropout) else None,
                        dropout_streams=[(s + (done << 32)) % 2**64 for s in streams],
                        threads=how.threads,
                        progress=self._progress_from(done),
                    )
                )
            start += len(x)
        return last

    def _pieces(self, epoch: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray | None]]:
        """The epoch's samples in its order, in pieces of whole mini-batches. While one is learned
        from, a second thread makes the next, where making it is work: where it is augmented."""
        x, y = self.train
        how, weights = self.how, self.weights
        order = epoch_order(len(x), how.seed, epoch)
        size = max(1, CHUNK // how.batch_size) * how.batch_size  # may be more than there are
        parts = [order[start : start + size] for start in range(0, len(order), size)]

        def piece(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
            xs = x[rows]
            if how.augmentation is not None:
                xs = self._distorted(rows, epoch, how.augmentation)
            elif xs.dtype != np.uint8:
                xs = xs.astype(self.network.dtype, copy=False)
            return xs, y[rows], None if weights is None else weights[rows]

        with ThreadPoolExecutor(max_workers=1) as pool:
            following = pool.submit(piece, parts[0])
            for i in range(len(parts)):
                ready = following.result()
                if i + 1 < len(parts):
                    following = pool.submit(piece, parts[i + 1])
                yield ready

    def _distorted(self, rows: np.ndarray, epoch: int, options: Augmentation) -> np.ndarray:
        x, y = self.train
        digits = y if self.network.sizes[-1] == DIGITS else None
        return augment(x, rows, seed=self.how.seed, epoch=epoch, options=options, labels=digits)

    def _progress_from(self, start: int) -> Progress | None:
        report = self.progress
        return (lambda done: report(start + done)) if report else None

    def measure(self, samples: Samples, weights: np.ndarray | None = None) -> tuple[float, float]:
        network, x = self.network, samples.x
        measured = self.engine.evaluate(
            Task(
                [np.ascontiguousarray(wl) for wl in network.w],
                [np.ascontiguousarray(bl) for bl in network.b],
                network.activations,
                x=x if x.dtype == np.uint8 else x.astype(network.dtype, copy=False),
                cost=network.cost,
                y=samples.y,
                sample_weights=weights,
                threads=self.how.threads,
            )
        )
        return measured.cost, measured.right / len(x)
