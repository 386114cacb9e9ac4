"""What scikit-learn's own estimators do not do."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from sklearn import neural_network
from sklearn.exceptions import ConvergenceWarning

import groundup
from tests.estimators.problems import ESTIMATORS, one_number, several_classes, two_classes

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def bits(estimator: Any) -> list[bytes]:
    return [np.ascontiguousarray(p).tobytes() for p in estimator.coefs_ + estimator.intercepts_]


def problem_of(estimator: Any) -> tuple[Any, Any]:
    problem = several_classes() if estimator is groundup.MLPClassifier else one_number()
    return problem.X, problem.y


OPTIONS: list[dict[str, Any]] = [
    {},
    {"dropout": 0.3, "batch_size": 20},
    {"solver": "sgd", "learning_rate": "invscaling", "batch_size": 30},
    {"solver": "sgd", "learning_rate": "adaptive", "n_iter_no_change": 1, "tol": 0.1},
]


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_two_fits_of_five_epochs_are_one_of_ten(estimator: Any, options: dict[str, Any]) -> None:
    X, y = problem_of(estimator)
    options = options | {"random_state": 3, "warm_start": True}
    whole = estimator(max_iter=10, **options).fit(X, y)
    half = estimator(max_iter=5, **options).fit(X, y)
    again = pickle.loads(pickle.dumps(half))
    for resumed in (half, again):
        resumed.fit(X, y)
        assert bits(resumed) == bits(whole)
        assert resumed.loss_curve_ == whole.loss_curve_
        assert resumed.t_ == whole.t_


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_ten_calls_of_partial_fit_are_a_fit_of_ten_epochs(estimator: Any) -> None:
    X, y = problem_of(estimator)
    whole = estimator(max_iter=10, random_state=3, batch_size=20).fit(X, y)
    by_parts = estimator(random_state=3, batch_size=20)
    first = {"classes": np.unique(y)} if estimator is groundup.MLPClassifier else {}
    for _ in range(10):
        by_parts.partial_fit(X, y, **first)
    assert bits(by_parts) == bits(whole)


def test_a_fit_that_goes_on_holds_out_the_same_samples() -> None:
    """None that it has learned from: the score of a set kept by heart would say nothing."""
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((60, 40)), rng.integers(0, 2, 60)  # nothing to be learned
    estimator: Any = groundup.MLPClassifier(
        early_stopping=True, warm_start=True, random_state=1, max_iter=40, n_iter_no_change=1000,
        learning_rate_init=0.01, validation_fraction=0.4,
    )  # fmt: skip
    for _ in range(4):
        estimator.fit(X, y)
    assert max(estimator.validation_scores_) < 0.85


def test_threads_change_no_bit() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.random((700, 90)), rng.integers(0, 4, 700)
    made = [
        groundup.MLPClassifier((300,), max_iter=2, random_state=1, n_threads=n).fit(X, y)
        for n in (1, 2, 3)
    ]
    assert bits(made[0]) == bits(made[1]) == bits(made[2])
    assert np.array_equal(made[0].predict_proba(X), made[2].predict_proba(X))


def test_dropout_makes_learning_harder_and_is_the_same_for_a_seed() -> None:
    X, y = problem_of(groundup.MLPClassifier)
    dropped, again = (
        groundup.MLPClassifier((50,), dropout=0.5, max_iter=60, random_state=1).fit(X, y)
        for _ in range(2)
    )
    plain = groundup.MLPClassifier((50,), max_iter=60, random_state=1).fit(X, y)
    assert bits(dropped) == bits(again)
    assert dropped.loss_ > plain.loss_
    listed = groundup.MLPClassifier((50, 9), dropout=[0.2, 0], max_iter=2, random_state=1).fit(X, y)
    assert listed.dropout == [0.2, 0]


def test_an_activation_a_layer() -> None:
    """scikit-learn computes the same outputs where it is given the weights, layer by layer."""
    X, y = problem_of(groundup.MLPClassifier)
    mixed = groundup.MLPClassifier((8, 6), activation=["tanh", "relu"], max_iter=5, random_state=1)
    mixed.fit(X, y)
    a = np.tanh(X @ mixed.coefs_[0] + mixed.intercepts_[0])
    a = np.maximum(a @ mixed.coefs_[1] + mixed.intercepts_[1], 0)
    z = a @ mixed.coefs_[2] + mixed.intercepts_[2]
    expected = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(mixed.predict_proba(X), expected, rtol=1e-12)


def test_class_weights_are_weights_of_samples() -> None:
    problem = two_classes()
    X, y = problem.X[:200], problem.y[:200]
    options: dict[str, Any] = {"max_iter": 8, "random_state": 2}
    weighted = groundup.MLPClassifier(class_weight={"no": 3.0, "yes": 0.5}, **options).fit(X, y)
    theirs: Any = neural_network.MLPClassifier(**options)
    theirs.fit(X, y, np.where(y == "no", 3.0, 0.5))
    np.testing.assert_allclose(weighted.predict_proba(X), theirs.predict_proba(X), rtol=1e-9)


def test_balanced_classes_find_the_rare_one() -> None:
    rng = np.random.default_rng(1)
    y = np.repeat([0, 1], [480, 20])
    X = rng.standard_normal((500, 2)) + 1.0 * y[:, np.newaxis]
    found = []
    for class_weight in (None, "balanced"):
        estimator = groundup.MLPClassifier(
            (10,), class_weight=class_weight, max_iter=300, random_state=0, learning_rate_init=0.01
        ).fit(X, y)
        found.append(estimator.predict(X)[y == 1].mean())
    assert found[1] > found[0] + 0.2


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_an_eval_set_judges_every_epoch(estimator: Any) -> None:
    X, y = problem_of(estimator)
    fitted = estimator(max_iter=6, random_state=0).fit(X[::2], y[::2], eval_set=(X[1::2], y[1::2]))
    assert len(fitted.validation_scores_) == len(fitted.validation_loss_curve_) == 6
    assert fitted.validation_scores_[-1] == pytest.approx(fitted.score(X[1::2], y[1::2]))
    assert fitted.best_validation_score_ == max(fitted.validation_scores_)
    alone = estimator(max_iter=6, random_state=0).fit(X[::2], y[::2])
    assert bits(alone) == bits(fitted)
    assert alone.validation_scores_ is None


def test_the_loss_of_an_eval_set_is_scikit_learns() -> None:
    from sklearn.metrics import log_loss

    X, y = problem_of(groundup.MLPClassifier)
    fitted = groundup.MLPClassifier(max_iter=6).fit(X[::2], y[::2], eval_set=(X[1::2], y[1::2]))
    expected = log_loss(y[1::2], fitted.predict_proba(X[1::2]))
    assert fitted.validation_loss_curve_[-1] == pytest.approx(expected, rel=1e-9)


def test_an_eval_set_stops_early_in_place_of_samples_held_out() -> None:
    X, y = problem_of(groundup.MLPClassifier)
    fitted = groundup.MLPClassifier(
        early_stopping=True, max_iter=500, n_iter_no_change=3, tol=0.01, random_state=0
    ).fit(X[::2], y[::2], eval_set=(X[1::2], y[1::2]))
    assert fitted.n_iter_ < 500
    assert fitted.t_ == fitted.n_iter_ * len(X[::2])  # it has learned from all of them
    assert fitted.score(X[1::2], y[1::2]) == fitted.best_validation_score_


def test_the_best_weights_come_back() -> None:
    X, y = problem_of(groundup.MLPClassifier)
    options: dict[str, Any] = {
        "max_iter": 80,
        "random_state": 0,
        "solver": "sgd",
        "batch_size": 5,
        "learning_rate_init": 0.9,
        "n_iter_no_change": 100,
    }
    last, best = (
        groundup.MLPClassifier(restore_best_weights=restored, **options).fit(
            X[::2], y[::2], eval_set=(X[1::2], y[1::2])
        )
        for restored in (False, True)
    )
    assert last.validation_scores_ == best.validation_scores_
    assert best.score(X[1::2], y[1::2]) == max(best.validation_scores_)
    assert last.score(X[1::2], y[1::2]) < max(last.validation_scores_)


def test_a_bar_shows_progress_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    X, y = problem_of(groundup.MLPClassifier)
    groundup.MLPClassifier(max_iter=3, verbose="bar").fit(X, y, eval_set=(X, y))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "3/3" in captured.err
    assert "score" in captured.err


def test_workers_of_joblib_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    from groundup.estimators.parameters import threads

    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert threads(None) == 1
    assert threads(5) == 5
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert threads(None) >= 1


def test_a_smaller_rate_given_to_a_warm_start_counts() -> None:
    X, y = problem_of(groundup.MLPClassifier)
    estimator = groundup.MLPClassifier(warm_start=True, max_iter=3, random_state=0).fit(X, y)
    before = estimator.coefs_[0].copy()
    estimator.set_params(learning_rate_init=1e-12).fit(X, y)
    np.testing.assert_allclose(estimator.coefs_[0], before, atol=1e-9)


def test_poisson_has_scikit_learns_result() -> None:
    rng = np.random.default_rng(0)
    X = rng.random((210, 3))
    y = rng.poisson(np.exp(X @ [1.0, 0.5, -1.0]), 210).astype(float)
    for options in ({}, {"solver": "lbfgs"}, {"solver": "sgd"}):
        made = []
        for library in (groundup, neural_network):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                regressor: Any = library.MLPRegressor("poisson", (9,), random_state=0, max_iter=9)
                made.append(regressor.set_params(**options).fit(X, y))
        np.testing.assert_allclose(made[0].predict(X), made[1].predict(X), rtol=1e-7)
        assert made[0].loss_ == pytest.approx(made[1].loss_, rel=1e-5)
        assert made[0].out_activation_ == "exp"
