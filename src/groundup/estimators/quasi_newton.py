"""L-BFGS (Nocedal 1980), step by step as L-BFGS-B goes without bounds, which is SciPy's: the same
points up to rounding, in a third of the time that SciPy takes between two gradients. No sum in it
depends on threads."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import NamedTuple

import numpy as np

from groundup.estimators.line_search import LONGEST, LineSearch, Point

Array = np.ndarray
Function = Callable[[Array], tuple[float, Array]]  # of x (n,): a loss and its gradient (n,)

PAIRS = 10  # steps that are remembered
TRIES = 20  # in a line search
FALL = 2.2204460492503131e-09  # of the loss, relative to it: less is the end
EPSILON = float(np.finfo(float).eps)


class Found(NamedTuple):
    x: Array  # (n,)
    loss: float
    iterations: int
    problem: str  # why it ended before it had converged; "" where it has


class Reached(NamedTuple):
    """A point's loss and gradient (n,)."""

    loss: float
    gradient: Array


class Memory:
    """The last steps s and what they changed of the gradient, y; by them, the product of a gradient
    and the inverse Hessian's estimate (Byrd, Nocedal and Schnabel 1994, equation 3.1)."""

    def __init__(self, count: int) -> None:
        self.pairs = np.empty((2, PAIRS, count))
        self.products = np.zeros((2, PAIRS, PAIRS))  # s·y and y·y, by the places of the pairs
        self.forget()

    def forget(self) -> None:
        self.places: list[int] = []  # of the pairs, the oldest first
        self.scale = 1.0

    def remember(self, s: Array, y: Array) -> None:
        """Unless y says nothing of the curvature along s."""
        place = len(self.places) if len(self.places) < PAIRS else self.places.pop(0)
        self.places.append(place)
        self.pairs[0, place], self.pairs[1, place] = s, y
        used = len(self.places)
        of_y = np.einsum("kpn,n->kp", self.pairs[:, :used], y)
        self.products[:, :used, place] = of_y
        self.products[1, place, :used] = of_y[1]
        self.scale = self.products[0, place, place] / self.products[1, place, place]

    def direction(self, gradient: Array) -> Array:
        """Downhill."""
        if not self.places:
            return -gradient
        used, places, scale = len(self.places), self.places, self.scale
        sy, yy = self.products[:, places][:, :, places]
        of_s, of_y = np.einsum("kpn,n->kp", self.pairs[:, :used], gradient)[:, places]
        upper = np.triu(sy)
        a = np.linalg.solve(upper, of_s)
        b = np.linalg.solve(upper.T, np.diag(sy) * a + scale * (yy @ a) - scale * of_y)
        factors = np.empty((2, used))
        factors[0, places], factors[1, places] = b, -scale * a
        return -scale * gradient - np.einsum("kp,kpn->n", factors, self.pairs[:, :used])


def minimise(
    function: Function,
    x: Array,
    *,
    slope: float,
    iterations: int,
    calls: int,
    after: Callable[[float], object] | None = None,
) -> Found:
    """From x (n,) on, until no number of the gradient is larger than `slope` or the loss falls no
    more, for at most so many iterations and, about, calls of the function. `after` is called with
    the loss after each iteration."""
    here = Reached(*function(x))
    memory, called, done = Memory(len(x)), 1, 0
    if np.abs(here.gradient).max() <= slope:
        return Found(x, here.loss, done, "")
    while True:
        direction = memory.direction(here.gradient)
        first = 1.0 if done else min(1 / dot(direction, direction) ** 0.5, LONGEST)
        step, reached, tries = search(function, x, here, direction, first)
        called += tries
        if reached is None and memory.places:
            memory.forget()
            continue
        if reached is None:
            return Found(x, here.loss, done, "no step along the gradient is good enough")
        before, here, x, done = here, reached, x + step * direction, done + 1
        if after is not None:
            after(here.loss)
        problem = "max_iter iterations are used up" if done >= iterations else ""
        if called > calls:
            problem = problem or "max_fun computations of the loss are used up"
        fall = before.loss - here.loss
        flat = fall <= FALL * max(abs(before.loss), abs(here.loss), 1.0)
        if problem or flat or np.abs(here.gradient).max() <= slope:
            return Found(x, here.loss, done, problem)
        s, y = step * direction, here.gradient - before.gradient
        if dot(s, y) > EPSILON * -dot(s, before.gradient):
            memory.remember(s, y)


def search(
    function: Function, x: Array, here: Reached, direction: Array, first: float
) -> tuple[float, Reached | None, int]:
    """How far to go along a direction, what is there, or None where no step is good, and how many
    were tried."""
    start = Point(0.0, here.loss, dot(here.gradient, direction))
    if not start.dphi < 0:
        return 0.0, None, 0
    line = LineSearch(start, first)
    for tries in range(1, TRIES + 1):
        step = line.next
        reached = Reached(*function(x + step * direction))
        slope = dot(reached.gradient, direction)
        if not (isfinite(reached.loss) and isfinite(slope)):
            return step, None, tries
        if line.is_good(Point(step, reached.loss, slope)):
            return step, reached, tries
    return 0.0, None, TRIES


def dot(a: Array, b: Array) -> float:
    return float(np.einsum("n,n", a, b))
