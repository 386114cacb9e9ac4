"""Evaluation: how good a trained network is, and where it errs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from groundup.data.samples import as_samples
from groundup.errors import UserError
from groundup.network import Network

if TYPE_CHECKING:
    from groundup.data.samples import Pair


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


def evaluate(network: Network, samples: Pair) -> Evaluation:
    """Lets the network guess every sample of x (n, n_0) with labels y (n,); lists and tables will
    do. Raises ValueError where there is none, where they do not fit the network, or where its
    outputs are not all finite.
    """
    classes = network.sizes[-1]
    x, labels = as_samples(samples, network.sizes[0], classes, "samples")
    if not len(x):
        raise UserError("there is not a single sample to test the network on")
    outputs = network.feedforward(x)
    if not np.isfinite(outputs).all():
        raise UserError("the network's outputs are not all finite numbers: its training diverged")
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
