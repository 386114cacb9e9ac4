"""The Backprop tab in Chromium: statements and what they made, a step, and one's own backprop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from groundup.page.encoding import default_network
from groundup.page.lesson import lesson
from scripts.chromium import draw, mouse, open_page, show_as_before, show_on, touch, wait
from tests.page.reading import answer, show
from tests.page.test_exported import EXAMPLES

selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
KEYS = selenium.Keys
RIGHT = lesson()["backprop"]
NEURONS = default_network().sizes[1]
HIDDEN = "each(mul, error, each(f_prime[l], z[l]))"
LOOPS = """
def backprop(network, x, y):
    w, b, f, f_prime = network
    zs, activations = [], [list(x)]
    for weights, biases, g in zip(w, b, f):
        z = []
        for row, bias in zip(weights, biases):
            total = bias
            for k in range(len(row)):
                total += row[k] * activations[-1][k]
            z.append(total)
        zs.append(z)
        activations.append([g(number) for number in z])
    nabla_w = [None for _ in w]
    nabla_b = [None for _ in b]
    for l in range(1, len(w) + 1):
        delta = []
        for j in range(len(b[-l])):
            if l == 1:
                error = activations[-1][j] - y[j]
            else:
                error = sum(w[-l + 1][i][j] * nabla_b[-l + 1][i] for i in range(len(b[-l + 1])))
            delta.append(error * f_prime[-l](zs[-l][j]))
        nabla_b[-l] = delta
        nabla_w[-l] = [[d * a for a in activations[-l - 1]] for d in delta]
    return nabla_w, nabla_b
"""
RECURSIVE = '''
def backprop(network, x, y):
    w, b, f, f_prime = network

    def through(l, a):
        """The gradients from layer l up, and the error of its inputs."""
        if l == len(w):
            return [], [], [a[j] - y[j] for j in range(len(y))]
        z = [sum(map(mul, row, a)) + bias for row, bias in zip(w[l], b[l])]
        dw, db, error = through(l + 1, [f[l](number) for number in z])
        delta = [e * f_prime[l](number) for e, number in zip(error, z)]
        below = [sum(d * row[k] for d, row in zip(delta, w[l])) for k in range(len(a))]
        return [[[d * number for number in a] for d in delta], *dw], [delta, *db], below

    dw, db, _ = through(0, x)
    return dw, db
'''
OWN_BATCH = (
    RIGHT
    + """

def gradients(network, xs, ys):
    count = 0
    for x, y in zip(xs, ys):
        dw, db = backprop(network, x, y)
        if count == 0:
            sum_w, sum_b = dw, db
        else:
            sum_w = [[each(add, r, s) for r, s in zip(p, q)] for p, q in zip(sum_w, dw)]
            sum_b = [each(add, r, s) for r, s in zip(sum_b, db)]
        count = count + 1
    return (
        [[[number / count for number in row] for row in part] for part in sum_w],
        [[number / count for number in part] for part in sum_b],
    )
