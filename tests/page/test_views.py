"""Every view of the page: axe judges it (https://github.com/dequelabs/axe-core), nothing is wider
than the screen, and none is taller than two screens of a laptop."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from groundup.page.languages import ENGLISH
from scripts.chromium import open_page, show_on
from scripts.screenshots import SCREENS, VIEWS, height, rest

pytest.importorskip("axe_core_python", reason="needs axe: pip install axe-core-python")

TELEPHONE, LAPTOP = (360, 800), SCREENS["laptop"]
WIDTHS = (768, 1180, 1920)  # of other screens
# A language brings words, no markup: that of long words and that from right to left stand for all,
# in the views that have all of them.
FULL = ("error", "unsure", "trouble", "door", "backprop", "practice", "inside")


@pytest.fixture
def walk(browser, exported: Path):
    """Goes through the views on a screen, one after the other: their names."""

    def walked(screen: tuple[int, int], language: str, dark: bool) -> Iterator[str]:
        show_on(browser, *screen, dark=dark)
        open_page(browser, exported, language)
        browser.execute_script(f"{axe()}; window.axe = axe")
        for name, prepare in VIEWS.items():
            prepare(browser)
            yield name
        browser.execute_script("groundup.training.leave(); localStorage.clear()")

    return walked


def axe() -> str:
    return (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


def judge(browser, name: str, width: int) -> None:
    judged = "axe.run({ resultTypes: ['violations'] }).then(arguments[0])"
    found = browser.execute_async_script(judged)["violations"]
    assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == [], name
    assert widest(browser) <= width, name


def widest(browser) -> int:
    return browser.execute_script("return document.documentElement.scrollWidth")


def test_every_view_is_for_all_on_a_telephone(browser, walk) -> None:
    for name in walk(TELEPHONE, ENGLISH, dark=False):
        judge(browser, name, TELEPHONE[0])


def test_every_view_is_for_all_on_a_laptop_and_fits_two_screens(browser, walk) -> None:
    for name in walk(LAPTOP, ENGLISH, dark=True):
        judge(browser, name, LAPTOP[0])
        assert height(browser) <= 2 * LAPTOP[1], name
        for width in WIDTHS:
            show_on(browser, width, dark=True)
            assert widest(browser) <= width, (name, width)
        show_on(browser, *LAPTOP, dark=True)


@pytest.mark.parametrize(("language", "dark"), [("de", True), ("ar", False)])
def test_every_view_is_for_all_in_other_languages(browser, walk, language, dark) -> None:
    for name in walk(TELEPHONE, language, dark=dark):
        if name in FULL:
            judge(browser, name, TELEPHONE[0])


BANNER = """
    const { left, top, right, bottom } = groundup.find("in-use").getBoundingClientRect();
    const { made } = groundup.inUse.picture;
    const stage = document.querySelector(".living-stage").getBoundingClientRect();
    const [paper, columns] = [made.paper, made.columns.flat().filter(({ tile }) => tile)];
    const outputs = made.outputs.map(({ x, y, r }) => ({ x: x - r, y: y - r, side: 2 * r }));
    const squares = [paper, ...columns.map(({ tile }) => tile), ...outputs];
    return right > left && squares.every(({ x, y, side }) =>
        stage.left + x > right || stage.left + x + side < left ||
        stage.top + y > bottom || stage.top + y + side < top);
"""


@pytest.mark.parametrize("language", ["en", "de", "pt", "ar"])
def test_two_screens_hold_all_that_is_said_of_a_run_in_use(browser, exported, language) -> None:
    show_on(browser, *LAPTOP)
    open_page(browser, exported, language)
    for name in ("draw", "corrections", "train", "trouble", "inside"):
        VIEWS[name](browser)
        assert height(browser) <= 2 * LAPTOP[1], name
    browser.execute_script("groundup.tabs.show('draw'); scrollTo(0, 0)")
    VIEWS["error"](browser)
    rest(browser)
    assert height(browser) <= 2 * LAPTOP[1]
    name = "groundup.runs.rename(groundup.training.state.id, 'a name as long as can be '.repeat(2))"
    browser.execute_script(name)
    for screen in ((1100, 600), (1100, 900), LAPTOP, (1920, 1080)):
        show_on(browser, *screen)
        rest(browser)
        assert browser.execute_script(BANNER), screen
