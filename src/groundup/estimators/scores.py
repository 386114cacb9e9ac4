"""How good outputs are, by scikit-learn's measures, in microseconds: an epoch may take no more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def accuracy(right: Array, weights: Array | None) -> float:
    """The share of samples (n,) that are right, by weight where there are weights."""
    return float(right.mean() if weights is None else np.average(right, weights=weights))


def r_squared(y: Array, weights: Array | None) -> Callable[[Array], float]:
    """A measure of outputs (n, k) against targets y (n, k): R², the mean over columns; NaN where an
    output is no finite number. A column whose targets are all the same counts 1 where it is met,
    else 0."""
    share = 1.0 if weights is None else weights[:, np.newaxis].astype(float)
    y = y.astype(float, copy=False)
    spread = (np.square(y - np.average(y, axis=0, weights=weights)) * share).sum(axis=0)
    divisor = np.where(spread > 0, spread, 1.0)

    def score(outputs: Array) -> float:
        left = np.square(y - outputs)
        left = (left * share if weights is not None else left).sum(axis=0)
        if not np.isfinite(left).all():
            return float("nan")
        flat = np.where(left == 0, 1.0, 0.0)
        return float(np.where(spread > 0, 1 - left / divisor, flat).mean())

    return score
