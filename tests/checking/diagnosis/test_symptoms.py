"""What is told by a finding is named."""

from __future__ import annotations

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Finding
from tests.checking.diagnosis.reference_learners import SETTINGS, observed


def test_changed_inputs_are_a_mistake() -> None:
    came = observed(SETTINGS["sigmoid, quadratic"])
    came.findings.append(Finding("inputs changed", "It did"))
    assert [named.number for named in diagnose(came).mistakes] == [62]
