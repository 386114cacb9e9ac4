"""The site in Chromium, from a folder, without a network: live blocks, the search, axe."""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from groundup.rungs import RUNGS
from scripts.chromium import show_on, wait
from scripts.site.blocks import LIVE, blocks

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

DOCS = Path(__file__).parents[2] / "docs"
WITH_LIVE = sorted(
    str(path.relative_to(DOCS).with_suffix(""))
    for path in DOCS.rglob("*.md")
    if any(block.mark == LIVE for block in blocks(path.read_text(encoding="utf-8")))
)
CHAPTERS = sorted(
    str(path.relative_to(DOCS).with_suffix("")) for path in DOCS.glob("guide/**/*.md")
)
PAGES = ["index", *CHAPTERS]


def open_page(browser: Chrome, site: Path, page: str) -> None:
    browser.get((site / f"{page}.html").as_uri())


def boxes(browser: Chrome) -> list[WebElement]:
    return browser.find_elements("class name", "live-box")


def run(box: WebElement) -> str:
    """What a block prints after a click on Run."""
    box.find_element("class name", "live-run").click()
    return printed(box)


def printed(box: WebElement) -> str:
    output = box.find_element("class name", "live-output")
    wait(box.find_element("class name", "live-run").is_enabled, "it to run")
    return str(output.get_property("textContent"))


def write(browser: Chrome, box: WebElement, text: str) -> None:
    editor = box.find_element("tag name", "textarea")
    script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))"
    browser.execute_script(script, editor, text)


@pytest.mark.parametrize("page", WITH_LIVE)
def test_blocks_print_in_the_page_what_is_shown(browser: Chrome, site: Path, page: str) -> None:
    open_page(browser, site, page)
    found = boxes(browser)
    every = blocks((DOCS / f"{page}.md").read_text(encoding="utf-8"))
    live = [number for number, block in enumerate(every) if block.mark == LIVE]
    assert len(found) == len(live) > 0
    for box, number in zip(found, live, strict=True):
        shown = every[number + 1]
        if shown.kind == "text" and "…" not in shown.text:
            lines = [line.rstrip() for line in run(box).splitlines()]
            assert lines == shown.text.splitlines(), (page, every[number].line)


