"""How hands differ: the same strokes, slanted, stretched, bent, shaky, quick; sevens with a bar,
ones with a flag and a foot.

Everything that is drawn by chance comes from a drawing's own stream (`groundup.randomness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.randomness import keys, normals
from scripts.drawings.bulk import preprocess_all
from scripts.drawings.redrawing import CHUNK, LARGE, SMALL, placed
from scripts.drawings.tracing import Strokes, strokes_of

__all__ = ["drawn_by_hands", "varied"]

TURN, SLANT, STRETCH = 0.14, 0.25, 0.25
"""At most: radians, sideways a unit of height, and the logarithm of width over height."""

WAVES, BEND = 4, 0.02
"""Waves that bend the plane, and the standard deviation of each, of the drawing's side."""

SHAKE = 0.008
"""Standard deviation of each point, at most, of the drawing's side."""

ONE, SEVEN, MORE = 1, 7, 0.3
"""The share of ones and of sevens that get more than one line."""

HALF = 0.5


def drawn_by_hands(
    images: NDArray[np.uint8], labels: NDArray[np.int64], seed: int
) -> NDArray[np.uint8]:
    """Images (m, 784) as the page sees them when other hands draw them."""
    made = np.zeros_like(images)
    for start in range(0, len(images), CHUNK):
        some = slice(start, start + CHUNK)
        strokes = strokes_of(images[some])
        made[some] = preprocess_all(list(_drawn(strokes, labels[some], start, seed)))
    return made


def _drawn(
    drawings: Iterator[Strokes], labels: NDArray[np.int64], first: int, seed: int
) -> Iterator[Strokes]:
    for number, (strokes, label) in enumerate(zip(drawings, labels.tolist(), strict=True), first):
        if label in (ONE, SEVEN) and _evenly(1, seed, "more", number)[0] < MORE:
            strokes = (barred if label == SEVEN else flagged)(strokes, seed, number)
        yield varied(strokes, seed, number)


def varied(strokes: Strokes, seed: int, number: int) -> Strokes:
    """The strokes of drawing `number` by another hand, somewhere on the canvas."""
    if not any(strokes):
        return []
    a, b, c, shake, size, x, y, pace = _evenly(8, seed, "hand", number)
    turn, slant, stretch = TURN * (2 * a - 1), SLANT * (2 * b - 1), STRETCH * (2 * c - 1)
    by = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array(
        [[np.exp(stretch), slant], [0, 1]]
    )
    points = np.concatenate([np.array(stroke) for stroke in strokes if stroke])
    low, high = points.min(axis=0), points.max(axis=0)
    middle, side = (low + high) / 2, max(float((high - low).max()), 0.02)
    waves = np.array(normals(5 * WAVES, seed, "waves", number)).reshape(WAVES, 5)
    every = 1 + int(3 * pace)  # a quick pen is seen at fewer points
    made: Strokes = []
    for part, stroke in enumerate(strokes):
        flat = _bent(((np.array(stroke) - middle) / side) @ by.T, waves)
        last = len(flat) - 1
        flat = flat[sorted({*range(0, last, every), last})]
        noise = np.array(normals(flat.size, seed, "shake", number, part)).reshape(flat.shape)
        made.append([(px, py) for px, py in (flat + SHAKE * shake * noise).tolist()])
    return placed(made, SMALL + (LARGE - SMALL) * size, x, y)


def barred(strokes: Strokes, seed: int, number: int) -> Strokes:
    """A 7 with a bar through its stem."""
    if not any(strokes):
        return strokes
    at, wide, tilt = _evenly(3, seed, "bars", number)
    points = np.concatenate([np.array(stroke) for stroke in strokes if stroke])
    low, high = points.min(axis=0), points.max(axis=0)
    y = low[1] + (high[1] - low[1]) * (0.4 + 0.2 * at)
    stem = points[np.argsort(np.abs(points[:, 1] - y), kind="stable")[:3], 0].mean()
    half = 0.02 + (high[0] - low[0] + 0.05) * (0.2 + 0.15 * wide)
    rise = 0.04 * (tilt - HALF)
    return [
        *strokes,
        [(float(stem - half), float(y + rise)), (float(stem + half), float(y - rise))],
    ]


def flagged(strokes: Strokes, seed: int, number: int) -> Strokes:
    """A 1 with a flag, and mostly with a foot."""
    if not any(strokes):
        return strokes
    along, down, foot, left, right = _evenly(5, seed, "flags", number)
    points = np.concatenate([np.array(stroke) for stroke in strokes if stroke])
    top, bottom = points[points[:, 1].argmin()].tolist(), points[points[:, 1].argmax()].tolist()
    high = bottom[1] - top[1]
    flag = (top[0] - high * (0.15 + 0.25 * along), top[1] + high * (0.1 + 0.25 * down))
    made = [*strokes, [flag, (top[0], top[1])]]
    if foot < 0.7:
        ends = (bottom[0] - high * (0.1 + 0.2 * left), bottom[0] + high * (0.1 + 0.2 * right))
        made.append([(x, bottom[1]) for x in ends])
    return made


def _bent(points: NDArray[np.float64], waves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2), each moved by the sum of some waves across the plane."""
    way, phase, far = 4 * waves[:, :2], 3 * waves[:, 2], BEND * waves[:, 3:]
    return points + np.sin(points @ way.T + phase) @ far


def _evenly(count: int, seed: int, *name: str | int) -> Sequence[float]:
    """Numbers from 0 to 1."""
    return (np.asarray(keys(count, seed, *name)) / 2.0**64).tolist()
