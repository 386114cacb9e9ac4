"""What is told by a finding is named."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Finding
from tests.checking.diagnosis.reference_learners import SETTINGS, observed


@pytest.mark.parametrize(("kind", "number"), [("inputs changed", 62), ("gradient overwritten", 35)])
def test_findings_that_are_mistakes(kind: str, number: int) -> None:
    came = observed(SETTINGS["sigmoid, quadratic"])
    came.findings.append(Finding(kind, "It did"))
    assert [named.number for named in diagnose(came).mistakes] == [number]


def test_a_wrong_operator_alone_makes_it_wrong() -> None:
    came = observed(SETTINGS["sigmoid, quadratic"])
    came.findings.append(Finding("wrong operator", "It is"))
    assert diagnose(came).verdict == "wrong"
