"""What the kernel's forward pass, gradients and predictor say, in every variant."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from groundup.engines import kernel
from groundup.engines import state as states
from groundup.engines.engine import Task
from tests.engines import oracle
from tests.engines.problems import (
    DTYPES,
    QUICK,
    Problem,
    assert_close,
    assert_same_bits,
    network,
    problems,
    small_problem,
    train,
    wide_problem,
)

pytestmark = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")


@pytest.mark.usefixtures("variant")
@QUICK
@given(problem=problems())
def test_outputs_are_those_of_the_oracle(problem: Problem) -> None:
    dtype, (w, b), given = problem
    x, activations = given["x"], given["activations"]
    precise_w, precise_b = [wl.astype(float) for wl in w], [bl.astype(float) for bl in b]
    _, a = oracle.forward(precise_w, precise_b, activations, oracle.pixels(x))
    assert_close(
        [kernel.feedforward(Task(w, b, activations=activations, x=x))], [a[-1]], dtype, "a"
    )
    predictor = kernel.one_by_one(w, b, activations)
    assert_close([np.array([predictor(row) for row in x])], [a[-1]], dtype, "a")
    assert [predictor.label(row) for row in x] == [predictor(row).argmax() for row in x]


@pytest.mark.usefixtures("variant")
@QUICK
@given(problem=problems())
def test_gradients_are_those_of_the_oracle(problem: Problem) -> None:
    dtype, (w, b), given = problem
    asked = {name: given[name] for name in ("activations", "cost", "x", "y")}
    weights = given.get("sample_weights")
    if weights is not None and weights.sum() == 0:
        return
    dw, db, _ = oracle.gradients(
        [wl.astype(float) for wl in w],
        [bl.astype(float) for bl in b],
        given["activations"],
        given["cost"],
        oracle.pixels(given["x"]),
        oracle.one_hot(given["y"], len(b[-1])),
        np.ones(len(given["x"])) if weights is None else weights.astype(float),
    )
    got = kernel.gradients(Task(w, b, sample_weights=weights, **asked))
    assert_close(got[0], dw, dtype, "dw")
    assert_close(got[1], db, dtype, "db")


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
def test_training_gives_the_same_bits_in_any_number_of_threads(dtype: Any, optimiser: str) -> None:
    (w, b), given = wide_problem(dtype, optimiser=optimiser)
    alone = train(kernel, w, b, **given)
    for threads in (2, 3):
        together = train(kernel, w, b, threads=threads, **given)
        assert_same_bits(alone.w + alone.b, together.w + together.b)
        assert alone.cost == together.cost


@pytest.mark.usefixtures("variant")
def test_outputs_and_gradients_are_the_same_bits_in_any_number_of_threads() -> None:
    (w, b), given = wide_problem(np.float32)
    asked = {name: given[name] for name in ("activations", "x")}
    alone = kernel.feedforward(Task(w, b, **asked))
    assert_same_bits([alone], [kernel.feedforward(Task(w, b, threads=2, **asked))])
    asked |= {name: given[name] for name in ("cost", "y")}
    one, two = (
        kernel.gradients(Task(w, b, **asked)),
        kernel.gradients(Task(w, b, threads=2, **asked)),
    )
    assert_same_bits(one[0] + one[1], two[0] + two[1])


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("dtype", DTYPES)
def test_activations_are_right_over_their_whole_range(dtype: Any) -> None:
    parts = np.linspace(-40, 40, 3001), np.geomspace(1e-12, 1, 500), [0, -800, 800, -1e4, 1e4]
    z = np.concatenate(parts).astype(dtype)[:, np.newaxis]
    w, b = [np.ones((1, 1), dtype)], [np.zeros(1, dtype)]
    few_ulps = 4 * np.finfo(dtype).eps
    for name in ("sigmoid", "tanh"):
        expected = oracle.f(name, z.astype(float))
        got = kernel.feedforward(Task(w, b, activations=[name], x=z))
        normal = np.abs(expected) > 1e-30
        assert np.all(np.abs(got - expected)[normal] <= few_ulps * np.abs(expected)[normal]), name
        assert np.all(got[~normal] < 1e-29)


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_sigmoid_saturates_exactly_and_passes_on_what_is_not_a_number(dtype: Any) -> None:
    x = np.array([[-np.inf], [-1e4], [-800], [800], [1e4], [np.inf], [np.nan]], dtype)
    w, b = [np.ones((1, 1), dtype)], [np.zeros(1, dtype)]
    got = kernel.feedforward(Task(w, b, ["sigmoid"], x))[:, 0]
    assert got[:6].tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert np.isnan(got[6])


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize(("cost", "last"), [("quadratic", "sigmoid"), ("cross-entropy", "softmax")])
def test_not_a_number_and_infinity_spoil_their_own_batch_and_what_learns_from_it(
    bad: float, cost: str, last: str
) -> None:
    rng = np.random.default_rng(2)
    w, b = network(rng, [20, 9, 4], np.float32)
    x = rng.random((30, 20), np.float32)
    given = {"activations": ["relu", last], "cost": cost, "batch_size": 4, "eta": 0.1}
    y = np.zeros(30, int)
    before = train(kernel, w, b, x=x[:4], y=y[:4], **given)
    x[7, 3] = bad
    spoiled = train(kernel, w, b, x=x, y=y, order=np.arange(4), **given)
    assert_same_bits(before.w + before.b, spoiled.w + spoiled.b)  # the bad one is in the next batch
    if np.isnan(bad):
        assert np.isnan(train(kernel, w, b, x=x, y=y, **given).cost)
    outputs = kernel.feedforward(Task(w, b, given["activations"], x))
    assert np.isfinite(outputs[np.arange(30) // 2 != 3]).all()  # samples go in pairs


def test_no_samples_have_no_outputs() -> None:
    (w, b), given = small_problem()
    x = given["x"][:0]
    assert kernel.feedforward(Task(w, b, activations=given["activations"], x=x)).shape == (0, 3)
