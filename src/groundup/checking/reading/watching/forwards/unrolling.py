"""Parameters in one long vector: the matrices in flight that are pieces of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from groundup.checking.reading.watching.recording.state import Array, Leaf, Place
from groundup.checking.reading.watching.recording.survey import LEAST

COVERED = 0.9  # of the vector, by its pieces


class Piece(NamedTuple):
    """Numbers of a vector from `start` on, as a matrix, row by row ("C") or column by column."""

    vector: Place
    start: int
    shape: tuple[int, ...]
    order: str

    @property
    def place(self) -> Place:
        return (*self.vector, ("piece", (self.start, self.stop)))

    @property
    def stop(self) -> int:
        return self.start + int(np.prod(self.shape))

    def cut(self, numbers: Mapping[Place, Leaf]) -> Leaf:
        vector = numbers[self.vector].array.reshape(-1)
        rows = vector[self.start : self.stop]
        array = rows.reshape(self.shape) if self.order == "C" else rows.reshape(self.shape[::-1]).T
        return Leaf(self.place, array, False)


def pieces(vector: Leaf, seen: Sequence[Array]) -> list[Piece]:
    """Those of a vector that were in flight as matrices, or beside these as biases, in its order;
    none where they do not make up nearly all of it."""
    numbers = vector.array.reshape(-1)
    if numbers.size < LEAST or max(vector.array.shape) != numbers.size:
        return []
    found: dict[int, Piece] = {}
    for array in seen:
        if array.ndim == 2 and 1 < array.size < numbers.size:
            for order, lying in (("C", array), ("F", array.T)):
                start = place_of(lying.reshape(-1), numbers)
                if start is not None and start not in found:
                    found[start] = Piece(vector.path, start, array.shape, order)
    taken, end = list[Piece](), 0
    for start, piece in sorted(found.items()):
        if start >= end:
            taken.append(piece)
            end = piece.stop
    for array in sorted((one for one in seen if one.ndim == 1), key=len, reverse=True):
        start = place_of(array, numbers) if taken and 0 < array.size < numbers.size else None
        piece = None if start is None else Piece(vector.path, start, array.shape, "C")
        if piece and all(piece.stop <= one.start or one.stop <= piece.start for one in taken):
            taken.append(piece)
    taken.sort(key=lambda piece: piece.start)
    covered = sum(piece.stop - piece.start for piece in taken)
    return taken if covered >= COVERED * numbers.size else []


def place_of(part: Array, whole: Array) -> int | None:
    """Where one vector begins in another."""
    for start in np.flatnonzero(whole[: whole.size - part.size + 1] == part[0]):
        if np.array_equal(whole[start : start + part.size], part):
            return int(start)
    return None
