"""The Backprop tab in Chromium: its stops and its bar, and one's own backprop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from groundup.page.lesson import lesson
from scripts.chromium import open_page, show_as_before, show_on, wait

pytest.importorskip("selenium.webdriver", reason="needs selenium: pip install selenium")
RIGHT = lesson()["backprop"]
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


FORWARDS = "each(add, product(w[l], a[l]), b[l])"
ERROR = "error = each(sub, a[last + 1], vector(y))"
SCALED = """

def scaled(f, *vectors):
    return [0.1 * number for number in each(f, *vectors)]
"""
NUMERICALLY = """
import copy

def slopes(numbers, cost):
    before, found = cost(), []
    for k, number in enumerate(numbers):
        numbers[k] = number + 1e-5
        found.append((cost() - before) / 1e-5)
        numbers[k] = number
    return found

def backprop(network, x, y):
    w, b = copy.deepcopy(network[0]), copy.deepcopy(network[1])
    def cost():
        outputs = feedforward((w, b, *network[2:]), x)
        return sum([(a - t) ** 2 for a, t in zip(outputs, y)]) / 2
    dw = [[slopes(row, cost) for row in part] for part in w]
    db = [slopes(part, cost) for part in b]
    return dw, db
"""


@pytest.fixture
def tab(opened):
    """The Backprop tab, where one writes backprop oneself."""
    opened.set_script_timeout(120)  # on a busy machine
    opened.execute_script("localStorage.clear(); groundup.tabs.show('backprop')")
    opened.execute_script("groundup.backprop.go('write'); groundup.Sandbox.longest = 2000")
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


STOPS = ["door", "own", "write", "train"]
SCREENS = [(1366, 768), (390, 844), (844, 390)]
BAR = """
    const bar = document.querySelector(".path-bar").getBoundingClientRect();
    const inWidth = bar.left >= 0 && bar.right <= innerWidth;
    return inWidth && bar.top >= 0 && bar.bottom <= innerHeight + 0.5;
