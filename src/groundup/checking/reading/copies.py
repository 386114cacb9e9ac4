"""What was handed to a learner's code, kept beside a copy: whether it changed is to be seen."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from groundup.checking.model.answers import Batch
from groundup.checking.reading.forms.layouts import numbers


class Handed:
    """Things by their name ("weights", "x"), each with a copy of what it was."""

    def __init__(self) -> None:
        self._kept: list[tuple[str, Any, Any]] = []
        self._known: set[str] = set()

    def keep(self, name: str, thing: Any) -> Any:
        """`thing` itself."""
        self._kept.append((name, thing, copy.deepcopy(thing)))
        return thing

    def keep_changed(self, name: str) -> None:
        """What is called so has changed, as is known otherwise."""
        self._known.add(name)

    def forget(self, *names: str) -> None:
        """What is called so may change."""
        self._kept = [kept for kept in self._kept if kept[0] not in names]

    def changed(self) -> list[str]:
        """The names of what is no longer what it was, each once, and forgets all."""
        kept, self._kept, known, self._known = self._kept, [], self._known, set()
        found = dict.fromkeys(name for name, thing, was in kept if not same(thing, was))
        both = {name for name in known if not found.keys() & set(name.split(" or "))}
        return [*sorted(both), *found]


def same(thing: Any, other: Any) -> bool:
    """Whether two nested lists, tuples or dicts of numbers, arrays or tensors are equal."""
    if type(thing) is not type(other):
        return False
    if isinstance(thing, dict):
        return thing.keys() == other.keys() and all(same(thing[key], other[key]) for key in thing)
    if isinstance(thing, (list, tuple)):
        return len(thing) == len(other) and all(map(same, thing, other))
    if hasattr(thing, "shape") or isinstance(thing, (int, float)):
        return np.array_equal(numbers(thing), numbers(other), equal_nan=True)
    return True


def copied(batch: Batch) -> Batch:
    masks = None if batch.masks is None else [mask.copy() for mask in batch.masks]
    return Batch(batch.x.copy(), batch.y.copy(), masks)
