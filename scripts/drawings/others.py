"""What is no digit: letters in several hands, and shapes that people draw to see what happens.

The letters, in letters.json, are A. V. Hershey's, stroke by stroke. He made them at the U.S.
National Bureau of Standards (1967); James Hurt of Cognition, Inc. put them into the form in which
they are handed on, from which these are taken. Those that look like a digit are left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.randomness import keys
from scripts.drawings.bulk import preprocess_all
from scripts.drawings.hand import varied
from scripts.drawings.redrawing import CHUNK
from scripts.drawings.tracing import Strokes

__all__ = ["FONTS", "UNSEEN_FONTS", "letters", "others", "shapes"]

FONTS = ("futural", "futuram", "cursive")
UNSEEN_FONTS = ("timesr", "scriptc")
"""Whose letters nothing is trained with, only measured."""

UPPER, LOWER, SIGNS = "AEFHKLMNPRUVWX", "dfhkmnpruvwx", "@%*+=#"

LETTERS = Path(__file__).parent / "letters.json"
"""A font's characters, each a list of strokes of points [x, y], y downwards."""

FINE = 12
"""Points a unit of length, so that lines can bend."""


def others(kinds: Sequence[Strokes], count: int, seed: int) -> NDArray[np.uint8]:
    """`count` drawings (count, 784) of these kinds, in turns, each by another hand."""
    made = np.zeros((count, 784), np.uint8)
    chosen = (np.asarray(keys(count, seed, "others")) % np.uint64(len(kinds))).tolist()
    fine = [[_fine(stroke) for stroke in kind] for kind in kinds]
    for start in range(0, count, CHUNK):
        some = range(start, min(start + CHUNK, count))
        drawn = [varied(fine[chosen[number]], seed, number) for number in some]
        made[start : start + CHUNK] = preprocess_all(drawn)
    return made


def letters(fonts: Sequence[str], characters: str = UPPER + LOWER + SIGNS) -> list[Strokes]:
    """The characters' strokes, in each font that has them."""
    all_of = json.loads(LETTERS.read_text(encoding="utf-8"))
    return [_unit(all_of[name][c]) for name in fonts for c in characters if c in all_of[name]]


def shapes() -> list[Strokes]:
    """Squares, hearts, arrows and the like."""
    lines: list[list[list[tuple[float, float]]]] = [
        [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]],  # a square, and two other rectangles
        [[(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)]],
        [[(0, 0), (1, 0), (1, 1.7), (0, 1.7), (0, 0)]],
        [[(0, 1), (0.5, 0), (1, 1), (0, 1)]],  # triangles
        [[(0, 0), (0.5, 1), (1, 0), (0, 0)]],
        [[(0, 0.5), (0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)]],  # a diamond
        [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],  # crosses
        [[(0, 0.5), (1, 0.5)], [(0.5, 0), (0.5, 1)]],
        [[(0, 0.5), (0.35, 1), (1, 0)]],  # a tick
        [[(0, 0.5), (1, 0.5)], [(0.7, 0.2), (1, 0.5), (0.7, 0.8)]],  # arrows
        [[(0.5, 1), (0.5, 0)], [(0.2, 0.3), (0.5, 0), (0.8, 0.3)]],
        [[(0, 1), (0, 0.4), (0.5, 0), (1, 0.4), (1, 1), (0, 1)]],  # a house
        [[(0, 0), (0.2, 1), (0.4, 0), (0.6, 1), (0.8, 0), (1, 1)]],  # a zigzag
        [[(0, 0), (1, 0)]],  # a dash, an equals sign, two bars, a hash
        [[(0, 0), (1, 0)], [(0, 0.35), (1, 0.35)]],
        [[(0, 0), (0, 1)], [(0.5, 0), (0.5, 1)]],
        [[(0.3, 0), (0.3, 1)], [(0.7, 0), (0.7, 1)], [(0, 0.3), (1, 0.3)], [(0, 0.7), (1, 0.7)]],
        [[(0, 0), (1, 0), (0, 1), (1, 1), (0, 0)]],  # an hourglass
        [[(0, 0.5), (0.3, 0.2), (0.7, 0.5), (1, 0.2), (1, 0.8), (0.7, 0.5), (0.3, 0.8), (0, 0.5)]],
    ]
    curves = [
        [_curve(_heart, 0, 1, 40)],
        [_curve(lambda t: (math.sin(4 * math.pi * t), -math.cos(4 * math.pi * t)), 0, 1, 5)],
        [_curve(lambda t: (t * math.cos(19 * t), t * math.sin(19 * t)), 0, 1, 80)],  # a spiral
        [_curve(lambda t: (3 * t, 0.25 * math.sin(18 * t)), 0, 1, 40)],  # a wave
        [_curve(lambda t: (math.sin(6.28 * t), 0.5 * math.sin(12.57 * t)), 0, 1, 30)],
        [  # a face
            _circle(0, 0, 1),
            [(-0.4, -0.3), (-0.4, -0.2)],
            [(0.4, -0.3), (0.4, -0.2)],
            _curve(lambda t: (0.6 * math.cos(t), 0.6 * math.sin(t)), 0.4, 2.7, 12),
        ],
        [  # a person
            _circle(0.5, 0.15, 0.15),
            [(0.5, 0.3), (0.5, 0.7)],
            [(0.2, 0.5), (0.8, 0.5)],
            [(0.5, 0.7), (0.2, 1)],
            [(0.5, 0.7), (0.8, 1)],
        ],
        [_circle(0, 0, 0.3), *(_circle(0.7 * x, 0.7 * y, 0.35) for x, y in _circle(0, 0, 1)[::4])],
    ]
    return [_unit(kind) for kind in (*lines, *curves)]


def _heart(t: float) -> tuple[float, float]:
    a = 2 * math.pi * t
    down = 13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)
    return 16 * math.sin(a) ** 3, -down


def _curve(place, first: float, last: float, pieces: int) -> list[tuple[float, float]]:
    return [place(first + (last - first) * i / pieces) for i in range(pieces + 1)]


def _circle(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return _curve(
        lambda a: (x + radius * math.cos(a), y + radius * math.sin(a)), 0, 2 * math.pi, 20
    )


def _unit(strokes: Strokes) -> Strokes:
    """The same in a box of side 1."""
    points = np.concatenate([np.array(stroke) for stroke in strokes])
    left, top = points.min(axis=0).tolist()
    side = max(float(np.ptp(points, axis=0).max()), 1e-6)
    return [[((x - left) / side, (y - top) / side) for x, y in stroke] for stroke in strokes]


def _fine(stroke: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same line with more points."""
    made: list[tuple[float, float]] = []
    for (ax, ay), (bx, by) in pairwise(stroke):
        pieces = max(1, int(FINE * math.hypot(bx - ax, by - ay)))
        made += [(ax + (bx - ax) * i / pieces, ay + (by - ay) * i / pieces) for i in range(pieces)]
    return [*made, stroke[-1]]
