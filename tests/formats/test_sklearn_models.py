"""Fitted networks of scikit-learn become ours, with the same answers."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from groundup import Network, UserError

neural = pytest.importorskip("sklearn.neural_network")
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import MinMaxScaler, StandardScaler  # noqa: E402

X = np.random.default_rng(0).normal(size=(80, 3)) * [1, 10, 100]


def fitted(model, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 20 epochs are not enough for it
        return model.fit(X, y)


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


def test_groundups_own_estimator_is_taken_too():
    groundup = pytest.importorskip("groundup.estimators")
    mlp = fitted(groundup.MLPClassifier((6,), max_iter=5, random_state=0), np.arange(80) % 3)
    network = Network.from_sklearn(mlp)
    np.testing.assert_allclose(network.feedforward(X), mlp.predict_proba(X), atol=1e-9)


def test_what_is_no_fitted_network_is_refused():
    several = np.stack([X[:, 0] > 0, X[:, 1] > 0], axis=1).astype(int)
    for model, message in (
        (neural.MLPClassifier(), "fit it first"),
        ([1, 2], "got list, which is none"),
        (fitted(neural.MLPClassifier((3,), max_iter=5), several), "several labels at once"),
        (
            fitted(make_pipeline(MinMaxScaler(), neural.MLPClassifier(max_iter=5)), X[:, 0] > 0),
            "MinMaxScaler, MLPClassifier",
        ),
    ):
        with pytest.raises(UserError, match=message):
            Network.from_sklearn(model)
