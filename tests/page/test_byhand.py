"""The 2-2-1 network of the Backprop tab, in Node: its numbers are the guide's and the library's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundup.page.building import static
from groundup.rungs import lists
from scripts import javascript
from tests.page.learners import page_scripts

PARTS = ("layers", "backward", "byhand")
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "backprop.md"
PYTHON = static("byhand.py")
NAMES = ["w11", "w12", "w21", "w22", "v1", "v2", "b1", "b2", "c"]
RUN = "(values) => groundup.byHand.run(values)"


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    if reason := javascript.missing("node"):
        pytest.skip(reason)
    scripts = [*page_scripts(), *(static(f"{name}.js") for name in PARTS)]
    with javascript.opened("node", scripts) as call:
        yield call


@pytest.fixture(scope="module")
def start(node) -> list[float]:
    return node("() => groundup.byHand.START")


def ran(until: str) -> dict[str, Any]:
    """The variables of the listing, run up to the line that begins so."""
    space: dict[str, Any] = {}
    exec(PYTHON[: PYTHON.index(until)], space)
    return space


def test_the_listing_is_the_guides() -> None:
    """Line by line, in its order; the guide also prints."""
    block = next(
        one
        for one in re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S)
        if "# Backwards." in one
    )
    lines = block.splitlines()
    at = 0
    for line in filter(None, PYTHON.splitlines()):
        assert line in lines[at:], line
        at = lines.index(line, at) + 1


def test_it_begins_with_the_guides_numbers(node, start: list[float]) -> None:
    space = ran("# Forwards.")
    assert node("() => groundup.byHand.PARAMETERS.map(({ name }) => name)") == NAMES
    assert start == [space[name] for name in NAMES]


def test_forwards_and_backwards_are_the_guides(node, start: list[float]) -> None:
    space = ran("# One step")
    got = node(RUN, start)
    assert got["a"] == pytest.approx(
        {"x1": 1, "x2": 2, "h1": space["h1"], "h2": space["h2"], "o": space["a"]}
    )
    assert got["z"]["h1"] == 0
    assert got["z"]["h2"] == 2
    assert got["cost"] == pytest.approx(space["cost"])
    assert got["delta"] == pytest.approx(
        {"o": space["delta_o"], "h1": space["delta_1"], "h2": space["delta_2"]}
    )
    assert round(got["a"]["o"], 4) == 0.5298  # as the guide prints it


def test_the_nine_slopes_are_those_of_the_rung_lists(node, start: list[float]) -> None:
    w11, w12, w21, w22, v1, v2, b1, b2, c = start
    network = lists.build([[[w11, w12], [w21, w22]], [[v1, v2]]], [[b1, b2], [c]])
    (first, last), (below, above) = lists.backprop(network, [1, 2], [1])
    assert node(RUN, start)["slopes"] == pytest.approx(
        [*first[0], *first[1], *last[0], *below, *above]
    )


def test_a_nudge_shows_the_slope(node, start: list[float]) -> None:
    """As the page does it: 0.1 more of the weight from h₁ to the output."""
    asked = """() => {
        const { START, NUDGE, changed, index } = groundup.byHand;
        return [NUDGE, changed(START, index("v1"), 2 + NUDGE)];
    }"""
    nudge, nudged = node(asked)
    before, after = node(RUN, start), node(RUN, nudged)
    assert nudge == 0.1
    assert round((after["cost"] - before["cost"]) / nudge, 3) == -0.058
    assert before["slopes"][NAMES.index("v1")] == pytest.approx(-0.058, abs=1e-3)


def test_a_step_is_the_guides(node, start: list[float]) -> None:
    space: dict[str, Any] = {}
    exec(PYTHON, space)
    after = node("(values) => groundup.byHand.stepped(values)", start)
    assert after == pytest.approx([space[name] for name in NAMES])
    got = node(RUN, after)
    assert round(got["a"]["o"], 3) == 0.632
    assert round(got["cost"], 4) == 0.0676
