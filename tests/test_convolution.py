"""Convolution and pool in NumPy: sums written out, and gradients by central differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup import Network, convolution, shapes
from groundup.engines import numpy as engine
from groundup.engines.engine import Task


def by_loops(a: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The pooled z of one picture, (side, side, n_out): the definition, a number at a time."""
    n_out, c, k, _ = w.shape
    side = round((a.size / c) ** 0.5)
    picture, room = a.reshape(side, side, c), side - k + 1
    z = np.empty((room, room, n_out))
    for i, j, o in np.ndindex(z.shape):
        z[i, j, o] = b[o] + sum(
            w[o, q, u, v] * picture[i + u, j + v, q] for q, u, v in np.ndindex(c, k, k)
        )
    half = room // 2
    return np.array(
        [
            [z[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max(axis=(0, 1)) for j in range(half)]
            for i in range(half)
        ]
    )


@given(
    c=st.integers(1, 3),
    k=st.integers(1, 4),
    side=st.integers(1, 3),
    n_out=st.integers(1, 3),
    m=st.integers(1, 3),
    seed=st.integers(0, 2**16),
)
def test_forward_is_its_definition(
    c: int, k: int, side: int, n_out: int, m: int, seed: int
) -> None:
    rng, whole = np.random.default_rng(seed), 2 * side + k - 1
    a, w = rng.normal(size=(m, whole * whole * c)), rng.normal(size=(n_out, c, k, k))
    b = rng.normal(size=n_out)
    z, largest = convolution.forward(a, w, b)
    assert largest.shape == (m, side, side, n_out)
    for s in range(m):
        assert np.allclose(z[s], by_loops(a[s], w, b).ravel(), rtol=1e-12, atol=1e-12)


def test_no_pictures_are_no_pictures_further_on_too() -> None:
    z, largest = convolution.forward(np.zeros((0, 36)), np.ones((3, 1, 3, 3)), np.zeros(3))
    assert (z.shape, largest.shape) == ((0, 12), (0, 2, 2, 3))
    assert Network("6x6-3c3p2-2").feedforward(np.zeros((0, 36))).shape == (0, 2)


def test_of_equal_ones_the_first_is_the_largest_and_gets_all() -> None:
    _, largest = convolution.forward(np.ones((1, 16)), np.ones((1, 1, 1, 1)), np.zeros(1))
    assert not largest.any()
    delta = convolution.unpool(np.array([[1.0, 2.0, 3.0, 4.0]]), largest)
    assert delta[0, :, :, 0].tolist() == [[1, 0, 2, 0], [0] * 4, [3, 0, 4, 0], [0] * 4]


@pytest.mark.parametrize(
    "layers", ["8x8-3c3p2-4c2p2-5-3", "6x6x2-3c3p2-3", "5x5x3-2c2p2-2c1p2-4-3"]
)
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "linear"])
def test_gradients_are_central_differences(layers: str, hidden: str) -> None:
    count = len(shapes.parse(layers))
    network = Network(layers, [hidden] * (count - 1) + ["softmax"], "cross-entropy", seed=5)
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(4, network.sizes[0])), np.array([0, 2, 1, 1])
    dw, db = network.gradients(x, y)
    for p, g in zip([*network.w, *network.b], [*dw, *db], strict=True):
        assert g.shape == p.shape
        numeric = np.empty_like(p)
        for i in np.ndindex(p.shape):
            was, h = p[i], 1e-5
            p[i] = was + h
            above = network.measure(x, y)[0]
            p[i] = was - h
            numeric[i] = (above - network.measure(x, y)[0]) / (2 * h)
            p[i] = was
        assert np.abs(numeric - g).max() <= 1e-7 * max(1, np.abs(g).max())


def test_a_batch_is_the_mean_of_its_samples() -> None:
    network = Network("6x6x2-3c3p2-3", seed=2)
    x, y = np.random.default_rng(0).normal(size=(5, 72)), np.array([0, 1, 2, 0, 1])
    dw, db = network.gradients(x, y)
    ones = [network.gradients(x[i : i + 1], y[i : i + 1]) for i in range(5)]
    for l in range(2):
        assert np.allclose(dw[l], np.mean([one[0][l] for one in ones], axis=0), rtol=1e-12)
        assert np.allclose(db[l], np.mean([one[1][l] for one in ones], axis=0), rtol=1e-12)


def test_the_engine_in_numpy_learns_a_shape_wherever_it_lies() -> None:
    """Bars, upright or flat, anywhere: what filters are for."""
    rng, n = np.random.default_rng(3), 400
    y = rng.integers(0, 2, n)
    x = np.zeros((n, 8, 8))
    for i, upright in enumerate(y):
        r, s = rng.integers(0, 6, 2)
        x[i, r : r + 3, s] = upright
        x[i, r, s : s + 3] += 1 - upright
    network = Network("8x8-4c3p2-2", ["relu", "softmax"], "cross-entropy", init="he", seed=1)
    task = Task(
        network.w,
        network.b,
        network.activations,
        x=x.reshape(n, 64),
        cost=network.cost,
        y=y,
        eta=0.3,
    )
    for _ in range(10):
        engine.run(task)
    assert engine.evaluate(task).right == n
