"""Python code with a fixed interface, called with what the protocol of programs asks.

An adapter is a file that imports the code as `learner`. It defines

    backprop(w, b, x, y)     (dw, db): the gradients of a batch, lists shaped like w and b

and, if it can, any of

    feedforward(w, b, x)     the outputs, (m, n_L)
    cost(w, b, x, y)         a number
    step(w, b, x, y, eta)    (w, b) after one step

w[l] is an array (n_out, n_in), b[l] one (n_out,), and a row of x (m, n_0) and of y (m, n_L) is a
sample.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED, last_line, shortened
from groundup.checking.model.answers import Array
from groundup.checking.running.wire import plain

Names = Mapping[str, Any]
Reply = dict[str, Any]
PAIR = "{name} should return {what}: two lists with an array for each layer; it returned {came}"
STEP = "The step was not checked: called from here, it raised {line}"


class UnfitError(Exception):
    """What came is nothing that can be compared."""


class Question:
    """What the code is given of one question: arrays, or lists."""

    def __init__(self, asked: Reply, lists: bool = False):
        self.asked, self.names, self.eta = asked, asked["activation"], asked["learning_rate"]
        self.w, self.b = (
            [part if lists else np.array(part) for part in asked[key]]
            for key in ("weights", "biases")
        )
        self.x, self.y = (
            asked[key] if lists else np.array(asked[key]) for key in ("inputs", "targets")
        )
        self.before = plain(self.now)

    @property
    def now(self) -> dict[str, Any]:
        return {"weights": self.w, "biases": self.b, "x": self.x, "y": self.y}

    def changed(self) -> list[str]:
        """The names of what is no longer what it was."""
        return [name for name, value in self.now.items() if plain(value) != self.before[name]]


class Interface:
    """Functions by their names, and how they are called."""

    def __init__(self, names: Names):
        self.names = names

    def reply(self, asked: Reply) -> Reply:
        """The answer to a question; raises what the code raises, and UnfitError."""
        one = self.question(asked)
        found = self.gradients(one)
        found["changed"] = one.changed()
        try:
            stepped = self.step(self.question(asked))
        except RAISED as error:
            message = STEP.format(line=last_line(error))
            return found | {"note": [message, f"Called from here:\n{shortened(error)}"]}
        return found | (dict(zip(("weights", "biases"), stepped, strict=True)) if stepped else {})

    def question(self, asked: Reply) -> Question:
        return Question(asked)

    def gradients(self, one: Question) -> Reply:
        raise NotImplementedError

    def step(self, one: Question) -> tuple[list[Array], list[Array]] | None:
        raise NotImplementedError


class Adapter(Interface):
    def gradients(self, one: Question) -> Reply:
        names, parameters = self.names, (one.w, one.b)
        dw, db = pair(names["backprop"](*parameters, one.x, one.y), "backprop", "(dw, db)")
        found: Reply = {"dw": dw, "db": db}
        if "feedforward" in names:
            found["outputs"] = numbers(names["feedforward"](*parameters, one.x))
        if "cost" in names:
            found["cost"] = float(numbers(names["cost"](*parameters, one.x, one.y)))
        return found

    def step(self, one: Question) -> tuple[list[Array], list[Array]] | None:
        if "step" not in self.names:
            return None
        after = self.names["step"](one.w, one.b, one.x, one.y, one.eta)
        return pair(after, "step", "(w, b)")


def pair(value: Any, name: str, what: str) -> tuple[list[Array], list[Array]]:
    """The arrays of two lists, one a layer."""
    try:
        first, second = value
        return [numbers(part) for part in first], [numbers(part) for part in second]
    except (TypeError, ValueError):
        came = type(value).__name__
        raise UnfitError(PAIR.format(name=name, what=what, came=came)) from None


def numbers(value: Any) -> Array:
    """Anything that holds numbers as a new array of float64: lists, arrays, tensors (their own
    gradients left behind), scalars, objects with `.data` that is a number. Raises ValueError or
    TypeError where there are none."""
    if isinstance(value, (str, bytes, dict, type(None))):
        raise TypeError(f"expected numbers, got {type(value).__name__}")
    for release in ("detach", "cpu"):
        if hasattr(value, release):
            value = getattr(value, release)()
    if isinstance(value, np.ndarray) and value.dtype != object:
        return np.array(value, dtype=np.float64)
    if isinstance(value, (list, tuple, np.ndarray)):
        return np.array([numbers(part) for part in value], dtype=np.float64)
    if hasattr(value, "__array__") or isinstance(value, array):
        return np.array(np.asarray(value), dtype=np.float64)  # a tensor knows no "copy"
    return np.array(float(getattr(value, "data", value)), dtype=np.float64)
