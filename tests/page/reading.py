"""What the page says, for its tests."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from groundup.page.encoding import SAFE
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


def correct(page: Chrome, label: int) -> None:
    """Says which digit the drawing is, where the page has not read that."""
    buttons = page.find_element("id", "labels")
    if not buttons.is_displayed():
        page.find_element("id", "disagree").click()
    buttons.find_element("css selector", f"[value='{label}']").click()


def undense(text: str) -> bytes:
    """The bytes that `groundup.page.encoding.dense` wrote."""
    return base64.b85decode(text.translate({new: old for old, new in SAFE.items()}))


def network_text(page: Chrome) -> list[str]:
    """What the picture of the network says to who cannot see it, a sentence each."""
    script = "return [...document.querySelectorAll('#living .living > .aside p')]"
    return page.execute_script(f"{script}.map((one) => one.textContent)")
