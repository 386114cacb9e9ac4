"""Dropout whose mask the code draws itself.

A layer of its own is asked for the way of ones, forwards and backwards: both are its mask. A mask
that is drawn in the middle of other code cannot be known, and then its way back is not checked.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Array, Finding
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms import components

DRAWS = {"rand", "random", "random_sample", "uniform", "ranf", "binomial", "bernoulli"}
SAID = re.compile(r"mask|drop|keep|retain", re.I)


def dropout(offered: Offered) -> Iterator[Finding]:
    """What is wrong with it, or that it was not checked; nothing where there is none."""
    for name, thing in offered.names.items():
        if not (inspect.isroutine(thing) or isinstance(thing, type)) or not draws_a_mask(thing):
            continue
        yield from of_layer(name, thing) if isinstance(thing, type) else [unknown(name)]


def unknown(name: str) -> Finding:
    message = "draws a dropout mask, and whether it comes back in the gradient was not checked"
    return Finding("left out", f"{name} {message}")


def draws_a_mask(thing: Any) -> bool:
    """Whether some function in it compares random numbers, or draws 0 and 1, for what is named as
    a mask."""
    try:
        text = textwrap.dedent(inspect.getsource(thing))
        tree = ast.parse(text) if SAID.search(text) else ast.Module([], [])
    except (OSError, TypeError, SyntaxError):
        return False
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return any(any(map(is_mask, ast.walk(one))) and names_it(one) for one in functions)


def is_mask(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
        return any(called(call) in DRAWS for call in calls)
    return isinstance(node, ast.Call) and called(node) in ("binomial", "bernoulli")


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def names_it(node: ast.AST) -> bool:
    words = {getattr(part, key, "") for part in ast.walk(node) for key in ("id", "attr", "arg")}
    return any(SAID.search(word) for word in words if isinstance(word, str))


def of_layer(name: str, kind: type) -> Iterator[Finding]:
    """Nothing where it is a right layer of dropout."""
    forth, back = next(ones_there_and_back(kind), (None, None))
    if forth is None or back is None:
        yield unknown(name)
    elif np.allclose(back, 1.0):
        yield Finding("mask missing", f"{name}.backward lets everything pass, without its mask")
    elif np.allclose(back, forth > 0.0) and not np.allclose(back, forth):
        words = "does not scale its mask as the forward pass does"
        yield Finding("mask not scaled", f"{name}.backward {words}")
    elif not np.allclose(back, forth):
        yield unknown(name)


def told_too(backward: Callable[..., Any], told: tuple[bool, ...]) -> dict[str, bool]:
    """That it trains, where the way back wants to know it as well."""
    names = [p.name for p in arguments.parameters(backward)] if told else []
    return {name: True for name in names if roles.means(name, "training")}


def ones_there_and_back(kind: type) -> Iterator[tuple[Array, Array]]:
    ones = np.ones((16, 12))
    for given in ((), (0.5,)):
        for told in ((), (True,)):
            try:
                layer = kind(*given)
                forward = components.method(layer, components.FORWARD)
                backward = components.method(layer, components.BACKWARD)
                if forward is None or backward is None:
                    return
                forth = components.given(layer, forward(ones.copy(), *told))
                forth = np.asarray(forth, dtype=float)
                back = components.sent(layer, backward(ones.copy(), **told_too(backward, told)))
                back = back[0] if isinstance(back, tuple) and back else back  # and no gradients
                back = np.asarray(back, dtype=float)
            except RAISED:  # it wants other arguments
                continue
            if forth.shape == back.shape == ones.shape and np.unique(forth).size == 2:
                yield forth, back
