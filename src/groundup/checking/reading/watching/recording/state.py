"""The numbers that a program keeps, wherever it keeps them: every one at its path.

From names in scope, through attributes, lists and dictionaries, to arrays, nested lists of numbers
and single numbers. Rows that stand in objects of their own (a neuron's weights) are read and
written together, as are the first and the second halves of a list of pairs.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from groundup.checking.reading.watching.recording.tensors import array_of, filled, is_tensor

Array = np.ndarray
Step = tuple[str, Any]  # ("name", "net"), ("attribute", "w"), ("item", 0), ("every", None)
Place = tuple[Step, ...]
DEPTH, WIDTH, LARGEST = 7, 600, 20_000_000
MANY = 40  # vectors that are samples, or a layer's neurons
SMALL = 1000  # numbers that are copied each time


class Options(types.SimpleNamespace):
    """An object of settings that the check made."""


@dataclass(frozen=True)
class Leaf:
    """Numbers at a path; `array` is a copy."""

    path: Place
    array: Array
    whole: bool  # whether they are integers

    def __str__(self) -> str:
        return spelled(self.path)


def spelled(path: Place) -> str:
    """self.layers[0].w"""
    words = {
        "attribute": ".{}",
        "item": "[{!r}]",
        "every": "[…]",
        "name": "{}",
        "piece": "[{0[0]}:{0[1]}]",
        "group": "{}",
    }
    return "".join(words[kind].format(key) for kind, key in path)


def pattern(path: Place) -> Place:
    """The same for what is kept alike: layers[0].w and layers[1].w, w1 and w2."""
    return tuple(
        (kind, None if isinstance(key, int) else str(key).rstrip("0123456789"))
        for kind, key in path
    )


def nearest(places: Mapping[Place, Place]) -> list[Place]:
    """Of what is kept alike, as in a list of batches, that which shares most of another's path."""
    near = [(pattern(one), common(one, other), one) for one, other in places.items()]
    most = dict(sorted(((kind, count) for kind, count, _ in near), key=itemgetter(1)))
    return [one for kind, count, one in near if count == most[kind]]


def common(path: Place, other: Place) -> int:
    """How many steps they begin with alike."""
    unlike = (i for i, both in enumerate(zip(path, other, strict=False)) if both[0] != both[1])
    return next(unlike, min(len(path), len(other)))


def siblings(places: Collection[Place], found: Mapping[Place, Leaf]) -> list[Place]:
    """Matrices that are kept as those of these places are, and are none of them. That of a single
    output tells so where it is numbered, as in a list or in `W2`."""
    shapes = {place: leaf.array.shape for place, leaf in found.items()}
    wide = {place for place, shape in shapes.items() if len(shape) == 2 and min(shape) > 1}
    numbered = {one for one in shapes if len(shapes[one]) == 2 and str(one[-1][1])[-1:].isdigit()}
    patterns = {pattern(place) for place in wide | numbered if place in places}
    beside = {pattern(place) for place in wide if place in places}  # of matrices, and no biases
    narrow = {place for place in numbered if pattern(place) in beside}
    there = (place for place in found if place in wide | narrow and not found[place].whole)
    return [place for place in there if place not in places and pattern(place) in patterns]


class Copies:
    """Copies of arrays, as floats. A large one, such as a program's data, is copied again only
    where it has changed."""

    def __init__(self):
        self.kept: dict[int, tuple[Array, Array]] = {}  # which are alive, so no id is given twice

    def of(self, array: Array) -> Array:
        if array.size < SMALL:
            return array.astype(float)
        _, copy = self.kept.get(id(array), (array, None))
        if copy is None or not np.array_equal(copy, array):
            copy = array.astype(float)
            self.kept[id(array)] = array, copy
        return copy


def leaves(
    roots: Mapping[str, Any], own: Callable[[Any], bool], copies: Copies | None = None
) -> dict[Place, Leaf]:
    """All numbers that are reached from `roots`; `own(thing)` says whether an object is one of the
    learner's, whose attributes are looked at. What is reached twice is there once."""
    seen: set[int] = set()
    copies = copies or Copies()
    found: dict[Place, Leaf] = {}
    for name, value in roots.items():
        for leaf in walk(value, (("name", name),), own, seen, copies):
            found[leaf.path] = leaf
    return found


def walk(
    value: Any, path: Place, own: Callable[[Any], bool], seen: set[int], copies: Copies
) -> Iterator[Leaf]:
    if isinstance(value, (bool, str, bytes, type, types.ModuleType, types.FunctionType)):
        return
    if isinstance(value, (int, float, np.number)):
        yield Leaf(path, np.array(float(value)), isinstance(value, (int, np.integer)))
        return
    if value is None or id(value) in seen or len(path) > DEPTH:
        return
    seen.add(id(value))
    array = None if paired(value) else numbers(value)
    if array is not None:
        yield Leaf(path, copies.of(array), array.dtype.kind in "iub")
        return
    if paired(value):
        for half in (0, 1):
            part = numbers([listed(pair[half]) for pair in value])
            if part is not None:
                yield Leaf(
                    (*path, ("every", None), ("item", half)),
                    part.astype(float),
                    part.dtype.kind in "iu",
                )
        return
    for step, part in inside(value, own):
        yield from walk(part, (*path, step), own, seen, copies)


