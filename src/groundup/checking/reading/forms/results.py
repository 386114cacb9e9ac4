"""Gradients found in whatever a learner's code returned, or left in its attributes.

`(dw, db)` or `(db, dw)`, with costs and deltas among them; a list of pairs; a dict or an object
with names; `dW1, db1, dW2, db2` one by one. Names tell first, then shapes.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundup.checking.model.answers import Array
from groundup.checking.names.roles import quantity
from groundup.checking.reading.forms.layouts import flat, numbers

Named = tuple[str | None, Any]
NUMERIC = (TypeError, ValueError, RuntimeError)  # what `numbers` raises where there are none


@dataclass
class Found:
    """In the learner's own shapes: lists of an array a layer."""

    dw: list[Array] | None = None
    db: list[Array] | None = None
    delta: list[Array] | None = None
    outputs: Array | None = None
    cost: float | None = None
    last_first: bool | None = None  # where arrays came one by one: the last layer's before others

    def fit(self, sizes: Sequence[int]) -> int:
        """How many of dw and db have the right number of dimensions and numbers."""
        return fitting(self.dw or [], "dw", sizes) + fitting(self.db or [], "db", sizes)


def fitting(arrays: list[Array], name: str, sizes: Sequence[int]) -> int:
    """How many of a list's arrays could be what `name` says."""
    pairs = itertools.pairwise(sizes)
    return sum(fits(a, name, i, o) for a, (i, o) in zip(arrays, pairs, strict=False))


def fits(array: Array, name: str, n_in: int, n_out: int) -> bool:
    if name == "dw":
        return array.ndim == 2 and sorted(array.shape) == sorted((n_in, n_out))
    return array.size == n_out and flat(array).ndim == 1


def harvest(
    value: Any, names: Sequence[str], sizes: Sequence[int], last_first: bool | None = None
) -> Found:
    """What is in `value`; `names` are those of a returned tuple's parts, as far as they are known,
    `sizes` the network's; `last_first` is the order of arrays one by one, where it is known."""
    if value is None:
        return Found()
    parts = parts_of(value, names)
    one_by_one = from_arrays(parts, sizes, last_first)
    readings = [from_lists(parts, sizes), from_pairs(value, sizes), one_by_one]
    if isinstance(value, dict) and {quantity(str(name))[0] for name in value} <= {"w", "b"}:
        # gradients by the parameters' own names
        readings.insert(1, from_lists([(f"d{name}", part) for name, part in parts], sizes))
    elif isinstance(value, (list, tuple)):  # a dict of them beside the cost
        inner = [harvest(part, [], sizes) for _, part in parts if isinstance(part, dict)]
        readings += [replace(one, cost=one.cost or readings[0].cost) for one in inner]
    readings = [summed(found, sizes) for found in readings]
    return max(readings, key=lambda found: (found.fit(sizes), bool(found.dw), bool(found.db)))


def summed(found: Found, sizes: Sequence[int]) -> Found:
    """With the sum over the samples, where each has gradients of its own: (m, n_out, n_in), and
    those of biases (m, n_out)."""
    dw, db, pairs = found.dw or [], found.db or [], list(itertools.pairwise(sizes))
    counts = {array.shape[0] for array in dw if array.ndim == 3}
    if len(counts) != 1 or len(dw) != len(pairs):
        return found
    m = counts.pop()
    whole = all(a.ndim == 3 and fits(a[0], "dw", *pair) for a, pair in zip(dw, pairs, strict=True))
    each = [a.shape[:1] == (m,) and a.size == m * n for a, n in zip(db, sizes[1:], strict=False)]
    if not whole or not all(each):
        return found
    totals = [[array.sum(axis=0) for array in arrays] for arrays in (dw, db)]
    return replace(found, dw=totals[0], db=totals[1] or found.db)


