"""Whether a program's networks may have any number of layers, and the same program with one more
hidden layer than it asks for.

Mistakes on the way from one hidden layer to the one before it do not show where there is but one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from groundup.checking.loading.sources import Source
from groundup.checking.names.vocabulary import activation_named
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.recording.state import Place

MORE = 17  # neurons of the layer that is put in: so many that for no sample all are 0


def of_any_depth(reading: Reading, sources: Iterable[Source]) -> bool:
    """Whether layers are parts of a list, or of a dictionary whose keys are put together."""
    places = [layer.w for layer in reading.layers]
    return any(
        kind == "item" and not (isinstance(key, str) and is_spelled_out(key, sources))
        for kind, key in apart(places)
    )


def apart(places: list[Place]) -> list[tuple[str, Any]]:
    """The first step in which the way to the second place differs from that to the first."""
    for first, *others in zip(*places[:2], strict=False):
        if [first] != others:
            return [first]
    return []


def is_spelled_out(key: str, sources: Iterable[Source]) -> bool:
    nodes = (node for source in sources for node in ast.walk(source.tree))
    return any(isinstance(node, ast.Constant) and node.value == key for node in nodes)


class Deeper:
    """Gives a program a longer list wherever it says the widths of its layers: all of them, or the
    hidden ones alone; and one activation more, where it has one a layer, unless they are `paired`:
    of all hidden layers, and of the last."""

    def __init__(self, reading: Reading, numbers: list[int], paired: bool = False):
        self.every, self.hidden = numbers, numbers[1:-1]
        self.names = 0 if paired else len(reading.names)

    def __call__(self, value: Any) -> Any:
        if not isinstance(value, list | tuple) or not 0 < len(value) <= len(self.every):
            return value
        kind = type(value)
        if all(type(one) is int for one in value):
            if list(value) == self.every:
                return kind([*value[:-1], MORE, value[-1]])
            return kind([*value, MORE]) if list(value) == self.hidden else value
        if len(value) in (self.names, self.names - 1) and all(map(is_activation, value)):
            return kind([value[0], *value])
        return value


def is_activation(one: Any) -> bool:
    """Whether it is the name of one, or a function, a class or an object that is called so."""
    name = one if isinstance(one, str) else getattr(one, "__name__", type(one).__name__)
    return activation_named(name) is not None
