"""What is wrong with a class of values, operator by operator, in words.

An operator's slope may be wrong; it may write its gradients with `=` for `+=`; or the way back may
take the values in a wrong order. What is built from a wrong operator is left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from groundup.checking.loading.tracebacks import last_line
from groundup.checking.model.answers import Finding
from groundup.checking.reading.forms.operators import (
    BINARY,
    GRAPHS,
    Expression,
    error,
    gradients,
    operators,
    unary_points,
    worst,
)
from groundup.checking.reading.forms.scalar import UNARY, Scalar

NEAR = 1e-5  # central differences are better than that
TIMES = 3.0
FIRST = ("__add__", "__mul__", "__pow__", "__pow__ (2)", "__pow__ (-1)")
SECOND = ("exp", "log", *(name for name in BINARY if name not in FIRST))
WRONG = "has a wrong derivative"
ANY = "is wrong itself, with any operator"
OVERWRITES = "overwrites gradients that its operands received elsewhere"
WRITTEN = {
    "__add__": "u + v",
    "__mul__": "u * v",
    "__neg__": "-u",
    "__sub__": "u - v",
    "__truediv__": "u / v",
    "__pow__": "u**3",
    "__pow__ (2)": "u**2",
    "__pow__ (-1)": "u**-1",
    "__add__ with a number": "u + 1.5",
    "__radd__": "1.5 + u",
    "__mul__ with a number": "u * 1.5",
    "__rmul__": "1.5 * u",
    "__sub__ with a number": "u - 1.5",
    "__rsub__": "1.5 - u",
    "__truediv__ with a number": "u / 1.5",
    "__rtruediv__": "1.5 / u",
}


class Operator(NamedTuple):
    """One thing that a class can do, and where to try it."""

    name: str  # "__pow__ (2)"
    expression: Expression
    points: Sequence[Sequence[float]]

    @property
    def written(self) -> str:
        return WRITTEN.get(self.name, f"{self.name}(u)")

    def reused(self, i: int) -> Expression:
        """With one of its inputs used once more, afterwards."""
        return lambda *inputs: self.expression(*inputs) * TIMES + inputs[i]


def faults(own: Scalar) -> list[Finding]:
    """Findings on the operators of a learner's class; none where it computes in less than float64,
    too little for differences."""
    if own.number_of(own.new(1.0 / 3.0)) != 1.0 / 3.0:
        return []
    errors = {slope.name: slope.error for slope in operators(own) if slope.name not in GRAPHS}
    every = {one.name: one for one in operators_of(own) if one.name in errors}
    rest = [name for name in every if name not in (*FIRST, *SECOND)]
    groups = [[every[name] for name in names if name in every] for names in (FIRST, SECOND, rest)]
    for group in groups:
        wrong = [one for one in group if not errors[one.name] < NEAR]
        if len(wrong) == len(group) > 2:
            return [finding("wrong operator", own, own.back, f"{ANY}: {furthest(own, wrong[0])}")]
        if wrong:
            return told("wrong operator", own, wrong, lambda one: f"{WRONG}: {furthest(own, one)}")
        if wrong := [one for one in group if overwrites(own, one)]:
            return told("gradient overwritten", own, wrong, lambda one: OVERWRITES)
        if in_wrong_order := list(order(own)):  # with + and *, which are right by now
            return in_wrong_order
    return []


def told(
    kind: str, own: Scalar, wrong: list[Operator], says: Callable[[Operator], str]
) -> list[Finding]:
    """A finding for each method, about the first operator that it is behind."""
    methods = {one.name.split(" ")[0]: one for one in reversed(wrong)}
    return [finding(kind, own, method, says(one)) for method, one in reversed(methods.items())]


def finding(kind: str, own: Scalar, method: str, says: str) -> Finding:
    return Finding(kind, f"In the class {own.kind.__name__}, {method} {says}")


def operators_of(own: Scalar) -> Iterator[Operator]:
    for name, (expression, points) in BINARY.items():
        yield Operator(name, expression, points)
    for name in UNARY:
        method = own.unary(name)
        if method is not None:
            yield Operator(name, method, unary_points(name))


def furthest(own: Scalar, operator: Operator) -> str:
    """Its slopes in numbers, at the point where they are furthest off."""
    point = max(operator.points, key=lambda at: error(own, operator.expression, at) or 0.0)
    return compared(own, operator, point)


def compared(own: Scalar, operator: Operator, point: Sequence[float]) -> str:
    """ "of u * v at u = 0.7, v = -1.3 it sends back 0.7 and 0.7, where -1.3 and 0.7 is right" """
    place = ", ".join(f"{name} = {x:g}" for name, x in zip("uv", point, strict=False))
    try:
        found = gradients(own, operator.expression, point)
    except Exception as raised:  # whatever a learner's way back raises
        return f"the backward pass of {operator.written} at {place} raises {last_line(raised)}"
    came, right = (" and ".join(f"{x:.4g}" for x in part) for part in found or ([], []))
    return f"of {operator.written} at {place} it sends back {came}, where {right} is right"


def overwrites(own: Scalar, operator: Operator) -> bool:
    """Whether an input that is used once more keeps only what this operator sends it."""
    point = operator.points[0]
    try:
        once = gradients(own, operator.expression, point)
        twice = [gradients(own, operator.reused(i), point) for i in range(len(point))]
    except Exception:  # whatever a learner's class raises: it has been told
        return False
    return any(
        once and found and math.isclose(found[0][i], TIMES * once[1][i], rel_tol=NEAR)
        for i, found in enumerate(twice)
    )


def order(own: Scalar) -> Iterator[Finding]:
    """Whether every operator is right, and a way back over many is not."""
    found = [worst(own, expression, points) for expression, points in GRAPHS.values()]
    if any(one is not None and not one < NEAR for one in found):
        back = f"{own.kind.__name__}.{own.back}"
        message = (
            f"Each operator is right on its own, but {back} visits them in the wrong order, or "
            "some of them twice: a value must wait for the gradients of everything that uses it"
        )
        yield Finding("wrong operator", message)
