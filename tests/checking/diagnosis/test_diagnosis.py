"""A planted mistake is named, right code is right in every convention, and nothing is guessed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose, in_words
from groundup.checking.diagnosis.factors import FREE, OF_MEANS, step_factors
from groundup.checking.model.answers import Observed, Settings
from groundup.checking.model.convention import Convention, Factor
from groundup.checking.reference import catalogue
from groundup.checking.reference.backprop import Plant
from groundup.checking.reference.catalogue import Mistake
from tests.checking.diagnosis.reference_learners import SETTINGS, in_convention, observed, shows

Entry = tuple[Mistake, tuple[Plant, ...], int | None]
FIRST = SETTINGS["sigmoid, quadratic"]


def whole(settings: Settings) -> Iterator[Entry]:
    """Each mistake once: in all layers that can have it."""
    for _, entries in itertools.groupby(
        catalogue.plants(settings), key=lambda entry: entry[0].slug
    ):
        yield next(entries)


def unnamed(settings: Settings, entries: list[Entry]) -> list[str]:
    """The planted mistakes that are neither named nor without any effect, or named in a wrong
    layer."""
    right = observed(settings)
    bad = []
    for mistake, plants, layer in entries:
        came = observed(settings, plants)
        report = diagnose(came)
        named = {number for one in report.mistakes for number in (one.number, *one.aliases)}
        layers = {one.layer for one in report.mistakes if one.slug == mistake.slug}
        if layer is None and layers - {None}:  # the same numbers as in that layer alone
            alone = mistake.planted(frozenset(l for l in layers if l is not None))
            layers = {None} if not shows(observed(settings, alone), came) else layers
        if not shows(came, right):
            good = report.verdict == "right"
        else:
            good = len(report.mistakes) == 1 and mistake.number in named and layers <= {layer}
        bad += [] if good else [f"{mistake.slug} in {layer}: {report!r}"]
    return bad


@pytest.mark.slow
def test_mistakes_are_named_in_sigmoid_layers_with_quadratic_cost() -> None:
    """One of three: `python -m bench.checking` plants every one."""
    assert unnamed(FIRST, [*whole(FIRST)][::3]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SETTINGS if SETTINGS[name] != FIRST])
def test_what_other_networks_alone_can_show_is_named(name: str) -> None:
    settings = SETTINGS[name]
    entries = [entry for entry in whole(settings) if not entry[0].shows(FIRST)]
    assert unnamed(settings, entries) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sigmoid, quadratic", "leaky"])
def test_a_mistake_in_one_layer_is_named_with_its_layer(name: str) -> None:
    alone = [entry for entry in catalogue.plants(SETTINGS[name]) if entry[2] is not None]
    assert unnamed(SETTINGS[name], alone[::6]) == []


MIXED = Settings(("tanh", "sigmoid", "sigmoid"), "quadratic")


def test_the_derivative_of_another_layer_is_no_mistake_where_all_are_alike() -> None:
    for slug in ("derivative-of-the-activation-above", "derivative-of-the-activation-below"):
        assert not catalogue.by_slug(slug).shows(FIRST)
        assert catalogue.by_slug(slug).shows(MIXED)


TWO_KINDS = Settings(("tanh", "tanh", "relu", "sigmoid"), "quadratic")


@pytest.mark.parametrize(
    ("slug", "planted", "seen"),
    [
        ("hidden-derivative-of-activation", {0, 1, 2}, (0, 1)),  # the ReLU's is right there too
        ("hidden-derivative-of-activation", {0}, (0,)),
        ("tanh-derivative-of-z", {0, 1}, (0, 1)),
        ("half-of-the-derivative", {3}, (3,)),
        ("hidden-derivative-missing", {0, 1}, (0, 1)),
    ],
)
def test_a_mistake_is_said_to_be_in_the_layers_where_it_is_seen(
    slug: str, planted: set[int], seen: tuple[int, ...]
) -> None:
    plants = catalogue.by_slug(slug).planted(frozenset(planted))
    (named,) = diagnose(observed(TWO_KINDS, plants)).mistakes
    assert (named.slug, named.layers) == (slug, seen)
    assert named.alone is (len(planted) == 1)


def test_no_rule_of_another_activation_is_an_alias() -> None:
    plants = catalogue.by_slug("hidden-derivative-missing").planted(frozenset({0}))
    (named,) = diagnose(observed(TWO_KINDS, plants)).mistakes
    assert named.alias_slugs == ()
    plants = catalogue.by_slug("hidden-derivative-missing").planted(frozenset({2}))
    (named,) = diagnose(observed(TWO_KINDS, plants)).mistakes
    assert named.alias_slugs == ("relu-derivative-one",)


# Right code.


@pytest.mark.parametrize("name", SETTINGS)
def test_right_code_is_right(name: str) -> None:
    report = diagnose(observed(SETTINGS[name]))
    assert report.verdict == "right"
    assert report.first_wrong is None
    assert report.mistakes == []
    assert {q.ok for q in report.quantities if q.name in ("outputs", "dw", "db", "step")} == {True}


CONVENTIONS = [(g, s) for g in FREE for s in step_factors(g, strict=False)]
CONVENTIONS += [(g._replace(number=-g.number), g) for g in FREE]
CONVENTIONS += [(g, g) for g in OF_MEANS]


@pytest.mark.slow
@pytest.mark.parametrize(("gradient", "step"), CONVENTIONS)
def test_one_factor_on_everything_is_a_convention(gradient: Factor, step: Factor) -> None:
    came = observed(FIRST, cost=False)
    in_convention(came, gradient, step, decay_in_step=False)
    report = diagnose(came)
    assert report.verdict == "right"
    assert report.conventions["gradients"] == str(gradient)


def test_a_cost_that_is_averaged_over_the_outputs_may_be_only_printed() -> None:
    came = observed(FIRST)
    for seen in came.observations:
        for call in {id(call): call for call in seen.calls}.values():
            call.cost = 2.0 * (call.cost or 0.0) / seen.probe.sizes[-1]
    report = diagnose(came)
    assert report.verdict == "right"
    assert "its cost is averaged over the outputs too" in report.conventions["gradients"]


@pytest.mark.slow
@pytest.mark.parametrize("samples", [0, 1])
def test_a_flipped_sign_is_named_beside_another_mistake(samples: int) -> None:
    planted = [catalogue.by_slug(slug) for slug in ("sign-flipped", "hidden-derivative-missing")]
    came = observed(
        FIRST, [p for one in planted for p in one.planted(next(one.places(FIRST)))], cost=False
    )
    in_convention(came, Factor(samples=samples), Factor(samples=samples), decay_in_step=False)
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
    assert {named.number for named in diagnose(came).mistakes} == {9, 14}


@pytest.mark.slow
def test_a_program_that_says_nothing_of_gradients_is_not_checked() -> None:
    came = observed(FIRST, cost=False)
    for seen in came.observations:
        seen.stepped_w, seen.stepped_b = seen.probe.w, seen.probe.b
        for call in seen.calls:
            call.dw = call.db = call.outputs = None
    assert diagnose(came, strict=True).verdict == "unchecked"
    assert {named.number for named in diagnose(came).mistakes} <= {63, 64}


def test_l2_may_be_in_the_step_alone() -> None:
    came = observed(SETTINGS["tanh, linear, l2"], cost=False)
    in_convention(came, Factor(), Factor(), decay_in_step=True)
    report = diagnose(came)
    assert report.verdict == "right"
    assert report.conventions["l2"] == "in the step, not in the gradient"


@pytest.mark.parametrize(
    ("factor", "number"), [(Factor(2.0), 11), (Factor(0.5), 11), (Factor(samples=1), 47)]
)
def test_a_factor_that_the_cost_contradicts_is_a_mistake(factor: Factor, number: int) -> None:
    came = observed(FIRST)
    in_convention(came, factor, factor, decay_in_step=False)
    (named,) = diagnose(came).mistakes
    assert number in (named.number, *named.aliases)


def test_only_the_quadratic_cost_has_a_half_to_lose() -> None:
    assert in_words(Factor(2.0), "quadratic") == "the mean over the batch of a cost without the ½"
    assert in_words(Factor(2.0), "cross-entropy") == "twice the mean over the batch"


def test_a_protocol_asks_for_means() -> None:
    came = observed(FIRST, cost=False)
    in_convention(came, Factor(samples=1), Factor(), decay_in_step=False)
    assert diagnose(came).verdict == "right"
    assert diagnose(came, strict=True).verdict == "wrong"


def test_without_a_network_nothing_is_checked() -> None:
    report = diagnose(Observed(missing=["a gradient"]))
    assert report.verdict == "unchecked"
    assert report.missing == ["a gradient"]


@pytest.mark.slow
@pytest.mark.parametrize("number", [2.0, 0.5])
@pytest.mark.parametrize("samples", [0, 1])
def test_weights_updated_too_early_are_told_in_every_convention(number, samples) -> None:
    convention = Convention(Factor(number, samples), Factor(number, samples))
    plants = catalogue.by_slug("weights-updated-within-backprop").planted(frozenset({0, 1}))
    came = observed(FIRST, plants, cost=False, convention=convention)
    in_convention(came, convention.gradient, convention.step, decay_in_step=False)
    assert [named.number for named in diagnose(came).mistakes] == [24]


@pytest.mark.slow
def test_the_raw_error_sent_through_new_weights_is_two_mistakes() -> None:
    slugs = ("raw-error-sent-all-the-way", "weights-updated-within-backprop")
    plants = [one for slug in slugs for one in catalogue.by_slug(slug).planted(frozenset({0, 1}))]
    report = diagnose(observed(FIRST, plants, cost=False))
    assert {named.number for named in report.mistakes} == {20, 24}


def rounded(came: Observed) -> Observed:
    """With gradients as float32 holds them, and no step."""
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
        for call in seen.calls:
            call.dw = [dw.astype(np.float32).astype(np.float64) for dw in call.dw or []]
            call.db = [db.astype(np.float32).astype(np.float64) for db in call.db or []]
    return came


def test_gradients_in_float32_are_a_mistake_where_the_outputs_are_not() -> None:
    (named,) = diagnose(rounded(observed(FIRST))).mistakes
    assert named.number == 63
    came = rounded(observed(FIRST, cost=False))
    for seen in came.observations:
        for call in seen.calls:
            call.outputs = None
    report = diagnose(came)  # which may be in float32 throughout
    assert report.verdict == "right"
    assert report.conventions["precision"] == "float32, in whole or in part"


def test_no_rule_of_biases_is_named_where_there_are_none() -> None:
    mistake = catalogue.by_slug("weights-summed-biases-averaged")
    came = observed(FIRST, mistake.planted(frozenset(range(3))))
    (named,) = diagnose(came).mistakes
    assert 50 in (named.number, *named.aliases)
    for seen in came.observations:
        seen.stepped_b = []
        for call in seen.calls:
            call.db = None
    (named,) = diagnose(came).mistakes
    assert named.number == 47
    assert "bias" not in f"{named.alias_slugs}{named.sentence}"


def test_what_would_not_show_elsewhere_is_not_said_to_be_in_one_layer_alone() -> None:
    settings = Settings(("tanh", "relu", "sigmoid"), "quadratic")
    mistake = catalogue.by_slug("hidden-derivative-of-activation")
    (named,) = diagnose(observed(settings, mistake.planted(frozenset({0, 1})))).mistakes
    assert (named.layers, named.alone) == ((0,), False)
