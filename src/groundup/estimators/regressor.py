"""The regressor: numbers as targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from groundup.errors import UserError
from groundup.estimators.parameters import CONSTRAINTS, keep
from groundup.estimators.perceptron import Perceptron, is_stochastic
from groundup.estimators.scores import r_squared

Array = np.ndarray


class MLPRegressor(RegressorMixin, Perceptron):
    """scikit-learn's regressor of this name, trained by groundup's engines.

    Arguments, their defaults and fitted attributes are those of
    `sklearn.neural_network.MLPRegressor`; with the same random_state it finds the same network, up
    to rounding. Beyond it: activation as a list, dropout, restore_best_weights, n_threads, verbose
    as "bar", an exact warm_start and fit(…, eval_set=(X, y)), all as `MLPClassifier` has them.
    """

    _parameter_constraints = CONSTRAINTS | {"loss": [StrOptions({"squared_error", "poisson"})]}

    loss: str

    def __init__(
        self,
        loss: str = "squared_error",
        hidden_layer_sizes: int | Sequence[int] = (100,),
        activation: str | Sequence[str] = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: int | str = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        verbose: bool | int | str = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
        dropout: float | Sequence[float] = 0.0,
        restore_best_weights: bool = False,
        n_threads: int | None = None,
    ) -> None:
        keep(self, locals())

    @available_if(is_stochastic)
    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        """Goes on for one epoch over X and y, as `fit` takes them."""
        return self._fit(X, y, sample_weight, None, incremental=True)

    def predict(self, X: Any) -> Array:
        """Numbers for each row of X: (n,), or (n, n_outputs_) where there are several."""
        outputs = self._outputs(X)
        return outputs.ravel() if outputs.shape[1] == 1 else outputs

    def _validated(self, X: Any, y: Any, reset: bool) -> tuple[Any, Array]:
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse="csr",
            multi_output=True,
            y_numeric=True,
            dtype=(np.float64, np.float32),
            reset=reset,
        )
        return X, column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y

    def _targets(self, y: Array, fresh: bool, judged: bool = False) -> Array:
        """(n, n_outputs_)."""
        targets = y.reshape(len(y), -1)
        if self.loss == "poisson" and (targets < 0).any():
            raise UserError(
                "y: expected counts that are not negative, for loss='poisson', got "
                f"{targets.min():g}"
            )
        if not judged:
            self.n_outputs_ = targets.shape[1]
        return targets

    def _output(self) -> tuple[str, str]:
        return ("exp", "poisson") if self.loss == "poisson" else ("identity", "quadratic")

    def _loss_of(self, cost: float) -> float:
        """scikit-learn's squared error is a mean over outputs, all others are sums as ours."""
        return cost if self.loss == "poisson" else cost / self.n_outputs_

    def _score_of(self, y: Array, weights: Array | None) -> Callable[[Array], float]:
        return r_squared(y, weights)
