"""With the same arguments and seed, scikit-learn's own estimators find the same networks: they are
the oracle. Both start from the same weights and visit samples in the same order."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import neural_network
from sklearn.exceptions import ConvergenceWarning

import groundup
from tests.estimators.problems import (
    PROBLEMS,
    Problem,
    one_number,
    several_classes,
    several_numbers,
    two_classes,
)

Make = Callable[[], Problem]
OPTIONS: list[dict[str, Any]] = [
    {},
    {"activation": "logistic", "hidden_layer_sizes": (20, 15), "alpha": 0.1},
    {"activation": "tanh", "batch_size": 32, "shuffle": False},
    {"activation": "identity", "hidden_layer_sizes": 7, "learning_rate_init": 0.01},
    {"hidden_layer_sizes": ()},
    {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-4},
    {"early_stopping": True, "validation_fraction": 0.2, "max_iter": 30},
    {"solver": "sgd", "learning_rate_init": 0.05},
    {"solver": "sgd", "momentum": 0.0, "alpha": 1.0},
    {"solver": "sgd", "nesterovs_momentum": False, "batch_size": 50},
    {"solver": "sgd", "learning_rate": "invscaling", "learning_rate_init": 0.3},
    {"solver": "sgd", "learning_rate": "adaptive", "n_iter_no_change": 2, "tol": 0.1},
    {"solver": "lbfgs", "max_iter": 15},
]


def both(problem: Problem, *fitted: Any, **options: Any) -> tuple[Any, Any]:
    """Ours and theirs, fitted; `fitted` comes after X and y."""
    made = []
    for library in (groundup, neural_network):
        kind = getattr(library, problem.estimator)
        estimator = kind(**({"random_state": 5, "max_iter": 12} | options))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            made.append(estimator.fit(problem.X, problem.y, *fitted))
    return made[0], made[1]


def assert_same(ours: Any, theirs: Any, rtol: float = 1e-6) -> None:
    for got, expected in zip(
        ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True
    ):
        assert got.shape == expected.shape
        assert got.dtype == expected.dtype
        np.testing.assert_allclose(got, expected, rtol=rtol, atol=rtol)
    for name in ("n_iter_", "n_layers_", "n_outputs_", "out_activation_", "n_features_in_", "t_"):
        assert getattr(ours, name) == getattr(theirs, name), name


@pytest.mark.parametrize("make", PROBLEMS)
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_same_network_is_found(make: Make, options: dict[str, Any]) -> None:
    problem = make()
    if make is several_numbers and options.get("solver") == "lbfgs":
        pytest.skip("scikit-learn's loss of several numbers does not go with its gradient")
    ours, theirs = both(problem, **options)
    assert_same(ours, theirs)
    assert ours.loss_ == pytest.approx(theirs.loss_, rel=1e-4)
    answers, expected = ours.predict(problem.X), theirs.predict(problem.X)
    assert answers.dtype == expected.dtype
    if answers.dtype.kind == "f":
        np.testing.assert_allclose(answers, expected, rtol=1e-5, atol=1e-6)
    else:
        assert np.array_equal(answers, expected)


@pytest.mark.parametrize("make", PROBLEMS)
def test_curves_and_scores_are_the_same(make: Make) -> None:
    ours, theirs = both(make(), early_stopping=True, max_iter=25)
    np.testing.assert_allclose(ours.loss_curve_, theirs.loss_curve_, rtol=1e-4)
    np.testing.assert_allclose(ours.validation_scores_, theirs.validation_scores_, rtol=1e-6)
    assert ours.best_validation_score_ == pytest.approx(theirs.best_validation_score_, rel=1e-6)
    assert ours.best_loss_ is theirs.best_loss_ is None
    ours, theirs = both(make())
    assert ours.best_loss_ == pytest.approx(theirs.best_loss_, rel=1e-4)
    assert ours.validation_scores_ is theirs.validation_scores_ is None


def test_probabilities_are_the_same() -> None:
    for problem in (several_classes(), two_classes()):
        ours, theirs = both(problem)
        for method in ("predict_proba", "predict_log_proba"):
            got, expected = (getattr(e, method)(problem.X) for e in (ours, theirs))
            np.testing.assert_allclose(got, expected, rtol=1e-6)


@pytest.mark.parametrize("make", [several_classes, one_number])
@pytest.mark.parametrize("solver", ["adam", "sgd", "lbfgs"])
def test_weights_of_samples_count_the_same(make: Make, solver: str) -> None:
    problem = make()
    weights = np.random.default_rng(1).integers(0, 4, len(problem.X)).astype(float)
    assert_same(*both(problem, weights, solver=solver, alpha=0.1))


@pytest.mark.parametrize("make", [several_classes, two_classes, one_number])
def test_float32_stays_float32(make: Make) -> None:
    problem = make()
    ours, theirs = both(problem._replace(X=problem.X.astype(np.float32)))
    assert_same(ours, theirs, rtol=1e-3)
    assert ours.coefs_[0].dtype == np.float32


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
@pytest.mark.parametrize("container", [sparse.csr_matrix, sparse.csr_array, sparse.csc_array])
def test_sparse_samples_give_the_same_network(solver: str, container: Any) -> None:
    problem = two_classes()
    X = problem.X * (problem.X > 0.5)
    ours, theirs = both(problem._replace(X=container(X)), solver=solver)
    assert_same(ours, theirs)
    dense, _ = both(problem._replace(X=X), solver=solver)
    for one, other in zip(ours.coefs_, dense.coefs_, strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(ours.predict_proba(container(X)), dense.predict_proba(X))


def test_partial_fit_is_the_same_where_every_batch_is_all_there_is() -> None:
    for problem in (several_classes(), one_number()):
        made = []
        for library in (groundup, neural_network):
            estimator = getattr(library, problem.estimator)(random_state=1, batch_size=1000)
            first = {"classes": np.unique(problem.y)} if "Class" in problem.estimator else {}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # the batch is clipped
                for _ in range(5):
                    estimator.partial_fit(problem.X, problem.y, **first)
            made.append(estimator)
        assert_same(made[0], made[1])
