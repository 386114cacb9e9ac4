"""Training in the exported page, opened from disk, in a browser that is cut off from networks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Network
from groundup.exporting import export
from groundup.page.building import DIGITS
from groundup.page.digits import digits
from groundup.training import fit
from scripts.chromium import open_page, show_on, train, wait
from tests.page.reading import answer, show
from tests.page.test_exported import requests
from tests.page.test_learning import native, the_digits

STATE = "return groundup.training.state"
REACHED = "points.at(-1).validation.accuracy >= 0.93"


@pytest.fixture
def tab(browser, exported: Path) -> Iterator:
    """The Train tab of a page in which nothing is learned yet."""
    open_page(browser, exported)
    train(browser)
    yield browser
    leave(browser)
    assert browser.get_log("browser") == []


def leave(browser) -> None:
    """Nothing of the training is left for the tests to come."""
    browser.execute_script("groundup.training.leave()")
    browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    browser.get("about:blank")


def state(tab, what: str) -> Any:
    return tab.execute_script(f"{STATE}.{what}")


def bits(tab) -> list[str]:
    """The network's weights and biases, as base64."""
    script = """
        const { w, b } = groundup.training.state.network;
        return [...w, ...b].map((array) => groundup.decode.base64(new Uint8Array(array.buffer)));
    """
    return tab.execute_script(script)


def text(tab, where: str) -> str:
    return tab.find_element("css selector", where).text


def press(tab, name: str) -> None:
    buttons = tab.find_elements("css selector", "#train button")
    next(button for button in buttons if button.text == name).click()


def rest(tab) -> None:
    """Until the worker has done all that it was told, and it is shown."""
    resting = "const { running, rate, waiting } = groundup.training.state;"
    resting += "return !running && rate === null && !waiting"
    wait(lambda: tab.execute_script(resting), "it to rest")
    tab.execute_async_script(
        "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))"
    )


def test_the_network_that_is_trained_answers_from_the_first_moment(tab, exported: Path) -> None:
    tab.execute_script("groundup.ink.load(groundup.carried.examples[4].strokes)")
    fresh = state(tab, "network.sizes")
    assert tab.execute_script("return groundup.network.sizes") == fresh == [784, 30, 10]
    assert text(tab, "#about") == "The network: 784-30-10, as it learns."
    assert "over 99" not in text(tab, "#sentence")
    tab.find_element("id", "draw-tab").click()  # it has learned nothing: the page's own answers
    wait(lambda: text(tab, "#sentence") == "That is a 4 (activation over 0.99).", "its answer")
    assert text(tab, "#about") == tab.execute_script("return groundup.carried.about")
    open_page(tab, exported)
    assert text(tab, "#sentence") == "That is a 4 (activation over 0.99)."
    train(tab)
    wait(lambda: tab.execute_script("return groundup.network.sizes") == fresh, "the one to train")
    press(tab, "One batch")
    rest(tab)
    tab.find_element("id", "draw-tab").click()  # it has learned: it goes on answering
    assert tab.execute_script("return groundup.network.sizes") == fresh
    assert text(tab, "#about") == "The network: 784-30-10, as it learns."


def test_it_learns_93_percent_within_seconds_on_a_phone(browser, exported: Path) -> None:
    show_on(browser, 360)
    took = []
    for _ in range(2):  # the machine may have been busy
        open_page(browser, exported)
        train(browser)
        assert state(browser, "points[0].validation.accuracy") < 0.2
        began = time.monotonic()
        press(browser, "Train")
        wait(lambda: state(browser, REACHED), "93 % of validation")
        took.append(time.monotonic() - began)
        for digit in (0, 1, 3):
            browser.execute_script(
                "groundup.ink.load(groundup.carried.examples[arguments[0]].strokes)", digit
            )
            wait(lambda d=digit: answer(browser) == str(d), f"the {digit} to be read")
        assert "784-30-10, as it learns" in text(browser, "#about")
        assert requests(browser) == [exported.as_uri()]
        leave(browser)
        if took[-1] < 10:
            break
    print(f"93 % after {' and '.join(f'{seconds:.1f}' for seconds in took)} seconds")
    assert min(took) < 10
    assert browser.get_log("browser") == []


