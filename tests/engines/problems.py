"""Networks, data and options for the tests of the engines, and how close is close enough."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from groundup.engines import checks, kernel
from groundup.engines import state as states
from groundup.engines.engine import Engine, Task

Array = np.ndarray
Shape = tuple[int, ...]
Parameters = tuple[list[Array], list[Array]]
Problem = tuple[Any, Parameters, dict[str, Any]]  # dtype, w and b, what `run` takes

ENGINES = [
    "numpy",
    *(f"kernel {name}" for name in (kernel.variants() if kernel.available() else [])),
]
DTYPES = [np.float64, np.float32]
SLOWER = 10 if os.environ.get("GROUNDUP_SANITIZE") else 1  # times, a kernel that watches itself
TOLERANCE: dict[Any, float] = {np.float64: 1e-12, np.float32: 1e-5}
QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Trained(NamedTuple):
    w: list[Array]
    b: list[Array]
    state: states.State
    cost: float


def train(
    engine: Engine, w: Sequence[Array], b: Sequence[Array], optimiser: str = "sgd", **more: Any
) -> Trained:
    """Copies of w and b after `engine.run`, with a state of their own."""
    w, b = [wl.copy() for wl in w], [bl.copy() for bl in b]
    state = states.new_state(optimiser, w, b)
    cost = engine.run(Task(w, b, optimiser=optimiser, state=state, **more))
    return Trained(w, b, state, cost)


def assert_close(got: Sequence[Array], expected: Sequence[Array], dtype: Any, what: str) -> None:
    for l, (g, e) in enumerate(zip(got, expected, strict=True)):
        error = np.abs(g - e).max() / (np.abs(e).max() or 1.0)
        assert error <= TOLERANCE[dtype], f"{what}[{l}] is off by {error:.1e} of its largest value"


def assert_same_bits(some: Sequence[Array], others: Sequence[Array]) -> None:
    for one, other in zip(some, others, strict=True):
        assert one.tobytes() == other.tobytes()


def network(rng: np.random.Generator, sizes: Sequence[int], dtype: Any) -> Parameters:
    return parameters(rng, [(n_out, n_in) for n_in, n_out in itertools.pairwise(sizes)], dtype)


def parameters(rng: np.random.Generator, shapes: Sequence[Shape], dtype: Any) -> Parameters:
    """Some w of these shapes, and b."""
    w = [
        (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(dtype) for shape in shapes
    ]
    return w, [(rng.standard_normal(shape[0]) / 2).astype(dtype) for shape in shapes]


def inputs_of(w: Sequence[Array]) -> int:
    """n_0: pictures grow from those that the first dense layer sees back to the first."""
    convolutions = [wl.shape for wl in w if wl.ndim == 4]
    if not convolutions:
        return w[0].shape[1]
    side = round((w[len(convolutions)].shape[1] / convolutions[-1][0]) ** 0.5)
    for _, _, k, _ in reversed(convolutions):
        side = 2 * side + k - 1
    return side * side * convolutions[0][1]


def inputs(
    rng: np.random.Generator, shape: tuple[int, int], kind: str, dtype: Any, density: float
) -> Array:
    """Bytes or numbers, a share of `density` of them not 0."""
    x = rng.integers(1, 256, shape) if kind == "bytes" else rng.standard_normal(shape)
    return (x * (rng.random(shape) < density)).astype(np.uint8 if kind == "bytes" else dtype)


@st.composite
def dense_shapes(draw: st.DrawFn) -> list[Shape]:
    width = st.sampled_from([1, 2, 3, 7, 10, 16, 17, 30, 33, 64, 65, 100, 130])
    sizes = draw(st.lists(width, min_size=2, max_size=5))
    return [(n_out, n_in) for n_in, n_out in itertools.pairwise(sizes)]


@st.composite
def convolving_shapes(draw: st.DrawFn) -> list[Shape]:
    """One to three layers that convolve, then one or two that do not."""
    count = st.sampled_from([1, 2, 3, 7, 9, 16, 17, 33])
    channels = [draw(st.integers(1, 3)), *draw(st.lists(count, min_size=1, max_size=3))]
    ks = [draw(st.integers(1, 5 if len(channels) < 4 else 3)) for _ in channels[1:]]
    side = draw(st.integers(1, 3 if len(channels) < 3 else 2))
    sizes = [side * side * channels[-1], *draw(st.lists(count, min_size=1, max_size=2))]
    filters = [
        (n_out, n_in, k, k)
        for (n_in, n_out), k in zip(itertools.pairwise(channels), ks, strict=True)
    ]
    return [*filters, *((n_out, n_in) for n_in, n_out in itertools.pairwise(sizes))]


@st.composite
def problems(
    draw: st.DrawFn, shapes: st.SearchStrategy[list[Shape]] | None = None, most: int = 60
) -> Problem:
    """A network, dense unless said, data (at most so many samples) and every option."""
    dtype = draw(st.sampled_from(DTYPES))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    chosen = draw(dense_shapes() if shapes is None else shapes)
    w, b = parameters(rng, chosen, dtype)
    n_in, n_out = inputs_of(w), len(b[-1])
    cost = draw(st.sampled_from(checks.COSTS))
    teaching, last = list(checks.HIDDEN), list(checks.FITTING[cost])
    hidden = [draw(st.sampled_from(teaching)) for _ in chosen[1:]]
    samples = draw(st.integers(1, most))
    kind = draw(st.sampled_from(["bytes", "numbers"]))
    density = draw(st.sampled_from([0.0, 0.1, 0.3, 0.9, 1.0]))
    if draw(st.booleans()):
        y = rng.integers(0, n_out, samples)
    else:
        y = rng.dirichlet(np.ones(n_out), samples).astype(dtype)
    given: dict[str, Any] = {
        "activations": [*hidden, draw(st.sampled_from(last))],
        "cost": cost,
        "x": inputs(rng, (samples, n_in), kind, dtype, density),
        "y": y,
        "order": rng.integers(0, samples, draw(st.integers(1, 40))),
        "batch_size": draw(st.sampled_from([10, 5, 16, 31, 100, 3])),
        # Small: where learning diverges, it magnifies the last digits that rounding left.
        "eta": draw(st.sampled_from([0.005, 0.001])),
        "l2": draw(st.sampled_from([0.0, 0.01])),
        "l2_shared": draw(st.booleans()),
        "momentum": draw(st.sampled_from([0.5, 0.9, 0.0])),
        "epsilon_hat": draw(st.booleans()),
    }
    if draw(st.booleans()):
        given["sample_weights"] = rng.integers(0, 3, samples).astype(dtype)
    if draw(st.booleans()):
        p = [draw(st.sampled_from([0.0, 0.2, 0.5])) for _ in hidden]
        given["dropout"] = [*p, 0.0]
        given["dropout_streams"] = [int(n) for n in rng.integers(0, 2**64, len(w), np.uint64)]
        given["dropout_as_is"] = draw(st.booleans())
    return dtype, (w, b), given


def wide_problem(
    dtype: Any, density: float = 0.2, **changes: Any
) -> tuple[Parameters, dict[str, Any]]:
    """Large enough for two threads, for blocks of every loop, and a ragged last batch."""
    rng = np.random.default_rng(5)
    given = {
        "activations": ["relu", "tanh", "sigmoid", "softmax"],
        "cost": "cross-entropy",
        "x": inputs(rng, (230, 300), "bytes", dtype, density),
        "y": rng.integers(0, 10, 230),
        "order": rng.permutation(230),
        "batch_size": 100,
        "eta": 0.05,
        "l2": 1e-3,
    }
    return network(rng, [300, 520, 130, 70, 10], dtype), given | changes


def long_problem() -> tuple[Parameters, dict[str, Any]]:
    """Some hundred milliseconds of small steps."""
    rng = np.random.default_rng(3)
    given = {
        "activations": ["sigmoid", "sigmoid"],
        "cost": "quadratic",
        "x": rng.integers(0, 256, (1000, 100)).astype(np.uint8),
        "y": np.arange(1000) % 10,
        "order": np.tile(np.arange(1000), 100 // SLOWER),
        "batch_size": 10,
        "eta": 0.1,
    }
    return network(rng, [100, 50, 10], np.float32), given


def small_problem() -> tuple[Parameters, dict[str, Any]]:
    rng = np.random.default_rng(4)
    given = {
        "activations": ["sigmoid", "sigmoid"],
        "cost": "quadratic",
        "x": rng.random((5, 6), np.float32),
        "y": np.arange(5) % 3,
        "order": np.arange(5),
        "batch_size": 2,
        "eta": 0.1,
    }
    return network(rng, [6, 4, 3], np.float32), given