def inside(value: Any, own: Callable[[Any], bool]) -> Iterator[tuple[Step, Any]]:
    if isinstance(value, dict):
        yield from ((("item", key), part) for key, part in list(value.items())[:WIDTH])
    elif isinstance(value, (list, tuple)) or (
        isinstance(value, np.ndarray) and value.dtype == object
    ):
        yield from ((("item", i), part) for i, part in enumerate(list(value)[:WIDTH]))
    elif isinstance(value, Options) or (own(value) and hasattr(value, "__dict__")):
        yield from ((("attribute", key), part) for key, part in list(vars(value).items())[:WIDTH])


def numbers(value: Any) -> Array | None:
    """An array of a whole rectangular thing of numbers, itself where it is one; else None."""
    if isinstance(value, np.ndarray):
        return np.asarray(value) if value.dtype.kind in "biuf" and value.size <= LARGEST else None
    if is_tensor(value):
        return numbers(array_of(value))
    if isinstance(value, (list, tuple)) and value and (plain(value) or rows(value)):
        try:
            array = np.array(value)
        except ValueError:
            return None
        return array if array.dtype.kind in "biuf" else None
    return None


def plain(value: Any) -> bool:
    """Whether a list holds numbers or lists of them; one of arrays is looked into instead."""
    first = value[0]
    if isinstance(first, (list, tuple)) and first:
        return all(
            type(part) is type(first) and len(part) == len(first) for part in value
        ) and plain(first)
    return all(
        isinstance(part, (int, float, np.number)) and not isinstance(part, bool) for part in value
    )


def rows(value: Sequence[Any]) -> bool:
    """Whether it is many vectors of one length, or pictures that are lists of such, as samples are:
    more than a network has layers."""
    first = value[0]
    line = first[0] if isinstance(first, list) and first else first
    return (
        len(value) > MANY
        and isinstance(line, np.ndarray)
        and line.ndim == 1
        and all(type(one) is type(first) and len(one) == len(first) for one in value)
        and all(one.shape == line.shape for one in (value if line is first else first))
    )


def listed(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) or is_tensor(value) else value


def paired(value: Any) -> bool:
    """Whether it is a list of samples, each with its target."""
    if not isinstance(value, list) or len(value) < 2:
        return False
    if not all(isinstance(one, (list, tuple)) and len(one) == 2 for one in value):
        return False
    shapes = [[np.shape(as_numbers(part)) for part in one] for one in (*value[:3], value[-1])]
    vectors = all(len(shape) in (1, 2) and shape[0] for shape in (one[0] for one in shapes))
    return vectors and all(one == shapes[0] for one in shapes)


def as_numbers(value: Any) -> Any:
    if isinstance(value, (int, float, np.number)):
        return value
    array = numbers(value)
    return array if array is not None else []


def stacks(found: Mapping[Place, Leaf]) -> dict[Place, Leaf]:
    """Rows in objects of their own, put together: layer.neurons[…].weights is a matrix."""
    groups: dict[Place, list[Leaf]] = {}
    for path, leaf in found.items():
        last = max(
            (
                i
                for i, (kind, _) in enumerate(path)
                if kind == "item" and isinstance(path[i][1], int)
            ),
            default=-1,
        )
        if 0 < last < len(path) - 1 and leaf.array.ndim < 2:
            groups.setdefault((*path[:last], ("every", None), *path[last + 1 :]), []).append(leaf)
    return {
        path: Leaf(path, np.stack([one.array for one in group]), all(one.whole for one in group))
        for path, group in groups.items()
        if len({one.array.shape for one in group}) == 1 and group[0].array.size
    }


def written(thing: Any, path: Place, array: Array) -> Any:
    """`thing` with `array` at `path` below it: changed in place where that can be, else a new one.
    Numbers keep the kind of what was there, as far as they are no integers."""
    if not path:
        return like(thing, array)
    (kind, key), rest = path[0], path[1:]
    if kind == "every":
        parts = [written(part, rest, row) for part, row in zip(thing, array, strict=True)]
        if isinstance(thing, (list, np.ndarray)):
            thing[:] = parts
            return thing
        return type(thing)(parts)
    if kind == "attribute":
        setattr(thing, key, written(getattr(thing, key), rest, array))
        return thing
    new = written(thing[key], rest, array)
    if isinstance(thing, tuple):
        return tuple_like(thing, [*thing[:key], new, *thing[key + 1 :]])
    thing[key] = new
    return thing


def like(old: Any, array: Array) -> Any:
    if is_tensor(old):
        return filled(old, array)
    if isinstance(old, np.ndarray):
        if old.dtype.kind == "f" and old.shape == array.shape and old.flags.writeable:
            old[...] = array
            return old
        whole = old.dtype.kind in "iub" and np.array_equal(array, np.round(array))
        new = array.astype(old.dtype if whole and old.dtype.kind != "b" else float).reshape(
            old.shape
        )
        return new.view(type(old)) if isinstance(old, np.matrix) else new
    if isinstance(old, (list, tuple)):
        new = [like(part, row) for part, row in zip(old, array, strict=True)]
        if isinstance(old, list):
            old[:] = new
            return old
        return tuple_like(old, new)
    if isinstance(old, (int, np.integer)) and float(array) == round(float(array)):
        return type(old)(round(float(array)))
    return float(array)


def tuple_like(old: tuple[Any, ...], parts: list[Any]) -> tuple[Any, ...]:
    """A tuple of these, with names where the old one has them."""
    return type(old)(*parts) if hasattr(old, "_fields") else tuple(parts)
