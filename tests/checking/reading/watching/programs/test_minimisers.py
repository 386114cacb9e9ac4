"""SciPy's minimisers are plain descents under a watch, and themselves again afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.checking.loading.sources import Source, quietly_parsed
from groundup.checking.reading.watching.programs.minimisers import TURNS, Descent, plain
from groundup.checking.reading.watching.recording.recorder import Watch


class Counted(Watch):
    """Remembers the vector at each turn."""

    def __init__(self) -> None:
        super().__init__(lambda thing: False)
        self.seen: list[np.ndarray] = []

    def turn(self, key: str, names: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
        self.seen.append(names["theta"].copy())
        return False


def bowl(x: np.ndarray, wide: float) -> tuple[float, np.ndarray]:
    return float((x**2).sum() * wide / 2), wide * x


def test_each_turn_takes_off_the_whole_gradient() -> None:
    watch = Counted()
    found = Descent(watch).minimize(bowl, [4.0, 2.0], args=(0.5,), jac=True)
    assert [one.tolist() for one in watch.seen] == [[4.0, 2.0], [2.0, 1.0], [1.0, 0.5]]
    assert found.x.tolist() == [0.5, 0.25]
    assert found["success"]


def test_older_ones_are_given_the_slope_apart() -> None:
    watch = Counted()
    end = Descent(watch).older(lambda x: 0.0, np.ones(2), lambda x: x / 2)
    assert np.allclose(end, 0.5**TURNS)


def test_their_cost_has_several_names_and_more_may_be_asked() -> None:
    named = {"x0": np.ones(2), "fprime": lambda x, k: x / k, "args": (2,)}
    for name in ("f", "func"):
        end = Descent(Counted()).older(**{name: lambda x, k: 1.5}, **named, full_output=True)
        assert np.allclose(end[0], 0.5**TURNS)
        assert end[1] == 1.5


@pytest.mark.parametrize(("text", "changed"), [("import scipy.optimize", True), ("1", False)])
def test_only_where_a_program_mentions_them(text: str, changed: bool) -> None:
    optimize = pytest.importorskip("scipy.optimize")
    real = optimize.minimize
    source = Source(Path("net.py"), text, quietly_parsed(text))
    with plain(Counted(), {source.file: source}):
        assert (optimize.minimize is not real) == changed
    assert optimize.minimize is real
