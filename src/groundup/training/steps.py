"""An epoch's steps: by an engine, which runs many in one call, or by a rung, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from groundup import engines, randomness, rungs
from groundup.data import Samples
from groundup.data.augmentation import augment
from groundup.engines.options import State
from groundup.network import Network
from groundup.training.options import Options

Progress = Callable[[int], None]
CHUNK = 5000  # samples, about, that are augmented while those before are learned from


class Steps(Protocol):
    def epoch(self, epoch: int, eta: float, state: State) -> None:
        """Takes the steps of the epoch with that number; the network learns in place."""
        ...

    def measure(self, samples: Samples) -> tuple[float, float]:
        """The mean cost and the share of right answers."""
        ...


def steps_for(
    how: Options,
    network: Network,
    train: Samples,
    weights: np.ndarray | None,
    progress: Progress | None,
) -> Steps:
    """Raises ValueError where a rung is asked for what only engines can do."""
    name = how.resolved().engine
    how.dropout_of(len(network.w))
    if name in engines.ENGINES:
        return EngineSteps(name, how, network, train, weights, progress)
    beyond = {
        "cost='cross-entropy'": network.cost != "quadratic",
        f"optimiser={how.optimiser!r}": how.optimiser != "sgd",
        "l2": how.l2 > 0,
        "dropout": any(how.dropout_of(len(network.w))),
        "augmentation": how.augmentation is not None,
        "sample_weights": weights is not None,
    }
    if wanted := [option for option, asked in beyond.items() if asked]:
        raise ValueError(
            f"the rung {name!r} does plain gradient descent with quadratic cost only; "
            f"for {', '.join(wanted)} take engine='auto'"
        )
    return RungSteps(rungs.load(name), how, network, train, progress)


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


class RungSteps:
    """A step a call, by one of the teaching rungs."""

    def __init__(
        self,
        rung: rungs.Rung,
        how: Options,
        network: Network,
        train: Samples,
        progress: Progress | None,
    ) -> None:
        self.rung, self.how, self.network = rung, how, network
        self.train, self.progress = train, progress

    def epoch(self, epoch: int, eta: float, state: State) -> None:
        network, done = self.network, 0
        order = epoch_order(len(self.train.x), self.how.seed, epoch)
        climber = self.rung.build(network.w, network.b, network.activations)
        try:
            for xs, ys in mini_batches(self.train, order, self.how.batch_size, network.sizes[-1]):
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

    def measure(self, samples: Samples) -> tuple[float, float]:
        return self.network.measure(*samples)


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
    ) -> None:
        self.engine, self.how, self.network = engines.load(name), how, network
        self.train, self.weights, self.progress = train, weights, progress

    def epoch(self, epoch: int, eta: float, state: State) -> None:
        network, how = self.network, self.how
        network.w = [np.ascontiguousarray(wl) for wl in network.w]
        network.b = [np.ascontiguousarray(bl) for bl in network.b]
        dropout = how.dropout_of(len(network.w))
        streams = [
            randomness.keys(1, how.seed, "dropout", epoch, l)[0] for l in range(len(dropout))
        ]
        start = 0
        for x, y, weights in self._pieces(epoch):
            self.engine.run(
                network.w,
                network.b,
                activations=network.activations,
                cost=network.cost,
                x=x,
                y=y,
                batch_size=min(how.batch_size, len(x)),
                eta=eta,
                l2=how.l2,
                optimiser=how.optimiser,
                momentum=how.momentum,
                state=state,
                dropout=dropout if any(dropout) else None,
                dropout_streams=[(s + (start << 32)) % 2**64 for s in streams],
                sample_weights=weights,
                threads=how.threads,
                progress=self._progress_from(start),
            )
            start += len(x)

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
                xs = augment(x, rows, seed=how.seed, epoch=epoch, options=how.augmentation)
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

    def _progress_from(self, start: int) -> Progress | None:
        report = self.progress
        return (lambda done: report(start + done)) if report else None

    def measure(self, samples: Samples) -> tuple[float, float]:
        network, x = self.network, samples.x
        x = x if x.dtype == np.uint8 else x.astype(network.dtype, copy=False)
        common = {"activations": network.activations, "x": x, "threads": self.how.threads}
        cost = self.engine.mean_cost(network.w, network.b, cost=network.cost, y=samples.y, **common)
        guesses = self.engine.feedforward(network.w, network.b, **common).argmax(axis=1)
        return cost, float((guesses == samples.y).mean())
