"""What only large weighted inputs show is one line with its remedy, and no verdict."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Answers, Observed
from groundup.checking.words.wording import text
from tests.checking.diagnosis.reference_learners import SETTINGS, observed


def steep(came: Observed) -> list[Answers]:
    return [call for seen in came.observations if seen.probe.name == "steep" for call in seen.calls]


def failing(network: str, *names: str) -> Observed:
    """Right but for nan in these numbers on the steep probe."""
    came = observed(SETTINGS[network])
    for call in steep(came):
        if "cost" in names:
            call.cost = np.nan
        if "dw" in names:
            call.dw = [np.full_like(dw, np.nan) for dw in call.dw or []]
        if "hidden" in names:
            call.outputs = None
        if "outputs" in names and call.outputs is not None:
            call.outputs = call.outputs + 1e-3
        if "raised" in names:
            call.raised = "OverflowError: math range error"
    return came


@pytest.mark.parametrize(
    ("network", "names", "remedy"),
    [
        ("sigmoid, cross-entropy", ["cost"], "has no logarithm"),
        ("sigmoid, cross-entropy", ["cost", "dw"], "has no logarithm"),
        ("relu, softmax", ["cost"], "has no logarithm"),
        ("relu, softmax", ["cost", "dw"], "has no logarithm"),
        ("relu, softmax", ["cost", "dw", "hidden"], "subtract the largest z of each sample"),
        ("sigmoid, quadratic", ["raised"], "e^z / (1 + e^z)"),
        ("sigmoid, quadratic", ["outputs"], "the outputs are off by 0.001"),
    ],
)
def test_it_is_a_finding_with_its_remedy(network: str, names: list[str], remedy: str) -> None:
    report = diagnose(failing(network, *names))
    assert report.verdict == "right"
    (finding,) = report.findings
    assert finding.kind == "unstable"
    assert remedy in finding.message
    assert remedy in text(report)
    assert "\n" not in finding.message + finding.detail


@pytest.mark.parametrize("network", SETTINGS)
def test_nothing_is_said_of_code_that_holds(network: str) -> None:
    assert diagnose(observed(SETTINGS[network])).findings == []


def test_what_fails_on_other_networks_too_is_not_laid_to_large_weights() -> None:
    came = observed(SETTINGS["sigmoid, quadratic"])
    for seen in came.observations:
        for call in seen.calls:
            call.raised = "no such key"
    assert "large weights" not in text(diagnose(came))
