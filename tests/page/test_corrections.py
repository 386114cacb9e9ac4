"""“That was a 7”: kept in the page, downloaded, learned from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundup.data.drawings import read_drawings
from groundup.page.preprocessing import preprocess
from scripts.chromium import arrived, draw, open_page, wait
from tests.page.reading import correct, show

SEVEN = [[(0.3 + 0.02 * i, 0.2) for i in range(19)] + [(0.66, 0.24), (0.5, 0.82)]]


@pytest.fixture
def fresh(browser, exported: Path, tmp_path: Path) -> Iterator:
    """The page with no corrections; what it downloads comes into the test's folder."""
    open_page(browser, exported)
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    yield browser
    browser.execute_script("localStorage.clear()")


LABELS = (
    "return [...document.querySelectorAll('#corrections-list li')].map((item) => item.innerText)"
)


def count(page) -> str:
    return page.find_element("id", "corrections-count").text


def pictures(page) -> list[str]:
    return page.execute_script(LABELS)  # in one, since they are made anew


def download(page, folder: Path) -> Path:
    file = folder / "corrections.json"
    page.find_element("id", "download-corrections").click()
    arrived(file)
    return file


def test_they_are_downloaded_and_learned_from(fresh, tmp_path: Path, groundup) -> None:
    draw(fresh, SEVEN)
    correct(fresh, 7)
    drawn = fresh.execute_script("return groundup.ink.strokes")
    assert fresh.find_element("id", "labelled").text == "Kept as a 7."
    show(fresh, 2)
    correct(fresh, 1)
    assert count(fresh) == "2"
    file = download(fresh, tmp_path)
    x, y = read_drawings(file)
    assert y.tolist() == [7, 1]
    assert x[0].tobytes() == preprocess(drawn)
    assert json.loads(file.read_text(encoding="utf-8"))["drawings"][0]["strokes"] == drawn
    run = groundup("train", "--also", file.name, "--limit", "500", "--epochs", "1")
    assert run.returncode == 0, run.stderr
    assert "the network also learns from 2 drawings in corrections.json" in run.stdout
    assert fresh.get_log("browser") == []


def test_they_outlive_the_page_and_can_be_taken_back(fresh, exported: Path) -> None:
    for digit, label in ((4, 9), (2, 2), (5, 5)):
        show(fresh, digit)
        correct(fresh, label)
    correct(fresh, 6)  # instead of the 5
    assert pictures(fresh) == ["9", "2", "6"]
    correct(fresh, 6)  # again: not at all
    open_page(fresh, exported)
    assert pictures(fresh) == ["9", "2"]
    fresh.find_element("css selector", "#corrections-list button").click()
    assert pictures(fresh) == ["2"]
    focused = fresh.switch_to.active_element.get_attribute("aria-label")
    assert focused == "Remove drawing 1, a 2"


def test_a_file_of_them_is_opened_again_and_another_refused(fresh, tmp_path, exported) -> None:
    show(fresh, 4)
    correct(fresh, 9)
    file = download(fresh, tmp_path)
    fresh.execute_script("localStorage.clear()")
    open_page(fresh, exported)
    assert pictures(fresh) == []
    chooser = fresh.find_element("id", "corrections-file")
    chooser.send_keys(str(file))
    wait(lambda: pictures(fresh) == ["9"], "the corrections")
    other = tmp_path / "other.json"
    other.write_text('{"format": "another"}', encoding="utf-8")
    chooser.send_keys(str(other))
    problem = fresh.find_element("id", "corrections-problem")
    wait(lambda: problem.text.startswith("other.json is not a file of drawings"), "the refusal")
    assert pictures(fresh) == ["9"]


def test_one_drawing_is_kept_with_one_label(fresh, tmp_path: Path, exported: Path) -> None:
    show(fresh, 4)
    for label in (9, 4):  # the second instead of the first
        correct(fresh, label)
    assert pictures(fresh) == ["4"]
    file = download(fresh, tmp_path)
    whole = json.loads(file.read_text(encoding="utf-8"))
    [one] = whole["drawings"]
    whole["drawings"] = [one, {**one, "label": 7}, {**one, "label": 8}]
    file.write_text(json.dumps(whole), encoding="utf-8")
    fresh.find_element("id", "corrections-file").send_keys(str(file))
    wait(lambda: pictures(fresh) == ["8"], "the last of the file's labels")
    open_page(fresh, exported)
    assert pictures(fresh) == ["8"]
    assert [one["label"] for one in kept(fresh)] == [8]


