"""Lines of pixels followed from one to the next, as a pen would."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scripts.drawings.enlarging import SIZE
from scripts.drawings.thinning import FINE, ROUND, skeletons

__all__ = ["Strokes", "strokes_of", "trace"]

Pixel = tuple[int, int]  # row, column
Graph = dict[Pixel, list[Pixel]]  # who is joined to whom
Strokes = list[list[tuple[float, float]]]

SMOOTHINGS = 6
"""Times that a line's points are drawn towards their neighbours, so that a slanted line is one and
no staircase."""


def strokes_of(images: NDArray[np.uint8]) -> Iterator[Strokes]:
    """The strokes of images (m, 784), on a canvas of side 1."""
    side = SIZE * FINE
    for skeleton in skeletons(images):
        for_canvas = ([((x + 0.5) / side, (y + 0.5) / side) for x, y in p] for p in trace(skeleton))
        yield list(for_canvas)


def trace(skeleton: NDArray[np.bool_]) -> Strokes:
    """The strokes in lines (rows, columns), with a point every FINE pixels.

    Where lines meet, strokes end; a ring is a stroke that ends where it began.
    """
    strokes: Strokes = []
    for path in _paths(_joined(skeleton)):
        places = [(float(column), float(row)) for row, column in path]
        for _ in range(SMOOTHINGS):
            places = _smooth(places)
        last = len(places) - 1
        strokes.append([*(places[i] for i in range(0, last, FINE)), places[last]])
    return strokes


def _joined(skeleton: NDArray[np.bool_]) -> Graph:
    """Every pixel with those beside it; with those diagonally beside it only where there is no way
    round the corner."""
    ink = set(zip(*(part.tolist() for part in np.nonzero(skeleton)), strict=True))
    return {
        (r, c): [
            (r + dr, c + dc)
            for dr, dc in ROUND
            if (r + dr, c + dc) in ink
            and (not (dr and dc) or ((r + dr, c) not in ink and (r, c + dc) not in ink))
        ]
        for r, c in sorted(ink)
    }


def _paths(graph: Graph) -> Iterator[list[Pixel]]:
    """Paths along all joints, each once: first those from ends and crossings, then the rings."""
    gone: set[frozenset[Pixel]] = set()
    yield from ([pixel] for pixel, beside in graph.items() if not beside)
    ends = [pixel for pixel, beside in graph.items() if len(beside) != 2]
    for start in (*ends, *graph):
        for following in graph[start]:
            if frozenset((start, following)) not in gone:
                yield _walk(graph, start, following, gone)


def _walk(graph: Graph, start: Pixel, following: Pixel, gone: set[frozenset[Pixel]]) -> list[Pixel]:
    """From start on until an end, a crossing or the start itself."""
    path = [start, following]
    gone.add(frozenset(path))
    while len(graph[path[-1]]) == 2 and path[-1] != start:
        one, other = graph[path[-1]]
        path.append(other if one == path[-2] else one)
        gone.add(frozenset(path[-2:]))
    return path


def _smooth(path: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every point but the first and the last at the mean of itself, twice, and its neighbours."""
    inner = [
        ((x0 + 2 * x1 + x2) / 4, (y0 + 2 * y1 + y2) / 4)
        for (x0, y0), (x1, y1), (x2, y2) in zip(path, path[1:], path[2:], strict=False)
    ]
    return [path[0], *inner, path[-1]] if len(path) > 1 else path
