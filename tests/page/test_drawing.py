"""Drawing with a mouse, a pen, a finger or keys, and what the page says to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.chromium import draw, mouse, place_of_canvas, show_on, touch, wait
from tests.page.reading import a, answer, sentence, show

DRAWINGS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "drawings.json").read_text(encoding="utf-8")
)
DIGITS = [one for one in DRAWINGS if one["label"] is not None and len(one["strokes"][0]) > 3]
FIRST, LAST = (
    [next(one for one in drawings if one["label"] == digit) for digit in range(10)]
    for drawings in (DIGITS, DIGITS[::-1])
)
FOUR = FIRST[4]["strokes"]  # two of them


def drawn(page) -> list[list[list[float]]]:
    """The strokes that the page knows of."""
    return page.execute_script("return groundup.ink.strokes")


@pytest.mark.parametrize(
    ("by", "drawings"), [("mouse", FIRST[::2]), ("touch", LAST[1::2]), ("pen", FIRST[4:6])]
)
def test_digits_drawn_by_hand_are_read(page, by: str, drawings) -> None:
    if by == "touch":
        show_on(page, 360, density=2)
    for drawing in drawings:
        page.find_element("id", "clear").click()
        draw(page, drawing["strokes"], by)
        assert len(drawn(page)) == len(drawing["strokes"])
        assert answer(page) == str(drawing["label"]), drawing["name"]
        assert sentence(page).startswith(f"That is {a(drawing['label'])}")


def test_the_known_drawings_are_read_or_doubted_and_quickly(page) -> None:
    script = """
        const [drawings, done] = arguments;
        const said = (id) => groundup.find(id).textContent;
        async function read(strokes) {
            groundup.ink.load(strokes);
            await groundup.answered();
            return [said("answer"), said("sentence"), parseInt(said("timing"))];
        }
        (async () => {
            const all = [];
            for (const strokes of drawings) all.push(await read(strokes));
            done(all);
        })();
    """
    read = page.execute_async_script(script, [drawing["strokes"] for drawing in DIGITS])
    unsure = []
    for (mark, line, _), drawing in zip(read, DIGITS, strict=True):
        assert str(drawing["label"]) in line, drawing["name"]
        unsure += [drawing["name"]] if mark == "?" else []
    assert len(unsure) <= 1
    milliseconds = sorted(took for _, _, took in read)[len(read) // 2]
    print(f"a reading takes {milliseconds} ms")
    assert milliseconds < 50  # about 5 on an idle machine


def test_the_page_does_not_scroll_while_a_finger_draws(page) -> None:
    show_on(page, 360, 640)
    where = "return [scrollX, scrollY]"
    for line in ([(0.5, y / 20) for y in range(19, 0, -1)], [(x / 20, 0.5) for x in range(1, 20)]):
        draw(page, [line], "touch")
        assert page.execute_script(where) == [0, 0]
    touch(page, "down", (180, 600))  # and beside the canvas it does
    for y in range(580, 300, -20):
        touch(page, "move", (180, y))
    touch(page, "up", (180, 320))
    wait(lambda: page.execute_script(where)[1] > 0, "the page to scroll")
    assert len(drawn(page)) == 2


def test_a_second_finger_does_not_draw(page) -> None:
    show_on(page, 360)
    left, top, side = place_of_canvas(page)
    first, second = ({"id": i, "x": left + (1 + i) / 4 * side, "y": top + 20} for i in range(2))
    events = [("touchStart", [first]), ("touchStart", [first, second])]
    for step in range(1, 5):
        moved = [finger | {"y": finger["y"] + 20 * step} for finger in (first, second)]
        events.append(("touchMove", moved))
    for kind, fingers in [*events, ("touchEnd", [])]:
        page.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    (stroke,) = drawn(page)
    assert all(x == pytest.approx(0.25, abs=0.01) for x, _ in stroke)


def test_a_line_may_leave_the_canvas_and_come_back(page) -> None:
    left, top, side = place_of_canvas(page)
    mouse(page, "down", (left + 0.9 * side, top + 0.5 * side))
    for x in (1.0, 1.1, 1.2, 1.1, 1.0, 0.9):
        mouse(page, "move", (left + x * side, top + 0.6 * side))
    mouse(page, "move", (left + 1.1 * side, top + 0.7 * side))
    mouse(page, "up", (left + 1.1 * side, top + 0.7 * side))
    mouse(page, "move", (left + 0.5 * side, top + 0.5 * side), "mouse")
    (stroke,) = drawn(page)
    assert max(x for x, _ in stroke) == pytest.approx(1.2, abs=0.01)
    assert stroke[-1] == pytest.approx([1.1, 0.7], abs=0.01)


def test_undo_takes_a_stroke_back_and_clear_all(page) -> None:
    draw(page, FOUR)
    page.find_element("id", "undo").click()
    assert len(drawn(page)) == 1
    page.find_element("id", "clear").click()
    assert drawn(page) == []
    assert answer(page) == ""
    assert sentence(page) == "Draw a digit, and its reading appears here."


@pytest.mark.parametrize("density", [1, 3])
def test_the_canvas_is_as_fine_as_the_screen(page, density: int) -> None:
    show_on(page, 360, density=density)
    page.find_element("id", "canvas").click()
    sizes = "const { width, height } = groundup.find('canvas'); return [width, height]"
    side = density * (360 - 2 * 16 - 2)
    wait(lambda: page.execute_script(sizes) == [side, side], f"{side} pixels a side")


def test_a_drawing_is_kept_in_the_strip_and_comes_back(page) -> None:
    draw(page, FOUR)
    before = drawn(page)
    page.find_element("id", "clear").click()
    kept = page.find_element("css selector", "#history button")
    assert kept.text == "4"
    assert kept.accessible_name.startswith("That is a 4")
    kept.click()
    assert answer(page) == "4"
    assert drawn(page) == before


def test_a_scribble_and_a_dot_are_no_digits(page) -> None:
    draw(page, [[(0.2 + 0.04 * i, 0.2 if i % 2 else 0.8) for i in range(16)]])
    assert answer(page) == "?"
    assert sentence(page) == "Not sure: there is more ink here than in any digit."
    page.find_element("id", "clear").click()
    page.find_element("id", "canvas").click()
    assert answer(page) == "?"
    assert sentence(page) == "Not sure: there is too little ink here for a digit."


def test_between_a_7_and_a_1_it_is_not_sure(page) -> None:
    said = []
    for hundredth in range(30, 56):
        strokes = [[(hundredth / 100, 0.2), (0.6, 0.2), (0.5, 0.85)]]
        page.execute_script("groundup.ink.load(arguments[0])", strokes)
        said.append((answer(page), sentence(page)))
    assert said[0][0] == "7"
    assert said[-1][0] == "1"
    assert any(line.startswith("Not sure") for mark, line in said if mark == "?")


def test_undo_brings_back_what_clear_took(page) -> None:
    show(page, 4)
    before = page.execute_script("return groundup.ink.strokes")
    for name in ("clear", "clear", "undo"):
        page.find_element("id", name).click()
    assert page.execute_script("return groundup.ink.strokes") == before
    assert answer(page) == "4"


def test_the_buttons_stay_where_they_are_when_keys_are_used(page) -> None:
    place = "return groundup.find('clear').getBoundingClientRect().top"
    before = page.execute_script(place)
    page.find_element("id", "canvas").send_keys(" ")
    assert page.find_element("id", "keys").size["height"] > 10
    assert page.execute_script(place) == before


def test_on_a_low_screen_there_is_room_beside_the_canvas(page) -> None:
    show_on(page, 640, 360)
    sheet = page.find_element("id", "sheet")
    assert sheet.size["height"] <= 0.76 * 360
    assert sheet.size["width"] == sheet.size["height"]
