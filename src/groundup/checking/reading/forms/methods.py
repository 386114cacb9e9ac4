"""The methods of a learner's class: which give a gradient, outputs, a cost, a step."""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from groundup.checking.model.offered import Offered
from groundup.checking.names import roles
from groundup.checking.names.arguments import Plan, plans
from groundup.checking.names.roles import Role
from groundup.checking.reading.forms.calls import FORWARD_RESULTS
from groundup.checking.reading.forms.results import returned_names
from groundup.checking.reading.uses import tree

PRODUCTS = ("dot", "matmul", "einsum", "tensordot", "inner")


def networks(offered: Offered) -> list[tuple[str, Any]]:
    """The classes, or the one thing that is to be checked, with methods that learn."""
    names = [offered.only] if offered.only else list(offered.names)
    found = []
    for name in names:
        thing = offered.names.get(name)
        owner = thing if isinstance(thing, type) else type(thing)
        if not isinstance(thing, type) and not offered.only:
            continue
        if thing is None or issubclass(owner, (BaseException, tuple)):
            continue
        kinds = {kind_of(method, getattr(owner, method)) for method in methods_of(owner)}
        if kinds & {"gradient", "step"}:
            found.append((name, thing))
    return found


def methods_of(owner: type) -> list[str]:
    """Those that the learner wrote, in their order."""
    own = [base for base in owner.__mro__ if base.__module__ == owner.__module__]
    names = [name for base in own for name, thing in vars(base).items() if callable_in(thing)]
    return [name for name in dict.fromkeys(names) if name == "__call__" or name[:2] != "__"]


def callable_in(thing: Any) -> bool:
    return callable(thing) or isinstance(thing, (staticmethod, classmethod))


def kind_of(name: str, method: Any) -> str | None:
    """What a method is for; one called `loss` gives gradients where it returns them too."""
    found = roles.kind(name)
    if found == "cost" and any(map(is_gradients, returned_names(method))):
        return "gradient"
    return found


def is_gradients(name: str) -> bool:
    role = roles.role(name)
    return role is not None and role.name in ("grads", "dw")


def plan_is_gradient(plan: Plan) -> bool:
    return kind_of(plan.name, plan.function) == "gradient"


def gradients(
    methods: dict[str, Any], others: dict[str, Plan], data: bool
) -> Iterator[tuple[Plan, bool]]:
    """Methods that may give a gradient, and whether a forward pass has to come first."""
    for kind in ("gradient", "step"):
        for name in sorted(methods, key=lambda name: step_order(name) if kind == "step" else 0):
            if kind_of(name, methods[name]) != kind:
                continue
            for plan in plans(methods[name], ("x", "y")):
                if plan.wants("dw", "db", "grads"):
                    continue
                if plan.wants("x", "pairs") and not plan.wants(*FORWARD_RESULTS):
                    yield plan, False
                if "outputs" in others and (kind == "gradient" or plan.wants(*FORWARD_RESULTS)):
                    yield plan, True
                elif data and kind == "gradient":
                    yield plan, False


def step_order(name: str) -> int:
    words = (("mini_batch", "minibatch", "batch"), ("step", "update"), ("train", "learn"))
    return next((i for i, some in enumerate(words) if any(w in name.lower() for w in some)), 3)


def others_of(methods: dict[str, Any], data: bool) -> dict[str, Plan]:
    """The methods for outputs, cost and step, where there are any."""
    found: dict[str, Plan] = {}
    for name in sorted(methods, key=lambda name: ("forward" not in name.lower(), step_order(name))):
        kind = kind_of(name, methods[name])
        for plan in plans(methods[name], ("x", "y")):
            plan = of_outputs(plan, methods) if kind == "cost" else plan
            fits = {
                "outputs": (plan.wants("x") or data) and not plan.wants("y"),
                "cost": plan.wants("y", "pairs"),
                "step": True,
            }
            known = found.get(kind or "")
            if kind in fits and fits[kind] and (known is None or is_surer(plan, known)):
                found[kind] = plan
    return found


def of_outputs(plan: Plan, methods: dict[str, Any]) -> Plan:
    """A cost, of outputs where it computes none of its inputs: it calls nothing but NumPy, and
    multiplies nothing with weights."""
    nodes = [*ast.walk(tree(plan.function))]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    products = any(isinstance(node, ast.MatMult) for node in nodes)
    if products or len(nodes) < 2 or not all(is_plain(one, methods) for one in calls):
        return plan
    told = {"x": Role("out"), "a": Role("a")}
    arguments = (
        one._replace(role=told["a" if one.name == "a" else "x"]) if one.role == Role("x") else one
        for one in plan.arguments
    )
    return plan._replace(arguments=tuple(arguments))


def is_plain(called: ast.expr, methods: dict[str, Any]) -> bool:
    """Whether it is a function of Python's, of NumPy's, or what arrays have, and no product."""
    if isinstance(called, ast.Name):
        return hasattr(builtins, called.id)
    words = ast.unparse(called).split(".")
    of_numpy = words[0] in ("np", "numpy", "math") or hasattr(np.ndarray, words[-1])
    return of_numpy and words[-1] not in {*methods, *PRODUCTS}


def cost_beside(gradient: Plan, methods: dict[str, Any], others: dict[str, Plan]) -> Plan | None:
    """The method for the cost that goes with a gradient: with L2 where that has some."""
    known = others.get("cost")
    if known is None or not gradient.wants("l2") or known.wants("l2"):
        return known
    every = (
        plan
        for name, method in methods.items()
        if kind_of(name, method) == "cost"
        for plan in plans(method, ("x", "y"))
        if plan.wants("l2") and plan.wants("y", "pairs") and not plan.guessed
    )
    return next(every, known)


def is_surer(plan: Plan, other: Plan) -> bool:
    """Whether the names of its arguments say that it is a step on samples or gradients, and those
    of the other say nothing: `train(rounds)`, which may find its samples by itself."""
    given = plan.wants("x", "pairs", "dw", "db", "grads")
    return other.guessed and not plan.guessed and given


def unnamed(methods: dict[str, Any], data: bool) -> dict[str, Plan]:
    """Those whose names say nothing, and that are given what a cost is."""
    return {
        name: plan
        for name, method in methods.items()
        if kind_of(name, method) is None
        for plan in itertools.islice(plans(method, ("x", "y")), 1)
        if plan.wants("y", "pairs") or (data and not plan.arguments)
    }
