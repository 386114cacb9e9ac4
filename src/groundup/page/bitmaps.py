"""From a picture of a digit to the 28×28 pixels that a network of digits takes, as
`groundup.page.preprocessing` makes them of strokes.

What is not like the paper is ink. The ink is scaled into a box of 20×20 pixels, its proportions
kept, and moved so that its centre of mass is in the middle of pixel (14, 14). The paper is the
median of the picture's border, be it light or dark; what differs from it by less than a fifth of
the most is paper too.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from groundup.page.preprocessing import BOX, MIDDLE, SIZE

FAINT = 0.2
"""Of the strongest ink, below which it is paper: shadows, and what JPEG leaves."""
LEAST = 16
"""Shades that the strongest ink differs from the paper: less is an empty sheet."""


def prepare(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pixels (784,), 0 for paper to 255 for ink, of a grey picture (rows, columns) of any size.
    An empty sheet is all 0."""
    from PIL import Image

    ink = _ink(grey)
    lit = ink > 0
    if not lit.any():
        return np.zeros(SIZE * SIZE, np.uint8)
    rows, columns = (np.flatnonzero(lit.any(axis=axis)) for axis in (1, 0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = BOX / max(ink.shape)  # pixels of the result for one of the picture
    mass = ink.sum()
    y = float((ink.sum(axis=1) * (np.arange(ink.shape[0]) + 0.5)).sum() / mass)
    x = float((ink.sum(axis=0) * (np.arange(ink.shape[1]) + 0.5)).sum() / mass)
    margin = math.ceil(SIZE / scale)
    padded = Image.fromarray(np.pad(ink, margin).astype(np.float32))
    left, top = x + margin - MIDDLE / scale, y + margin - MIDDLE / scale
    box = (left, top, left + SIZE / scale, top + SIZE / scale)
    small = np.asarray(padded.resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=box))
    strongest = max(float(small.max()), 1e-9)
    return np.clip(small * (255 / strongest) + 0.5, 0, 255).astype(np.uint8).reshape(-1)


def _ink(grey: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How far each pixel is from the paper, 0 to 1 (rows, columns)."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    away = np.abs(grey.astype(float) - float(np.median(border)))
    most = away.max()
    if most < LEAST:
        return np.zeros(grey.shape)
    return np.where(away < FAINT * most, 0.0, away / most)
