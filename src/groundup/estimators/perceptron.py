"""What both estimators have in common: fit and partial_fit, from what was given to coefs_."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from groundup.errors import UserError
from groundup.estimators import lbfgs
from groundup.estimators.beginning import first_weights, held_out
from groundup.estimators.descent import Descent, Held, warn_of_the_end
from groundup.estimators.learning import Answers, Examples, Layers
from groundup.estimators.parameters import (
    ACTIVATIONS,
    CONSTRAINTS,
    STOCHASTIC,
    dropout_shares,
    hidden_activations,
    hidden_sizes,
    threads,
)
from groundup.estimators.progress import Progress, progress
from groundup.estimators.rows import Rows

Array = np.ndarray
OF_A_RUN = (
    *("_optimizer", "_visited", "_before_split", "loss_curve_", "best_loss_"),
    *("validation_scores_", "best_validation_score_", "validation_loss_curve_"),
)
"""What another network has no part in."""
OUTPUTS = {"identity": "linear", "logistic": "sigmoid", "softmax": "softmax", "exp": "exponential"}
"""scikit-learn's names of outputs' activations, and an engine's."""


def is_stochastic(estimator: Any) -> bool:
    """Whether there is a partial_fit. Raises AttributeError, as scikit-learn wants it, if not."""
    if estimator.solver not in STOCHASTIC:
        raise AttributeError(
            f"partial_fit is for the solvers sgd and adam, which learn step by step; "
            f"{estimator.solver} is neither."
        )
    return True


