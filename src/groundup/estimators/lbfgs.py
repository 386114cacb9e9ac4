"""The solver lbfgs: SciPy's L-BFGS, with losses and gradients of all samples from an engine."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
from scipy import optimize
from sklearn.exceptions import ConvergenceWarning

from groundup.estimators.learning import Examples, Layers
from groundup.estimators.progress import Progress

Array = np.ndarray


def loss_and_gradient(
    parameters: Array, layers: Layers, examples: Examples, alpha: float
) -> tuple[float, Array]:
    """The mean cost with the L2 penalty, and its gradient, at all of coefs_, then all of
    intercepts_, in a row. The layers have these parameters afterwards."""
    spread(parameters, layers)
    gradient = np.zeros(len(parameters))
    weights, total = examples.weights, 0.0
    weight = float(len(examples) if weights is None else weights.sum())
    for fields, share, _ in examples.pieces(None, 1):
        if share:
            task = layers.task(**fields, cost=layers.cost)
            cost, dw, db = layers.engine.cost_and_gradients(task)
            total += share / weight * cost
            gradient += share / weight * joined([dwl.T for dwl in dw], db)
    coefs = parameters[: sum(wl.size for wl in layers.w)]
    gradient[: len(coefs)] += alpha / weight * coefs
    return total + 0.5 * alpha / weight * float(coefs @ coefs), gradient


def minimise(estimator: Any, layers: Layers, examples: Examples, progress: Progress) -> None:
    """Looks for the parameters of least loss, and leaves the layers there."""
    epoch = 0

    def after(intermediate_result: Any) -> None:
        nonlocal epoch
        epoch += 1
        progress.epoch(epoch, float(intermediate_result.fun))

    with np.errstate(over="ignore", invalid="ignore"):
        found = optimize.minimize(
            loss_and_gradient,
            joined(layers.coefs, layers.b),
            args=(layers, examples, estimator.alpha),
            method="L-BFGS-B",
            jac=True,
            callback=after if estimator.verbose else None,
            options={
                "maxfun": estimator.max_fun,
                "maxiter": estimator.max_iter,
                "gtol": estimator.tol,
            },
        )
        spread(found.x, layers)
    estimator.n_iter_ = min(int(found.nit), estimator.max_iter)
    estimator.loss_ = float(found.fun) if math.isfinite(found.fun) else math.nan
    if found.status != 0:
        warnings.warn(
            f"lbfgs failed to converge after {estimator.n_iter_} iteration(s) "
            f"(status={found.status}): {found.message}. A larger max_iter or max_fun goes on; "
            "features of one scale (StandardScaler) need fewer.",
            ConvergenceWarning,
            stacklevel=5,
        )


def joined(coefs: list[Array], intercepts: list[Array]) -> Array:
    """All of coefs_ (n_in, n_out), then all of intercepts_, in a row of float64."""
    return np.concatenate([part.ravel() for part in (*coefs, *intercepts)]).astype(
        float, copy=False
    )


def spread(parameters: Array, layers: Layers) -> None:
    """The opposite: puts such a row into the layers."""
    start = 0
    for array in (*layers.coefs, *layers.b):
        array[...] = parameters[start : start + array.size].reshape(array.shape)
        start += array.size
