"""Each operator of a class of values on its own: its slopes against central differences.

A wrong operator makes the gradients of a whole network wrong in ways that no rule of backprop
explains; here it is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from groundup.checking.reading.forms.scalar import UNARY, Scalar, scalar

STEP = 1e-6
Expression = Callable[..., Any]


class Slope(NamedTuple):
    """`error` is relative: 0 for a right derivative; infinite where the way back raised."""

    name: str
    error: float


# By what a learner would look for. Points are away from where a derivative jumps.
BINARY: dict[str, tuple[Expression, Sequence[Sequence[float]]]] = {
    "__add__": (lambda u, v: u + v, [(0.7, -1.3)]),
    "__mul__": (lambda u, v: u * v, [(0.7, -1.3), (-2.0, 1.7)]),
    "__neg__": (lambda u: -u, [(0.7,)]),
    "__sub__": (lambda u, v: u - v, [(0.7, -1.3)]),
    "__truediv__": (lambda u, v: u / v, [(0.7, -1.3), (1.9, 0.6)]),
    "__pow__": (lambda u: u**3, [(1.4,), (-0.8,)]),
    "__pow__ (2)": (lambda u: u**2, [(1.4,), (-0.8,)]),
    "__pow__ (-1)": (lambda u: u**-1, [(1.4,), (-0.8,)]),
    "__add__ with a number": (lambda u: u + 1.5, [(0.7,)]),
    "__radd__": (lambda u: 1.5 + u, [(0.7,)]),
    "__mul__ with a number": (lambda u: u * 1.5, [(0.7,)]),
    "__rmul__": (lambda u: 1.5 * u, [(0.7,)]),
    "__sub__ with a number": (lambda u: u - 1.5, [(0.7,)]),
    "__rsub__": (lambda u: 1.5 - u, [(0.7,)]),
    "__truediv__ with a number": (lambda u: u / 1.5, [(0.7,)]),
    "__rtruediv__": (lambda u: 1.5 / u, [(0.7,), (-1.2,)]),
}
# Values used more than once: `=` for `+=`, and the order of the way back.
GRAPHS: dict[str, tuple[Expression, Sequence[Sequence[float]]]] = {
    "a value used twice (u + u)": (lambda u: u + u, [(0.7,)]),
    "a value used twice (u * u)": (lambda u: u * u, [(0.7,)]),
    "a value used in two places": (lambda u, v: (u + v) * (u * v), [(0.7, -1.3)]),
    "the order of the way back": (lambda u, v: diamond(u, v), [(0.7, -1.3)]),
}
UNARY_POINTS = {"log": (0.7, 1.9), "sqrt": (0.7, 1.9)}


def diamond(u: Any, v: Any) -> Any:
    """A sum that reaches the end over a short and a long way: a value that is gone through before
    all that it is used in sends back too little."""
    shared = u * v
    longer = shared + u
    longest = longer * v + longer
    return longest * shared + shared


def operators(value_class: type | Scalar) -> list[Slope]:
    """Each operator that the class has, with how far its slopes are from its own differences."""
    own = value_class if isinstance(value_class, Scalar) else scalar(value_class)
    if own is None:
        return []
    return [Slope(name, found) for name, found in slopes(own) if found is not None]


def slopes(own: Scalar) -> Iterator[tuple[str, float | None]]:
    for name, (expression, points) in {**BINARY, **GRAPHS}.items():
        yield name, worst(own, expression, points)
    for name in UNARY:
        method = own.unary(name)
        if method is not None:
            yield name, worst(own, method, unary_points(name))


def unary_points(name: str) -> list[tuple[float]]:
    return [(x,) for x in UNARY_POINTS.get(name, (0.7, -1.3))]


def worst(own: Scalar, expression: Expression, points: Sequence[Sequence[float]]) -> float | None:
    """The largest error at some points; None where the class has no such operator."""
    errors = [error(own, expression, point) for point in points]
    known = [one for one in errors if one is not None]
    return max(known) if known else None


def error(own: Scalar, expression: Expression, point: Sequence[float]) -> float | None:
    try:
        found = gradients(own, expression, point)
    except Exception:  # whatever a learner's operators raise, forth or back
        return math.inf
    if found is None:
        return None
    came, right = found
    scale = max(1e-9, *map(abs, right))
    return max(abs(g - r) for g, r in zip(came, right, strict=True)) / scale


def gradients(
    own: Scalar, expression: Expression, point: Sequence[float]
) -> tuple[list[float], list[float]] | None:
    """What came back to the inputs, and what should have; None where the class has no such
    operator. Raises what the learner's code does."""
    try:
        inputs = [own.new(x) for x in point]
        made = expression(*inputs)
        if not isinstance(made, own.kind):
            return None
    except (TypeError, AttributeError, NotImplementedError, AssertionError):
        return None
    own.backward(made)
    came = [own.grad_of(value) for value in inputs]
    return came, [difference(own, expression, point, i) for i in range(len(point))]


def difference(own: Scalar, expression: Expression, point: Sequence[float], i: int) -> float:
    """The slope with respect to input i, by the class's own values."""
    ends = []
    for step in (STEP, -STEP):
        moved = [own.new(x + step * (j == i)) for j, x in enumerate(point)]
        ends.append(own.number_of(expression(*moved)))
    return (ends[0] - ends[1]) / (2.0 * STEP)
