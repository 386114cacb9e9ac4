"""axe judges every view of the page: https://github.com/dequelabs/axe-core."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from groundup.page.languages import ENGLISH
from scripts.chromium import open_page, show_on
from scripts.screenshots import VIEWS

pytest.importorskip("axe_core_python", reason="needs axe: pip install axe-core-python")


# A language brings words, no markup: that of long words and that from right to left stand for all.
SCREENS = [(360, False, ENGLISH), (1440, True, ENGLISH), (360, True, "de"), (360, False, "ar")]


@pytest.mark.parametrize(("width", "dark", "language"), SCREENS)
def test_axe_finds_nothing_to_better(
    browser, exported: Path, width: int, dark: bool, language: str
) -> None:
    """And nothing is wider than the screen."""
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    show_on(browser, width, dark=dark)
    open_page(browser, exported, language)
    browser.execute_script(f"{axe}; window.axe = axe")
    for name, prepare in VIEWS.items():
        prepare(browser)
        found = browser.execute_async_script("axe.run().then(arguments[0])")["violations"]
        assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == [], name
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, name
    browser.execute_script("groundup.training.leave(); localStorage.clear()")
