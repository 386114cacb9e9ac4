"""Pictures of every view, for a person to look at, and the one in the README."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scripts.chromium import connect, show_as_before
from scripts.screenshots import README, README_WIDTH, VIEWS, WIDTHS, take

VIEWS_TAKEN = [*VIEWS, "warning"]


def size(picture: Path) -> tuple[int, int]:
    """Width and height, as a PNG says them."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    return struct.unpack(">II", content[16:24])


@pytest.mark.slow
def test_every_view_is_taken(driver, tmp_path: Path) -> None:
    widths = (min(WIDTHS),)  # the others in the same way
    taken = take(driver, tmp_path, widths)
    show_as_before(driver)
    connect(driver, online=False)
    names = [
        f"{view}-{width}-{light}.png"
        for view in VIEWS_TAKEN
        for width in widths
        for light in ("light", "dark")
    ]
    assert sorted(file.name for file in taken) == sorted(names)
    for file in taken:
        width, height = size(file)
        assert width == int(file.stem.split("-")[1])
        assert height >= 800
    assert len({file.read_bytes() for file in taken}) == len(taken)


def test_the_readme_shows_the_page_on_a_wide_screen() -> None:
    assert size(README)[0] == README_WIDTH
    assert README.stat().st_size <= 250_000
