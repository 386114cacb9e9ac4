"""What a network is worth: its mean cost and who is right, in one pass forward."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from groundup.engines.engine import Engine, Task
from tests.engines import oracle
from tests.engines.problems import (
    QUICK,
    TOLERANCE,
    Problem,
    assert_same_bits,
    inputs,
    network,
    problems,
    small_problem,
)


@pytest.mark.slow
@QUICK
@given(problem=problems())
def test_cost_and_number_right_are_those_of_the_oracle(engine: Engine, problem: Problem) -> None:
    dtype, (w, b), given = problem
    rows, weights = given["order"], given.get("sample_weights")
    weights = np.ones(len(given["x"])) if weights is None else weights.astype(float)
    y = oracle.one_hot(given["y"], len(b[-1]))[rows]
    _, _, each = oracle.gradients(
        [wl.astype(float) for wl in w],
        [bl.astype(float) for bl in b],
        given["activations"],
        given["cost"],
        oracle.pixels(given["x"])[rows],
        y,
        np.ones(len(rows)),
    )
    before = [p.copy() for p in w + b]
    measured = engine.evaluate(Task(w, b, **given))
    assert_same_bits(before, w + b)
    expected = np.nan
    if weights[rows].sum():
        expected = float(np.average(each, weights=weights[rows]))
    close = 10 * TOLERANCE[dtype]
    assert measured.cost == pytest.approx(expected, rel=close, abs=close, nan_ok=True)
    outputs = engine.feedforward(Task(w, b, **given))
    assert measured.right == (outputs.argmax(axis=1) == y.argmax(axis=1)).sum()


def test_outputs_that_are_no_numbers_are_never_right(engine: Engine) -> None:
    w, b = [np.eye(3)], [np.zeros(3)]
    x = np.array([[np.nan, 0, 0], [9, 1, 2], [0, np.nan, 1], [0, 0, 1]])
    task = Task(w, b, ["linear"], x=x, cost="quadratic", y=np.array([0, 0, 2, 0]))
    with np.errstate(invalid="ignore"):
        assert engine.evaluate(task).right == 1


def test_of_outputs_that_are_equal_the_first_counts(engine: Engine) -> None:
    w, b = [np.zeros((3, 2))], [np.zeros(3)]
    for label, right in ((0, 4), (1, 0)):
        y = np.full(4, label)
        task = Task(w, b, ["sigmoid"], x=np.ones((4, 2)), cost="cross-entropy", y=y)
        assert engine.evaluate(task).right == right


def test_a_sample_without_weight_has_no_part_in_the_cost(engine: Engine) -> None:
    w, b = [np.full((2, 1), 1e200)], [np.zeros(2)]
    task = Task(
        w,
        b,
        ["linear"],
        x=np.array([[1e200], [0.0]]),  # the first one's cost is infinite, and 0 · ∞ no number
        cost="quadratic",
        y=np.zeros((2, 2)),
        sample_weights=np.array([0.0, 3.0]),
    )
    with np.errstate(over="ignore"):
        assert engine.evaluate(task).cost == 0.0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_measuring_gives_the_same_bits_whatever_the_threads(engine: Engine, dtype: Any) -> None:
    rng = np.random.default_rng(8)
    w, b = network(rng, [300, 60, 10], dtype)
    for density in (0.2, 0.9):
        x = inputs(rng, (700, 300), "bytes", dtype, density)
        asked = {"x": x, "cost": "quadratic", "y": rng.integers(0, 10, 700)}
        measured = {
            engine.evaluate(Task(w, b, ["relu", "sigmoid"], threads=threads, **asked))
            for threads in (1, 2, 8, 16)
        }
        assert len(measured) == 1


def test_many_samples_are_measured_as_their_parts_are(engine: Engine) -> None:
    """So many that the kernel's threads rest and go on, every 400 million products."""
    rng = np.random.default_rng(10)
    w, b = network(rng, [784, 30, 10], np.float32)
    x, y = inputs(rng, (1000, 784), "bytes", np.float32, 0.1), rng.integers(0, 10, 1000)
    asked = {"cost": "quadratic", "threads": 2}
    part = engine.evaluate(Task(w, b, ["tanh", "sigmoid"], x=x, y=y, **asked))
    order = np.tile(np.arange(1000), 80)
    whole = engine.evaluate(Task(w, b, ["tanh", "sigmoid"], x=x, y=y, order=order, **asked))
    assert whole.right == 80 * part.right
    assert whole.cost == pytest.approx(part.cost, rel=1e-12)


def test_without_targets_nothing_is_measured_or_learned(engine: Engine) -> None:
    (w, b), given = small_problem()
    for name in ("cost", "y"):
        without: dict[str, Any] = given | {name: None}
        for ask in (engine.run, engine.evaluate, engine.gradients):
            with pytest.raises(ValueError, match=f"{name}: expected .*, got None"):
                ask(Task(w, b, **without))


def test_gradients_are_those_of_the_oracle(engine: Engine) -> None:
    rng = np.random.default_rng(9)
    w, b = network(rng, [40, 20, 5], np.float64)
    x, y = rng.standard_normal((2100, 40)), rng.integers(0, 5, 2100)
    weights = rng.integers(0, 3, 2100).astype(float)
    names = ["tanh", "softmax"]
    dw, db, each = oracle.gradients(w, b, names, "cross-entropy", x, oracle.one_hot(y, 5), weights)
    task = Task(w, b, names, x=x, cost="cross-entropy", y=y, sample_weights=weights)
    cost, *got = engine.cost_and_gradients(task)
    for one, other in zip((*got[0], *got[1]), (*dw, *db), strict=True):
        assert np.abs(one - other).max() <= 1e-12 * np.abs(other).max()
    assert cost == pytest.approx(np.average(each, weights=weights), rel=1e-12)
    for some, others in zip(engine.gradients(task), got, strict=True):
        assert_same_bits(some, others)


def test_samples_without_any_weight_have_no_gradient_and_no_cost(engine: Engine) -> None:
    (w, b), given = small_problem()
    task = Task(w, b, sample_weights=np.zeros(5, np.float32), **given)
    for group in engine.gradients(task):
        assert not any(array.any() for array in group)
    assert np.isnan(engine.cost_and_gradients(task)[0])
    assert np.isnan(engine.evaluate(task).cost)
