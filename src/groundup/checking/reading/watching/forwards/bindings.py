"""What was bound while a program ran, one value at a time, and rows of such values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import gcd

import numpy as np

from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import Array

Event = tuple[str, str, int, int]  # scope, name and line of a binding, and which time it is
Cell = tuple[Event, int | None]  # a value, or a number in one
MOST = 100  # times of one binding


def values(run: Recorder) -> dict[Event, Array]:
    """What was bound at each line, time after time."""
    found: dict[Event, Array] = {}
    counts: Counter[tuple[str, str, int]] = Counter()
    for one in run.seen:
        key = one.scope, one.name, one.line
        if one.line and counts[key] < MOST:
            found[(*key, counts[key])] = one.array.reshape(-1)
            counts[key] += 1
    return found


def rows_of(run: Recorder, rows: Sequence[Sequence[Cell]]) -> Iterator[Seen]:
    """Values that the program has one by one, side by side, for all samples of a step."""
    found = values(run)
    counts = Counter(event[:3] for event in found)
    used = {event for cells in rows for event, _ in cells}
    samples = as_many(used, counts) if used and used <= found.keys() else 0
    for cells in rows:
        scope, _, line, _ = cells[-1][0]
        name = ", ".join(event[1] for event, _ in cells)
        scope = f"{scope} {[event[3] for event, _ in cells]}"  # apart from other rows
        for i in range(samples):
            later = [(e[:3], e[3] + i * counts[e[:3]] // samples, part) for e, part in cells]
            wholes = [(found[(*key, number)], part) for key, number, part in later]
            arrays = [whole if part is None else whole[part : part + 1] for whole, part in wholes]
            if len({array.size for array in arrays}) == 1:
                yield Seen(scope, name, line, np.stack(arrays, axis=1), run.count)


def as_many(used: set[Event], counts: Mapping[tuple[str, str, int], int]) -> int:
    """How many samples went by, if each takes every binding equally often."""
    every = gcd(*(counts[event[:3]] for event in used))
    fitting = [
        m
        for m in range(1, every + 1)
        if every % m == 0 and all(counts[e[:3]] // m > e[3] for e in used)
    ]
    return fitting[-1]
