"""From what code showed to the report on it."""

from __future__ import annotations

from groundup.checking.model.answers import Answers, Observation, Observed, Settings
from groundup.checking.model.probes import make
from groundup.checking.reporting import report_on


def test_what_could_not_be_called_is_not_said_to_be_missing() -> None:
    one = Observation(make("lopsided", Settings(("sigmoid", "sigmoid"), "quadratic")))
    assert not report_on(Observed(observations=[one]), []).uncalled
    one.step_raised = "MissingError: layers"
    assert report_on(Observed(observations=[one]), []).uncalled == {"step"}
    one.step_raised, one.calls = None, [Answers()]
    report = report_on(Observed(observations=[one], places={"cost": "Net.loss"}), [])
    assert report.uncalled == {"cost"}
    assert "Its cost, Net.loss, was not checked" in report.findings[-1].message
    one.calls = [Answers(cost=0.25)]
    assert not report_on(Observed(observations=[one], places={"cost": "Net.loss"}), []).uncalled
