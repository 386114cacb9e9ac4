"""Evaluation: how good a trained network is, and where it errs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from groundup.data.samples import as_samples, as_targets
from groundup.errors import UserError
from groundup.network import Network, r_squared

if TYPE_CHECKING:
    from groundup.data.samples import Pair


SHOWN = 2000  # points of a regression in a notebook


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
    classes: tuple[str, ...] = ()  # the name of each label

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return self.correct / self.total

    def _repr_html_(self) -> str:
        """How a notebook shows it: the confusion matrix."""
        from groundup.showing import markup

        return markup.block(
            markup.words(f"{self.accuracy:.2%}: {self.correct:,} of {self.total:,}", bold=True),
            markup.confusion(self.confusion, self.classes),
        )


class Regression(NamedTuple):
    """How far a regression's predictions are from what is true."""

    true: np.ndarray  # (n, n_L), in the units of the targets
    predicted: np.ndarray  # (n, n_L)
    targets: tuple[str, ...]  # their names

    @property
    def total(self) -> int:
        return len(self.true)

    def points(self, target: int) -> np.ndarray:
        """(n, 2): what is true of a target, and what was predicted."""
        return np.stack([self.true[:, target], self.predicted[:, target]], axis=1)

    @property
    def rmse(self) -> list[float]:
        """The root of the mean squared error of each target, in its units."""
        return np.sqrt(np.square(self.predicted - self.true).mean(axis=0)).tolist()

    @property
    def r_squared(self) -> float:
        """The share of the targets' variance that is explained, their mean: 1 is perfect, 0 as good
        as always saying the mean."""
        return r_squared(self.predicted, self.true)

    def _repr_html_(self) -> str:
        """How a notebook shows it: what is predicted beside what is true."""
        from groundup.showing import charts, markup

        panels = [
            charts.scatter(
                [(x, y) for x, y in self.points(k)[:SHOWN].tolist()],
                f"{name}: RMSE {error:.4g}",
            )
            for k, (name, error) in enumerate(zip(self.targets, self.rmse, strict=True))
        ]
        return markup.block(markup.words(f"R² {self.r_squared:.3f}", bold=True), "".join(panels))


def evaluate(network: Network, samples: Pair) -> Evaluation:
    """Lets the network guess every sample of x (n, n_0) with labels y (n,); lists and tables will
    do. Raises ValueError where there is none, where they do not fit the network, or where its
    outputs are not all finite.
    """
    if network.regression:
        raise UserError("the network is a regression, without right answers; evaluate_regression")
    classes = network.sizes[-1]
    x, labels = as_samples(samples, network.sizes[0], classes, "samples", schema=network.schema)
    outputs = _outputs(network, x)
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
        classes=tuple(map(network.schema.name, range(classes))) if network.schema else (),
    )


def evaluate_regression(network: Network, samples: Pair) -> Regression:
    """The network's predictions for x (n, n_0) beside the targets y (n, n_L), or (n,) for one.
    Raises ValueError as `evaluate` does."""
    inputs, outputs = network.sizes[0], network.sizes[-1]
    x, y = as_samples(samples, inputs, outputs, "samples", targets=True, schema=network.schema)
    predicted = _outputs(network, x)
    y = as_targets(y.astype(float), outputs)
    return Regression(y, predicted, network.schema.targets if network.schema else ())


def _outputs(network: Network, x: np.ndarray) -> np.ndarray:
    if not len(x):
        raise UserError("there is not a single sample to test the network on")
    outputs = network.feedforward(x)
    if not np.isfinite(outputs).all():
        raise UserError("the network's outputs are not all finite numbers: its training diverged")
    return outputs