def test_a_changed_line_changes_the_answer_and_goes_back(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    editor = box.find_element("tag name", "textarea")
    text = str(editor.get_property("value"))
    write(browser, box, text.replace("b=-15", "b=-5"))  # OR
    assert "0 1 -> 0.993" in run(box)
    again = box.find_elements("tag name", "button")[2]
    again.click()
    assert editor.get_property("value") == text
    assert not again.is_displayed()


def test_a_block_is_coloured_and_shows_all_its_lines(browser: Chrome, site: Path) -> None:
    hidden = """return [...document.querySelectorAll(".live-box textarea")].filter(
        ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
            scrollHeight > clientHeight || scrollWidth > clientWidth).length"""
    longer = """return [...document.querySelectorAll(".live-code")].filter(
        (code) => code.scrollWidth > code.clientWidth).length"""
    show_on(browser, 700)
    open_page(browser, site, "guide/backprop")
    assert browser.execute_script(longer) > 0
    assert browser.execute_script(hidden) == 0
    code = browser.find_element("class name", "live-code")
    colours, editor = (code.find_element("tag name", one) for one in ("pre", "textarea"))
    assert colours.get_property("textContent") == f"{editor.get_property('value')}\n"
    assert [one.text for one in colours.find_elements("class name", "name")] == ["sigmoid"]


def test_an_error_is_told_with_its_line_and_the_next_run_works(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    write(browser, box, "print('so far')\nnothing_of_this_name\n")
    said = run(box)
    assert said.startswith("so far\n")
    assert "line 2" in said
    assert "NameError" in said
    write(browser, box, "import numpy\n")
    assert "ModuleNotFoundError" in run(box)
    write(browser, box, "print(6 * 7)\n")
    assert run(box) == "42\n"


GENERATOR = """def endless(one):
    while True: pass
list(zip(*(endless(one) for one in [1])))
"""  # Brython's StopIteration is not the reader's


@pytest.mark.parametrize("text", ["while True:\n    pass\n", "\nsum(iter(int, 1))\n", GENERATOR])
def test_what_never_ends_is_stopped_and_the_page_stays_awake(
    browser: Chrome, site: Path, text: str
) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    assert run(box)  # Python is here
    write(browser, box, text)
    browser.set_script_timeout(60)
    tries = (browser.execute_async_script(AWAKE, box) for _ in range(3))  # it may have been busy
    took, longest = next((one for one in tries if one[1] < 500), (0, None))
    assert longest, "the page was not awake"
    idle = os.getloadavg()[0] <= (os.cpu_count() or 1)  # or short lines have longer
    assert took < (3000 if idle else 20_000)
    said = printed(box)
    assert re.search('"this block", line [1234]\\b' if "while" in text else "line 2\\b", said)
    assert "TimeoutError" in said
    write(browser, box, "print(6 * 7)\n")
    assert run(box) == "42\n"


AWAKE = """const [box, done] = arguments;
    const button = box.querySelector(".live-run");
    const began = performance.now();
    let [last, longest] = [began, 0];
    (function tick() {
        const now = performance.now();
        [longest, last] = [Math.max(longest, now - last), now];
        if (button.disabled) setTimeout(tick, 10);
        else done([now - began, longest]);
    })(button.click());"""


CATCHING = """while True:
    try: print(1)
    except RuntimeError: pass
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("while True: print(1)\n", "RuntimeError: it prints too much to be shown; print less"),
        (CATCHING, "TimeoutError: it was stopped after "),
    ],
)
def test_what_prints_without_end_shows_the_beginning(
    browser: Chrome, site: Path, text: str, told: str
) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    write(browser, box, text)
    said = run(box)
    shown = re.match(r"(?:1\n)*", said)
    assert shown
    assert shown.end() == 20_002
    assert said.splitlines()[-1].startswith(told)


def test_input_says_what_to_do_instead(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    write(browser, box, "name = input('Who? ')\n")
    said = run(box)
    assert '"this block", line 1' in said
    told = "RuntimeError: input() cannot ask anybody in this page; write the value into the code"
    assert said.splitlines()[-1] == told


def test_a_block_that_takes_long_can_be_stopped(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    write(browser, box, "while True:\n    pass\n")
    box.find_element("class name", "live-run").click()
    stop = box.find_elements("tag name", "button")[1]
    wait(stop.is_displayed, "Stop")
    stop.click()
    assert "KeyboardInterrupt: you stopped it" in printed(box)
    assert not stop.is_displayed()


def test_an_output_is_there_once(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    shown = printed(box)
    count = "return document.body.textContent.split(arguments[0]).length - 1"
    assert browser.execute_script(count, shown.strip()) == 1
    write(browser, box, "print('another')\n")
    assert run(box) == "another\n"
    box.find_elements("tag name", "button")[2].click()  # as it was
    assert printed(box) == shown


def test_asked_twice_before_python_is_here_both_blocks_run(browser: Chrome, site: Path) -> None:
    """A late start is no error."""
    open_page(browser, site, "guide/network")
    found = boxes(browser)[:2]
    for box in found:
        box.find_element("class name", "live-run").click()
        assert box.find_element("class name", "live-output").text == "…"
    for box in found:
        assert "Error" not in printed(box) != "…"


def test_by_keyboard_alone(browser: Chrome, site: Path) -> None:
    from selenium.webdriver import ActionChains, Keys

    open_page(browser, site, "guide/network")
    box = boxes(browser)[0]
    editor = box.find_element("tag name", "textarea")
    write(browser, box, "")
    editor.send_keys("for i in [1, 2]:", Keys.ENTER, "print(i)")
    assert editor.get_property("value") == "for i in [1, 2]:\n    print(i)"
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
        Keys.CONTROL
    ).perform()
    assert printed(box) == "1\n2\n"
    editor.send_keys(Keys.TAB)
    active = browser.switch_to.active_element
    assert active.tag_name == "button"  # Tab leaves the editor


def faults(browser: Chrome) -> list[tuple[str, list[str]]]:
    """What axe finds in the page or the frame that the browser is in: its rule and the places."""
    pytest.importorskip("axe_core_python", reason="needs axe: pip install axe-core-python")
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    browser.set_script_timeout(300)  # a busy machine
    browser.execute_script(f"{axe}; window.axe = axe")
    alone = "axe.run({ iframes: false, resultTypes: ['violations'] }).then(arguments[0])"
    found = browser.execute_async_script(alone)["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


SCREENS = [(page, 360, True) for page in PAGES]  # dark telephones
SCREENS += [(page, 1280, False) for page in ("index", "guide/network", "guide/rungs/lists")]


@pytest.mark.parametrize(("page", "width", "dark"), SCREENS)
def test_axe_finds_nothing_to_better(
    browser: Chrome, site: Path, page: str, width: int, dark: bool
) -> None:
    show_on(browser, width, dark=dark)
    open_page(browser, site, page)
    browser.execute_script("document.querySelectorAll('details').forEach((one) => one.open = true)")
    assert faults(browser) == []
    wide = "return document.documentElement.scrollWidth - innerWidth"
    assert browser.execute_script(wide) <= 0


@pytest.mark.parametrize(
    "page",
    [
        "guide/network",
        "guide/backprop",
        "guide/wrong",
        "guide/activations",
        "guide/deep",
        "guide/overfitting",
        *(f"guide/rungs/{rung}" for rung in RUNGS if rung != "devices"),
    ],
)
def test_a_figures_words_can_be_read_on_a_telephone(browser: Chrome, site: Path, page: str) -> None:
    show_on(browser, 360)
    open_page(browser, site, page)
    figures = browser.find_elements("css selector", "figure.drawn svg")
    assert figures
    for figure in figures:
        places = browser.execute_script(PLACES, figure)
        left, _, right, _ = places.pop(0)
        for number, (x0, y0, x1, y1) in enumerate(places):
            assert y1 - y0 > 10, "small"
            assert left <= x0 <= x1 <= right, "cut off"
            for a0, b0, a1, b1 in places[:number]:
                across, down = min(x1, a1) - max(x0, a0), min(y1, b1) - max(y0, b0)
                assert across <= 0 or down <= 3, "on top of each other"


PLACES = """return [arguments[0], ...arguments[0].querySelectorAll("text")]
    .filter((one) => one.textContent)
    .map((one) => one.getBoundingClientRect())
    .map(({ left, top, right, bottom }) => [left, top, right, bottom])"""


def test_colours_are_the_systems_until_the_reader_chooses(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "index")
    browser.execute_script("localStorage.clear()")
    scheme = "return document.body.dataset.mdColorScheme"
    for dark in (True, False, True):
        show_on(browser, 1280, dark=dark)
        open_page(browser, site, "index")
        wanted = "slate" if dark else "default"
        wait(lambda wanted=wanted: browser.execute_script(scheme) == wanted, wanted)


def test_the_search_finds_without_a_server(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "index")
    finds = """
        const worker = new Worker(document.querySelector("#__config") && JSON.parse(
            document.querySelector("#__config").textContent).search);
        worker.onerror = (event) => arguments[0](`${event.message}`);
        worker.onmessage = (event) => arguments[0]("answers");
        worker.postMessage({ type: 0, data: window.__index });
        setTimeout(() => arguments[0]("silent"), 20000);
    """
    browser.set_script_timeout(30)
    browser.execute_script(
        "document.head.append(Object.assign(document.createElement('script'), {src: 'search.js'}))"
    )
    wait(lambda: browser.execute_script("return Boolean(window.__index)"), "the index")
    assert browser.execute_async_script(finds) == "answers"


def test_nothing_is_asked_of_a_network(browser: Chrome, site: Path) -> None:
    open_page(browser, site, "guide/network")
    run(boxes(browser)[0])
    asked = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


FRAMES = [("guide/start", "draw", False), ("guide/backprop", "backprop", True)]
FRAMES += [("guide/training", "train", True), ("guide/teaching", "inside", False)]


@pytest.mark.parametrize(("page", "view", "dark"), FRAMES)
def test_a_part_of_the_drawing_page_stands_in_a_frame(
    browser: Chrome, site: Path, page: str, view: str, dark: bool
) -> None:
    show_on(browser, 360 if dark else 1280, dark=dark)
    open_page(browser, site, page)
    frame = browser.find_element("css selector", "iframe.drawing")
    browser.execute_script("arguments[0].scrollIntoView()", frame)
    browser.switch_to.frame(frame)
    shown = "return document.documentElement.dataset.embed"
    wait(lambda: browser.execute_script(shown) == view, "the part")
    ready = "return 'ready' in document.documentElement.dataset"
    wait(lambda: browser.execute_script(ready), "the part to be ready")
    assert faults(browser) == []
    wide = "return document.documentElement.scrollWidth - innerWidth"
    assert browser.execute_script(wide) <= 0
    browser.switch_to.default_content()
