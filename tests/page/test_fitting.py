"""All that one is to read fits the screen: no code is cut, no row of ten digits broken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from groundup.page.lesson import lesson
from scripts.chromium import show_as_before, show_on
from tests.page.reading import show

WIDTHS = (360, 768, 1180, 1280, 1440, 1920)
CUT = """
    const all = [...document.querySelectorAll(arguments[0])];
    const shown = all.filter((one) => one.checkVisibility());
    return shown.map((one) => [one.className, one.clientWidth, one.scrollWidth - one.clientWidth,
        one.scrollHeight - one.clientHeight]);
"""
CODE = ".listing, .listing .line, .lecture-sum, .given, .given .line, .code, .colours, .formula"
ROWS = """
    const tops = (list) => list.map((one) => one.getBoundingClientRect().top);
    return [...document.querySelectorAll(".editor")].filter((one) => one.checkVisibility()).map(
        (editor) => [".numbers span", ".colours > .line"].map(
            (lines) => tops([...editor.querySelectorAll(lines)])));
"""
FRAMES = (326, 690, 730, 760, 890, 900, 1000, 1400)  # widths of the guide's; first, a telephone's
FRAME_HEIGHT, LETTERS = 760, 10  # pixels; the least height of a letter
HEIGHTS = """
    const all = [...document.querySelectorAll(".stage svg text")];
    const shown = all.filter((one) => one.textContent && one.checkVisibility());
    return shown.map((one) =>
        [one.textContent, parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a]);
"""
PAINTED = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 50)))"


@pytest.fixture(scope="module", params=WIDTHS)
def fitted(request, opened) -> Iterator:
    """A page with a drawn 4, all of it open, on a screen of some width."""
    show_on(opened, request.param)
    show(opened, 4)
    unfold = "for (const part of document.querySelectorAll('details')) part.open = true"
    opened.execute_script(unfold)
    yield opened
    show_as_before(opened)


@pytest.mark.parametrize(("stop", "least"), [(None, 2), ("door", 3), ("own", 3), ("write", 40)])
def test_no_code_is_cut(fitted, stop: str | None, least: int) -> None:
    fitted.execute_script("groundup.tabs.show(arguments[0])", "backprop" if stop else "draw")
    fitted.execute_script("if (arguments[0]) groundup.backprop.go(arguments[0])", stop)
    fitted.execute_script("groundup.practice.put(arguments[0])", lesson()["backprop"])
    fitted.execute_async_script(PAINTED)
    parts = fitted.execute_script(CUT, CODE)
    assert len(parts) >= least
    assert [part for part in parts if part[1] == 0 or max(part[2:]) > 0] == []


def test_a_number_stands_at_its_line(fitted) -> None:
    """And a line takes one row, however long it is: it can be scrolled to."""
    fitted.execute_script("groundup.tabs.show('backprop'); groundup.backprop.go('write')")
    fitted.execute_script("groundup.practice.put(arguments[0])", lesson()["backprop"])
    fitted.execute_async_script(PAINTED)
    [[numbers, lines]] = fitted.execute_script(ROWS)
    assert len(numbers) == len(lines) > 20
    assert numbers == pytest.approx(lines, abs=0.1)
    steps = [after - before for before, after in pairwise(lines)]
    assert max(steps) == pytest.approx(min(steps), abs=0.1)


@pytest.mark.parametrize("view", ["draw", "train", "inside"])
def test_ten_digits_stand_in_one_row(fitted, view: str) -> None:
    fitted.execute_script("groundup.tabs.show(arguments[0])", view)
    fitted.execute_script("if (groundup.find('labels').hidden) groundup.find('disagree').click()")
    tops = "return [...document.querySelectorAll('#labels button')].map((one) => one.offsetTop)"
    assert len(set(fitted.execute_script(tops))) == 1
    sides = "const [one] = document.querySelectorAll('#labels button'); return one.offsetWidth"
    assert fitted.execute_script(sides) >= 24


@pytest.mark.parametrize("width", FRAMES)
def test_the_letters_in_a_picture_can_be_read_in_a_frame_of_any_width(opened, width: int) -> None:
    show_on(opened, width, FRAME_HEIGHT)
    opened.execute_script("groundup.tabs.show('backprop'); groundup.backprop.go('door')")
    for beat in ("slope", "hidden", "all", "step"):
        opened.execute_script("groundup.door.go(arguments[0])", beat)
        opened.execute_async_script(PAINTED)
        heights = opened.execute_script(HEIGHTS)
        assert len(heights) > 15
        assert [one for one in heights if one[1] < LETTERS] == [], beat
    show_as_before(opened)
