"""PNG pictures of numbers, inline, by the standard library alone."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

POSITIVE, NEGATIVE = (214, 96, 77), (67, 147, 195)
"""Colours of weights above and below 0; 0 is white."""


def png(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG of pixels (rows, columns), grey, or (rows, columns, 3), 0 to 255."""
    height, width = pixels.shape[:2]
    colour = 2 if pixels.ndim == 3 else 0
    rows = pixels.reshape(height, -1)
    raw = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def image(pixels: NDArray[np.uint8], width: int, words: str) -> str:
    """An <img> so many CSS pixels wide; `words`, escaped, are for those who cannot see it."""
    data = base64.b64encode(png(pixels)).decode("ascii")
    return (
        f'<img alt="{words}" title="{words}" width="{width}" '
        f'style="image-rendering: pixelated; border: 1px solid #8884; margin: 1px" '
        f'src="data:image/png;base64,{data}">'
    )


def shades(weights: NDArray[Any]) -> NDArray[np.uint8]:
    """Weights (…, rows, columns) as colours (…, rows, columns, 3): red above 0, blue below, white
    at 0, full at the largest; those that are not finite are black."""
    finite = np.isfinite(weights)
    largest = np.abs(weights[finite]).max(initial=0) or 1.0
    share = np.where(finite, weights / largest, 0.0)[..., np.newaxis]
    towards = np.where(share > 0, np.array(POSITIVE), np.array(NEGATIVE))
    colours = 255 + (towards - 255) * np.abs(share)
    return np.where(finite[..., np.newaxis], colours, 0).astype(np.uint8)


def colours(weights: NDArray[Any]) -> NDArray[np.uint8]:
    """Weights of red, green and blue (rows, columns, 3) as colours: grey at 0, brighter above and
    darker below, the most at the largest; those that are not finite are black."""
    finite = np.isfinite(weights)
    largest = np.abs(weights[finite]).max(initial=0) or 1.0
    share = np.where(finite, weights / largest, -1.0)
    return np.rint(127.5 + 127.5 * share).astype(np.uint8)


def grid(tiles: NDArray[np.uint8], gap: int = 128) -> NDArray[np.uint8]:
    """Coloured pictures (n, rows, columns, 3) beside and below one another, as a square as nearly
    as they make one, with lines of that grey between them; where there is no more, it is white."""
    n, rows, columns, _ = tiles.shape
    across = math.isqrt(n - 1) + 1
    down = -(-n // across)
    whole = np.full((down * (rows + 1) - 1, across * (columns + 1) - 1, 3), gap, np.uint8)
    for i, tile in enumerate(tiles):
        top, left = i // across * (rows + 1), i % across * (columns + 1)
        whole[top : top + rows, left : left + columns] = tile
    if empty := down * across - n:  # places at the end of the last row
        whole[-rows:, -empty * (columns + 1) + 1 :] = 255
    return whole
