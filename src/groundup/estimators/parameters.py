"""Which arguments make sense, by scikit-learn's own rules, and what they mean to an engine."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
import sklearn
from sklearn.utils._param_validation import Interval, Options, StrOptions

from groundup.engines import cores
from groundup.errors import UserError

ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
"""scikit-learn's names of hidden layers' activations, and an engine's."""
STOCHASTIC = ("sgd", "adam")

CONSTRAINTS: dict[str, list[Any]] = {
    "hidden_layer_sizes": ["array-like", Interval(Integral, 1, None, closed="left")],
    "activation": [StrOptions(set(ACTIVATIONS)), list, tuple],
    "solver": [StrOptions({"lbfgs", *STOCHASTIC})],
    "alpha": [Interval(Real, 0, None, closed="left")],
    "batch_size": [StrOptions({"auto"}), Interval(Integral, 1, None, closed="left")],
    "learning_rate": [StrOptions({"constant", "invscaling", "adaptive"})],
    "learning_rate_init": [Interval(Real, 0, None, closed="neither")],
    "power_t": [Interval(Real, 0, None, closed="left")],
    "max_iter": [Interval(Integral, 1, None, closed="left")],
    "shuffle": ["boolean"],
    "random_state": ["random_state"],
    "tol": [Interval(Real, 0, None, closed="left")],
    "verbose": ["verbose", StrOptions({"bar"})],
    "warm_start": ["boolean"],
    "momentum": [Interval(Real, 0, 1, closed="both")],
    "nesterovs_momentum": ["boolean"],
    "early_stopping": ["boolean"],
    "validation_fraction": [Interval(Real, 0, 1, closed="left")],
    "beta_1": [Interval(Real, 0, 1, closed="left")],
    "beta_2": [Interval(Real, 0, 1, closed="left")],
    "epsilon": [Interval(Real, 0, None, closed="neither")],
    "n_iter_no_change": [Interval(Integral, 1, None, closed="left"), Options(Real, {np.inf})],
    "max_fun": [Interval(Integral, 1, None, closed="left")],
    "dropout": [Interval(Real, 0, 1, closed="left"), list, tuple],
    "restore_best_weights": ["boolean"],
    "n_threads": [Interval(Integral, 1, None, closed="left"), None],
}


def keep(estimator: object, arguments: dict[str, Any]) -> None:
    """Keeps a constructor's arguments as they are, each under its own name, as scikit-learn wants
    it; `arguments` are its locals()."""
    for name, value in arguments.items():
        if name not in ("self", "__class__"):
            setattr(estimator, name, value)


def as_installed(init: Callable[..., None]) -> Callable[..., None]:
    """A regressor's constructor, whose positional arguments mean what they mean in the installed
    scikit-learn: before 1.7, which brought `loss` and put it first, hidden_layer_sizes come first,
    and `loss` goes by its name."""
    if tuple(map(int, sklearn.__version__.split(".")[:2])) >= (1, 7):
        return init
    whole = inspect.signature(init)
    arguments = dict(whole.parameters)
    loss = arguments.pop("loss").replace(kind=inspect.Parameter.KEYWORD_ONLY)
    signature = whole.replace(parameters=[*arguments.values(), loss])

    @functools.wraps(init)
    def by_name(*given: Any, **named: Any) -> None:
        init(**signature.bind(*given, **named).arguments)

    vars(by_name)["__signature__"] = signature
    return by_name


def hidden_sizes(given: Any) -> list[int]:
    """Neurons a hidden layer. Raises UserError where one is not above 0."""
    sizes = list(given) if hasattr(given, "__iter__") else [given]
    if not all(isinstance(size, Integral) for size in sizes) or min(sizes, default=1) <= 0:
        raise UserError(f"hidden_layer_sizes must be > 0, whole numbers, got {sizes}.")
    return [int(size) for size in sizes]


def hidden_activations(given: str | Sequence[str], layers: int) -> list[str]:
    """A name of scikit-learn's for each of the hidden layers. Raises UserError where a list has
    another length or other names."""
    names = [given] * layers if isinstance(given, str) else list(given)
    if len(names) != layers or not set(names) <= set(ACTIVATIONS):
        raise UserError(
            f"activation: expected one of {', '.join(ACTIVATIONS)}, or a list of {layers} of them, "
            f"one for each hidden layer, got {given!r}"
        )
    return names


def dropout_shares(given: float | Sequence[float], layers: int) -> list[float]:
    """The share of units that sit out, for each of the hidden layers, and 0 for the outputs. Raises
    UserError where a list has another length, or a share is not 0 or more and less than 1."""
    shares: list[Any] = list(given) if isinstance(given, list | tuple) else [given] * layers
    numbers = all(isinstance(share, Real) for share in shares)
    if len(shares) != layers or not numbers or not all(0 <= share < 1 for share in shares):
        raise UserError(
            f"dropout: expected a number from 0 to less than 1, or a list of {layers}, one for "
            f"each hidden layer, got {given!r}"
        )
    return [*map(float, shares), 0.0]


def threads(asked: int | None) -> int:
    """As many as were asked for; else as many as there are cores, or as OMP_NUM_THREADS says, by
    which joblib shares out the cores among its workers."""
    if asked is not None:
        return int(asked)
    said = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(cores(), int(said))) if said.isdigit() else cores()
