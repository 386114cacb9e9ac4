"""Digits as a page carries them: MNIST's 20×20 boxes, 2 bits a pixel, and where each box lies.

Every MNIST digit fits a box of 20×20 pixels, whose place in the image of 28×28 centres the digit by
its mass. So a digit is kept whole, where it was; only its 256 shades become 4: 0, 85, 170 and 255.
`python -m bench.packing` measures what that costs.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import NamedTuple

import numpy as np

from groundup.data import Samples, load_data
from groundup.errors import UserError

SIDE, BOX = 28, 20
PLACES = SIDE - BOX + 1  # of a box, down and across
SHADE = 85  # from one to the next
FEWEST, MOST = 60, 60_000
SHARE = 6  # of so many digits, one validates


class Packed(NamedTuple):
    """train, validation: how many; data: the digits, training ones first (`pack`), deflated."""

    train: int
    validation: int
    data: bytes


@cache
def digits(count: int) -> Packed:
    """The first of MNIST's training digits, five sixths of `count`, and of its validation digits.

    Raises UserError where there are not so many.
    """
    if not FEWEST <= count <= MOST:
        raise UserError(f"a page holds from {FEWEST} to {MOST:,} digits, not {count:,}")
    validation = count // SHARE
    train = count - validation
    data = load_data("mnist")
    parts = (first(data.train, train), first(data.validation, validation))
    return Packed(train, validation, deflated(pack(joined(*parts))))


def first(samples: Samples, count: int) -> Samples:
    return Samples(samples.x[:count], samples.y[:count])


def joined(one: Samples, other: Samples) -> Samples:
    return Samples(np.concatenate([one.x, other.x]), np.concatenate([one.y, other.y]))


def pack(samples: Samples) -> bytes:
    """A byte a digit for its box's place (row · 9 + column), one for its label, then 100 for its
    pixels, a row of the box after the other, 4 a byte, the first in the lowest bits.

    samples: x (n, 784), 8-bit pixels, and y (n,).
    """
    shades = ((samples.x.reshape(-1, SIDE, SIDE).astype(np.int32) + SHADE // 2) // SHADE).astype(
        "u1"
    )
    rows = np.minimum(shades.any(axis=2).argmax(axis=1), PLACES - 1)
    columns = np.minimum(shades.any(axis=1).argmax(axis=1), PLACES - 1)
    within = np.arange(BOX)
    boxes = shades[
        np.arange(len(shades))[:, None, None],
        (rows[:, None] + within)[:, :, None],
        (columns[:, None] + within)[:, None, :],
    ]
    if int(boxes.sum()) != int(shades.sum()):
        raise UserError(f"a page holds digits that fit {BOX}×{BOX} pixels; these do not")
    fours = boxes.reshape(len(boxes), -1, 4)
    pixels = (fours << np.array([0, 2, 4, 6], "u1")).sum(axis=2).astype("u1")
    places = (rows * PLACES + columns).astype("u1")
    return places.tobytes() + samples.y.astype("u1").tobytes() + pixels.tobytes()


def unpack(data: bytes) -> Samples:
    """What a page makes of `pack`'s bytes: the digits in 4 shades."""
    bytes_ = np.frombuffer(data, "u1")
    count = len(bytes_) // (2 + BOX * BOX // 4)
    places, labels, pixels = np.split(bytes_, [count, 2 * count])
    shades = (pixels.reshape(count, -1, 1) >> np.array([0, 2, 4, 6], "u1")) & 3
    boxes = (shades * SHADE).astype("u1").reshape(count, BOX, BOX)
    x = np.zeros((count, SIDE, SIDE), "u1")
    for image, box, place in zip(x, boxes, places, strict=True):
        row, column = divmod(int(place), PLACES)
        image[row : row + BOX, column : column + BOX] = box
    return Samples(x.reshape(count, -1), labels.astype(np.int64))


def deflated(data: bytes) -> bytes:
    """Compressed, as browsers' "deflate-raw" has it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def inflated(data: bytes) -> bytes:
    return zlib.decompress(data, -zlib.MAX_WBITS)
