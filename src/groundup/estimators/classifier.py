"""The classifier: labels of any kind to targets, and outputs to labels again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.class_weight import compute_sample_weight
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import (
    _check_partial_fit_first_call,
    type_of_target,
    unique_labels,
)
from sklearn.utils.validation import validate_data

from groundup.errors import UserError
from groundup.estimators.parameters import CONSTRAINTS, keep
from groundup.estimators.perceptron import Perceptron, is_stochastic
from groundup.estimators.scores import accuracy

Array = np.ndarray


class MLPClassifier(ClassifierMixin, Perceptron):
    """scikit-learn's classifier of this name, trained by groundup's engines.

    Arguments, their defaults and fitted attributes are those of
    `sklearn.neural_network.MLPClassifier`; with the same random_state it finds the same network, up
    to rounding. Beyond it:

    activation: also a list, a name a hidden layer.
    class_weight: a dict from labels to weights, or "balanced": all classes weigh the same.
    dropout: the share of hidden units that sit out each step; one number, or one a hidden layer.
    restore_best_weights: with an eval_set, end with the weights of its best score. (With
        early_stopping they are always restored.)
    n_threads: at most so many, which change no bit; by default all cores, or OMP_NUM_THREADS.
    verbose: also "bar".
    warm_start: goes on with the optimiser's state and the stream of random numbers: two fits of 5
        epochs are one of 10, bit by bit, also where the estimator was pickled in between.
    fit(…, eval_set=(X, y)): validation_scores_ and validation_loss_curve_, an item an epoch.
    """

    _parameter_constraints = CONSTRAINTS | {
        "class_weight": [dict, StrOptions({"balanced"}), None],
    }

    class_weight: dict[Any, float] | str | None

    def __init__(
        self,
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
        class_weight: dict[Any, float] | str | None = None,
        dropout: float | Sequence[float] = 0.0,
        restore_best_weights: bool = False,
        n_threads: int | None = None,
    ) -> None:
        keep(self, locals())

    @available_if(is_stochastic)
    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None, classes: Any = None) -> Any:
        """Goes on for one epoch over X and y, as `fit` takes them. The first call wants all
        `classes` that will ever come, which its own y may lack."""
        if _check_partial_fit_first_call(self, classes):
            self._label_binarizer = LabelBinarizer()
            several = type_of_target(y).startswith("multilabel")
            self._label_binarizer.fit(y if several else classes)
        return self._fit(X, y, sample_weight, None, incremental=True)

    def predict(self, X: Any) -> Any:
        """The label of each row of X (n,), or for several labels an indicator matrix."""
        outputs = self._outputs(X)
        return self._label_binarizer.inverse_transform(
            outputs.ravel() if self.n_outputs_ == 1 else outputs
        )

    def predict_proba(self, X: Any) -> Array:
        """The probability of each class, in the order of classes_, (n, n_classes)."""
        outputs = self._outputs(X)
        return np.hstack([1 - outputs, outputs]) if self.n_outputs_ == 1 else outputs

    def predict_log_proba(self, X: Any) -> Array:
        """The logarithms of `predict_proba`."""
        probabilities = self.predict_proba(X)
        with np.errstate(divide="ignore"):
            return np.log(probabilities, out=probabilities)

    def _validated(self, X: Any, y: Any, reset: bool) -> tuple[Any, Any]:
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse="csr",
            multi_output=True,
            dtype=(np.float64, np.float32),
            reset=reset,
        )
        return X, column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y

    def _targets(self, y: Any, fresh: bool, judged: bool = False) -> Array:
        """Places in classes_ (n,); for two classes, or several labels a sample, 0 and 1
        (n, n_outputs_)."""
        if fresh or not hasattr(self, "classes_"):
            self._label_binarizer = LabelBinarizer()
            self._label_binarizer.fit(y)
            self.classes_ = self._label_binarizer.classes_
        else:
            self._check_labels(y, judged)
        if self._label_binarizer.y_type_ == "multiclass":
            self.n_outputs_ = len(self.classes_)
            return np.searchsorted(self.classes_, y)
        targets = self._label_binarizer.transform(y)
        self.n_outputs_ = targets.shape[1]
        return targets

    def _check_labels(self, y: Any, judged: bool) -> None:
        labels = unique_labels(y)
        if self.warm_start and not judged:
            if set(labels) != set(self.classes_):
                raise UserError(
                    "warm_start can only be used where `y` has the same classes as in the previous "
                    f"call to fit. Previously got {self.classes_}, `y` has {labels}"
                )
        elif len(np.setdiff1d(labels, self.classes_)):
            raise UserError(
                f"`y` has classes not in `self.classes_`. `self.classes_` has {self.classes_}. "
                f"'y' has {labels}."
            )

    def _weights(self, X: Any, y: Any, given: Any) -> Array | None:
        weights = super()._weights(X, y, given)
        if self.class_weight is None:
            return weights
        of_classes = compute_sample_weight(self.class_weight, y).astype(X.dtype)
        return of_classes if weights is None else of_classes * weights

    def _output(self) -> tuple[str, str]:
        multiclass = self._label_binarizer.y_type_ == "multiclass"
        return "softmax" if multiclass else "logistic", "cross-entropy"

    def _loss_of(self, cost: float) -> float:
        return cost

    def _score_of(self, y: Array, weights: Array | None) -> Callable[[Array], float]:
        if y.ndim == 1:
            return lambda outputs: accuracy(outputs.argmax(axis=1) == y, weights)
        wanted = y > 0.5
        return lambda outputs: accuracy(((outputs > 0.5) == wanted).all(axis=1), weights)

    def _strata(self, y: Array) -> Array | None:
        if self.n_outputs_ > 1:  # as scikit-learn has it
            return None
        return np.where(y[:, 0] > 0.5, "True", "False")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
