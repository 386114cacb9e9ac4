"""How good outputs are, by scikit-learn's measures, in microseconds: an epoch may take no more."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def accuracy(right: Array, weights: Array | None) -> float:
    """The share of samples (n,) that are right, by weight where there are weights."""
    return float(right.mean() if weights is None else np.average(right, weights=weights))


def r_squared(y: Array, outputs: Array, weights: Array | None) -> float:
    """R² of outputs (n, k) against targets y (n, k), the mean over columns; NaN where an output is
    no finite number. A column whose targets are all the same counts 1 where it is met, else 0."""
    if not np.isfinite(outputs).all():
        return float("nan")
    y, outputs = y.astype(float, copy=False), outputs.astype(float, copy=False)
    share = None if weights is None else weights[:, np.newaxis]
    left = np.square(y - outputs)
    spread = np.square(y - np.average(y, axis=0, weights=weights))
    left = (left if share is None else left * share).sum(axis=0)
    spread = (spread if share is None else spread * share).sum(axis=0)
    flat = np.where(left == 0, 1.0, 0.0)
    return float(np.where(spread > 0, 1 - left / np.where(spread > 0, spread, 1.0), flat).mean())
