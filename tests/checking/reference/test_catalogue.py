"""The table of mistakes is read, and every rule in it can be worked out."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.model import probes
from groundup.checking.reference.backprop import Pass, Plant
from groundup.checking.reference.catalogue import MISTAKES, PLACES, mistakes, plants
from groundup.checking.reference.prediction import Prediction
from tests.checking.diagnosis.reference_learners import SETTINGS

TABLE = """
# A remark.

dw[l] = ⟦delta[l]·a[l]ᵀ⟧
  7   halved-{size}: whole, of relu, remembers, if layers > 1 and cost == 'quadratic'
      Everything is divided by {size}.
      dw, db = right / {size}
  8   of-above: hidden
      The delta of the layer above.
      sum_b = delta[l + 1].sum(axis=0)
"""
FIRST = SETTINGS["sigmoid, quadratic"]


def test_a_row_has_its_rule_its_layers_and_its_condition() -> None:
    *halved, above = mistakes(TABLE)
    one = halved[0]
    assert (one.number, one.slug, one.where) == (7, "halved-5", "whole")
    assert one.sentence == "Everything is divided by 5."
    assert one.formula == above.formula == "dw[l] = ⟦delta[l]·a[l]ᵀ⟧"
    assert (one.of, one.remembers, above.remembers) == (("relu",), True, False)
    assert one.rules.keys() == {"dw", "db"}
    assert one.shows(FIRST)
    assert not one.shows(FIRST._replace(cost="cross-entropy"))
    assert above.shows(FIRST._replace(activations=("sigmoid",)))


def test_a_row_with_a_size_stands_for_several() -> None:
    assert [one.slug for one in mistakes(TABLE)][:3] == ["halved-5", "halved-7", "halved-8"]


def test_names_in_a_rule_are_those_of_a_pass() -> None:
    halved, *_, above = mistakes(TABLE)
    probe = probes.make("square", FIRST)
    layers = frozenset({0})
    right = Pass(FIRST, probe.w, probe.b, probe.batches[0])
    wrong = Pass(FIRST, probe.w, probe.b, probe.batches[0], halved.planted(layers))
    np.testing.assert_allclose(wrong.dw[0], right.dw[0] / 5)
    np.testing.assert_allclose(wrong.dw[1], right.dw[1])
    wrong = Pass(FIRST, probe.w, probe.b, probe.batches[0], above.planted(layers))
    np.testing.assert_allclose(wrong.db[0], right.delta[1].sum(axis=0) / right.m)


def test_a_name_that_nobody_knows_is_told() -> None:
    (one,) = mistakes("f\n  1   a: every\n      A.\n      dw = unheard * right\n")
    with pytest.raises(NameError, match="unheard"):
        Prediction(probes.make("even", FIRST), one.planted(frozenset({0}))).call(0)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_rule_can_be_worked_out(name: str) -> None:
    """Where there are as many samples as neurons, whatever is summed has a shape that fits."""
    probe = probes.make("even", SETTINGS[name], (3, 3, 3, 3))
    assert len(probe.batches[0].x) == 3
    for mistake, planted, _ in plants(SETTINGS[name]):
        with np.errstate(all="ignore"):
            predicted = Prediction(probe, planted)
            assert predicted.call(0).raised is None, mistake.slug
            assert predicted.step(), mistake.slug


def test_every_mistake_is_of_a_part_and_of_a_place() -> None:
    for one in MISTAKES:
        assert one.where in PLACES
        assert all(isinstance(plant, Plant) for plant in one.planted(frozenset({0})))
