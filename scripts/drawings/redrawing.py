"""Digits of MNIST drawn again: thinned to lines, drawn on the page's canvas at random size and
place, and brought back through the page's preprocessing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundup.page.preprocessing import SMALLEST
from groundup.randomness import keys
from scripts.drawings.bulk import preprocess_all
from scripts.drawings.tracing import Strokes, strokes_of

__all__ = ["drawn", "placed", "redrawn"]

CANVAS = 320
"""Pixels a side of the canvas on a phone: points are where a pen can be, on whole ones."""

SMALL, LARGE = 0.25, 0.9
"""Of the canvas's side: how wide or high the drawing's longer side is, drawn evenly."""

CHUNK = 100  # images at a time


def redrawn(images: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Images (m, 784) as the page sees them when they are drawn again."""
    result = np.zeros_like(images)
    drawing = drawn(images, seed)
    for start in range(0, len(images), CHUNK):
        chunk = [next(drawing) for _ in range(start, min(start + CHUNK, len(images)))]
        result[start : start + CHUNK] = preprocess_all(chunk)
    return result


def drawn(images: NDArray[np.uint8], seed: int) -> Iterator[Strokes]:
    """Each image's strokes on the canvas, of side 1."""
    chance = np.asarray(keys(3 * len(images), seed, "redrawn")).reshape(-1, 3) / 2.0**64
    for start in range(0, len(images), CHUNK):
        chunk = strokes_of(images[start : start + CHUNK])
        drawn_at = chance[start : start + CHUNK].tolist()
        for strokes, (size, x, y) in zip(chunk, drawn_at, strict=True):
            yield placed(strokes, SMALL + (LARGE - SMALL) * size, x, y)


def placed(strokes: Strokes, size: float, x: float, y: float) -> Strokes:
    """The strokes with their box so large, x and y of the way from where it touches the canvas's
    left and upper side to where it touches the others."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return []
    (left, right), (top, bottom) = ((min(p), max(p)) for p in zip(*points, strict=True))
    scale = size / max(right - left, bottom - top, SMALLEST)
    from_left = (1 - (right - left) * scale) * x
    from_top = (1 - (bottom - top) * scale) * y

    def on_canvas(place: float) -> float:
        return round(place * CANVAS) / CANVAS

    return [
        [
            (on_canvas(from_left + (px - left) * scale), on_canvas(from_top + (py - top) * scale))
            for px, py in stroke
        ]
        for stroke in strokes
    ]
