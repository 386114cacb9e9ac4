"""scikit-learn's fitted networks as numbers; scikit-learn itself is not needed."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.errors import UserError
from groundup.formats.contents import Array

ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}

Model = tuple[list[Array], list[Array], dict[str, Any]]


def read(mlp: Any) -> Model:
    """w, b, and a description with sizes, activations, cost and a schema, of a fitted MLPClassifier
    or MLPRegressor, or a pipeline of a StandardScaler and one. Raises UserError where it is none.
    """
    scaler, mlp = _parts(mlp)
    if not hasattr(mlp, "coefs_") or not hasattr(mlp, "intercepts_"):
        raise UserError(
            f"expected a fitted MLPClassifier or MLPRegressor, got {type(mlp).__name__}"
            f"{'' if hasattr(mlp, 'fit') else ', which is none'}; fit it first"
        )
    w = [np.array(coefficients.T, order="C") for coefficients in mlp.coefs_]
    b = [np.array(intercepts) for intercepts in mlp.intercepts_]
    hidden = ACTIVATIONS.get(mlp.activation) if isinstance(mlp.activation, str) else None
    if hidden is None:
        raise UserError(f"expected one of {', '.join(ACTIVATIONS)}, got {mlp.activation!r}")
    output = mlp.out_activation_
    schema = _inputs(scaler, mlp, w[0].shape[1])
    if hasattr(mlp, "classes_"):
        schema["classes"] = tuple(str(name) for name in np.asarray(mlp.classes_).tolist())
        if output == "logistic" and len(w[-1]) == 1:  # p and 1 - p, by softmax of z and 0
            w[-1], b[-1] = (np.concatenate([np.zeros_like(a), a]) for a in (w[-1], b[-1]))
            output = "softmax"
        if output != "softmax":
            raise UserError("expected one label a sample, got a network for several labels at once")
        cost = "cross-entropy"
    else:
        if output not in ACTIVATIONS:
            raise UserError(f"expected outputs of {', '.join(ACTIVATIONS)}, got {output!r}")
        cost, output = "quadratic", ACTIVATIONS[output]
        count = len(w[-1])
        schema |= {
            "task": "regression",
            "targets": tuple("y" if count == 1 else f"y{k}" for k in range(count)),
            "target_mean": (0.0,) * count,
            "target_scale": (1.0,) * count,
        }
    sizes = [w[0].shape[1], *(len(wl) for wl in w)]
    activations = [hidden] * (len(w) - 1) + [output]
    return w, b, {"sizes": sizes, "activations": activations, "cost": cost, "schema": schema}


def _parts(model: Any) -> tuple[Any, Any]:
    """A StandardScaler, or None, and what comes after it."""
    steps = getattr(model, "steps", None)
    if steps is None:
        return None, model
    kinds = [type(step).__name__ for _, step in steps]
    if len(steps) != 2 or kinds[0] != "StandardScaler":
        raise UserError(
            f"expected a pipeline of a StandardScaler and a network, got {', '.join(kinds)}; give "
            "the network itself, and prepare its inputs as the pipeline does"
        )
    return steps[0][1], steps[1][1]


def _inputs(scaler: Any, mlp: Any, count: int) -> dict[str, Any]:
    names = getattr(scaler if scaler is not None else mlp, "feature_names_in_", ())
    mean, scale = getattr(scaler, "mean_", None), getattr(scaler, "scale_", None)
    return {
        "shape": (count,),
        "pixels": False,
        "mean": (0.0,) * count if mean is None else tuple(map(float, mean)),
        "scale": (1.0,) * count if scale is None else tuple(map(float, scale)),
        "features": tuple(map(str, names)),
    }
