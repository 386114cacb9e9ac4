"""The Train tab in a browser: one watches a network learn, steers it, and draws meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from groundup.page.building import STATIC
from tests.page.conftest import wait

EXAMPLES = json.loads((STATIC / "examples.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")


class Served(NamedTuple):
    address: str
    process: subprocess.Popen[str]
    folder: Path

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=10) == 0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`groundup draw --train`, as on a fresh install."""
    command = [sys.executable, "-m", "groundup", "draw", "--train", "--no-open", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        one = Served(process.stdout.readline().strip(), process, tmp_path)
        yield one
        if process.poll() is None:
            one.end()


@pytest.fixture
def browser(driver) -> Iterator:
    offline = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    driver.get("about:blank")
    driver.get_log("browser")
    yield driver
    for window in driver.window_handles[1:]:
        driver.switch_to.window(window)
        driver.close()
    driver.switch_to.window(driver.window_handles[0])
    driver.get("about:blank")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def visit(browser, served: Served) -> None:
    browser.get(served.address)
    ready = "return 'ready' in document.documentElement.dataset && Boolean(groundup.network.number)"
    wait(lambda: browser.execute_script(ready), "the page to be ready")


def text(browser, where: str) -> str:
    return browser.find_element("css selector", where).text


def percent(browser) -> float:
    return float(text(browser, ".train-accuracy strong").removesuffix("%").replace("–", "0"))


def press(browser, name: str) -> None:
    buttons = browser.find_elements("css selector", "#train button")
    next(button for button in buttons if button.text == name).click()


def test_it_reaches_90_percent_in_sight_and_reads_what_one_draws(browser, served: Served) -> None:
    visit(browser, served)
    assert browser.find_element("id", "train").is_displayed()
    wait(lambda: percent(browser) >= 90, "90 % of validation")
    for digit in (0, 1, 3):
        browser.execute_script("groundup.ink.load(arguments[0])", EXAMPLES[digit]["strokes"])
        wait(lambda d=digit: text(browser, "#answer") == str(d), f"the {digit} to be read")
    assert len(browser.find_elements("css selector", ".train-neurons canvas")) == 30
    wait(lambda: browser.find_elements("css selector", ".train-wrong li"), "mistakes")
    assert "784-30-10, as it learns" in text(browser, "#about")
    assert browser.get_log("browser") == []


def test_it_is_steered(browser, served: Served) -> None:
    visit(browser, served)
    browser.find_element("css selector", ".train-control option[value='20']").click()
    sizes = browser.find_element("css selector", ".train-anew input")
    browser.execute_script("arguments[0].select()", sizes)
    sizes.send_keys("12, 8\n")
    wait(lambda: len(browser.find_elements("css selector", ".train-neurons canvas")) == 12, "12")
    wait(lambda: "Epoch 1 of 30" in text(browser, ".train-where"), "the first epoch")
    press(browser, "Pause")
    wait(lambda: text(browser, ".train-control .main") == "Start", "the pause")
    eta = browser.find_element("css selector", ".train-control [type='range']")
    before = text(browser, ".train-control output")
    eta.send_keys("\ue012" * 10)  # to the left
    wait(lambda: text(browser, ".train-control output") not in ("", before), "another eta")
    wait(lambda: browser.execute_script("return groundup.live.state.run.eta") < 3, "it to be taken")
    press(browser, "Save model")
    wait(lambda: "Saved groundup-" in text(browser, ".train-keep"), "the model to be saved")
    assert len(list(served.folder.glob("groundup-*.safetensors"))) == 1
    press(browser, "One epoch more")
    wait(lambda: text(browser, ".train-control .main") == "Pause", "it to go on")
    assert browser.get_log("browser") == []


def test_what_cannot_be_is_said_in_place(browser, served: Served) -> None:
    visit(browser, served)
    sizes = browser.find_element("css selector", ".train-anew input")
    browser.execute_script("arguments[0].select()", sizes)
    sizes.send_keys("900\n")
    browser.find_element("css selector", ".train-anew [type='number']").send_keys("7\n")
    wait(lambda: "from 1 to 800, not 900" in text(browser, ".train-control"), "the refusal")
    epochs = "return groundup.live.state.points.at(-1).at"
    wait(lambda: browser.execute_script(epochs) > 1, "the training to go on")
    assert browser.execute_script("return groundup.live.state.run.seed") == 0
    for nonsense in ("abc", "30 x 2"):
        browser.execute_script("arguments[0].select()", sizes)
        sizes.send_keys(f"{nonsense}\n")
        assert not browser.execute_script("return arguments[0].form.checkValidity()", sizes)
        assert browser.execute_script("return groundup.live.state.run.sizes") == [784, 30, 10]


def test_it_outlives_its_page_and_a_second_page_sees_the_same(browser, served: Served) -> None:
    visit(browser, served)
    browser.find_element("css selector", ".train-control option[value='100']").click()
    press(browser, "Reset")
    state = "const {run, points} = groundup.live.state; return run && [run.epoch, points]"
    wait(lambda: len((browser.execute_script(state) or [0, []])[1]) > 1, "some points")
    browser.get("about:blank")
    visit(browser, served)
    assert browser.find_element("id", "train").is_displayed()
    assert browser.execute_script(state)[1][0]["at"] == 0
    browser.find_element("css selector", ".train-control option[value='']").click()
    wait(lambda: text(browser, ".train-where").startswith("30 epochs"), "the end")
    points = browser.execute_script(state)[1]
    browser.switch_to.new_window("tab")
    visit(browser, served)
    assert browser.execute_script(state) == [30, points]


def test_a_lost_connection_is_said_and_the_last_network_still_reads(
    browser, served: Served
) -> None:
    visit(browser, served)
    wait(lambda: percent(browser) >= 90, "90 % of validation")
    served.end()
    wait(lambda: "Connection lost" in text(browser, ".train-control"), "the notice")
    browser.execute_script("groundup.ink.load(arguments[0])", EXAMPLES[0]["strokes"])
    wait(lambda: text(browser, "#answer") == "0", "the 0 to be read")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_screen(browser, served: Served, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    visit(browser, served)
    wait(lambda: browser.find_elements("css selector", ".train-wrong li"), "mistakes")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    boxes = browser.execute_script(
        "return [...document.querySelectorAll('.train-card, #train #paper, #train #reading')]"
        ".map((part) => part.getBoundingClientRect())"
        ".map((box) => [box.left, box.top, box.right, box.bottom])"
    )
    assert len(boxes) == 7
    if width >= 700:
        canvas = browser.find_element("id", "canvas")
        assert canvas.location["y"] < 700, "one cannot draw while one sees the curves"
    for i, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:i]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart, "two parts of the page lie upon each other"
