"""Steps of a program that trains on a class of values, held against plain gradient descent.

Each call of the way back is made twice: once with all gradients at 0, which gives the right
gradient, and once as the program has it. Between two calls the weights have moved, or have not. A
step is right where it goes down the sum of the gradients of the calls since the one before, at some
rate: one call a batch and one a sample are both that.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from groundup.checking.model.answers import Array, Finding
from groundup.checking.reading.forms.objects import attributes
from groundup.checking.reading.forms.scalar import Scalar

STEPS, CALLS = 3, 400  # after which the program need not run on
NEAR = 1e-6  # of the largest number
LISTS = 2  # within each other, in an object that holds them

KEPT = (
    "The training loop does not set the gradients to 0: its step {step} goes down the sum of the "
    "gradients of all turns so far"
)
UP = "The training loop adds the gradient to the weights: its first step goes up the loss"
LOST = (
    "The training loop never moves a weight, though the gradients are not 0 when the way back is "
    "done: {calls} calls of {back} left all as it was"
)
STALE = (
    "The training loop sends back values that were computed before its first step: from the second "
    "turn on, they are those of old weights"
)
ONE_STEP = "Of the training loop only one step was seen, and what it leaves for the next was not"
NOT_PLAIN = (
    "The class {kind} gives the right gradients, but step {step} of the training loop is not eta "
    "times their sum since the step before: it was not checked"
)
NO_STEP = "Of the training loop no step was seen: it was not checked"
NEVER = "{count} of the {all} values that the network holds have a gradient, and are never updated"


class EnoughError(BaseException):
    """Ends a program of which enough was seen."""


@dataclass
class Call:
    """One call of the way back, on the weights as they were."""

    numbers: dict[int, float]  # of the values from which it was computed
    right: dict[int, float]  # the gradient
    stale: bool  # whether something that was computed from weights is from before a step
    odd: bool  # whether the second time gave something else


@dataclass
class Descent:
    """What a program did, call by call."""

    own: Scalar
    calls: list[Call] = field(default_factory=list)
    values: dict[int, Any] = field(default_factory=dict)  # kept, so that no identity is used twice
    ends: list[int] = field(default_factory=list)  # the calls after which weights moved
    after: list[dict[int, float]] = field(default_factory=list)  # the numbers then
    last: dict[int, float] = field(default_factory=dict)  # the numbers in the end
    within: bool = False
    held: set[int] = field(default_factory=set)  # values in objects of the learner's
    older: set[int] = field(default_factory=set)  # what was computed before the last step

    def watch(self, back: Callable[..., Any]) -> Callable[..., Any]:
        """The class's way back, observed; what it calls of itself is not."""

        @wraps(back)
        def observed(value: Any, *given: Any, **named: Any) -> Any:
            if self.within:
                return back(value, *given, **named)
            self.within, self.own = True, self.own._replace(kind=type(value))  # of this run
            try:
                return self.call(value, lambda: back(value, *given, **named))
            finally:
                self.within = False

        return observed

    def call(self, value: Any, back: Callable[[], Any]) -> Any:
        if self.calls and self.moved():
            self.ended()
            self.older = {key for key in self.values if key not in self.calls[-1].numbers}
        if len(self.ends) >= STEPS or len(self.calls) >= CALLS:
            raise EnoughError
        graph = computed_from(value, self.own)
        leaves = {key: one for key, (one, below) in graph.items() if not below}
        before = {key: getattr(one, self.own.grad) for key, (one, _) in graph.items()}
        for one, _ in graph.values():
            self.own.clear(one)
        back()
        right = {key: self.own.grad_of(one) for key, one in leaves.items()}
        for key, (one, _) in graph.items():
            setattr(one, self.own.grad, before[key])
        olds = {key: self.own.grad_of(one) for key, one in leaves.items()}
        result = back()
        odd = not all(
            close(self.own.grad_of(one), right[key], olds[key] + right[key])
            for key, one in leaves.items()
        )
        numbers = {key: self.own.number_of(one) for key, one in leaves.items()}
        self.calls.append(Call(numbers, right, self.is_stale(graph), odd))
        self.values |= {key: one for key, (one, _) in graph.items()}
        return result

    def ended(self) -> None:
        """A step has come after the last call."""
        self.ends.append(len(self.calls) - 1)
        keys = {key for call in self.calls for key in call.numbers}
        self.after.append({key: self.own.number_of(self.values[key]) for key in keys})

    def moved(self) -> bool:
        return any(
            self.own.number_of(self.values[key]) != number
            for key, number in self.calls[-1].numbers.items()
        )

    def is_stale(self, graph: dict[int, tuple[Any, list[Any]]]) -> bool:
        """Whether something from before a step is computed from what that step moved."""
        before = [key for key, (_, below) in graph.items() if below and key in self.older]
        if not before:
            return False
        first = self.calls[0].numbers
        now = {key for key, (one, _) in graph.items() if key in first}
        moved = {key for key in now if self.own.number_of(self.values[key]) != first[key]}
        return any(moved & reached(key, graph) for key in before)

    def end(self) -> None:
        """The program has come to its end, or was left."""
        if not self.calls:
            return
        if self.ends[-1:] != [len(self.calls) - 1] and self.moved():
            self.ended()
        self.last = {key: self.own.number_of(one) for key, one in self.values.items()}
        self.held = held(self.own) & self.calls[-1].numbers.keys()

    # What the calls say.

    @property
    def weights(self) -> list[int]:
        """The values that the program moved."""
        found = dict.fromkeys(
            key
            for call in self.calls
            for key, number in call.numbers.items()
            if self.last[key] != number
        )
        return list(found)

    def right(self, first: int, last: int, weights: list[int]) -> Array:
        """The sum of the gradients of these calls."""
        calls = self.calls[first : last + 1]
        return np.array([sum(call.right.get(key, 0.0) for call in calls) for key in weights])

    def step(self, number: int, weights: list[int]) -> Array:
        """How far a step moved them: by nothing, where only a later call is computed from one, as
        from another network's."""
        after, before = self.after[number], dict[int, float]()
        for earlier in self.after[:number]:
            before |= earlier
        begin = self.ends[number - 1] + 1 if number else 0
        for call in self.calls[begin : self.ends[number] + 1]:
            before |= call.numbers
        return np.array([after.get(key, 0.0) - before.get(key, 0.0) for key in weights])


