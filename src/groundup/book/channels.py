"""Between the book's order of numbers in a picture, and that of groundup's engines.

The book has one channel after the other: (channels, rows, columns). Engines have the channels of a
pixel side by side: (rows, columns, channels). And its convolution is the mathematician's, which
turns a filter round by half a turn before it slides it over the picture; theirs does not.

`picture` is always the book's (channels, rows, columns).
"""

from __future__ import annotations

import numpy as np

Picture = tuple[int, ...]


def turned(w: np.ndarray) -> np.ndarray:
    """Filters (n_out, c, k, k), each by half a turn: there, and back again."""
    return np.ascontiguousarray(w[:, :, ::-1, ::-1])


def pixels(x: np.ndarray, picture: Picture) -> np.ndarray:
    """Rows x (n, c·rows·columns) of the book, as engines have them."""
    if picture[0] == 1:
        return np.ascontiguousarray(x)
    return np.ascontiguousarray(np.moveaxis(x.reshape(-1, *picture), 1, -1)).reshape(x.shape)


def to_engine(w: np.ndarray, picture: Picture = ()) -> np.ndarray:
    """Weights (n_in, n_out) of the book as (n_out, n_in); inputs may be a picture."""
    rows = w.T
    if picture:
        rows = np.moveaxis(rows.reshape(-1, *picture), 1, -1)
    return np.array(rows, order="C").reshape(w.shape[::-1])


def from_engine(w: np.ndarray, picture: Picture = ()) -> np.ndarray:
    """Weights (n_out, n_in) of an engine as the book's (n_in, n_out)."""
    rows = w
    if picture:
        channels, *sides = picture
        rows = np.moveaxis(w.reshape(-1, *sides, channels), -1, 1)
    return np.array(rows.reshape(w.shape).T, order="C")
