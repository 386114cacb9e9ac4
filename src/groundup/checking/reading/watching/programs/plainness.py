"""What is simpler than what a program trains with, where it brings that along itself.

A step of Adam's says little of the gradient, and an absolute error little of the slopes. Where a
module defines plain gradient descent beside such an optimiser, or a squared error beside such a
cost, a program can be run with these instead: all else in it stays as it is.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from groundup.checking.names.vocabulary import OTHER_STEP, PLAIN_STEP

INSTEAD = "__instead__"
ADAPTIVE = re.compile(r" for (ada|nadam|rms_?prop|amsgrad)", re.IGNORECASE)
ASTRAY = (
    "The gradients were looked at with a plain step in the place of its own optimiser's, which is "
    "not as it should be: "
)
KINDS = (  # (the plain one, others): patterns of names
    (PLAIN_STEP, OTHER_STEP),
    (r"^(mse|mean_?squared_?error|quadratic)\w*$", r"^(mae|\w*absolute|huber|log_?cosh)\w*$"),
)


def pairs(tree: ast.Module) -> dict[str, str]:
    """The names of others that a module defines, each with that of the plain one beside it; of
    costs only classes, which have their slope with them."""
    found: dict[str, str] = {}
    for (plain, other), kinds in zip(
        KINDS, ((ast.ClassDef, ast.FunctionDef), (ast.ClassDef,)), strict=True
    ):
        for kind in kinds:
            names = [node.name for node in tree.body if isinstance(node, kind)]
            simple = [name for name in names if re.search(plain, name.lower())]
            others = [name for name in names if re.search(other, name.lower())]
            found |= dict.fromkeys(others, simple[0]) if simple else {}
    return found


def simplified(tree: ast.Module) -> ast.Module:
    """`tree`, which is changed: once both are defined, the plain one is in the other's place."""
    tree.body = list(with_plain(tree.body, pairs(tree)))
    return ast.fix_missing_locations(tree)


def with_plain(body: list[ast.stmt], waiting: dict[str, str]) -> Iterator[ast.stmt]:
    defined: set[str] = set()
    for node in body:
        yield node
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            defined.add(node.name)
            ready = {one for one, plain in waiting.items() if {one, plain} <= defined}
            for name in sorted(ready):
                plain = waiting.pop(name)
                put = ast.parse(f"{name} = {INSTEAD}({plain}, {name})").body[0]
                yield ast.copy_location(put, node)


class Instead:
    """Puts `plain` into the place of `other`, of optimisers only while it is `on`, and remembers
    what was used so."""

    def __init__(self) -> None:
        self.used: dict[str, None] = {}
        self.on = True

    def off(self) -> None:
        """From now on, the program's own optimiser is used."""
        self.on = False
        self.used.clear()

    def __call__(self, plain: Any, other: Any) -> Any:
        if not self.on and re.search(KINDS[0][1], other.__name__.lower()):
            return other

        def arguments(*given: Any, **named: Any) -> dict[str, Any]:
            self.used[f"{plain.__name__} for {other.__name__}"] = None
            return fitting(plain, other, given, named)

        if isinstance(plain, type):
            return as_class(plain, other, arguments)
        return lambda *given, **named: plain(**arguments(*given, **named))


def as_class(plain: type, other: type, arguments: Callable[..., dict[str, Any]]) -> type:
    def make(self: Any, *given: Any, **named: Any) -> None:
        plain.__init__(self, **arguments(*given, **named))

    return type(other.__name__, (plain,), {"__init__": make, "__module__": plain.__module__})


def fitting(
    plain: Any, other: Any, given: tuple[Any, ...], named: dict[str, Any]
) -> dict[str, Any]:
    """Those of the arguments for `other` that `plain` takes too."""
    bound = inspect.signature(other).bind(*given, **named)
    loose = inspect.Parameter.VAR_KEYWORD
    wanted = inspect.signature(plain).parameters
    takes_all = any(one.kind == loose for one in wanted.values())
    explicit = dict(bound.arguments)
    for name, one in inspect.signature(other).parameters.items():
        if one.kind == loose:
            explicit |= explicit.pop(name, {})
    bound.apply_defaults()
    defaults = {name: value for name, value in bound.arguments.items() if name in wanted}
    return {k: v for k, v in (defaults | explicit).items() if takes_all or k in wanted}
