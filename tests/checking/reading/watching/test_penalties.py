"""L2 and L1 are what a step has too much against one with their coefficient at 0."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.model.answers import Answers, Batch, Observation, Probe, Settings
from groundup.checking.reading.watching.penalties import (
    Share,
    costs_with_it,
    is_coefficient,
    judged,
    share,
)

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
