"""The samples of a step: where the program keeps its inputs, and which targets go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from groundup.checking.names.roles import role
from groundup.checking.reading.watching.forwards.flight import Flight
from groundup.checking.reading.watching.forwards.layers import (
    NEAR,
    Lookup,
    always_one,
    as_rows,
    views,
)
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.recording.groups import group_at
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place, nearest, pattern

EVERY = ("every", None)  # of a list of pairs


class Source(NamedTuple):
    """Where inputs are before training: `places` are the rows of the step's samples in it."""

    place: Place
    turned: bool  # a sample a column
    places: Array
    shape: tuple[int, ...]
    rows: Array  # (M, n), the n of the program's inputs, or without those that are always 1
    table: Array | None = None  # of which they are columns, from `first` on
    first: int = 0

    def put(self, rows: Array) -> Array:
        """What stands at the place with these rows in it."""
        if self.table is None:
            return (rows.T if self.turned else rows).reshape(self.shape)
        whole = self.table.copy()
        whole[:, self.first : self.first + rows.shape[1]] = rows
        return whole

    @property
    def rest(self) -> Array:
        """The other columns of the table."""
        if self.table is None:
            return np.zeros((len(self.rows), 0))
        return np.delete(self.table, np.s_[self.first : self.first + self.rows.shape[1]], axis=1)


def sources(flight: Flight, reading: Reading) -> Iterator[Source]:
    """The arrays from before training that hold the inputs, the plainest first."""
    n = reading.x.shape[1]
    inner = [slice(0, n), slice(1, n), slice(0, n - 1)]
    for keep, last in zip(inner, (None, 0, -1), strict=True):
        if last is not None and not always_one(reading.x)[0, last]:
            continue
        wanted = reading.x[:, keep]
        for place, leaf in flight.there.items():
            if is_named(place) or is_second(place, flight.there):
                continue
            for rows, turned in views(leaf.array, wanted.shape[1]) if wanted.size else ():
                places = Lookup(rows).places(wanted)
                if (places >= 0).all():
                    yield Source(place, turned, places, leaf.array.shape, rows)
            if wanted.size and (last is None or reading.with_biases() is not reading):
                yield from columns_of(place, leaf.array, wanted)


def columns_of(place: Place, table: Array, wanted: Array) -> Iterator[Source]:
    """The inputs as the first columns of a table, or the last: the targets are the others."""
    n = wanted.shape[1]
    if table.ndim != 2 or table.shape[1] <= n:
        return
    for first in (0, table.shape[1] - n):
        rows = table[:, first : first + n]
        places = Lookup(rows).places(wanted)
        if (places >= 0).all():
            yield Source(place, False, places, table.shape, rows, table, first)
            return


def elsewhere(flight: Flight, reading: Reading, x: Array) -> Iterator[tuple[Place, Array]]:
    """Other numbers for these inputs alone, wherever they were before training."""
    for source in sources(flight, replace(reading, x=x)):
        rows = np.array(source.rows)
        varied = (rows != 1.0).any(axis=0)
        rows[source.places] += 0.25 * varied
        yield source.place, source.put(rows)


def is_second(place: Place, there: Mapping[Place, Leaf]) -> bool:
    """Whether it is the second half of a list of pairs: targets."""
    return place[-2:] == (EVERY, ("item", 1)) and (*place[:-1], ("item", 0)) in there


def targets(
    flight: Flight,
    reading: Reading,
    found: list[Source],
    changed: set[Place],
    steering: set[Place] | None = None,
) -> Array | None:
    """(m, n_L): what stands beside the inputs and is not changed by training; 0 and 1 for labels.
    None where nothing does, or several things do and no name tells which; only what is `steering`
    where that is known, or is kept like it, as the next batch of a list is."""
    there = beside_inputs(flight, reading, found, changed)
    taken = {place: rows for place, (_, rows) in there.items()}
    if steering is not None:
        kinds = set(map(pattern, steering))
        own = steering & taken.keys() or {one for one in taken if pattern(one) in kinds}
        taken = {place: taken[place] for place in taken if place in own}
    named = [rows for place, rows in taken.items() if is_named(place)] or list(taken.values())
    if not named:
        named = list(in_flight(flight, reading))
    distinct = {rows.tobytes(): rows for rows in named}
    return softened(flight, reading, *distinct.values()) if len(distinct) == 1 else None


def beside_inputs(
    flight: Flight, reading: Reading, found: list[Source], changed: set[Place]
) -> dict[Place, tuple[Source, Array]]:
    """All that may be targets: the inputs that they are beside, and a row for each of the step's
    samples."""
    k = reading.outputs.shape[1]
    own = {
        place for layer in reading.layers for place in layer.places
    }  # biases that stay as they are
    taken: dict[Place, tuple[Source, Array]] = {}
    for place, leaf in candidates(flight, found, changed | own):
        for source in found:
            rows = beside(leaf.array, len(source.rows), k, leaf.whole)
            if rows is not None and siblings(place, source.place):
                taken[place] = source, rows[source.places]
                break
    for source in found:
        rows = beside(source.rest, len(source.rows), k, whole=True) if source.rest.size else None
        if rows is not None and (source.rest.shape[1] == k or is_shown(flight, rows, source)):
            taken[source.place] = source, rows[source.places]
    with_source = {place: source.place for place, (source, _) in taken.items()}
    return {place: taken[place] for place in nearest(with_source)}


def is_shown(flight: Flight, rows: Array, source: Source) -> bool:
    """Whether the step's of these rows were in flight, and none are inputs: targets that were made
    of labels."""
    k = rows.shape[1]
    if source.rows.shape[1] == k and (Lookup(source.rows).places(rows) >= 0).any():
        return False
    return bool((Lookup(flight.events(k)[0]).places(rows[source.places]) >= 0).all())