"""
)
ENDLESS = "    while True:\n        pass\n    layers = "
SWAPPED = RIGHT.replace("return dw, db", "return db, dw")
CHANGING = "    w[0][0][0] = 0.0\n    layers = "


@pytest.fixture
def tab(opened):
    """The Backprop tab with a drawn 4 that should be a 9."""
    opened.set_script_timeout(20)
    opened.execute_script("localStorage.clear(); groundup.tabs.show('draw')")
    show(opened, 4)
    opened.find_element("id", "backprop-tab").click()
    press(opened, ".ten [value='9']")
    yield opened
    show_as_before(opened)
    assert opened.get_log("browser") == []


def press(page, selector: str) -> None:
    page.execute_script("document.querySelector(arguments[0]).click()", f"#backprop {selector}")


def words(page, selector: str) -> str:
    script = "return document.querySelector(arguments[0]).innerText"
    return page.execute_script(script, f"#backprop {selector}")


def check(page, text: str) -> str:
    """Checks a text, and gives the report with all its hints, or the error."""
    page.execute_script("groundup.practice.put(arguments[0])", text)
    page.execute_async_script("groundup.practice.check().then(arguments[0])")
    for _ in range(2):
        press(page, ".practice .tools button:nth-child(2)")
    return words(page, ".practice-report") or words(page, ".practice-error")


def centre(page, selector: str) -> tuple[float, float]:
    script = """
        const element = document.querySelector(arguments[0]);
        element.scrollIntoView({ block: "center" });
        const { left, top, width, height } = element.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
    """
    left, top = page.execute_script(script, f"#backprop {selector}")
    return left, top


def test_every_statement_shows_what_it_made(tab) -> None:
    script = """return [...document.querySelectorAll(".walk-steps > li")].map((row) =>
        [row.dataset.statement, Number(row.dataset.layer), row.querySelectorAll(".cell").length])"""
    assert tab.execute_script(script) == [
        ["z", 0, NEURONS], ["a", 0, NEURONS], ["z", 1, 10], ["a", 1, 10], ["error", 1, 10],
        ["delta_last", 1, 10], ["sent", 0, NEURONS], ["delta", 0, NEURONS], ["dw", 0, 0],
        ["dw", 1, 0], ["db", 0, NEURONS], ["db", 1, 10],
    ]  # fmt: skip
    cells = "return [...document.querySelectorAll('[data-statement=a][data-layer=\"1\"] .cell')]"
    outputs = tab.execute_script(cells + ".map((cell) => cell.textContent)")
    assert len(outputs) == 10
    assert max(range(10), key=lambda digit: len(outputs[digit]) == 5 or outputs[digit] == "1") >= 0
    assert "softmax" not in words(tab, ".walk-code")


def test_pointing_at_a_number_shows_its_line_and_what_made_it(tab) -> None:
    mouse(tab, "move", centre(tab, "[data-statement=delta] .cell:nth-child(8)"))
    told = words(tab, ".walk-told")
    assert re.match(r"delta\[0\]\[7\] = \S+.* by line 18", told)
    assert "delta[l] = " + HIDDEN in told
    assert "error[7] · f_prime(z[0][7]) = " in told
    marked = "return [...document.querySelectorAll('.source')].map((cell) => [cell.closest('li')"
    marked += ".dataset.statement, [...cell.parentElement.children].indexOf(cell)])"
    assert tab.execute_script(marked) == [["z", 7], ["sent", 7]]
    assert "delta[l] =" in words(tab, ".walk-code .now")


def test_the_numbers_are_reached_by_keys_and_by_touch(tab) -> None:
    tab.execute_script("document.querySelector('[data-statement=error] .strip').focus()")
    actions = selenium.ActionChains(tab, duration=0)
    actions.send_keys(KEYS.ARROW_RIGHT, KEYS.ARROW_RIGHT, KEYS.END, KEYS.ARROW_LEFT).perform()
    assert words(tab, ".walk-told").startswith("error[8] = ")
    said = "return document.activeElement.getAttribute('aria-valuetext')"
    assert tab.execute_script(said).startswith("error[8] = ")
    show_on(tab, 360)
    tab.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 100))")
    place = centre(tab, "[data-statement=db][data-layer='1'] .cell:nth-child(3)")
    touch(tab, "down", place)
    touch(tab, "up", place)
    assert words(tab, ".walk-told").startswith("db[1][2] = ")
    assert "delta[1][2]" in words(tab, ".walk-told")


def test_a_picture_of_a_gradient_can_be_pointed_at(tab) -> None:
    mouse(tab, "move", centre(tab, "[data-statement=dw][data-layer='0'] canvas"))
    assert re.match(r"dw\[0\]\[\d+\]\[(406|405|378|377|407|379)\] = ", words(tab, ".walk-told"))
    mouse(tab, "move", centre(tab, "[data-statement=dw][data-layer='1'] canvas"))
    pointed = re.match(r"dw\[1\]\[[45]\]\[(\d+)\] = ", words(tab, ".walk-told"))
    assert pointed
    assert abs(int(pointed[1]) - NEURONS / 2) < NEURONS / 20


def test_one_goes_a_statement_at_a_time(tab) -> None:
    visible = "return document.querySelectorAll('.walk-steps > li:not([hidden])').length"
    assert tab.execute_script(visible) == 12
    press(tab, ".walk .tools button:nth-child(2)")
    assert tab.execute_script(visible) == 1
    assert "z.append" in words(tab, ".walk-code .now")
    press(tab, ".walk .tools button:nth-child(2)")
    assert tab.execute_script(visible) == 2
    assert "Statement 2 of 12" in words(tab, ".walk .tools")
    press(tab, ".walk .tools button:nth-child(1)")
    assert tab.execute_script(visible) == 1
    press(tab, ".walk .tools button:nth-child(3)")
    assert tab.execute_script(visible) == 12


def test_a_step_makes_the_answer_nearer_to_what_it_should_be(tab) -> None:
    assert "No step yet: the cost of answering 9" in words(tab, ".onestep-said")
    for _ in range(3):
        press(tab, ".onestep .tools button:nth-child(1)")
    said = words(tab, ".onestep-said")
    found = re.fullmatch(
        r"After 3 steps it reads 9; before, it read 4. The cost went from (\S+) to (\S+)\.", said
    )
    assert found, said
    assert float(found[2]) < 0.2 * float(found[1])
    press(tab, ".onestep .tools button:nth-child(2)")
    assert words(tab, ".onestep-said").startswith("No step yet")
    assert answer(tab) == "4"  # the page's own network is as it was


@pytest.mark.parametrize(
    "text", [RIGHT, LOOPS, RECURSIVE, OWN_BATCH], ids=["lists", "loops", "recursive", "batch"]
)
def test_right_code_of_any_style_is_right(tab, text: str) -> None:
    assert check(tab, text).startswith("Everything is right, on all three networks")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (HIDDEN, "error", "The error of a hidden layer lacks the factor σ′(z)."),
        ("each(mul, error, each(f_prime[last], z[last]))", "error", "The output error lacks the"),
        ("each(f_prime[l], z[l])", "each(f_prime[l], a[l + 1])", "In the hidden layers σ′ is eval"),
        ("sub, a[last + 1], vector(y)", "sub, vector(y), a[last + 1]", "it is a - y, not y - a"),
        ("transpose(w[l + 1])", "w[l + 1]", "through w instead of its transpose"),
        ("outer(delta[l], a[l])", "outer(a[l], delta[l])", "of the weights is transposed"),
        ("outer(delta[l], a[l])", "outer(delta[l], a[0])", "uses the network's inputs x"),
        ("return dw, db", "return dw[::-1], db[::-1]", "is in reverse order"),
        ("db = [delta[l]", "db = [[0.0] * len(delta[l])", "The biases get no gradient."),
        ("delta[l + 1])", "error)", "The raw error a - y is sent back through the weights"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tab, old: str, new: str, sentence: str) -> None:
    assert RIGHT.count(old) == 1
    report = check(tab, RIGHT.replace(old, new))
    assert sentence in report
    assert "This mistake gives exactly your numbers." in report


def test_hints_come_one_by_one(tab) -> None:
    tab.execute_script("groundup.practice.put(arguments[0])", RIGHT.replace(HIDDEN, "error"))
    tab.execute_async_script("groundup.practice.check().then(arguments[0])")
    first = words(tab, ".practice-report")
    assert first.startswith("First wrong: dw[1], the weights of hidden layer 2.")
    assert "σ′" not in first
    press(tab, ".practice .tools button:nth-child(2)")
    second = words(tab, ".practice-report")
    assert "∘ σ′(z[l])" in second
    assert words(tab, ".practice-report mark") == "σ′(z[l])"
    assert "lacks" not in second
    press(tab, ".practice .tools button:nth-child(2)")
    assert "The error of a hidden layer lacks the factor σ′(z)." in words(tab, ".practice-report")
    assert not tab.find_element("css selector", ".practice .tools button:nth-child(2)").is_enabled()


def test_numbers_of_no_mistake_name_none_and_say_what_is_right(tab) -> None:
    report = check(tab, RIGHT.replace("delta[l] = " + HIDDEN, "delta[l] = each(mul, error, error)"))
    assert "names none. These are right: outputs, dw[2], db[2]" in report


@pytest.mark.parametrize(
    ("text", "words_", "line"),
    [
        (lesson()["exercises"]["hidden"], "Line 18 is not written yet", "18"),
        ("def backprop(network, x, y:\n    return 1", "SyntaxError", "1"),
        ("def backprop(network, x, y):\n    a = 1\n  return a", "goes back to where no line", "3"),
        (RIGHT.replace("    layers = ", ENDLESS), "after 4 seconds", ""),
        (RIGHT.replace("last = len(w) - 1", "last = len(w)"), "IndexError", "14"),
        (RIGHT.replace("return dw, db", "pass"), "returned None; the page wants dw and db", ""),
        ("def forwards():\n    pass", "There is no function backprop here. Write one", ""),
        ("", "There is no function backprop here. Write one", ""),
        (SWAPPED, "Line 22: backprop returned db, dw; the page wants dw, db", "22"),
        (RIGHT.replace("outer(delta[l], a[l])", "delta[l]"), "5 rows of 3 numbers, like", "22"),
        (RIGHT.replace("return dw, db", "return dw[1:], db"), "but it is a list of 2 items", "22"),
        ("  return dw, db", "too far to the right", "1"),
        (RIGHT.replace("    layers = ", "      layers = "), "too far to the right", "4"),
        (RIGHT.replace("    layers = ", CHANGING), "changes the network’s own", ""),
    ],
    ids=["unwritten", "syntax", "dedent", "endless", "raises", "nothing", "missing", "empty",
         "swapped", "shape", "layer lost", "return alone", "indented", "changes"],
)  # fmt: skip
def test_what_goes_wrong_is_said_plainly(tab, text: str, words_: str, line: str) -> None:
    said = check(tab, text)
    assert words_ in said, said
    if line:
        assert f"ine {line}" in said
        assert words(tab, ".numbers .marked").strip() == line
    assert check(tab, RIGHT).startswith("Everything is right")


def test_what_one_wrote_is_there_after_a_reload(tab, exported: Path) -> None:
    script = """const which = document.querySelector(".practice select");
        which.value = arguments[0];
        which.dispatchEvent(new Event("change"));"""
    tab.execute_script(script, "three")
    tab.execute_script("groundup.practice.put(groundup.practice.text + '# mine')")
    open_page(tab, exported)
    assert tab.execute_script("return groundup.practice.text").endswith("# mine")
    tab.execute_script(script, "whole")
    assert not tab.execute_script("return groundup.practice.text").endswith("# mine")


def steps_taken(tab) -> int:
    said = re.match(r"(\d+) of 900 steps", words(tab, ".tryout [role=status]"))
    return int(said[1]) if said else 0


def test_train_with_mine_draws_both_curves(tab) -> None:
    tab.execute_script("groundup.practice.put(arguments[0])", RIGHT)
    press(tab, ".tryout button")
    wait(lambda: steps_taken(tab) == 900, "it to have trained")
    said = words(tab, ".tryout [role=status]")
    mine, right = re.findall(r"([\d.]+) %", said)
    assert mine == right
    assert float(right) > 60
    negative = RIGHT.replace("sub, a[last + 1], vector(y)", "sub, vector(y), a[last + 1]")
    tab.execute_script("groundup.practice.put(arguments[0])", negative)
    press(tab, ".tryout button")
    wait(lambda: 300 <= steps_taken(tab) < 900, "it to have trained")
    press(tab, ".tryout button")  # stops it
    wait(lambda: words(tab, ".tryout button") == "Train with mine", "it to stop")
    mine, right = re.findall(r"([\d.]+) %", words(tab, ".tryout [role=status]"))
    assert float(mine) < 20 < float(right)


def test_train_with_mine_survives_what_fails(tab) -> None:
    tab.execute_script(
        "groundup.practice.put(arguments[0])", RIGHT.replace("return dw, db", "return dw[1:], db")
    )
    press(tab, ".tryout button")
    wait(lambda: words(tab, ".practice-error"), "an error")
    assert "do not have the shapes of the weights" in words(tab, ".practice-error")
    assert words(tab, ".tryout button") == "Train with mine"


def test_on_a_phone_it_shows_backprop_on_the_digit_just_drawn(browser, exported: Path) -> None:
    show_on(browser, 360)
    open_page(browser, exported)
    browser.find_element("id", "backprop-tab").click()
    browser.execute_script("groundup.ink.clear()")
    empty = "Draw a digit, and backprop on it appears here"
    wait(lambda: empty in words(browser, ".backprop-walk"), "the cleared paper to be seen")
    draw(browser, EXAMPLES[7]["strokes"], by="touch")
    wait(lambda: answer(browser) == "7", "the 7 to be read")
    said = f"z[0], the weighted sums of the {NEURONS} neurons"
    wait(lambda: said in words(browser, ".walk"), "z")
    pressed = "return document.querySelector('.ten [aria-pressed=true]').value"
    assert browser.execute_script(pressed) == "7"
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
