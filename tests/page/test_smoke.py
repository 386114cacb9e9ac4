"""The exported page, opened from disk in a browser without a network."""

from __future__ import annotations

import base64
import json
import random
from pathlib import Path

import pytest

from groundup.data.drawings import read_drawings
from groundup.page.building import STATIC
from groundup.page.preprocessing import preprocess
from tests.page.conftest import open_page

EXAMPLES = json.loads((STATIC / "examples.json").read_text(encoding="utf-8"))

DRAWINGS = json.loads((Path(__file__).parent / "drawings.json").read_text(encoding="utf-8"))


def test_it_reads_its_examples_and_leaves_the_console_empty(browser, exported: Path) -> None:
    open_page(browser, exported)
    for digit in range(10):
        browser.find_element("css selector", f"[data-example='{digit}']").click()
        assert browser.find_element("id", "answer").text == str(digit)
        assert f"That is a {digit}" in browser.find_element("id", "sentence").text
    assert browser.get_log("browser") == []
    assert not browser.find_element("id", "warning").is_displayed()


def test_what_is_drawn_by_mouse_is_read(browser, exported: Path) -> None:
    open_page(browser, exported)
    canvas = browser.find_element("id", "canvas")
    place = browser.execute_script(
        "const box = arguments[0].getBoundingClientRect(); return [box.left, box.top, box.width]",
        canvas,
    )
    for stroke in EXAMPLES[4]["strokes"]:
        for i, point in enumerate(stroke):
            mouse(browser, "mousePressed" if i == 0 else "mouseMoved", point, place)
        mouse(browser, "mouseReleased", stroke[-1], place)
    assert browser.find_element("id", "answer").text == "4"


def mouse(browser, kind: str, point: list[float], place: list[float]) -> None:
    left, top, side = place
    x, y = left + point[0] * side, top + point[1] * side
    event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
    browser.execute_cdp_cmd("Input.dispatchMouseEvent", event)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_screen(browser, exported: Path, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    open_page(browser, exported)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_page_makes_the_same_pixels_of_drawings(browser, exported: Path) -> None:
    open_page(browser, exported)
    script = "return arguments[0].map((one) => groundup.decode.base64(groundup.preprocess(one)))"
    known = browser.execute_script(script, [drawing["strokes"] for drawing in DRAWINGS])
    assert known == [drawing["pixels"] for drawing in DRAWINGS]
    chance = random.Random(0)
    drawn = [[[[chance.random(), chance.random()] for _ in range(5)]] for _ in range(20)]
    expected = [base64.b64encode(preprocess(strokes)).decode() for strokes in drawn]
    assert browser.execute_script(script, drawn) == expected


def test_the_readers_python_is_what_answers_and_its_errors_are_shown(browser, exported) -> None:
    open_page(browser, exported)
    browser.find_element("css selector", "[data-example='3']").click()
    edit(browser, "return y.index(max(y))", "return y.index(min(y[4:6]))")
    assert browser.find_element("id", "answer").text in ("4", "5")
    edit(browser, "return y.index", "return y.indx")
    error = browser.find_element("id", "error").text
    assert error.startswith("Traceback (most recent call last):")
    assert "    return y.indx(" in error
    assert error.endswith("AttributeError: 'list' object has no attribute 'indx'")
    assert browser.find_element("id", "answer").text == ""
    edit(browser, "def argmax(y):", "def argmax(y)")
    assert browser.find_element("id", "error").text.endswith("SyntaxError: expected ':'")
    browser.find_element("id", "reset-code").click()
    assert browser.find_element("id", "answer").text == "3"
    assert not browser.find_element("id", "error").is_displayed()


def edit(browser, old: str, new: str) -> None:
    """Changes the text as typing would, and runs it."""
    change = (
        "const code = document.getElementById('code');"
        "code.value = code.value.replace(arguments[0], arguments[1]);"
        "code.dispatchEvent(new Event('input'));"
    )
    browser.execute_script(change, old, new)
    browser.find_element("id", "run").click()


def test_shares_add_up_to_how_far_the_ink_moved_the_lead(browser, exported: Path) -> None:
    open_page(browser, exported)
    script = """
        const sum = (values) => values.reduce((total, value) => total + value, 0);
        return groundup.carried.examples.map(({ pixels, label }) => {
            const ink = groundup.decode.bytes(pixels);
            const found = groundup.reasons.explain(groundup.network, ink, label, (label + 1) % 10);
            const moved = found.margin - found.blank;
            return [moved, sum(found.pixels), sum(found.neurons[0])];
        });
    """
    for moved, pixels, neurons in browser.execute_script(script):
        assert pixels == pytest.approx(moved, abs=1e-9)
        assert neurons == pytest.approx(moved, abs=1e-9)


def test_corrections_are_what_training_takes(browser, exported: Path, tmp_path: Path) -> None:
    open_page(browser, exported)
    browser.execute_script("localStorage.clear()")
    open_page(browser, exported)
    for digit, label in ((2, 2), (7, 1)):
        browser.find_element("css selector", f"[data-example='{digit}']").click()
        browser.find_element("css selector", f"#labels [value='{label}']").click()
    assert browser.find_element("id", "corrections-count").text == "2"
    kept = browser.execute_script("return localStorage.getItem('groundup drawings 1')")
    (tmp_path / "corrections.json").write_text(kept, encoding="utf-8")
    x, y = read_drawings(tmp_path / "corrections.json")
    assert y.tolist() == [2, 1]
    assert x[1].tobytes() == preprocess(EXAMPLES[7]["strokes"])
    browser.execute_script("localStorage.clear()")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"parameters":"', '"parameters":"AAAAAAAA'),
        ("row[k] * x[k]", "row[k] * x[k] * 1.001"),
        ('"RADIUS":', '"RADIUS":1'),
        ("const scale = (BOX - 2", "const scale = (BOX - 1"),
    ],
    ids=["weights", "Python", "constant", "script"],
)
def test_a_changed_file_gives_a_warning_and_no_digit(browser, exported, tmp_path, old, new) -> None:
    page = exported.read_text(encoding="utf-8")
    assert page.count(old) == 1
    changed = tmp_path / "changed.html"
    changed.write_text(page.replace(old, new), encoding="utf-8")
    open_page(browser, changed)
    browser.find_element("css selector", "[data-example='3']").click()
    assert browser.find_element("id", "warning").is_displayed()
    assert "does not work as it should" in browser.find_element("id", "warning").text
    assert browser.find_element("id", "answer").text == ""
