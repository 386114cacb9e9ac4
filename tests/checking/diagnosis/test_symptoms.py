"""What only large weighted inputs show, and what is told by a finding, is named."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Answers, Finding, Observed
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
    came.findings.append(Finding("not finite", "The cost is nan"))
    return came


@pytest.mark.parametrize(
    ("network", "names", "slug"),
    [
        ("sigmoid, cross-entropy", ["cost"], "unstable-logarithm"),
        ("sigmoid, cross-entropy", ["cost", "dw"], "unstable-logarithm"),
        ("relu, softmax", ["cost"], "unstable-logarithm"),
        ("relu, softmax", ["cost", "dw"], "unstable-exponential"),
    ],
)
def test_the_function_that_fails_is_told(network: str, names: list[str], slug: str) -> None:
    report = diagnose(failing(network, *names))
    assert report.first_wrong is None
    assert [named.slug for named in report.mistakes] == [slug]
    assert report.mistakes[0].number == 59


@pytest.mark.parametrize(("kind", "number"), [("inputs changed", 62), ("gradient overwritten", 35)])
def test_findings_that_are_mistakes(kind: str, number: int) -> None:
    came = observed(SETTINGS["sigmoid, quadratic"])
    came.findings.append(Finding(kind, "It did"))
    assert [named.number for named in diagnose(came).mistakes] == [number]


def test_a_wrong_operator_alone_makes_it_wrong() -> None:
    came = observed(SETTINGS["sigmoid, quadratic"])
    came.findings.append(Finding("wrong operator", "It is"))
    assert diagnose(came).verdict == "wrong"
