"""The learner's functions on their own: σ, σ′, softmax and the cost's derivative, on a grid.

Whether a derivative is one of z or of a is not judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Array
from groundup.checking.model.offered import Offered
from groundup.checking.names import roles
from groundup.checking.names.arguments import every_one
from groundup.checking.names.vocabulary import activation_named
from groundup.checking.reading.choice import Choice
from groundup.checking.reading.forms.layouts import numbers

GRID = np.linspace(-2.75, 2.75, 12)  # not at 0, where ReLU has a corner
VECTOR = np.array([0.4, -1.3, 2.1])
OUTPUTS, TARGETS = np.array([0.7, 0.2, 0.9]), np.array([1.0, 0.0, 0.0])

Function = Callable[..., Any]


def observe_functions(offered: Offered, choice: Choice) -> dict[str, dict[str, Any]]:
    """Under "sigma" and "sigma_prime" those of the hidden activation, under "sigma output" and
    "sigma_prime output" those of another one in the last layer; "softmax", "cost_prime"."""
    hidden, output = choice.settings.activations[0], choice.settings.activations[-1]
    found: dict[str, dict[str, Any]] = {}
    for name, function in functions_of(offered):
        kind = roles.kind(name.rpartition(".")[2])
        activation = activation_named(name.rpartition(".")[2])
        if kind == "cost_prime":
            put(found, "cost_prime", name, value_of_pair(function))
        elif activation == "softmax" and kind == "sigma":
            put(found, "softmax", name, {"z": VECTOR, "value": attempt(function, VECTOR)})
            samples = choice.learner.conventions.get("samples", "")
            if output == "softmax" and not is_softmax(function, samples):
                found["wrong softmax"] = {"name": name, "value": 0.0}
        elif kind in ("sigma", "sigma_prime"):
            for place, its in (("", hidden), (" output", output)):
                if place and output == hidden:
                    continue
                if activation is None or activation == its.split()[0]:
                    values = {"activation": its, "z": GRID, "value": on_grid(function)}
                    put(found, kind + place, name, values)
    return found


def put(found: dict[str, dict[str, Any]], key: str, name: str, values: dict[str, Any]) -> None:
    if key not in found and values.get("value") is not None:
        found[key] = {"name": name, **values}


def functions_of(offered: Offered) -> Iterator[tuple[str, Function]]:
    """All functions and static methods; a function with an argument like `deriv=False` twice."""
    for name, thing in offered.names.items():
        members = vars(thing).items() if isinstance(thing, type) else ()
        functions = {
            f"{name}.{key}": getattr(thing, key) for key, member in members if static(member)
        }
        if not isinstance(thing, type) and callable(thing):
            functions[name] = thing
        for full, function in functions.items():
            yield full, function
            if flag := derivative_flag(function):
                yield full + "_prime", partial(function, **{flag: True})


def static(member: Any) -> bool:
    return isinstance(member, (staticmethod, classmethod))


def derivative_flag(function: Function) -> str | None:
    """The argument that makes `nonlin(x, deriv=False)` a derivative."""
    parameters = every_one(function)
    return next(
        (p.name for p in parameters if p.default is False and p.name[:3].lower() in ("der", "pri")),
        None,
    )


def is_softmax(function: Function, samples: str) -> bool:
    """Whether it is one over the units, in the layout in which the code has its samples."""
    if "one at a time" in samples:
        forms = [VECTOR, VECTOR[:, np.newaxis]]
    else:
        two = np.array([VECTOR, VECTOR[::-1] * 0.7])
        forms = [two.T if "column" in samples else two]
    axis = 0 if "one at a time" in samples or "column" in samples else 1
    values = [(z, attempt(function, z.copy())) for z in forms]
    right = [(np.exp(z) / np.exp(z).sum(axis=axis, keepdims=True), value) for z, value in values]
    return any(
        value is not None and value.shape == wanted.shape and np.allclose(value, wanted, 1e-4)
        for wanted, value in right
    )


def attempt(function: Function, *arguments: Any) -> Array | None:
    """None where the learner's function does not take these."""
    try:
        return numbers(function(*arguments))
    except RAISED:
        return None


def on_grid(function: Function) -> Array | None:
    """All at once, or, where it takes no arrays, one by one."""
    value = attempt(function, GRID.copy())
    if value is not None and value.shape == GRID.shape:
        return value
    values = [attempt(function, float(z)) for z in GRID]
    if any(value is None or value.size != 1 for value in values):
        return None
    return np.array([value.reshape(()) for value in values if value is not None])


def value_of_pair(function: Function) -> dict[str, Any]:
    return {
        "a": OUTPUTS,
        "y": TARGETS,
        "value": attempt(function, OUTPUTS.copy(), TARGETS.copy()),
    }
