"""What scikit-learn's user guide shows of its perceptrons holds after one import is changed."""

from __future__ import annotations

import inspect
import pickle
import re
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn import neural_network
from sklearn.base import clone
from sklearn.datasets import load_digits, make_circles, make_moons
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import groundup
from groundup.estimators.parameters import as_installed
from tests.estimators.problems import ESTIMATORS, several_classes, several_labels, two_classes

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
STRATEGIES: list[dict[str, Any]] = [
    {"solver": "sgd", "learning_rate": rate, "momentum": momentum, "nesterovs_momentum": nesterov}
    for rate in ("constant", "invscaling")
    for momentum, nesterov in ((0, True), (0.9, False), (0.9, True))
]


def test_two_points_are_learned_by_lbfgs() -> None:
    network = groundup.MLPClassifier(
        solver="lbfgs", alpha=1e-5, hidden_layer_sizes=(5, 2), random_state=1
    ).fit([[0.0, 0.0], [1.0, 1.0]], [0, 1])
    assert network.predict([[2.0, 2.0], [-1.0, -2.0]]).tolist() == [1, 0]
    assert [coef.shape for coef in network.coefs_] == [(2, 5), (5, 2), (2, 1)]
    assert network.predict_proba([[2.0, 2.0], [1.0, 2.0]])[:, 1].min() > 0.99


def test_several_labels_of_a_sample() -> None:
    network = groundup.MLPClassifier(
        solver="lbfgs", alpha=1e-5, hidden_layer_sizes=(15,), random_state=1
    ).fit([[0.0, 0.0], [1.0, 1.0]], [[0, 1], [1, 1]])
    assert network.predict([[1.0, 2.0]]).tolist() == [[1, 1]]
    assert network.predict([[0.0, 0.0]]).tolist() == [[0, 1]]


@pytest.mark.parametrize("make", [make_circles, make_moons])
def test_strategies_of_learning_are_compared(make: Any) -> None:
    X, y = make(noise=0.1, random_state=0)[:2]
    X = MinMaxScaler().fit_transform(X)
    losses = []
    for strategy in [*STRATEGIES, {"solver": "adam", "learning_rate_init": 0.01}]:
        options = {"learning_rate_init": 0.2} | strategy
        network = groundup.MLPClassifier(random_state=0, max_iter=100, **options).fit(X, y)
        assert network.loss_curve_[-1] == network.loss_
        losses.append(network.loss_)
    assert min(losses) < 0.5
    assert losses[2] < losses[0]  # Nesterov's momentum is faster than none


@pytest.mark.slow
def test_pipelines_grids_and_cross_validation() -> None:
    X, y = load_digits(return_X_y=True)
    X, y = X[:300], y[:300]
    pipeline = make_pipeline(StandardScaler(), groundup.MLPClassifier((20,), solver="lbfgs"))
    assert cross_val_score(pipeline, X, y, cv=3).mean() > 0.7
    grid = GridSearchCV(
        pipeline, {"mlpclassifier__alpha": [1e-4, 1.0]}, cv=3, n_jobs=2
    ).fit(X, y)  # fmt: skip
    assert grid.best_score_ > 0.7


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_clone_has_arguments_and_nothing_learned(estimator: Any) -> None:
    options = {"hidden_layer_sizes": (3,), "activation": ["tanh"], "dropout": 0.1}
    fitted = estimator(max_iter=2, **options).fit(*several_classes()[1:])
    copied: Any = clone(fitted)
    assert copied.get_params() == fitted.get_params()
    assert not hasattr(copied, "coefs_")


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_pickle_and_joblib_keep_what_was_learned(
    estimator: Any, solver: str, tmp_path: Any
) -> None:
    X, y = several_classes()[1:]
    fitted = estimator(max_iter=3, solver=solver, random_state=0).fit(X, y)
    joblib.dump(fitted, tmp_path / "model.joblib")
    mapped = joblib.load(tmp_path / "model.joblib", mmap_mode="r")
    for again in (pickle.loads(pickle.dumps(fitted)), mapped):
        assert np.array_equal(again.predict(X), fitted.predict(X))
    assert len(pickle.dumps(fitted)) < 60_000  # weights, moments; not the order of samples


def test_names_of_features_are_kept_and_compared() -> None:
    X, y = several_classes()[1:]
    table = pd.DataFrame(X, columns=["a", "b", "c", "d"])
    fitted = groundup.MLPClassifier(max_iter=3, random_state=0).fit(table, pd.Series(y))
    assert fitted.feature_names_in_.tolist() == ["a", "b", "c", "d"]
    plain = groundup.MLPClassifier(max_iter=3, random_state=0).fit(X, y)
    assert np.array_equal(fitted.predict(table), plain.predict(X))
    with pytest.raises(ValueError, match="feature names should match"):
        fitted.predict(table[["b", "a", "c", "d"]])


