"""Pictures of every view, for a person to look at, and the one in the README."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scripts.chromium import connect, show_as_before
from scripts.screenshots import README, README_WIDTH, SCREENS, take


def size(picture: Path) -> tuple[int, int]:
    """Width and height, as a PNG says them."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    return struct.unpack(">II", content[16:24])


@pytest.mark.slow
def test_views_are_taken_in_both_lights_and_the_warning(driver, tmp_path: Path) -> None:
    """The other views and screens in the same way; test_views.py goes through all."""
    views = ["empty", "draw"]
    taken = take(driver, tmp_path, {"phone": SCREENS["phone"]}, views=views)
    show_as_before(driver)
    connect(driver, online=False)
    pictures = [f"{view}-phone" for view in (*views, "warning")]
    names = [f"{picture}-{light}.png" for picture in pictures for light in ("light", "dark")]
    assert sorted(file.name for file in taken) == sorted(names)
    for file in taken:
        width, tall = size(file)
        assert width == SCREENS["phone"][0]
        assert tall >= SCREENS["phone"][1]
    assert len({file.read_bytes() for file in taken}) == len(taken)


def test_the_readme_shows_the_page_on_a_wide_screen() -> None:
    assert size(README)[0] == README_WIDTH
    assert README.stat().st_size <= 250_000
