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
    """A network that tells classes apart, with scikit-learn's interface, trained by groundup.

    It minimises the cross-entropy. Parameters, defaults and fitted attributes are those of
    `sklearn.neural_network.MLPClassifier`, and with the same random_state it finds the same
    network, up to rounding. What scikit-learn does not have is off by default.

    Parameters
    ----------
    hidden_layer_sizes : int or sequence of int, default=(100,)
        Neurons in each hidden layer, the one next to the inputs first. () has none: a linear model.
    activation : {'identity', 'logistic', 'tanh', 'relu'} or a list of them, default='relu'
        What hidden layers apply to their weighted sums: z itself, 1 / (1 + exp(-z)), tanh(z) or
        max(0, z). A list has a name for each hidden layer.
    solver : {'adam', 'sgd', 'lbfgs'}, default='adam'
        'adam' and 'sgd' take a step for each mini-batch. 'lbfgs' minimises the loss over all
        samples at once, which suits a few thousand of them.
    alpha : float, default=0.0001
        Strength of the L2 penalty: half of this, times the sum of all squared weights, is added to
        the sum of the samples' losses.
    batch_size : int or 'auto', default='auto'
        Samples in a mini-batch; 'auto' is 200, or all of them if there are fewer. Only for adam and
        sgd.
    learning_rate : {'constant', 'invscaling', 'adaptive'}, default='constant'
        How the rate changes, for sgd: not at all; divided by a power (`power_t`) of the samples
        seen so far; or divided by 5 whenever epochs bring no improvement.
    learning_rate_init : float, default=0.001
        The rate, or the first one. Only for adam and sgd.
    power_t : float, default=0.5
        The exponent of 'invscaling'.
    max_iter : int, default=200
        The largest number of epochs (adam, sgd) or iterations (lbfgs).
    shuffle : bool, default=True
        Whether each epoch takes the samples in a new order. Only for adam and sgd.
    random_state : int, RandomState or None, default=None
        The seed for the initial weights, the order of samples, dropout and held-out samples. An
        int makes a fit repeatable, to the bit.
    tol : float, default=0.0001
        An epoch is an improvement if its loss falls, or its score rises, by more than this. For
        lbfgs, the largest slope at which it stops.
    verbose : bool, int or 'bar', default=False
        Whether to print a line for each epoch; 'bar' shows a bar on standard error.
    warm_start : bool, default=False
        Whether another fit goes on with the weights, the optimiser's state and the stream of
        random numbers, so that two fits of 5 epochs equal one of 10, bit for bit, even
        after pickling.
    momentum : float, default=0.9
        What a step keeps of the one before, from 0 to 1. Only for sgd.
    nesterovs_momentum : bool, default=True
        Whether momentum looks ahead, as Nesterov's does. Only for sgd.
    early_stopping : bool, default=False
        Whether the score on held-out samples decides when to stop, and which epoch's weights are
        kept in the end. Without it, the loss decides. Only for adam and sgd.
    validation_fraction : float, default=0.1
        The share of samples that early stopping holds out, unless fit gets an `eval_set`.
    beta_1 : float, default=0.9
        How much of its mean gradient adam keeps in a step, from 0 to less than 1.
    beta_2 : float, default=0.999
        The same for its mean squared gradient.
    epsilon : float, default=1e-08
        What adam adds to the root that it divides by.
    n_iter_no_change : int or inf, default=10
        How many epochs in a row may bring no improvement. Only for adam and sgd.
    max_fun : int, default=15000
        The largest number of computations of the loss. Only for lbfgs.
    class_weight : dict, 'balanced' or None, default=None
        How much the samples of each class count; 'balanced' gives all classes the same weight. Not
        in scikit-learn.
    dropout : float or sequence of float, default=0.0
        The share of hidden units that sit out each step, from 0 to less than 1; a sequence has one
        for each hidden layer. Only for adam and sgd. Not in scikit-learn.
    restore_best_weights : bool, default=False
        Whether to end with the weights of the best score on fit's `eval_set`. Not in scikit-learn.
    n_threads : int or None, default=None
        The largest number of threads, which changes no bit of the result; None is all cores, or
        what OMP_NUM_THREADS says. Not in scikit-learn.

    Attributes
    ----------
    classes_ : array (n_classes,)
        The labels, in the order of predict_proba's columns.
    coefs_, intercepts_ : lists of arrays
        The weights (n_in, n_out) and biases (n_out,) of each layer.
    loss_, best_loss_ : float
        The loss of the last epoch, and the lowest (None with early stopping).
    loss_curve_ : list of float
        The loss of each epoch. adam and sgd.
    validation_scores_, best_validation_score_ : list of float, float; or None
        Accuracy on held-out samples or the `eval_set`, of each epoch, and the highest.
    validation_loss_curve_ : list of float
        The loss on the `eval_set` after each epoch. Not in scikit-learn.
    n_iter_, t_ : int
        Epochs or iterations of the last fit, and samples seen in all.
    n_features_in_, n_outputs_, n_layers_ : int
        Columns of X, outputs of the network, and its layers, inputs included.
    feature_names_in_ : array of str (n_features_in_,)
        The columns' names, where X was a table whose names are all strings.
    out_activation_ : str
        What the last layer applies to its weighted sums: 'softmax', or 'logistic'
        for two classes and for several labels a sample.
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
