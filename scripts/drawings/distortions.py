"""Digits as a careless preprocessing, a blunt or sharp pen or a tilted hand would hand them over:
moved, thinner, thicker, turned. All take and give pixels (m, 784), bytes, and are by other means
than the augmentation that the network was trained with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundup.randomness import keys
from scripts.drawings.enlarging import SIZE, brightest, enlarged

__all__ = ["ink", "rotated", "shifted", "thicker", "thinner"]

Images = NDArray[np.uint8]

FINE = 5
"""Pixels are divided into so many, each way, so that a line's outline can move by less than one."""

RADIUS = 2
"""Of the disc, in fine pixels, that thins and thickens: 0.4 pixels, so that a line of MNIST's
width, 2.6 pixels, becomes about a third narrower or wider."""

CHUNK = 50  # images at a time


def shifted(images: Images, by: int, seed: int) -> Images:
    """Each moved by whole pixels, evenly from −by to by, across and down. What leaves the image is
    lost."""
    padded = np.pad(images.reshape(-1, SIZE, SIZE), ((0, 0), (by, by), (by, by)))
    drawn = np.asarray(keys(2 * len(images), seed, "shifted", by)).reshape(2, -1)
    down, across = (drawn % np.uint64(2 * by + 1)).astype(np.int64)
    number = np.arange(SIZE)
    rows, columns = down[:, None] + number, across[:, None] + number
    sample = np.arange(len(images))[:, None, None]
    return padded[sample, rows[:, :, None], columns[:, None, :]].reshape(-1, SIZE * SIZE)


def thinner(images: Images) -> Images:
    """Grey erosion: every place becomes as dark as the darkest within the disc."""
    return 255 - thicker(255 - images)


def thicker(images: Images) -> Images:
    """Grey dilation: every place becomes as bright as the brightest within the disc."""
    pieces = [images[i : i + CHUNK] for i in range(0, len(images), CHUNK)]
    return np.concatenate([_dilated(piece) for piece in pieces] or [images])


def _dilated(images: Images) -> Images:
    fine = brightest(enlarged(images, FINE), RADIUS)
    blocks = fine.reshape(-1, SIZE, FINE, SIZE, FINE).mean(axis=(2, 4))
    return np.rint(blocks).astype(np.uint8).reshape(-1, SIZE * SIZE)


def rotated(images: Images, degrees: float, seed: int) -> Images:
    """Each turned about its middle by evenly −degrees to degrees, and read between four pixels."""
    drawn = np.asarray(keys(len(images), seed, "rotated")) / 2.0**63 - 1  # −1 to 1
    angle = np.radians(degrees) * drawn[:, None, None]
    way = np.arange(SIZE) - (SIZE - 1) / 2
    x, y = way[None, None, :], way[None, :, None]
    column = np.cos(angle) * x + np.sin(angle) * y + (SIZE - 1) / 2
    row = np.cos(angle) * y - np.sin(angle) * x + (SIZE - 1) / 2
    return _between(images, row, column)


def _between(images: Images, row: NDArray[np.float64], column: NDArray[np.float64]) -> Images:
    """The images at places (m, SIZE, SIZE) each; what is beyond the edge is 0."""
    padded = np.pad(images.reshape(-1, SIZE, SIZE), ((0, 0), (1, 1), (1, 1)))
    row, column = (np.clip(place + 1, 0, SIZE + 0.999) for place in (row, column))
    top, left = row.astype(np.int64), column.astype(np.int64)
    down, right = row - top, column - left
    sample = np.arange(len(images))[:, None, None]
    upper = padded[sample, top, left] * (1 - right) + padded[sample, top, left + 1] * right
    lower = padded[sample, top + 1, left] * (1 - right) + padded[sample, top + 1, left + 1] * right
    mean = upper * (1 - down) + lower * down
    return np.rint(mean).astype(np.uint8).reshape(-1, SIZE * SIZE)


def ink(images: Images) -> float:
    """Pixels' worth of ink in an image, on average."""
    return float(images.sum(dtype=np.int64) / 255 / len(images))
