"""The measures are scikit-learn's, and Wilson's interval is the one in the literature."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.metrics import area, class_scores, roc_curve, wilson

oracle = pytest.importorskip("sklearn.metrics")


@pytest.mark.parametrize("seed", range(20))
def test_precision_recall_and_f1_are_scikit_learns_where_classes_are_missing_too(seed) -> None:
    random = np.random.default_rng(seed)
    true, guess = random.integers(0, random.integers(1, 7, 2), (30, 2)).T
    confusion = np.zeros((7, 7), int)
    np.add.at(confusion, (true, guess), 1)
    found = class_scores(confusion)
    expected = oracle.precision_recall_fscore_support(true, guess, labels=range(7), zero_division=0)
    assert np.allclose([found.precision, found.recall, found.f1, found.samples], expected)
    means = oracle.precision_recall_fscore_support(true, guess, average="macro", zero_division=0)
    assert found.means() == pytest.approx(means[:3])


@pytest.mark.parametrize("levels", [1, 2, 5, 1000])
@pytest.mark.parametrize("seed", range(10))
def test_the_roc_curve_and_its_area_are_scikit_learns_with_ties_too(levels, seed) -> None:
    random = np.random.default_rng(seed)
    positive = np.arange(60) < random.integers(1, 60)
    scores = random.integers(0, levels, 60) / levels
    curve = roc_curve(positive, scores)
    false, true, _ = oracle.roc_curve(positive, scores, drop_intermediate=False)
    assert np.allclose(curve, np.stack([false, true], axis=1))
    assert area(curve) == pytest.approx(oracle.roc_auc_score(positive, scores))


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_that_of_newcombe_1998(right, total, low, high) -> None:
    """Table I of R. G. Newcombe, Statistics in Medicine 17, method 3."""
    assert wilson(right, total) == pytest.approx((low, high), abs=5e-5)
    mirrored = wilson(total - right, total)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=5e-5)
