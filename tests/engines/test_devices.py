"""The engine on JAX does what the others do, on one device and on several."""

from __future__ import annotations

import functools
import json
import operator
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from groundup import Network, engines, fit, shapes
from groundup.data import Data
from groundup.engines import numpy as host
from groundup.engines import state as states
from groundup.engines.engine import Task
from groundup.vectors.agreement import disagreement
from tests.engines import oracle
from tests.engines.problems import DTYPES, assert_close, train, wide_problem

pytest.importorskip("jax")
pytestmark = pytest.mark.frameworks


@pytest.fixture(scope="module")
def devices() -> Any:
    return engines.load("devices")


@pytest.mark.parametrize(("dtype", "dropped"), [*zip(DTYPES, [False, True], strict=True)])
@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
def test_it_trains_as_the_oracle_does(
    devices: Any, dtype: Any, optimiser: str, dropped: bool
) -> None:
    dropout = {"dropout": [0.3, 0.0, 0.5, 0.0], "dropout_streams": [1, 2, 3, 4]}
    (w, b), given = wide_problem(
        dtype, 0.5, optimiser=optimiser, epsilon=1e-2, **(dropout if dropped else {})
    )
    trainer = oracle.Trainer(w, b)
    expected = trainer.run(**given)
    trained = train(devices, w, b, **given)
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")
    assert trained.state.steps[0] == trainer.steps
    assert trained.cost == pytest.approx(expected, rel=1e-5 if dtype == np.float32 else 1e-11)


def filters(dtype: Any, **changes: Any) -> tuple[tuple[list[Any], list[Any]], dict[str, Any]]:
    """Two convolutions of colour pictures, of which a half is dark."""
    rng = np.random.default_rng(6)
    network = Network("12x12x3-4c3p2-5c2p2-6-3", seed=3, dtype=dtype)
    x = rng.integers(0, 256, (40, 12, 12, 3)).astype(np.uint8)
    x[:, :, 6:] = 0
    given = {
        "activations": ["relu", "tanh", "sigmoid", "softmax"],
        "cost": "cross-entropy",
        "x": x.reshape(40, -1),
        "y": rng.integers(0, 3, 40),
        "order": rng.permutation(40),
        "batch_size": 12,
        "eta": 0.05,
        "l2": 1e-3,
    }
    return (network.w, network.b), given | changes


@pytest.mark.parametrize(("dtype", "dropped"), [*zip(DTYPES, [False, True], strict=True)])
@pytest.mark.parametrize("optimiser", states.OPTIMISERS)
def test_filters_are_trained_as_by_the_oracle(
    devices: Any, dtype: Any, optimiser: str, dropped: bool
) -> None:
    dropout = {"dropout": [0.3, 0.5, 0.2, 0.0], "dropout_streams": [1, 2, 3, 4]}
    weights = np.arange(40) % 3 * np.ones(1, dtype)
    (w, b), given = filters(
        dtype, optimiser=optimiser, epsilon=1e-2, sample_weights=weights,
        **(dropout if dropped else {}),
    )  # fmt: skip
    trainer = oracle.Trainer(w, b)
    expected = trainer.run(**given)
    trained = train(devices, w, b, **given)
    assert_close(trained.w, trainer.w, dtype, "w")
    assert_close(trained.b, trainer.b, dtype, "b")
    assert trained.cost == pytest.approx(expected, rel=1e-5 if dtype == np.float32 else 1e-11)


def test_filters_are_measured_in_pieces_and_as_numpy_does(
    devices: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (w, b), given = filters(np.float64)
    task = Task(w, b, given["activations"], given["x"], given["cost"], given["y"], given["order"])
    monkeypatch.setattr(shapes, "CHUNK", 9)
    mine, theirs = devices.evaluate(task), host.evaluate(task)
    assert mine.right == theirs.right
    assert mine.cost == pytest.approx(theirs.cost, rel=1e-12)
    np.testing.assert_allclose(devices.feedforward(task), host.feedforward(task), atol=1e-14)
    for one, other in zip(devices.gradients(task), host.gradients(task), strict=True):
        for a, b_ in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b_, rtol=0, atol=1e-14)


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_of_equal_ones_the_first_learns(devices: Any, k: int) -> None:
    """A filter of zeros makes four equal ones of whatever it sees."""
    network = Network(f"{3 + k}x{3 + k}-2c{k}p2-2", ["relu", "softmax"], "cross-entropy", seed=1)
    network.w[0][:], network.b[0][:] = 0, 1
    x, y = np.random.default_rng(0).random((3, (3 + k) ** 2)), np.array([0, 1, 1])
    given: dict[str, Any] = {"activations": network.activations, "cost": network.cost}
    given |= {"x": x, "y": y, "order": np.arange(3), "batch_size": 3, "eta": 0.5}
    trainer = oracle.Trainer(network.w, network.b)
    trainer.run(**given)
    trained = train(devices, network.w, network.b, **given)
    assert np.abs(trained.w[0]).min() > 0
    assert_close(trained.w, trainer.w, np.float64, "w")
    assert_close(trained.b, trainer.b, np.float64, "b")


