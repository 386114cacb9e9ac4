"""Pairs of columns, as the book has its samples, and rows of a matrix, as engines do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from groundup.errors import UserError

Pair = tuple[np.ndarray, Any]
PIECE = 5000  # samples at a time, where float64 would need much memory for all


def as_list(pairs: Iterable[Pair]) -> list[Pair]:
    """A list is taken as it is, and shuffled in place; what `zip` gives in Python 3 becomes one."""
    return pairs if isinstance(pairs, list) else list(pairs)


def check_batches(mini_batch_size: int) -> None:
    """Raises UserError where no pair would ever be learned from."""
    if mini_batch_size < 1:
        raise UserError(f"mini_batch_size: expected 1 or more, got {mini_batch_size}")


def inputs(pairs: Sequence[Pair]) -> np.ndarray:
    """(m, n_0): the x of each pair, a row each, in their own type of number.

    Raises UserError where they are not columns of one length.
    """
    if not pairs:
        raise UserError("data: expected pairs of x and y, got none")
    sizes = {np.shape(x) for x, _ in pairs}
    if len(sizes) != 1 or len(next(iter(sizes))) != 2 or next(iter(sizes))[1] != 1:
        shapes = ", ".join(map(str, sorted(sizes)))
        raise UserError(
            f"x: expected columns of one shape (n, 1), got {shapes}; use x.reshape(-1, 1)"
        )
    return _rows([x for x, _ in pairs])


def targets(pairs: Sequence[Pair], outputs: int) -> np.ndarray:
    """(m, n_L): the y of each pair, a column or a label, as a row.

    Raises UserError for a label that no output stands for.
    """
    if np.ndim(pairs[0][1]) == 0:
        found = labels(pairs)
        if not 0 <= found.min() <= found.max() < outputs:
            raise UserError(
                f"y: expected labels from 0 to {outputs - 1}, one for each output, "
                f"got {found.min()} to {found.max()}"
            )
        return np.eye(outputs)[found]
    return _rows([y for _, y in pairs]).astype(float)


def labels(pairs: Sequence[Pair]) -> np.ndarray:
    """(m,): the y of each pair, where it is a column the row of its largest number."""
    if np.ndim(pairs[0][1]) == 0:
        return np.array([int(y) for _, y in pairs])
    return targets(pairs, 0).argmax(axis=1)


def _rows(columns: Sequence[np.ndarray]) -> np.ndarray:
    """(m, n): each lies together in memory, since an epoch takes them in another order."""
    return np.concatenate(columns, axis=0).reshape(len(columns), -1)
