"""The turns of a recorded program, each from one cost that it shows to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bench.checking.recording import Record

Turn = tuple[int, ...]  # what is moved between two costs: numbers of records


def windows(records: Sequence[Record]) -> dict[tuple[Turn, Turn], list[str]]:
    """The first two turns as each site would have them, where something is moved on."""
    found = defaultdict(list)
    for site, seen in places(records).items():
        if len(seen) > 3:
            turns = turn(records, seen, 0), turn(records, seen, 1)
            moved = {records[turns[1][k]].site for k in kept(records, *turns)}
            if moved and not site.startswith(tuple(moved)):
                found[turns].append(site)
    return found


def places(records: Sequence[Record]) -> dict[str, list[int]]:
    """Where each number is seen; and sums, where they are whole: the next begins anew."""
    found, sums = defaultdict(list), {}
    for k, one in enumerate(records):
        if not one.moved:
            found[one.site].append(k)
        elif one.new.size == 1:
            before = sums.get(one.site)
            if before is not None and records[before].new[0] != one.old[0]:
                found[f"{one.site} in all"].append(before)
            sums[one.site] = k
    return found


def turn(records: Sequence[Record], seen: Sequence[int], k: int) -> Turn:
    return tuple(m for m in range(seen[k], seen[k + 1]) if records[m].moved)


def kept(records: Sequence[Record], first: Turn, second: Turn) -> list[int]:
    """What the second turn moves from where the first left it; that is not 0, as sums begin."""
    if [records[m].site for m in first] != [records[m].site for m in second]:
        return []
    pairs = [(records[m].new, records[n].old) for m, n in zip(first, second, strict=True)]
    return [k for k, (was, old) in enumerate(pairs) if old.any() and np.array_equal(was, old)]


def costs(records: Sequence[Record], site: str) -> list[float]:
    return [float(np.ravel(records[k].new)[0]) for k in places(records).get(site, [])]
