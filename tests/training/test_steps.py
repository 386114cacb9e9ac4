"""An epoch by an engine: in pieces, each sample once, whatever the size of the pieces."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup import Network, fit
from groundup.data import Data
from groundup.data.augmentation import Augmentation
from groundup.training import steps

ENGINES = ("kernel", "numpy")  # tests/engines/test_devices.py has the third


def trained(few: Data, **options: Any) -> tuple[Network, list[int]]:
    network, seen = Network([784, 12, 10], seed=1), []
    fit(network, few.train, epochs=1, batch_size=10, progress=seen.append, **options)
    return network, seen


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"sample_weights": np.arange(500) % 4},
        {"dropout": 0.3, "augmentation": Augmentation()},
    ],
    ids=["plain", "weighted", "by chance"],
)
def test_the_size_of_the_pieces_changes_no_bit(
    few: Data, engine: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = trained(few, engine=engine, **options)
    for size in (10, 70, 160, 490):  # 50 pieces, 8, 4, and 2 of which the last is small
        monkeypatch.setattr(steps, "CHUNK", size)
        parts, seen = trained(few, engine=engine, **options)
        for one, other in zip(whole.w + whole.b, parts.w + parts.b, strict=True):
            assert one.tobytes() == other.tobytes()
        assert seen == sorted(seen)
        if engine == "numpy" and "sample_weights" not in options:
            assert seen == list(range(10, 501, 10))
