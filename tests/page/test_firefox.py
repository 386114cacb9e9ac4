"""The exported page in Firefox, opened from disk, cut off from every network."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundup.page.lesson import lesson
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


@pytest.fixture(scope="module")
def ask(exported: Path) -> Iterator[Ask]:
    with firefox(exported, width=360) as ask:
        assert ask("groundup.ready.then(() => Boolean(groundup.failed))") is False
        yield ask


def load(ask: Ask, digit: int) -> None:
    ask(f"groundup.ink.load(groundup.carried.examples[{digit}].strokes)")
    ask("groundup.answered()")


def test_it_reads_and_learns_in_firefox(ask: Ask) -> None:
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
    assert took < 10
    load(ask, 0)
    wait(lambda: ask("groundup.find('answer').textContent") == "0", "the 0 to be read")
    assert ask("document.documentElement.scrollWidth <= innerWidth")


def test_backprop_and_inside_in_firefox(ask: Ask) -> None:
    right = json.dumps(lesson()["backprop"])
    slope = json.dumps("each(mul, error, each(f_prime[l], z[l]))")
    ask("groundup.training.leave()")
    load(ask, 4)
    ask("groundup.tabs.show('backprop')")
    assert ask("document.querySelector('.hand').textContent.includes('0.530')")
    ask("groundup.backprop.go('own')")
    ask("groundup.own.go(3)")
    told = "document.querySelector('.stage-own .lecture').textContent"
    wait(lambda: "Times the slope" in ask(told), "the slopes")
    assert "delta[0][" in ask(told)
    ask("groundup.backprop.go('write')")
    ask(f"groundup.practice.put({right})")
    ask("groundup.practice.check()")
    report = "document.querySelector('.practice-report').textContent"
    assert ask(report).startswith("Everything is right")
    ask(f"groundup.practice.put({right}.replace({slope}, 'error'))")
    ask("groundup.practice.check()")
    for _ in range(2):
        ask("document.querySelectorAll('.practice .tools button')[1].click()")
    assert "The error of a hidden layer lacks the factor σ′(z)." in ask(report)
    ask("groundup.practice.put('def backprop(network, x, y):\\n    while True:\\n        pass')")
    ask("groundup.Sandbox.longest = 2000")
    ask("groundup.practice.check()")
    error = ask("document.querySelector('.practice-error').textContent")
    assert re.search(r"stopped after \d+ seconds", error)
    assert ask("document.documentElement.scrollWidth <= 360")
    ask("groundup.tabs.show('inside')")
    ask("document.querySelector('.inside-change [value=\"9\"]').click()")
    ask("groundup.neuron.open(0, 3)")
    ask("document.querySelector('.neuron [type=checkbox]').click()")
    assert ask("document.querySelector('.neuron-said').textContent").startswith("The answer")
    slider = "document.querySelector('.inside-change .film input')"
    ask(f"({slider}.value = {slider}.max, {slider}.dispatchEvent(new Event('input')))")
    said = ask("document.querySelector('.inside-change [role=status]').textContent")
    assert "The network reads 9" in said
    assert ask("document.documentElement.scrollWidth <= 360")
