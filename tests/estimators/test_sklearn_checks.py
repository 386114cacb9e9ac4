"""scikit-learn's own checks of estimators pass, all of them."""

from __future__ import annotations

from typing import Any

import pytest
from sklearn.utils.estimator_checks import check_estimator

from tests.estimators.problems import ESTIMATORS

SKIPPED = {
    # Asks for arrays of other libraries than NumPy, and only where SCIPY_ARRAY_API is set.
    "check_array_api_input",
    # A perceptron has probabilities, no decision_function.
    "check_classifiers_multilabel_output_format_decision_function",
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # checks train for an epoch or two
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_every_check_of_scikit_learn_passes(estimator: Any) -> None:
    results = check_estimator(estimator(), on_fail=None, on_skip=None)
    assert len(results) > 50
    failed = [f"{r['check_name']}: {r['exception']!r}" for r in results if r["status"] == "failed"]
    assert not failed
    assert {r["check_name"] for r in results if r["status"] != "passed"} <= SKIPPED
