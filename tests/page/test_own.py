"""The second stop of the Backprop tab in Chromium: six steps on a digit that is drawn, whose
numbers are the library's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Network
from scripts.chromium import draw, mouse, open_page, show_as_before, show_on, wait
from tests.page.hands import NEXT, by_keys, by_touch, said, text
from tests.page.test_exported import EXAMPLES

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys
TITLES = ["It guesses", "How wrong is it?", "The blame goes back", "Times the slope",
          "Every line gets its slope", "One small step"]  # fmt: skip
LESSON = """
    const { lesson, x, y } = groundup.own.state;
    const lists = (arrays) => arrays.map((array) => Array.from(array));
    const { passed, stepped, after, cost, then, eta, network } = lesson;
    return { x: Array.from(x), y, cost, then, eta, w: lists(network.w), b: lists(network.b),
        a: lists(passed.a), delta: lists(passed.delta), error: lists(passed.error),
        dw: lists([passed.dw(0), passed.dw(1)]), stepped: lists(stepped.w), after: lists(after.a) };
"""
RESTED = "return groundup.own.state.share === 1"


@pytest.fixture
def own(opened) -> Iterator:
    """That stop, with the drawing that comes with the page."""
    show_on(opened, 1366, 768)
    opened.execute_script("""
        groundup.tabs.show("backprop");
        groundup.backprop.go("own");
        groundup.own.take(groundup.carried.hard.strokes, groundup.carried.hard.digit);
        scrollTo(0, 0);
    """)
    yield opened
    opened.execute_script("groundup.ink.clear()")
    show_as_before(opened)
    assert opened.get_log("browser") == []


def network(got: dict[str, Any]) -> Network:
    """The library's network with these weights and biases."""
    made = Network([784, 30, 10], ["sigmoid", "sigmoid"], "quadratic", seed=0)
    for l, (w, b) in enumerate(zip(got["w"], got["b"], strict=True)):
        made.w[l] = np.reshape(w, made.w[l].shape).astype(made.dtype)
        made.b[l] = np.asarray(b, made.dtype)
    return made


def test_the_numbers_are_the_librarys(own) -> None:
    got = own.execute_script(LESSON)
    small = network(got)
    x, y = np.asarray([got["x"]]), np.asarray([got["y"]])
    dw, db = small.gradients(x, y)
    for l in (0, 1):
        assert got["dw"][l] == pytest.approx(np.ravel(dw[l]), rel=1e-4, abs=1e-7)
        assert got["delta"][l] == pytest.approx(np.ravel(db[l]), rel=1e-4, abs=1e-7)
        stepped = small.w[l] - got["eta"] * dw[l]
        assert got["stepped"][l] == pytest.approx(np.ravel(stepped), rel=1e-4, abs=1e-6)
    outputs = small.feedforward(x)[0]
    assert got["a"][2] == pytest.approx(outputs, rel=1e-4, abs=1e-6)
    assert got["cost"] == pytest.approx(((outputs - np.eye(10)[got["y"]]) ** 2).sum() / 2, rel=1e-4)
    assert got["then"] < got["cost"]


def test_it_begins_with_a_drawing_that_there_is_much_to_learn_from(own) -> None:
    got = own.execute_script(LESSON)
    assert got["cost"] > 0.1
    outputs, after = got["a"][2], got["after"][2]
    assert int(np.argmax(outputs)) != got["y"]
    assert int(np.argmax(after)) == got["y"]  # one step is enough to see it learn


@pytest.mark.parametrize(("press", "width"), [(by_touch, 390), (by_keys, 1366)])
def test_six_steps_on_a_digit_that_one_draws(own, press, width: int) -> None:
    """With a finger; and with keys, where the mouse draws."""
    show_on(own, width, 768 if width > 500 else 844)
    press(own, ".own-target button:not([aria-pressed])")
    draw(own, EXAMPLES[7]["strokes"], by="touch" if width < 500 else "mouse")
    wait(lambda: own.execute_script("return groundup.own.state.y") == 7, "the 7 to be read")
    own.find_element("css selector", ".pad > .main").click()
    press(own, NEXT)
    press(own, ".own-target .ten [value='2']")
    press(own, ".stage:not([hidden]) .lecture-steps [value=guess]")
    for at, title in enumerate(TITLES):
        assert said(own).startswith(title)
        wait(lambda: own.execute_script(RESTED), "it to rest")
        shown = shown_numbers(own)
        assert shown["python"], title
        assert shown["python"][-1] in shown["sum"], title  # the statement's number is the sum's
        assert set(shown["python"]) & painted(own), title  # and the picture's
        if at < len(TITLES) - 1:
            press(own, NEXT)
    got = own.execute_script(LESSON)
    assert f"cost {got['cost']:.3f} → {got['then']:.3f}" in text(own, ".stage-own .lecture-sum")
    assert got["then"] < got["cost"]


def shown_numbers(page) -> dict[str, list[str]]:
    """The marked numbers: of the Python, and of the sum."""
    script = """
        const marks = (selector) => [...document.querySelectorAll(`.stage-own ${selector} mark`)];
        const texts = (selector) => marks(selector).map((one) => one.textContent);
        return { python: texts(".listing .on"), sum: texts(".lecture-sum") };
    """
    return page.execute_script(script)


