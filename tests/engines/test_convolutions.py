"""Every engine learns filters as the textbook's equations say; threads change no bit of them."""

from __future__ import annotations

import os
import subprocess
import sys
from math import isqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from groundup.engines import kernel
from groundup.engines import state as states
from groundup.engines.engine import Engine, Measured, Task
from tests.engines import oracle
from tests.engines.problems import (
    DTYPES,
    QUICK,
    TOLERANCE,
    Array,
    Parameters,
    Problem,
    Shape,
    assert_close,
    assert_same_bits,
    convolving_shapes,
    inputs,
    inputs_of,
    parameters,
    problems,
    train,
)

needs_kernel = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")
DIVERGING = 100.0  # of a cost that begins near 1
SLOWED = os.environ.get("GROUNDUP_SANITIZE")  # by a kernel that watches itself
FEWER = settings(QUICK, max_examples=8 if SLOWED else 25)
NIELSEN: list[Shape] = [(20, 1, 5, 5), (40, 20, 5, 5), (100, 640), (10, 100)]
COLOURS: list[Shape] = [(9, 3, 4, 4), (33, 9, 3, 3), (17, 33, 2, 2), (5, 17 * 4)]
WIDE: list[Shape] = [(70, 2, 3, 3), (6, 70, 7, 7), (3, 6 * 9)]  # more than one panel, and strips


