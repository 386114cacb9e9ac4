"""Places of the kernel that few shapes and numbers reach, each held to the oracle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.engines import kernel
from groundup.engines.engine import Engine, Task
from tests.engines import oracle
from tests.engines.problems import (
    DTYPES,
    assert_close,
    assert_same_bits,
    inputs,
    long_problem,
    network,
    train,
    wide_problem,
)

pytestmark = pytest.mark.skipif(not kernel.available(), reason="the kernel was not built")


def assert_trains_as_the_oracle(engine: Engine, sizes: list[int], **given: Any) -> None:
    rng = np.random.default_rng(13)
    w, b = network(rng, sizes, np.float64)
    layers = len(sizes) - 1
    count = len(given["x"])
    asked = {
        "activations": ["sigmoid"] * layers,
        "cost": "quadratic",
        "y": rng.integers(0, sizes[-1], count),
        "order": np.arange(count),
        "batch_size": count,
        "eta": 0.5,
    } | given
    trainer = oracle.Trainer(w, b)
    trainer.run(**asked)
    trained = train(engine, w, b, **asked)
    assert_close(trained.w, trainer.w, np.float64, "w")
    assert_close(trained.b, trainer.b, np.float64, "b")


@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
@pytest.mark.parametrize("count", [4, 200])
def test_weights_of_pixels_that_no_sample_lights_decay_too(
    variant: Engine, optimiser: str, count: int
) -> None:
    x = inputs(np.random.default_rng(1), (count, 100), "bytes", np.float64, 0.2)
    x[:, 10:60] = 0
    assert_trains_as_the_oracle(variant, [100, 40, 5], x=x, l2=0.1, optimiser=optimiser)


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize(("pixels", "hidden"), [(97, 70), (98, 104), (30, 3), (3, 40)])
def test_pixels_of_a_large_batch_learn_in_blocks_of_four(
    variant: Engine, optimiser: str, pixels: int, hidden: int
) -> None:
    x = inputs(np.random.default_rng(2), (131, pixels), "sparse", np.float64, 0.2)
    x[:, 8:16] = 0
    given = {"x": x, "optimiser": optimiser, "batch_size": 101, "epsilon": 1e-2, "eta": 0.1}
    assert_trains_as_the_oracle(variant, [pixels, hidden, 5], **given)


@pytest.mark.parametrize("width", [1, 8, 63, 64, 65, 128, 192, 256])
def test_every_pixel_counts_whatever_their_number(variant: Engine, width: int) -> None:
    x = np.zeros((6, width), np.uint8)
    x[0, 0] = x[1, -1] = x[2, width // 2] = 255
    x[3] = 7  # all of them
    assert_trains_as_the_oracle(variant, [width, 20, 3], x=x)


@pytest.mark.parametrize("width", [65_535, 65_536, 65_537])
def test_the_last_of_very_many_inputs_counts(variant: Engine, width: int) -> None:
    x = np.zeros((4, width), np.uint8)
    x[0, 0] = x[1, -1] = x[2, -2] = 200
    assert_trains_as_the_oracle(variant, [width, 2], x=x)


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("density", [0.2, 1.0])
def test_dropout_is_the_same_in_any_number_of_threads(density: float) -> None:
    dropout = {"dropout": [0.3, 0.4, 0.5, 0.0], "dropout_streams": [1, 2, 3, 4]}
    (w, b), given = wide_problem(np.float32, density, **dropout)
    alone = train(kernel, w, b, **given)
    for threads in (2, 3, 8):
        together = train(kernel, w, b, threads=threads, **given)
        assert_same_bits(alone.w + alone.b, together.w + together.b)


@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid", "linear"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_not_a_number_stays_that_through_every_activation(
    variant: Engine, name: str, dtype: Any
) -> None:
    w, b = [np.eye(40, dtype=dtype)], [np.zeros(40, dtype)]
    x = np.zeros((1, 40), dtype)
    x[0, [3, 39]] = np.nan
    for bias in (b, [np.full(40, np.nan, dtype)]):  # by way of the inputs, and without them
        a = variant.feedforward(Task(w, bias, [name], np.where(np.isnan(x), x, 0)))
        assert np.isnan(a).all()  # NaN · 0 is in every sum


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize(("dtype", "ends"), [(np.float64, 670.0), (np.float32, 70.0)])
def test_exp_is_right_to_its_ends(dtype: Any, ends: float) -> None:
    z = np.linspace(-ends, ends, 4001).astype(dtype)[:, np.newaxis]
    w, b = [np.ones((1, 1), dtype)], [np.zeros(1, dtype)]
    got = kernel.feedforward(Task(w, b, ["sigmoid"], z)).astype(float)
    expected = oracle.f("sigmoid", z.astype(float))
    assert np.all(np.abs(got - expected) <= 4 * np.finfo(dtype).eps * expected)
    two = [np.array([[0.0], [1.0]], dtype)], [np.zeros(2, dtype)]
    got = kernel.feedforward(Task(*two, ["softmax"], z)).astype(float)[:, 1:]
    assert np.all(np.abs(got - expected) <= 8 * np.finfo(dtype).eps * expected)


@pytest.mark.slow
@pytest.mark.usefixtures("variant")
def test_a_callback_computes_in_the_usual_floating_point_mode() -> None:
    (w, b), given = long_problem()
    given["order"] = np.tile(given["order"], 10)
    tiny: list[float] = []

    def progress(done: int) -> None:
        tiny.append(float((np.array([1e-310]) * np.array([1.0]))[0]))

    train(kernel, w, b, progress=progress, **given)
    assert tiny
    assert 0.0 not in tiny