def others(leaf: Leaf, source: Source, rows: Array) -> Array | None:
    """Targets of which some of the step's differ from its `rows`: other samples', or where there
    are none, other numbers."""
    count, k = len(source.rows), rows.shape[1]
    axis = leaf.array.shape.index(count) if count in leaf.array.shape else 0
    for by in range(1, count if leaf.array.ndim else 0):
        rolled = np.roll(leaf.array, by, axis)
        now = beside(rolled, count, k, leaf.whole)
        if now is not None and not np.array_equal(now[source.places], rows):
            return rolled
    if leaf.whole:
        return 1.0 - leaf.array if leaf.array.ndim and np.isin(leaf.array, (0, 1)).all() else None
    return leaf.array + 0.5


def candidates(
    flight: Flight, found: list[Source], changed: set[Place]
) -> Iterator[tuple[Place, Leaf]]:
    """What is there before training, is no input, and stays as it is."""
    inputs = {source.place for source in found}
    for place, leaf in flight.there.items():
        group = group_at(place)
        if group and group.means != "y":
            continue
        if place not in inputs and place not in changed and means(place) != "eta":
            yield place, leaf


def siblings(place: Place, other: Place) -> bool:
    """Halves of a list of pairs belong together, and only they."""
    first, second = (path[: path.index(EVERY)] if EVERY in path else () for path in (place, other))
    return first == second


def beside(array: Array, count: int, k: int, whole: bool) -> Array | None:
    """`array` as a target a row, for `count` samples; labels as 0 and 1."""
    for rows in as_rows(array, k):
        if len(rows) == count:
            return rows
    labels = array.reshape(-1)
    if k > 1 and labels.size == count and array.size == count and is_labels(labels, k):
        return np.eye(k)[labels.astype(int) - int(labels.max() == k)]
    return None


def is_labels(labels: Array, k: int) -> bool:
    """Whether these may be the numbers of k classes, from 0 or from 1."""
    whole = np.array_equal(labels, np.round(labels)) and np.ptp(labels) > 0.0
    return bool(whole and labels.min() >= (labels.max() == k) and labels.max() <= k)


def is_named(place: Place) -> bool:
    """Whether the last name on the way says that these are targets."""
    if group := group_at(place):
        return group.means == "y"
    return means(place) == "y"


def means(place: Place) -> str | None:
    """What the last name on the way says."""
    names = [key for kind, key in place if kind in ("name", "attribute") and isinstance(key, str)]
    meant = role(names[-1]) if names else None
    return meant.name if meant else None


def in_flight(flight: Flight, reading: Reading) -> Iterator[Array]:
    """What is bound on the way, is called a target, and has a row a sample; several units that all
    have one number are not yet marked."""
    m, k = reading.outputs.shape
    for one in flight.run.seen:
        name = one.name.rpartition(".")[2]
        if one.line and (meant := role(name)) is not None and meant.name == "y":
            rows = beside(one.array, m, k, whole=True)
            if (
                rows is not None
                and (k == 1 or np.ptp(rows) > 0.0)
                and not np.allclose(rows, reading.outputs, rtol=NEAR, atol=0.0)
            ):
                yield rows


def others_are(flight: Flight, y: Array) -> bool:
    """Whether the program made other rows of 0 and one 1 than these, which were given as labels: it
    counts its classes from another number."""
    m, k = y.shape
    there = [leaf.array for leaf in flight.there.values() if leaf.array.size == y.size]
    made = [
        rows
        for one in flight.run.seen
        for rows in as_rows(one.array, k)
        if len(rows) == m
        and is_one_hot(rows)
        and not any(np.array_equal(one.array, it) for it in there)
    ]
    return k > 1 and bool(made) and not any(np.array_equal(rows, y) for rows in made)


def are_compared(flight: Flight, y: Array) -> bool:
    """Whether the program compares these 0s and 1s with the numbers of classes, since it wants
    labels; or the labels that they were given as, and it counts from another number."""
    k, classes = y.shape[1], y.argmax(axis=1)[:, np.newaxis]
    compared = [np.arange(first, first + k) == y for first in (0, 1)]
    compared += [np.arange(k) == classes + by for by in (-1, 1)]
    return k > 1 and any(
        np.array_equal(one.array, each) and not np.array_equal(each, y)
        for one in flight.run.seen
        for each in compared
    )


def is_one_hot(rows: Array) -> bool:
    return bool(np.isin(rows, (0.0, 1.0)).all() and (rows.sum(axis=1) == 1.0).all())


def softened(flight: Flight, reading: Reading, y: Array) -> Array:
    """The targets that the program made of these 0s and 1s, such as 0.01 and 0.99, if it did: of
    one sample, a softmax gives two such numbers too."""
    k = y.shape[1]
    made = (one for one in flight.run.seen if one.order > flight.run.begun)
    for rows in (rows for one in made for rows in as_rows(one.array, k)) if is_one_hot(y) else ():
        if rows.shape != y.shape or k < 2 or np.allclose(rows, reading.outputs, 1e-6, 0.0):
            continue
        low, high = rows[y == 0.0], rows[y == 1.0]
        if np.ptp(low) or np.ptp(high) or not low[0] or low[0] >= high[0]:
            continue
        ends = low[0] + high[0]
        if np.isclose([ends, ends, rows[0].sum()], [0.0, 1.0, 1.0]).any():
            return rows
    return y


def made_on_the_way(flight: Flight, reading: Reading) -> bool:
    """Whether the inputs are bound in the step, as pixels that are scaled there."""
    bound = (one for one in flight.run.seen if one.line and one.order > flight.run.begun)
    return any(
        np.array_equal(rows, reading.x)
        for one in bound
        for rows in as_rows(one.array, reading.x.shape[1])
    )
