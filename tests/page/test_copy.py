"""The page saves itself with the network that it has learned; one part of it alone in a frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scripts.chromium import arrived, open_page, train, wait
from tests.page.reading import answer, show


def test_the_page_saves_itself_with_what_it_has_learned(browser, exported, tmp_path: Path) -> None:
    open_page(browser, exported)
    show(browser, 2)
    train(browser)
    browser.execute_script("groundup.training.go(20_000)")
    wait(lambda: browser.execute_script("return groundup.training.state.at >= 20_000"), "learning")
    wait(lambda: not browser.execute_script("return groundup.training.state.running"), "rest")
    browser.execute_script("groundup.tabs.show('backprop')")  # all that changes the page
    behaviour = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
    script = "[...document.querySelectorAll('.train-kept button')]"
    script += ".find((one) => one.textContent === 'Save page').click()"
    browser.execute_script(script)
    weights = "return Array.from(groundup.network.w[1])"
    learned = np.array(browser.execute_script(weights))
    copy = tmp_path / "groundup.html"
    arrived(copy)
    assert copy.stat().st_size < 3_000_000
    browser.execute_script("localStorage.clear()")
    open_page(browser, copy)
    assert not browser.find_element("id", "warning").is_displayed()
    assert browser.execute_script("return groundup.carried.network.sizes") == [784, 30, 10]
    assert "784-30-10, sigmoid" in browser.find_element("id", "about").text
    copied = np.array(browser.execute_script(weights))
    assert (copied == learned.astype(np.float16)).all()
    right = 0
    for digit in range(10):
        show(browser, digit)
        right += answer(browser) == str(digit)
    assert right >= 7
    again = browser.execute_script("return groundup.copy.page(groundup.network)")
    first = copy.read_text(encoding="utf-8")
    assert len(again) == pytest.approx(len(first), abs=2000)
    assert browser.get_log("browser") == []


def test_half_precision_is_numpy_s(page) -> None:
    chance = np.random.default_rng(0)
    numbers = [0.0, -0.0, 1.0, 65504.0, 65519.0, 6e-8, 3e-8, 2.9e-8, 1 / 3, 2049.0, 2051.0, 6.1e-5]
    numbers += (chance.normal(size=500) * 10.0 ** chance.uniform(-9, 4, 500)).tolist()
    got = page.execute_script("return arguments[0].map(groundup.copy.halfOf)", numbers)
    with np.errstate(over="ignore"):
        expected = np.array(numbers).astype(np.float16).view(np.uint16)
    assert got == expected.tolist()
    script = """try { groundup.copy.halfOf(arguments[0]); return ""; }
        catch (error) { return error.message; }"""
    for large in (65520.0, -1e9):
        assert "largest number is 65,504" in page.execute_script(script, large)


@pytest.mark.parametrize("part", ["draw", "train", "backprop", "inside"])
def test_one_part_alone_is_shown_in_a_frame(browser, exported: Path, part: str) -> None:
    browser.get("about:blank")
    browser.get(f"{exported.as_uri()}#embed={part}")
    ready = "return 'ready' in document.documentElement.dataset"
    wait(lambda: browser.execute_script(ready), "it to be ready")
    shown = "return [...document.querySelectorAll('header > :not(h1), footer, main > div')]"
    shown += ".filter((one) => one.checkVisibility()).map((one) => one.id)"
    wait(lambda: browser.execute_script(shown) == [part], "that part alone")
    assert browser.execute_script("return location.hash") == f"#embed={part}"
    if part == "train":
        learns = "return Boolean(groundup.training.state.network)"
        wait(lambda: browser.execute_script(learns), "the training to be ready")
    assert browser.get_log("browser") == []


def test_an_unknown_part_shows_the_whole_page(browser, exported: Path) -> None:
    browser.get("about:blank")
    browser.get(f"{exported.as_uri()}#embed=nonsense")
    ready = "return 'ready' in document.documentElement.dataset"
    wait(lambda: browser.execute_script(ready), "it to be ready")
    assert browser.find_element("css selector", "header").is_displayed()
    wait(lambda: "“#embed=nonsense”" in browser.find_element("id", "notice").text, "a notice")
    browser.execute_script("location.hash = '#inside'")
    chosen = "return groundup.tabs.chosen"
    wait(lambda: browser.execute_script(chosen) == "inside", "the tab that the address says")
    assert browser.find_element("id", "notice").text == ""


@pytest.mark.parametrize("address", ["garbage", "train=hidden=abc", "x" * 400])
def test_an_address_that_the_page_does_not_know_is_told(browser, exported, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{exported.as_uri()}#{address}")
    said = f"The address ends in “#{address[:30]}"
    wait(lambda: said in browser.find_element("id", "notice").text, "a notice")
    assert len(browser.find_element("id", "notice").text) < 160
    browser.find_element("id", "train-tab").click()
    assert browser.find_element("id", "notice").text == ""
    train(browser)  # to the end, so that nothing goes on
    assert browser.get_log("browser") == []