def painted(page) -> set[str]:
    """The numbers that are written in the picture with the marker behind them."""
    script = """
        const { prototype } = CanvasRenderingContext2D;
        const { fillText, fill } = prototype;
        const mark = getComputedStyle(document.documentElement).getPropertyValue("--mark").trim();
        const found = [];
        let marked = false;
        prototype.fill = function () { marked = this.fillStyle === mark; fill.call(this); };
        prototype.fillText = function (text, ...where) {
            if (marked) found.push(text);
            marked = false;
            fillText.call(this, text, ...where);
        };
        groundup.own.picture.paint();
        Object.assign(prototype, { fillText, fill });
        return found;
    """
    return {text.removeprefix("+") for text in page.execute_script(script)}


OUTSIDE = """
    const { prototype } = CanvasRenderingContext2D;
    const { fillText } = prototype;
    const { picture } = groundup.own;
    const found = [];
    prototype.fillText = function (text, x, y) {
        const { width } = this.measureText(text);
        const left = { left: x, center: x - width / 2, right: x - width }[this.textAlign];
        if (left < 0 || left + width > picture.made.width) found.push(text);
        fillText.call(this, text, x, y);
    };
    picture.paint();
    Object.assign(prototype, { fillText });
    return [found, picture.made.width];
"""


def test_numbers_stay_in_the_picture_where_it_is_narrow(own) -> None:
    """The last output's, too: the 9 that the first drawing is taken for."""
    show_on(own, 844, 390)
    for step in (0, 1):
        own.execute_script("groundup.own.go(arguments[0])", step)
        wait(lambda: own.execute_script(RESTED), "it to rest")
        outside, width = own.execute_script(OUTSIDE)
        assert width < 300
        assert outside == []


def test_a_clear_digit_is_told_to_have_hardly_an_error(own) -> None:
    own.execute_script("groundup.own.take(arguments[0])", EXAMPLES[0]["strokes"])
    assert "there is hardly any error to see" in said(own)


def test_a_tapped_neuron_is_the_one_that_is_told(own) -> None:
    own.execute_script("groundup.own.go(2)")
    wait(lambda: own.execute_script(RESTED), "it to rest")
    place = """
        const { made, scene } = groundup.own.picture;
        const { neuron } = groundup.own.state;
        const i = scene.columns[0].units.findIndex(({ j }) => j !== neuron);
        const { x, y } = made.columns[0][i];
        const { left, top } = document.querySelector(".stage-own canvas").getBoundingClientRect();
        return [left + x, top + y, scene.columns[0].units[i].j];
    """
    x, y, j = own.execute_script(place)
    mouse(own, "down", (x, y))
    mouse(own, "up", (x, y))
    assert f"error[{j}] = " in text(own, ".stage-own .lecture-sum")
    assert own.execute_script("return groundup.own.state.neuron") == j


def test_keys_go_to_a_neuron_and_choose_it(own) -> None:
    own.execute_script("groundup.own.go(3)")
    wait(lambda: own.execute_script(RESTED), "it to rest")
    own.execute_script("document.querySelector('.stage-own .living-stage').focus()")
    actions = selenium.ActionChains(own, duration=0)
    # To the output, its largest line, the neuron that this comes from, and the one below that.
    actions.send_keys(*[KEYS.ARROW_LEFT] * 3, KEYS.ARROW_DOWN, KEYS.ENTER).perform()
    pinned = own.execute_script("return groundup.own.picture.pinned")
    assert pinned["l"] == 0
    assert own.execute_script("return groundup.own.state.neuron") == pinned["j"]
    assert f"delta[0][{pinned['j']}] = " in text(own, ".stage-own .lecture-sum")


def test_it_says_which_network_one_sees(own) -> None:
    assert "784-30-10" in text(own, ".own-which")
    assert "quadratic cost" in text(own, ".own-which")


def test_the_picture_is_told_in_words(own) -> None:
    own.execute_script("groundup.own.go(1)")
    told = "return document.querySelector('.stage-own .stage-picture > .aside').textContent"
    assert own.execute_script(told).startswith("How wrong is it?: output 0 ")


def test_a_network_with_convolutions_in_use_is_no_hindrance(own) -> None:
    """The stop has a network of its own, whatever the page reads with."""
    used = own.execute_script("return groundup.own.state.network === groundup.small")
    assert used


def test_who_wants_no_motion_is_told_all_at_once(browser, exported: Path) -> None:
    """From the first time that the stop is seen, when the picture has no size yet."""
    open_page(browser, exported)
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.execute_script("groundup.tabs.show('backprop'); groundup.backprop.go('own')")
    wait(lambda: said(browser).startswith("It guesses"), "its guess")
    assert shown_numbers(browser)["python"] == shown_numbers(browser)["sum"]
    browser.execute_script("groundup.own.go(2)")
    assert browser.execute_script(RESTED)
    assert said(browser).startswith("The blame goes back")
