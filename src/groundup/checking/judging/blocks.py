"""The numbers that a program holds when it has run: arrays, lists of numbers, and single numbers
that all objects of a class keep under one name."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.tracing.carriers import Number
from groundup.checking.tracing.memory import KINDS, Current
from groundup.checking.tracing.tape import Ids, TapeEnd
from groundup.checking.tracing.ufuncs import ids_of

DEPTH, MOST = 12, 20_000  # of what is looked into
NOTHING_IN_IT = (str, bytes, int, float, ModuleType, FunctionType, MethodType, type)


class Block(NamedTuple):
    """Numbers of one shape under one name. `kind` is the shape; of single numbers it is the class
    and how many objects of it there are, and one that has none has 0. `owner` is what holds it; 0
    is where all names are."""

    name: str
    kind: tuple[Any, ...]
    ids: Ids
    owner: int


@dataclass
class Walk:
    """Through whatever holds numbers, each thing once."""

    seen: dict[int, Any] = field(default_factory=dict)
    objects: dict[type, list[dict[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def into(self, thing: Any, name: str, owner: int, depth: int = 0) -> Iterator[Block]:
        if isinstance(thing, Number):
            yield Block(name, (), np.array([thing.ident]), owner)
        elif isinstance(thing, np.ndarray) and thing.dtype.kind in KINDS:
            with contextlib.suppress(TapeEnd):  # what is not on a tape that has ended
                if thing.size:
                    yield Block(name, thing.shape, Current.memory.ids(thing).ravel().copy(), owner)
        elif isinstance(thing, NOTHING_IN_IT) or thing is None or depth > DEPTH:
            return
        elif id(thing) not in self.seen and len(self.seen) < MOST:
            self.seen[id(thing)] = thing
            yield from self.inside(thing, name, owner, depth + 1)

    def inside(self, thing: Any, name: str, owner: int, depth: int) -> Iterator[Block]:
        if isinstance(thing, list | tuple) and (numbers := rectangle(thing)) is not None:
            yield Block(name, numbers.shape, numbers.ravel(), owner)
        elif isinstance(thing, dict):
            for key, one in list(thing.items()):
                home = id(thing) if depth > 1 else 0  # where names are for all
                yield from self.into(one, f"{name}.{key}", home, depth)
        elif isinstance(thing, list | tuple | set | frozenset):
            for k, one in enumerate(thing):
                yield from self.into(one, f"{name}.{k}", id(thing), depth)
        else:
            every = list(fields(thing))
            single = {key: one.ident for key, one in every if isinstance(one, Number)}
            if single:
                self.objects[type(thing)].append(single)
            for key, one in every:
                if key not in single:
                    yield from self.into(one, key, id(thing), depth)


def blocks(things: Any) -> list[Block]:
    """All numbers in `things`, those that one name holds together; each once."""
    walk = Walk()
    found = [*walk.into(things, "", 0)]
    for kind, objects in walk.objects.items():
        for name in dict.fromkeys(key for one in objects for key in one):
            ids = np.array([one.get(name, 0) for one in objects])
            found.append(Block(name, (kind, len(objects)), ids, id(kind)))
    return list({(one.kind, one.ids.tobytes()): one for one in reversed(found)}.values())[::-1]


def rectangle(things: Any) -> Ids | None:
    """The ids of lists of numbers, if all are on the tape."""
    first = things
    while isinstance(first, list | tuple) and first:
        first = first[0]
    if not isinstance(first, Number):
        return None
    try:
        ids = np.array(ids_of(things))
    except ValueError:  # of several lengths
        return None
    return ids if ids.dtype.kind == "i" and ids.all() else None


def fields(thing: Any) -> Iterator[tuple[str, Any]]:
    """What an object has, however it keeps it."""
    if isinstance(thing, type) or callable(getattr(thing, "__next__", None)):
        return
    yield from list(getattr(thing, "__dict__", {}).items())
    for name in getattr(type(thing), "__slots__", ()):
        if isinstance(name, str) and hasattr(thing, name):
            yield name, getattr(thing, name)
