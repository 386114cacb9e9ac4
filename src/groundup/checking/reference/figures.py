"""Figures that many print beside the cost that they train with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Array = np.ndarray

FIGURES: dict[str, Callable[[Array], float]] = {  # of the errors, (m, n_L)
    "the mean absolute error": lambda e: float(np.abs(e).mean()),
    "the root of the mean square": lambda e: float(np.sqrt((e * e).mean())),
    "the mean error": lambda e: float(e.mean()),
    "the length of the error": lambda e: float(np.linalg.norm(e)),
}
ROUGH = 1e-3  # of costs that are only to be known by their kind


def proportional(ones: Array, others: Array) -> bool:
    if len(ones) != len(others):
        return False
    with np.errstate(all="ignore"):
        ratios = ones / others
    return bool(np.allclose(ratios, ratios[0], rtol=ROUGH, atol=0.0))
