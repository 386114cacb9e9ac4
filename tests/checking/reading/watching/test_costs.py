"""Which cost a program that was watched shows, and against what."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.model.answers import Answers, Batch, Observation, Probe, Settings
from groundup.checking.model.convention import Factor
from groundup.checking.reading.watching.costs import by_values, shown_cost
from groundup.checking.reading.watching.forwards.layers import Layer
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.watched import Watched as Seen
from groundup.checking.reference.backprop import Pass

W = (("name", "w"),)
RNG = np.random.default_rng(3)


def seen_with(costs: list[list[float]]) -> Seen:
    """Observations of one output, 0.5 and 0.25, whose target is 1, beside these numbers."""
    settings = Settings(("sigmoid",), "quadratic")
    probe = Probe("one", (1, 1), settings, [np.zeros((1, 1))], [np.zeros(1)],
                  [Batch(np.ones((1, 1)), np.ones((1, 1)))])  # fmt: skip
    outputs = np.array([[0.5]])
    reading = Reading((Layer(W, False),), ("sigmoid",), np.ones((1, 1)), outputs, "a", False, 1,
                      np.ones((1, 1)))  # fmt: skip
    seen = [Observation(probe, [Answers(outputs=one * outputs)]) for one in (1.0, 0.5)]
    return Seen(reading, [W], seen[: len(costs)], costs=costs)


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ([[0.125], [7.0, 0.28125]], "quadratic"),
        ([[float(np.log(2.0))], [float(np.log(4.0))]], "cross-entropy"),
        ([[0.125], [float(np.log(4.0))]], None),
        ([[0.125], []], None),
        ([[0.125, float(np.log(2.0))], [0.28125, float(np.log(4.0))]], None),
        ([[0.125, 0.28125], [0.125, 0.28125]], None),  # always the same, so none of a step
        ([[3.0], [3.0]], None),
    ],
)
def test_a_value_has_to_be_the_costs_each_time(
    costs: list[list[float]], expected: str | None
) -> None:
    seen = seen_with(costs)
    assert by_values(seen, Settings(("sigmoid",), "quadratic")) == expected


def observation(m: int, outputs: int) -> Observation:
    settings = Settings(("sigmoid",), "quadratic")
    batch = Batch(RNG.normal(size=(m, 3)), RNG.uniform(size=(m, outputs)))
    w, b = [RNG.normal(size=(outputs, 3))], [RNG.normal(size=outputs)]
    return Observation(Probe("watched", (3, outputs), settings, w, b, [batch]))


@pytest.mark.parametrize(
    ("m", "outputs", "factors", "expected"),
    [
        (7, 3, [Factor()], Factor()),
        (7, 3, [Factor(2.0, 1)], Factor(2.0, 1)),
        (7, 3, [Factor(2.0, outputs=-1)], Factor(2.0, outputs=-1)),
        (2, 3, [Factor(2.0)], None),  # or the sum over two samples
        (7, 3, [Factor(), Factor(samples=1)], None),
        (7, 3, [Factor(0.7)], None),
        (7, 3, [], None),
    ],
)
def test_what_a_cost_that_is_shown_is_of(
    m: int, outputs: int, factors: list[Factor], expected: Factor | None
) -> None:
    seen = [observation(m, outputs), observation(m, outputs)]
    costs = []
    for one in seen:
        right = Pass(one.probe.settings, one.probe.w, one.probe.b, one.probe.batches[0])
        costs.append([RNG.uniform(), *(it.of(m, outputs) * right.data_cost() for it in factors)])
    assert shown_cost(seen, costs) == expected
