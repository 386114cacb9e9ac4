"""A Chromium without a window, and hands to draw with: for the tests and for the pictures."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SECONDS = 60  # that a page may take to do what it should, on a busy machine
STOPS = 20  # of the hand on its way along a stroke, about, where it has more points

Strokes = Sequence[Sequence[Sequence[float]]]  # of points, in units of the canvas's side


def missing() -> str:
    """What there must be for a browser, and is not; "" where there is all of it."""
    try:
        import selenium.webdriver  # noqa: F401
    except ImportError:
        return "needs selenium: pip install selenium"
    if not _binary() or not shutil.which("chromedriver"):
        return "needs a browser: apt-get install chromium chromium-driver"
    return ""


def _binary() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Chrome]:
    """A browser; its console and what it asks of the network are kept in its logs."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = _binary() or ""
    options.add_argument("--headless=new")
    options.add_argument("--disable-dev-shm-usage")  # which is small in containers
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


def connect(browser: Chrome, online: bool) -> None:
    """Plugs the network in, or cuts it off."""
    browser.execute_cdp_cmd("Network.enable", {})
    rate = -1 if online else 0
    conditions = {"latency": 0, "downloadThroughput": rate, "uploadThroughput": rate}
    browser.execute_cdp_cmd(
        "Network.emulateNetworkConditions", {"offline": not online, **conditions}
    )


def show_on(
    browser: Chrome, width: int, height: int = 800, *, dark: bool = False, density: float = 1
) -> None:
    """From now on the screen is so large, in the pixels of CSS, each `density` of its own wide. A
    narrow or low one is a telephone's, and is touched."""
    phone = min(width, height) < 500
    screen = {"width": width, "height": height, "deviceScaleFactor": density, "mobile": phone}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": phone})
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def show_as_before(browser: Chrome) -> None:
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def open_page(browser: Chrome, path: Path, language: str = "") -> None:
    """Opens a page from disk, in this language, and waits until it answers, or says why not."""
    browser.get(path.as_uri() + (f"?lang={language}" if language else ""))
    settled = "return 'ready' in document.documentElement.dataset || Boolean(groundup.failed)"
    wait(lambda: browser.execute_script(settled), "the page to be ready")


def answered(browser: Chrome) -> None:
    """Until the page has run its Python, and has read what is drawn."""
    browser.execute_async_script("""
        const [done] = arguments;
        if (window.groundup?.answered) groundup.answered().then(done);
        else done();
    """)


def wait(what: Callable[[], object], name: str) -> None:
    """Until `what()` is true."""
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, f"waited {SECONDS} seconds for {name}"
        time.sleep(0.1)


def arrived(*files: Path) -> None:
    """Until these downloads are there. (An empty file keeps the name before what comes has it.)"""
    came = "downloads " + ", ".join(file.name for file in files)
    wait(lambda: all(file.exists() and file.stat().st_size for file in files), came)


# Hands


def draw(browser: Chrome, strokes: Strokes, by: str = "mouse") -> None:
    """Draws on the page's canvas: puts a "mouse", "pen" or "touch" down, moves and lifts it."""
    left, top, side = place_of_canvas(browser)
    hand = touch if by == "touch" else mouse
    for stroke in strokes:
        points = [*stroke[: -1 : max(1, len(stroke) // STOPS)], stroke[-1]]
        places = [(left + x * side, top + y * side) for x, y in points]
        hand(browser, "down", places[0], by)
        for place in places[1:]:
            hand(browser, "move", place, by)
        hand(browser, "up", places[-1], by)


def place_of_canvas(browser: Chrome) -> tuple[float, float, float]:
    """Its left and top on the screen, and its side; scrolled to, where it was not there."""
    script = """
        const canvas = document.getElementById("canvas");
        canvas.scrollIntoView({ block: "nearest" });
        const { left, top, width } = canvas.getBoundingClientRect();
        return [left, top, width];
    """
    left, top, side = browser.execute_script(script)
    return left, top, side


def mouse(browser: Chrome, what: str, place: tuple[float, float], by: str = "mouse") -> None:
    kind = {"down": "mousePressed", "move": "mouseMoved", "up": "mouseReleased"}[what]
    event = {"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1}
    event |= {"buttons": 0 if what == "up" else 1, "pointerType": by}
    browser.execute_cdp_cmd("Input.dispatchMouseEvent", event)


def touch(browser: Chrome, what: str, place: tuple[float, float], by: str = "touch") -> None:
    fingers = [] if what == "up" else [{"x": place[0], "y": place[1]}]
    kind = {"down": "touchStart", "move": "touchMove", "up": "touchEnd"}[what]
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


def train(browser: Chrome) -> None:
    """Goes to the Train tab and waits until one can train there."""
    browser.find_element("id", "train-tab").click()
    ready = "return Boolean(groundup.training.state.network)"
    wait(lambda: browser.execute_script(ready), "the training to be ready")