def test_all_that_it_says_at_rest_is_of_the_network_that_rests(tab) -> None:
    press(tab, "Train")
    wait(lambda: state(tab, "at > 3000"), "some training")
    press(tab, "Pause")
    rest(tab)
    right = state(tab, "judged.right / groundup.training.state.judged.of")
    assert state(tab, "points.at(-1).validation.accuracy") == pytest.approx(right)
    wrong = f"gets {2000 - round(2000 * right)} wrong"
    share = tab.execute_script("return groundup.percent(arguments[0])", right)
    for selector, words in ((".runs", f"{share} right"), (".train-mistakes", wrong)):
        wait(lambda s=selector, w=words: w in text(tab, s), f"{selector} to say “{words}”")


def test_one_goes_on_by_a_digit_a_batch_or_an_epoch(tab) -> None:
    seen = []
    for name in ("One digit", "One batch", "One epoch"):
        press(tab, name)
        rest(tab)
        seen.append(state(tab, "at"))
    assert seen == [1, 11, 10_000]
    assert text(tab, ".train-where") == "Trained for 1 epoch: 784-30-10"
    shown = len(tab.find_elements("css selector", ".train-batch li"))
    assert shown in (9, 10)  # after one digit alone, the epoch's last batch has 9
    assert len(tab.find_elements("css selector", ".train-neurons canvas")) == 30
    assert len(tab.find_elements("css selector", ".train-wrong:not(.train-batch) li")) == 12
    counts = tab.find_elements("css selector", ".train-confusion tbody td")
    assert sum(int(cell.get_property("textContent") or 0) for cell in counts) == 2000


