"""From strokes to the 28×28 pixels that the network takes, made as MNIST was made.

A drawing is a list of strokes, a stroke a list of points (x, y) on a square canvas of side 1, x to
the right and y downwards. All is done with the strokes and nothing with the canvas's pixels, so
the result does not depend on the screen, and the line is as wide as MNIST's lines are however
large one draws.

This is the specification. The page does the same in JavaScript, to the byte: there is only
+ − × ÷, square root, floor and comparison, in this order, in double precision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, inf, sqrt

__all__ = ["preprocess"]

SIZE = 28
"""Pixels a side of the result."""

BOX = 20
"""Pixels a side of the box that the ink is scaled to."""

MIDDLE = 14.5
"""Where the centre of mass comes to lie, each way, in pixels from the image's corner: the middle of
pixel (14, 14), counted from 0. (MNIST's digits have theirs within half a pixel of it, 14.0 on
average, for they were moved by whole pixels.)"""

RADIUS = 1.32
"""Of the pen, in pixels: half the width of the line."""

EDGE = 1.1
"""Pixels over which the line's edge goes from white to black.

Both were chosen by thinning 12,000 of MNIST's training digits to lines and drawing these
(`scripts/drawings/redrawing.py`), so that as much ink comes out as there was in a digit, 104
pixels' worth for 103 (RADIUS), and as much grey, a mean of v·(1 − v) over all ink v of 0.142 for
0.141 (EDGE)."""

SMALLEST = 0.06
"""Of the canvas's side: what is smaller is magnified no more than this would be."""

FARTHEST = 1000
"""The largest coordinate that is taken for one: one may draw beyond the canvas, not that far."""

Point = Sequence[float]  # x, y
Segment = tuple[float, float, float, float]  # from x, y to x, y


def preprocess(strokes: Sequence[Sequence[Point]]) -> bytes:
    """The pixels of a drawing, 784 bytes, row by row, 0 for paper to 255 for ink.

    The ink is scaled into a box of 20×20 pixels, its proportions kept, and moved so that its
    centre of mass is in the middle of pixel (14, 14). No points, no ink: all 0.

    Raises ValueError where a coordinate is not a number from −1000 to 1000.
    """
    segments = list(_segments(strokes))
    if not segments:
        return bytes(SIZE * SIZE)
    left = min(min(ax, bx) for ax, _, bx, _ in segments)
    right = max(max(ax, bx) for ax, _, bx, _ in segments)
    top = min(min(ay, by) for _, ay, _, by in segments)
    bottom = max(max(ay, by) for _, ay, _, by in segments)
    scale = (BOX - 2 * RADIUS) / max(right - left, bottom - top, SMALLEST)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    segments = [
        (
            (ax - middle_x) * scale,
            (ay - middle_y) * scale,
            (bx - middle_x) * scale,
            (by - middle_y) * scale,
        )
        for ax, ay, bx, by in segments
    ]
    x, y = _centre_of_mass(_render(segments, MIDDLE, MIDDLE))
    return _render(segments, MIDDLE + (MIDDLE - x), MIDDLE + (MIDDLE - y))


def _segments(strokes: Sequence[Sequence[Point]]) -> Iterator[Segment]:
    """From each point to the next; a stroke of one point is a segment from it to itself."""
    for number, stroke in enumerate(strokes):
        for i, (x, y) in enumerate(stroke):
            if not (-FARTHEST <= x <= FARTHEST and -FARTHEST <= y <= FARTHEST):
                raise ValueError(
                    f"stroke {number}, point {i}: expected coordinates from 0 to 1 on the canvas, "
                    f"and from -{FARTHEST} to {FARTHEST} at most, got ({x}, {y})"
                )
            if i > 0:
                yield stroke[i - 1][0], stroke[i - 1][1], x, y
            elif len(stroke) == 1:
                yield x, y, x, y


def _render(segments: Sequence[Segment], origin_x: float, origin_y: float) -> bytes:
    """The segments' ink, with their (0, 0) at the origin, pixels from the image's corner.

    Ink goes from 255 to 0 over EDGE pixels, the middle of which is RADIUS from the segments.
    """
    placed = [
        (ax + origin_x, ay + origin_y, bx - ax, by - ay)  # where from, and the way from there
        for ax, ay, bx, by in segments
    ]
    image = bytearray(SIZE * SIZE)
    for row in range(SIZE):
        for column in range(SIZE):
            x, y = column + 0.5, row + 0.5  # the pixel's middle
            nearest = inf
            for segment in placed:
                nearest = min(nearest, _squared_distance(x, y, segment))
            ink = (RADIUS - sqrt(nearest)) / EDGE + 0.5
            image[row * SIZE + column] = floor(255 * min(max(ink, 0), 1) + 0.5)
    return bytes(image)


def _squared_distance(x: float, y: float, segment: Segment) -> float:
    """From a point to the nearest point of a segment."""
    ax, ay, dx, dy = segment
    squared_length = dx * dx + dy * dy
    share = 0.0  # of the way, at which the segment is nearest
    if squared_length > 0:
        share = min(max(((x - ax) * dx + (y - ay) * dy) / squared_length, 0), 1)
    away_x, away_y = x - (ax + share * dx), y - (ay + share * dy)
    return away_x * away_x + away_y * away_y


def _centre_of_mass(image: bytes) -> tuple[float, float]:
    """x and y of the pixels' middles, weighted by their ink; the sums are of whole numbers, and
    exact. (28·28·255·28 and more fit a double.)"""
    mass = sum(image)
    x = sum(ink * (i % SIZE) for i, ink in enumerate(image))
    y = sum(ink * (i // SIZE) for i, ink in enumerate(image))
    return x / mass + 0.5, y / mass + 0.5
