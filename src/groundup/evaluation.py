"""Evaluation: how good a trained network is, and where it errs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.data import Samples
from groundup.network import Network


class Mistake(NamedTuple):
    sample: int  # its place among the samples
    true: int
    guess: int
    confidence: float  # the output of the guess


class Evaluation(NamedTuple):
    correct: int
    total: int
    confusion: np.ndarray  # (n_L, n_L) counts, a row a true label, a column a guess
    mistakes: list[Mistake]  # the most confident first

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return self.correct / self.total


def evaluate(network: Network, samples: Samples) -> Evaluation:
    """Lets the network guess every sample of `.x` (n, n_0) with labels `.y` (n,).

    Raises ValueError where there is none, where they do not fit the network, or where its outputs
    are not all finite.
    """
    if not len(samples.x):
        raise ValueError("there is not a single sample to test the network on")
    outputs, labels = network.feedforward(samples.x), samples.y
    if not np.isfinite(outputs).all():
        raise ValueError("the network's outputs are not all finite numbers: its training diverged")
    classes = network.sizes[-1]
    if not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"the labels go from {labels.min()} to {labels.max()}, but the network has "
            f"{classes} outputs"
        )
    guesses = outputs.argmax(axis=1)
    confusion = np.bincount(labels * classes + guesses, minlength=classes * classes)
    wrong = np.flatnonzero(guesses != labels)
    confidence = outputs[wrong, guesses[wrong]]
    mistakes = [
        Mistake(int(i), int(labels[i]), int(guesses[i]), float(outputs[i, guesses[i]]))
        for i in wrong[np.argsort(-confidence, kind="stable")]
    ]
    return Evaluation(
        correct=len(labels) - len(wrong),
        total=len(labels),
        confusion=confusion.reshape(classes, classes),
        mistakes=mistakes,
    )