@native
def test_the_page_s_worker_gives_the_bits_of_the_package(
    tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two epochs, the second at another rate."""
    monkeypatch.setenv("GROUNDUP_KERNEL", "baseline")
    train, _ = the_digits(digits(DIGITS))
    network = Network([784, 30, 10], init="scaled", seed=0, dtype="float32")
    for eta in (3.0, 0.5):
        fit(network, train, epochs=1, engine="kernel", batch_size=10, eta=eta, seed=0)
        tab.execute_script("groundup.training.setEta(arguments[0])", eta)
        press(tab, "One epoch")
        rest(tab)
    script = "const { w, b } = groundup.training.state.network;"
    script += "return [...w, ...b].map((array) => [...array])"
    theirs = tab.execute_script(script)
    for ours, numbers in zip([*network.w, *network.b], theirs, strict=True):
        assert (ours.ravel() == np.array(numbers, np.float32)).all()


def test_it_rests_while_nobody_sees_it(tab) -> None:
    hide = """
        Object.defineProperty(document, "hidden", { value: arguments[0], configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    """
    press(tab, "Train")
    wait(lambda: state(tab, "at") > 0, "it to learn")
    tab.execute_script(hide, True)
    seen: list[int] = []

    def still() -> bool:
        seen.append(state(tab, "at"))
        return len(seen) > 3 and seen[-1] == seen[-4]

    wait(still, "it to rest")
    tab.execute_script(hide, False)
    wait(lambda: state(tab, "at") > seen[-1], "it to go on")
    press(tab, "Pause")
    rest(tab)


def test_what_fails_in_the_worker_is_said(tab) -> None:
    tab.execute_script("groundup.training.begin({ ...groundup.settings.DEFAULT, hidden: [-1] })")
    wait(lambda: "The training has stopped: " in text(tab, ".train-problem"), "the problem")
    tab.execute_script("groundup.training.begin(groundup.settings.DEFAULT)")
    wait(lambda: not state(tab, "problem"), "another run")


def test_a_point_measured_is_never_told_as_more_than_it_is(tab) -> None:
    ask = "return arguments[0].map((share) => groundup.percent(share))"
    assert tab.execute_script(ask, [0.9321, 0.9996, 1, 0]) == ["93.2 %", "99.9 %", "100 %", "0.0 %"]
    ask = "return arguments[0].map((cost) => groundup.costly(cost))"
    assert tab.execute_script(ask, [0.12345, 17.91, 2.8e-12]) == ["0.123", "17.9", "under 0.0001"]
    press(tab, "One epoch")
    rest(tab)
    script = (
        "const [chart] = document.querySelectorAll('.train-accuracy svg'); return chart.ariaLabel"
    )
    assert "validation from " in tab.execute_script(script)


def test_in_slow_motion_every_batch_moves_something(tab) -> None:
    tab.execute_script("groundup.ink.load(groundup.carried.examples[3].strokes)")
    tab.find_element("css selector", ".train-choices option[value='20']").click()
    press(tab, "Train")
    seen = set()
    script = "return groundup.find('sentence').textContent"

    def moved() -> bool:
        seen.add(tab.execute_script(script))
        return len(seen) > 5

    wait(moved, "the answer to change")
    assert state(tab, "at") < 2000
    press(tab, "Pause")
    rest(tab)
    assert text(tab, ".train-control .main") == "Train"


def test_another_rate_another_network(tab) -> None:
    tab.execute_script(
        "for (const part of document.querySelectorAll('#train details')) part.open = true"
    )
    sizes = tab.find_element("css selector", ".train-anew [pattern]")
    tab.execute_script("arguments[0].select()", sizes)
    sizes.send_keys("900\n")
    assert "from 1 to 800, not 900" in text(tab, ".train-anew .train-problem")
    sizes.send_keys("1")
    assert text(tab, ".train-anew .train-problem") == ""
    tab.execute_script("arguments[0].select()", sizes)
    sizes.send_keys("abc\n")
    assert "from 1 to 800, not abc" in text(tab, ".train-anew .train-problem")
    tab.find_element("css selector", ".train-anew option[value='softmax']").click()
    tab.execute_script("arguments[0].select()", sizes)
    sizes.send_keys("12, 8\n")
    wait(lambda: state(tab, "network.sizes") == [784, 12, 8, 10], "another network")
    assert state(tab, "network.activations") == ["sigmoid", "sigmoid", "softmax"]
    assert state(tab, "network.cost") == "cross-entropy"
    assert state(tab, "running") is False
    slider = tab.find_element("css selector", ".train-choices [type=range]")
    slider.send_keys("\ue012" * 10)  # to the left
    assert state(tab, "eta") < 3
    assert text(tab, ".train-choices output") == f"{state(tab, 'eta'):g}"


@pytest.mark.parametrize("kind", ["saturated", "diverging", "zero"])
def test_a_trouble_is_brought_about_and_told(tab, kind: str) -> None:
    """The others in the same way; test_diagnosis.py brings all about."""
    tab.execute_script(
        "for (const part of document.querySelectorAll('#train details')) part.open = true"
    )
    tab.find_element("css selector", f"[data-trial='{kind}']").click()
    said = f"return document.querySelector('.train-said').dataset.kind === '{kind}'"
    wait(lambda: tab.execute_script(said), f"{kind} to be said")
    assert len(text(tab, ".train-said").splitlines()) == 3
    if kind == "diverging":
        rest(tab)
        assert not tab.find_element("css selector", ".train-control .main").is_enabled()
    press(tab, "Start again like this")
    wait(lambda: not tab.execute_script(said), "another diagnosis, or none yet")
    press(tab, "Reset")
    wait(lambda: state(tab, "at") == 0, "it to begin anew")


def test_what_was_learned_is_there_after_a_reload(tab, exported: Path) -> None:
    press(tab, "One epoch")
    rest(tab)
    press(tab, "One batch")
    rest(tab)
    before, points = bits(tab), state(tab, "points")
    open_page(tab, exported)
    wait(lambda: state(tab, "network"), "the network to come back")
    assert bits(tab) == before
    assert state(tab, "points") == points
    assert state(tab, "at") == 10_010
    wait(lambda: "as it learns" in text(tab, "#about"), "it to answer")
    train(tab)
    press(tab, "One batch")
    rest(tab)
    assert state(tab, "at") == 10_020


def test_drawings_and_code_are_there_after_a_reload(browser, exported: Path) -> None:
    open_page(browser, exported)
    for digit in (3, 8):
        show(browser, digit)
    browser.find_element("id", "code").send_keys("# mine")
    seen = """
        const { find, ink } = groundup;
        return [ink.strokes, find("code").value, find("history").innerText];
    """
    before = browser.execute_script(seen)
    open_page(browser, exported)
    assert browser.execute_script(seen) == before
    assert "# mine" in before[1]
    assert answer(browser) == "8"
    assert browser.find_element("id", "edited").is_displayed()


@pytest.mark.parametrize("kept", ["5", "[1]", "[null]", '{"a": 1}', "[[[1e999]]]", '[[["x", 1]]]'])
def test_what_the_browser_has_kept_may_be_anything(browser, exported: Path, kept: str) -> None:
    open_page(browser, exported)
    show(browser, 3)
    show(browser, 8)
    names = "Object.keys(localStorage).filter((name) => name.startsWith('groundup page'))"
    put = f"for (const name of {names}) localStorage.setItem(name, arguments[0])"
    browser.execute_script(f"{put}; return {names}", kept)
    open_page(browser, exported)
    show(browser, 8)
    assert answer(browser) == "8"
    assert browser.get_log("browser") == []


def test_a_link_gives_the_same_run_to_the_bit(tab, exported: Path) -> None:
    how = "{ ...groundup.settings.DEFAULT, hidden: [20], seed: 4, digits: 500, l2: 0.001 }"
    tab.execute_script(f"groundup.training.begin({how})")
    wait(lambda: state(tab, "network.sizes") == [784, 20, 10], "another network")
    for name in ("One batch", "One digit"):
        press(tab, name)
        rest(tab)
    tab.execute_script("groundup.training.setEta(0.7)")
    press(tab, "One epoch")
    rest(tab)
    before = bits(tab)
    code = text(tab, ".code-of-run")
    assert code.startswith("gu1-h20-l0.001-s4-d500-t10-t11e0.7-n500-")
    words = "hidden=20&seed=4&digits=500&l2=0.001&then=10:one_11:0.7"
    for fragment in (code, f"train&{words}"):
        leave(tab)
        tab.get(f"{exported.as_uri()}#{fragment}")
        opened = "return globalThis.groundup?.training?.state.network?.sizes[1] === 20"
        wait(lambda opened=opened: tab.execute_script(opened), "the link's run")
        assert tab.find_element("id", "train").is_displayed()
        if fragment != code:  # which says where it stops
            press(tab, "One epoch")
        wait(lambda: state(tab, "at") == 500, "it to have learned")
        rest(tab)
        assert bits(tab) == before


def test_a_link_that_makes_no_sense_is_said(tab, exported: Path) -> None:
    tab.get("about:blank")
    tab.get(f"{exported.as_uri()}#train&hidden=9000")
    wait(lambda: "from 1 to 800, not 9000" in text(tab, ".train-problem"), "the refusal")


def test_a_saved_network_is_read_by_the_package_and_opened_again(tab, tmp_path: Path) -> None:
    press(tab, "One epoch")
    rest(tab)
    path = tmp_path / "page.safetensors"
    path.write_bytes(bytes(tab.execute_script("return [...groundup.keep.bytes()]")))
    network = Network.load(path)
    assert [record["epoch"] for record in network.history] == [1]
    own = Network([784, 12, 10], ["tanh", "softmax"], "cross-entropy", dtype="float32")
    own.save(path)
    script = """
        const [bytes, name] = [new Uint8Array(arguments[0]), "own.safetensors"];
        return groundup.keep.open(bytes, name).then(() => null);
    """
    tab.execute_script(script, list(path.read_bytes()))
    assert state(tab, "network.sizes") == [784, 12, 10]
    assert "Opened own.safetensors." in text(tab, ".train-kept")
    assert text(tab, "#about").startswith("The network: 784-12-10")
    tab.execute_script(script, [1, 2, 3])
    assert "it is not a model file from groundup" in text(tab, ".train-kept")
    npz = tmp_path / "model.npz"
    export(own, npz)
    tab.execute_script(script, list(npz.read_bytes()))
    assert "The page opens .safetensors files" in text(tab, ".train-kept")
    assert "groundup export model.npz model.safetensors" in text(tab, ".train-kept")
    press(tab, "Back to the good one")
    assert text(tab, "#about") == tab.execute_script("return groundup.carried.about")
