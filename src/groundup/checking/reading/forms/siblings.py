"""What stands beside a gradient's function in a file, and in which layouts it may be called."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

from groundup.checking.names import roles
from groundup.checking.names.arguments import Plan, plans
from groundup.checking.reading.forms.calls import FORWARD_RESULTS, Calls
from groundup.checking.reading.forms.layouts import BATCHED, SINGLE, B, Layout, W
from groundup.checking.reading.forms.networks import NEURONS, Form


def is_function(thing: Any) -> bool:
    return callable(thing) and not isinstance(thing, type) and hasattr(thing, "__name__")


def named(functions: dict[str, Any], *kinds: str) -> list[str]:
    """The functions of these kinds, those of the first kind first."""
    return [name for kind in kinds for name in functions if roles.kind(name) == kind]


class Siblings(NamedTuple):
    """The functions beside a gradient's that belong to it."""

    forwards: list[Plan]
    cost: Plan | None
    step: Plan | None
    unnamed: dict[str, Plan]  # of targets, by names that say nothing

    @classmethod
    def of(cls, functions: dict[str, Callable[..., Any]], gradient: Plan) -> Siblings:
        own = {name: f for name, f in functions.items() if f is not gradient.function}
        forwards = [
            plan
            for name in named(own, "outputs")
            for plan in plans(own[name], ("w", "b", "x"))
            if plan.wants("x") and plan.wants("w", "network") and not plan.wants("y")
        ]
        costs = [
            plan
            for name in named(own, "cost")
            for plan in plans(own[name], ("out", "y"))
            if plan.wants("y")
        ]
        costs.sort(key=lambda plan: plan.wants("l2") is not gradient.wants("l2"))
        steps = [
            plan
            for name in named(own, "step")
            for plan in plans(own[name], ("w", "b", "x", "y", "eta"))
            if plan.wants("w", "network") and plan.wants("x", "pairs", "dw", "grads")
        ]
        unnamed = {
            name: plan
            for name, function in own.items()
            if roles.kind(name) is None
            for plan in itertools.islice(plans(function, ("w", "b", "x", "out", "y")), 1)
            if plan.wants("y", "pairs") and plan.wants("w", "network")
        }
        cost, step = (next(iter(found), None) for found in (costs, steps))
        return cls(forwards[:3], cost, step, unnamed)

    def calls(self, gradient: Plan, extra: frozenset[str]) -> Iterator[Calls]:
        """With each of the forward functions, or without."""
        first = gradient.wants(*FORWARD_RESULTS) or not gradient.wants("x", "pairs")
        for forward in self.forwards or [None]:
            yield Calls(gradient, forward, self.cost, self.step, first, extra)


def extras(plan: Plan) -> list[frozenset[str]]:
    """Ways to name activations, where the function takes them."""
    base = frozenset({"l2", "masks"})
    if not plan.wants("activation"):
        return [base]
    required = any(a.required for a in plan.arguments if a.role and a.role.name == "activation")
    ways = [base | {"activation"}, base | {"activation", "hidden name"}]
    return ways if required else [base, *ways]


def layouts_of(plan: Plan, biases: bool, form: Form | None) -> list[Layout]:
    """All layouts that make sense for a function, the commonest first."""
    if form is NEURONS:
        return [Layout(kind="lists")]
    only_pairs = plan.wants("pairs") and not plan.wants("x")
    shapes = SINGLE if only_pairs else (*BATCHED, *SINGLE)
    labels = [True, False] if says_labels(plan) else [False]
    vectors = B if biases else B[:1]
    return [
        Layout(w=w, b=b, x=x, kind=kind, dtype=dtype, labels=label)
        for kind, dtype in kinds_of(plan.function)
        for label, w, x, b in itertools.product(labels, W, shapes, vectors)
        if not (kind == "lists" and b == B[2] and x in (SINGLE[1], BATCHED[1]))
    ]


def says_labels(plan: Plan) -> bool:
    return any("label" in argument.name.lower() for argument in plan.arguments)


def modules_of(names: dict[str, Any]) -> set[str]:
    """The packages that a file imported; an adapter's are those of the learner's file too."""
    found: set[str] = set()
    for name, thing in names.items():
        if isinstance(thing, ModuleType):
            found.add(thing.__name__.split(".")[0])
            if name == "learner":
                found |= modules_of(vars(thing))
    return found


def kinds_of(function: Callable[..., Any]) -> list[tuple[str, str]]:
    """The kinds of arrays, with their dtypes, that a function's file can be expected to use."""
    modules = modules_of(getattr(function, "__globals__", {}))
    if "torch" in modules:
        return [("torch", "float64"), ("torch", "float32"), ("numpy", "float64")]
    if "jax" in modules:
        return [("jax", "float64"), ("numpy", "float64")]
    if "numpy" in modules:
        return [("numpy", "float64"), ("lists", "float64")]
    return [("lists", "float64"), ("numpy", "float64")]
