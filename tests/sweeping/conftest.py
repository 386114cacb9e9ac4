"""A sweep that takes no time: small networks on some hundred digits, and who computes it."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Any

import pytest

from groundup.data import Data, Samples

SPACE: dict[str, Any] = {
    "sizes": {"choices": ["784-5-10", "784-8-10"]},
    "eta": {"log_range": [0.5, 20.0]},
    "batch": {"range": [5, 20]},
    "dtype": "float32",
}


class AtOnce(Executor):
    """Runs everything where it is handed in."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[override]
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def at_once() -> AtOnce:
    return AtOnce()


@pytest.fixture(scope="session")
def some(digits: Data) -> Data:
    """200 digits to learn from and 100 to validate with."""
    sizes = (200, 100, 100)
    return Data(*(Samples(p.x[:n], p.y[:n]) for p, n in zip(digits, sizes, strict=True)))


@pytest.fixture
def space() -> dict[str, Any]:
    return dict(SPACE)
