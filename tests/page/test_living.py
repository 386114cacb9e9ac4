"""The live diagram of the network in Chromium: what it says, by pointer and keys."""

from __future__ import annotations

import re

import numpy as np
import pytest

from groundup import mathematics
from scripts.chromium import mouse, show_as_before, show_on, touch, wait
from tests.page.reading import answer, network_text, pixels, rounded_network, show
from tests.page.test_contributions import KINDS, made
from tests.page.test_convolution import told

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys
SCENE = "const { scene, made } = groundup.inUse.picture;"
SETTLED = "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0])))"
USE = """
    const floats = (arrays) => arrays.map((array) => Float32Array.from(array));
    const network = { ...arguments[0], w: floats(arguments[0].w), b: floats(arguments[0].b) };
    const recogniser = groundup.recogniser(network);
    groundup.setNetwork({ ...network, recogniser }).then(arguments[1]);
"""


@pytest.fixture
def picture(page):
    """The page with a 4, and the picture of it."""
    show(page, 4)
    page.execute_async_script(SETTLED)
    wait(lambda: page.execute_script("return groundup.inUse.picture.scene?.drawn"), "the picture")
    return page


def numbers(text: str) -> list[float]:
    return [float(one.replace("−", "-")) for one in re.findall(r"[+−]?\d+\.\d+", text)]


def said(page) -> list[str]:
    """What stands below the picture, line by line."""
    lines = "[...document.querySelector('#living .living-told').children]"
    return page.execute_script(f"return {lines}.map((one) => one.textContent)")


def place(page, script: str) -> tuple[float, float]:
    """Where something is on the screen; the script gives its {x, y} in the picture."""
    found = f"""
        {SCENE}
        const stage = document.querySelector("#living .living-stage");
        stage.scrollIntoView({{ block: "center" }});
        const {{ left, top }} = stage.getBoundingClientRect();
        const {{ x, y }} = {script};
        return [left + x, top + y];
    """
    x, y = page.execute_script(found)
    return x, y


def press(page, *keys: str) -> None:
    page.execute_script("document.querySelector('#living .living-stage').focus()")
    selenium.ActionChains(page, duration=0).send_keys(*keys).perform()


def test_the_text_says_the_library_s_numbers(picture) -> None:
    w, b = rounded_network()
    passed = mathematics.forward(w, b, ["sigmoid"] * 2, pixels(picture)[None])
    outputs, total, sigma, *units = network_text(picture)
    assert "784-256-10" in outputs
    shares = re.findall(r"(\d): (\d\.\d+)", outputs)
    assert [int(digit) for digit, _ in shares] == list(range(10))
    for digit, share in shares:
        assert float(share) == pytest.approx(passed.a[-1][0][int(digit)], abs=0.00501)
        assert float(share) < 1
    *parts, z = numbers(total)
    assert sum(parts) == pytest.approx(z, abs=1e-6)
    assert z == pytest.approx(passed.z[-1][0][4], abs=0.00501)
    assert numbers(sigma)[0] == z
    assert len(units) == 8
    shown = 0.0
    for unit in units:
        found = re.fullmatch(r"Hidden neuron (\d+), with activation (\S+), adds (\S+)\.", unit)
        assert found, unit
        j = int(found[1]) - 1
        adds = w[1][4, j] * passed.a[1][0][j]
        assert float(found[3].replace("−", "-")) == pytest.approx(adds, abs=0.00501)
        shown += adds
    assert parts[0] == pytest.approx(shown, abs=0.01)


def test_a_neuron_is_told_of_where_one_points(picture) -> None:
    mouse(picture, "move", place(picture, "made.columns[0][2]"))
    j = picture.execute_script(f"{SCENE} return scene.columns[0].units[2].j")
    w, b = rounded_network()
    terms = w[0][j] * pixels(picture)
    name, total, _ = said(picture)
    assert name.startswith(f"Hidden neuron {j + 1}: activation ")
    excites, inhibits, bias, z = numbers(total)
    assert excites + inhibits + bias == pytest.approx(z, abs=1e-6)
    assert excites == pytest.approx(terms[terms > 0].sum(), abs=0.01)
    assert inhibits == pytest.approx(terms[terms < 0].sum(), abs=0.01)
    assert bias == pytest.approx(b[0][j], abs=0.01)
    mouse(picture, "move", (5, 5))
    assert said(picture)[0].startswith("Output 4: activation")


def test_a_line_and_the_others_are_told_of(picture) -> None:
    w, b = rounded_network()
    hidden = mathematics.forward(w, b, ["sigmoid"] * 2, pixels(picture)[None]).a[1][0]
    press(picture, KEYS.ARROW_LEFT, KEYS.ARROW_LEFT)
    name, rule = said(picture)
    found = re.fullmatch(r"Hidden neuron (\d+) → Output 4: (\S+)", name)
    assert found, name
    j = int(found[1]) - 1
    weight, activation, value = numbers(rule)
    assert weight == pytest.approx(w[1][4, j], abs=0.000501)
    assert activation == pytest.approx(hidden[j], abs=0.000501)
    assert value == pytest.approx(w[1][4, j] * hidden[j], abs=0.00501)
    press(picture, KEYS.END)
    rest = picture.execute_script(f"{SCENE} return scene.outputs[4].rest")
    assert said(picture)[0].startswith("The other 248 neurons → Output 4: ")
    assert numbers(said(picture)[0])[0] == pytest.approx(rest, abs=0.01)  # as in the sum
    press(picture, KEYS.ESCAPE)
    assert answer(picture) == "4"  # what is drawn is still there


