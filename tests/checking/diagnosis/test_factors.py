"""A learner's own cost says which factor its gradients should have."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.diagnosis.factors import (
    OF_COSTS,
    OwnCost,
    of_cost,
)
from groundup.checking.model.answers import Observed, Settings
from groundup.checking.model.convention import L2_FORMS, Factor
from groundup.checking.reference.backprop import Pass
from tests.checking.diagnosis.reference_learners import SETTINGS, in_convention, observed

FIRST = SETTINGS["sigmoid, quadratic"]
CROSS_ENTROPY = SETTINGS["sigmoid, cross-entropy"]
DECAYS = SETTINGS["tanh, linear, l2"]


def priced(settings: Settings, own: OwnCost) -> Observed:
    """Right code, but for a cost of its own."""
    came = observed(settings)
    for seen in came.observations:
        for call, batch in zip(seen.calls, seen.probe.batches, strict=True):
            call.cost = own.of(Pass(seen.probe.settings, seen.probe.w, seen.probe.b, batch))
    return came


@pytest.mark.parametrize("factor", OF_COSTS)
def test_every_usual_cost_is_known_again(factor: Factor) -> None:
    found = of_cost(priced(FIRST, OwnCost(factor)))
    assert found is not None
    assert found.decay is None
    for m, outputs in (
        (3, 4),
        (7, 4),
        (5, 2),
    ):  # of 4 outputs, ½ may be 2/4
        if outputs == 4 or found.factor == factor:
            assert found.factor.of(m, outputs) == pytest.approx(factor.of(m, outputs))


@pytest.mark.parametrize(
    ("form", "times"),
    [
        ("half", lambda m: 0.5),
        ("whole", lambda m: 1.0),
        ("half-mean", lambda m: 0.5 / m),
        ("mean", lambda m: 1.0 / m),
    ],
)
def test_the_form_of_l2_in_a_cost_is_known_again(form: str, times) -> None:
    came = priced(DECAYS, OwnCost(Factor(2.0)))
    for seen in came.observations:
        squares = sum(float((w * w).sum()) for w in seen.probe.w)
        for call, batch in zip(seen.calls, seen.probe.batches, strict=True):
            assert call.cost is not None
            call.cost += times(len(batch.x)) * DECAYS.l2 * squares
    assert of_cost(came) == OwnCost(Factor(2.0), L2_FORMS[form])
    assert (of_cost(came, strict=True) is None) == (form != "half")


def test_a_cost_may_be_without_its_l2() -> None:
    assert of_cost(priced(DECAYS, OwnCost(Factor()))) == OwnCost(Factor())


def test_a_cost_that_no_factor_explains_decides_nothing() -> None:
    came = observed(FIRST)
    for seen in came.observations:
        for call in seen.calls:
            call.cost = (call.cost or 0.0) + 1.0
    assert of_cost(came) is None
    assert of_cost(observed(FIRST, cost=False)) is None


@pytest.mark.parametrize(("settings", "verdict"), [(FIRST, "right"), (CROSS_ENTROPY, "wrong")])
def test_a_mean_over_the_outputs_is_of_squares(settings: Settings, verdict: str) -> None:
    """np.mean of all squares is in use; nobody's cross-entropy is divided by the classes, unless
    the code's own cost is."""
    came = observed(settings, cost=False)
    factor = Factor(outputs=-1)
    in_convention(came, factor, factor, decay_in_step=False)
    assert diagnose(came).verdict == verdict


def test_cross_entropy_divided_by_the_classes_is_right_where_the_cost_is_so_too() -> None:
    factor = Factor(outputs=-1)
    came = priced(CROSS_ENTROPY, OwnCost(factor))
    in_convention(came, factor, factor, decay_in_step=False)
    report = diagnose(came)
    assert report.verdict == "right"
    assert report.conventions["gradients"] == "the mean over the batch and over the outputs"
