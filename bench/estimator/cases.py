"""What is measured, and what is asked of groundup there. Loads no NumPy, so that the process that
starts the workers stays small (see bench/processes.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

SMALL = 3.0  # so many times as fast as scikit-learn groundup is on small networks, at least …
ANY = 1.0  # … and on all others


class Case(NamedTuple):
    name: str
    data: str  # a function of data.py
    estimator: str  # MLPClassifier or MLPRegressor
    options: dict[str, Any]
    floor: float
    float32: bool = False


CASES = [
    Case("digits, as it comes", "digits", "MLPClassifier", {}, SMALL),
    Case("digits, sgd", "digits", "MLPClassifier", {"solver": "sgd", "max_iter": 60}, SMALL),
    Case("digits, lbfgs", "digits", "MLPClassifier", {"solver": "lbfgs", "max_iter": 60}, ANY),
    Case("breast cancer, as it comes", "breast_cancer", "MLPClassifier", {}, SMALL),
    Case(
        "breast cancer, early stopping",
        "breast_cancer",
        "MLPClassifier",
        {"early_stopping": True},
        SMALL,
    ),
    Case("diabetes, as it comes", "diabetes", "MLPRegressor", {}, SMALL),
    Case(
        "diabetes, early stopping",
        "diabetes",
        "MLPRegressor",
        {"early_stopping": True, "max_iter": 500},
        SMALL,
    ),
    Case("MNIST, 4 epochs", "mnist", "MLPClassifier", {"max_iter": 4}, ANY),
    Case("MNIST in float32, 4 epochs", "mnist", "MLPClassifier", {"max_iter": 4}, ANY, True),
    Case(
        "MNIST, 784-512-256-10, 1 epoch",
        "mnist",
        "MLPClassifier",
        {"max_iter": 1, "hidden_layer_sizes": (512, 256)},
        ANY,
    ),
    Case("like covertype, 3 epochs", "covertype", "MLPClassifier", {"max_iter": 3}, ANY),
    Case("sparse, like words, 2 epochs", "words", "MLPClassifier", {"max_iter": 2}, ANY),
]
