"""What the Train tab folds away: it floats on a laptop, and makes room on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.chromium import open_page, show_as_before, show_on, train
from scripts.screenshots import SCREENS, height

OPEN = "return [...document.querySelectorAll('.fold')].map((fold) => fold.open)"
PANELS = {
    "control": ".train-anew",
    "diagnosis": "[data-trial=slow]",
    "mistakes": ".train-confusion",
}


@pytest.fixture
def tab(browser, exported: Path) -> Iterator:
    open_page(browser, exported)
    train(browser)
    yield browser
    show_as_before(browser)
    browser.execute_script("groundup.training.leave(); localStorage.clear()")


def fold(tab, card: str):
    """The line that opens it."""
    return tab.find_element("css selector", f".train-{card} .fold > summary")


@pytest.mark.parametrize("card", PANELS)
def test_it_floats_on_a_laptop(tab, card: str) -> None:
    show_on(tab, *SCREENS["laptop"])
    before = height(tab)
    fold(tab, card).click()
    assert tab.find_element("css selector", PANELS[card]).is_displayed()
    assert height(tab) == before
    tab.find_element("css selector", ".train-curves").click()  # elsewhere
    assert not any(tab.execute_script(OPEN))


def test_it_closes_by_the_keyboard_and_a_press_in_it_leaves_it_open(tab) -> None:
    show_on(tab, *SCREENS["laptop"])
    fold(tab, "control").click()
    size = tab.find_element("css selector", ".train-anew [pattern]")
    size.click()
    assert size.is_displayed()
    size.send_keys("\ue00c")  # Escape
    assert not any(tab.execute_script(OPEN))
    assert tab.switch_to.active_element == fold(tab, "control")


def test_one_press_goes_from_one_to_the_other(tab) -> None:
    show_on(tab, *SCREENS["laptop"])
    fold(tab, "control").click()
    fold(tab, "mistakes").click()
    assert tab.execute_script(OPEN) == [False, False, True]


def test_it_makes_room_on_a_telephone(tab) -> None:
    show_on(tab, *SCREENS["phone"])
    before = height(tab)
    for card in PANELS:
        fold(tab, card).click()
    assert tab.execute_script(OPEN) == [True] * 3
    assert height(tab) > before + 900
