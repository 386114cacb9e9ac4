"""What is done to the Backprop tab, by mouse, touch and keyboard, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.chromium import mouse, touch

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

NEXT = ".path-bar .main"


def text(page: Chrome, selector: str) -> str:
    """What is written there, where it is shown; in the last of several places."""
    script = """
        const one = [...document.querySelectorAll(arguments[0])].at(-1);
        return one.innerText ?? one.textContent; // shapes have no innerText
    """
    return page.execute_script(script, f"#backprop {selector}")


def said(page: Chrome) -> str:
    return text(page, ".stage:not([hidden]) [role=status]")


def centre(page: Chrome, selector: str) -> tuple[float, float]:
    left, top, width, height = box(page, selector)
    return left + width / 2, top + height / 2


def box(page: Chrome, selector: str) -> list[float]:
    script = """
        const one = document.querySelector(arguments[0]);
        one.scrollIntoView({ block: "nearest" });
        const box = one.getBoundingClientRect();
        return [box.left, box.top, box.width, box.height];
    """
    return page.execute_script(script, f"#backprop {selector}")


def by_mouse(page: Chrome, selector: str) -> None:
    place = centre(page, selector)
    mouse(page, "down", place)
    mouse(page, "up", place)


def by_touch(page: Chrome, selector: str) -> None:
    place = centre(page, selector)
    touch(page, "down", place)
    touch(page, "up", place)


def by_keys(page: Chrome, selector: str) -> None:
    from selenium.webdriver import ActionChains, Keys

    page.execute_script("document.querySelector(arguments[0]).focus()", f"#backprop {selector}")
    ActionChains(page, duration=0).send_keys(Keys.ENTER).perform()