def harvest_attributes(thing: Any, sizes: Sequence[int]) -> Found:
    """What an object's attributes say by their names that they are; also a dict of gradients in
    one of them."""
    parts = parts_of(thing)
    found = from_lists(parts, sizes, named_only=True)
    for name, part in parts:
        if found.dw is None and isinstance(part, dict) and name:
            says_gradient = re.search(r"grad|nabla|deriv|^d_?params", name.lower())
            inner = from_lists(parts_of(part), sizes, named_only=not says_gradient)
            if says_gradient and inner.dw is None:
                inner = from_lists([(f"d{key}", value) for key, value in part.items()], sizes)
            if inner.dw is not None:
                found.dw, found.db = inner.dw, inner.db
    return found


def parts_of(value: Any, names: Sequence[str] = ()) -> list[Named]:
    """The parts of a tuple, list, dict or object with their names."""
    if isinstance(value, dict):
        return [(str(name), part) for name, part in value.items()]
    if hasattr(value, "_asdict"):
        return list(value._asdict().items())
    if isinstance(value, (list, tuple)):
        if len(names) != len(value):
            names = [""] * len(value)
        return [(name or None, part) for name, part in zip(names, value, strict=True)]
    if hasattr(value, "__dict__") and not hasattr(value, "shape"):
        return list(vars(value).items())
    return [(None, value)]


def layered(thing: Any, sizes: Sequence[int]) -> list[Array] | None:
    """An array a layer, from a list, a dict or a stack of them; a nothing before the first, for
    the inputs, is left out."""
    count = len(sizes) - 1
    if isinstance(thing, dict):
        numbered = sorted((number(key), key) for key in thing if number(key) is not None)
        thing = [thing[key] for _, key in numbered]
    if isinstance(thing, np.ndarray) and thing.dtype != object:
        stacked = len(set(sizes)) == 1 and thing.ndim in (2, 3) and len(thing) == count
        thing = list(thing) if stacked else None
    if not isinstance(thing, (list, tuple, np.ndarray)):
        return None
    if len(thing) == count + 1 and empty(thing[0]):
        thing = thing[1:]
    if len(thing) != count:
        return None
    try:
        return [numbers(part) for part in thing]
    except NUMERIC:
        return None


def empty(thing: Any) -> bool:
    return thing is None or (isinstance(thing, (list, tuple, int)) and not thing)


def number(key: Any) -> int | None:
    if isinstance(key, int):
        return key
    return quantity(key)[1] if isinstance(key, str) else None


def array_of(thing: Any) -> Array | None:
    try:
        return numbers(thing)
    except NUMERIC:
        return None


def from_lists(parts: Sequence[Named], sizes: Sequence[int], named_only: bool = False) -> Found:
    """Parts that are an array a layer, or numbered ones; and single arrays and numbers."""
    found = Found()
    numbered: dict[str, dict[int, Array]] = {"dw": {}, "db": {}, "delta": {}}
    unnamed: list[list[Array]] = []
    for name, part in parts:
        what, index = quantity(name) if name else (None, None)
        if index is not None and what in numbered:
            if (array := array_of(part)) is not None:
                numbered[what][index] = array
        elif (arrays := layered(part, sizes)) is not None:
            if what in numbered:
                setattr(found, what, getattr(found, what) or arrays)
            elif not named_only and what not in ("skip", "cost"):
                unnamed.append(arrays)
        elif index is None:
            single(found, what, part, named_only)
    for what, arrays in numbered.items():
        count = len(sizes) - 1
        if what != "delta" and max(arrays, default=0) == count:  # layers left out: nothing came
            arrays = {l: np.zeros(0) for l in range(1, count + 1)} | arrays
        if len(arrays) == count and getattr(found, what) is None:
            setattr(found, what, [arrays[index] for index in sorted(arrays)])
    by_shape(found, unnamed, sizes)
    return found


def single(found: Found, what: str | None, part: Any, named_only: bool) -> None:
    """A part that is one array or one number: outputs or a cost."""
    array = array_of(part)
    if array is None or (named_only and what is None):
        return
    if array.ndim == 0 and what in (None, "cost"):
        found.cost = float(array)
    elif array.ndim and what in (None, "outputs"):
        found.outputs = array


