"""Splits: which samples are learned from, which tune, which judge, by keyed chance.

Every sample has a 64-bit key of the stream "split" of the seed, which is the same on every
machine. Within a class, the samples with the smallest keys go to the test set, the next to the
validation set, the others are learned from; so each class has the same share in each part. Targets
of a regression count as one class. Within a part, samples stay in the order of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from groundup import randomness
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]


class Parts(NamedTuple):
    """Row numbers, in ascending order."""

    train: Rows
    validation: Rows
    test: Rows


def split(labels: NDArray[Any], validation: float, test: float, seed: int) -> Parts:
    """The parts of n samples with whole labels (n,), by these shares, 0 or more and less than 1
    together. A class's share is rounded to whole samples; of three or more, each part that has a
    share gets one at least, and of any number, one is learned from.

    Raises UserError where the shares make no sense.
    """
    import numpy as np

    check_shares(validation, test)
    keys = np.asarray(randomness.keys(len(labels), seed, "split"))
    parts: tuple[list[Rows], ...] = ([], [], [])
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        rows = rows[np.argsort(keys[rows], kind="stable")]
        judging, tuning = (_count(share, len(rows)) for share in (test, validation))
        while judging + tuning >= len(rows):
            judging, tuning = max(judging - 1, 0), max(tuning - (judging <= tuning), 0)
        for part, piece in zip(
            parts, np.split(rows, [judging, judging + tuning])[::-1], strict=True
        ):
            part.append(piece)
    return Parts(*(np.sort(np.concatenate(pieces)) for pieces in parts))


def fold_of(labels: NDArray[Any], count: int, seed: int) -> NDArray[np.intp]:
    """Which of `count` folds each of n samples with whole labels (n,) is in, 0 to count - 1: as
    many samples in each as in the others, but for one, and as many of each class."""
    import numpy as np

    keys = np.asarray(randomness.keys(len(labels), seed, "split"))
    folds = np.empty(len(labels), np.intp)
    folds[np.lexsort((keys, labels))] = np.arange(len(labels)) % count
    return folds


def check_shares(validation: float, test: float) -> None:
    """Raises UserError where the shares leave nothing to learn from, or are none."""
    for name, share in (("validation", validation), ("test", test)):
        if not (isinstance(share, int | float) and 0 <= share < 1):
            raise UserError(
                f"{name} must be a share of the samples, 0 or more and less than 1, not {share!r}"
            )
    if validation + test >= 1:
        raise UserError(
            f"validation and test are {validation:g} and {test:g} of the samples, which leaves "
            "none to learn from; use smaller shares"
        )


def _count(share: float, samples: int) -> int:
    least = 1 if share > 0 and samples > 2 else 0
    return max(least, round(share * samples))
