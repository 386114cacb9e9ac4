"""Where a network of objects keeps its weights: in its layers, or in the neurons of its layers.

Objects that go forwards and backwards by themselves are another style; here the network's own
methods do everything, and layers and neurons only hold numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from groundup.checking.names.roles import kind, quantity
from groundup.checking.reading.forms.layouts import B, Layout, W, numbers
from groundup.checking.reading.forms.methods import methods_of
from groundup.checking.reading.forms.objects import Path, attributes, follow, kind_of
from groundup.checking.reading.forms.places import SHAPES, Places
from groundup.checking.reading.forms.results import array_of

DEEPEST = 3  # network, layer, neuron


class Holder(NamedTuple):
    """An object's weights and bias: those of a layer, or of one neuron."""

    w: Path
    b: Path | None


def find_nested(instance: Any, sizes: Sequence[int]) -> Places | None:
    """Where the parameters of a network with these sizes are; None where they are elsewhere."""
    found = [layer for layer in layers_in(instance, (), DEEPEST) if layer]
    if len(found) != len(sizes) - 1:
        return None
    weights = [numbers(follow(instance, layer[0].w)).shape for layer in found]
    widths = list(itertools.pairwise(sizes))
    held = kind_of(follow(instance, found[0][0].w))
    if all(len(shape) == 1 for shape in weights):
        same = [(shape[0], len(layer)) for shape, layer in zip(weights, found, strict=True)]
        return placed(found, Layout(kind=held)) if same == widths else None
    for w, b in itertools.product(W, B):
        shapes = [(o, i) if w == W[0] else (i, o) for i, o in widths]
        if weights == shapes and biases_stand(instance, found, sizes[1:], b):
            return placed(found, Layout(w=w, b=b, kind=held))
    return None


def placed(found: list[list[Holder]], layout: Layout) -> Places:
    b = [[one.b for one in layer if one.b] for layer in found]
    return Places([[one.w for one in layer] for layer in found], b if any(b) else [], layout)


def biases_stand(
    instance: Any, found: list[list[Holder]], counts: Sequence[int], held: str
) -> bool:
    """Whether all biases that there are have the shape called `held`."""
    return all(
        one.b is None or numbers(follow(instance, one.b)).shape == SHAPES[held](n)
        for (one, *_), n in zip(found, counts, strict=True)
    )


def layers_in(thing: Any, path: Path, depth: int) -> Iterator[list[Holder]]:
    """The layers among the objects that `thing` holds, in its order."""
    for name, value in attributes(thing).items() if depth else ():
        parts = list(value) if isinstance(value, (list, tuple)) else []
        if not parts or not all(hasattr(part, "__dict__") for part in parts):
            continue
        places = [(*path, name, i) for i in range(len(parts))]
        holders = [holder(part, at) for part, at in zip(parts, places, strict=True)]
        given = [one for one in holders if one]
        flat = [one for one in given if numbers(follow(thing, one.w[len(path) :])).ndim == 1]
        if len(flat) == len(parts):  # neurons
            yield flat
            continue
        for part, at, one in zip(parts, places, holders, strict=True):
            if one:
                yield [one]
            else:
                yield from layers_in(part, at, depth - 1)


def holder(thing: Any, path: Path) -> Holder | None:
    """The object's own weights, and its bias, or biases, where it has any; None where it goes
    backwards by itself."""
    if any(kind(name) == "gradient" for name in methods_of(type(thing))):
        return None
    held = {quantity(name)[0]: name for name, _ in reversed(attributes(thing).items())}
    array = array_of(follow(thing, (held["w"],))) if "w" in held else None
    if array is None or array.ndim not in (1, 2):
        return None
    return Holder((*path, held["w"]), (*path, held["b"]) if "b" in held else None)
