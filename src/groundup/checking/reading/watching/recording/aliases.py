"""The same array under several names: where one is replaced, so are the others.

An array of whole numbers cannot take a probe's numbers in place. What is put there instead has to
stand wherever the program keeps the old one: a global of the script that is an argument too, data
that a network was given when it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from groundup.checking.reading.watching.recording.state import DEPTH, Place, inside
from groundup.checking.reading.watching.recording.tensors import is_tensor

Exchange = dict[int, tuple[Any, Any]]  # by id: the old array, and what stands for it


def reached(thing: Any, path: Place) -> Any:
    """What is at `path` below `thing`; None where that is no one thing."""
    for kind, key in path:
        if kind == "attribute":
            thing = getattr(thing, key, None)
        elif kind == "item":
            thing = thing[key]
        else:
            return None
    return thing


def replaced(old: Any, new: Any) -> Exchange:
    """Where an array, or a tuple of them, has another one in its place."""
    arrays = any(isinstance(old, kind) and isinstance(new, kind) for kind in (np.ndarray, tuple))
    arrays = arrays or (is_tensor(old) and is_tensor(new))
    return {id(old): (old, new)} if arrays and old is not new else {}


def renamed(names: Mapping[str, Any], exchange: Exchange) -> dict[str, Any]:
    """The names that are of a replaced array, and what they are now."""
    return {name: exchange[id(value)][1] for name, value in names.items() if id(value) in exchange}


def exchanged(thing: Any, exchange: Exchange, own: Callable[[Any], bool]) -> None:
    """Puts the new arrays into lists, dictionaries and the program's own objects."""
    below(thing, exchange, own, set(), 0)


def below(
    thing: Any, exchange: Exchange, own: Callable[[Any], bool], seen: set[int], depth: int
) -> None:
    if id(thing) in seen or depth > DEPTH or isinstance(thing, (type, np.ndarray)):
        return
    seen.add(id(thing))
    for (kind, key), part in inside(thing, own):
        if id(part) not in exchange:
            below(part, exchange, own, seen, depth + 1)
        elif kind == "attribute":
            setattr(thing, key, exchange[id(part)][1])
        elif isinstance(thing, (dict, list)):
            thing[key] = exchange[id(part)][1]