CASES = [
    ("sigmoid", "quadratic"),
    ("sigmoid", "cross-entropy"),
    ("softmax", "cross-entropy"),
    ("linear", "quadratic"),
    ("tanh", "quadratic"),
    ("exponential", "poisson"),
]


@pytest.mark.parametrize(("last", "cost"), CASES)
@pytest.mark.parametrize("weighted", [False, True])
def test_all_that_is_asked_of_an_engine_has_numpys_answers(
    devices: Any, last: str, cost: str, weighted: bool
) -> None:
    rng = np.random.default_rng(0)
    network = Network([12, 7, 4], ["relu", "linear"], seed=1)

    def task(**more: Any) -> Task:
        return Task(
            [wl.copy() for wl in network.w],
            [bl.copy() for bl in network.b],
            ["relu", last],
            x=x,
            cost=cost,
            y=y,
            sample_weights=np.arange(23) % 3 * 1.0 if weighted else None,
            **more,
        )

    x, y = rng.integers(0, 256, (23, 12)).astype(np.uint8), rng.integers(0, 4, 23)
    mine, theirs = devices.evaluate(task()), host.evaluate(task())
    assert mine.right == theirs.right
    assert mine.cost == pytest.approx(theirs.cost, rel=1e-12)
    np.testing.assert_allclose(devices.feedforward(task()), host.feedforward(task()), atol=1e-14)
    (cost_, *slopes), (known, *others) = (
        engine.cost_and_gradients(task()) for engine in (devices, host)
    )
    assert cost_ == pytest.approx(known, rel=1e-12)
    for a, b in zip(
        functools.reduce(operator.iadd, slopes, []),
        functools.reduce(operator.iadd, others, []),
        strict=True,
    ):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-14)
    stepped = [task(batch_size=5, eta=0.3, l2=0.1) for _ in range(2)]
    devices.run(stepped[0])
    host.run(stepped[1])
    one, other = stepped
    for a, b in zip((*one.w, *one.b), (*other.w, *other.b), strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-13)


