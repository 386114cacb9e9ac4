"""Chance that is the same everywhere: one seed, one stream, one result.

The streams are the bytes of Python's own Mersenne Twister, read as 64-bit integers. They do not
change between versions of Python or NumPy, and they come as arrays of the standard library, which
NumPy reads without a copy; so a rung on bare Python sees the same weights and the same order of
samples as one on NumPy. Each use has a stream of its own, named after it: drawing more numbers
for one never shifts another.
"""

from __future__ import annotations

import random
import sys
from array import array
from statistics import NormalDist

PIECE = 2**20  # numbers drawn at once; the stream does not depend on it


def keys(count: int, seed: int, *name: str | int) -> array[int]:
    """`count` random integers from 0 to 2⁶⁴−1 (`array('Q')`): the stream `name` of `seed`."""
    stream = random.Random("/".join(map(str, (seed, *name))))
    integers = array("Q")
    for start in range(0, count, PIECE):
        integers.frombytes(stream.randbytes(8 * min(PIECE, count - start)))
    if sys.byteorder == "big":
        integers.byteswap()
    return integers


def normals(count: int, seed: int, *name: str | int) -> array[float]:
    """`count` numbers from N(0, 1) (`array('d')`): a key's upper 52 bits through the inverse
    of the normal distribution's cumulative function."""
    inverse = NormalDist().inv_cdf
    uniform = (((key >> 12) + 0.5) * 2.0**-52 for key in keys(count, seed, *name))
    return array("d", map(inverse, uniform))


def order(count: int, seed: int, epoch: int) -> list[int]:
    """The numbers 0 to count−1 as an epoch visits them: the stable sort of that many keys."""
    by_key = keys(count, seed, "order", epoch)
    return sorted(range(count), key=by_key.__getitem__)
