"""scikit-learn's fitted networks as numbers; scikit-learn itself is not needed."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from groundup.errors import UserError
from groundup.formats.contents import Array
from groundup.formats.sklearn_scalers import changes_nothing, check_fitted, scaling

ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
NETWORKS = ("MLPClassifier", "MLPRegressor")

Model = tuple[list[Array], list[Array], dict[str, Any]]


class Parts(NamedTuple):
    """A model, taken apart."""

    scalers: list[Any]  # of inputs, in their order
    network: Any
    of_targets: list[Any]  # scalers, in the order in which they were fitted


def read(model: Any) -> Model:
    """w, b, and a description with sizes, activations, cost and a schema, of a fitted MLPClassifier
    or MLPRegressor, scikit-learn's or groundup's, alone or with the scalers of a pipeline, of a
    TransformedTargetRegressor, or the best of a search. Raises UserError where it is none."""
    scalers, mlp, of_targets = _parts(model)
    _check(mlp)
    w = [np.array(coefficients.T, order="C") for coefficients in mlp.coefs_]
    b = [np.array(intercepts) for intercepts in mlp.intercepts_]
    activations = _hidden(mlp.activation, len(w) - 1)
    schema = _inputs(scalers, mlp, w[0].shape[1])
    if hasattr(mlp, "classes_"):
        cost = "cross-entropy"
        activations.append("softmax")
        schema["classes"] = tuple(str(name) for name in np.asarray(mlp.classes_).tolist())
        if len(w[-1]) == 1:  # p and 1 - p, by softmax of z and 0
            w[-1], b[-1] = (np.concatenate([np.zeros_like(a), a]) for a in (w[-1], b[-1]))
    else:
        cost = "quadratic"
        activations.append(ACTIVATIONS[mlp.out_activation_])
        schema |= _targets(of_targets, len(w[-1]))
    sizes = [w[0].shape[1], *(len(wl) for wl in w)]
    return w, b, {"sizes": sizes, "activations": activations, "cost": cost, "schema": schema}


def _parts(model: Any) -> Parts:
    if hasattr(model, "named_steps"):  # a Pipeline
        *before, last = (step for _, step in model.steps)
        scalers, network, of_targets = _parts(last)
        return Parts([*_flat(before), *scalers], network, of_targets)
    if hasattr(model, "refit"):  # a GridSearchCV
        check_fitted(model, "best_estimator_")
        return _parts(model.best_estimator_)
    if hasattr(model, "regressor"):  # a TransformedTargetRegressor
        check_fitted(model, "regressor_")
        scalers, network, of_targets = _parts(model.regressor_)
        return Parts(scalers, network, [*_flat([model.transformer_]), *of_targets])
    return Parts([], model, [])


def _flat(steps: list[Any]) -> list[Any]:
    """The steps that change something; a pipeline among them is its steps."""
    flat = []
    for step in steps:
        if hasattr(step, "named_steps"):
            flat += _flat([inner for _, inner in step.steps])
        elif not changes_nothing(step):
            flat.append(step)
    return flat


def _check(mlp: Any) -> None:
    """Raises UserError where it is no fitted network, or one that a Network cannot be."""
    if not any(base.__name__ in NETWORKS for base in type(mlp).__mro__):
        raise UserError(
            f"expected a fitted {' or '.join(NETWORKS)}, or a pipeline of scalers and one, got "
            f"{type(mlp).__name__}, which is neither"
        )
    check_fitted(mlp, "coefs_")
    classes, output = getattr(mlp, "classes_", None), mlp.out_activation_
    if output not in (*ACTIVATIONS, "softmax"):
        raise UserError(
            f"expected outputs of {', '.join(ACTIVATIONS)} or softmax, got {output!r}, "
            "which loss='poisson' uses and no Network has; fit it with loss='squared_error', or "
            "keep the estimator itself (joblib.dump)"
        )
    if classes is not None and output == "logistic" and len(mlp.intercepts_[-1]) > 1:
        raise UserError(
            f"expected one label for each sample, got a network for several labels at once "
            f"({len(classes)}), and what a Network predicts is one class; fit one for each label, "
            "by scikit-learn's MultiOutputClassifier, and give each of its estimators_"
        )
    if classes is not None and len(classes) < 2:
        raise UserError(f"expected two classes or more, got {len(classes)}: {list(classes)}")


def _hidden(given: Any, layers: int) -> list[str]:
    """What hidden layers' activations are called here; groundup's estimators take a list too."""
    names = [given] * layers if isinstance(given, str) else list(given)
    if len(names) != layers or not set(names) <= set(ACTIVATIONS):
        raise UserError(
            f"activation: expected one of {', '.join(ACTIVATIONS)}, or a list of {layers}, one for "
            f"each hidden layer, got {given!r}"
        )
    return [ACTIVATIONS[name] for name in names]


def _inputs(scalers: list[Any], mlp: Any, count: int) -> dict[str, Any]:
    names = (getattr(part, "feature_names_in_", None) for part in (*scalers, mlp))
    mean, scale = scaling(scalers, count)
    return {
        "shape": (count,),
        "pixels": False,
        "mean": tuple(mean.tolist()),
        "scale": tuple(scale.tolist()),
        "features": tuple(map(str, next((some for some in names if some is not None), ()))),
    }


def _targets(scalers: list[Any], count: int) -> dict[str, Any]:
    mean, scale = scaling(scalers, count)
    return {
        "task": "regression",
        "targets": ("y",) if count == 1 else tuple(f"y{k}" for k in range(count)),
        "target_mean": tuple(mean.tolist()),
        "target_scale": tuple(scale.tolist()),
    }
