"""Sparse inputs are the same inputs: every engine takes the steps that it takes on dense ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from groundup.engines import kernel
from groundup.engines import state as states
from groundup.engines.engine import Engine, Task
from groundup.engines.sparse import Sparse
from tests.engines import oracle
from tests.engines.problems import DTYPES, TOLERANCE, assert_close, assert_same_bits, network, train


def sparse(x: np.ndarray) -> Sparse:
    rows, columns = np.nonzero(x)
    starts = np.concatenate([[0], np.cumsum(np.count_nonzero(x, axis=1))])
    return Sparse(x[rows, columns], columns.astype(np.int32), starts, x.shape[1])


def problem(dtype: Any, inputs: int = 90, hidden: int = 17, **more: Any) -> tuple[Any, Any]:
    """Some rows without any number, some with all; a ragged last batch."""
    rng = np.random.default_rng(7)
    x = rng.standard_normal((53, inputs)) * (rng.random((53, inputs)) < rng.random((53, 1)) ** 3)
    x[[3, 20]], x[8] = 0, rng.standard_normal(inputs)
    given = {
        "activations": ["tanh", "softmax"],
        "cost": "cross-entropy",
        "x": x.astype(dtype),
        "y": rng.integers(0, 5, 53),
        "order": rng.integers(0, 53, 61),
        "batch_size": 10,
        "eta": 0.02,
        "l2": 0.01,
        "epsilon": 1e-2,
    }
    return network(rng, [inputs, hidden, 5], dtype), given | more


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
@pytest.mark.parametrize("hidden", [5, 17, 130])
def test_steps_are_those_of_the_oracle(
    engine: Engine, dtype: Any, optimiser: str, hidden: int
) -> None:
    (w, b), given = problem(dtype, hidden=hidden, optimiser=optimiser)
    trainer = oracle.Trainer(w, b)
    cost = trainer.run(**given)
    trained = train(engine, w, b, **given | {"x": sparse(given["x"])})
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")
    assert trained.cost == pytest.approx(cost, rel=10 * TOLERANCE[dtype])


def test_answers_are_those_for_dense_inputs(engine: Engine) -> None:
    (w, b), given = problem(np.float64)
    dense = Task(w, b, **given)
    task = replace(dense, x=sparse(given["x"]))
    np.testing.assert_allclose(engine.feedforward(task), engine.feedforward(dense), rtol=1e-12)
    measured, expected = engine.evaluate(task), engine.evaluate(dense)
    assert measured.right == expected.right
    assert measured.cost == pytest.approx(expected.cost, rel=1e-12)
    (cost, *slopes), (known, *others) = map(engine.cost_and_gradients, (task, dense))
    assert cost == pytest.approx(known, rel=1e-12)
    for one, other in zip(slopes[0] + slopes[1], others[0] + others[1], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-14)


def test_there_may_be_more_inputs_than_lists_of_pixels_can_number(engine: Engine) -> None:
    rng = np.random.default_rng(6)
    x = np.zeros((5, 70_000))
    x[np.repeat(np.arange(5), 30), rng.integers(0, 70_000, 150)] = rng.standard_normal(150)
    given = {
        "activations": ["softmax"],
        "cost": "cross-entropy",
        "x": x,
        "y": np.arange(5) % 3,
        "order": np.arange(5),
        "batch_size": 3,
        "eta": 0.1,
    }
    w, b = network(rng, [70_000, 3], np.float64)
    for optimiser in ("sgd", "momentum"):
        trainer = oracle.Trainer(w, b)
        trainer.run(**given, optimiser=optimiser)
        trained = train(engine, w, b, optimiser, **given | {"x": sparse(x)})
        assert_close(trained.w, trainer.w, np.float64, "w")


@pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")
@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
def test_threads_change_no_bit(optimiser: str) -> None:
    (w, b), given = problem(np.float32, 1200, 700, optimiser=optimiser, batch_size=50)
    given["x"] = sparse(given["x"])
    alone = train(kernel, w, b, **given)
    for threads in (2, 3):
        together = train(kernel, w, b, threads=threads, **given)
        assert_same_bits(alone.w + alone.b, together.w + together.b)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": 3}, "x.inputs: expected 4, as w"),
        ({"numbers": np.ones(3, np.float32)}, "x.numbers: expected a row of float64"),
        ({"numbers": np.ones(2)}, "x.columns: expected 2, one for each number"),
        ({"columns": np.arange(3)}, "x.columns: expected a row of int32"),
        ({"columns": np.array([0, 4, 1], np.int32)}, r"x.columns\[1\]: expected 0 to 3, got 4"),
        ({"columns": np.array([1, 0, 1], np.int32)}, "x.columns: expected each once, ascending"),
        ({"columns": np.array([1, 1, 1], np.int32)}, "x.columns: expected each once, ascending"),
        ({"starts": np.array([0, 3])}, "y: expected 2|shape"),
        ({"starts": np.array([0, 2, 4])}, "x.starts: expected 0 first and 3 last"),
        ({"starts": np.array([], np.int64)}, "x.starts: expected 0 first"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any], words: str) -> None:
    w, b = [np.ones((2, 4))], [np.zeros(2)]
    x = Sparse(np.ones(3), np.array([0, 2, 1], np.int32), np.array([0, 2, 3]), 4)
    given: dict[str, Any] = {"cost": "quadratic", "y": np.zeros((2, 2))}
    Task(w, b, ["linear"], x=x, **given)
    with pytest.raises(ValueError, match=words):
        Task(w, b, ["linear"], x=replace(x, **change), **given)


@pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")
def test_whoever_changes_it_meanwhile_writes_nowhere_else() -> None:
    """Python has checked it, and then it is another: the C asks again at each row."""
    rng = np.random.default_rng(1)
    (w, b), given = problem(np.float64, optimiser="momentum")
    x = sparse(given["x"])
    for _ in range(300):
        bad = replace(x, columns=x.columns.copy(), starts=x.starts.copy())
        task = Task(
            [wl.copy() for wl in w],
            [bl.copy() for bl in b],
            state=states.new_state("momentum", w, b),
            **given | {"x": bad},
        )
        places = rng.integers(0, len(bad.columns), 20)
        bad.columns[places] = rng.choice([-1, -(2**31), 2**31 - 1, 90, 91, 0, 5], 20)
        places = rng.integers(0, len(bad.starts), 4)
        bad.starts[places] = rng.choice([-1, 2**62, -(2**63), 0, 10, len(bad.columns) + 1], 4)
        kernel.run(task)
        kernel.feedforward(task)
