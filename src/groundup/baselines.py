"""Baselines: what one gets on the same samples without a network, to compare it with.

The most frequent class (of a regression, the mean), and a linear model: a logistic regression,
which is the network without its hidden layers, or ridge regression. They see the samples that the
network learned from, prepared as it takes them. So that this takes a fifth of a second and not
longer than the training itself, the linear model learns from at most `ROWS` of them, drawn by
keyed chance, and the logistic one takes about `STEPS` steps, which leads to where scikit-learn's
goes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup import randomness, training
from groundup.data.samples import Samples
from groundup.data.streams import Stream
from groundup.network import Network, r_squared

ROWS = 10_000
STEPS, BATCH = 3_000, 32
EPOCHS = (10, 100)  # the fewest, and the most


class Baseline(NamedTuple):
    name: str  # "a linear model"
    score: float  # the share of right answers, or R²
    rmse: tuple[float, ...] = ()  # of each target of a regression


def baselines(network: Network, test: Samples, train: Samples | None = None) -> list[Baseline]:
    """The baselines for a network that learned from `train`, on `test`; without `train`, the
    first of them by what is most frequent in `test`."""
    there = train is not None and len(train.y) > 0
    found = [_constant(network, test, train.y if train is not None and there else test.y)]
    if train is not None and there:
        x, y = _some(train)
        linear = _ridge if network.regression else _logistic
        of_rows = f" of {len(y):,} samples" if len(y) < len(train.y) else ""
        found += linear(network, Samples(x, y), test, f"a linear model{of_rows}")
    return found


def _constant(network: Network, test: Samples, y: NDArray[Any]) -> Baseline:
    if network.regression:
        return _errors("always the mean", np.broadcast_to(y.mean(axis=0), test.y.shape), test.y)
    label = int(np.bincount(y).argmax())
    name = network.schema.name(label) if network.schema else str(label)
    return Baseline(f"always {name}", float((test.y == label).mean()))


def _some(train: Samples) -> Samples:
    """All samples, or `ROWS` of them from all over."""
    if isinstance(train, Stream):
        return train.sample(ROWS, "baseline")
    if len(train.y) <= ROWS:
        return train
    keys = np.asarray(randomness.keys(len(train.y), 0, "baseline"))
    rows = np.sort(np.argsort(keys, kind="stable")[:ROWS])
    return Samples(train.x[rows], train.y[rows])


def _logistic(network: Network, train: Samples, test: Samples, name: str) -> list[Baseline]:
    """Logistic regression, by adam; weights decay as by scikit-learn's default, C = 1. Nothing
    where it diverges."""
    ends = [network.sizes[0], network.sizes[-1]]
    linear = Network(ends, ["softmax"], "cross-entropy", dtype="float32")
    linear.w, linear.b = [np.zeros_like(linear.w[0])], [np.zeros_like(linear.b[0])]
    linear.schema = network.schema
    epochs = int(np.clip(STEPS * BATCH // len(train.y), *EPOCHS))
    options = {"batch_size": BATCH, "eta": 0.03, "optimiser": "adam", "schedule": "cosine"}
    try:
        for _ in training.epochs(epochs, linear, train, l2=1 / len(train.y), **options):
            pass
    except training.DivergedError:
        return []
    return [Baseline(name, linear.measure(*test)[1])]


def _ridge(network: Network, train: Samples, test: Samples, name: str) -> list[Baseline]:
    """Ridge regression with the penalty 1, of features that are standardised."""
    x, unseen = (_floats(network.prepared(part.x)) for part in (train, test))
    middle, mean = x.mean(axis=0), train.y.mean(axis=0)
    x = x - middle
    if x.shape[1] <= len(x):
        w = np.linalg.solve(x.T @ x + np.eye(x.shape[1]), x.T @ (train.y - mean))
    else:
        w = x.T @ np.linalg.solve(x @ x.T + np.eye(len(x)), train.y - mean)
    return [_errors(name, (unseen - middle) @ w + mean, test.y)]


def _floats(x: NDArray[Any]) -> NDArray[np.float64]:
    return x / 255.0 if x.dtype == np.uint8 else x.astype(float, copy=False)


def _errors(name: str, predicted: NDArray[Any], y: NDArray[Any]) -> Baseline:
    rmse = np.sqrt(np.square(predicted - y).mean(axis=0)).tolist()
    return Baseline(name, r_squared(predicted, y), tuple(rmse))
