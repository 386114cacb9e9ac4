"""Balanced classes: scikit-learn's weights, in training, in validation, and after a resumption."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Network, Samples, epochs, fit, resume
from groundup.training import Options

RARE = 0.1


@pytest.fixture(scope="module")
def lopsided() -> Samples:
    """Two classes that overlap, one of them rare."""
    random = np.random.default_rng(0)
    y = (random.random(600) < RARE).astype(int)
    return Samples(random.normal(size=(600, 2)) + 1.2 * y[:, None], y)


def network() -> Network:
    return Network([2, 2], ["softmax"], "cross-entropy")


def recalls(trained: Network, samples: Samples) -> list[float]:
    return [(trained.predict(samples.x)[samples.y == k] == k).mean() for k in (0, 1)]


def test_it_is_the_same_as_scikit_learns_weights_by_hand(lopsided: Samples) -> None:
    weights = pytest.importorskip("sklearn.utils.class_weight")
    by_hand = weights.compute_sample_weight("balanced", lopsided.y)
    one, other = network(), network()
    fit(one, lopsided, epochs=2, eta=0.1, sample_weights=by_hand)
    fit(other, lopsided, epochs=2, eta=0.1, class_weight="balanced")
    assert (one.w[0] == other.w[0]).all()
    fit(one, lopsided, eta=0.1, sample_weights=by_hand * by_hand)
    fit(other, lopsided, eta=0.1, sample_weights=by_hand, class_weight="balanced")
    assert np.allclose(one.w[0], other.w[0])


def test_a_rare_class_is_found(lopsided: Samples) -> None:
    alike, plain = network(), network()
    fit(plain, lopsided, epochs=10, eta=0.1)
    fit(alike, lopsided, epochs=10, eta=0.1, class_weight="balanced")
    assert recalls(plain, lopsided)[1] < 0.5
    assert min(recalls(alike, lopsided)) > 0.7


def test_validation_is_the_mean_of_the_classes_own(lopsided: Samples) -> None:
    trained = network()
    (record,) = fit(trained, lopsided, lopsided, epochs=1, eta=0.1, class_weight="balanced")
    assert record.validation_accuracy == pytest.approx(np.mean(recalls(trained, lopsided)))
    costs = [trained.measure(*(part[lopsided.y == k] for part in lopsided))[0] for k in (0, 1)]
    assert record.validation_cost == pytest.approx(np.mean(costs))


def test_a_run_goes_on_with_it(lopsided: Samples, tmp_path: Path) -> None:
    options: dict[str, Any] = {"eta": 0.1, "class_weight": "balanced", "optimiser": "adam"}
    whole, stopped = network(), network()
    fit(whole, lopsided, lopsided, epochs=4, **options)
    run = epochs(4, stopped, lopsided, lopsided, checkpoint=tmp_path / "run", **options)
    next(run)
    again = resume(tmp_path / "run", lopsided, lopsided)
    assert len(list(again.records)) == 3
    assert (again.network.w[0] == whole.w[0]).all()
    assert again.network.history[-1]["cost"] == whole.history[-1]["cost"]


def test_what_has_no_classes_or_no_weights_is_refused(lopsided: Samples) -> None:
    with pytest.raises(ValueError, match="class_weight must be one of balanced, not 'even'"):
        Options(class_weight="even")
    regression = (lopsided.x, lopsided.x[:, :1])
    with pytest.raises(ValueError, match="class_weight is for classes"):
        fit(Network([2, 1], ["linear"]), regression, class_weight="balanced")
    with pytest.raises(ValueError, match="'lists' does plain gradient descent"):
        fit(Network([2, 2]), lopsided, engine="lists", class_weight="balanced")