def pictures(shapes: list[Shape], dtype: Any, **changes: Any) -> tuple[Parameters, dict[str, Any]]:
    """Two batches of pictures with blank margins, and the rest of a third."""
    rng = np.random.default_rng(8)
    w, b = parameters(rng, shapes, dtype)
    x = inputs(rng, (23, inputs_of(w)), "bytes", dtype, 0.4)
    side = isqrt(x.shape[1] // shapes[0][1])
    for picture in x.reshape(23, side, side, -1):  # margins of any width, and nothing but margins
        top, bottom, left, right = rng.integers(0, side // 2 + 2, 4)
        picture[:top], picture[side - bottom :] = 0, 0
        picture[:, :left], picture[:, side - right :] = 0, 0
    given = {
        "activations": ["relu"] * (len(shapes) - 1) + ["softmax"],
        "cost": "cross-entropy",
        "x": x,
        "y": rng.integers(0, len(b[-1]), 23),
        "order": rng.permutation(23),
        "batch_size": 10,
        "eta": 0.05,
        "l2": 1e-3,
    }
    return (w, b), given | changes


@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
@FEWER
@given(problem=problems(convolving_shapes(), most=20))
def test_every_option_trains_filters_as_the_oracle_does(
    engine: Engine, optimiser: str, problem: Problem
) -> None:
    dtype, (w, b), given = problem
    given = given | {"optimiser": optimiser, "epsilon": 1e-2}
    trainer = oracle.Trainer(w, b)
    with np.errstate(over="ignore", divide="ignore"):
        expected_cost = trainer.run(**given)
    assume(not expected_cost > DIVERGING)  # where rounding grows as fast as the cost
    trained = train(engine, w, b, **given)
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")
    assert trained.state.steps[0] == trainer.steps
    assert trained.cost == pytest.approx(
        expected_cost, rel=10 * TOLERANCE[dtype], abs=10 * TOLERANCE[dtype], nan_ok=True
    )


@FEWER
@given(problem=problems(convolving_shapes(), most=20))
def test_outputs_and_gradients_of_pictures_are_those_of_the_oracle(
    engine: Engine, problem: Problem
) -> None:
    dtype, (w, b), given = problem
    asked = {name: given[name] for name in ("activations", "cost", "x", "y")}
    x, y = oracle.pixels(given["x"]), oracle.one_hot(given["y"], len(b[-1]))
    precise = [wl.astype(float) for wl in w], [bl.astype(float) for bl in b]
    _, a = oracle.forward(*precise, given["activations"], x)
    assert_close([engine.feedforward(Task(w, b, **asked))], [a[-1]], dtype, "a")
    one_by_one = engine.one_by_one(w, b, given["activations"])
    assert_close([np.array([one_by_one(row) for row in given["x"]])], [a[-1]], dtype, "a")
    dw, db, costs = oracle.gradients(
        *precise, given["activations"], given["cost"], x, y, np.ones(len(x))
    )
    cost, *got = engine.cost_and_gradients(Task(w, b, **asked))
    assert_close(got[0], dw, dtype, "dw")
    assert_close(got[1], db, dtype, "db")
    for measured in (cost, engine.evaluate(Task(w, b, **asked)).cost):
        assert measured == pytest.approx(costs.mean(), rel=10 * TOLERANCE[dtype], abs=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shapes", [NIELSEN, COLOURS, WIDE])
def test_the_books_and_other_networks_train_as_the_oracle_does(
    engine: Engine, dtype: Any, shapes: list[Shape]
) -> None:
    (w, b), given = pictures(shapes, dtype, optimiser="momentum")
    trainer = oracle.Trainer(w, b)
    trainer.run(**given)
    trained = train(engine, w, b, **given)
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")


@needs_kernel
@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shapes", [NIELSEN, COLOURS, WIDE])
@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
def test_filters_are_the_same_in_any_number_of_threads(
    dtype: Any, shapes: list[Shape], optimiser: str
) -> None:
    (w, b), given = pictures(shapes, dtype, activations=["tanh"] * (len(shapes) - 1) + ["softmax"])
    x = np.tile(given["x"], (4, 1))
    given |= {"x": x, "y": np.tile(given["y"], 4), "order": None}
    given |= {"dropout": [0.25] * (len(shapes) - 1) + [0.0], "dropout_streams": [5] * len(shapes)}
    alone = train(kernel, w, b, optimiser, **given)
    asked = {name: given[name] for name in ("activations", "cost", "x", "y")}

    def answers(threads: int) -> tuple[list[Array], Measured]:
        task = Task(w, b, threads=threads, **asked)
        dw, db = kernel.gradients(task)
        return [kernel.feedforward(task), *dw, *db], kernel.evaluate(task)

    arrays, measured = answers(1)
    for threads in (2, 5):
        together = train(kernel, w, b, optimiser, threads=threads, **given)
        assert_same_bits(alone.w + alone.b, together.w + together.b)
        assert alone.cost == together.cost
        again, found = answers(threads)
        assert_same_bits(arrays, again)
        assert found == measured


def test_of_equal_numbers_the_first_is_the_largest(engine: Engine) -> None:
    """All four places of a white picture see the same: its first row and column alone learn."""
    w, b = [np.zeros((1, 1, 1, 1)), np.ones((1, 1))], [np.zeros(1), np.zeros(1)]
    x = np.array([[0.25, 0.5, 0.75, 1.0]])
    given = {"activations": ["linear"] * 2, "cost": "quadratic", "x": x, "y": np.ones((1, 1))}
    dw, db = engine.gradients(Task(w, b, **given))
    assert dw[0] == -0.25
    assert db[0] == -1


def test_what_is_not_a_number_is_passed_on(engine: Engine) -> None:
    w, b = [np.ones((1, 1, 1, 1)), np.ones((2, 1))], [np.zeros(1), np.zeros(2)]
    for place in range(4):
        x = np.arange(4.0)[np.newaxis]
        x[0, place] = np.nan
        task = Task(w, b, activations=["linear"] * 2, x=x)
        assert np.isnan(engine.feedforward(task)).all()


def test_what_an_optimiser_divides_by_may_be_0(engine: Engine) -> None:
    """Without a gradient it is 0 / 0: so it is in what vectors have beyond a filter's row."""
    (w, b), given = pictures(COLOURS, np.float64, optimiser="adam", epsilon=0.0, l2=0.1, eta=1e-3)
    given["activations"] = ["tanh"] * (len(w) - 1) + ["softmax"]
    trained = train(engine, w, b, **given)
    assert all(np.isfinite(array).all() for array in trained.w)


@needs_kernel
@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_picture_is_answered_alike_in_any_company(dtype: Any) -> None:
    (w, b), given = pictures(COLOURS, dtype)
    names = given["activations"]
    together = kernel.feedforward(Task(w, b, names, given["x"]))
    predictor = kernel.one_by_one(w, b, names)
    for row, expected in zip(given["x"], together, strict=True):
        assert_same_bits([kernel.feedforward(Task(w, b, names, row[np.newaxis]))[0]], [expected])
        assert_same_bits([predictor(row)], [expected])


@needs_kernel
@pytest.mark.usefixtures("variant")
def test_filters_that_are_interrupted_have_taken_whole_steps() -> None:
    (w, b), given = pictures(NIELSEN, np.float32)
    given["order"] = np.tile(given["order"], 400)
    learned, told = ([wl.copy() for wl in w], [bl.copy() for bl in b]), []

    def stop(done: int) -> None:
        told.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kernel.run(Task(*learned, threads=2, progress=stop, **given))
    assert 0 < told[0] < len(given["order"])
    given["order"] = given["order"][: told[0]]
    expected = train(kernel, w, b, **given)
    assert_same_bits(learned[0] + learned[1], expected.w + expected.b)


@needs_kernel
@pytest.mark.skipif(sys.platform != "linux", reason="a limit on memory")
@pytest.mark.skipif("asan" in os.environ.get("LD_PRELOAD", ""), reason="it needs more memory")
def test_too_little_memory_for_pictures_is_an_error_that_changes_nothing() -> None:
    program = """
import resource
import numpy as np
from groundup.engines import kernel
from groundup.engines.engine import Task
w, b = [np.ones((20, 1, 5, 5)), np.ones((10, 2880))], [np.ones(20), np.ones(10)]
x = np.zeros((20_000, 784), np.uint8)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 300_000_000,) * 2)
try:
    kernel.run(Task(w, b, activations=["relu", "sigmoid"], cost="quadratic", x=x,
               y=np.zeros(20_000, int), batch_size=20_000, eta=1.0))
except MemoryError:
    assert all((array == 1).all() for array in w + b)
else:
    raise SystemExit("it fitted")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
