"""Functions that write down what they are called with and what they give."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from groundup.checking.exercises.snapshots import Snapshot, kept, snapshot


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
