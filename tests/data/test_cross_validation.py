"""Folds: each sample judges once, and nothing of a fold is known to what it judges."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.data import DataError
from groundup.data.cross_validation import load_folds
from groundup.data.splits import fold_of


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [2, 3, 10])
def test_folds_are_as_large_as_each_other_in_every_class_too(count: int, seed: int) -> None:
    labels = np.random.default_rng(seed).integers(0, 4, 101)
    folds = fold_of(labels, count, seed)
    assert np.ptp(np.bincount(folds, minlength=count)) <= 1
    for label in range(4):
        assert np.ptp(np.bincount(folds[labels == label], minlength=count)) <= 1
    assert (folds == fold_of(labels, count, seed)).all()
    assert (folds != fold_of(labels, count, seed + 1)).any()


def test_each_sample_judges_once_and_is_never_learned_from_then() -> None:
    x = np.arange(60.0)[:, None]
    judging = []
    for data in load_folds((x, np.arange(60) % 3), 5, validation=0.2):
        parts = [set(part.x[:, 0]) for part in data]
        assert set.union(*parts) == set(range(60))
        assert sum(map(len, parts)) == 60
        assert len(parts[1]) == 9  # a fifth of 16 of each class
        judging += [*data.test.x[:, 0]]
    assert sorted(judging) == list(range(60))


def test_what_a_fold_is_judged_by_is_not_known_to_its_schema() -> None:
    """Mean, deviation and the words of a table are those of the samples that are learned from."""
    pandas = pytest.importorskip("pandas")
    random = np.random.default_rng(0)
    frame = pandas.DataFrame({"a": random.normal(size=60), "b": ["x", "y"] * 30})
    frame.loc[[17, 23], "b"] = "rare"
    frame.loc[17, "a"] = 1e6
    frame["y"] = (np.arange(60) % 3).astype(str)
    means = set()
    for data in load_folds(frame, 6, label="y"):
        schema = data.schema
        assert schema.mean[0] == pytest.approx(data.train.x[:, 0].mean())
        assert schema.scale[0] == pytest.approx(data.train.x[:, 0].std())
        rare = sum(any("rare" in value for value in c.values) for c in schema.columns)
        assert rare <= (data.train.x[:, 0] == 1e6).any()
        means.add(schema.mean[0])
    assert len(means) == 6


def test_targets_of_a_regression_are_in_folds_too() -> None:
    x = np.random.default_rng(0).normal(size=(50, 2))
    for data in load_folds((x, x[:, 0]), 5):
        assert data.schema.regression
        assert data.schema.target_mean[0] == pytest.approx(data.train.y.mean())
        assert len(data.test.x) == 10


def test_what_cannot_be_folded_is_refused_before_anything_is_read() -> None:
    x, y = np.arange(20.0).reshape(10, 2), np.arange(10) % 2
    with pytest.raises(DataError, match="folds are 2 to 100, not 1"):
        load_folds((x, y), 1)
    with pytest.raises(DataError, match="mnist: expected samples that are not split yet"):
        load_folds("mnist", 5)
    with pytest.raises(DataError, match="a test set of their own"):
        load_folds({"x_train": x, "y_train": y, "x_test": x, "y_test": y}, 5)
    with pytest.raises(DataError, match="10 samples are too few for 11 folds"):
        next(load_folds((x, y), 11))
    with pytest.raises(DataError, match=r"two samples or more of each class.*'7' has one"):
        next(load_folds((x, np.where(np.arange(10) == 3, 7, y)), 3, task="classes"))
