"""What NumPy, and Python, no longer have or do, and programs written before 2024 use."""

from __future__ import annotations

import ast
import contextlib
import functools
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

SINGLE = "__single__"
OLDER = {
    "float": float,
    "int": int,
    "object": object,
    "complex": complex,
    "str": str,
    "float_": np.float64,
    "Inf": np.inf,
    "Infinity": np.inf,
    "infty": np.inf,
    "NaN": np.nan,
    "product": np.prod,
    "cumproduct": np.cumprod,
    "alltrue": np.all,
    "sometrue": np.any,
    "row_stack": np.vstack,
    "round_": np.round,
    "mat": np.asmatrix,
    "asfarray": lambda a, dtype=float: np.asarray(a, dtype),
}


OF_ITERATORS = ("hstack", "vstack", "dstack", "column_stack", "stack")


def of_iterators(stack: Callable[..., Any]) -> Callable[..., Any]:
    """A function of arrays that are given in a list, or one after the other."""

    @functools.wraps(stack)
    def stacked(arrays: Any, *given: Any, **named: Any) -> Any:
        return stack([*arrays] if isinstance(arrays, Iterator) else arrays, *given, **named)

    return stacked


def reshape(array: Any, *given: Any, **named: Any) -> Any:
    """NumPy's, whose `shape` was called `newshape`."""
    if "newshape" in named:
        named["shape"] = named.pop("newshape")
    return np.asanyarray(array).reshape(*(given or (named.pop("shape"),)), **named)


def of_ragged(array: Callable[..., Any]) -> Callable[..., Any]:
    """`np.array`, which made objects of lists and arrays of unlike sizes until 1.24."""

    @functools.wraps(array)
    def made(*given: Any, **named: Any) -> Any:
        try:
            return array(*given, **named)
        except ValueError as error:
            if len(given) != 1 or "dtype" in named or "inhomogeneous" not in str(error):
                raise
            with contextlib.suppress(ValueError):
                return array(*given, **named, dtype=object)
            raise

    return made


def of_any(shape: Callable[..., Any]) -> Callable[..., Any]:
    """`np.shape`, of ragged lists, too."""

    def found(thing: Any) -> Any:
        try:
            return shape(thing)
        except ValueError:
            return shape(np.asarray(thing))

    return found


def restore() -> None:
    """Puts back what is not there, for this process; it means what it meant."""
    np.reshape = reshape
    np.array, np.asarray = of_ragged(np.array), of_ragged(np.asarray)
    np.shape = of_any(np.shape)
    for name in OF_ITERATORS:
        setattr(np, name, of_iterators(getattr(np, name)))
    for name, meaning in OLDER.items():
        if name not in vars(np):
            setattr(np, name, meaning)
    time.__dict__.setdefault("clock", time.process_time)


class Singles(ast.NodeTransformer):
    """`int(y[i])` and `"%d" % y[i]` of an array of one number, which NumPy took until 2.4:
    `int(__single__(y[i]))`"""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        named = isinstance(node.func, ast.Name) and node.func.id in ("int", "float")
        if named and len(node.args) == 1 and not isinstance(node.args[0], ast.Constant):
            node.args = [of_one(node.args[0])]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        self.generic_visit(node)
        match node:
            case ast.BinOp(ast.Constant(str()), ast.Mod(), ast.Tuple(elts=several)):
                several[:] = map(of_one, several)
            case ast.BinOp(ast.Constant(str(text)), ast.Mod()) if not re.search("%[sr]", text):
                node.right = of_one(node.right)
            case _:
                pass
        return node


def of_one(node: ast.expr) -> ast.expr:
    call = ast.Call(ast.Name(SINGLE, ast.Load()), [node], [])
    return ast.fix_missing_locations(ast.copy_location(call, node))


def single(thing: Any) -> Any:
    """The number of an array that has but one."""
    one = isinstance(thing, np.ndarray) and thing.size == 1 and thing.dtype.kind in "biuf"
    return thing.reshape(())[()] if one else thing
