"""What a way back is handed that asks for the gradient of a cost: that of the program's own cost,
where it has one function for it, else that of half the squared error."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.names.arguments import required
from groundup.checking.names.roles import kind, means, role
from groundup.checking.reading.watching.programs.calls import call
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.sequences import SLOPE
from groundup.checking.reading.watching.programs.tensors import as_tensors
from groundup.checking.reading.watching.recording.tensors import is_tensor

HALF_SQUARES = "half the squared error"


def given_slope(
    program: Program,
    out: Any,
    y: Any,
    function: Callable[..., Any],
    sizes: tuple[int, ...],
    names: Mapping[str, Any],
) -> dict[str, Any]:
    """The argument of `function` that is a cost's gradient, and its value; of which cost it is, is
    kept in `program.handed`."""
    asked = [one.name for one in required(function) if means(one.name, "grad")]
    y = as_tensors(y) if is_tensor(out) else y
    if len(asked) != 1 or not is_array(out) or out.shape != np.shape(y):
        return {}
    own = list(of_costs(program, names))
    program.handed = own[0].__name__ if len(own) == 1 else HALF_SQUARES
    if len(own) == 1:
        try:
            slope = call(own[0], {"out": out, "y": y}, sizes)
        except RAISED:
            slope = None
        if is_array(slope) and slope.shape == out.shape:
            return {asked[0]: slope}
    program.handed = HALF_SQUARES
    return {asked[0]: out - y}


def is_array(thing: Any) -> TypeGuard[Any]:
    return isinstance(thing, np.ndarray) or is_tensor(thing)


def of_costs(program: Program, names: Mapping[str, Any]) -> Iterator[Callable[..., Any]]:
    """The program's own functions that give the slope of a cost, of outputs and targets."""
    for name, function in names.items():
        if not (inspect.isfunction(function) and program.defines(function)):
            continue
        asked = [meant.name for one in required(function) if (meant := role(one.name))]
        slope = kind(name) == "cost_prime" or (kind(name) == "cost" and re.search(SLOPE, name))
        if slope and len(asked) == len(required(function)) == 2 and "y" in asked:
            yield function
