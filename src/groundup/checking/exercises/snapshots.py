"""What goes into a function and what comes out of it, as plain data that can be compared, and
functions that write that down."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

Snapshot = Any  # numbers, strings, None, and lists and dictionaries of them
NEAR = 1e-6


def snapshot(thing: Any) -> Snapshot:
    """Values of the scalar rung are dictionaries of `data`, `grad` and `slopes`; so are named
    tuples, of their fields. Functions are their names."""
    if thing is None or isinstance(thing, (bool, int, float, str)):
        return thing
    if isinstance(thing, (np.ndarray, np.generic)):
        return thing.tolist()
    if isinstance(thing, tuple) and "_asdict" in vars(type(thing)):
        return snapshot(thing._asdict())  # pyright: ignore[reportAttributeAccessIssue]
    if isinstance(thing, (list, tuple, range)):
        return [snapshot(part) for part in thing]
    if isinstance(thing, dict):
        return {str(name): snapshot(part) for name, part in thing.items()}
    if type(thing).__name__ == "Value":
        parts = {"data": "data", "grad": "grad", "slopes": "_slopes"}
        return {name: snapshot(getattr(thing, part, None)) for name, part in parts.items()}
    return getattr(thing, "__name__", type(thing).__name__)


def same(expected: Snapshot, came: Snapshot) -> bool:
    """Whether what came is what was expected, but for rounding and axes of length 1."""
    if isinstance(expected, dict):
        return (
            isinstance(came, dict)
            and expected.keys() == came.keys()
            and all(same(part, came[name]) for name, part in expected.items())
        )
    if expected is None or isinstance(expected, str):
        return expected == came
    try:
        return near(np.asarray(expected, float), np.asarray(came, float))
    except (TypeError, ValueError):  # not a rectangle of numbers
        return (
            isinstance(expected, list)
            and isinstance(came, list)
            and len(expected) == len(came)
            and all(map(same, expected, came))
        )


def near(expected: np.ndarray, came: np.ndarray) -> bool:
    """A single number stands for an array that is full of it."""
    expected, came = np.squeeze(expected), np.squeeze(came)
    scale = max(float(np.abs(expected).max(initial=0.0)), NEAR)
    fits = came.ndim == 0 or came.shape == expected.shape
    return fits and bool(np.all(np.abs(expected - came) <= NEAR * scale))


def kept(thing: Any) -> Any:
    """An iterator as the list of what it gives, so that looking at it does not use it up."""
    return list(thing) if isinstance(thing, Iterator) else thing


class Recorded(NamedTuple):
    """One call of a function."""

    given: list[Snapshot]
    gave: Snapshot
    after: list[Snapshot]  # what was given, when the call had ended


def record(names: dict[str, Any], name: str) -> list[Recorded]:
    """Replaces the function called `name`, "sigmoid" or "Value.backward", by one that adds each
    call to the list that is returned here."""
    calls: list[Recorded] = []
    owner, _, method = name.rpartition(".")
    if owner:
        setattr(names[owner], method, recorder(vars(names[owner])[method], calls))
    else:
        names[name] = recorder(names[name], calls)
    return calls


def recorder(function: Callable[..., Any], calls: list[Recorded]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        given = tuple(map(kept, given))
        before = [snapshot(part) for part in given]
        gave = function(*given, **named)
        result = kept(gave)
        calls.append(Recorded(before, snapshot(result), [snapshot(part) for part in given]))
        return iter(result) if result is not gave else gave

    return call
