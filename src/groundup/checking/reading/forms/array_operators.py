"""Each operator of a class of arrays that find their own gradients, against central differences.

It is tried on square matrices, so that no number is broadcast. How the way back begins shows in the
gradient of a sum: where that is not all ones, nothing is said of the class.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array, Finding
from groundup.checking.model.offered import Offered
from groundup.checking.names import roles
from groundup.checking.reading.forms import components
from groundup.checking.reading.forms.faults import NEAR, OVERWRITES, WRONG
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.forms.scalar import BACKWARD, GRADIENT, NUMBER, of_arrays

STEP = 1e-4
SMOOTH = 1e-6  # what differences over two widths may differ by
TRACKS = ("requires_grad", "autograd")  # arguments of what keeps a gradient
Expression = Callable[..., Any]
RAISED = (Exception,)  # whatever a learner's class raises: nothing is said of the operator

U = np.array([[0.7, -1.3, 0.4], [1.9, 0.6, -0.8], [-0.5, 1.1, 1.6]])
V = np.array([[-1.7, 0.9, 1.2], [0.8, -0.6, 1.4], [1.5, 0.5, -1.1]])
# Those of which others are made come first.
BINARY: tuple[dict[str, tuple[str, Expression]], ...] = (
    {
        "__mul__": ("u * v", lambda u, v: u * v),
        "__matmul__": ("u @ v", lambda u, v: u @ v),
        "matmul": ("u.matmul(v)", lambda u, v: u.matmul(v)),
        "mm": ("u.mm(v)", lambda u, v: u.mm(v)),
        "dot": ("u.dot(v)", lambda u, v: u.dot(v)),
        "__neg__": ("-u", lambda u: -u),
        "__pow__": ("u**2", lambda u: u**2),
    },
    {
        "__sub__": ("u - v", lambda u, v: u - v),
        "__truediv__": ("u / v", lambda u, v: u / v),
    },
)
UNARY = ("exp", "log", "sqrt", "square", "sum", "tanh", "sigmoid", "relu", "mean")
POSITIVE = ("log", "sqrt")
SCALAR = ("sum", "mean")


class Operator(NamedTuple):
    name: str  # of the method
    written: str
    expression: Expression
    points: tuple[Array, ...]


class Arrays(NamedTuple):
    """A class of arrays, with the names of its numbers, its gradient and its way back."""

    kind: type
    number: str
    grad: str
    back: str
    given: dict[str, bool]
    summed: bool  # whether the way back begins at a single number

    def new(self, array: Array) -> Any:
        return self.kind(array.copy(), **self.given)

    def value(self, thing: Any) -> Array:
        return np.asarray(getattr(thing, self.number), float)

    def gradients(self, expression: Expression, points: tuple[Array, ...]) -> list[Array] | None:
        """What comes back to the inputs; None where that is nothing, or of another shape."""
        inputs = [self.new(point) for point in points]
        made = expression(*inputs)
        if not isinstance(made, self.kind):
            return None
        made = made.sum() if self.summed and self.value(made).size > 1 else made
        getattr(made, self.back)()
        found = []
        for one in inputs:
            grad = getattr(one, self.grad)
            grad = self.value(grad) if isinstance(grad, self.kind) else grad
            if grad is None or np.shape(grad) != U.shape:
                return None
            found.append(np.array(grad, float))
        return found

    def differences(self, expression: Expression, points: tuple[Array, ...]) -> list[Array] | None:
        """The slopes of the sum of all that it gives; None where they have no slope there."""
        wide, narrow = (
            [self.slope(expression, points, i, step) for i in range(len(points))]
            for step in (STEP, STEP / 4.0)
        )
        near = zip(wide, narrow, strict=True)
        return narrow if all(np.allclose(a, b, SMOOTH, SMOOTH) for a, b in near) else None

    def slope(
        self, expression: Expression, points: tuple[Array, ...], i: int, step: float
    ) -> Array:
        found = np.zeros(U.shape)
        for place in np.ndindex(*U.shape):
            ends = []
            for sign in (1.0, -1.0):
                moved = [point.copy() for point in points]
                moved[i][place] += sign * step
                ends.append(self.value(expression(*map(self.new, moved))).sum())
            found[place] = (ends[0] - ends[1]) / (2.0 * step)
        return found


def faults_of_arrays(offered: Offered, ran: Mapping[str, Collection[int]]) -> list[Finding]:
    """Findings on the operators of the classes of arrays; no more than a note on those of which no
    line `ran`, by file."""
    found: list[Finding] = []
    for kind in components.classes(offered):
        with quiet():
            own = arrays(kind) if of_arrays(kind) else None
            for group in operators_of(own) if own else ():
                faults = {one.name: it for one in group if own and (it := fault(own, one))}
                used = {name for name in faults if has_run(vars(kind)[name], ran)}
                found += [it if name in used else unused(it) for name, it in faults.items()]
                if used:
                    break
    return found


def unused(fault: Finding) -> Finding:
    return Finding("note", f"{fault.message}; it was not used here")


def has_run(function: Callable[..., Any], ran: Mapping[str, Collection[int]]) -> bool:
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    lines = {line for _, _, line in code.co_lines() if line and line > code.co_firstlineno}
    return not lines.isdisjoint(ran.get(code.co_filename, ()))


def arrays(kind: type) -> Arrays | None:
    """None where a sum of two does not send back ones to both."""
    try:
        asked = inspect.signature(kind).parameters
        given = {name: True for name in TRACKS if name in asked}
        one = kind(U.copy(), **given)
        back = next(name for name in BACKWARD if callable(getattr(kind, name, None)))
        number = next(n for n in NUMBER if is_same(getattr(one, n, None)))
        grad = next(n for n in GRADIENT if hasattr(one, n))
    except (*RAISED, StopIteration):
        return None
    for summed in (False, True):
        own = Arrays(kind, number, grad, back, given, summed)
        try:
            came = own.gradients(lambda u, v: u + v, (U, V))
        except RAISED:
            continue
        if came and all((one == 1.0).all() for one in came):
            return own
    return None


def is_same(held: Any) -> bool:
    return isinstance(held, np.ndarray) and np.array_equal(held, U)


def operators_of(own: Arrays) -> Iterator[list[Operator]]:
    unary = {name: list(method_called(own.kind, name)) for name in UNARY}
    single = [
        Operator(
            method,
            f"u.{method}()",
            lambda u, method=method: getattr(u, method)(),
            (np.abs(U) if name in POSITIVE else U,),
        )
        for name, methods in unary.items()
        for method in methods
    ]
    for number, binary in enumerate(BINARY):
        there = {name: one for name, one in binary.items() if callable(vars(own.kind).get(name))}
        two = [
            Operator(name, written, function, (U, V) if "v" in written else (U,))
            for name, (written, function) in there.items()
        ]
        basic = [one for one in single if (one.name in ("exp", "log", "sum")) == (number == 0)]
        yield two + basic


def method_called(kind: type, name: str) -> Iterator[str]:
    for method, function in vars(kind).items():
        if inspect.isfunction(function) and roles.plain(method) == name:
            needed = list(inspect.signature(function).parameters.values())[1:]
            if all(one.default is not one.empty for one in needed):
                yield method


def fault(own: Arrays, operator: Operator) -> Finding | None:
    points = operator.points
    try:
        came = own.gradients(operator.expression, points)
        right = own.differences(operator.expression, points) if came else None
        if came is None or right is None:
            return None
        for name, point, one, wanted in zip("uv", points, came, right, strict=False):
            off = np.abs(one - wanted)
            if not off.max() <= NEAR * np.abs(wanted).max(initial=1.0):
                row, column = np.unravel_index(np.argmax(off), off.shape)
                says = (
                    f"{WRONG}: of {operator.written} it sends back {one[row, column]:.4g} to a "
                    f"number of {name} ({point[row, column]:g}), where {wanted[row, column]:.4g} "
                    "is right"
                )
                return finding("wrong operator", own, operator, says)
        for i in range(len(points)) if operator.name not in SCALAR else ():
            more = own.gradients(lambda *u, i=i: operator.expression(*u) + u[i], points)
            if more and np.allclose(more[i], came[i], NEAR, 0.0):
                return finding("gradient overwritten", own, operator, OVERWRITES)
    except RAISED:
        return None
    return None


def finding(kind: str, own: Arrays, operator: Operator, says: str) -> Finding:
    return Finding(kind, f"In the class {own.kind.__name__}, {operator.name} {says}")
