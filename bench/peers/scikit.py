"""scikit-learn's MLPClassifier, an epoch a call of `partial_fit`, which is about as quick as `fit`
with `warm_start`. Its outputs are softmax with cross-entropy, and it draws its own order."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bench.cases import ETA
from bench.problem import Array, Problem

MLPClassifier: Any = import_module("sklearn.neural_network").MLPClassifier


@dataclass
class Learner:
    model: Any
    x: Array  # (n, n_0)
    labels: Array  # (n,)


def network(problem: Problem, x: Array) -> Any:
    """A classifier with the initial weights of the problem: it learns from a batch, so that it has
    weights, and these are then put in place of them."""
    batch_size, sizes = problem.case.batch_size, problem.case.sizes
    model = MLPClassifier(
        sizes[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0,
        batch_size=batch_size,
        learning_rate_init=ETA,
        momentum=0,
        nesterovs_momentum=False,
    )
    model.partial_fit(x[:batch_size], problem.labels[:batch_size], classes=range(sizes[-1]))
    for own, given in zip(model.coefs_ + model.intercepts_, problem.w + problem.b, strict=True):
        own[:] = given.T
    return model


def build(problem: Problem) -> Learner:
    x = problem.inputs()
    return Learner(network(problem, x), x, problem.labels)


def epoch(learner: Learner) -> None:
    learner.model.partial_fit(learner.x, learner.labels)


def parameters(learner: Learner) -> tuple[list[Array], list[Array]]:
    return [wl.T for wl in learner.model.coefs_], learner.model.intercepts_


def predictor(problem: Problem) -> tuple[Any, list[Array]]:
    """Rows are (1, n_0); `predict`, which gives the label, would take longer."""
    x = problem.inputs()
    return network(problem, x).predict_proba, [row[None] for row in x]
