"""axe judges every view of the page: https://github.com/dequelabs/axe-core."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from scripts.chromium import open_page, show_on
from scripts.screenshots import VIEWS

pytest.importorskip("axe_core_python", reason="needs axe: pip install axe-core-python")


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1440, True)])
def test_axe_finds_nothing_to_better(browser, exported: Path, width: int, dark: bool) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    show_on(browser, width, dark=dark)
    open_page(browser, exported)
    browser.execute_script(f"{axe}; window.axe = axe")
    for name, prepare in VIEWS.items():
        prepare(browser)
        found = browser.execute_async_script("axe.run().then(arguments[0])")["violations"]
        assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == [], name
    browser.execute_script("groundup.training.leave(); localStorage.clear()")
