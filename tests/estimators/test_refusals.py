"""What makes no sense is refused in words, before anything is changed."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.utils._param_validation import InvalidParameterError

import groundup
from tests.estimators.problems import ESTIMATORS, several_classes

X, Y = several_classes()[1:]


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"solver": "rmsprop"}, "The 'solver' parameter of .* must be"),
        ({"activation": "softplus"}, "The 'activation' parameter"),
        ({"alpha": -1}, "The 'alpha' parameter"),
        ({"learning_rate_init": 0}, "The 'learning_rate_init' parameter"),
        ({"batch_size": "all"}, "The 'batch_size' parameter"),
        ({"momentum": 2}, "The 'momentum' parameter"),
        ({"verbose": "loud"}, "The 'verbose' parameter"),
        ({"n_threads": 0}, "The 'n_threads' parameter"),
        ({"dropout": 1.0}, "The 'dropout' parameter"),
    ],
)
def test_arguments_are_checked_as_scikit_learn_checks_them(
    estimator: Any, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidParameterError, match=words):
        estimator(**wrong).fit(X, Y)


@pytest.mark.parametrize(
    ("wrong", "fitted", "words"),
    [
        ({"hidden_layer_sizes": (5, 0)}, {}, r"hidden_layer_sizes must be > 0, .* got \[5, 0\]"),
        ({"hidden_layer_sizes": (5, 2.5)}, {}, "whole numbers"),
        ({"activation": ["relu", "tanh"]}, {}, "activation: expected .* list of 1 .*got"),
        ({"activation": ["softmax"]}, {}, "activation: expected one of identity, logistic"),
        ({"dropout": [0.1, 0.2]}, {}, r"dropout: expected .* list of 1.* got \[0.1, 0.2\]"),
        ({"dropout": [1.5]}, {}, "dropout: expected a number from 0 to less than 1"),
        ({"dropout": 0.5, "solver": "lbfgs"}, {}, "dropout and eval_set are for .* sgd and adam"),
        ({"solver": "lbfgs"}, {"eval_set": (X, Y)}, "eval_set are for the solvers sgd and adam"),
        ({"restore_best_weights": True}, {}, "needs samples to judge by: give fit an eval_set"),
        ({}, {"eval_set": X}, r"eval_set: expected a pair, \(X, y\), got ndarray"),
        ({}, {"eval_set": (X[:, :2], Y)}, "X has 2 features, but MLPClassifier is expecting 4"),
        ({}, {"eval_set": (X, Y + 1)}, "`y` has classes not in `self.classes_`"),
        ({}, {"sample_weight": -np.ones(150)}, "sample_weight: expected .* got -1 to -1"),
        ({}, {"sample_weight": np.zeros(150)}, "non-zero number|not all of them 0"),
    ],
)
def test_what_goes_beyond_scikit_learn_is_checked_too(
    wrong: dict[str, Any], fitted: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        groundup.MLPClassifier(**wrong).fit(X, Y, **fitted)


def test_a_refusal_leaves_a_fitted_estimator_as_it_was() -> None:
    estimator = groundup.MLPClassifier(tol=0.5, n_iter_no_change=1, random_state=0).fit(X, Y)
    before = estimator.predict_proba(X)
    for wrong in ({"dropout": [2]}, {"activation": []}):
        estimator.set_params(**wrong)
        with pytest.raises(groundup.UserError):
            estimator.fit(X, Y)
        estimator.set_params(dropout=0.0, activation="relu")
        assert np.array_equal(estimator.predict_proba(X), before)


def test_a_network_of_other_sizes_does_not_go_on() -> None:
    estimator = groundup.MLPClassifier(
        tol=0.5, n_iter_no_change=1, random_state=0, warm_start=True
    ).fit(X, Y)
    estimator.set_params(hidden_layer_sizes=(3,))
    with pytest.raises(groundup.UserError, match="go on with the network of the last fit"):
        estimator.fit(X, Y)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(groundup.UserError, match="y: expected counts that are not negative"):
        groundup.MLPRegressor(loss="poisson").fit(X, -Y)


def test_an_end_without_convergence_is_told_to_the_caller() -> None:
    with pytest.warns(ConvergenceWarning, match="Maximum iterations \\(2\\)") as told:
        groundup.MLPClassifier(max_iter=2).fit(X, Y)
    assert told[0].filename == __file__
    with pytest.warns(ConvergenceWarning, match="lbfgs failed to converge") as told:
        groundup.MLPClassifier(max_iter=2, solver="lbfgs").fit(X, Y)
    assert told[0].filename == __file__


def test_nobody_predicts_without_having_learned() -> None:
    for estimator in ESTIMATORS:
        with pytest.raises(NotFittedError):
            estimator().predict(X)


@pytest.mark.parametrize("missing", ["sklearn", "scipy"])
def test_without_scikit_learn_one_sentence_says_what_to_install(missing: str) -> None:
    code = f"""
import sys
sys.modules[{missing!r}] = None
import groundup
try:
    groundup.MLPClassifier
except groundup.UserError as error:
    print(type(error).__name__, isinstance(error, ImportError), error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("SklearnMissingError True MLPClassifier and MLPRegressor need")
    assert run.stdout.endswith("install them with pip install 'groundup[sklearn]'\n")


def test_ctrl_c_keeps_what_was_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    from groundup.estimators.progress import Lines

    def interrupt(self: Any, epoch: int, loss: float) -> None:
        if epoch == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(Lines, "epoch", interrupt)
    estimator = groundup.MLPClassifier(verbose=True, random_state=0)
    with pytest.warns(UserWarning, match="Training interrupted by user") as told:
        estimator.fit(X, Y)
    assert told[0].filename == __file__
    assert estimator.n_iter_ == len(estimator.loss_curve_) == 3
    assert estimator.score(X, Y) > 0.3
