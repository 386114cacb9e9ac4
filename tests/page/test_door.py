"""The first stop of the Backprop tab in Chromium: one predicts, nudges, drags, and takes a step."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scripts.chromium import mouse, show_as_before, show_on, wait
from tests.page.hands import NEXT, box, by_keys, by_mouse, by_touch, said, text

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys


@pytest.fixture
def door(opened) -> Iterator:
    show_on(opened, 1366, 768)
    opened.execute_script("""
        groundup.tabs.show("backprop");
        groundup.backprop.go("door");
        Object.assign(groundup.door.state, { guesses: {}, found: false });
        groundup.door.go("output");
        scrollTo(0, 0);
    """)
    yield opened
    show_as_before(opened)
    assert opened.get_log("browser") == []


ANSWERS = ".stage:not([hidden]) .lecture-answers button"
FIRST, SECOND = f"{ANSWERS}:first-child", f"{ANSWERS}:last-child"
BACK = ".path-bar button:first-child"


@pytest.mark.parametrize(("press", "width"), [(by_mouse, 1366), (by_touch, 390), (by_keys, 1366)])
def test_one_walks_the_path_by_any_hand(door, press, width: int) -> None:
    show_on(door, width, 768 if width > 500 else 844)
    assert "it says 0.530" in said(door)
    press(door, FIRST)
    wait(lambda: said(door).startswith("Right, it rises"), "the verdict")
    press(door, SECOND)
    wait(lambda: said(door).startswith("Right, the slope is below 0"), "the slope")
    assert text(door, ".stage:not([hidden]) .lecture-sum").splitlines()[-1] == "= −0.058"
    assert text(door, ".stage:not([hidden]) .listing .on mark") == "0.1048"
    press(door, NEXT)
    assert said(door).startswith("Every weight has its curve")
    for title in ("Begin at the end", "Send it back", "All nine at once"):
        press(door, NEXT)
        assert said(door).startswith(title)
    wait(lambda: tags(door)[4].startswith("−0.059"), "the slopes")
    assert len(tags(door)) == 9
    press(door, NEXT)
    assert "from 0.530 to 0.632" in said(door)
    wait(lambda: "0.632" in text(door, ".hand"), "the output to be there")
    assert text(door, ".stage:not([hidden]) .lecture-sum").splitlines()[0] == "cost 0.1106 → 0.0676"
    press(door, NEXT)
    assert door.execute_script("return groundup.backprop.stop") == "own"
    press(door, BACK)
    assert door.execute_script("return groundup.backprop.stop") == "door"


def test_on_a_phone_one_sees_the_picture_with_the_answers_and_the_curve(door) -> None:
    show_on(door, 390, 844)
    seen = """
        const bar = document.querySelector(".path-bar").getBoundingClientRect().top;
        const parts = [".hand", ".lecture-answers:not([hidden])", ".cost-curve"];
        const places = parts.map((name) => document.querySelector(`.stage:not([hidden]) ${name}`))
            .map((part) => part?.getBoundingClientRect()).filter((place) => place?.height);
        return places.length > 1 && places.every(({ top, bottom }) => top >= 0 && bottom <= bar);
    """
    by_touch(door, FIRST)
    wait(lambda: door.execute_script(seen), "the picture and two answers")
    by_touch(door, SECOND)
    by_touch(door, NEXT)
    wait(lambda: door.execute_script(seen), "the picture and the curve")


def tags(page) -> list[str]:
    script = """
        const shown = [...document.querySelectorAll(".hand .tag:not([hidden]) text")];
        return shown.map((one) => one.textContent);
    """
    return page.execute_script(script)


def test_a_wrong_prediction_is_met_kindly(door) -> None:
    by_mouse(door, SECOND)
    assert said(door).startswith("Look, it rises")
    assert "easy to get wrong" in said(door)
    by_mouse(door, FIRST)
    assert said(door).startswith("Look, the slope is below 0")
    wait(lambda: "0.542" in text(door, ".hand"), "the picture to show why")
    assert "was 0.530" in text(door, ".hand")


def test_a_weight_is_dragged_along_its_curve(door) -> None:
    door.execute_script("groundup.door.go('slope')")
    before = text(door, ".stage:not([hidden]) .lecture-sum")
    left, top, width, height = box(door, ".cost-curve")
    mouse(door, "down", (left + width / 2, top + height / 2))
    mouse(door, "move", (left + width / 4, top + height / 2))
    mouse(door, "up", (left + width / 4, top + height / 2))
    assert text(door, ".stage:not([hidden]) .lecture-sum") != before
    value = door.execute_script("return groundup.door.state.values[4]")
    assert value < 0
    said_there = text(door, ".stage:not([hidden]) .listing .on mark")
    assert float(said_there) > 0.1106  # less of this weight costs more


def test_the_slider_and_the_picture_take_keys(door) -> None:
    door.execute_script(
        "groundup.door.go('slope'); document.querySelector('.hand [tabindex=\"0\"]').focus()"
    )
    actions = selenium.ActionChains(door, duration=0)
    actions.send_keys(KEYS.ARROW_LEFT, KEYS.ARROW_LEFT).perform()  # from v1 to w21
    assert "Found: the weight x₁ → h₂ has a slope above 0" in said(door)
    name = door.switch_to.active_element.accessible_name
    assert name == "weight x₁ → h₂ is 1.00"
    door.execute_script("document.querySelector('.cost-drag input').focus()")
    selenium.ActionChains(door, duration=0).send_keys(KEYS.ARROW_RIGHT).perform()
    assert door.execute_script("return groundup.door.state.values[2]") == pytest.approx(1.05)
    spoken = "return document.querySelector('.cost-drag input').getAttribute('aria-valuetext')"
    assert re.fullmatch(r"1\.05, slope 0\.01\d\d", door.execute_script(spoken))


def test_the_picture_is_told_in_words(door) -> None:
    label = "return document.querySelector('.hand').getAttribute('aria-label')"
    assert "The output is 0.530 and should be 1" in door.execute_script(label)
    assert "weight x₂ → h₁ is −0.25" in door.execute_script(label)


def test_the_way_back_shows_how_steep_the_curves_are(door) -> None:
    """The slope of the sigmoid, which every delta is multiplied by."""
    label = "return document.querySelector('.sigmoid-curve').getAttribute('aria-label')"
    door.execute_script("groundup.door.go('last')")
    assert "out: slope 0.249." in door.execute_script(label)
    door.execute_script("groundup.door.go('hidden')")
    assert "h₁: slope 0.250; h₂: slope 0.105." in door.execute_script(label)
    assert door.find_element("css selector", ".sigmoid-curve").is_displayed()
    door.execute_script("groundup.door.go('all')")
    assert not door.find_element("css selector", ".sigmoid-curve").is_displayed()


def test_who_wants_no_motion_gets_none(door) -> None:
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    door.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    script = "groundup.door.go('step'); return document.querySelector('.hand').textContent"
    assert "0.632" in door.execute_script(script)
