"""The training step of a learner's own network of values: taken twice from the same weights, it
has to go the same way twice, or gradients of the step before are still in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from groundup.checking.model.answers import Array, Finding
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms import components
from groundup.checking.reading.forms.objects import attributes
from groundup.checking.reading.forms.scalar import Scalar

SIZES: tuple[tuple[Any, ...], ...] = (
    (2, 3),
    (2, 3, 1),
    (2, [3, 1]),
    ([2, 3, 1],),
    (2, [3], 1),
    (2,),
    (),
)
X, RATE = [0.6, -0.4], 0.1
TARGETS: tuple[tuple[Any, Any], ...] = (
    (X, 1.0),
    (X, [1.0]),
    ([X], [1.0]),
    ([X], [[1.0]]),
)


def training(own: Scalar, offered: Offered) -> Iterator[Finding]:
    """A finding for each network whose step keeps gradients, or could not be taken."""
    for kind in components.classes(offered):
        step = None if kind is own.kind else step_of(kind)
        if step is None:
            continue
        name = f"{kind.__name__}.{step}"
        moved = next(taken_twice(kind, step, own), None)
        if moved is None:
            yield Finding("left out", f"{name} could not be called, and was not checked")
        elif np.allclose(moved[1], 2.0 * moved[0], 1e-6):
            yield Finding(
                "gradients kept",
                f"{name}, called twice with the same weights and sample, goes twice as far the "
                "second time: it does not set the gradients to 0",
            )
        elif not np.allclose(moved[1], moved[0], 1e-6):
            yield Finding(
                "left out",
                f"{name} goes another way the second time, with the same weights and sample: it "
                "was not checked",
            )


def step_of(kind: type) -> str | None:
    """The method that takes inputs and targets, and trains."""
    for name in vars(kind):
        method = getattr(kind, name)
        asked = {role.name for p in arguments.parameters(method) if (role := roles.role(p.name))}
        if callable(method) and roles.kind(name) == "step" and {"x", "y"} <= asked:
            return name
    return None


def taken_twice(kind: type, step: str, own: Scalar) -> Iterator[tuple[Array, Array]]:
    """How far the values move in a first and a second step from the same numbers."""
    for sizes in SIZES:
        for x, y in TARGETS:
            try:
                network = kind(*sizes)
                values = list(held(network, own, set()))
                first = moved(values, own, lambda n=network, x=x, y=y: call(n, step, x, y))
                second = moved(values, own, lambda n=network, x=x, y=y: call(n, step, x, y))
            except Exception:  # whatever a learner's code raises: it wants something else
                continue
            if values and first.any():
                yield first, second


def call(network: Any, step: str, x: Any, y: Any) -> None:
    values = {"x": x, "y": y, "eta": RATE, "epochs": 1}
    arguments.call(getattr(network, step), values)


def moved(values: list[Any], own: Scalar, step: Callable[[], None]) -> Array:
    """The values are put back."""
    before = [getattr(value, own.number) for value in values]
    step()
    after = [own.number_of(value) for value in values]
    for value, number in zip(values, before, strict=True):
        setattr(value, own.number, number)
    return np.array(after) - np.array(before, dtype=float)


def held(thing: Any, own: Scalar, seen: set[int]) -> Iterator[Any]:
    """Every value in an object, in what it holds, and in that."""
    if id(thing) in seen or isinstance(thing, type):
        return
    seen.add(id(thing))
    if isinstance(thing, own.kind):
        yield thing
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            yield from held(part, own, seen)
    elif isinstance(thing, dict):
        yield from held(list(thing.values()), own, seen)
    elif hasattr(thing, "__dict__") and not callable(getattr(thing, "__get__", None)):
        yield from held(list(attributes(thing).values()), own, seen)
