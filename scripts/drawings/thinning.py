"""A digit of MNIST as lines: its ink on a finer grid, thinned until it is a pixel wide.

Source: T. Y. Zhang and C. Y. Suen, A fast parallel algorithm for thinning digital patterns,
Communications of the ACM 27 (1984).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scripts.drawings.enlarging import brightest, enlarged

__all__ = ["FINE", "ROUND", "skeletons", "thin"]

FINE = 3
"""Pixels are divided into so many, each way: a thick digit's small loops stay open."""

INK, SHARE, NEAR = 60, 0.7, 3
"""Ink is what is brighter than INK, and than this share of the brightest byte within NEAR fine
pixels: so thin grey lines are ink, and a grey hole between thick black ones is none."""

ROUND = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]
"""A pixel's neighbours, (rows, columns) away, clockwise from above: the article's P2 to P9."""


def skeletons(images: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The lines in images (m, 784), as (m, 28·FINE, 28·FINE)."""
    fine = enlarged(images, FINE)
    return thin((fine >= INK) & (fine >= SHARE * brightest(fine, NEAR)))


def thin(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The skeletons of images (m, rows, columns): pixels are taken away from the outlines, from the
    south-east and from the north-west in turn, until only lines are left."""
    padded = np.pad(ink, ((0, 0), (1, 1), (1, 1))).astype(np.uint8)
    around = [row * padded.shape[2] + column for row, column in ROUND]
    flat = padded.ravel()  # a copy, where the images' order in memory is another
    inked, before = np.flatnonzero(flat), -1
    while len(inked) != before:
        before = len(inked)
        for removed in REMOVED:
            code = np.zeros(len(inked), np.uint8)
            for bit, away in enumerate(around):
                code |= flat[inked + away] << np.uint8(bit)
            gone = removed[code]
            flat[inked[gone]] = 0
            inked = inked[~gone]
    return flat.reshape(padded.shape)[:, 1:-1, 1:-1].astype(bool)


def _removed(first: tuple[int, ...], second: tuple[int, ...]) -> NDArray[np.bool_]:
    """(256,): whether a pixel goes whose neighbours, in the order of ROUND, are a number's bits:
    when it has 2 to 6 of them in one piece, and of each of these two threes one is paper."""
    p = (np.arange(256)[:, None] >> np.arange(8)) & 1 == 1  # (256, 8)
    pieces = (~p & np.roll(p, -1, axis=1)).sum(axis=1)
    count = p.sum(axis=1)
    open_ = ~p[:, list(first)].all(axis=1) & ~p[:, list(second)].all(axis=1)
    return (count >= 2) & (count <= 6) & (pieces == 1) & open_


REMOVED = [_removed((0, 2, 4), (2, 4, 6)), _removed((0, 2, 6), (0, 4, 6))]
"""In the first half of a round and in the second."""
