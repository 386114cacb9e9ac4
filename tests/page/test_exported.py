"""The exported page, opened from disk in a browser that is cut off from every network."""

from __future__ import annotations

import base64
import json
import random
from pathlib import Path

import pytest

from groundup.page.building import STATIC
from groundup.page.preprocessing import preprocess
from scripts.chromium import open_page, show_on
from tests.page.reading import a, answer, sentence, show

EXAMPLES = json.loads((STATIC / "examples.json").read_text(encoding="utf-8"))
DRAWINGS = json.loads((Path(__file__).parent / "drawings.json").read_text(encoding="utf-8"))


def requests(browser) -> list[str]:
    """What was asked for since the log was last read; what the page carries is no request."""
    urls = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return [url for url in urls if not url.startswith(("data:", "blob:"))]


def test_it_works_from_disk_without_a_network(browser, exported: Path) -> None:
    assert exported.stat().st_size < 3_000_000
    open_page(browser, exported)
    assert browser.execute_script("return navigator.onLine") is False
    for digit in range(10):
        show(browser, digit)
        assert answer(browser) == str(digit)
        assert sentence(browser).startswith(f"That is {a(digit)}")
    assert browser.get_log("browser") == []
    assert requests(browser) == [exported.as_uri()]
    assert not browser.find_element("id", "warning").is_displayed()


def test_it_is_ready_in_a_moment(browser, exported: Path) -> None:
    took = []
    for _ in range(2):  # the machine may have been busy
        open_page(browser, exported)
        took.append(int(browser.execute_script("return document.documentElement.dataset.ready")))
        if took[-1] < 5000:
            break
    print(f"ready after {' and '.join(map(str, took))} ms")
    assert min(took) < 5000  # and below 1000 on an idle machine


def test_it_checks_itself(browser, exported: Path) -> None:
    open_page(browser, exported)
    assert browser.execute_script("return groundup.selfCheck()") == ""
    browser.execute_script("groundup.carried.answers[3].outputs[5] += 1e-6")
    problem = browser.execute_script("return groundup.selfCheck()")
    assert problem == "the known drawing of the digit 3 gets the wrong outputs"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"cross-entropy","packed":true', '"cross-entropy","packed":false'),
        ("row[k] * x[k]", "row[k] * x[k] * 1.001"),
        ('"RADIUS":', '"RADIUS":1'),
        ("const scale = (BOX - 2", "const scale = (BOX - 1"),
        ('space["digit"](x)', 'space["digit"](x[::-1])'),
    ],
    ids=["weights", "Python", "constant", "script", "bridge"],
)
def test_a_changed_file_gives_a_warning_and_no_digit(browser, exported, tmp_path, old, new) -> None:
    page = exported.read_text(encoding="utf-8")
    assert page.count(old) == 1
    changed = tmp_path / "changed.html"
    changed.write_text(page.replace(old, new), encoding="utf-8")
    open_page(browser, changed)
    show(browser, 3)
    assert browser.find_element("id", "warning").is_displayed()
    assert "does not work as it should" in browser.find_element("id", "warning").text
    assert answer(browser) == sentence(browser) == ""
    assert not browser.find_element("id", "correct").is_displayed()


@pytest.mark.parametrize("share", [0.1, 0.95])
def test_a_file_that_was_cut_short_gives_a_warning(browser, exported, tmp_path, share) -> None:
    page = exported.read_bytes()
    cut = tmp_path / "cut.html"
    cut.write_bytes(page[: int(share * len(page))])
    browser.get(cut.as_uri())
    browser.execute_script("for (const late of document.getAnimations()) late.finish()")
    assert browser.find_element("id", "warning").is_displayed()
    assert answer(browser) == ""


def test_it_makes_the_same_pixels_of_drawings_as_python(browser, exported: Path) -> None:
    open_page(browser, exported)
    script = "return arguments[0].map((one) => groundup.decode.base64(groundup.preprocess(one)))"
    known = browser.execute_script(script, [drawing["strokes"] for drawing in DRAWINGS])
    assert known == [drawing["pixels"] for drawing in DRAWINGS]
    chance = random.Random(0)
    drawn = [[[[chance.random(), chance.random()] for _ in range(5)]] for _ in range(20)]
    expected = [base64.b64encode(preprocess(strokes)).decode() for strokes in drawn]
    assert browser.execute_script(script, drawn) == expected


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


@pytest.mark.parametrize("width", [1180, 1280])
def test_the_python_is_not_clipped(browser, exported: Path, width: int) -> None:
    show_on(browser, width)
    open_page(browser, exported)
    script = "return [groundup.find('colours').scrollWidth, groundup.find('code').clientWidth]"
    wide, there = browser.execute_script(script)
    assert wide <= there
    show(browser, 4)
    browser.find_element("id", "disagree").click()
    buttons = "return [...document.querySelectorAll('#labels button, #examples button')]"
    assert min(browser.execute_script(buttons + ".map((one) => one.offsetWidth)")) >= 24
