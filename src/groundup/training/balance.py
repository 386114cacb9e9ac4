"""Classes that count alike, however many samples they have: `class_weight` of the options."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.data.samples import Samples
from groundup.errors import UserError


def weighted(
    y: NDArray[Any], weights: NDArray[Any] | None, dtype: np.dtype[Any]
) -> NDArray[np.floating[Any]]:
    """The weights (n,) of samples with labels y (n,) or of 1 each, times those by which each class
    counts alike: n / (classes · samples of its class)."""
    if y.ndim == 2:
        raise UserError("class_weight is for classes, of which a regression has none; leave it out")
    _, which, counts = np.unique(y, return_inverse=True, return_counts=True)
    own = (len(y) / (len(counts) * counts))[which]
    return (own if weights is None else own * weights).astype(dtype)


def by_class(samples: Samples) -> list[Samples]:
    """The samples of each class by themselves, which are to be judged alike."""
    rows = (samples.y == label for label in np.unique(samples.y))
    return [Samples(samples.x[there], samples.y[there]) for there in rows]
