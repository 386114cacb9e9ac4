"""The built site, and a browser that no network reaches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.chromium import chromium, connect, missing, show_as_before

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "driver" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `python -m scripts.site` builds it."""
    pytest.importorskip("zensical", reason="needs zensical: pip install '.[docs]'")
    from scripts.site.__main__ import build

    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder)
    return folder


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    if reason := missing():
        pytest.skip(reason)
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(driver: Chrome) -> Iterator[Chrome]:
    """Cut off from every network; its console stays empty."""
    connect(driver, online=False)
    driver.get("about:blank")
    for log in ("browser", "performance"):
        driver.get_log(log)
    yield driver
    show_as_before(driver)
    assert driver.get_log("browser") == []
