"""What one may call on a network to make it train, one method after the other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from groundup.checking.names.arguments import required
from groundup.checking.names.roles import kind
from groundup.checking.reading.watching.programs.calls import meanings, methods, takes

PACE = {"epochs", "eta", "m", "momentum", "l2"}
SLOPE = r"prime|deriv|grad"  # in names of what gives a cost's gradient


def sequences(thing: Any) -> Iterator[tuple[str, list[Callable[..., Any]]]]:
    """What one may call on a network to make it train: a method alone, or outputs, gradients and a
    step one after the other. One that keeps its samples wants only how long and how fast."""
    own, keeps = methods(thing), takes(type(thing), "x", "pairs")
    outputs, gradients, steps = (
        [(name, function) for name, function in own if kind(name) == what]
        for what in ("outputs", "gradient", "step")
    )
    slopes = [
        (name, function)
        for name, function in own
        if kind(name) == "cost" and re.search(SLOPE, name.lower()) and takes(function, "x")
    ]
    at_once = [(name, one) for name, one in outputs if takes(one, "x") and takes(one, "y")]
    for name, function in steps + gradients + slopes + at_once:
        meant = {meanings(function).get(one.name) for one in required(function)}
        if takes(function, "x", "y", "pairs") or not meant or (keeps and meant <= PACE):
            yield name, [function]
    costs = [(name, one) for name, one in own if kind(name) == "cost" and takes(one, "y")]
    for (n1, forward), (n2, backward) in itertools.product(outputs[:3], gradients or steps):
        told = takes(forward, "y") or takes(backward, "y", "pairs")  # else the cost may be
        for between in ([], *([one] for one in ([] if told else costs[:1]))):
            first = [(n1, forward), *between, (n2, backward)]
            ends = [[], *([one] for one in steps if gradients)]
            for last in reversed(ends) if between else ends:
                if not any(takes(update, "y", "pairs") for _, update in last):
                    names, functions = zip(*first, *last, strict=True)
                    yield ", ".join(names), [*functions]
