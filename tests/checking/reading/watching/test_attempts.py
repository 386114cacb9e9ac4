"""Ways to make a program train: its own scripts, and those beside a module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.watching.watching import Watching
from tests.checking.reading.watching.conftest import Watched

SCRIPT = """
import numpy as np
X = np.random.uniform(-1, 1, (8, 3))
Y = np.eye(2)[np.arange(8) % 2]
w1, b1 = np.random.randn(3, 4), np.zeros(4)
w2, b2 = np.random.randn(4, 2), np.zeros(2)
for epoch in range(100):
    a1 = np.tanh(X @ w1 + b1)
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    d2 = (a2 - Y) * a2 * (1 - a2)
    d1 = d2 @ w2.T * slope(a1)
    w2 -= 0.3 * a1.T @ d2 / 8
    b2 -= 0.3 * d2.sum(axis=0) / 8
    w1 -= 0.3 * X.T @ d1 / 8
    b1 -= 0.3 * d1.sum(axis=0) / 8
"""


def test_a_script_for_another_module_of_the_package_says_nothing_of_this_one(
    watched: Watched, tmp_path: Path
) -> None:
    """`learners_code` does nothing when it is run, and `use_it` trains what stands in `other`."""
    (tmp_path / "other.py").write_text("def slope(a):\n    return 1 - a**2\n", encoding="utf-8")
    names = f"from {tmp_path.name} import other\nfrom other import slope\n"
    (tmp_path / "use_it.py").write_text(names + SCRIPT, encoding="utf-8")
    learners = "def slope(a):\n    return 1 - a\n"
    assert watched(learners)[0] is None
    (tmp_path / "use_it.py").write_text(
        names.replace("from other", "from learners_code") + SCRIPT, encoding="utf-8"
    )
    observed, why = watched(learners)
    assert observed is not None, why
    assert diagnose(observed).verdict == "wrong"


def test_what_was_watched_past_its_time_is_not_judged(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, text = Watching.watch, SCRIPT.replace("slope(a1)", "(1 - a1 ** 2)")

    def late(self: Watching) -> Any:
        seen = watch(self)
        assert seen is not None
        self.deadline.computing = 0.0
        return seen

    assert watched(text)[0] is not None
    monkeypatch.setattr(Watching, "watch", late)
    assert watched(text)[0] is None
