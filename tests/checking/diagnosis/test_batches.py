"""A step with another number of samples: the mean's, the sum's, or one by a constant."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.diagnosis.batches import power
from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Answers, Batch, Observation, Observed, Probe, Settings
from groundup.checking.reference.backprop import Pass

RNG = np.random.default_rng(4)
SETTINGS = Settings(("sigmoid", "sigmoid"), "quadratic", eta=1.0)
RATE = 0.5


def step(m: int, by: float) -> Observation:
    """One of the sum over m samples, times `by`."""
    w = [RNG.normal(size=(4, 3)), RNG.normal(size=(2, 4))]
    b = [RNG.normal(size=4), RNG.normal(size=2)]
    batch = Batch(RNG.normal(size=(m, 3)), RNG.uniform(size=(m, 2)))
    right = Pass(SETTINGS, w, b, batch)
    dw, db = ([by * m * part[l] for l in (0, 1)] for part in (right.dw, right.db))
    probe = Probe("watched", (3, 4, 2), SETTINGS, w, b, [batch])
    return Observation(probe, [Answers(outputs=right.a[2], dw=dw, db=db)])


def said(
    first: float, other: float, known: str = "its name", assembled: bool = False
) -> tuple[str, list[str]]:
    observed = Observed(
        settings=SETTINGS,
        known_from={"cost": "declared", "activation": "its outputs", "rate": known},
        observations=[step(8, first), step(8, first)],
        resized=[step(5, other)],
        rates=[RATE],
        moved=True,
        assembled=assembled,
    )
    report = diagnose(observed)
    return report.verdict, [one.slug for one in report.mistakes]


@pytest.mark.parametrize(
    ("first", "other", "verdict", "slugs"),
    [
        (RATE / 8, RATE / 5, "right", []),  # the mean
        (RATE, RATE, "right", []),  # the sum
        (RATE / 8, RATE / 8, "wrong", ["divided-by-8"]),
        (RATE / 30, RATE / 30, "unchecked", []),
        (RATE / 8, RATE / 50, "right", []),  # a rate that decays
        (RATE / 64, RATE / 25, "wrong", ["averaged-twice"]),
    ],
)
def test_what_a_step_divides_by(first: float, other: float, verdict: str, slugs: list[str]) -> None:
    assert said(first, other) == (verdict, slugs)


def test_parts_that_the_check_chose_may_average_once_each() -> None:
    assert said(RATE / 64, RATE / 25, assembled=True)[1] == []


@pytest.mark.parametrize(
    ("first", "other", "rates", "expected"),
    [
        (0.3 / 8, 0.3 / 5, [1.0], 0),  # at any rate
        (0.3 / 64, 0.3 / 25, [1.0], -1),
        (0.3, 0.3, [1.0], 1),
        (0.3, 0.4, [1.0], None),
        (RATE / 8, None, [RATE], 0),
        (RATE, None, [RATE], 1),
        (0.3, None, [RATE], None),
        (RATE / 2, None, [RATE], 1),
    ],
)
def test_a_mean_is_told_from_a_sum_by_numbers_of_samples_or_by_the_rate(
    first: float, other: float | None, rates: list[float], expected: int | None
) -> None:
    observed = Observed(
        settings=SETTINGS,
        known_from={"rate": "its step"},
        observations=[step(8, first)],
        resized=[step(5, other)] if other else [],
        rates=rates,
    )
    assert power(observed) == expected


def test_where_no_name_says_the_rate_it_may_be_any() -> None:
    assert said(RATE / 30, RATE / 30, "assumed") == ("right", [])


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (1.0, "the mean over the batch"),
        (2.0, "the mean over the batch of a cost without the ½"),
        (0.9, "right up to one factor, which acts like a learning rate"),
    ],
)
def test_of_a_step_at_a_rate_that_is_known_the_rest_is_said(times: float, said: str) -> None:
    observed = Observed(
        settings=SETTINGS,
        known_from={"cost": "declared", "activation": "its outputs", "rate": "its name"},
        observations=[step(8, times * RATE / 8), step(8, times * RATE / 8)],
        rates=[RATE],
        moved=True,
    )
    assert diagnose(observed).conventions["gradients"] == said
