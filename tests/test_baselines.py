"""Baselines are what scikit-learn's dummies and linear models get on the same samples."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from groundup import Network, load_data
from groundup.baselines import ROWS, baselines
from groundup.data import Data, Samples

pytest.importorskip("sklearn")
from sklearn import datasets, dummy, linear_model


def network_for(data: Data) -> Network:
    network = Network([data.schema.inputs, data.schema.outputs])
    network.schema = data.schema
    return network


def inputs(data: Data) -> list[np.ndarray]:
    return [data.schema.prepared(part.x) for part in (data.train, data.test)]


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "digits"])
def test_the_logistic_one_and_the_most_frequent_class_are_scikit_learns(name) -> None:
    bunch = getattr(datasets, f"load_{name}")()
    data = load_data((bunch.data, bunch.target), pixels=False)
    always, linear = baselines(network_for(data), data.test, data.train)
    (x, unseen), y = inputs(data), data.train.y
    most = dummy.DummyClassifier(strategy="most_frequent").fit(x, y)
    assert always.score == most.score(unseen, data.test.y)
    logistic = linear_model.LogisticRegression(max_iter=1000).fit(x, y)
    apart = abs(linear.score - logistic.score(unseen, data.test.y))
    assert apart <= max(2 / len(data.test.y), 0.01)
    assert linear == baselines(network_for(data), data.test, data.train)[1]


@pytest.mark.parametrize("rows", [442, 12])
def test_the_ridge_and_the_mean_are_scikit_learns_with_few_rows_too(rows) -> None:
    bunch: Any = datasets.load_diabetes()
    data = load_data((bunch.data[:rows], bunch.target[:rows]), task="regression", test=0.3)
    always, linear = baselines(network_for(data), data.test, data.train)
    (x, unseen), y = inputs(data), data.train.y
    for found, model in (
        (always, dummy.DummyRegressor()),
        (linear, linear_model.Ridge(alpha=1.0)),
    ):
        model.fit(x, y[:, 0])
        assert found.score == pytest.approx(model.score(unseen, data.test.y[:, 0]))
        missed = model.predict(unseen) - data.test.y[:, 0]
        assert found.rmse == pytest.approx([np.sqrt(np.square(missed).mean())])


def test_of_many_rows_some_are_drawn_from_all_over() -> None:
    """A file sorted by class does not make a linear model of its first class."""
    y = np.repeat([0, 1], ROWS)
    x = np.stack([y + 0.0, -y], axis=1)
    network = Network([2, 2])
    _, linear = baselines(network, Samples(x[::100], y[::100]), Samples(x, y))
    assert linear.name == f"a linear model of {ROWS:,} samples"
    assert linear.score == 1.0


def test_without_what_was_learned_from_there_is_the_most_frequent_class_alone() -> None:
    test = Samples(np.zeros((5, 2)), np.array([1, 1, 1, 0, 0]))
    (only,) = baselines(Network([2, 2]), test)
    assert (only.name, only.score) == ("always 1", 0.6)


def test_a_linear_model_that_diverges_is_left_out() -> None:
    x = np.full((40, 2), 1e30, np.float32) * [1, -1]
    y = np.arange(40) % 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = baselines(Network([2, 2]), Samples(x, y), Samples(x, y))
    assert [baseline.name for baseline in found] in (["always 0"], ["always 0", "a linear model"])
