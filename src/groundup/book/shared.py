"""Values that are handed on by reference, as chapter 6 has them, and MNIST as such values."""

from __future__ import annotations

import random
from pathlib import PurePath
from typing import Any

import numpy as np

from groundup import data
from groundup.errors import UserError

Pair = tuple[Any, Any]

SHADES = 256
"""What the book's file divides bytes by."""
EXPANDED = "mnist_expanded.pkl.gz"
FILES = ("mnist.pkl.gz", EXPANDED)
"""The book's names of its files, whose digits are all here."""


class Shared:
    """An array that many may hold, and one may replace."""

    def __init__(self, value: Any, name: str = "") -> None:
        self.name = name
        self._value = np.asarray(value)

    def __len__(self) -> int:
        return len(self._value)

    def __repr__(self) -> str:
        return f"<{self.name or 'shared'}: {self._value.dtype} {self._value.shape}>"

    def get_value(self, borrow: bool = False) -> np.ndarray:
        """A copy of it; with `borrow`, itself."""
        return self._value if borrow else self._value.copy()

    def set_value(self, value: Any, borrow: bool = False) -> None:
        """Puts another of the same shape in its place: a copy of it, unless with `borrow`."""
        found = np.asarray(value, self._value.dtype)
        if found.shape != self._value.shape:
            raise UserError(
                f"{self.name or 'value'}: expected shape {self._value.shape}, got {found.shape}"
            )
        self._value = found if borrow else found.copy()

    def rows(self, first: int, last: int) -> np.ndarray:
        """Some of them, borrowed."""
        return self._value[first:last]


class Pixels(Shared):
    """Images of bytes (n, 784), which are given as fractions: all at once would be four times as
    large."""

    def get_value(self, borrow: bool = False) -> np.ndarray:
        """float32 from 0 to 255/256, always a copy."""
        return self.rows(0, len(self))

    def rows(self, first: int, last: int) -> np.ndarray:
        return self._value[first:last].astype(np.float32) / np.float32(SHADES)


def load_data_shared(filename: str = "../data/mnist.pkl.gz") -> list[Pair]:
    """50,000 training digits, 10,000 to validate with and 10,000 to test with, each as images
    (n, 784) and labels (n,). They come with groundup: only the end of the file's name counts. It is
    `mnist.pkl.gz`, or `mnist_expanded.pkl.gz`, for which each training digit comes five times, as
    it is and moved by a pixel up, down, left and right, all shuffled by `random`. An NPZ file, such
    as `expand_mnist` writes, is read.

    Raises UserError for another file: pickles are never loaded.
    """
    name = PurePath(filename).name
    if name.lower().endswith(".npz"):
        return [(Pixels(x, "x"), Shared(y.astype(np.int32), "y")) for x, y in digits(filename)]
    if name not in FILES:
        raise UserError(
            f"{filename}: expected {' or '.join(FILES)}, whose digits are here, or an NPZ file, as "
            "expand_mnist writes it; others are pickles, which are never loaded: give arrays, a "
            "pair (x, y), in their place"
        )
    train, validation, test = data.load_data("mnist")
    parts = [expanded(*train) if name == EXPANDED else tuple(train), validation, test]
    return [(Pixels(x, "x"), Shared(y.astype(np.int32), "y")) for x, y in parts]


def digits(filename: str) -> data.Data:
    """The three parts of an NPZ file. Raises UserError where they are no pictures of digits."""
    parts = data.load_data(filename)
    for x, y in parts:
        if x.dtype != np.uint8 or x.shape[1:] != (784,) or not set(np.unique(y)) <= set(range(10)):
            raise UserError(
                f"{filename}: expected 28×28 pixels from 0 to 255 and digits, as expand_mnist "
                f"writes them, got x {x.shape} of {x.dtype} and y from {y.min()} to {y.max()}"
            )
    return parts


def expanded(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Five of each image (n, 784), one of them as it is, the others moved by a pixel, and their
    labels, in an order that `random` gives. What moves in is dark."""
    images = x.reshape(-1, 28, 28)
    many = np.zeros((5, *images.shape), x.dtype)
    many[0] = images
    many[1, :, 1:], many[2, :, :-1] = images[:, :-1], images[:, 1:]
    many[3, :, :, 1:], many[4, :, :, :-1] = images[:, :, :-1], images[:, :, 1:]
    order = list(range(5 * len(x)))
    random.shuffle(order)
    return many.reshape(len(order), -1)[order], np.tile(y, 5)[order]


def size(data: Pair) -> int:
    """How many samples there are."""
    return len(data[0])