def kept(page) -> list[dict]:
    return page.execute_script(
        "return JSON.parse(localStorage.getItem('groundup drawings 1')).drawings"
    )


def test_a_thousand_scroll_in_a_box(fresh, exported: Path) -> None:
    show(fresh, 4)
    correct(fresh, 9)
    height = "return document.documentElement.scrollHeight"
    before = fresh.execute_script(height)
    fill_up(fresh)
    open_page(fresh, exported)
    assert count(fresh) == "1000"
    box = "const list = document.getElementById('corrections-list'); return "
    assert fresh.execute_script(box + "list.scrollHeight > 5 * list.clientHeight")
    assert fresh.execute_script(box + "list.clientHeight") <= 400
    assert fresh.execute_script(height) <= before + 400
    last = fresh.execute_script(box + "list.lastChild.scrollIntoView(), list.scrollTop")
    assert last > 0


def fill_up(page) -> None:
    """As many as can be kept: the first of them, again and again."""
    page.execute_script("""
        const key = "groundup drawings 1";
        const whole = JSON.parse(localStorage.getItem(key));
        whole.drawings = Array.from({ length: 1000 }, () => whole.drawings[0]);
        localStorage.setItem(key, JSON.stringify(whole));
    """)


def test_two_tabs_keep_each_others(fresh, exported: Path) -> None:
    show(fresh, 4)
    correct(fresh, 9)
    first = fresh.current_window_handle
    fresh.switch_to.new_window("tab")
    open_page(fresh, exported)
    show(fresh, 2)
    correct(fresh, 2)
    fresh.close()
    fresh.switch_to.window(first)
    wait(lambda: pictures(fresh) == ["9", "2"], "what the other tab has kept")
    show(fresh, 5)
    correct(fresh, 5)
    assert pictures(fresh) == ["9", "2", "5"]


def test_where_there_is_no_room_for_more_it_is_said(fresh, exported: Path) -> None:
    show(fresh, 4)
    correct(fresh, 9)
    fill_up(fresh)
    open_page(fresh, exported)
    show(fresh, 2)
    correct(fresh, 2)
    problem = fresh.find_element("id", "corrections-problem")
    assert problem.text == "Only 1000 drawings are kept here: download them, then remove some."
    assert count(fresh) == "1000"
    assert fresh.find_element("id", "labelled").text == ""


def test_where_there_are_none_there_is_nothing_to_download(fresh) -> None:
    assert not fresh.find_element("id", "download-corrections").is_enabled()
    show(fresh, 2)
    correct(fresh, 2)
    assert fresh.find_element("id", "download-corrections").is_enabled()


def test_an_empty_canvas_cannot_be_corrected(fresh) -> None:
    assert not fresh.find_element("id", "correct").is_displayed()
    show(fresh, 2)
    assert fresh.find_element("id", "correct").is_displayed()


def test_one_says_yes_or_no_and_only_then_which_digit_it_is(fresh) -> None:
    yes, no, labels = map(fresh.find_element, ["id"] * 3, ["agree", "disagree", "labels"])
    show(fresh, 2)
    assert fresh.find_element("id", "correct-name").text == "Is it a 2?"
    assert not labels.is_displayed()
    yes.click()
    assert fresh.find_element("id", "labelled").text == "Kept as a 2."
    assert yes.get_attribute("aria-pressed") == "true"
    yes.click()
    assert count(fresh) == ""
    no.click()
    assert no.get_attribute("aria-expanded") == "true"
    labels.find_element("css selector", "[value='7']").click()
    assert pictures(fresh) == ["7"]
    show(fresh, 3)
    assert not labels.is_displayed()


def test_where_it_is_not_sure_one_says_which_digit_it_is(fresh) -> None:
    fresh.execute_script("groundup.ink.load([[[0.5, 0.5], [0.52, 0.5]]])")
    assert not fresh.find_element("id", "agree").is_displayed()
    correct(fresh, 1)
    assert pictures(fresh) == ["1"]
