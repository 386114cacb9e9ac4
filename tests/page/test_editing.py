"""The Python in the page: what one reads there is what runs, changed or not."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from scripts.chromium import answered, open_page
from tests.page.reading import answer, sentence, show

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys


def edit(page, old: str, new: str) -> None:
    """Changes the text as typing would, and runs it."""
    change = """
        const code = groundup.find("code");
        code.value = code.value.replace(arguments[0], arguments[1]);
        code.dispatchEvent(new Event("input"));
        groundup.find("run").click();
    """
    page.execute_script(change, old, new)
    answered(page)


def write(page, *lines: str) -> None:
    """Types another text in place of the one that is there, and runs it from the keyboard."""
    code = page.find_element("id", "code")
    code.send_keys(KEYS.CONTROL, "a", KEYS.NULL, "\n".join(lines), KEYS.CONTROL, KEYS.ENTER)
    answered(page)


def part(page, name: str) -> Any:
    return page.find_element("id", name)


def test_what_is_read_is_what_answers(page) -> None:
    show(page, 3)
    assert answer(page) == "3"
    edit(page, "return y.index(max(y))", "return y.index(min(y[4:6]))")
    assert answer(page) in ("4", "5")
    assert f"The Python code says {answer(page)}, though 3 has" in sentence(page)
    assert part(page, "edited").is_displayed()
    part(page, "reset-code").click()
    assert answer(page) == "3"
    assert not part(page, "edited").is_displayed()


def test_one_can_write_it_anew_by_hand(page) -> None:
    show(page, 3)
    write(page, "from math import sqrt", "def digit(x):", "print('lit:', sum(x) > 0)", "return 7")
    text = page.execute_script("return groundup.find('code').value")
    assert text.splitlines()[1:] == [
        "def digit(x):",
        "    print('lit:', sum(x) > 0)",
        "    return 7",
    ]
    assert answer(page) == "7"
    assert part(page, "printed").text == "lit: True"


def test_an_error_is_shown_in_place_with_the_readers_own_line(page) -> None:
    show(page, 3)
    edit(page, "return y.index", "return y.indx")
    error = part(page, "error").text
    line = next(
        i
        for i, text in enumerate(part(page, "code").get_property("value").splitlines(), 1)
        if "indx" in text
    )
    assert error.splitlines()[0] == "Traceback (most recent call last):"
    assert error.splitlines()[-3:] == [
        f'  File "recogniser.py", line {line}, in argmax',
        "    return y.indx(max(y))",
        "AttributeError: 'list' object has no attribute 'indx'",
    ]
    assert page.find_element("css selector", "#numbers .marked").text == str(line)
    assert part(page, "error").get_attribute("role") == "alert"
    assert answer(page) == ""
    assert sentence(page) == "The Python code has an error."
    edit(page, "y.indx", "y.index")
    assert answer(page) == "3"
    assert not part(page, "error").is_displayed()


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("def argmax(y):", "def argmax(y)", "SyntaxError: expected ':'"),
        ("total = 0.0", "total = [] + 0", "TypeError: "),
        ("a = feedforward(x)", "a = digit(x)", "RecursionError: "),
        ("def digit(x):", "def digits(x):", "NameError: name 'digit' is not defined"),
        ("from math import exp", "import os", "Error: No module named 'os'; of Python's library"),
        ("return argmax(a[len(w)]), a", "return", "TypeError: digit(x) returned None; the page"),
        ("return argmax(a[len(w)]), a", "return 1, 2, 3", "TypeError: digit(x) returned (1, 2, 3)"),
    ],
)
def test_every_kind_of_error_is_told(page, old: str, new: str, error: str) -> None:
    show(page, 3)
    edit(page, old, new)
    assert error in part(page, "error").text.splitlines()[-1]
    assert answer(page) == ""


def test_an_answer_that_is_no_digit_is_said_to_be_none(page) -> None:
    show(page, 3)
    write(page, "def digit(x):", "return 12")
    assert sentence(page) == "The Python code returned 12, which is not a digit."
    assert answer(page) == ""
    write(page, "def digit(x):", "return 10 ** 400")
    assert sentence(page) == "The Python code did not return a digit."


def test_it_is_python_as_elsewhere(page) -> None:
    show(page, 3)
    write(page, "def digit(x):", "print({type(each) for each in (w, w[0], w[0][0], b, b[0], x)})")
    assert part(page, "printed").text == "{<class 'list'>}"


def hurry(page) -> None:
    """Python that does not end is given 2 seconds, not 5."""
    page.execute_script("groundup.Sandbox.longest = 2000")


def test_an_endless_loop_ends_and_is_not_tried_again(page) -> None:
    show(page, 3)
    hurry(page)
    endless = ["    while True:", "     try:", "      while True: pass", "     except: pass"]
    edit(page, "    total = 0.0", "\n".join(endless))
    said = part(page, "error").text
    assert re.search(r"TimeoutError: it was stopped after \d+ seconds$", said)
    began = time.monotonic()
    show(page, 4)
    assert part(page, "error").text == said
    assert time.monotonic() - began < 1
    part(page, "reset-code").click()
    assert answer(page) == "4"


def test_weights_that_it_changed_are_as_before_when_it_is_reset(page) -> None:
    show(page, 3)
    write(page, "def digit(x):", "for row in w[0]:", "row[:] = [0.0] * 784", "return 7")
    show(page, 4)
    part(page, "reset-code").click()
    assert answer(page) == "4"
    assert sentence(page) == "That is a 4 (activation over 0.99)."


ENDLESS = "def digit(x):\n    return sum(range(10**12))"
UNENDED = "This code did not finish the last time it ran"


def test_a_start_never_runs_a_text_that_did_not_end(browser, exported: Path) -> None:
    open_page(browser, exported)
    show(browser, 3)
    browser.execute_script(
        """
        groundup.find("code").value = arguments[0];
        groundup.find("code").dispatchEvent(new Event("input"));
        groundup.find("run").click();
        """,
        ENDLESS,
    )
    for _ in range(2):  # the first time while it runs
        open_page(browser, exported)
        began = time.monotonic()
        assert "did not finish, so it will not run again" in sentence(browser)
        assert part(browser, "error").text.startswith(UNENDED)
        assert part(browser, "code").get_property("value") == ENDLESS
        assert time.monotonic() - began < 2
    edit(browser, "sum(range(10**12))", "5")
    assert answer(browser) == "5"
    open_page(browser, exported)
    assert answer(browser) == "5"  # it has ended, and is run
    hurry(browser)
    edit(browser, "5", "sum(range(10**12))")
    assert "this line did not finish" in part(browser, "error").text
    open_page(browser, exported)
    assert part(browser, "error").text.startswith(UNENDED)
    hurry(browser)
    part(browser, "run").click()
    assert answer(browser) == ""
    assert "this line did not finish" in part(browser, "error").text


def test_a_page_that_keeps_nothing_runs_python_too(browser, exported: Path) -> None:
    full = {"source": "Storage.prototype.setItem = () => { throw new DOMException('full') };"}
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", full)
    try:
        open_page(browser, exported)
        show(browser, 3)
        edit(browser, "return y.index(max(y))", "return 8")
        assert answer(browser) == "8"
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
