"""What watching showed, in the form in which everything is diagnosed: cost, rates, conventions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.rates import MOST
from groundup.checking.reading.watching.forwards.layers import Layer
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.observations import conventions
from tests.checking.reading.watching.conftest import Watched

W, B = (("name", "w"),), (("name", "b"),)

SCRIPT = """
    import numpy as np
    X = np.random.uniform(-1, 1, (8, 3))
    Y = np.eye(2)[np.arange(8) % 2]
    w1, b1 = np.random.randn(3, 4), np.zeros(4)
    w2, b2 = np.random.randn(4, 2), np.zeros(2)
    for epoch in range(100):
        a1 = np.tanh(X @ w1 + b1)
        a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
        ...
        d2 = DELTA
        d1 = d2 @ w2.T * (1 - a1 ** 2)
        w2 -= 0.3 * a1.T @ d2 / 8
        b2 -= 0.3 * d2.sum(axis=0) / 8
        w1 -= 0.3 * X.T @ d1 / 8
        b1 -= 0.3 * d1.sum(axis=0) / 8
    """
QUADRATIC, ENTROPY = "(a2 - Y) * a2 * (1 - a2)", "a2 - Y"
VALUES = {
    "quadratic": "cost = np.mean((a2 - Y) ** 2)",
    "cross-entropy": "cost = -np.mean(np.sum(Y * np.log(a2) + (1 - Y) * np.log(1 - a2), axis=1))",
}


def script(delta: str, value: str = "pass") -> str:
    return SCRIPT.replace("DELTA", delta).replace("...", value)


@pytest.mark.parametrize("cost", VALUES)
@pytest.mark.parametrize("delta", [QUADRATIC, ENTROPY])
def test_a_cost_is_known_by_its_values(watched: Watched, cost: str, delta: str) -> None:
    """Whatever the gradients are: they are not looked at for it."""
    observed, why = watched(script(delta, VALUES[cost]))
    assert observed is not None, why
    assert observed.settings is not None
    assert observed.settings.cost == cost
    assert observed.known_from["cost"] == "its values"
    belong = (delta == QUADRATIC) == (cost == "quadratic")
    assert diagnose(observed).verdict == ("right" if belong else "wrong")


@pytest.mark.parametrize(("delta", "cost"), [(QUADRATIC, "quadratic"), (ENTROPY, "cross-entropy")])
def test_a_cost_without_values_is_the_one_that_fits_better(
    watched: Watched, delta: str, cost: str
) -> None:
    observed, why = watched(script(delta))
    assert observed is not None, why
    assert observed.settings is not None
    assert observed.settings.cost == cost
    assert observed.known_from["cost"] == "assumed"


def test_a_cost_that_is_only_printed_is_that_of_the_output_layer(watched: Watched) -> None:
    """Its hidden layer would fit another: the raw error is sent back."""
    printed = 'print("Kosten", 0.5 * np.mean(np.sum((a2 - Y) ** 2, axis=1)))'
    sent_back = script(QUADRATIC, printed).replace("d2 @ w2.T", "(a2 - Y) @ w2.T")
    observed, why = watched(sent_back)
    assert observed is not None, why
    assert observed.settings is not None
    assert observed.settings.cost == "quadratic"
    assert observed.known_from["cost"] == "its values"
    assert [named.number for named in diagnose(observed).mistakes] == [20]


def test_a_printed_cost_that_no_layer_has_the_gradient_of_is_a_figure(watched: Watched) -> None:
    observed, why = watched(script(ENTROPY, "print(0.5 * np.mean((a2 - Y) ** 2))"))
    assert observed is not None, why
    assert observed.settings is not None
    assert observed.settings.cost == "cross-entropy"
    assert diagnose(observed).verdict == "right"


@pytest.mark.parametrize(
    ("value", "verdict", "said"),
    [
        ("loss = np.mean(np.abs(a2 - Y))", "right", "is the mean absolute error"),
        ("loss = np.sqrt(np.mean((a2 - Y) ** 2))", "right", "is the root of the mean square"),
        ("loss = np.mean((a2 - Y) ** 4)", "unchecked", "was not recognised"),
        ("loss = np.mean((3 * np.arange(8)[:, None] + 1) * (a2 - Y) ** 2)", "unchecked", "was not"),
        ("loss = 7.0 * np.mean((a2 - Y) ** 2)", "right", ""),
    ],
)
def test_gradients_of_another_cost_than_the_codes_own_are_not_called_right(
    watched: Watched, value: str, verdict: str, said: str
) -> None:
    """Unless that is a figure that many print beside the squares that they train with."""
    observed, why = watched(script(QUADRATIC, value))
    assert observed is not None, why
    told = " ".join(one.message for one in observed.findings if "calls its cost" in one.message)
    assert said in told
    assert bool(said) == bool(told)
    assert diagnose(observed).verdict == verdict


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("loss = -np.mean((1 + 3 * Y) * {logs})", "was not recognised"),
        ("pos_weight = 4; loss = -np.mean(np.where(Y == 1, pos_weight, 1) * {logs})", "pos_weight"),
        ("def loss_of(class_weights): return -np.mean(class_weights * {logs})", "class_weights"),
    ],
)
def test_gradients_of_a_cost_without_the_codes_own_weights_are_not_called_right(
    watched: Watched, value: str, said: str
) -> None:
    logs = "(Y * np.log(a2) + (1 - Y) * np.log(1 - a2))"
    observed, why = watched(script(ENTROPY, value.format(logs=logs)))
    assert observed is not None, why
    report = diagnose(observed)
    assert report.verdict == "unchecked"
    assert said in " ".join(report.doubts)


def test_a_second_mistake_takes_nothing_from_the_doubt_about_a_sign(watched: Watched) -> None:
    wrong = script("np.sign(a2 - Y) * a2 * (1 - a2)").replace("(1 - a1 ** 2)", "a1")
    observed, why = watched(wrong)
    assert observed is not None, why
    report = diagnose(observed)
    assert report.verdict == "unchecked"
    assert not report.mistakes


@pytest.mark.slow
def test_a_bias_behind_a_sign_is_not_said_to_do_nothing(watched: Watched) -> None:
    """A small change of it changes no step."""
    linear = script("np.sign(a2 - Y)").replace("1 / (1 + np.exp(-(a1 @ w2 + b2)))", "a1 @ w2 + b2")
    observed, why = watched(linear)
    assert observed is not None, why
    assert not any("no step depends on" in one.message for one in observed.findings)


MINIMISED = """
    import numpy as np
    from scipy.optimize import minimize
    X = np.random.uniform(-1, 1, (12, 3))
    Y = np.eye(2)[np.arange(12) % 2]
    def cost(theta, X, Y):
        w1, w2 = theta[:12].reshape(3, 4), theta[12:].reshape(4, 2)
        a1 = np.tanh(X @ w1)
        a2 = 1 / (1 + np.exp(-(a1 @ w2)))
        J = 0.5 * np.sum((a2 - Y) ** 2) / len(X)
        d2 = (a2 - Y) * a2 * (1 - a2) / OVER
        d1 = d2 @ w2.T * (1 - a1 ** 2)
        return J, np.concatenate([(X.T @ d1).ravel(), (a1.T @ d2).ravel()])
    found = minimize(cost, np.random.randn(20), args=(X, Y), jac=True)
    """


@pytest.mark.parametrize(("over", "mistakes"), [("len(X)", []), ("1", [47]), ("2", [])])
def test_a_minimiser_wants_the_gradient_of_its_cost_to_the_factor(
    watched: Watched, over: str, mistakes: list[int]
) -> None:
    pytest.importorskip("scipy.optimize")
    observed, why = watched(MINIMISED.replace("OVER", over))
    assert observed is not None, why
    report = diagnose(observed)
    assert report.verdict == ("right" if over == "len(X)" else "wrong")
    assert [named.number for named in report.mistakes] == mistakes


def test_a_cost_that_is_declared_stays(watched: Watched) -> None:
    observed, _ = watched(script(QUADRATIC, VALUES["quadratic"]), cost="cross-entropy")
    assert observed is not None
    assert observed.settings is not None
    assert observed.settings.cost == "cross-entropy"
    assert observed.known_from["cost"] == "declared"


def test_every_observation_has_the_settings(watched: Watched) -> None:
    observed, _ = watched(script(ENTROPY))
    assert observed is not None
    assert observed.settings is not None
    assert observed.settings.activations == ("tanh", "sigmoid")
    assert {seen.probe.settings for seen in observed.observations} == {observed.settings}
    assert (
        observed.style == "learners_code.py, as it runs, by watching what a step of training does"
    )
    assert observed.rates == [0.3, 1.0]  # which no name says, but the step
    assert observed.conventions == {"w": "(n_in, n_out)", "samples": "a batch"}


# The parts.


def reading(*layers: Layer, one_by_one: bool = False) -> Reading:
    none = np.zeros((0, 1))
    return Reading(layers, ("tanh",) * len(layers), none, none, "a", one_by_one, 0, none)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([Layer(W, True, B)], {"w": "(n_in, n_out)"}),
        ([Layer(W, False, B)], {"w": "(n_out, n_in)"}),
        ([Layer(W, False, B), Layer(W, True, B)], {"w": "either way"}),
        ([Layer(W, False), Layer(W, False)], {"w": "(n_out, n_in)", "b": "none"}),
        ([Layer(W, False, B, -1.0)], {"w": "(n_out, n_in)", "b": "subtracted"}),
        ([Layer(W, True, row=0)],
         {"w": "(n_in, n_out)", "b": "the first input of w, which is always 1"}),
        ([Layer(W, True, row=-1)],
         {"w": "(n_in, n_out)", "b": "the last input of w, which is always 1"}),
    ],
)  # fmt: skip
def test_conventions_in_words(layers: list[Layer], expected: dict[str, str]) -> None:
    assert conventions(reading(*layers)) == expected | {"samples": "a batch"}


def test_samples_one_at_a_time_are_said() -> None:
    assert conventions(reading(Layer(W, True, B), one_by_one=True))["samples"] == "one at a time"


def test_one_number_for_several_units_is_said() -> None:
    assert conventions(reading(Layer(W, True, B)), (0,))["b"].startswith("one number for all")


def test_of_many_factors_only_a_few_are_rates(watched: Watched) -> None:
    many = "; ".join(f"z = 0.{i}1 * a2" for i in range(1, 10))
    observed, _ = watched(script(ENTROPY, many))
    assert observed is not None
    assert len(observed.rates) == MOST
    assert observed.rates[:2] == [0.3, 1.0]


CHECKING = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("file", "verdict", "numbers"),
    [
        ("learners/classifier.py", "unchecked", []),  # the sum over a call's samples by 32
        ("learners/delta_list.py", "unread", []),  # raises with a hidden layer
        ("programs/decay_everything.py", "wrong", [54]),  # a cost with L2 on weights alone
        ("programs/short_batch.py", "wrong", [51]),  # a last batch that is smaller
    ],
)
def test_what_one_step_of_one_network_does_not_show(
    watched: Watched, file: str, verdict: str, numbers: list[int]
) -> None:
    """All their gradients are right in the first step of the first network that trains."""
    observed, _ = watched((CHECKING / file).read_text(encoding="utf-8"))
    if observed is None:
        assert (verdict, numbers) == ("unread", [])
    else:
        report = diagnose(observed)
        assert report.verdict == verdict
        assert [one.number for one in report.mistakes] == numbers
