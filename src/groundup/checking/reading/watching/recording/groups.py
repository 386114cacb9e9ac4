"""Numbers that belong together: a place of its own for what is spread over several names.

`w11, w12, w21, w22` are a matrix, and `b1, b2` its biases, once it is known which neuron each of
them is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from groundup.checking.reading.watching.recording.state import Array, Leaf, Place, spelled


@dataclass(frozen=True)
class Group:
    """Numbers, or rows of them, at several places; one that stands for a whole layer is there for
    each of its units."""

    places: tuple[Place, ...]
    shape: tuple[int, ...]
    means: str  # "w", "b", "x", "y", or "constant" for biases that nothing changes
    each: tuple[int, ...] = ()  # of what is at a place: a number, or a row

    def __str__(self) -> str:
        return ", ".join(map(spelled, self.places))

    @property
    def place(self) -> Place:
        return (("group", self),)

    @property
    def shared(self) -> bool:
        """Whether it is one number for several units."""
        return len(set(self.places)) < len(self.places)

    def leaf(self, found: Mapping[Place, Leaf]) -> Leaf:
        single = [found[place] for place in self.places]
        array = np.array([one.array for one in single], float).reshape(self.shape)
        return Leaf(self.place, array, all(one.whole for one in single))


def group_at(place: Place) -> Group | None:
    kind, key = place[-1]
    return key if kind == "group" else None


def is_constant(place: Place) -> bool:
    """Whether these are biases that are no parameters."""
    group = group_at(place)
    return group is not None and group.means == "constant"


def together(found: Mapping[Place, Leaf], groups: Iterable[Group]) -> dict[Place, Leaf]:
    """The groups of which all numbers are among those found."""
    there = (group for group in groups if all(place in found for place in group.places))
    return {group.place: group.leaf(found) for group in there}


def apart(given: Mapping[Place, Array]) -> dict[Place, Array]:
    """The same numbers at the single places of groups."""
    single: dict[Place, Array] = {}
    for place, array in given.items():
        group = group_at(place)
        if group is None:
            single[place] = array
        else:
            parts = array.reshape(len(group.places), *group.each)
            single |= zip(group.places, map(np.array, parts), strict=True)
    return single
