"""Every engine takes the steps that the textbook's equations say, whatever the states."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from groundup.engines import state as states
from groundup.engines.engine import Engine, Task
from tests.engines import oracle
from tests.engines.problems import (
    DTYPES,
    QUICK,
    TOLERANCE,
    Problem,
    assert_close,
    assert_same_bits,
    inputs,
    network,
    problems,
    small_problem,
    train,
    wide_problem,
)


@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
@QUICK
@given(problem=problems())
def test_every_option_trains_as_the_oracle_does(
    engine: Engine, optimiser: str, problem: Problem
) -> None:
    dtype, (w, b), given = problem
    # Where g is 0 up to rounding, m / (√v + 1e-8) has no meaning to compare.
    given = given | {"optimiser": optimiser, "epsilon": 1e-2}
    trainer = oracle.Trainer(w, b)
    expected_cost = trainer.run(**given)
    trained = train(engine, w, b, **given)
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")
    assert trained.state.steps[0] == trainer.steps
    assert trained.cost == pytest.approx(
        expected_cost, rel=10 * TOLERANCE[dtype], abs=10 * TOLERANCE[dtype], nan_ok=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
@pytest.mark.parametrize("density", [0.2, 0.9])
def test_wide_layers_train_as_the_oracle_does(
    engine: Engine, dtype: Any, optimiser: str, density: float
) -> None:
    dropout = {"dropout": [0.3, 0.0, 0.5, 0.0], "dropout_streams": [1, 2, 3, 4]}
    (w, b), given = wide_problem(dtype, density, optimiser=optimiser, epsilon=1e-2, **dropout)
    trainer = oracle.Trainer(w, b)
    trainer.run(**given)
    trained = train(engine, w, b, **given)
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")


@pytest.mark.parametrize("dtype", DTYPES)
def test_adam_with_its_usual_epsilon_agrees_where_gradients_are_not_zero(
    engine: Engine, dtype: Any
) -> None:
    rng = np.random.default_rng(1)
    w, b = network(rng, [20, 12, 5], dtype)
    given = {
        "activations": ["tanh", "sigmoid"],
        "cost": "quadratic",
        "x": rng.random((40, 20)).astype(dtype),
        "y": rng.integers(0, 5, 40),
        "order": np.arange(40),
        "batch_size": 8,
        "eta": 0.01,
        "optimiser": "adam",
    }
    trainer = oracle.Trainer(w, b)
    trainer.run(**given)
    trained = train(engine, w, b, **given)
    for got, expected in zip(trained.w + trained.b, trainer.w + trainer.b, strict=True):
        assert np.abs(got - expected).max() <= (1e-10 if dtype is np.float64 else 1e-4)


@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
def test_state_carries_over_from_call_to_call(engine: Engine, optimiser: str) -> None:
    (w, b), given = wide_problem(np.float64, epsilon=1e-2)
    whole = train(engine, w, b, optimiser, **given)
    parts_w, parts_b = [wl.copy() for wl in w], [bl.copy() for bl in b]
    state = states.new_state(optimiser, w, b)
    order = given.pop("order")
    for part in (order[:100], order[100:200], order[200:]):
        engine.run(Task(parts_w, parts_b, optimiser=optimiser, state=state, order=part, **given))
    assert state.steps[0] == whole.state.steps[0] == 3
    assert_same_bits(whole.w + whole.b, parts_w + parts_b)
    for kept, again in zip(whole.state.w + whole.state.b, state.w + state.b, strict=True):
        assert_same_bits(kept, again)


def test_the_slope_of_relu_at_0_is_0(engine: Engine) -> None:
    w, b = [np.zeros((3, 4)), np.ones((2, 3))], [np.zeros(3), np.zeros(2)]
    given = {
        "activations": ["relu", "linear"],
        "cost": "quadratic",
        "x": np.ones((5, 4)),
        "y": np.zeros(5, int),
        "batch_size": 5,
        "eta": 1.0,
    }
    trained = train(engine, w, b, "sgd", **given)
    assert not trained.w[0].any()
    assert not trained.b[0].any()
    assert trained.b[1].any()


def test_samples_without_weight_and_no_samples_change_nothing(engine: Engine) -> None:
    (w, b), given = small_problem()
    nothings: list[dict[str, Any]] = [
        {"order": np.array([], int)},
        {"sample_weights": np.zeros(5, np.float32)},
    ]
    for nothing in nothings:
        trained = train(engine, w, b, **(given | nothing))
        assert np.isnan(trained.cost)
        assert trained.state.steps[0] == 0
        assert_same_bits(trained.w + trained.b, w + b)


def test_more_inputs_than_lists_can_number_take_the_dense_path(engine: Engine) -> None:
    rng = np.random.default_rng(6)
    w, b = network(rng, [70_000, 3], np.float64)
    given = {
        "activations": ["softmax"],
        "cost": "cross-entropy",
        "x": inputs(rng, (5, 70_000), "bytes", np.float64, 0.2),
        "y": np.arange(5) % 3,
        "order": np.arange(5),
        "batch_size": 3,
        "eta": 0.1,
    }
    trainer = oracle.Trainer(w, b)
    trainer.run(**given)
    assert_close(train(engine, w, b, **given).w, trainer.w, np.float64, "w")


def test_the_dropout_mask_is_the_documented_formula() -> None:
    positions = np.array([0, 3, 49_999])
    got = states.dropout_mask(0.3, 2**64 - 5, positions, 20)
    assert np.array_equal(got, oracle.mask(0.3, 2**64 - 5, positions, 20, 1.0) > 0)
