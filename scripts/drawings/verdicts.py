"""What the page says outright: its rules, with the limits that stand in verdict.js."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from groundup.page.building import STATIC

__all__ = ["limits", "said_outright"]


@cache
def limits() -> dict[str, float]:
    """LOW, CLOSE, MOST_INK and LEAST_INK."""
    text = (STATIC / "verdict.js").read_text(encoding="utf-8")
    return {name: float(value) for name, value in re.findall(r"const ([A-Z_]+) = ([\d.]+);", text)}


def said_outright(pixels: NDArray[np.uint8], outputs: NDArray[np.floating]) -> NDArray[np.bool_]:
    """(m,): whether the page, shown drawings of these pixels (m, 784), would say a digit without a
    doubt, by the network's outputs (m, 10)."""
    ink = pixels.sum(axis=1, dtype=np.int64) / 255
    second, first = np.sort(outputs, axis=1)[:, -2:].T
    here = limits()
    return (
        (ink >= here["LEAST_INK"])
        & (ink <= here["MOST_INK"])
        & (first >= here["LOW"])
        & (first - second >= here["CLOSE"])
    )