def computed_from(value: Any, own: Scalar) -> dict[int, tuple[Any, list[Any]]]:
    """Every value on the way to this one, with those that it was made of."""
    found: dict[int, tuple[Any, list[Any]]] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) not in found:
            below = list(inside(list(attributes(one).items()), own))
            found[id(one)] = one, below
            waiting += below
    return found


def inside(thing: Any, own: Scalar) -> Iterator[Any]:
    """The values in lists and the like."""
    if isinstance(thing, own.kind):
        yield thing
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for part in thing:
            yield from inside(part, own)
    elif isinstance(thing, dict):
        yield from inside([*thing, *thing.values()], own)


def reached(start: int, graph: dict[int, tuple[Any, list[Any]]]) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [id(one) for one in graph[key][1]]
    return found


def held(own: Scalar) -> set[int]:
    """The values that objects of a class of the learner's have, in a list perhaps."""
    found: set[int] = set()
    for one in gc.get_objects():
        if is_learners(one, own):
            found |= {
                id(value)
                for part in getattr(one, "__dict__", {}).values()
                for value in listed(part, own)
            }
    return found


def listed(thing: Any, own: Scalar, depth: int = LISTS) -> Iterator[Any]:
    """It, if it is a value; the values in it, if it is a list."""
    if isinstance(thing, own.kind):
        yield thing
    elif depth and isinstance(thing, (list, tuple)):
        for part in thing:
            yield from listed(part, own, depth - 1)


def is_learners(thing: Any, own: Scalar) -> bool:
    """Whether it is an object of a class that may be the learner's, and no value."""
    kind = type(thing)
    if kind in (own.kind, ModuleType, FunctionType) or not kind.__dictoffset__:
        return False
    return not str(kind.__module__).startswith(("builtins", "groundup"))


def close(came: float, *possible: float) -> bool:
    return any(abs(came - one) <= NEAR * max(1e-9, abs(one)) for one in possible)


def rate(step: Array, gradient: Array) -> float | None:
    """The eta of step = -eta·gradient; None where it is no multiple."""
    square = float(gradient @ gradient)
    eta = -float(step @ gradient) / square if square else 0.0
    near = np.abs(step + eta * gradient).max(initial=0.0) <= NEAR * np.abs(step).max(initial=0.0)
    return eta if eta and near else None


def verdict(descent: Descent, is_loss: bool) -> Iterator[Finding]:
    """What is wrong with the steps, or why nothing is said of them; nothing of right ones."""
    weights, kind = descent.weights, descent.own.kind.__name__
    if any(call.odd for call in descent.calls):
        yield Finding("left out", NO_STEP)
    elif not descent.ends:
        yield from without_steps(descent)
    elif any(call.stale for call in descent.calls):
        yield Finding("stale values", STALE)
    else:
        wrong = first_wrong(descent, weights, is_loss, kind)
        yield from [wrong] if wrong else never_updated(descent)


def without_steps(descent: Descent) -> Iterator[Finding]:
    first, last = descent.calls[0], descent.calls[-1]
    same = descent.held and descent.held <= first.numbers.keys()
    if len(descent.calls) > 1 and same and any(last.right[key] for key in descent.held):
        back = f"{descent.own.kind.__name__}.{descent.own.back}"
        yield Finding("update lost", LOST.format(calls=len(descent.calls), back=back))
    else:
        yield Finding("left out", NO_STEP)


def first_wrong(descent: Descent, weights: list[int], is_loss: bool, kind: str) -> Finding | None:
    """Of the first step that is not one down the gradient."""
    begin = 0
    for number, last in enumerate(descent.ends):
        step = descent.step(number, weights)
        fits = [rate(step, descent.right(first, last, weights)) for first in (begin, last)]
        eta = fits[0] or (fits[1] if number == 0 else None)
        if eta is not None and eta < 0.0:
            return Finding("uphill" if is_loss else "left out", UP)
        if eta is None:
            own = [key for key in weights if key in descent.calls[last].numbers]
            alone = np.count_nonzero(step) == np.count_nonzero(descent.step(number, own))
            kept = rate(descent.step(number, own), descent.right(0, last, own))
            if number and alone and kept is not None and kept > 0.0:
                return Finding("loop keeps gradients", KEPT.format(step=number + 1))
            return Finding("left out", NOT_PLAIN.format(kind=kind, step=number + 1))
        begin = last + 1
    return Finding("left out", ONE_STEP) if len(descent.ends) < 2 else None


def never_updated(descent: Descent) -> Iterator[Finding]:
    """Of values that the network holds, and that have a gradient."""
    last = descent.calls[-1]
    still = [
        key for key in descent.held if key not in descent.weights and abs(last.right[key]) > 0.0
    ]
    if still and len(descent.held) > len(still):
        yield Finding("left out", NEVER.format(count=len(still), all=len(descent.held)))
