"""A gradient with L2 in it: what is right times a factor, and the weights times another."""

from __future__ import annotations

import numpy as np

from groundup.checking.model.answers import Array


def parts(right: Array, w: Array, came: Array, tolerance: float) -> tuple[float, float] | None:
    """`(factor, decay)` where `came` is factor·right + decay·w; None where it is not, or where so
    few numbers would always be."""
    if not came.shape == right.shape == w.shape or w.size < 3 or not np.isfinite(came).all():
        return None
    columns = np.stack([right.ravel(), w.ravel()], axis=1)
    found, _, rank, _ = np.linalg.lstsq(columns, came.ravel(), rcond=None)
    error = float(np.abs(columns @ found - came.ravel()).max())
    if rank < 2 or not found[0] or error > tolerance * float(np.abs(came).max()):
        return None
    return float(found[0]), float(found[1])
