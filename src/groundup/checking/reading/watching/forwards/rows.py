"""Neurons whose weights are vectors of their own, `neuron_1` to `neuron_3`, put together to layers.

How many weights each has leaves few ways: a neuron has one for each unit below it, or one more for
its bias.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from groundup.checking.reading.watching.recording.groups import Group
from groundup.checking.reading.watching.recording.state import Leaf, Place

FEWEST, MOST = 3, 40  # neurons


def grouped(found: Mapping[Place, Leaf], places: Sequence[Place]) -> Iterator[list[Group]]:
    """The layers' weights and biases in every way that the numbers of weights allow, the fewest
    layers first, and the widest; nothing where some of the parameters are matrices."""
    places = [place for place in found if place in places]  # in the order of their names
    if any(found[place].array.ndim > 1 for place in places):
        return
    vectors = [place for place in places if found[place].array.ndim]
    singles = [place for place in places if not found[place].array.ndim]
    if not FEWEST <= len(vectors) <= MOST or len(singles) not in (0, len(vectors)):
        return
    widths = [found[place].array.size for place in vectors]
    own = [bias_of(place, i, singles) for i, place in enumerate(vectors)] if singles else []
    for sizes in sorted(splits(widths), key=lambda sizes: (len(sizes), -sizes[0])):
        groups, first = [], 0
        for size in sizes:
            layer = slice(first, first + size)
            width = widths[first]
            groups.append(Group(tuple(vectors[layer]), (size, width), "w", (width,)))
            groups += [Group(tuple(own[layer]), (size,), "b")] if own else []
            first += size
        yield groups


def bias_of(place: Place, number: int, singles: Sequence[Place]) -> Place:
    """The single number that is kept beside a vector, or comes in the same order."""
    beside = [one for one in singles if len(place) > 1 and one[:-1] == place[:-1]]
    return beside[0] if len(beside) == 1 else singles[number]


def splits(widths: Sequence[int], below: int = 0) -> Iterator[list[int]]:
    """The numbers of neurons of at least two layers, where each neuron has as many weights as
    `widths` says, and the layer below so many neurons."""
    for size in range(1, len(widths) + (below > 0)):
        layer, rest = widths[:size], widths[size:]
        if len(set(layer)) > 1 or (below and layer[0] not in (below, below + 1)):
            continue
        if not rest and below:
            yield [size]
        for more in splits(rest, size) if rest else ():
            yield [size, *more]
