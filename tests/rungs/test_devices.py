"""The rung on JAX: it keeps the contract, and gives the known answers to the last digits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.rungs import load
from groundup.vectors import cases
from groundup.vectors.agreement import answers, applies, disagreement

pytest.importorskip("jax")
pytestmark = pytest.mark.frameworks


@pytest.fixture(scope="module")
def rung() -> Any:
    return load("devices")


def test_it_gives_the_known_answers(rung: Any) -> None:
    for case in filter(applies, cases()):
        for quantity, known, actual in answers(rung, case):
            assert disagreement(known, actual) <= 1e-12, (case["name"], quantity)


def test_the_known_answers_in_float32_are_right_to_float32(rung: Any) -> None:
    for case in [case for case in cases() if applies(case) and "gradients" in case][:10]:
        network = rung.build(case["w"], case["b"], case["activations"], dtype=np.float32)
        dw, db = rung.gradients(network, case["xs"], case["ys"])
        for l in range(len(dw)):
            assert dw[l].dtype == db[l].dtype == np.float32
            assert disagreement(case["gradients"]["dw"][l], dw[l]) < 1e-5


def test_an_epoch_is_the_steps_of_its_batches(rung: Any) -> None:
    rng = np.random.default_rng(0)
    w, b = [rng.normal(size=(4, 6)), rng.normal(size=(3, 4))], [rng.normal(size=4), np.zeros(3)]
    x, y = rng.integers(0, 256, (25, 6)).astype(np.uint8), rng.integers(0, 3, 25)
    order = rng.permutation(25)
    epoch = rung.train_epoch(rung.build(w, b), x, y, order, 10, 0.5)
    stepped = rung.build(w, b)
    for rows in (order[:10], order[10:20], order[20:]):  # the last one is smaller
        stepped = rung.train_batch(stepped, x[rows] / 255, np.eye(3)[y[rows]], 0.5)
    for one, other in zip(epoch.w + epoch.b, stepped.w + stepped.b, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-14)


def test_a_step_leaves_the_network_as_it_was(rung: Any) -> None:
    network = rung.build([np.ones((1, 2))], [np.zeros(1)])
    rung.train_batch(network, [[1.0, 2.0]], [[0.0]], 1.0)
    assert rung.parameters(network) == ([[[1.0, 1.0]]], [[0.0]])


def test_targets_that_do_not_fit_are_refused(rung: Any) -> None:
    network = rung.build([np.ones((2, 2))], [np.zeros(2)])
    with pytest.raises(ValueError, match="targets must have shape"):
        rung.gradients(network, np.ones((3, 2)), np.ones((1, 2)))


def test_nobody_elses_jax_changes(rung: Any) -> None:
    import jax.numpy as jnp

    rung.feedforward(rung.build([np.ones((1, 1))], [np.zeros(1)]), [1.0])
    assert jnp.ones(1).dtype == np.float32
