"""The solver lbfgs: L-BFGS, with losses and gradients of all samples from an engine."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from groundup.engines.engine import Task
from groundup.estimators import quasi_newton
from groundup.estimators.learning import Examples, Layers
from groundup.estimators.progress import Progress

Array = np.ndarray


class Objective:
    """The mean cost with the L2 penalty, and its gradient, at all of coefs_, then all of
    intercepts_, in a row (n,). The layers have these parameters afterwards."""

    def __init__(self, layers: Layers, examples: Examples, alpha: float) -> None:
        self.layers, self.examples, weights = layers, examples, examples.weights
        self.weight = float(len(examples) if weights is None else weights.sum())
        self.decay = alpha / self.weight
        self.task: Task | None = None  # where all samples are one piece: made once

    def __call__(self, parameters: Array) -> tuple[float, Array]:
        layers = self.layers
        spread(parameters, layers)
        gradient = np.zeros(len(parameters))
        of_coefs = sum(wl.size for wl in layers.w)
        total = 0.0
        for task, share in self.tasks():
            cost, dw, db = layers.engine.cost_and_gradients(task)
            total += share * cost
            add(gradient, share, [*(dwl.T for dwl in dw), *db])
        coefs = parameters[:of_coefs]
        gradient[:of_coefs] += self.decay * coefs
        return total + 0.5 * self.decay * float(np.einsum("n,n", coefs, coefs)), gradient

    def tasks(self) -> Iterator[tuple[Task, float]]:
        """The samples, and which share of all they weigh."""
        if self.task is not None:
            yield self.task, 1.0
            return
        for fields, weight, _ in self.examples.pieces(None, 1):
            task = self.layers.task(**fields, cost=self.layers.cost)
            self.task = task if self.examples.rows.ready else None
            if weight:
                yield task, weight / self.weight


def minimise(estimator: Any, layers: Layers, examples: Examples, progress: Progress) -> None:
    """Looks for the parameters of least loss, and leaves the layers there."""
    epochs = count(1)
    with np.errstate(over="ignore", invalid="ignore"):
        found = quasi_newton.minimise(
            Objective(layers, examples, estimator.alpha),
            joined(layers.coefs, layers.b),
            slope=estimator.tol,
            iterations=estimator.max_iter,
            calls=estimator.max_fun,
            after=lambda loss: progress.epoch(next(epochs), loss),
        )
        spread(found.x, layers)
    estimator.n_iter_ = found.iterations
    estimator.loss_ = found.loss if math.isfinite(found.loss) else math.nan
    if found.problem:
        warnings.warn(
            f"lbfgs failed to converge after {found.iterations} iteration(s): {found.problem}. "
            "Raise max_iter or max_fun to train for longer; with features on one scale "
            "(StandardScaler), fewer iterations are needed.",
            ConvergenceWarning,
            stacklevel=5,
        )


def joined(coefs: list[Array], intercepts: list[Array]) -> Array:
    """All of coefs_ (n_in, n_out), then all of intercepts_, in a row of float64."""
    return np.concatenate([part.ravel() for part in (*coefs, *intercepts)]).astype(
        float, copy=False
    )


def add(row: Array, share: float, parts: list[Array]) -> None:
    """Adds a share of the parts, in a row, to such a row."""
    start = 0
    for part in parts:
        row[start : start + part.size].reshape(part.shape)[...] += share * part
        start += part.size


def spread(parameters: Array, layers: Layers) -> None:
    """The opposite: puts such a row into the layers."""
    start = 0
    for array in (*layers.coefs, *layers.b):
        array[...] = parameters[start : start + array.size].reshape(array.shape)
        start += array.size
