"""What the check may have misread is not called wrong; what it has understood is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import groundup
from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.diagnosis.doubt import OF_ONE_KIND, OWN_COST
from groundup.checking.model.answers import Answers, Finding, Observed
from groundup.checking.reference.backprop import Pass
from groundup.checking.reference.catalogue import by_slug
from groundup.checking.words.wording import text
from tests.checking.conftest import Write
from tests.checking.diagnosis.reference_learners import SETTINGS, observed

FIRST = SETTINGS["sigmoid, quadratic"]


def changed(change: Callable[[Answers], None], **known_from: str) -> Observed:
    """Right numbers, changed in every call, and no step."""
    came = observed(FIRST, cost=False)
    came.known_from = known_from
    for seen in came.observations:
        seen.stepped_w = seen.stepped_b = None
        for call in {id(call): call for call in seen.calls}.values():
            call.dw, call.db = list(call.dw or []), list(call.db or [])
            change(call)
    return came


def other_outputs(call: Answers) -> None:
    call.outputs = np.sin(call.outputs) if call.outputs is not None else None


def last_gradient(call: Answers) -> None:
    assert call.dw is not None
    call.dw[-1] = np.cos(call.dw[-1])


def all_gradients(call: Answers) -> None:
    call.outputs = None
    call.dw = [np.cos(dw) for dw in call.dw or []]
    call.db = [np.cos(db) for db in call.db or []]


def other_cost(call: Answers) -> None:
    assert call.outputs is not None
    call.cost = float(np.sin(call.outputs).sum())


def other_delta(call: Answers) -> None:
    assert call.outputs is not None
    call.delta = [None, None, np.cos(call.outputs)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "known_from", "words"),
    [
        (other_outputs, {}, "The outputs are not those of any network"),
        (last_gradient, {"cost": "assumed"}, "if it is another, say --cost"),
        (all_gradients, {"activation": "assumed"}, "say --activation"),
        (all_gradients, {"activation": "declared"}, "no gradient is as expected"),
        (other_cost, {}, "its cost is none that the check knows"),
        (other_delta, {}, "its deltas is something else"),
    ],
)
def test_what_may_be_misread_is_not_called_wrong(change, known_from, words: str) -> None:
    report = diagnose(changed(change, **known_from))
    assert report.verdict == "unchecked"
    assert any(words in doubt for doubt in report.doubts), report.doubts
    assert report.first_wrong is None
    report.again = "groundup check mynet.py"
    assert words in text(report)
    assert "✗" not in text(report)


def test_an_output_layer_whose_weights_are_right_shows_the_cost() -> None:
    def other_biases(call: Answers) -> None:
        call.db = [np.cos(db) for db in call.db or []]

    report = diagnose(changed(other_biases, cost="assumed"))
    assert (report.verdict, report.mistakes, report.doubts) == ("wrong", [], [])


def test_an_output_layer_that_goes_up_alone_shows_the_cost() -> None:
    def upwards(call: Answers) -> None:
        assert call.dw is not None
        assert call.db is not None
        call.dw[-1], call.db[-1] = -call.dw[-1], -call.db[-1]

    came = changed(upwards, cost="assumed")
    came.moved = came.own_rate = True
    report = diagnose(came)
    assert (report.verdict, report.mistakes, report.doubts) == ("wrong", [], [])
    assert "dw[2] is right up to a factor: it is -1 times what is right." in report.certain


def test_code_in_a_form_that_cannot_be_misread_is() -> None:
    report = diagnose(changed(other_outputs), known=True)
    assert (report.verdict, report.doubts) == ("wrong", [])


def test_steps_that_change_from_call_to_call_are_not_called_wrong() -> None:
    came = changed(last_gradient)
    came.conventions["gradient"] = "what fit changed, by its learning rate"
    came.findings.append(Finding("not repeatable", "It differed between two calls"))
    assert diagnose(came).verdict == "unchecked"


def weighed(call: Answers) -> None:
    """A cost that is none known, and gradients that may be its."""
    other_cost(call)
    last_gradient(call)


@pytest.mark.parametrize("known", ["names", "its code", "assumed"])
def test_gradients_may_be_those_of_a_cost_that_the_check_does_not_know(known: str) -> None:
    report = diagnose(changed(weighed, cost=known))
    assert (report.verdict, report.unknown_cost) == ("unchecked", True)
    assert OWN_COST in report.doubts


@pytest.mark.parametrize(("places", "unknown"), [({"cost": "Net.loss"}, True), ({}, False)])
def test_what_training_gives_is_no_cost_of_its_own(places: dict[str, str], unknown: bool) -> None:
    came = changed(weighed, cost="names")
    came.by_steps, came.places = True, places
    assert diagnose(came).unknown_cost == unknown


def test_a_cost_over_a_fixed_number_of_samples_is_known_to_a_second_look() -> None:
    came = changed(last_gradient, cost="names")
    for seen in came.observations:
        for call, batch in zip(seen.calls, seen.probe.batches, strict=False):
            right = Pass(seen.probe.settings, seen.probe.w, seen.probe.b, batch).cost()
            call.cost = right * len(batch.y) / 480
    report = diagnose(came)
    assert (report.verdict, report.unknown_cost) == ("unchecked", False)
    assert OWN_COST in report.doubts


def test_a_figure_is_no_cost_of_its_own() -> None:
    came = changed(last_gradient, cost="names")
    for seen in came.observations:
        for call, batch in zip(seen.calls, seen.probe.batches, strict=False):
            call.cost = float(np.abs(call.outputs - batch.y).mean())
    report = diagnose(came)
    assert (report.verdict, report.unknown_cost) == ("wrong", False)


def test_what_a_call_changed_may_be_more_than_a_step() -> None:
    came = changed(last_gradient, cost="its values")
    came.findings.append(Finding("not repeatable", "It differed between two calls"))
    assert diagnose(came).verdict == "wrong"
    came.by_steps = True
    assert diagnose(came).verdict == "unchecked"


def test_weights_that_a_step_keeps_small_are_not_called_wrong() -> None:
    def kept_small(call: Answers) -> None:
        call.dw = [np.cos(dw) for dw in call.dw or []]

    came = changed(kept_small, cost="its values")
    assert diagnose(came).verdict == "wrong"
    came.moved = came.own_rate = True
    report = diagnose(came)
    assert (report.verdict, report.doubts) == ("unchecked", [OF_ONE_KIND])


@pytest.mark.parametrize(("times", "verdict"), [(0.7, "unchecked"), (1.4, "wrong")])
def test_biases_that_a_step_moves_too_far_are_wrong(times: float, verdict: str) -> None:
    def uneven(call: Answers) -> None:
        call.db = [np.resize((times, 1.0), db.shape) * db for db in call.db or []]

    came = changed(uneven, cost="its values")
    came.moved = came.own_rate = True
    assert diagnose(came).verdict == verdict


def test_no_mistake_of_the_output_layer_is_named_beside_a_cost_that_was_not_recognised() -> None:
    plants = by_slug("output-derivative-missing").planted(frozenset({2}))
    came = observed(FIRST, plants, cost=False)
    came.known_from = {"cost": "names"}
    assert [one.slug for one in diagnose(came).mistakes] == ["output-derivative-missing"]
    came.findings.append(Finding("left out", "What the code calls its cost was not recognised"))
    report = diagnose(came)
    assert (report.verdict, report.mistakes) == ("unchecked", [])


def test_what_training_changed_may_be_more_than_one_step() -> None:
    def every(call: Answers) -> None:
        call.dw = [np.cos(dw) for dw in call.dw or []]
        call.db = [np.cos(db) for db in call.db or []]

    assert diagnose(changed(every, cost="its values")).verdict == "wrong"
    came = changed(every, cost="its values")
    came.conventions["gradient"] = "what fit changed, by its learning rate"
    assert diagnose(came).verdict == "unchecked"


@pytest.mark.slow
@pytest.mark.parametrize("cost", ["declared", "its values", "names"])
def test_a_wrong_gradient_of_a_known_cost_is_wrong(cost: str) -> None:
    report = diagnose(changed(last_gradient, cost=cost))
    assert (report.verdict, report.mistakes) == ("wrong", [])


def test_a_step_of_another_kind_is_not_called_wrong() -> None:
    came = observed(FIRST)
    for seen in came.observations:
        seen.stepped_w = [w - 0.01 * np.sign(w) for w in seen.probe.w]
    report = diagnose(came)
    assert report.verdict == "unchecked"
    assert "a step is not eta times the gradient" in text(report)


@pytest.mark.parametrize("kind", ["raised", "hung", "crashed"])
def test_code_that_does_not_run_to_its_end_is_not_called_wrong(kind: str) -> None:
    came = observed(FIRST)
    came.findings.append(Finding(kind, "It stopped in the middle"))
    report = diagnose(came)
    assert report.verdict == "unchecked"
    assert text(report).count("It stopped in the middle") == 1
    assert diagnose(came, known=True).verdict == "wrong"


ELASTIC = """
import numpy as np
np.random.seed(4)
X = np.random.randn(12, 3)
Y = np.eye(2)[np.arange(12) % 2]
W1, W2 = np.random.randn(3, 5), np.random.randn(5, 2)
for epoch in range(200):
    H = np.tanh(X @ W1)
    P = 1 / (1 + np.exp(-(H @ W2)))
    loss = 0.5 * np.sum((P - Y) ** 2)
    D2 = (P - Y) * P * (1 - P)
    D1 = D2 @ W2.T * (1 - H ** 2)
    W2 -= 0.1 * (H.T @ D2 + 0.1 * W2)
    W1 -= 0.1 * (X.T @ D1 + 0.1 * W1 + 0.02 * np.sign(W1))
"""


def test_a_step_that_takes_more_than_l2_off_the_weights_is_not_called_wrong(write: Write) -> None:
    report = groundup.check(str(write(ELASTIC)))
    assert report.verdict == "unchecked"
    assert (
        "Beside L2 or L1, a step may have something that the check does not know." in report.doubts
    )