"""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_back_and_next_never_leave_the_screen(tab, width: int, height: int) -> None:
    show_on(tab, width, height)
    tab.execute_script("groundup.backprop.go('door'); groundup.door.go('output')")
    seen = []
    for _ in range(40):
        for place in ("0", "document.documentElement.scrollHeight"):
            tab.execute_script(f"scrollTo(0, {place})")
            assert tab.execute_script(BAR), seen
        assert tab.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        seen.append(tab.execute_script("return groundup.backprop.stop"))
        if not tab.find_element("css selector", ".path-bar .main").is_displayed():
            break
        press(tab, ".path-bar .main")
    assert list(dict.fromkeys(seen)) == STOPS


def test_no_stop_is_taller_than_two_screens_of_a_laptop(tab) -> None:
    show_on(tab, 1366, 768)
    for stop in STOPS:
        tab.execute_script("groundup.backprop.go(arguments[0])", stop)
        assert tab.execute_script("return document.documentElement.scrollHeight") <= 2 * 768, stop


def test_every_stop_is_one_press_away(tab) -> None:
    for stop in reversed(STOPS):
        press(tab, f".path-stops [value={stop}]")
        current = "return document.querySelector('.path-stops [aria-current]').value"
        assert tab.execute_script(current) == stop
        shown = "return [...document.querySelectorAll(arguments[0])].map((one) => one.hidden)"
        views = tab.execute_script(shown, "#backprop > :not(nav)")
        assert views.count(False) == 1


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
        ("sub, a[last + 1], vector(y)", "sub, vector(y), a[last + 1]", "should be a - y, not y"),
        ("transpose(w[l + 1])", "w[l + 1]", "through w instead of its transpose"),
        ("outer(delta[l], a[l])", "outer(a[l], delta[l])", "of the weights is transposed"),
        ("outer(delta[l], a[l])", "outer(delta[l], a[0])", "uses the network's inputs x"),
        ("return dw, db", "return dw[::-1], db[::-1]", "is in reverse order"),
        ("db = [delta[l]", "db = [[0.0] * len(delta[l])", "The biases get no gradient."),
        ("delta[l + 1])", "error)", "The raw error a - y is sent back through the weights"),
        (FORWARDS, "product(w[l], a[l])", "The forward pass leaves the biases out."),
        (ERROR, f"error = [abs(e) for e in {ERROR[8:]}]", "The error has lost its sign"),
        ("each(f_prime[l], z[l])", "[1 - n * n for n in a[l + 1]]", "σ′ is 1 - a², the slope of"),
        ("each(f_prime[l], z[l])", "[float(n > 0) for n in z[l]]", "σ′ is the slope of ReLU"),
        ("each(f_prime[l], z[l])", "[0.25 for n in z[l]]", "the same number everywhere, 0.25"),
        ("db = [delta[l]", "db = [each(add, delta[l], delta[l])", "db is 2 times what it should"),
        ("{last: each(mul", "{last: scaled(mul", "All gradients are 0.1 times what they should"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tab, old: str, new: str, sentence: str) -> None:
    assert RIGHT.count(old) == 1
    report = check(tab, RIGHT.replace(old, new) + SCALED)
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
    assert "This is its rule:" in report
    marks = "return document.querySelectorAll('.practice-report mark').length"
    assert tab.execute_script(marks) == 0


@pytest.mark.parametrize("own", ["z[l]", "[max(0.0, n) for n in z[l]]"])
def test_a_forward_pass_that_is_not_seen_is_not_called_right(tab, own: str) -> None:
    report = check(tab, RIGHT.replace("a.append(each(f[l], z[l]))", f"a.append({own})"))
    assert report.startswith("First wrong: ")
    assert "right: the outputs" not in report
    assert "right: outputs" not in report
    assert "right: the outputs" in check(tab, RIGHT.replace(HIDDEN, "error"))


def test_finite_differences_are_right_as_far_as_they_go(tab) -> None:
    report = check(tab, NUMERICALLY)
    assert report.startswith("Everything is right to a tenth of a percent, on all three networks.")


def test_a_missing_transpose_is_told_for_what_it_is(tab) -> None:
    tab.execute_script(
        "groundup.practice.put(arguments[0])", RIGHT.replace("transpose(w[l + 1])", "w[l + 1]")
    )
    tab.execute_async_script("groundup.practice.check().then(arguments[0])")
    error = words(tab, ".practice-error")
    assert "ValueError: product(w, a) multiplies a by each row of w" in error
    assert error.endswith("The rows of transpose(w) would fit.")
    said = words(tab, ".practice-report")
    assert said.startswith("On 2 of the three networks, your code stops with the error above.")


@pytest.mark.parametrize(
    ("text", "words_", "line"),
    [
        (lesson()["exercises"]["hidden"], "Line 18 is not written yet", "18"),
        ("def backprop(network, x, y:\n    return 1", "SyntaxError", "1"),
        ("def backprop(network, x, y):\n    a = 1\n  return a", "goes back to where no line", "3"),
        (RIGHT.replace("    layers = ", ENDLESS), "TimeoutError: it was stopped after ", ""),
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


@pytest.mark.parametrize("text", ["def backprop(", RIGHT.replace("    layers = ", CHANGING)])
def test_after_it_right_code_is_right(tab, text: str) -> None:
    check(tab, text)
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
    said = re.match(r"(\d+) of 300 steps", words(tab, ".tryout [role=status]"))
    return int(said[1]) if said else 0


def test_train_with_mine_draws_both_curves(tab) -> None:
    tab.execute_script("groundup.tryout.plan.epochs = 1")
    tab.execute_script("groundup.practice.put(arguments[0])", RIGHT)
    press(tab, ".tryout button")
    wait(lambda: steps_taken(tab) == 300, "it to have trained")
    said = words(tab, ".tryout [role=status]")
    mine, right = re.findall(r"([\d.]+) %", said)
    assert mine == right
    assert float(right) > 40
    negative = RIGHT.replace("sub, a[last + 1], vector(y)", "sub, vector(y), a[last + 1]")
    tab.execute_script("groundup.practice.put(arguments[0])", negative)
    press(tab, ".tryout button")
    wait(lambda: 150 <= steps_taken(tab) < 300, "it to have trained")
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