def test_keys_lead_from_the_outputs_to_the_ink_and_back(picture) -> None:
    names = []
    for key in [KEYS.ARROW_LEFT] * 5 + [KEYS.ARROW_RIGHT]:
        press(picture, key)
        names.append(said(picture)[0])
    kinds = [r"Output 4: activation", r"Hidden neuron \d+ → Output 4", r"Hidden neuron \d+: act"]
    kinds += [r"The ink here → Hidden neuron \d+", r"Your ink in 28", r"Hidden neuron \d+: act"]
    for name, kind in zip(names, kinds, strict=True):
        assert re.match(kind, name), names
    press(picture, KEYS.ESCAPE)


def test_another_output_is_asked_about_by_a_click(picture) -> None:
    where = place(picture, "made.outputs[9]")
    mouse(picture, "down", where)
    mouse(picture, "up", where)
    w, b = rounded_network()
    z = mathematics.forward(w, b, ["sigmoid"] * 2, pixels(picture)[None]).z[-1][0][9]
    assert numbers(said(picture)[1])[-1] == pytest.approx(z, abs=0.00501)
    assert picture.execute_script(f"{SCENE} return scene.output") == 9
    show(picture, 3)
    wait(lambda: picture.execute_script(f"{SCENE} return scene.output") == 3, "the new digit")


NUMBER = "#living .living-told .dragged"
EDITED = "return groundup.inUse.edited()"


def line_of(page) -> tuple[int, float]:
    """A line into output 4 is chosen: the neuron that it comes from, and its weight."""
    tall = page.execute_script(f"{SCENE} return made.tall")
    press(page, *[KEYS.ARROW_UP if tall else KEYS.ARROW_LEFT] * 2)
    script = """
        const { pinned, scene: { network } } = groundup.inUse.picture;
        return [pinned.k, network.w[1][4 * 256 + pinned.k]];
    """
    k, w = page.execute_script(script)
    return k, w


def drag(page, hand, by: float) -> None:
    """The number of the weight, so many pixels to the right."""
    script = f"""
        const number = document.querySelector("{NUMBER}");
        number.scrollIntoView({{ block: "center" }});
        const {{ left, top, width, height }} = number.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
    """
    x, y = page.execute_script(script)
    hand(page, "down", (x, y))
    for part in range(1, 6):
        hand(page, "move", (x + by * part / 5, y))
    hand(page, "up", (x + by, y))


@pytest.mark.parametrize(("hand", "width"), [(mouse, 1366), (touch, 390)])
def test_a_weight_is_dragged_and_put_back(picture, hand, width: int) -> None:
    show_on(picture, width)
    picture.execute_async_script(SETTLED)
    k, before = line_of(picture)
    w, b = rounded_network()
    assert before == pytest.approx(w[1][4, k])
    was = picture.execute_script(f"{SCENE} return scene.outputs[4].z")
    drag(picture, hand, -60)
    wait(lambda: picture.execute_script(EDITED), "the weight")
    number = picture.find_element("css selector", NUMBER)
    w[1][4, k] = float(number.text.replace("−", "-").removeprefix("↔ "))
    assert w[1][4, k] < before - 0.3
    assert numbers(said(picture)[1])[0] == pytest.approx(w[1][4, k])
    z = mathematics.forward(w, b, ["sigmoid"] * 2, pixels(picture)[None]).z[-1][0][4]
    now = f"{SCENE} return scene.outputs[4].z"
    wait(lambda: picture.execute_script(now) == pytest.approx(z, abs=0.001), "the new sum")
    undo = picture.find_element("css selector", "#living .living-weight button")
    undo.click()
    wait(lambda: picture.execute_script(now) == pytest.approx(was, abs=1e-12), "it as before")
    assert not undo.is_displayed()
    press(picture, KEYS.ESCAPE)


def test_a_weight_goes_up_and_down_by_keys(picture) -> None:
    k, before = line_of(picture)
    number = picture.find_element("css selector", NUMBER)
    assert number.accessible_name == f"The weight of Hidden neuron {k + 1} → Output 4"
    press(picture, KEYS.ENTER)
    keys = [KEYS.ARROW_RIGHT, KEYS.ARROW_UP, KEYS.PAGE_UP, KEYS.ARROW_LEFT]
    for key in keys:
        value = number.get_attribute("aria-valuenow")
        selenium.ActionChains(picture, duration=0).send_keys(key).perform()
        wait(lambda value=value: number.get_attribute("aria-valuenow") != value, "the weight")
    assert float(number.get_attribute("aria-valuenow")) == pytest.approx(before + 0.11, abs=0.006)
    selenium.ActionChains(picture, duration=0).send_keys(KEYS.ESCAPE).perform()
    active = "return document.activeElement.className"
    assert picture.execute_script(active) == "living-stage"
    assert answer(picture) == "4"  # what is drawn is still there
    picture.find_element("css selector", "#living .living-weight button").click()
    wait(lambda: not picture.execute_script(EDITED), "it as before")
    press(picture, KEYS.ESCAPE)


