"""What a network's constructor may be asked for."""

from __future__ import annotations

from typing import Any

import pytest

from groundup.checking.reading.watching.programs.asked import has_classes


def entropy() -> None: ...


@pytest.mark.parametrize(
    ("default", "told"),
    [
        ("categorical_crossentropy", True),
        ("cce", True),
        (entropy, True),
        ("mse", False),
        ("bce", False),
        ("binary_crossentropy", False),
        (None, False),
        (0.1, False),
    ],
)
def test_a_cost_by_default_may_be_that_of_classes(default: Any, told: bool) -> None:
    class Net:
        def __init__(self, sizes: list[int], loss: Any = default):
            self.sizes, self.loss = sizes, loss

    assert has_classes(Net) == told
