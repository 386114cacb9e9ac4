"""From what code showed to the report on it."""

from __future__ import annotations

from groundup.checking.model.answers import Observation, Observed, Settings
from groundup.checking.model.probes import make
from groundup.checking.reporting import report_on


def test_a_step_that_could_not_be_called_is_not_said_to_be_missing() -> None:
    one = Observation(make("lopsided", Settings(("sigmoid", "sigmoid"), "quadratic")))
    one.step_raised = "MissingError: layers"
    assert report_on(Observed(observations=[one]), []).uncalled_step
    one.step_raised = None
    assert not report_on(Observed(observations=[one]), []).uncalled_step
