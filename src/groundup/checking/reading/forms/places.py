"""Where an instance of a learner's class keeps its weights and biases: found by their shapes.

They may be in lists, in dicts (`self.params["W1"]`), or in attributes of their own (`self.W1`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array
from groundup.checking.names.roles import quantity
from groundup.checking.reading.forms.layouts import B, Layout, W, numbers
from groundup.checking.reading.forms.objects import Path, attributes, dtype_of, follow, kind_of, put
from groundup.checking.reading.forms.results import array_of, number

SHAPES = {B[0]: lambda n: (n,), B[1]: lambda n: (n, 1), B[2]: lambda n: (1, n)}


class Leaf(NamedTuple):
    path: Path
    array: Array
    family: str  # the attribute it is in; "" for attributes of their own
    says: str | None  # "w" or "b", where a name tells


class Places(NamedTuple):
    """Where the parameters of each layer are, and in which layout: a matrix and a vector, or a
    row and a number for each neuron."""

    w: list[list[Path]]
    b: list[list[Path]]  # empty where there are none
    layout: Layout

    def read(self, instance: Any) -> tuple[list[Array], list[Array]]:
        """Weights and biases in groundup's shapes."""
        w, b = (
            [[numbers(follow(instance, path)) for path in paths] for paths in every if paths]
            for every in (self.w, self.b)
        )
        take_w, take_b = self.layout.take_w, self.layout.take_b
        return (
            [take_w(one[0] if one[0].ndim == 2 else np.array(one)) for one in w],
            [take_b(one[0]) if one[0].ndim else np.array(one) for one in b],
        )

    def write(self, instance: Any, w: Sequence[Array], b: Sequence[Array]) -> None:
        """The numbers in the learner's own types; in its own arrays where they can be, since it may
        keep these under other names too."""
        plain, parts = self.layout._replace(kind="numpy"), list[tuple[Path, Array]]()
        for rows, biases, wl, bl in zip(self.w, self.b or [[]] * len(w), w, b, strict=True):
            whole = numbers(follow(instance, rows[0])).ndim == 2
            parts += zip(rows, [plain.give_w(wl)] if whole else wl, strict=True)
            parts += zip(biases, [plain.give_b(bl)] if whole else bl, strict=False)
        there = [follow(instance, path) for path, _ in parts]
        inside = not any(itertools.starmap(overlap, itertools.combinations(there, 2)))
        for path, part in parts:
            put(instance, path, part, inside)


def overlap(one: Any, other: Any) -> bool:
    arrays = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
    return one is other or (arrays and np.may_share_memory(one, other))


def leaves(instance: Any) -> Iterator[Leaf]:
    """All arrays that may be parameters: gradients, momenta and the like are left out."""
    for name, value in attributes(instance).items():
        says = quantity(name)[0]
        if says not in ("w", "b", None):
            continue
        array = array_of(value)
        if array is not None and array.ndim in (1, 2) and not isinstance(value, tuple):
            yield Leaf((name,), array, "", says)
            continue
        for key, part in items(value):
            inner = quantity(key)[0] if isinstance(key, str) else None
            array = array_of(part)
            if array is not None and array.ndim in (1, 2) and inner in ("w", "b", None):
                yield Leaf((name, key), array, name, inner or says)


def items(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return sorted(value.items(), key=lambda item: number(item[0]) or 0)
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0):
        return list(enumerate(value))
    return []


def find_places(instance: Any, sizes: Sequence[int]) -> Places | None:
    """Where the parameters of a network with these sizes are; None where there are no weights."""
    found = list(leaves(instance))
    families = list(dict.fromkeys(leaf.family for leaf in found))
    families.sort(key=lambda family: not any(l.says == "w" for l in found if l.family == family))
    for family, orientation in itertools.product(families, W):
        turned = orientation == W[1]
        shapes = [(i, o) if turned else (o, i) for i, o in itertools.pairwise(sizes)]
        w = matched([l for l in found if l.family == family and l.says != "b"], shapes)
        if w is None:
            continue
        b, standing = biases_of(found, w, sizes)
        first = follow(instance, w[0])
        layout = Layout(w=orientation, b=standing, kind=kind_of(first), dtype=dtype_of(first))
        return Places([[path] for path in w], [[path] for path in b], layout)
    return None


def biases_of(found: list[Leaf], w: list[Path], sizes: Sequence[int]) -> tuple[list[Path], str]:
    rest = [leaf for leaf in found if leaf.path not in w and leaf.says != "w"]
    rest.sort(key=lambda leaf: leaf.says != "b")
    families = list(dict.fromkeys(leaf.family for leaf in rest))
    for family, standing in itertools.product(families, B):
        shapes = [SHAPES[standing](n) for n in sizes[1:]]
        b = matched([leaf for leaf in rest if leaf.family == family], shapes)
        if b is not None:
            return b, standing
    return [], B[0]


def matched(found: list[Leaf], shapes: Sequence[tuple[int, ...]]) -> list[Path] | None:
    """A leaf for each shape, in their order, or, where they are in another, by shape alone."""
    rest, paths = list(found), []
    for shape in shapes:
        place = next((i for i, leaf in enumerate(rest) if leaf.array.shape == shape), None)
        if place is None:
            return None
        paths.append(rest.pop(place).path)
    return paths


def own_sizes(instance: Any) -> tuple[int, ...] | None:
    """The sizes of a network that chose them itself: the longest chain of matrices that fit."""
    found = list(leaves(instance))
    best: tuple[int, ...] | None = None
    for family in dict.fromkeys(leaf.family for leaf in found):
        matrices = [
            leaf.array.shape
            for leaf in found
            if leaf.family == family and leaf.array.ndim == 2 and leaf.says != "b"
        ]
        named = [
            leaf.array.shape
            for leaf in found
            if leaf.family == family and leaf.array.ndim == 2 and leaf.says == "w"
        ]
        for chain in (named, matrices, [shape for shape in matrices if min(shape) > 1]):
            for turned in (False, True):
                sizes = chained(chain, turned)
                if sizes and (best is None or len(sizes) > len(best)):
                    best = sizes
    return best


def chained(shapes: list[tuple[int, ...]], turned: bool) -> tuple[int, ...] | None:
    """(n_0, …, n_L) where each of these (n_out, n_in) takes what the one before puts out."""
    pairs = [shape if turned else shape[::-1] for shape in shapes]
    if not pairs or any(first[1] != second[0] for first, second in itertools.pairwise(pairs)):
        return None
    return (pairs[0][0], *(out for _, out in pairs))
