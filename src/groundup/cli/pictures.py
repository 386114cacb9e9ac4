"""Digits as small pictures in the terminal: two pixels a character, upper and lower half."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from groundup.cli.console import out

# Without colours a half is ink or nothing, so the four characters say which.
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
INK = 96


def picture(pixels: np.ndarray) -> Text:
    """One sample as a picture: its pixels from 0 (paper) to 255 (ink), (rows, columns), or (n,)
    with n a square."""
    if pixels.ndim == 1:
        side = math.isqrt(pixels.size)
        pixels = pixels[: side * side].reshape(side, side)
    if len(pixels) % 2:
        pixels = np.pad(pixels, ((0, 1), (0, 0)))
    coloured = out.color_system is not None and not out.no_color
    text = Text()
    for upper, lower in zip(pixels[::2].tolist(), pixels[1::2].tolist(), strict=True):
        for (u, v), run in groupby(zip(upper, lower, strict=True)):
            if coloured:
                style = Style(color=f"rgb({u},{u},{u})", bgcolor=f"rgb({v},{v},{v})")
                text.append("▀" * len(list(run)), style)
            else:
                text.append(HALVES[u > INK, v > INK] * len(list(run)))
        text.append("\n")
    text.rstrip()
    return text


def gallery(pictures: Iterable[tuple[np.ndarray, str]]) -> Table:
    """Samples side by side, as many as the terminal is wide, each under its caption."""
    cells = [Text(caption + "\n") + picture(pixels) for pixels, caption in pictures]
    width = max((cell_len(line) for cell in cells for line in cell.plain.split("\n")), default=1)
    columns = max(1, min(len(cells), out.width // (width + 2)))
    table = Table.grid(padding=(0, 2, 1, 0))
    for start in range(0, len(cells), columns):
        table.add_row(*cells[start : start + columns])
    return table
