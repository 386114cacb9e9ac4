"""Samples for the tests of the estimators: small, and of every kind of target."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from sklearn.datasets import (
    load_iris,
    make_classification,
    make_multilabel_classification,
    make_regression,
)
from sklearn.preprocessing import StandardScaler

import groundup

ESTIMATORS: tuple[Any, Any] = (groundup.MLPClassifier, groundup.MLPRegressor)


class Problem(NamedTuple):
    estimator: str  # its name, in groundup as in sklearn.neural_network
    X: Any  # (n, n_features)
    y: Any  # (n,) or (n, n_outputs)


def several_classes() -> Problem:
    X, y = load_iris(return_X_y=True)
    return Problem("MLPClassifier", StandardScaler().fit_transform(X), y)


def two_classes() -> Problem:
    X, y = make_classification(330, 12, random_state=1)
    return Problem("MLPClassifier", X, np.array(["no", "yes"])[y])


def several_labels() -> Problem:
    X, y, *_ = make_multilabel_classification(250, 8, n_classes=4, random_state=2)
    return Problem("MLPClassifier", np.asarray(X) / 10, y)


def one_number() -> Problem:
    X, y, *_ = make_regression(260, 6, n_informative=4, noise=1.0, random_state=3)
    return Problem("MLPRegressor", X, np.asarray(y) / 50)


def several_numbers() -> Problem:
    X, y, *_ = make_regression(230, 5, n_targets=3, noise=1.0, random_state=4)
    return Problem("MLPRegressor", X, np.asarray(y) / 50)


PROBLEMS = [several_classes, two_classes, several_labels, one_number, several_numbers]
