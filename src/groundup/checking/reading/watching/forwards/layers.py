"""How a program's parameters chain up to layers: which is w[0], which way it lies, where b is.

Shapes leave few possibilities; the values in flight decide between them. A network is only read
where its own outputs are those of the layers, on the rows that went in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from groundup.checking.reading.watching.recording.state import Array, Leaf, Place
from groundup.checking.reference.backprop import activate

NEAR = 1e-9
FAR = 1e-5  # between inputs that are not the same, rounded to 32 bits
NEIGHBOURS = 6  # rows that may lie as near to one as what is looked for


@dataclass(frozen=True)
class Layer:
    """Where a layer's numbers are."""

    w: Place
    turned: bool  # (n_in, n_out)
    b: Place | None = None
    sign: float = 1.0  # -1 where z = w·a - b, or the input of the bias is -1
    row: int | None = None  # of w, where the bias is one more input: 0 the first, -1 the last

    @property
    def places(self) -> list[Place]:
        return [self.w, *([self.b] if self.b else [])]

    def weights(self, numbers: Mapping[Place, Leaf]) -> Array:
        """(n_out, n_in)"""
        whole = self.whole(numbers)
        return whole if self.row is None else np.delete(whole, self.row, axis=1)

    def biases(self, numbers: Mapping[Place, Leaf]) -> Array:
        """(n_out,); 0 where there are none."""
        whole = self.whole(numbers)
        if self.row is not None:
            return self.sign * whole[:, self.row]
        if self.b is None:
            return np.zeros(len(whole))
        return self.sign * np.broadcast_to(numbers[self.b].array.reshape(-1), (len(whole),))

    def whole(self, numbers: Mapping[Place, Leaf]) -> Array:
        array = numbers[self.w].array
        if array.ndim < 2:  # of a single neuron, or from a single input
            return array.reshape(1, -1) if self.turned else array.reshape(-1, 1)
        return array.T if self.turned else array


@dataclass
class Pool:
    """All rows of one width that were seen, once each."""

    rows: Array  # (r, n)

    @classmethod
    def of(cls, arrays: Sequence[Array], width: int, most: int = 4000) -> Pool:
        found = [rows for array in arrays for rows in as_rows(array, width)]
        if not found:
            return cls(np.zeros((0, width)))
        stacked = np.concatenate(found)[:200_000]
        stacked = stacked[np.isfinite(stacked).all(axis=1) & stacked.any(axis=1)]
        if not len(stacked):
            return cls(np.zeros((0, width)))
        _, first = np.unique(stacked @ direction(width), return_index=True)
        return cls(stacked[np.sort(first)][:most])


def views(array: Array, width: int) -> Iterator[tuple[Array, bool]]:
    """`array` as rows of that width, and whether it lies with a row a column."""
    array = (
        np.squeeze(array, axis=array.shape.index(1))
        if array.ndim == 3 and 1 in array.shape
        else array
    )
    if array.ndim == 0 and width == 1:
        yield array.reshape(1, 1), False
    elif array.ndim == 1 and array.size == width:
        yield array.reshape(1, width), False
    elif array.ndim == 1 and width == 1:
        yield array.reshape(-1, 1), False
    elif array.ndim == 2:
        if array.shape[1] == width:
            yield array, False
        if array.shape[0] == width and array.size > 1:
            yield array.T, True


def as_rows(array: Array, width: int) -> Iterator[Array]:
    return (rows for rows, _ in views(array, width))


def always_one(rows: Array, axis: int = 0) -> Array:
    """Where a column, or with an `axis` of -1 a row, is 1 everywhere, or -1; shaped like `rows`."""
    same = [(rows == one).all(axis=axis, keepdims=True) for one in (1.0, -1.0)]
    return np.broadcast_to(same[0] | same[1], rows.shape)


def direction(width: int) -> Array:
    """What rows are projected to, to be compared by one number first."""
    return np.random.default_rng(7).uniform(0.5, 1.0, width)


class Lookup:
    """Which of many rows are among others, within rounding."""

    def __init__(self, rows: Array):
        self.rows, self.direction = rows, direction(rows.shape[1])
        keys = rows @ self.direction
        self.order = np.argsort(keys)
        self.keys = keys[self.order]

    def places(self, rows: Array) -> Array:
        """The index of each row; -1 where it is not there. (r,)"""
        found = np.full(len(rows), -1)
        if not len(self.rows) or not len(rows):
            return found
        with np.errstate(all="ignore"):
            keys = rows @ self.direction
            slack = NEAR * (np.abs(rows).sum(axis=1) + 1e-3)
            low = np.searchsorted(self.keys, keys - slack)
            nearest = self.keys[np.minimum(low, len(self.keys) - 1)]
            finite = np.isfinite(keys)
            near = np.flatnonzero(
                finite & (np.abs(nearest - keys) <= slack)
            )  # few, so the rest is quick
            for step in range(NEIGHBOURS if len(near) else 0):
                place = self.order[np.minimum(low[near] + step, len(self.order) - 1)]
                same = np.abs(self.rows[place] - rows[near]).max(axis=1) <= slack[near]
                found[near[same]] = np.where(found[near[same]] < 0, place[same], found[near[same]])
        return found


def has_twin(rows: Array) -> Array:
    """Which rows are there more than once, within rounding. (r,)"""
    keys = rows @ direction(rows.shape[1])
    order = np.argsort(keys)
    near = np.diff(keys[order]) <= NEAR * (np.abs(rows).sum(axis=1)[order][1:] + 1e-3)
    found = np.zeros(len(rows), bool)
    found[order[1:]] |= near
    found[order[:-1]] |= near
    return found


def doubtful(inputs: Array, outputs: Array, places: Array) -> bool:
    """Whether the outputs of one of these places are those of another's inputs too, as where units
    are dead: then they do not tell whose they are."""
    for place in places[has_twin(outputs)[places]]:
        far = NEAR * (np.abs(outputs[place]).sum() + 1e-3)
        same = np.abs(outputs - outputs[place]).max(axis=1) <= far
        if np.abs(inputs[same] - inputs[place]).max() > FAR:
            return True
    return False


Masks = tuple[Array | None, ...]


@dataclass
class Chain:
    """Layers so far, and what they make of the pool's rows."""

    layers: tuple[Layer, ...]
    names: tuple[str, ...]  # of activations
    z: Array  # (r, n), of the last layer; the rows themselves before the first
    used: frozenset[Place] = field(default_factory=frozenset)
    confirmed: int = 0  # layers whose activations were seen
    seen: bool = True  # whether the last one's were
    masks: Masks = ()  # of dropout, a layer; shaped like its z

    @cached_property
    def a(self) -> Array:
        with np.errstate(all="ignore"):
            a = activate(self.names[-1], self.z) if self.names else self.z
        return masked(a, self.masks[-1]) if self.masks else a


def masked(a: Array, mask: Array | None) -> Array:
    return a if mask is None else a * mask
