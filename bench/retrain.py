"""Trains what the published rows ask for, each training once a seed, and makes figures of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from bench.published import Line, Row, Training
from groundup import Data, Network, Predictor, epochs
from groundup.data import Samples


class Epoch(NamedTuple):
    """Where a network stood after an epoch."""

    validation: float | None  # share that is right, 0 to 1; None where it was learned from
    test: float | None  # None where nobody asked
    seconds: float  # of training so far, measuring not counted


class Figure(NamedTuple):
    """A line's outcome, over the seeds."""

    line: Line
    epochs: list[int]  # a seed: which epoch was judged
    accuracies: list[float]  # a seed, 0 to 1
    seconds: float  # the median of training, up to the last epoch that was needed

    @property
    def median(self) -> float:
        return median(self.accuracies)

    @property
    def best(self) -> float:
        return max(self.accuracies)


class Retrained(NamedTuple):
    row: Row
    figures: list[Figure]  # one a line
    seconds: float  # that all of it took; little where its runs were there already


class Runs:
    """Runs by training and seed, kept, so that lines which share a training share its runs.

    most_epochs: a run is cut short there; None for none.
    progress: called after each epoch with the training and the seed.
    """

    def __init__(
        self,
        data: Data,
        rows: Sequence[Row],
        *,
        threads: int,
        most_epochs: int | None = None,
        progress: Callable[[Training, int], object] = lambda training, seed: None,
    ) -> None:
        self.data, self.threads, self.progress = data, threads, progress
        self.most_epochs = most_epochs
        self.trainings = list(dict.fromkeys(line.training for row in rows for line in row.lines))
        self._tested = {
            training: self._epochs_tested(training, rows) for training in self.trainings
        }
        self._done: dict[tuple[Training, int], list[Epoch]] = {}

    def epochs_of(self, training: Training) -> int:
        return min(training.epochs, self.most_epochs or training.epochs)

    def retrained(self, row: Row, seeds: Sequence[int]) -> Retrained:
        started = time.perf_counter()
        figures = [self.figure(row, line, seeds) for line in row.lines]
        return Retrained(row, figures, time.perf_counter() - started)

    def figure(self, row: Row, line: Line, seeds: Sequence[int]) -> Figure:
        judged = [self._judged(row, line, self.run(line.training, seed)) for seed in seeds]
        numbers, accuracies, seconds = zip(*judged, strict=True)
        return Figure(line, list(numbers), list(accuracies), median(seconds))

    def run(self, training: Training, seed: int) -> list[Epoch]:
        """An entry an epoch."""
        if (training, seed) not in self._done:
            self._done[training, seed] = self._train(training, seed)
        return self._done[training, seed]

    def _judged(self, row: Row, line: Line, run: list[Epoch]) -> tuple[int, float, float]:
        """The epoch that the line tells of, its accuracy, and the seconds that it took: for the
        best of all epochs those of all."""
        shares = {n: getattr(epoch, row.judged) for n, epoch in enumerate(run, 1)}
        if line.epoch == "best":
            best = max(shares, key=lambda n: shares[n])
            return best, shares[best], run[len(run) - 1].seconds
        number = min(line.epoch, len(run))
        return number, shares[number], run[number - 1].seconds

    def _train(self, training: Training, seed: int) -> list[Epoch]:
        network = Network(
            training.sizes,
            training.activations,
            training.cost,
            init=training.init,
            seed=seed,
            dtype=training.dtype,
        )
        count, run, seconds = self.epochs_of(training), [], 0.0
        options: dict[str, Any] = {"seed": seed, "threads": self.threads, **training.options}
        train, validation = self._samples(training)
        for record in epochs(count, network, train, validation, **options):
            seconds += record.seconds
            asked = record.epoch in self._tested[training]
            test = accuracy(network, self.data.test) if asked else None
            run.append(Epoch(record.validation_accuracy, test, seconds))
            self.progress(training, seed)
        return run

    def _samples(self, training: Training) -> tuple[Samples, Samples | None]:
        """What to learn from, and what to validate with."""
        train, validation, _ = self.data
        if not training.all_images:
            return train, validation
        x, y = map(np.concatenate, zip(train, validation, strict=True))
        return Samples(x, y), None

    def _epochs_tested(self, training: Training, rows: Sequence[Row]) -> set[int]:
        """The epochs after which a row wants to know about the test set: it is not looked at
        after any other."""
        count, tested = self.epochs_of(training), set[int]()
        for row in rows:
            for line in row.lines:
                if line.training is training and row.judged == "test":
                    every = range(1, count + 1)
                    tested |= {*every} if line.epoch == "best" else {min(line.epoch, count)}
        return tested


def accuracy(network: Network, samples: Samples) -> float:
    """The share of samples that the network has right, 0 to 1."""
    return float((Predictor(network)(samples.x).argmax(axis=1) == samples.y).mean())
