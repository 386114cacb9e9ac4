"""What a function does with an argument says that it is all parameters in one vector, and which
others say where it is cut."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

import pytest

import groundup
from groundup.checking.reading.cuts import Cuts, cuts
from tests.checking.conftest import Write

IN_PLACE = """
def gradient(p, a, q, c, X, y):
    cut = q * (a + 1)
    A = p[:cut].reshape(q, a + 1)
    B = p[cut:].reshape((c, q + 1))
"""
IN_A_LIST = """
import numpy as np
def gradient(p, wide, X, y):
    a, q, c = wide
    v, m = np.asarray(p).ravel(), len(y)
    A = np.reshape(v[:q * a], (q, a))
    B = np.reshape(v[q * a:], (c, q))
"""
IN_A_LOOP = """
def gradient(p, X, y, wide=(4, 5, 2)):
    at = 0
    for i in range(len(wide) - 1):
        n, k = wide[i], wide[i + 1]
        part = p[at:at + n * k]
        w = part.reshape(k, n)
        at += n * k
"""
BY_ANOTHER = """
def unroll(v, n, k):
    return v[:n].reshape(k, -1), v[n:]
def gradient(p, q, c, X, y):
    A, b = unroll(p, q * c, k=c)
"""
OF_SAMPLES = """
def gradient(w, b, X, y):
    for i in range(len(X)):
        a = X[i:i + 1].reshape(-1, 1)
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (IN_PLACE, Cuts("p", {"a": False, "q": False, "c": False})),
        (IN_A_LIST, Cuts("p", {"wide": True})),
        (IN_A_LOOP, Cuts("p", {"wide": True})),
        (BY_ANOTHER, Cuts("p", {"q": False, "c": False})),
        (OF_SAMPLES, None),
        ("def gradient(w, b, x, y):\n    return w @ x", None),
    ],
)
def test_a_vector_and_where_it_is_cut(write: Write, source: str, found: Cuts | None) -> None:
    assert cuts(function(write, source)) == found


def function(write: Write, source: str) -> Callable[..., Any]:
    spec = importlib.util.spec_from_file_location("cutting", write(source))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.gradient


def test_what_the_check_tries_is_not_told_as_an_error_of_the_code(write: Write) -> None:
    source = "def gradient(theta, q, X, y):\n    return theta[: int(q)] @ X"
    words = str(groundup.check(write(source)))
    assert "could not be checked" in words
    assert "raised" not in words
    source = "def gradient(w, b, x, y):\n    return w[0] @ x['first'], b"
    assert "Called from here with what its names say, the function gradient raised" in str(
        groundup.check(write(source))
    )
