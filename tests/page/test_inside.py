"""The Inside tab in Chromium: a neuron looked into, the perfect digit, the least change."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import numpy as np
import pytest

from groundup import mathematics
from scripts.chromium import arrived, show_as_before, show_on, wait
from tests.page.reading import pixels, rounded_network, show

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys


@pytest.fixture
def tab(opened):
    """The Inside tab with a drawn 4."""
    opened.execute_script("groundup.tabs.show('draw')")
    show(opened, 4)
    opened.find_element("id", "inside-tab").click()
    yield opened
    show_as_before(opened)
    assert opened.get_log("browser") == []


def words(page, selector: str) -> str:
    return page.execute_script("return document.querySelector(arguments[0]).innerText", selector)


def click(page, selector: str) -> None:
    page.execute_script("document.querySelector(arguments[0]).click()", selector)


def look_into(page, j: int) -> None:
    page.execute_script("groundup.neuron.open(0, arguments[0])", j)


def sums(page) -> dict[str, float]:
    found = re.findall(
        r"(excites it|inhibits it|bias|z = |\) = ):? ?(\S+)", words(page, ".neuron-sum")
    )
    return {name.strip(): float(value.replace("−", "-")) for name, value in found}


def test_a_neuron_s_sum_is_written_out(tab) -> None:
    w, b = rounded_network()
    j = int(np.abs(w[0] @ pixels(tab) + b[0]).argmin())  # neither off nor on
    look_into(tab, j)
    assert words(tab, ".neuron h3") == f"Hidden neuron {j + 1}"
    terms = w[0][j] * pixels(tab)
    z = float(terms.sum() + b[0][j])
    got = sums(tab)
    assert got["excites it"] == pytest.approx(terms[terms > 0].sum(), abs=0.00501)
    assert got["inhibits it"] == pytest.approx(terms[terms < 0].sum(), abs=0.00501)
    assert got["bias"] == pytest.approx(b[0][j], abs=0.00501)
    assert got["z ="] == pytest.approx(z, abs=0.00501)
    assert got[") ="] == pytest.approx(1 / (1 + np.exp(-z)), abs=0.00501)


def test_its_strongest_connections_are_told(tab) -> None:
    look_into(tab, 7)
    w, _ = rounded_network()
    out = w[1][:, 7]
    told = re.findall(r"to (\d): (\S+)", words(tab, ".neuron-parts"))
    assert [int(digit) for digit, _ in told[:3]] == list(np.argsort(-out, kind="stable")[:3])
    for digit, value in told:
        assert float(value.replace("−", "-")) == pytest.approx(out[int(digit)], abs=0.00501)


@pytest.mark.parametrize("change", ["bias", "off"])
def test_what_becomes_of_the_answer(tab, change: str) -> None:
    look_into(tab, 7)
    assert words(tab, ".neuron-said").startswith("The answer is 4")
    w, b = rounded_network()
    if change == "off":
        click(tab, ".neuron input[type=checkbox]")
    else:
        script = "const slider = document.querySelector('.neuron input[type=range]');"
        script += "slider.value = 9; slider.dispatchEvent(new Event('input')); return slider.value"
        b[0][7] = float(tab.execute_script(script))
    a = mathematics.forward(w, b, ["sigmoid", "sigmoid"], pixels(tab)[None]).a
    hidden = a[1].copy()
    if change == "off":
        hidden[0, 7] = 0.0
    outputs = 1 / (1 + np.exp(-(hidden @ w[1].T + b[1])))
    said = words(tab, ".neuron-said")
    found = re.match(r"The answer (stays|becomes) (\d)", said)
    assert found, said
    assert int(found[2]) == outputs.argmax()
    rows = "return [...document.querySelectorAll('.neuron .before-after .value')]"
    after = [
        float(re.findall(r"\d\.\d\d", row)[-1])
        for row in tab.execute_script(f"{rows}.map((one) => one.textContent)")
    ]
    assert after == pytest.approx(np.minimum(outputs[0], 0.99), abs=0.00501)  # "> 0.99"
    click(tab, ".neuron .tools button")
    assert words(tab, ".neuron-said").startswith("The answer is 4")


def test_the_loudest_neuron_is_looked_into_at_first(tab) -> None:
    tab.execute_script("groundup.neuron.close(); groundup.tabs.show('draw')")
    tab.execute_script("groundup.tabs.show('inside')")
    wait(lambda: words(tab, ".neuron h3").startswith("Hidden neuron "), "a neuron")
    w, b = rounded_network()
    hidden = mathematics.forward(w, b, ["sigmoid"] * 2, pixels(tab)[None]).a[1][0]
    assert words(tab, ".neuron h3") == f"Hidden neuron {np.abs(w[1][4] * hidden).argmax() + 1}"


def test_a_neuron_is_opened_by_keys_in_the_picture(tab) -> None:
    tab.execute_script("document.querySelector('#living .living-stage').focus()")
    keys = (KEYS.ARROW_LEFT, KEYS.ARROW_LEFT, KEYS.ARROW_LEFT, KEYS.HOME, KEYS.ENTER)
    selenium.ActionChains(tab, duration=0).send_keys(*keys).perform()
    first = tab.execute_script("return groundup.inUse.picture.scene.chosen[0][0]")
    assert words(tab, ".neuron h3") == f"Hidden neuron {first + 1}"


def test_on_a_phone_the_paper_of_the_picture_opens_the_drawing_area(tab) -> None:
    show_on(tab, 390, 844)
    paper = tab.find_element("id", "paper")
    assert not paper.is_displayed()
    tab.execute_script("groundup.pad.open()")
    assert paper.is_displayed()
    canvas = tab.find_element("id", "canvas")
    assert canvas.size["width"] > 250
    canvas.send_keys(KEYS.ESCAPE)  # leaves it, and the drawing is still there
    wait(lambda: not paper.is_displayed(), "the drawing area to close")
    assert pixels(tab).any()


@pytest.mark.parametrize("digit", [0, 3, 8])
def test_the_perfect_digit_is_one_to_the_network(tab, digit: int) -> None:
    script = "return groundup.growing.perfect(groundup.network, arguments[0])"
    script += ".map(({ x, outputs }) => [Array.from(x), Array.from(outputs)])"
    frames = tab.execute_script(script, digit)
    assert not any(frames[0][0])
    x, outputs = map(np.array, frames[-1])
    assert 0.0 <= x.min() < x.max() <= 1.0
    w, b = rounded_network()
    a = mathematics.forward(w, b, ["sigmoid", "sigmoid"], x[None]).a
    assert a[-1][0] == pytest.approx(outputs, abs=1e-6)
    assert outputs.argmax() == digit
    assert outputs[digit] > 0.99


def test_the_least_change_makes_it_another_digit(tab) -> None:
    for digit in (9, 7, 3):
        click(tab, f".inside-change [value='{digit}']")
        slider = "document.querySelector('.inside-change .film input')"
        tab.execute_script(
            f"{slider}.value = {slider}.max; {slider}.dispatchEvent(new Event('input'))"
        )
        said = words(tab, ".inside-change [role=status]")
        found = re.match(r"The ink of ([\d.]+) pixels has changed. The network reads (\d)", said)
        assert found, said
        assert int(found[2]) == digit
        assert float(found[1]) < 0.6 * pixels(tab).sum()
    assert not tab.find_element("css selector", ".inside-change [value='4']").is_enabled()
    told = words(tab, ".inside-change")
    assert "a picture made to fool this network" in told
    assert "Fools the network" in told


def test_what_is_shown_is_of_this_drawing_and_this_network(tab) -> None:
    fooled = "return document.querySelector('.three figure:last-child figcaption')"
    fooled += ".checkVisibility({ visibilityProperty: true })"
    click(tab, ".inside-change [value='9']")
    for end, said in (("min", False), ("max", True)):
        script = "const slider = document.querySelector('.inside-change .film input');"
        script += f"slider.value = slider.{end}; slider.dispatchEvent(new Event('input'))"
        tab.execute_script(script)
        assert tab.execute_script(fooled) == said  # not before it does
    tab.execute_script("groundup.ink.load(groundup.carried.examples[7].strokes)")
    tab.execute_async_script("groundup.answered().then(arguments[0])")
    assert words(tab, ".inside-change [role=status]").startswith("Choose the digit")
    assert not tab.find_element("css selector", ".inside-change .film").is_displayed()
    grown = "return document.querySelector('.inside-perfect canvas').toDataURL()"
    slider = "const slider = document.querySelector('.inside-perfect .film input');"
    last = f"{slider} slider.value = slider.max; slider.dispatchEvent(new Event('input')); {grown}"
    before = tab.execute_script(last)
    other = """
        const { w, b, recogniser, ...about } = groundup.network;
        const upside = [w[0], w[1].map((weight) => -weight)];
        groundup.setNetwork({ ...about, w: upside, b }).then(groundup.answered).then(arguments[0]);
    """
    tab.execute_async_script(other)
    assert tab.execute_script(last) != before
    tab.execute_script("groundup.training.leave()")
    tab.execute_async_script("groundup.ready.then(groundup.answered).then(arguments[0])")
    wait(lambda: tab.execute_script(last) == before, "the first network's digit")


def test_the_slopes_are_those_of_central_differences(tab) -> None:
    script = """
        const { network, reading, backward } = groundup;
        const x = backward.inputs(reading.pixels);
        const passed = backward.forward(network, x);
        const delta = passed.z.at(-1).map((_, j) => (j === 9 ? 1 : j === 4 ? -1 : 0));
        const sums = (inputs) => backward.forward(network, inputs).z.at(-1);
        const lead = (inputs) => sums(inputs)[9] - sums(inputs)[4];
        const slopes = backward.inputSlopes(network, passed, delta);
        return [100, 300, 378, 406, 500, 600].map((i) => {
            const [up, down] = [x.slice(), x.slice()];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            return [slopes[i], (lead(up) - lead(down)) / 2e-5];
        });
    """
    for slope, difference in tab.execute_script(script):
        assert slope == pytest.approx(difference, rel=1e-4, abs=1e-7)


def test_pictures_are_saved(tab, tmp_path: Path) -> None:
    behaviour = {"behavior": "allow", "downloadPath": str(tmp_path)}
    tab.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
    click(tab, ".inside-perfect [value='7']")
    click(tab, ".inside-perfect .film .tools button:nth-child(2)")
    click(tab, ".inside-change [value='9']")
    click(tab, ".inside-change .film .tools button:nth-child(2)")
    sizes = {"perfect-7.png": (280, 280), "change-to-9.png": (860, 280)}
    arrived(*(tmp_path / name for name in sizes))
    for name, size in sizes.items():
        assert struct.unpack(">II", (tmp_path / name).read_bytes()[16:24]) == size


def test_it_fits_a_phone_and_goes_home_again(tab) -> None:
    show_on(tab, 360)
    assert tab.execute_script("return document.documentElement.scrollWidth") <= 360
    tab.execute_script("groundup.tabs.show('draw')")
    order = "return [...groundup.find('draw').children].slice(0, 3).map((one) => one.id)"
    assert tab.execute_script(order) == ["paper", "reading", "living"]
