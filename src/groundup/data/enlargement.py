"""More digits than there are: MNIST, distorted again and again, in files of any size to try with.

The folder has the four files of MNIST by their names: N training images that are not gzipped, of
which the last 10,000 (or a sixth of fewer than 60,000) are MNIST's own, from those that validate;
and MNIST's test images. The others are its 50,000 training images, distorted, each time otherwise.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from groundup.data.augmentation import Augmentation, augment
from groundup.data.catalogue import MNIST
from groundup.data.folder import has_idx
from groundup.data.idx import DataError
from groundup.data.mnist_like import VALIDATION, read_folder
from groundup.data.samples import Data
from groundup.errors import UserError

IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
FEWEST, MOST = 60, 2**31  # images
SPARE = 2**28  # bytes that are left free on the disk
PIECE = 5000  # images distorted at once


def enlarge(
    count: int,
    folder: str | os.PathLike[str],
    seed: int = 0,
    progress: Callable[[int], object] = lambda done: None,
) -> None:
    """Writes `count` training images of 28×28 and their labels, and the test images, into a folder
    that has no IDX files yet; `progress` hears how many are written. The same seed gives the same
    bytes. Where it does not come to its end, it leaves no file, and no folder that it made.

    Raises UserError where the count makes no sense or the disk is too small, DataError where there
    are such files already.
    """
    folder = Path(folder)
    if not FEWEST <= count <= MOST:
        raise UserError(f"expected {FEWEST} to {MOST:,} digits to make, got {count:,}")
    new = [path for path in (folder, *folder.parents) if not path.exists()]  # innermost first
    if not new and has_idx(folder):
        raise DataError(f"{folder}: expected no IDX files yet, but there are; name another folder")
    data = read_folder(MNIST)
    there = new[-1].parent if new else folder
    size, free = count * data.train.x.shape[1], shutil.disk_usage(there).free
    if size + SPARE > free:
        raise UserError(
            f"{folder}: expected {(size + SPARE) / 1e6:,.0f} MB free for {count:,} digits and some "
            f"to spare, but there are {free / 1e6:,.0f}; make fewer, or name a folder elsewhere"
        )
    copied = sorted(MNIST.glob("t10k-*.gz"))
    made = [folder / name for name in (IMAGES, LABELS, *(path.name for path in copied))]
    parts = [path.with_name(path.name + ".part") for path in made]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with parts[0].open("wb") as images, parts[1].open("wb") as labels:
            _write(images, labels, count, data, seed, progress)
        for path, part in zip(copied, parts[2:], strict=True):
            shutil.copyfile(path, part)
        for part, path in zip(parts, made, strict=True):
            part.replace(path)
    except BaseException:  # Ctrl-C too
        _remove([*parts, *made], new)
        raise


def _remove(files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Removes what was written of the files, and the folders that were made for them."""
    with contextlib.suppress(OSError):  # a folder that somebody else uses by now stays
        for file in files:
            file.unlink(missing_ok=True)
        for folder in folders:
            folder.rmdir()


def _write(
    images: BinaryIO,
    labels: BinaryIO,
    count: int,
    data: Data,
    seed: int,
    progress: Callable[[int], object],
) -> None:
    images.write(struct.pack(">4B3I", 0, 0, 8, 3, count, 28, 28))
    labels.write(struct.pack(">4BI", 0, 0, 8, 1, count))
    held_out, done = min(VALIDATION, count // 6), 0
    for x, y in _distorted(data, count - held_out, seed):
        images.write(x.tobytes())
        labels.write(y.astype(np.uint8).tobytes())
        progress(done := done + len(y))
    own = data.validation
    images.write(own.x[:held_out].tobytes())
    labels.write(own.y[:held_out].astype(np.uint8).tobytes())
    progress(count)


def _distorted(data: Data, count: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """`count` training images and their labels, the whole set over and over."""
    x, y = data.train
    for start in range(0, count, PIECE):
        turn, first = divmod(start, len(x))
        rows = np.arange(first, first + min(PIECE, count - start))
        yield augment(x, rows, seed=seed, epoch=turn, options=Augmentation(), labels=y), y[rows]
