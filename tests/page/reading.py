"""What the page says, for its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.chromium import answered

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


def a(digit: int) -> str:
    """A digit with its article."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def answer(page: Chrome) -> str:
    """What is written large, once the page has answered: a digit, "?", or nothing."""
    answered(page)
    return page.find_element("id", "answer").text


def sentence(page: Chrome) -> str:
    answered(page)
    return page.find_element("id", "sentence").text


def show(page: Chrome, digit: int) -> None:
    """One of the page's ten examples."""
    page.find_element("css selector", f"[data-example='{digit}']").click()
    answered(page)
