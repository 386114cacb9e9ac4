"""Fitted networks of scikit-learn become ours, with the same answers."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from groundup import Network, UserError

neural = pytest.importorskip("sklearn.neural_network")
from sklearn.base import clone  # noqa: E402
from sklearn.compose import TransformedTargetRegressor  # noqa: E402
from sklearn.decomposition import PCA  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import (  # noqa: E402
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    RobustScaler,
    StandardScaler,
)

X = np.random.default_rng(0).normal(size=(80, 3)) * [1, 10, 100] + [3, -20, 50]
CLASSIFIER = neural.MLPClassifier((6,), max_iter=20, random_state=0)
REGRESSOR = neural.MLPRegressor(hidden_layer_sizes=(6,), max_iter=20, random_state=0)
SCALERS = [
    [StandardScaler()],
    [StandardScaler(with_mean=False)],
    [StandardScaler(with_std=False)],
    [MinMaxScaler()],
    [MinMaxScaler((-1, 3))],
    [MaxAbsScaler()],
    [RobustScaler()],
    [RobustScaler(with_centering=False)],
    [RobustScaler(with_scaling=False), MinMaxScaler()],
    ["passthrough", MaxAbsScaler(), make_pipeline(StandardScaler(), None), RobustScaler()],
    [FunctionTransformer(), make_pipeline(MinMaxScaler())],
]


def fitted(model, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 20 epochs are not enough for it
        copied: Any = clone(model)
        return copied.fit(X, y)


@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize("names", [["b", "a"], ["x", "y", "z"]])
def test_a_classifier_gives_the_same_probabilities(activation, names):
    y = np.array(names)[np.arange(80) % len(names)]
    mlp = fitted(neural.MLPClassifier((5, 4), activation, max_iter=20, random_state=0), y)
    network = Network.from_sklearn(mlp)
    np.testing.assert_allclose(network.feedforward(X), mlp.predict_proba(X), atol=1e-12)
    assert network.schema is not None
    assert list(network.schema.classes) == sorted(names)
    assert [network.schema.classes[i] for i in network.predict(X)] == mlp.predict(X).tolist()


@pytest.mark.parametrize("targets", [1, 2])
def test_a_regressor_gives_the_same_numbers(targets):
    y = X[:, :targets] if targets > 1 else X[:, 0]
    mlp = fitted(neural.MLPRegressor(hidden_layer_sizes=(6,), max_iter=20, random_state=0), y)
    network = Network.from_sklearn(mlp)
    np.testing.assert_allclose(network.predict(X), mlp.predict(X), atol=1e-9)
    assert network.regression


def test_a_pipeline_keeps_its_scaler_in_a_file(tmp_path):
    mlp = neural.MLPClassifier((6,), max_iter=20, random_state=0)
    pipeline = fitted(make_pipeline(StandardScaler(), mlp), np.arange(80) % 3)
    network = Network.from_sklearn(pipeline)
    network.save(tmp_path / "a.safetensors")
    again = Network.load(tmp_path / "a.safetensors")
    np.testing.assert_allclose(again.feedforward(X), pipeline.predict_proba(X), atol=1e-10)


@pytest.mark.parametrize("scalers", SCALERS, ids=str)
def test_scalers_before_a_network_become_one_mean_and_scale(scalers):
    pipeline = fitted(make_pipeline(*scalers, CLASSIFIER), np.arange(80) % 3)
    network = Network.from_sklearn(pipeline)
    np.testing.assert_allclose(network.feedforward(X), pipeline.predict_proba(X), atol=1e-12)
    inner = fitted(make_pipeline(make_pipeline(*scalers), REGRESSOR), X[:, 0])
    network = Network.from_sklearn(make_pipeline(inner))
    np.testing.assert_allclose(network.predict(X), inner.predict(X), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("targets", [1, 2])
def test_scaled_targets_come_back_in_their_units(targets):
    y = X[:, :2] if targets == 2 else X[:, 0]
    scaler = make_pipeline(StandardScaler(), MinMaxScaler())
    model = TransformedTargetRegressor(make_pipeline(MinMaxScaler(), REGRESSOR), transformer=scaler)
    model = fitted(make_pipeline(RobustScaler(), model), y)
    network = Network.from_sklearn(model)
    np.testing.assert_allclose(network.predict(X), model.predict(X), rtol=1e-12, atol=1e-12)
    plain = fitted(TransformedTargetRegressor(REGRESSOR), y)
    np.testing.assert_allclose(
        Network.from_sklearn(plain).predict(X), plain.predict(X), rtol=1e-12, atol=1e-12
    )


def test_the_best_of_a_search_is_taken():
    search = GridSearchCV(make_pipeline(MinMaxScaler(), CLASSIFIER), {}, cv=2)
    search = fitted(search, np.arange(80) % 3)
    network = Network.from_sklearn(search)
    np.testing.assert_allclose(network.feedforward(X), search.predict_proba(X), atol=1e-12)


def test_names_of_features_are_those_of_the_first_step():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(X, columns=["a", "b", "c"])
    pipeline = make_pipeline("passthrough", MinMaxScaler(), clone(CLASSIFIER))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = Network.from_sklearn(pipeline.fit(table, np.arange(80) % 3))
    assert network.schema is not None
    assert network.schema.features == ("a", "b", "c")


def test_groundups_own_estimator_is_taken_too():
    groundup = pytest.importorskip("groundup.estimators")
    mlp = fitted(groundup.MLPClassifier((6,), max_iter=5, random_state=0), np.arange(80) % 3)
    network = Network.from_sklearn(mlp)
    np.testing.assert_allclose(network.feedforward(X), mlp.predict_proba(X), atol=1e-9)


def test_an_activation_for_each_hidden_layer_is_kept():
    groundup = pytest.importorskip("groundup.estimators")
    mlp = groundup.MLPClassifier((6, 5), ["relu", "tanh"], max_iter=5, random_state=0)
    mlp = fitted(mlp, np.arange(80) % 3)
    network = Network.from_sklearn(mlp)
    assert network.activations == ["relu", "tanh", "softmax"]
    np.testing.assert_allclose(network.feedforward(X), mlp.predict_proba(X), atol=1e-12)


def refused(model, message):
    with pytest.raises(UserError, match=message):
        Network.from_sklearn(model)


@pytest.mark.parametrize(
    "model", [CLASSIFIER, GridSearchCV(CLASSIFIER, {}), TransformedTargetRegressor(REGRESSOR)]
)
def test_what_was_not_fitted_is_named(model):
    for given in (model, make_pipeline(MinMaxScaler(), model)):
        refused(given, f"expected a fitted {type(model).__name__}, got one that was not; call fit")


def test_a_scaler_that_was_not_fitted_is_named():
    mlp = fitted(neural.MLPClassifier((3,), max_iter=5), np.arange(80) % 3)
    refused(make_pipeline(MaxAbsScaler(), mlp), "expected a fitted MaxAbsScaler")


@pytest.mark.parametrize("model", [[1, 2], "a.safetensors", None, LogisticRegression()])
def test_what_is_no_network_is_named(model):
    refused(
        model, f"expected a fitted MLPClassifier or .* got {type(model).__name__}, which is neither"
    )


def test_what_no_network_can_say_is_refused_with_the_remedy():
    labels = np.arange(80) % 3
    several = np.stack([X[:, 0] > 0, X[:, 1] > 0], axis=1).astype(int)
    refused(fitted(CLASSIFIER, several), "several labels at once .*; fit one for each label")
    refused(fitted(CLASSIFIER, labels * 0), r"two classes or more, got 1: \[.*0.*\]")
    refused(
        fitted(make_pipeline(MinMaxScaler(clip=True), CLASSIFIER), labels),
        r"MinMaxScaler with clip=False, got clip=True.*; set_params\(clip=False\)",
    )
    refused(
        fitted(make_pipeline(PCA(2), CLASSIFIER), labels), "only scalers .* got PCA.*apply it yours"
    )
    logarithms = TransformedTargetRegressor(REGRESSOR, func=np.log1p, inverse_func=np.expm1)
    refused(fitted(logarithms, abs(X[:, 0])), "got FunctionTransformer")


def test_an_exponential_output_is_refused_with_the_remedy():
    groundup = pytest.importorskip("groundup.estimators")
    counts = groundup.MLPRegressor(loss="poisson", max_iter=5)
    refused(fitted(counts, abs(X[:, 0])), "got 'exp', which loss='poisson' .*; fit it with loss=")
