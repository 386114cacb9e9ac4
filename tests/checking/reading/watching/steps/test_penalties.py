"""L2 and L1 are what a step has too much against one with their coefficient at 0."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Answers, Batch, Observation, Probe, Settings
from groundup.checking.reading.watching.steps.penalties import (
    Share,
    costs_with_it,
    in_words,
    is_coefficient,
    judged,
    share,
)
from tests.checking.reading.watching.conftest import Watched

RNG = np.random.default_rng(8)
W = [RNG.normal(size=(4, 3)), RNG.normal(size=(2, 4))]
B = [RNG.normal(size=4), RNG.normal(size=2)]
SETTINGS = Settings(("sigmoid", "sigmoid"), "quadratic")


def step(of_w: tuple[float, float], of_b: tuple[float, float], signs: float = 0.0) -> Observation:
    """One whose gradients are all 1 without what is asked for."""
    probe = Probe("p", (3, 4, 2), SETTINGS, W, B, [Batch(np.ones((1, 3)), np.ones((1, 2)))])
    dw = [1.0 + k * w + signs * np.sign(w) for k, w in zip(of_w, W, strict=True)]
    db = [1.0 + k * b for k, b in zip(of_b, B, strict=True)]
    return Observation(probe, [Answers(dw=dw, db=db)])


@pytest.mark.parametrize(
    ("of_w", "of_b", "signs", "kind"),
    [
        ((0.1, 0.1), (0.0, 0.0), 0.0, "plain"),
        ((0.0, 0.0), (0.0, 0.0), 0.1, "plain"),
        ((0.2, 0.2), (0.0, 0.0), 0.1, "plain"),
        ((0.1, 0.2), (0.0, 0.0), 0.0, "own"),
        ((0.0, 0.1), (0.0, 0.0), 0.0, "own"),
        ((0.1, 0.1), (0.0, 0.1), 0.0, "own"),
        ((0.1, 0.1), (0.1, 0.1), 0.0, None),  # on all: diagnosed with the rest
        ((-0.1, -0.1), (0.0, 0.0), 0.0, None),  # weights grow: a mistake
        ((0.0, 0.0), (0.0, 0.0), 0.0, None),
    ],
)
def test_kinds(
    of_w: tuple[float, float], of_b: tuple[float, float], signs: float, kind: str | None
) -> None:
    on, off = step(of_w, of_b, signs), step((0.0, 0.0), (0.0, 0.0))
    assert judged([on, on], [off, off]) == kind


@pytest.mark.parametrize(
    ("of_w", "signs", "words"),
    [
        ((0.2, 0.2), 0.0, {"l2": "0.2·w"}),
        ((0.2, 0.2), 0.1, {"l2": "0.2·w", "l1": "0.1·sign(w)"}),
        ((0.0, 0.0), 0.1, {"l1": "0.1·sign(w)"}),
        ((0.0, 0.2), 0.0, {"l2": "0.2·w[1]"}),
        ((0.1, 0.2), 0.0, {"l2": "0.1·w[0] and 0.2·w[1]"}),
    ],
)
def test_l2_and_l1_are_told_by_their_names(
    of_w: tuple[float, float], signs: float, words: dict[str, str]
) -> None:
    found = in_words(step(of_w, (0.0, 0.0), signs), step((0.0, 0.0), (0.0, 0.0)))
    assert {name: one.split(" in a step")[0] for name, one in found.items()} == words


def test_what_is_neither_w_nor_its_signs_is_no_share() -> None:
    assert share(W[0] ** 2, 0.0 * W[0], W[0]) is None
    assert share(W[0], W[0], W[0]) == Share()


@pytest.mark.parametrize(
    "name", ["l2", "lam", "lambda_", "weight_decay", "l2_regularization", "reg"]
)
def test_coefficients_have_names(name: str) -> None:
    assert is_coefficient(("attribute", name))


@pytest.mark.parametrize("name", ["eta", "momentum", "layer2", "alpha", "beta1"])
def test_other_numbers_are_none(name: str) -> None:
    assert not is_coefficient(("attribute", name))


def test_the_cost_that_has_l2_is_the_one_that_is_larger_with_it() -> None:
    assert costs_with_it([[3.0, 1.5], [4.0, 1.7]], [[3.0, 1.2], [4.0, 1.1]]) == [1.5, 1.7]
    assert costs_with_it([[3.0], [4.0]], [[3.0], [3.5]]) is None
    assert costs_with_it([[3.0], [4.0, 1.0]], [[2.0], [3.5]]) is None


DECAYED = """
    import numpy as np
    X, Y = np.random.uniform(-1, 1, (9, 3)), np.random.uniform(0, 1, (9, 2))
    w1, w2 = np.random.randn(3, 4), np.random.randn(4, 2)
    def turn(w1, w2, rate=0.01, penalty=PENALTY):
        h = np.tanh(X @ w1)
        out = h @ w2
        error = 0.5 * np.sum((out - Y) ** 2) / len(X)
        if penalty:
            error += 0.5 * penalty * (np.sum(w1 ** 2) + np.sum(w2 ** 2))
        d2 = (out - Y) / len(X)
        d1 = d2 @ w2.T * (1 - h ** 2)
        w2 = w2 * (1 - SHRINK * penalty) - rate * h.T @ d2
        w1 = w1 * (1 - SHRINK * penalty) - rate * X.T @ d1
        return w1, w2, error
    reg = PENALTY
    for lap in range(20):
        w1, w2, cost = turn(w1, w2, penalty=reg)
    """


@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize(("shrink", "verdict"), [("rate", "right"), ("1", "unchecked")])
def test_what_shrinks_the_weights_is_that_of_the_cost(
    watched: Watched, shrink: str, verdict: str, inner: bool
) -> None:
    text = DECAYED.replace("SHRINK", shrink).replace("PENALTY", "0.3")
    text = text.replace(", penalty=reg)", ")") if inner else text  # no name says how much it is
    observed, why = watched(text)
    assert observed is not None, why
    assert diagnose(observed).verdict == verdict


def test_a_penalty_of_0_is_said_not_to_be_looked_at(watched: Watched) -> None:
    observed, why = watched(DECAYED.replace("SHRINK", "1").replace("PENALTY", "0.0"))
    assert observed is not None, why
    (note,) = [one.message for one in observed.findings if one.kind == "note"]
    assert note == "What it takes off the weights was not looked at, since here reg is 0"
    assert diagnose(observed).verdict == "right"


def test_a_decay_of_0_may_be_that_of_the_rate(watched: Watched) -> None:
    text = DECAYED.replace("SHRINK", "0").replace("PENALTY", "0.0").replace("reg", "decay")
    observed, why = watched(text)
    assert observed is not None, why
    (note,) = [one.message for one in observed.findings if one.kind == "note"]
    assert note.startswith("Here decay is 0: if that is of the weights, and not of the rate")
