"""The page without a pointer, and for eyes and ears of every kind."""

from __future__ import annotations

import re
from typing import Any

import pytest

from groundup.page.building import STATIC
from scripts.chromium import draw, mouse, place_of_canvas, show_on, wait
from tests.page.reading import a, answer, correct, sentence, show

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys
ONE = [[(0.5, 0.2 + 0.02 * i) for i in range(31)]]


def press(page, *keys: str) -> None:
    """On the keyboard, wherever the focus is."""
    selenium.ActionChains(page, duration=0).send_keys(*keys).perform()


def press_with_control(page, key: str) -> None:
    actions = selenium.ActionChains(page, duration=0).key_down(KEYS.CONTROL)
    actions.send_keys(key).key_up(KEYS.CONTROL).perform()


def go_to_the_top(page) -> None:
    """As if one had just come to the page: Tab goes to the tabs, to the language, to the canvas."""
    script = "const top = document.querySelector('h1'); top.tabIndex = -1; top.focus()"
    page.execute_script(script)
    press(page, KEYS.TAB, KEYS.TAB, KEYS.TAB)


def nodes(page, *roles: str) -> list[dict[str, Any]]:
    """What assistive technology is told of, of these roles."""
    tree = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    seen = [node for node in tree if not node["ignored"]]
    return [node for node in seen if node["role"]["value"] in roles]


def test_a_digit_can_be_drawn_with_the_keyboard_alone(page) -> None:
    go_to_the_top(page)
    assert page.switch_to.active_element.get_attribute("id") == "canvas"
    assert page.find_element("id", "keys").size["height"] > 10  # how to, where it can be seen
    press(page, KEYS.SPACE, *[KEYS.ARROW_DOWN] * 14, KEYS.SPACE)
    assert answer(page) == "1"
    press(page, *[KEYS.ARROW_UP] * 7, KEYS.SPACE, *[KEYS.ARROW_RIGHT] * 2, KEYS.SPACE)
    assert len(page.execute_script("return groundup.ink.strokes")) == 2
    press_with_control(page, "z")
    assert answer(page) == "1"
    press(page, KEYS.ESCAPE)
    assert page.execute_script("return groundup.ink.strokes") == []


def test_keys_that_undo_and_clear_leave_the_text_alone(page) -> None:
    show(page, 4)
    page.find_element("id", "code").send_keys("x")
    press_with_control(page, "z")
    press(page, KEYS.ESCAPE)
    assert answer(page) == "4"


def test_the_focus_goes_through_the_page_in_its_order(page) -> None:
    show(page, 4)
    go_to_the_top(page)
    stops: list[str] = []
    while "open-corrections" not in stops and len(stops) < 60:
        element = page.switch_to.active_element
        stops.append(element.get_attribute("id") or element.accessible_name)
        press(page, KEYS.TAB)
    expected = [
        "canvas",
        "undo",
        "clear",
        *[f"Show me {a(digit)}" for digit in range(10)],
        "agree",
        "disagree",
        "The network at work",
        "code",
        "run",
        "reset-code",
        "open-corrections",
    ]
    assert [stop for stop in stops if stop in expected] == expected
    assert stops.count("The network at work") == 1  # one stop; arrow keys go on from there


def test_all_that_can_be_used_has_a_name(page) -> None:
    draw(page, ONE)
    correct(page, 7)
    page.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
    found = nodes(page, "button", "textbox", "image", "img", "application", "group", "status")
    controls = [node for node in found if node["role"]["value"] in ("button", "textbox")]
    assert len(controls) > 25
    assert len(nodes(page, "application")) == 2  # the canvas, and the picture of the network
    for node in found:
        named = node["role"]["value"] not in ("group", "status")
        assert not named or node.get("name", {}).get("value"), node
    correct(page, 7)


def spoken(said) -> str:
    """What a screen reader says, with spaces as `sentence` gives them."""
    return said.get_property("textContent").replace("\xa0", " ")


def test_the_answer_is_said_once_the_pen_rests(page) -> None:
    said = page.find_element("id", "said")
    assert said.get_attribute("role") == "status"
    assert said.get_attribute("aria-live") == "polite"
    before = said.get_property("textContent")
    left, top, side = place_of_canvas(page)
    places = [(left + x * side, top + y * side) for x, y in ONE[0]]
    mouse(page, "down", places[0])
    for place in places[1:]:
        mouse(page, "move", place)
    wait(lambda: answer(page) == "1", "a reading while the pen moves")
    assert said.get_property("textContent") == before
    mouse(page, "up", places[-1])
    wait(lambda: spoken(said) == sentence(page), "it to be said")
    assert sentence(page).startswith("That is a 1")


def test_what_is_touched_is_large_enough(page) -> None:
    show_on(page, 360)
    show(page, 4)
    page.find_element("id", "disagree").click()
    sizes = "return [...document.querySelectorAll('#draw > section button')].filter((button) =>"
    sizes += " button.checkVisibility()).map((button) => {"
    sizes += "const { width, height } = button.getBoundingClientRect(); return [width, height] })"
    for width, height in page.execute_script(sizes):
        assert width >= 24
        assert height >= 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    style = (STATIC / "page.css").read_text(encoding="utf-8")
    light, dark = style.split("@media (prefers-color-scheme: dark)", 1)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6})", dark.split("* {", 1)[0]))
    pairs = [("text", "ground"), ("quiet", "ground"), ("accent", "card"), ("bad", "bad-wash")]
    pairs += [(text, "card") for text in ("text", "quiet")] + [("on-accent", "accent")]
    pairs += [(text, "ground") for text in ("comment", "word", "number", "string", "accent")]
    for text, behind in pairs:
        assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind)


def contrast(one: str, other: str) -> float:
    """Between two colours, from 1 to 21 (WCAG 2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
