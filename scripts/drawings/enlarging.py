"""Images on a finer grid of pixels, for what happens within one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["SIZE", "brightest", "enlarged"]

SIZE = 28


def enlarged(images: NDArray[np.uint8], times: int) -> NDArray[np.float32]:
    """Images (m, 784) as (m, 28·times, 28·times), each fine pixel from the four that are nearest,
    weighted by nearness."""
    place = np.clip((np.arange(SIZE * times) + 0.5) / times - 0.5, 0, SIZE - 1)
    low = np.minimum(place.astype(np.int64), SIZE - 2)
    part = (place - low).astype(np.float32)
    coarse = images.reshape(-1, SIZE, SIZE).astype(np.float32)
    rest = (1 - place + low).astype(np.float32)
    rows = coarse[:, low] * rest[:, None] + coarse[:, low + 1] * part[:, None]
    fine = rows[:, :, low] * rest + rows[:, :, low + 1] * part
    return np.ascontiguousarray(fine, np.float32)


def brightest(images: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    """Each place as bright as the brightest within a disc of that radius, in fine pixels."""
    whole = int(reach)
    side = images.shape[1]
    padded = np.pad(images, ((0, 0), (whole, whole), (whole, whole)), mode="edge")
    found = images.copy()
    for r in range(2 * whole + 1):
        for c in range(2 * whole + 1):
            if (r - whole) ** 2 + (c - whole) ** 2 <= reach * reach:
                np.maximum(found, padded[:, r : r + side, c : c + side], out=found)
    return found
