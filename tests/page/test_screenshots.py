"""Pictures of every view, for a person to look at, and the one in the README."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scripts.chromium import connect, open_page, show_as_before, show_on
from scripts.screenshots import README, README_WIDTH, SCREENS, VIEWS, height, take

VIEWS_TAKEN = [*VIEWS, "warning"]
TABS = ("empty", "draw", "train", "door", "backprop", "practice", "inside")


def size(picture: Path) -> tuple[int, int]:
    """Width and height, as a PNG says them."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    return struct.unpack(">II", content[16:24])


@pytest.mark.slow
def test_every_view_is_taken(driver, tmp_path: Path) -> None:
    screens = {"phone": SCREENS["phone"]}  # the others in the same way
    taken = take(driver, tmp_path, screens)
    show_as_before(driver)
    connect(driver, online=False)
    names = [f"{view}-phone-{light}.png" for view in VIEWS_TAKEN for light in ("light", "dark")]
    assert sorted(file.name for file in taken) == sorted(names)
    for file in taken:
        width, tall = size(file)
        assert width == SCREENS["phone"][0]
        assert tall >= SCREENS["phone"][1]
    assert len({file.read_bytes() for file in taken}) == len(taken)


def test_no_view_is_taller_than_two_screens_of_a_laptop(browser, exported: Path) -> None:
    """As one comes to it: what the reader opens may make it longer."""
    width, screen = SCREENS["laptop"]
    show_on(browser, width, screen)
    open_page(browser, exported)
    tall = {}
    for name in TABS:
        VIEWS[name](browser)
        tall[name] = height(browser)
    browser.execute_script("groundup.training.leave(); localStorage.clear()")
    assert {name: found for name, found in tall.items() if found > 2 * screen} == {}


def test_the_readme_shows_the_page_on_a_wide_screen() -> None:
    assert size(README)[0] == README_WIDTH
    assert README.stat().st_size <= 250_000
