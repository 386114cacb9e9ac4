"""The correct files in other conventions take the same step as the correct file as it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bench.checking.conventions import CONVENTIONS, Convention
from bench.checking.oracle import ETA, Array, network

FACTORS = {"without the half": 2.0, "mean of everything": 2.0 / 2}  # two outputs
OTHERS = [each for each in CONVENTIONS if each.what != "as it is"]
GIVEN = network("lopsided", masks=False)


@pytest.mark.parametrize("convention", OTHERS, ids=lambda convention: convention.name)
def test_the_step_is_the_right_one(convention: Convention) -> None:
    as_it_is = next(each for each in CONVENTIONS if each.style == convention.style)
    assert as_it_is.variant == "sigmoid"
    right, found = changes(as_it_is), changes(convention)
    single = convention.what == "float32"
    for change, wanted in zip(found, right, strict=True):
        factor = FACTORS.get(convention.what, 1.0)
        tolerance = 1e-5 if single else 1e-9
        np.testing.assert_allclose(change, factor * wanted, rtol=tolerance, atol=tolerance)


def changes(convention: Convention) -> list[Array]:
    """What one step adds to every w (n_out, n_in) and b (n_out,)."""
    code = SimpleNamespace()
    exec(compile(convention.source(), convention.name, "exec"), code.__dict__)
    w, b = {"book": book, "lists": lists, "numpy-batch": numpy}[convention.style](code, convention)
    stepped = zip((*w, *b), (*GIVEN.w, *GIVEN.b), strict=True)
    return [oriented(np.array(after), before) - before for after, before in stepped]


def oriented(array: Array, like: Array) -> Array:
    return array.T if array.ndim == 2 and array.T.shape == like.shape else array.reshape(like.shape)


def like(array: Array, fresh: Array) -> Array:
    """In the shape in which the code itself makes its arrays."""
    return array.T.copy() if array.T.shape == fresh.shape else array.reshape(fresh.shape).copy()


def book(code: Any, convention: Convention) -> tuple[Any, Any]:
    net = code.Network([3, 5, 4, 2])
    net.weights = [like(w, own) for w, own in zip(GIVEN.w, net.weights, strict=True)]
    net.biases = [like(b, own) for b, own in zip(GIVEN.b, net.biases, strict=True)]
    shape = (-1,) if "flat" in convention.what else (-1, 1)
    x, y, _ = GIVEN.batches[0]
    pairs = [(xi.reshape(shape), yi.reshape(shape)) for xi, yi in zip(x, y, strict=True)]
    net.update_mini_batch(pairs, ETA)
    return net.weights, net.biases


def lists(code: Any, convention: Convention) -> tuple[Any, Any]:
    turned = "n_in by n_out" in convention.what
    w = [(wl.T if turned else wl).tolist() for wl in GIVEN.w]
    x, y, _ = GIVEN.batches[0]
    return code.update(w, [bl.tolist() for bl in GIVEN.b], x.tolist(), y.tolist(), ETA)


def numpy(code: Any, convention: Convention) -> tuple[Any, Any]:
    net = code.NeuralNetwork([3, 5, 4, 2])
    net.W = [like(w, own) for w, own in zip(GIVEN.w, net.W, strict=True)]
    net.b = [like(b, own) for b, own in zip(GIVEN.b, net.b, strict=True)]
    x, y, _ = GIVEN.batches[0]
    columns = "columns" in convention.what
    net.train_step(*((x.T, y.T) if columns else (x, y)), ETA)
    return net.W, net.b
