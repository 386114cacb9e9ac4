"""Measures of a classifier by the field's names: precision, recall, F1, ROC, Wilson's interval.

Confusion matrices are (k, k) counts, a row a true class, a column a guess. What would be 0/0 is 0.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054  # of the normal distribution, 95 % is within so many deviations


class ClassScores(NamedTuple):
    """How well each class is found, (k,) each; of one that is neither there nor guessed, 0."""

    samples: NDArray[np.int64]  # that are of the class
    precision: NDArray[np.float64]  # the share of its guesses that are right
    recall: NDArray[np.float64]  # the share of its samples that are found
    f1: NDArray[np.float64]  # the harmonic mean of these two
    there: NDArray[np.bool_]  # whether it has a sample or a guess

    def means(self) -> tuple[float, float, float]:
        """The plain ("macro") means of precision, recall and F1 over the classes that are there."""
        precision, recall, f1 = (
            float(scores[self.there].mean()) for scores in (self.precision, self.recall, self.f1)
        )
        return precision, recall, f1


def class_scores(confusion: NDArray[Any]) -> ClassScores:
    """Precision, recall and F1 of each class."""
    right, samples, guesses = confusion.diagonal(), confusion.sum(axis=1), confusion.sum(axis=0)
    return ClassScores(
        samples,
        right / np.maximum(guesses, 1),
        right / np.maximum(samples, 1),
        2 * right / np.maximum(samples + guesses, 1),
        samples + guesses > 0,
    )


def roc_curve(positive: NDArray[np.bool_], scores: NDArray[Any]) -> NDArray[np.float64]:
    """The ROC curve, (points, 2): the shares of the negative and of the positive samples whose
    score reaches a threshold, for each threshold from above all scores down; samples of one score
    come together. Both kinds of samples must be there."""
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    found = np.cumsum(positive[order])[ends]
    curve = np.stack([ends + 1 - found, found], axis=1) / [(~positive).sum(), positive.sum()]
    return np.concatenate([[[0.0, 0.0]], curve])


def area(curve: NDArray[np.float64]) -> float:
    """The area under a ROC curve: how often a positive sample has the higher score of two, a tie
    counting half."""
    x, y = curve.T
    return float((np.diff(x) * (y[1:] + y[:-1]) / 2).sum())


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share of which `right` of `total` were seen (Wilson 1927)."""
    share, z2 = right / total, Z95**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = Z95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    return max(0.0, centre - spread), min(1.0, centre + spread)
