"""How a fit begins: initial weights, and the samples that early stopping judges by, both drawn as
scikit-learn draws them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.model_selection import train_test_split

from groundup.errors import UserError

Array = np.ndarray


def first_weights(
    sizes: Sequence[int], names: Sequence[str], dtype: np.dtype, random: np.random.RandomState
) -> tuple[list[Array], list[Array]]:
    """coefs_ (n_in, n_out) and intercepts_ (n_out,) for layers of these sizes, with an activation's
    name each: uniform up to √(6 / (n_in + n_out)) (Glorot and Bengio 2010), for logistic √2."""
    coefs, intercepts = [], []
    for (n_in, n_out), name in zip(pairwise(sizes), names, strict=True):
        bound = np.sqrt((2.0 if name == "logistic" else 6.0) / (n_in + n_out))
        coefs.append(random.uniform(-bound, bound, (n_in, n_out)).astype(dtype, copy=False))
        intercepts.append(random.uniform(-bound, bound, n_out).astype(dtype, copy=False))
    return coefs, intercepts


def held_out(estimator: Any, count: int, strata: Array | None) -> tuple[Array, Array]:
    """Which of `count` samples to learn from, and which to judge by: by chance, in equal shares of
    `strata` (count,). Where a fit goes on, these are the same again: what was learned from judges
    nothing. Raises UserError where these are fewer than two."""
    random = estimator._random_state
    if estimator.warm_start and hasattr(estimator, "_before_split"):
        random = np.random.RandomState()
        random.set_state(estimator._before_split)
    elif estimator.warm_start:
        estimator._before_split = random.get_state()
    parts = train_test_split(
        np.arange(count),
        random_state=random,
        test_size=estimator.validation_fraction,
        stratify=strata,
    )
    chosen, held = map(np.asarray, parts)
    if len(held) < 2:
        raise UserError(
            "The validation set is too small. Increase 'validation_fraction' or the size of your "
            f"dataset: {len(held)} of {count} samples would be held out."
        )
    return chosen, held