def by_shape(found: Found, lists: list[list[Array]], sizes: Sequence[int]) -> None:
    """Gives `found` what it lacks from `lists` without telling names: dw is the one with the
    shapes of weights, db the one with those of biases; else the first, and the next."""
    for what in ("dw", "db"):
        if getattr(found, what) is None and lists:
            best = max(lists, key=lambda arrays: fitting(arrays, what, sizes))
            setattr(found, what, best)
            lists = [arrays for arrays in lists if arrays is not best]
    if found.delta is None and lists and lists[0][0].ndim:
        found.delta = lists[0]


def from_pairs(value: Any, sizes: Sequence[int]) -> Found:
    """A pair, dict or object a layer: a weight gradient and a bias gradient."""
    if not isinstance(value, (list, tuple)) or len(value) != len(sizes) - 1:
        return Found()
    dw, db = [], []
    for layer, n_in, n_out in zip(value, sizes, sizes[1:], strict=False):
        parts = [] if hasattr(layer, "shape") else parts_of(layer)
        named = {quantity(name)[0]: part for name, part in parts if name}
        pair = [named.get("dw", named.get("w")), named.get("db", named.get("b"))]
        if pair[0] is None and pair[1] is None:
            if len(parts) != 2:
                return Found()
            pair = [part for _, part in parts]
        arrays = [array_of(part) for part in pair]
        if arrays[0] is None or arrays[1] is None:
            return Found()
        swapped = fits(arrays[1], "dw", n_in, n_out) and fits(arrays[0], "db", n_in, n_out)
        dw.append(arrays[1] if swapped else arrays[0])
        db.append(arrays[0] if swapped else arrays[1])
    return Found(dw=dw, db=db)


def from_arrays(
    parts: Sequence[Named], sizes: Sequence[int], last_first: bool | None = None
) -> Found:
    """`dw1, db1, dw2, db2` or `dw1, dw2, db1, db2` without telling names, first or last layer
    first: by their shapes, where it is not known."""
    arrays = [array_of(part) for _, part in parts]
    arrays = [array for array in arrays if array is not None and array.ndim]
    if len(arrays) < 2 * (len(sizes) - 1):
        return Found()
    forwards, backwards = in_order(arrays, sizes), in_order(arrays[::-1], sizes)
    if last_first is None:
        found = max((forwards, backwards), key=lambda found: found.fit(sizes))
        return replace(found, last_first=order_in(arrays, found.dw or []))
    return backwards if last_first else forwards


def order_in(arrays: list[Array], dw: list[Array]) -> bool | None:
    """Whether the last layer's gradient comes before the first's; None where shapes do not tell."""
    shapes = [tuple(sorted(array.shape)) for array in dw]
    if len(shapes) < 2 or len(set(shapes)) < len(shapes):
        return None
    places = [next(i for i, one in enumerate(arrays) if one is array) for array in dw]
    return places == sorted(places, reverse=True)


def in_order(arrays: list[Array], sizes: Sequence[int]) -> Found:
    rest, taken = list(arrays), {"dw": [], "db": []}
    for n_in, n_out in itertools.pairwise(sizes):
        for what, into in taken.items():
            place = next((i for i, a in enumerate(rest) if fits(a, what, n_in, n_out)), None)
            if place is None:
                return Found()
            into.append(rest.pop(place))
    return Found(dw=taken["dw"], db=taken["db"])


def returned_names(function: Callable[..., Any]) -> list[str]:
    """The names in `return nabla_b, nabla_w`; empty where there is no such statement."""
    return _returned_names(getattr(function, "__func__", function))


@functools.cache
def _returned_names(function: Callable[..., Any]) -> list[str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return []
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, (ast.Tuple, ast.List)):
            return [name_of(part) for part in node.value.elts]
    return []


def name_of(node: ast.expr) -> str:
    """`dw` of `dw`, `self.dw`, `dw / m` and `np.array(dw)`; "" where there is no one name."""
    names = [
        part.attr if isinstance(part, ast.Attribute) else part.id
        for part in ast.walk(node)
        if isinstance(part, (ast.Name, ast.Attribute))
    ]
    telling = [
        name for name in names if quantity(name)[0] in ("dw", "db", "delta", "cost", "outputs")
    ]
    return telling[0] if telling else names[0] if len(names) == 1 else ""
