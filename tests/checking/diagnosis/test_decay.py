"""L2 in any form is a convention: the code's own cost says which, and only it can contradict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Observed, Settings
from groundup.checking.model.convention import L2_FORMS, Factor
from groundup.checking.model.report import Report
from tests.checking.diagnosis.reference_learners import observed

PLAIN = Settings(("tanh", "linear"), "quadratic")


def with_l2(
    in_cost: Factor | None,
    in_gradient: Factor | None,
    declared: float = 0.0,
    biases: tuple[float, float] = (0.0, 0.0),
) -> Observed:
    """Right numbers, and 0.03 of L2 in these forms: of biases that share of it, in cost and
    gradient."""
    came = observed(PLAIN._replace(l2=declared), cost=in_cost is not None)
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
        w, b = seen.probe.w, seen.probe.b
        squares = sum((it**2).sum() for it in w) + biases[0] * sum((it**2).sum() for it in b)
        for call in {id(call): call for call in seen.calls}.values():
            assert call.outputs is not None
            assert call.dw
            assert call.db
            m, k = call.outputs.shape
            own = declared * sum((it**2).sum() for it in w) / 2.0
            if call.cost is not None and in_cost is not None:
                call.cost += 0.03 * in_cost.of(m, k) * squares / 2.0 - own
            decay = 0.03 * in_gradient.of(m, k) if in_gradient else 0.0
            pairs = zip(call.dw, w, strict=True)
            call.dw = [dw + (decay - declared) * it for dw, it in pairs]
            pairs = zip(call.db, b, strict=True)
            call.db = [db + biases[1] * decay * it for db, it in pairs]
    return came


def slugs(report: Report) -> list[str]:
    return [named.slug for named in report.mistakes]


@pytest.mark.parametrize("form", L2_FORMS)
@pytest.mark.parametrize("declared", [0.0, 0.03])
def test_every_form_is_right_where_cost_and_gradient_agree(form: str, declared: float) -> None:
    report = diagnose(with_l2(L2_FORMS[form], L2_FORMS[form], declared))
    assert report.verdict == "right", report.certain


@pytest.mark.parametrize("form", ["half", "half-mean"])
def test_the_gradient_alone_shows_a_form_that_is_stated(form: str) -> None:
    report = diagnose(with_l2(None, L2_FORMS[form]))
    assert report.verdict == "right"
    words = {"half": "0.03·w", "half-mean": "0.03/N·w"}[form]
    assert report.conventions["l2"] == f"{words} in dw (from its gradient)"


def test_l2_whose_sign_is_wrong_in_one_layer_alone_is_told_without_a_cost() -> None:
    came = with_l2(None, L2_FORMS["half"])
    for seen in came.observations:
        for call in {id(call): call for call in seen.calls}.values():
            assert call.dw
            call.dw[-1] = call.dw[-1] - 2.0 * 0.03 * seen.probe.w[-1]
    report = diagnose(came)
    assert slugs(report) == ["l2-sign-flipped"]
    wrong = [(one.name, one.layer) for one in report.quantities if one.ok is False]
    assert wrong == [("dw", report.mistakes[0].layer)]


def test_what_is_told_is_that_of_the_gradient_as_it_is() -> None:
    came = with_l2(None, None)
    for seen in came.observations:
        for call in {id(call): call for call in seen.calls}.values():
            assert call.outputs is not None
            m = len(call.outputs)
            pairs = zip(call.dw or [], seen.probe.w, strict=True)
            call.dw = [m * dw + 0.03 * w for dw, w in pairs]
            call.db = [m * db for db in call.db or []]
    report = diagnose(came)
    assert report.conventions["gradients"] == "the sum over the batch"
    assert report.conventions["l2"] == "0.03·w in dw (from its gradient)"


@pytest.mark.parametrize(
    ("in_cost", "in_gradient", "slug"),
    [
        ("half", Factor(2.0), "l2-doubled"),
        ("whole", Factor(1.0), "l2-halved"),
        ("half", Factor(-1.0), "l2-sign-flipped"),
        ("half", Factor(samples=-1), "l2-divided-by-samples"),
        ("half-mean", Factor(), "l2-times-samples"),
        ("half", None, "l2-missing"),
    ],
)
@pytest.mark.parametrize("declared", [0.0, 0.03])
def test_a_gradient_that_the_own_cost_contradicts_is_wrong(
    in_cost: str, in_gradient: Factor | None, slug: str, declared: float
) -> None:
    report = diagnose(with_l2(L2_FORMS[in_cost], in_gradient, declared))
    assert (report.verdict, slugs(report)) == ("wrong", [slug])


@pytest.mark.parametrize(("power", "slug"), [(1, "data-summed"), (-1, "data-averaged-twice")])
@pytest.mark.parametrize("trains", [False, True])
def test_data_of_another_size_beside_right_l2_are_one_mistake(
    power: int, slug: str, trains: bool
) -> None:
    came = with_l2(L2_FORMS["half"], L2_FORMS["half"])
    came.trains = trains
    for seen in came.observations:
        for call in {id(call): call for call in seen.calls}.values():
            assert call.outputs is not None
            assert call.dw
            assert call.db
            m = len(call.outputs)
            pairs = zip(call.dw, seen.probe.w, strict=True)
            call.dw = [m**power * (dw - 0.03 * it) + 0.03 * it for dw, it in pairs]
            call.db = [m**power * db for db in call.db]
    report = diagnose(came)
    assert (report.verdict, slugs(report)) == ("wrong", [slug])


def test_weights_that_grow_are_wrong_without_a_cost_too() -> None:
    report = diagnose(with_l2(None, Factor(-1.0)))
    assert (report.verdict, slugs(report)) == ("wrong", ["l2-sign-flipped"])


def test_what_is_declared_counts_where_there_is_no_cost() -> None:
    came = with_l2(None, L2_FORMS["whole"], declared=0.03)
    assert slugs(diagnose(came)) == ["l2-doubled"]
    settings = PLAIN._replace(l2=0.03, decay=L2_FORMS["whole"])
    came.settings = settings
    for seen in came.observations:
        seen.probe = replace(seen.probe, settings=settings)
    assert diagnose(came).verdict == "right"


def test_l2_on_biases_is_wrong_only_where_cost_or_declaration_has_it_on_weights_alone() -> None:
    half = L2_FORMS["half"]
    assert diagnose(with_l2(half, half, biases=(1.0, 1.0))).verdict == "right"
    report = diagnose(with_l2(None, half, biases=(0.0, 1.0)))
    assert report.verdict == "right"
    assert report.conventions["l2"] == "0.03·w in dw, and as much in db (from its gradient)"
    assert slugs(diagnose(with_l2(half, half, biases=(0.0, 1.0)))) == ["l2-on-biases"]
    declared = with_l2(None, half, declared=0.03, biases=(0.0, 1.0))
    assert slugs(diagnose(declared)) == ["l2-on-biases"]


def test_a_cost_that_has_no_l2_at_all_may_only_be_printed() -> None:
    report = diagnose(with_l2(Factor(0.0), L2_FORMS["half"]))
    assert report.verdict == "unchecked"
    assert report.doubts[0].startswith("The gradient has L2, 0.03·w, and the cost has no such term")


def test_weights_that_are_lost_in_a_step_are_no_l2() -> None:
    came = with_l2(None, None)
    for seen in came.observations:
        for call in {id(call): call for call in seen.calls}.values():
            eta = seen.probe.settings.eta
            call.dw = [dw + w / eta for dw, w in zip(call.dw or [], seen.probe.w, strict=True)]
    assert diagnose(came).verdict != "right"
