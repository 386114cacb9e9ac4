"""MNIST as the book's programs take it: pairs of columns.

Its pixels are 0 to 255/256, as in the book's own file: bytes over 256.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup import data

__all__ = ["load_data", "load_data_wrapper", "vectorized_result"]

Part = tuple[np.ndarray, np.ndarray]
Pair = tuple[np.ndarray, Any]


def load_data() -> tuple[Part, Part, Part]:
    """50,000 training digits, 10,000 to validate with and 10,000 to test with: images (n, 784),
    float32 from 0 to just below 1, and labels (n,)."""
    train, validation, test = data.load_data("mnist")
    parts = [(x.astype(np.float32) / np.float32(256), y) for x, y in (train, validation, test)]
    return parts[0], parts[1], parts[2]


def load_data_wrapper() -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Three lists of pairs (x, y), x (784, 1). To train with, y is (10, 1), 1 for the digit and
    0 elsewhere; to validate and test with, it is the digit."""
    train, validation, test = (
        [(x.reshape(-1, 1), y) for x, y in zip(*part, strict=True)] for part in load_data()
    )
    return [(x, vectorized_result(y)) for x, y in train], validation, test


def vectorized_result(j: int) -> np.ndarray:
    """(10, 1), zeros but for a 1 in row j."""
    column = np.zeros((10, 1))
    column[j] = 1.0
    return column
