"""The samples: (X, y) to learn from and (X, y) to judge by, of what scikit-learn ships or makes,
and of MNIST in groundup."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from groundup import load_data

Split = tuple[Any, Any, Any, Any]  # X and X to judge by, y and y to judge by
COVERTYPE = 581_012  # rows of the real one, which has 54 features and 7 classes
SHARE = 100_000  # of these where --full is not asked for


def digits(full: bool) -> Split:
    X, y = datasets.load_digits(return_X_y=True)
    return split(np.asarray(X) / 16, y)


def breast_cancer(full: bool) -> Split:
    return scaled(*datasets.load_breast_cancer(return_X_y=True))


def diabetes(full: bool) -> Split:
    X, y = datasets.load_diabetes(return_X_y=True)
    return scaled(X, StandardScaler().fit_transform(np.asarray(y)[:, np.newaxis])[:, 0])


def mnist(full: bool) -> Split:
    data = load_data("mnist")
    return data.train.x / 255, data.test.x / 255, data.train.y, data.test.y


def covertype(full: bool) -> Split:
    X, y = datasets.make_classification(
        n_samples=COVERTYPE if full else SHARE,
        n_features=54,
        n_informative=20,
        n_redundant=10,
        n_classes=7,
        n_clusters_per_class=3,
        random_state=0,
    )
    return scaled(X, y)


def words(full: bool) -> Split:
    """10,000 texts of 20,000 words, of which each has some fifty: a few that its class likes."""
    rng = np.random.default_rng(0)
    texts, vocabulary, each, classes = 10_000, 20_000, 50, 10
    y = rng.integers(0, classes, texts)
    common = (vocabulary * rng.random((texts, each)) ** 3).astype(int)
    liked = vocabulary // 2 + y[:, np.newaxis] * 100 + rng.integers(0, 100, (texts, each))
    columns = np.where(rng.random((texts, each)) < 0.1, liked, common)
    rows = np.repeat(np.arange(texts), each)
    X = sparse.csr_matrix((np.ones(rows.size), (rows, columns.ravel())), (texts, vocabulary))
    return split(X, y)


def split(X: Any, y: Any) -> Split:
    X, X_test, y, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    return X, X_test, y, y_test


def scaled(X: Any, y: Any) -> Split:
    X, X_test, y, y_test = split(X, y)
    scaler = StandardScaler().fit(X)
    return scaler.transform(X), scaler.transform(X_test), y, y_test
