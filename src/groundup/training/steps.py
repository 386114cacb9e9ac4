"""An epoch's steps: by an engine, which runs many in one call, or by a rung, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from groundup import engines, randomness, rungs
from groundup.data import Samples
from groundup.data.augmentation import Augmentation, augment
from groundup.data.streams import Pool, Pools, Stream
from groundup.engines.engine import Task
from groundup.engines.state import State
from groundup.errors import UserError
from groundup.network import Network
from groundup.shapes import check_batch
from groundup.training.options import Options

Progress = Callable[[int], None]
Pace = Callable[[int], tuple[int, float]]
"""Asked, with the samples learned from so far in an epoch, how many mini-batches to learn from next
and with which eta. It may take its time, and it may end the training by an exception."""
DIGITS = 10  # outputs of a network whose labels may be digits
CHUNK = 5000  # samples, about, that are augmented while those before are learned from


T = TypeVar("T")


class Piece(NamedTuple):
    """Samples of whole mini-batches, ready to be learned from in the `order` of their rows, or as
    they come."""

    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None = None
    order: np.ndarray | None = None

    @property
    def samples(self) -> int:
        return len(self.x if self.order is None else self.order)

    def part(self, rows: slice) -> Piece:
        if self.order is not None:
            return self._replace(order=self.order[rows])
        return Piece(
            self.x[rows], self.y[rows], None if self.weights is None else self.weights[rows]
        )


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
    how.dropout_of(network.w)
    if how.average_every > 1 and name != "devices":
        raise UserError(
            f"average_every is for several devices (engine='devices'), not {name}; leave it out"
        )
    check_batch(network.shapes, min(how.batch_size, len(train.y)))
    if name in engines.ENGINES:
        return EngineSteps(name, how, network, train, weights, progress, pace)
    beyond = {
        "cost='cross-entropy'": network.cost != "quadratic",
        f"optimiser={how.optimiser!r}": how.optimiser != "sgd",
        "l2": how.l2 > 0,
        "dropout": any(how.dropout_of(network.w)),
        "augmentation": how.augmentation is not None,
        "sample_weights": weights is not None,
        "data that stay on disk": isinstance(train, Stream),
    }
    if network.convolutional and not rungs.RUNGS[name].convolves:
        raise UserError(
            f"the rung {name!r} has no convolutions; take engine='auto', or 'convolution', the "
            "rung that has them"
        )
    if wanted := [option for option, asked in beyond.items() if asked]:
        raise UserError(
            f"the rung {name!r} does plain gradient descent with quadratic cost only; "
            f"for {', '.join(wanted)} take engine='auto'"
        )
    return RungSteps(rungs.load(name), how, network, train, progress, pace)


def ahead(pieces: Iterator[T]) -> Iterator[T]:
    """The same; while one is used, a second thread makes the next."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        following = pool.submit(next, pieces, None)
        while (ready := following.result()) is not None:
            following = pool.submit(next, pieces, None)
            yield ready


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
        if how.average_every > 1:
            from groundup.engines.devices import Averaging

            self.engine = Averaging(how.average_every)
        self.train, self.weights = train, weights
        self.progress, self.pace = progress, pace
        self.pools = Pools(train, how.batch_size) if isinstance(train, Stream) else None
        if how.augmentation is not None:  # what it cannot distort is refused before any training
            self._distorted(self.train.x[:1], np.arange(0), self.train.y[:1], 0, how.augmentation)

    def epoch(self, epoch: int, eta: float, state: State) -> float:
        network, how = self.network, self.how
        network.w = [np.ascontiguousarray(wl) for wl in network.w]
        network.b = [np.ascontiguousarray(bl) for bl in network.b]
        dropout = how.dropout_of(network.w)
        streams = [
            randomness.keys(1, how.seed, "dropout", epoch, l)[0] for l in range(len(dropout))
        ]
        start, last = 0, eta
        for piece in ahead(self._pieces(epoch)):
            for rows, last in in_pace(self.pace, start, piece.samples, how.batch_size, eta):
                done, part = start + rows.start, piece.part(rows)
                self.engine.run(
                    Task(
                        network.w,
                        network.b,
                        network.activations,
                        x=part.x,
                        cost=network.cost,
                        y=part.y,
                        order=part.order,
                        sample_weights=part.weights,
                        batch_size=min(how.batch_size, rows.stop - rows.start),
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
            start += piece.samples
        return last

    def _pieces(self, epoch: int) -> Iterator[Piece]:
        """The epoch's samples in its order, in pieces of whole mini-batches."""
        how, size = self.how, max(1, CHUNK // self.how.batch_size) * self.how.batch_size
        if self.pools is not None:
            for pool in self.pools.epoch(how.seed, epoch):
                yield from self._pieces_of(pool, epoch, size)
            return
        x, y = self.train
        order = epoch_order(len(x), how.seed, epoch)
        for rows in (order[start : start + size] for start in range(0, len(order), size)):
            if how.augmentation is not None:
                xs = self._distorted(x, rows, y, epoch, how.augmentation)
            else:
                xs = self._as_learned(x[rows])
            yield Piece(xs, y[rows], None if self.weights is None else self.weights[rows])

    def _pieces_of(self, pool: Pool, epoch: int, size: int) -> Iterator[Piece]:
        """A pool as it is; or, where it is distorted, in pieces, for that takes memory."""
        x, y, numbers, order = pool
        if self.how.augmentation is None:
            schema = self.network.schema
            if schema is not None and schema.regression:
                y = schema.prepared_targets(y)
            y = y.astype(self.network.dtype) if y.ndim == 2 else y
            yield Piece(self._as_learned(self.network.prepared(x)), y, None, order)
            return
        for rows in (order[start : start + size] for start in range(0, len(order), size)):
            xs = self._distorted(x, rows, y, epoch, self.how.augmentation, numbers)
            yield Piece(self.network.prepared(xs), y[rows])

    def _as_learned(self, x: np.ndarray) -> np.ndarray:
        return x if x.dtype == np.uint8 else x.astype(self.network.dtype, copy=False)

    def _distorted(
        self,
        x: np.ndarray,
        rows: np.ndarray,
        y: np.ndarray,
        epoch: int,
        options: Augmentation,
        numbers: np.ndarray | None = None,
    ) -> np.ndarray:
        network = self.network
        digits = y if network.sizes[-1] == DIGITS else None
        return augment(
            x,
            rows,
            seed=self.how.seed,
            epoch=epoch,
            options=options,
            labels=digits,
            numbers=numbers,
            channels=network.channels,
        )

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
