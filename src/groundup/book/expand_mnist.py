"""Chapter 6's 250,000 digits from 50,000: each as it is, and moved by a pixel in four directions.

    python -m groundup.book expand_mnist.py

The book writes a pickle; here it is an NPZ file, which `network3.load_data_shared` and `groundup
train --data` read.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np

from groundup import data
from groundup.book.shared import expanded
from groundup.formats.atomic import write_atomically

__all__ = ["main"]

NAME = "mnist_expanded.npz"
BOOKS = Path("../data")
"""Where the book has its data, seen from its programs."""


def main(filename: str | os.PathLike[str] | None = None) -> None:
    """Writes the digits, or says that they are there: to `mnist_expanded.npz` in `../data`, or
    here, where that is not there."""
    file = Path(filename or (BOOKS / NAME if BOOKS.is_dir() else NAME))
    print("Expanding the MNIST training set")
    if file.exists():
        print("The expanded training set already exists.  Exiting.")
        return
    train, validation, test = data.load_data("mnist")
    arrays: dict[str, np.ndarray] = {}
    arrays["x_train"], arrays["y_train"] = expanded(*train)
    arrays["x_validation"], arrays["y_validation"] = validation
    arrays["x_test"], arrays["y_test"] = test
    print("Saving expanded data. This may take a minute.")
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    write_atomically(file, packed.getvalue())
    print(f"Saved {len(arrays['y_train']):,} digits: network3.load_data_shared({str(file)!r})")


if __name__ == "__main__":
    main()
