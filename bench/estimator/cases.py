"""What is measured, and what is asked of groundup there. Loads no NumPy, so that the process that
starts the workers stays small (see bench/processes.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

FLOOR = 3.0  # so many times as fast as scikit-learn groundup is, at least


class Case(NamedTuple):
    name: str
    data: str  # a function of data.py
    estimator: str  # MLPClassifier or MLPRegressor
    options: dict[str, Any]
    float32: bool = False


CASES = [
    Case("digits, as it comes", "digits", "MLPClassifier", {}),
    Case("digits, sgd", "digits", "MLPClassifier", {"solver": "sgd", "max_iter": 60}),
    Case("digits, lbfgs", "digits", "MLPClassifier", {"solver": "lbfgs", "max_iter": 60}),
    Case("breast cancer, as it comes", "breast_cancer", "MLPClassifier", {}),
    Case(
        "breast cancer, early stopping",
        "breast_cancer",
        "MLPClassifier",
        {"early_stopping": True},
    ),
    Case("diabetes, as it comes", "diabetes", "MLPRegressor", {}),
    Case(
        "diabetes, early stopping",
        "diabetes",
        "MLPRegressor",
        {"early_stopping": True, "max_iter": 500},
    ),
    Case("MNIST, 4 epochs", "mnist", "MLPClassifier", {"max_iter": 4}),
    Case("MNIST, lbfgs", "mnist", "MLPClassifier", {"solver": "lbfgs", "max_iter": 10}),
    Case("MNIST in float32, 4 epochs", "mnist", "MLPClassifier", {"max_iter": 4}, float32=True),
    Case(
        "MNIST, 784-512-256-10, 1 epoch",
        "mnist",
        "MLPClassifier",
        {"max_iter": 1, "hidden_layer_sizes": (512, 256)},
    ),
    Case("like covertype, 3 epochs", "covertype", "MLPClassifier", {"max_iter": 3}),
    Case("sparse, like words, 2 epochs", "words", "MLPClassifier", {"max_iter": 2}),
]
