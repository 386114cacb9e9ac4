"""The exported page in Firefox, opened from disk, cut off from every network."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from scripts import javascript
from scripts.chromium import wait
from scripts.firefox import Ask, firefox

pytest.importorskip("websocket", reason="needs websocket-client: pip install websocket-client")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        bool(javascript.missing("firefox")), reason=javascript.missing("firefox") or "is here"
    ),
]
ACCURACY = "groundup.training.state.points.at(-1).validation.accuracy"


def load(ask: Ask, digit: int) -> None:
    ask(f"groundup.ink.load(groundup.carried.examples[{digit}].strokes)")


def test_it_reads_and_learns_in_firefox(exported: Path) -> None:
    with firefox(exported, width=360) as ask:
        assert ask("groundup.ready.then(() => Boolean(groundup.failed))") is False
        for digit in range(10):
            load(ask, digit)
            assert ask("groundup.find('answer').textContent") == str(digit)
        ask("groundup.showTab('train')")
        wait(lambda: ask("groundup.training.state.network !== null"), "the training to be ready")
        assert ask(ACCURACY) < 0.2
        began = time.monotonic()
        ask("document.querySelector('.train-control .main').click()")
        wait(lambda: ask(ACCURACY) >= 0.93, "93 % of validation")
        took = time.monotonic() - began
        print(f"93 % after {took:.1f} seconds")
        assert took < 5
        load(ask, 0)
        wait(lambda: ask("groundup.find('answer').textContent") == "0", "the 0 to be read")
        assert ask("document.documentElement.scrollWidth <= innerWidth")
