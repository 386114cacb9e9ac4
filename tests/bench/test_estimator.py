"""The benchmark of the estimators: what it says of figures, and that it measures what it says."""

from __future__ import annotations

from typing import Any

import pytest

from bench.estimator import data
from bench.estimator.__main__ import Worker
from bench.estimator.cases import CASES, Case
from bench.estimator.report import Report, Row, as_good, cells, markdown, remarks


def row(ours: float = 1.0, theirs: float = 4.0, score: float = 0.9, memory: float = 100) -> Row:
    def answers(seconds: float, score: float, peak: float) -> list[dict[str, Any]]:
        return [{"seconds": seconds, "score": score, "peak_mb": peak, "epochs": 3}] * 2

    case = Case("small", "digits", "MLPClassifier", {})
    libraries = {
        "groundup": answers(ours, score, memory),
        "scikit-learn": answers(theirs, 0.9, 100),
    }
    return Row(case, libraries)


def test_the_ratio_is_of_the_same_seeds() -> None:
    assert row().ratio == 4
    assert cells(row())[:5] == ["small", "4.00 s", "1.00 s", "4.00×", "3× passed"]
    assert row().misses == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"theirs": 2.0}, "2.00× as fast, not 3×"),
        ({"memory": 103.0}, "103 MB, and scikit-learn 100 MB"),
        ({"score": 0.88}, "its score is -0.0200 beside scikit-learn's"),
    ],
)
def test_each_floor_can_be_missed(changed: dict[str, float], words: str) -> None:
    (miss,) = row(**changed).misses
    assert miss == words


def test_a_score_is_as_good_within_noise() -> None:
    assert as_good([0.0, 0.0])
    assert as_good([-0.03, 0.03, 0.01])
    assert not as_good([-0.03, -0.02, -0.03])


def test_the_page_has_every_row_and_what_was_missed() -> None:
    rows = [row(), row(theirs=2.0)]
    report = Report(
        "2026-01-01", "a machine", (0, 0), {"numpy": "2"}, 1, 2, {"digits": (9, 4)}, rows
    )
    assert next(remarks(report)) == "5 of 6 floors passed (time, memory, score)."
    page = markdown(report)
    assert page.count("| small |") == 2
    assert "small: 2.00× as fast, not 3×." in page
    assert "1 thread each" in page
    assert "{" not in page


def test_every_case_has_samples_and_an_estimator() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    for case in CASES:
        assert callable(getattr(data, case.data))
        assert case.estimator in ("MLPClassifier", "MLPRegressor")


@pytest.mark.slow
def test_both_libraries_fit_a_case_to_the_same_score() -> None:
    case = next(case for case in CASES if case.name == "breast cancer, early stopping")
    scores = []
    for library in ("groundup", "scikit-learn"):
        with Worker(library, case, False, 1) as worker:
            assert worker.ready["features"] == 30
            answer = worker.fit(0)
        assert answer["seconds"] > 0
        assert answer["peak_mb"] > 50
        scores.append(answer["score"])
    assert scores[0] == scores[1] > 0.9