@pytest.mark.parametrize("layers", KINDS)
def test_every_kind_of_network_is_shown_and_says_its_numbers(picture, layers: str) -> None:
    network = made(layers, dtype="float32")
    try:
        picture.execute_async_script(USE, told(network))
        name = "return groundup.layers.written(groundup.inUse.picture.scene.network)"
        wait(lambda: picture.execute_script(name) == layers, "the network")
        x = pixels(picture)[None]
        outputs = mathematics.forward(network.w, network.b, network.activations, x).z[-1][0]
        output = picture.execute_script(f"{SCENE} return scene.output")
        *parts, z = numbers(network_text(picture)[1])
        assert z == pytest.approx(float(outputs[output]), abs=0.0051)
        assert sum(parts) == pytest.approx(z, abs=1e-6)
        inked = """
            const canvas = document.querySelector("#living canvas");
            const { width, height } = canvas;
            const copy = groundup.make("canvas", { width, height });
            const context = copy.getContext("2d", { willReadFrequently: true });
            context.drawImage(canvas, 0, 0);
            const { data } = context.getImageData(0, 0, width, height);
            return data.some((value) => value > 0);
        """
        assert picture.execute_script(inked)
        for key in [KEYS.ARROW_LEFT] * 9:
            press(picture, key)
        assert said(picture)[0].startswith("Your ink")
        press(picture, KEYS.ESCAPE)
    finally:
        picture.execute_script("groundup.training.leave()")


@pytest.mark.parametrize("width", [390, 844, 1366])
def test_it_fits_the_screen_and_is_read_from_left_to_right_or_from_the_top_down(
    picture, width: int
) -> None:
    show_on(picture, width)
    wide = f"{SCENE} return [made.width, made.tall]"
    wait(lambda: picture.execute_script(wide)[0] <= width, "the picture to fit")
    inside, tall = picture.execute_script(wide)
    assert tall is (width == 390)
    rights = picture.execute_script(
        f"{SCENE} return made.outputs.map(({{ x, r, bar }}) => bar ? bar.x + bar.width + 9 : x + r)"
    )
    assert max(rights) <= inside
    assert np.ptp(rights) > 100 if tall else np.ptp(rights) < 1
    show_as_before(picture)


@pytest.mark.parametrize("width", [360, 390])
def test_how_many_others_there_are_stands_beside_the_tiles(picture, width: int) -> None:
    show_on(picture, width)
    wait(lambda: picture.execute_script(f"{SCENE} return made.width < {width}"), "it to fit")
    ends = """
        const [done] = arguments;
        const { prototype } = CanvasRenderingContext2D;
        const real = prototype.roundRect;
        const rounded = []; // the tiles, and after them the others
        prototype.roundRect = function (...given) {
            if (this.canvas.closest("#living")) rounded.push(given);
            return real.apply(this, given);
        };
        groundup.ink.load(groundup.carried.examples[4].strokes);
        groundup.answered().then(() => requestAnimationFrame(() => requestAnimationFrame(() => {
            prototype.roundRect = real;
            const widest = rounded.filter(([, , width, height]) => width > height).at(-1);
            const { tile } = groundup.inUse.picture.made.columns[0].at(-2);
            done([tile.x + tile.side, widest[0]]);
        })));
    """
    last, others = picture.execute_async_script(ends)
    assert last < others


@pytest.mark.parametrize("view", ["draw", "train", "backprop", "inside"])
def test_no_view_is_higher_than_two_screens_of_a_laptop(picture, view: str) -> None:
    show_on(picture, 1366, 768)
    picture.execute_script("groundup.tabs.show(arguments[0])", view)
    if view == "inside":
        picture.execute_script("groundup.neuron.open(0, 7)")
    picture.execute_async_script(SETTLED)
    height = picture.execute_script("return document.documentElement.scrollHeight")
    picture.execute_script("groundup.neuron.close(); groundup.tabs.show('draw')")
    assert height <= 2 * 768


def test_drawing_answer_and_picture_are_on_the_first_screen_of_a_laptop(picture) -> None:
    show_on(picture, 1366, 768)
    picture.execute_async_script(SETTLED)
    picture.execute_script("scrollTo(0, 0)")
    ends = """
        const ids = ["canvas", "sentence", "correct", "living"];
        return ids.map((id) => groundup.find(id).getBoundingClientRect().bottom);
    """
    wait(lambda: max(picture.execute_script(ends)) <= 768, "all of it to be there")
