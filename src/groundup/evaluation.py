"""Evaluation: how good a trained network is, and where it errs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from groundup.data.samples import as_samples, as_targets
from groundup.errors import UserError
from groundup.metrics import ClassScores, area, class_scores, roc_curve, wilson
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
    confusion: np.ndarray  # (n_L, n_L) counts, a row for each true label, a column for each guess
    mistakes: list[Mistake]  # the most confident first
    classes: tuple[str, ...] = ()  # the name of each label
    roc: np.ndarray | None = None  # of two classes, both there: (points, 2), see metrics.roc_curve

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return self.correct / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """Where the accuracy would settle with more and more such samples, with 95 % confidence."""
        return wilson(self.correct, self.total)

    @property
    def scores(self) -> ClassScores:
        """Precision, recall and F1 of each class, and their means."""
        return class_scores(self.confusion)

    @property
    def auc(self) -> float | None:
        """The area under the ROC curve; None unless there are two classes, both among the
        samples."""
        return None if self.roc is None else area(self.roc)

    def name(self, label: int) -> str:
        """The name of a class; its number where it has none."""
        return self.classes[label] if label < len(self.classes) else str(label)

    def _repr_html_(self) -> str:
        """How a notebook shows it: the confusion matrix, precision and recall, and the ROC curve
        of two classes."""
        from groundup.showing import charts, markup

        low, high = self.interval
        right = f"{self.accuracy:.2%}: {self.correct:,} of {self.total:,}"
        curve = {} if self.roc is None else {"ROC": self.roc.tolist()}
        return markup.block(
            markup.words(right, bold=True)
            + markup.words(f" ({low:.1%} to {high:.1%} with 95 % confidence)"),
            markup.confusion(self.confusion, self.classes),
            markup.class_scores(self.scores, self.name),
            charts.curves(curve, "" if self.auc is None else f"AUC {self.auc:.3f}"),
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
        """The share of the variance that is explained, averaged over the targets: 1 is perfect, 0
        as good as always saying the mean."""
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
        raise UserError(
            "the network is a regression, without right answers; use evaluate_regression"
        )
    classes = network.sizes[-1]
    known = {"schema": network.schema, "sees": network.sees}
    x, labels = as_samples(samples, network.sizes[0], classes, "samples", **known)
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
        roc=_roc(labels, outputs) if classes == 2 else None,
    )


def _roc(labels: np.ndarray, outputs: np.ndarray) -> np.ndarray | None:
    """The ROC curve of the second of two classes, by how far its output is above the first's."""
    positive = labels == 1
    if positive.all() or not positive.any():
        return None
    return roc_curve(positive, outputs[:, 1] - outputs[:, 0])


def evaluate_regression(network: Network, samples: Pair) -> Regression:
    """The network's predictions for x (n, n_0) beside the targets y (n, n_L), or (n,) for one.
    Raises ValueError as `evaluate` does."""
    inputs, outputs = network.sizes[0], network.sizes[-1]
    known = {"schema": network.schema, "sees": network.sees}
    x, y = as_samples(samples, inputs, outputs, "samples", targets=True, **known)
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