def test_labels_of_any_kind_come_back() -> None:
    X = two_classes().X
    rng = np.random.default_rng(0)
    kinds: list[Any] = [
        rng.choice(["no", "yes"], 330),
        rng.choice([-1, 1], 330),
        rng.choice([3, 7, 11], 330),
        rng.choice([False, True], 330),
        rng.choice(np.array(["a", "b", "c"], object), 330),
    ]
    for y in kinds:
        fitted = groundup.MLPClassifier((5,), max_iter=2).fit(X, y)
        assert set(fitted.predict(X)) <= set(y)
        assert fitted.classes_.tolist() == sorted(set(y))
        theirs = neural_network.MLPClassifier((5,), max_iter=1).fit(X, y)
        assert fitted.predict(X).dtype == theirs.predict(X).dtype


def test_one_class_alone_is_always_the_answer() -> None:
    X = two_classes().X
    fitted = groundup.MLPClassifier((5,), max_iter=2).fit(X, ["same"] * len(X))
    assert set(fitted.predict(X)) == {"same"}


def test_sparse_indicators_of_labels() -> None:
    problem = several_labels()
    y = sparse.csr_matrix(problem.y)
    fitted = groundup.MLPClassifier((5,), max_iter=2, random_state=0).fit(problem.X, y)
    assert sparse.issparse(fitted.predict(problem.X))
    dense = groundup.MLPClassifier((5,), max_iter=2, random_state=0).fit(problem.X, problem.y)
    assert np.array_equal(fitted.predict(problem.X).toarray(), dense.predict(problem.X))


def test_verbose_prints_a_line_an_epoch(capsys: pytest.CaptureFixture[str]) -> None:
    X, y = several_classes()[1:]
    groundup.MLPClassifier(max_iter=2, verbose=True, early_stopping=True, solver="sgd").fit(X, y)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines[::2]] == ["Iteration 1", "Iteration 2"]
    assert all(line.startswith("Validation score: ") for line in lines[1::2])
    groundup.MLPClassifier(max_iter=500, tol=1, verbose=True, n_iter_no_change=2).fit(X, y)
    assert capsys.readouterr().out.endswith("for 2 consecutive epochs. Stopping.\n")


def documented(estimator: Any) -> dict[str, tuple[str, str]]:
    """Of each parameter in the docstring: what is said of its kind, and below that."""
    section = (inspect.getdoc(estimator) or "").split("----------\n")[1].split("\n\n")[0]
    found: dict[str, tuple[str, str]] = {}
    for part in re.split(r"\n(?=\S)", section):
        head, _, words = part.partition("\n")
        name, _, kind = head.partition(" : ")
        found[name] = kind, words
    return found


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_help_lists_every_parameter_with_its_default(estimator: Any) -> None:
    said = documented(estimator)
    parameters = inspect.signature(estimator).parameters
    assert list(said) == list(parameters)
    for name, (kind, words) in said.items():
        assert kind.endswith(f", default={parameters[name].default!r}"), name
        assert words.strip().endswith("."), name


def test_help_says_the_same_of_what_both_estimators_have() -> None:
    classifier, regressor = map(documented, ESTIMATORS)
    assert {name: regressor[name] for name in classifier if name in regressor} == {
        name: said for name, said in classifier.items() if name != "class_weight"
    }


def test_positional_arguments_mean_what_the_installed_scikit_learn_means(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = [*inspect.signature(neural_network.MLPRegressor).parameters.values()]
    ours = [*inspect.signature(groundup.MLPRegressor).parameters.values()]
    count = sum(one.kind is one.POSITIONAL_OR_KEYWORD for one in theirs)
    assert [one.name for one in ours[:count]] == [one.name for one in theirs[:count]]
    monkeypatch.setattr("sklearn.__version__", "1.6.1")

    class Before:
        @as_installed
        def __init__(self, loss: str = "a", sizes: Any = (1,), *, alpha: float = 0.1) -> None:
            self.given = (loss, sizes, alpha)

    assert Before((5,)).given == ("a", (5,), 0.1)
    assert Before((5,), loss="b", alpha=2).given == ("b", (5,), 2)
    assert [*inspect.signature(Before).parameters] == ["sizes", "alpha", "loss"]
    with pytest.raises(TypeError, match="too many positional arguments"):
        Before((5,), "b")