class Perceptron(BaseEstimator):
    """A multilayer perceptron. What its targets, outputs and scores are, its subclasses say."""

    _parameter_constraints = CONSTRAINTS

    hidden_layer_sizes: Any  # the arguments of both constructors that are used here
    activation: str | Sequence[str]
    solver: str
    alpha: float
    max_iter: int
    random_state: Any
    verbose: bool | int | str
    warm_start: bool
    early_stopping: bool
    validation_fraction: float
    dropout: float | Sequence[float]
    restore_best_weights: bool
    n_threads: int | None
    n_outputs_: int

    def _validated(self, X: Any, y: Any, reset: bool) -> tuple[Any, Any]:
        """X and y as arrays, of a kind that scikit-learn lets through; `reset` where these are the
        first, after which others must be like them."""
        raise NotImplementedError

    def _targets(self, y: Any, fresh: bool, judged: bool = False) -> Array:
        """What an engine learns of y, labels (n,) or numbers (n, n_outputs_); `fresh` where other
        targets may come than before, `judged` where nobody learns from them."""
        raise NotImplementedError

    def _output(self) -> tuple[str, str]:
        """scikit-learn's name of the outputs' activation, and an engine's of the cost."""
        raise NotImplementedError

    def _loss_of(self, cost: float) -> float:
        """scikit-learn's loss where an engine's mean cost is this."""
        raise NotImplementedError

    def _score_of(self, y: Array, weights: Array | None) -> Callable[[Array], float]:
        """A measure of outputs (n, n_outputs_) for samples with these targets and weights (n,)."""
        raise NotImplementedError

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, eval_set: tuple[Any, Any] | None = None
    ) -> Any:
        """Learns from samples X (n, n_features), an array, a table or a sparse matrix, with targets
        y (n,) or (n, n_outputs).

        sample_weight: (n,), 0 or more: how much each counts.
        eval_set: a pair like (X, y) to judge every epoch by: validation_scores_ and
            validation_loss_curve_; with early_stopping it is what decides, and nothing is held out.

        Returns itself. Raises ValueError (for an argument InvalidParameterError) where something
        makes no sense, or where learning diverged.
        """
        return self._fit(X, y, sample_weight, eval_set, incremental=False)

    def _fit(self, X: Any, y: Any, weights: Any, eval_set: Any, incremental: bool) -> Any:
        self._check_arguments(eval_set, incremental)
        fresh = not hasattr(self, "coefs_") or not (self.warm_start or incremental)
        X, y = self._validated(X, y, fresh)
        targets = self._targets(y, fresh and not incremental)
        weights = self._weights(X, y, weights)
        sizes = [X.shape[1], *hidden_sizes(self.hidden_layer_sizes), self.n_outputs_]
        if fresh:
            self._begin(sizes, X.dtype)
        self._check_shapes(sizes)
        with progress(self.verbose, self.max_iter) as shown:
            if self.solver == "lbfgs":
                self._minimise(X, targets, weights, shown)
            else:
                over = self._descend(X, targets, weights, eval_set, incremental, shown)
                if not over and not incremental:
                    warn_of_the_end(self.max_iter)
        if not all(np.isfinite(p).all() for p in (*self.coefs_, *self.intercepts_)):
            raise UserError(
                "Solver produced non-finite parameter weights. The input data may contain large "
                "values and need to be preprocessed. Scale it (StandardScaler), or take a smaller "
                "learning_rate_init."
            )
        return self

    def _check_arguments(self, eval_set: Any, incremental: bool) -> None:
        """Refuses what makes no sense, before anything is changed."""
        self._validate_params()
        layers = len(hidden_sizes(self.hidden_layer_sizes))
        hidden_activations(self.activation, layers)
        dropped = any(dropout_shares(self.dropout, layers))
        if incremental and self.early_stopping:
            raise UserError("partial_fit does not support early_stopping=True")
        if self.solver == "lbfgs" and (dropped or eval_set is not None):
            raise UserError(
                "dropout and eval_set are for the solvers sgd and adam, which go through epochs; "
                "lbfgs minimises one loss over all samples: leave them out, or take another solver"
            )
        if self.restore_best_weights and eval_set is None and not self.early_stopping:
            raise UserError(
                "restore_best_weights needs samples to judge by: give fit an eval_set, or use "
                "early_stopping=True"
            )

    def _begin(self, sizes: list[int], dtype: np.dtype) -> None:
        """Initial weights by Glorot and Bengio, drawn as scikit-learn draws them; empty curves."""
        self.n_iter_, self.t_, self.n_layers_ = 0, 0, len(sizes)
        self.out_activation_ = self._output()[0]
        self._random_state = check_random_state(self.random_state)
        names = hidden_activations(self.activation, len(sizes) - 2)
        names.append(names[-1] if names else str(self.activation))
        self.coefs_, self.intercepts_ = first_weights(sizes, names, dtype, self._random_state)
        for name in OF_A_RUN:
            vars(self).pop(name, None)
        self._no_improvement_count = 0
        if self.solver in STOCHASTIC:
            self.loss_curve_, self.best_loss_ = [], math.inf

    def _check_shapes(self, sizes: list[int]) -> None:
        expected = [(n_in, n_out) for n_in, n_out in pairwise(sizes)]
        shapes = [np.shape(coef) for coef in self.coefs_]
        if shapes != expected:
            raise UserError(
                f"warm_start and partial_fit go on with the network of the last fit, whose coefs_ "
                f"have the shapes {shapes}, but these arguments and samples need {expected}; use "
                "warm_start=False, or another estimator"
            )

    def _layers(self, dtype: Any = None, copy: bool = True) -> Layers:
        """The network for an engine."""
        names = hidden_activations(self.activation, len(self.coefs_) - 1)
        dtype = self.coefs_[0].dtype if dtype is None else dtype
        return Layers(
            self.coefs_,
            self.intercepts_,
            [*(ACTIVATIONS[name] for name in names), OUTPUTS[self.out_activation_]],
            self._output()[1],
            dtype=dtype,
            threads=threads(self.n_threads),
            copy=copy,
        )

    def _minimise(self, X: Any, targets: Array, weights: Array | None, shown: Progress) -> None:
        dtype = self.coefs_[0].dtype
        layers = self._layers(np.float64)  # a line search wants all digits
        examples = _examples(X.astype(np.float64, copy=False), targets, weights, layers)
        lbfgs.minimise(self, layers, examples, shown)
        self.coefs_ = [coef.astype(dtype, copy=False) for coef in layers.coefs]
        self.intercepts_ = [bl.astype(dtype, copy=False) for bl in layers.b]

    def _descend(
        self,
        X: Any,
        targets: Array,
        weights: Array | None,
        eval_set: Any,
        incremental: bool,
        shown: Progress,
    ) -> bool:
        """Whether the descent came to its end by itself."""
        layers = self._layers()
        self.coefs_, self.intercepts_ = layers.coefs, layers.b
        if not hasattr(self, "_random_state"):
            self._random_state = check_random_state(self.random_state)
        examples = _examples(X, targets, weights, layers)
        chosen, held = None, None
        if eval_set is not None:
            held = self._held_of(eval_set, layers)
        elif self.early_stopping:
            chosen, rows = held_out(self, len(examples), self._strata(examples.y))
            weights = None if examples.weights is None else examples.weights[rows]
            held = Held(examples, rows, self._score_of(examples.y[rows], weights))
        self._open_curves(held)
        keep_best = held is not None and (self.early_stopping or self.restore_best_weights)
        descent = Descent(self, layers, examples, chosen, held, shown)
        over = descent.run(1 if incremental else self.max_iter, keep_best)
        if self.warm_start or incremental:
            self._visited = descent.visited
        return over

    def _open_curves(self, held: Held | None) -> None:
        """What is written down from here on, beside what the last fit has written."""
        if getattr(self, "validation_scores_", None) is None:
            self.validation_scores_ = [] if held else None
            self.best_validation_score_ = -math.inf if held else None
        if held and held.order is None and not hasattr(self, "validation_loss_curve_"):
            self.validation_loss_curve_ = []
        if self.early_stopping:
            self.best_loss_ = None
        elif self.best_loss_ is None:
            self.best_loss_ = math.inf

    def _held_of(self, eval_set: Any, layers: Layers) -> Held:
        if not isinstance(eval_set, tuple | list) or len(eval_set) != 2:
            raise UserError(f"eval_set: expected a pair, (X, y), got {type(eval_set).__name__}")
        X, y = self._validated(*eval_set, reset=False)
        examples = _examples(X, self._targets(y, False, judged=True), None, layers)
        return Held(examples, None, self._score_of(examples.y, None))

    def _weights(self, X: Any, y: Any, given: Any) -> Array | None:
        """How much each sample counts (n,), or None where all count the same."""
        if given is None:
            return None
        weights = _check_sample_weight(given, X, dtype=X.dtype)
        if (weights < 0).any() or not weights.any():
            raise UserError(
                f"sample_weight: expected numbers that are 0 or more, and not all of them 0, got "
                f"{weights.min():g} to {weights.max():g}"
            )
        return weights

    def _strata(self, y: Array) -> Array | None:
        """By what samples are held out in equal shares; None: by chance alone."""
        return None

    def _outputs(self, X: Any) -> Array:
        """The network's outputs (n, n_outputs_)."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        layers = self._layers(copy=False)
        with np.errstate(over="ignore", invalid="ignore"):
            return Answers(layers, Rows(X, layers.dtype))()

    def _loss_grad_lbfgs(
        self, parameters: Array, X: Any, y: Array, sample_weight: Any = None, *_: Any
    ) -> tuple[float, Array]:
        """The loss and its gradient at parameters in a row, under scikit-learn's name for it."""
        layers = self._layers(np.float64)
        examples = _examples(X, np.asarray(y, np.float64), sample_weight, layers)
        return lbfgs.Objective(layers, examples, self.alpha)(parameters)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _examples(X: Any, targets: Array, weights: Array | None, layers: Layers) -> Examples:
    """Samples as the layers learn from them: floating-point targets in their type of number."""
    targets = targets if targets.ndim == 1 else np.ascontiguousarray(targets, layers.dtype)
    weights = None if weights is None else np.ascontiguousarray(weights, layers.dtype)
    return Examples(Rows(X, layers.dtype), targets, weights)
