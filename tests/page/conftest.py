"""A page and a browser to open it in. (`scripts.chromium` is what drives it.)"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from groundup.page.building import build
from groundup.page.encoding import default_network
from scripts import javascript
from scripts.chromium import chromium, connect, missing, open_page, show_as_before
from scripts.chromium import wait as wait  # for tests that only wait
from tests.page import learners

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a browser, so that it can be chosen or left out."""
    for item in items:
        if "driver" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the default network, as `groundup draw --export` writes it."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(build(default_network()).encode())
    return path


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    """Chromium without a window; for all tests, since it takes a second to start."""
    if reason := missing():
        pytest.skip(reason)
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(driver: Chrome) -> Iterator[Chrome]:
    """The browser with nothing left of the test before, cut off from every network."""
    connect(driver, online=False)
    driver.get("about:blank")
    for log in ("browser", "performance"):
        driver.get_log(log)
    yield driver
    driver.execute_script("try { localStorage.clear() } catch {}")
    show_as_before(driver)


@pytest.fixture(scope="module")
def opened(driver: Chrome, exported: Path) -> Iterator[Chrome]:
    """The exported page, opened once for a module."""
    connect(driver, online=False)
    open_page(driver, exported)
    driver.get_log("browser")
    yield driver
    driver.execute_script("localStorage.clear()")


@pytest.fixture
def page(opened: Chrome) -> Iterator[Chrome]:
    """That page with an empty canvas and its own Python; its console stays empty."""
    script = "scrollTo(0, 0); for (const id of arguments) document.getElementById(id).click()"
    opened.execute_script(script, "clear", "reset-code")
    yield opened
    show_as_before(opened)
    assert opened.get_log("browser") == []


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    """The page's learners in Node: see learners.py."""
    yield from learners.opened("node")


@pytest.fixture(
    scope="module",
    params=["node", *(pytest.param(b, marks=pytest.mark.browser) for b in ("chromium", "firefox"))],
)
def call(request: pytest.FixtureRequest) -> Iterator[javascript.Call]:
    """The same in Node and in browsers."""
    yield from learners.opened(request.param)
