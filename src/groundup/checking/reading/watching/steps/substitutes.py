"""The numbers that are put in the place of a program's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from groundup.checking.reading.watching.forwards.layers import always_one
from groundup.checking.reading.watching.forwards.samples import Source
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place, stacks

OFF = re.compile(r"^(mu|\w*momentum\w*)$")  # numbers that are put to 0


def drawn(array: Array, *name: int) -> Array:
    """Numbers of a network in which nothing is saturated, shaped like `array`."""
    rng = np.random.default_rng([11, *name])
    bound = 2.5 / np.sqrt(max(array.shape, default=1))
    if array.ndim < 2 or min(array.shape) == 1:
        bound = min(bound, 0.7)
    return rng.uniform(-bound, bound, array.shape)


def scattered(
    run: Recorder, places: Sequence[Place], changed: Sequence[Place], ones: bool = True
) -> dict[Place, Array]:
    """Other numbers for all that may be data: so that no two of them are the same by chance, as
    zeros and ones are. What is always 1 stays, if `ones` says so, and so do the numbers of several
    classes in a table."""
    rng = np.random.default_rng(17)
    given: dict[Place, Array] = {}
    for place, leaf in {**run.ready, **stacks(run.ready)}.items():
        known = place in places or place in changed
        if leaf.array.ndim > 1 and leaf.array.size and not known:
            fresh = rng.uniform(-1.5, 1.5, leaf.array.shape)
            always = always_one(leaf.array) | always_one(leaf.array, axis=-1)
            kept = (always & ones) | has_classes(leaf.array)
            given[place] = np.where(kept, leaf.array, fresh)
    return given


def has_classes(table: Array) -> Array:
    """For each column, whether it is the first or last one, and alone holds whole numbers."""
    whole = (table == np.round(table)).all(axis=0)
    classes = whole & (np.ptp(table, axis=0) > 1.0)
    classes[1:-1] = False
    return classes & ~whole.all()


def data(inputs: Sequence[Source], number: int) -> dict[Place, Array]:
    """Other inputs at all places that hold them: the same for the same row, and 1 where it is
    always 1."""
    rng = np.random.default_rng([13, number])
    new: dict[bytes, Array] = {}
    given: dict[Place, Array] = {}
    for source in inputs:
        rows = np.array(source.rows)
        constant = always_one(rows)[0] & (len(rows) > 1)
        for i, row in enumerate(source.rows):
            key = row.tobytes()
            if key not in new:
                new[key] = rng.uniform(-1.5, 1.5, row.size)
            if new[key].size == row.size:
                rows[i] = np.where(constant, row, new[key])
        given[source.place] = source.put(rows)
    return given


def put_off(run: Recorder) -> dict[Place, Array]:
    """Numbers that are in the way of a plain step, by their names: 0 for all."""
    return {
        place: np.zeros(())
        for place, leaf in run.ready.items()
        if leaf.array.ndim == 0 and OFF.match(str(place[-1][1]).lower().strip("_"))
    }