def test_batches_that_weigh_nothing_are_no_steps(devices: Any) -> None:
    network = Network([3, 2], seed=0)
    state = states.new_state("adam", network.w, network.b)
    weights = np.array([0.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    x, y = np.ones((6, 3)), np.zeros(6, int)
    task = Task(
        network.w, network.b, network.activations, x=x, cost="quadratic", y=y, batch_size=2,
        sample_weights=weights, optimiser="adam", state=state,
    )  # fmt: skip
    devices.run(task)
    assert state.steps[0] == 1


def test_the_trainer_trains_with_it(few: Data) -> None:
    trained = []
    for engine in ("numpy", "devices"):
        network = Network([784, 12, 10], seed=1)
        fit(network, few.train, few.validation, epochs=2, eta=1.0, engine=engine)
        trained.append([*network.w, *network.b])
    for known, actual in zip(*trained, strict=True):
        assert disagreement(known, actual) <= 1e-10


ON_TWO = """
import json
import numpy as np
from groundup import Network, engines
from groundup.engines.engine import Task
import jax
network = Network(LAYERS, seed=1)
rng = np.random.default_rng(0)
x = rng.random((21, network.sizes[0]))
task = Task(network.w, network.b, network.activations, x=x, cost="quadratic",
    y=rng.integers(0, 3, 21), batch_size=4, eta=0.5)
engines.load("devices").run(task)
learned = [p.tolist() for p in task.w + task.b]
refused = ""
try:
    engines.load("devices").run(Task(network.w, network.b, network.activations,
        x=x, cost="quadratic", y=rng.integers(0, 3, 21), batch_size=5))
except ValueError as error:
    refused = str(error)
print(json.dumps([len(jax.devices()), learned, refused]))
"""


@pytest.mark.parametrize("layers", ["6-5-3", "8x8x2-3c3p2-4c2p2-3"])
def test_two_devices_share_each_batch(layers: str) -> None:
    said = []
    for count in (1, 2):
        flags = f"--xla_force_host_platform_device_count={count}"
        ran = subprocess.run(
            [sys.executable, "-c", ON_TWO.replace("LAYERS", repr(layers))],
            env=os.environ | {"XLA_FLAGS": flags, "JAX_PLATFORMS": "cpu"},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        said.append(json.loads(ran.stdout))
    assert [devices for devices, _, _ in said] == [1, 2]
    for one, two in zip(said[0][1], said[1][1], strict=True):
        np.testing.assert_allclose(one, two, rtol=0, atol=1e-12)
    assert said[0][2] == ""
    assert "expected a multiple of 2, one part for each device, got 5" in said[1][2]


APART = """
import json, jax, numpy as np
from groundup import Network
from groundup.engines import devices, numpy as host
from groundup.engines.engine import Task
from groundup.engines.state import new_state

random = np.random.default_rng(0)
apart = Network(LAYERS, seed=1)
x, y = random.random((50, apart.sizes[0])), random.integers(0, 3, 50)
how = {"activations": apart.activations, "cost": "quadratic", "eta": 0.5}
how |= {"optimiser": OPTIMISER, "l2": 0.01}
state = new_state(OPTIMISER, apart.w, apart.b)
devices.run(Task(apart.w, apart.b, x=x, y=y, batch_size=8, state=state, **how), 3)

start, parts = Network(LAYERS, seed=1), []
networks = [start.copy() for _ in range(4)]
states = [new_state(OPTIMISER, n.w, n.b) for n in networks]
steps = [np.arange(i, min(i + 8, 50)) for i in range(0, 50, 8)]
for number, rows in enumerate(steps, 1):
    for d, (n, s) in enumerate(zip(networks, states)):
        own = rows[2 * d : 2 * d + 2]
        if len(own):
            task = Task(n.w, n.b, x=x[own], y=y[own], batch_size=8, state=s, **how)
            s.steps[0] = number - 1
            host.run(task)
    if number % 3 == 0 or number == len(steps):
        for l in range(2):
            for arrays in [[n.w for n in networks], [n.b for n in networks]] + [
                [memory[m] for memory in memories]
                for memories in ([s.w for s in states], [s.b for s in states])
                for m in range(len(states[0].w))
            ]:
                mean = np.mean([a[l] for a in arrays], axis=0)
                for a in arrays:
                    a[l][...] = mean
expected = networks[0]
pairs = zip(apart.w + apart.b, expected.w + expected.b)
print(json.dumps([len(jax.devices()), max(float(abs(p - q).max()) for p, q in pairs)]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("layers", ["6-5-3", "6x6-2c3p2-3"])
@pytest.mark.parametrize("optimiser", ["sgd", "nesterov", "adam"])
def test_devices_that_go_apart_go_on_from_their_mean(optimiser: str, layers: str) -> None:
    code = APART.replace("OPTIMISER", repr(optimiser)).replace("LAYERS", repr(layers))
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"JAX_NUM_CPU_DEVICES": "4", "JAX_PLATFORMS": "cpu"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    count, difference = json.loads(ran.stdout)
    assert count == 4
    assert difference < 1e-12


def test_one_device_has_nobody_to_meet(few: Data) -> None:
    networks = [Network([784, 6, 10]) for _ in range(2)]
    for network, every in zip(networks, (1, 5), strict=True):
        fit(network, few.train, epochs=1, engine="devices", average_every=every)
    assert all((p == q).all() for p, q in zip(networks[0].w, networks[1].w, strict=True))


def test_other_engines_have_no_devices_that_could_meet(few: Data) -> None:
    with pytest.raises(ValueError, match="engine='devices'"):
        fit(Network([784, 6, 10]), few.train, epochs=1, average_every=5)
