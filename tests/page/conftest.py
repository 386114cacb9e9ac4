"""A page and a browser to open it in."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from groundup.page.building import build
from groundup.page.encoding import default_network

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SECONDS = 60  # that a page may take to be ready on a busy machine


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the default network, as `groundup draw --export` writes it."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(build(default_network()).encode())
    return path


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    """Chromium without a window; for all tests, since it takes a second to start."""
    selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install")
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    control = shutil.which("chromedriver")
    if not binary or not control:
        pytest.skip("needs a browser: apt-get install chromium chromium-driver")
    options = selenium.ChromeOptions()
    options.binary_location = binary
    options.add_argument("--headless=new")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = selenium.Chrome(options, selenium.ChromeService(control))
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(driver: Chrome) -> Iterator[Chrome]:
    """The browser with nothing left of the test before, cut off from every network."""
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    driver.get("about:blank")
    driver.get_log("browser")  # type: ignore[attr-defined]
    yield driver
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def open_page(browser: Chrome, path: Path) -> None:
    """Opens a page from disk and waits until it answers, or says why not."""
    browser.get(path.as_uri())
    settled = "return 'ready' in document.documentElement.dataset || Boolean(groundup.failed)"
    wait(lambda: browser.execute_script(settled), "the page to be ready")


def wait(what: Any, name: str) -> None:
    """Until `what()` is true."""
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, f"waited {SECONDS} seconds for {name}"
        time.sleep(0.02)
