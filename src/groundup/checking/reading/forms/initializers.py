"""A learner's own initializer: what its parameters are called, and how they are held."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms import function_text
from groundup.checking.reading.forms.layouts import B, Layout, W
from groundup.checking.reading.forms.results import returned_names


class Started(NamedTuple):
    """What the learner's own initializer gave, once."""

    pairs: tuple[tuple[str, str], ...]
    arrays: dict[str, np.ndarray]
    general: bool
    sizes: tuple[int, ...] | None  # where it takes none


def initializer(functions: Mapping[str, Callable]) -> Started | None:
    for name, function in functions.items():
        plain = roles.plain(name)
        if "init" in plain or plain.startswith(("create", "make", "build", "random", "setup")):
            started = try_to_start(function)
            if started:
                return started
    return None


def try_to_start(function: Callable) -> Started | None:
    """Initializers take the widths as one list, three numbers by name or in order, or nothing."""
    needed = [p.name for p in arguments.required(function)]
    several = len(needed) == 1
    if several:
        ways: list[tuple] = [([5, 4, 3, 2],)]
    elif needed:
        ways = [(5, 3, 2), (5, 4, 3, 2)] if len(needed) in (3, 4) else [(5, 2)]
    else:
        ways = [()]
    for way in ways:
        if len(way) != len(needed):
            continue
        arrays = named_arrays(function, way)
        pairs = function_text.numbered(arrays)
        if pairs:
            sizes = None if needed else sizes_of([arrays[w] for w, _ in pairs])
            return Started(pairs, arrays, several, sizes)
    return None


def named_arrays(function: Callable, given: tuple) -> dict[str, np.ndarray]:
    try:
        made = function(*given)
    except Exception:  # whatever a learner's initializer raises: not this way
        return {}
    if isinstance(made, tuple):
        made = dict(zip(returned_names(function), made, strict=False))
    if not isinstance(made, dict):
        return {}
    return {str(k): np.asarray(v) for k, v in made.items() if np.ndim(v) in (1, 2)}


def sizes_of(ws: list[np.ndarray]) -> tuple[int, ...] | None:
    """The widths that fixed arrays have."""
    shapes = [w.shape for w in ws if w.ndim == 2]
    inner = all(one[0] == other[1] for one, other in itertools.pairwise(shapes))
    if inner:
        return (shapes[0][1], *(shape[0] for shape in shapes))
    return (shapes[0][0], *(shape[1] for shape in shapes))


def agrees(layout: Layout, start: Started) -> bool:
    """Whether the arrays of an initializer are held as in a layout."""
    arrays = [start.arrays[w] for w, _ in start.pairs], [start.arrays[b] for _, b in start.pairs]
    shapes = [w.shape for w in arrays[0]]
    sizes = start.sizes or ((5, 4, 3, 2) if len(shapes) == 3 else (5, 3, 2))
    wanted = [(n_out, n_in) for n_in, n_out in itertools.pairwise(sizes)]
    wanted = wanted if layout.w == W[0] else [shape[::-1] for shape in wanted]
    kinds = {1: B[0]} | {2: B[1] if arrays[1][0].shape[-1] == 1 else B[2]}
    return shapes == wanted and kinds.get(arrays[1][0].ndim) == layout.b
