"""What came of a table: each side's score on the same test rows, seed by seed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench.tables.models import Answers, columns_of, ours, rows_of, theirs
from bench.tables.sets import Set, write

OURS, SAME_ROWS, ALL_ROWS = SIDES = (
    "groundup",
    "scikit-learn",
    "scikit-learn, validation rows too",
)


class Score(NamedTuple):
    """Of one side and one seed. right: the accuracy, or R² of a regression, on the test rows;
    rmse: None where there are classes."""

    right: float
    rmse: float | None
    seconds: float


class Judged(NamedTuple):
    """Of a table. rows: those with a label; columns: those that are learned from; gaps: empty cells
    among them; simplest: the accuracy of always naming the most frequent class, None in a
    regression; scores: by side, one a seed."""

    table: Set
    rows: int
    columns: int
    gaps: int
    tested: int
    simplest: float | None
    scores: dict[str, list[Score]]

    def differences(self, side: str) -> list[float]:
        """How far groundup's score is above a side's, seed by seed."""
        pairs = zip(self.scores[OURS], self.scores[side], strict=True)
        return [own.right - other.right for own, other in pairs]

    @property
    def worse(self) -> bool:
        """Whether groundup's score is below scikit-learn's by more than chance: the mean of the
        differences by more than two of its standard errors, and a percentage point."""
        found = self.differences(SAME_ROWS)
        mean = sum(found) / len(found)
        spread = sum((d - mean) ** 2 for d in found) / max(1, len(found) - 1)
        return mean < -max(2 * (spread / len(found)) ** 0.5, 0.01)


def judged(table: Set, seeds: range) -> Judged:
    """Both sides learn from a table once a seed. Each seed has a split of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(table, Path(folder))
        x, y = columns_of(path, table)
        scores: dict[str, list[Score]] = {side: [] for side in SIDES}
        shares, tested = [], 0
        for seed in seeds:
            data, own = ours(path, table, seed)
            train, validation, test = map(rows_of, data)
            true, tested = y.iloc[test], len(test)
            answers = {
                OURS: own,
                SAME_ROWS: theirs(path, table, train, test, seed),
                ALL_ROWS: theirs(path, table, sorted(train + validation), test, seed),
            }
            for side, answer in answers.items():
                scores[side].append(score(answer, true))
            if not data.schema.regression:
                shares.append(float((true == y.iloc[train].mode()[0]).mean()))
    there = x[y.notna()]
    return Judged(
        table,
        len(there),
        len(there.columns),
        int(there.isna().sum().sum()),
        tested,
        median(shares) if shares else None,
        scores,
    )


def score(answer: Answers, true: Any) -> Score:
    """What answers (n,) are worth beside the labels (n,) as pandas has them."""
    import numpy as np

    if true.dtype.kind != "f":
        return Score(float((answer.found == true.to_numpy(str)).mean()), None, answer.seconds)
    errors = np.square(answer.found - true.to_numpy())
    variance = np.square(true.to_numpy() - true.mean()).mean()
    return Score(float(1 - errors.mean() / variance), float(errors.mean() ** 0.5), answer.seconds)
