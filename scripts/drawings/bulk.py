"""`groundup.page.preprocessing` for many drawings at once, to the same bytes.

The arithmetic is the same, operation by operation. What is spared is most of it: a segment is
short, so its distance is needed in a small window of pixels only, beyond which it leaves no ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.page.preprocessing import (
    BOX,
    EDGE,
    FARTHEST,
    MIDDLE,
    RADIUS,
    SIZE,
    SMALLEST,
    Point,
)

__all__ = ["Drawing", "preprocess_all"]

Drawing = Sequence[Sequence[Point]]
Floats = NDArray[np.float64]

DRAWINGS = 1000  # at once
SEGMENTS = 4000  # at once
REACH = RADIUS + EDGE / 2 + 0.01
"""Pixels from a segment's line at which there is no more ink."""


class Segments(NamedTuple):
    """All segments of some drawings."""

    ends: Floats  # (s, 4): from x, y to x, y
    drawing: NDArray[np.int64]  # (s,): to which it belongs


def preprocess_all(drawings: Sequence[Drawing]) -> NDArray[np.uint8]:
    """What `preprocess` makes of each drawing, (n, 784). Raises ValueError as it does."""
    images = np.zeros((len(drawings), SIZE * SIZE), np.uint8)
    for start in range(0, len(drawings), DRAWINGS):
        some = [i for i in range(start, min(start + DRAWINGS, len(drawings))) if any(drawings[i])]
        if some:
            images[some] = _preprocess([drawings[i] for i in some])
    return images


def _preprocess(drawings: Sequence[Drawing]) -> NDArray[np.uint8]:
    """The same, of drawings that have a point each."""
    ends, drawing = _segments(drawings)
    if not np.all(np.abs(ends) <= FARTHEST):
        raise ValueError(f"expected coordinates from -{FARTHEST} to {FARTHEST}, got others")
    xy = ends.reshape(-1, 2, 2)
    low, high = np.full((len(drawings), 2), np.inf), np.full((len(drawings), 2), -np.inf)
    np.minimum.at(low, drawing, xy.min(axis=1))
    np.maximum.at(high, drawing, xy.max(axis=1))
    scale = (BOX - 2 * RADIUS) / np.maximum((high - low).max(axis=1), SMALLEST)
    middle = (low + high) / 2
    ends = ((xy - middle[drawing][:, None]) * scale[drawing][:, None, None]).reshape(-1, 4)
    segments = Segments(ends, drawing)
    origin = np.full((len(drawings), 2), MIDDLE)
    return _render(segments, origin + (origin - _centres_of_mass(_render(segments, origin))))


def _segments(drawings: Sequence[Drawing]) -> Segments:
    ends: list[tuple[float, ...]] = []
    drawing: list[int] = []
    for i, strokes in enumerate(drawings):
        for stroke in strokes:
            following = stroke[1:] or stroke
            ends += [(*a, *b) for a, b in zip(stroke, following, strict=False)]
            drawing += [i] * len(following if stroke else ())
    return Segments(np.array(ends, float).reshape(-1, 4), np.array(drawing, np.int64))


def _render(segments: Segments, origin: Floats) -> NDArray[np.uint8]:
    """The images (m, 784) of segments whose (0, 0) is at the origins (m, 2)."""
    nearest = np.full(len(origin) * SIZE * SIZE, np.inf)
    for start in range(0, len(segments.ends), SEGMENTS):
        ends = segments.ends[start : start + SEGMENTS]
        drawing = segments.drawing[start : start + SEGMENTS]
        a, way = ends[:, :2] + origin[drawing], ends[:, 2:] - ends[:, :2]
        pixels, squared = _windows(a, way)
        pixels += drawing[:, None, None] * SIZE * SIZE
        np.minimum.at(nearest, pixels.ravel(), squared.ravel())
    ink = (RADIUS - np.sqrt(nearest)) / EDGE + 0.5
    bytes_ = np.floor(255 * np.minimum(np.maximum(ink, 0), 1) + 0.5).astype(np.uint8)
    return bytes_.reshape(len(origin), SIZE * SIZE)


def _windows(a: Floats, way: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The pixels near each segment, from a (s, 2) and `way` (s, 2) on, as (s, k, k) numbers from 0
    to 783, and their squared distances from it."""
    low, high = np.minimum(a, a + way) - REACH - 0.5, np.maximum(a, a + way) + REACH
    side = min(int((np.ceil(high) - np.floor(low)).max()) + 1, SIZE)
    first = np.clip(np.floor(low), 0, SIZE - side).astype(np.int64)
    column, row = (first[:, axis, None] + np.arange(side) for axis in (0, 1))  # (s, side) each
    x, y = column[:, None, :] + 0.5, row[:, :, None] + 0.5
    ax, ay, dx, dy = (part[:, None, None] for part in (*a.T, *way.T))
    squared_length = dx * dx + dy * dy
    along = (x - ax) * dx + (y - ay) * dy
    share = np.divide(along, squared_length, np.zeros_like(along), where=squared_length > 0)
    share = np.minimum(np.maximum(share, 0), 1)
    away_x, away_y = x - (ax + share * dx), y - (ay + share * dy)
    return row[:, :, None] * SIZE + column[:, None, :], away_x * away_x + away_y * away_y


def _centres_of_mass(images: NDArray[np.uint8]) -> Floats:
    """x and y (m, 2); the sums are of whole numbers."""
    ink = images.reshape(-1, SIZE, SIZE).astype(np.int64)
    number = np.arange(SIZE)
    x, y = (ink.sum(axis=1) * number).sum(axis=1), (ink.sum(axis=2) * number).sum(axis=1)
    return np.stack([x, y], axis=1) / ink.sum(axis=(1, 2))[:, None] + 0.5
