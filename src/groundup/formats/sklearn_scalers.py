"""scikit-learn's fitted scalers as numbers; scikit-learn itself is not needed.

Each of them takes x to (x - mean) / scale, and so do several, one after the other, as a schema has
it. Another preparation of inputs has no place in a schema, and is refused by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from groundup.errors import UserError
from groundup.formats.contents import Array


class Scaling(NamedTuple):
    """x counts as (x - mean) / scale."""

    mean: Array  # (n,)
    scale: Array  # (n,)

    def then(self, after: Scaling) -> Scaling:
        return Scaling(self.mean + self.scale * after.mean, self.scale * after.scale)


SCALERS: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "StandardScaler": lambda s: (s.mean_ if s.with_mean else 0, s.scale_ if s.with_std else 1),
    "MinMaxScaler": lambda s: (-s.min_ / s.scale_, 1 / s.scale_),
    "MaxAbsScaler": lambda s: (0, s.scale_),
    "RobustScaler": lambda s: (
        s.center_ if s.with_centering else 0,
        s.scale_ if s.with_scaling else 1,
    ),
}
"""What a fitted one subtracts and then divides by, by the name of its class."""


def scaling(scalers: Iterable[Any], count: int) -> Scaling:
    """What these do to `count` numbers, one after the other. Raises UserError where one is no
    scaler, was not fitted, or also clips."""
    whole = Scaling(np.zeros(count), np.ones(count))
    for scaler in scalers:
        numbers = (np.array(part, float) for part in _checked(scaler)(scaler))
        whole = whole.then(Scaling(*(np.broadcast_to(part, count) for part in numbers)))
    return whole


def changes_nothing(step: Any) -> bool:
    """Whether it is a step of a pipeline that gives back what it gets."""
    if type(step).__name__ == "FunctionTransformer":
        return step.func is None and step.inverse_func is None
    return step is None or isinstance(step, str)  # "passthrough"


def check_fitted(model: Any, attribute: str) -> None:
    """Raises UserError where it lacks what a fit gives it."""
    if not hasattr(model, attribute):
        kind = type(model).__name__
        raise UserError(f"expected a fitted {kind}, got one that was not; call fit(X, y) first")


def _checked(scaler: Any) -> Callable[[Any], tuple[Any, Any]]:
    kind = type(scaler).__name__
    if kind not in SCALERS:
        raise UserError(
            f"expected only scalers beside the network ({', '.join(SCALERS)}), got {kind}, which "
            "is not a mean and a scale for each column; give the model without it, and apply it "
            "yourself"
        )
    check_fitted(scaler, "n_features_in_")
    if getattr(scaler, "clip", False):
        raise UserError(
            f"expected a {kind} with clip=False, got clip=True, which cuts off what lies outside "
            "the training data, which no mean and scale can do; set_params(clip=False) changes "
            "nothing else, and needs no refit"
        )
    return SCALERS[kind]
