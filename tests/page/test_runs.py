"""The runs on their shelf: nothing that was trained is lost to what one tries next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.chromium import open_page, show_on, train, wait
from tests.page.test_training import bits, leave, press, rest, state, text

SIZE = "return groundup.training?.state.network?.sizes[1]"
FULL = 'throw new DOMException("full", "QuotaExceededError")'
NAMES = "return groundup.records.list().map(({ name }) => name)"


@pytest.fixture
def tab(browser, exported: Path) -> Iterator:
    open_page(browser, exported)
    train(browser)
    yield browser
    leave(browser)
    assert browser.get_log("browser") == []


def names(tab) -> list[str]:
    return tab.execute_script(NAMES)


def learn(tab, digits: int = 1000) -> list[str]:
    tab.execute_script("groundup.training.go(arguments[0])", digits)
    rest(tab)
    return bits(tab)


def begin(tab, **how: Any) -> None:
    script = "const how = { ...groundup.settings.DEFAULT, ...arguments[0] };"
    script += "return groundup.training.begin(how).then(() => null)"
    tab.execute_script(script, how)


def use(tab, name: str) -> None:
    row = next(
        row
        for row in tab.find_elements("css selector", ".runs li")
        if row.find_element("tag name", "input").get_property("value") == name
    )
    next(b for b in row.find_elements("tag name", "button") if b.text == "Use").click()
    wait(lambda: state(tab, "name") == name, "the run")
    rest(tab)


def test_a_trial_a_link_and_a_reload_leave_what_was_trained(tab, exported: Path) -> None:
    before = learn(tab, 2000)
    tab.execute_script("document.querySelector('[data-trial=saturated]').click()")
    wait(lambda: state(tab, "name") == "Saturated run" and state(tab, "at") > 0, "the trial")
    tab.get("about:blank")  # or it is the same page, which goes on
    tab.get(f"{exported.as_uri()}#train&hidden=12&seed=3")
    wait(lambda: tab.execute_script(SIZE) == 12, "the link's run")
    learn(tab, 100)
    assert names(tab) == ["784-12-10, rate 3", "Saturated run", "784-30-10, rate 3"]
    use(tab, "784-30-10, rate 3")
    assert bits(tab) == before
    assert state(tab, "at") == 2000
    open_page(tab, exported)
    wait(lambda: state(tab, "name") == "784-30-10, rate 3", "the run in use")
    assert bits(tab) == before
    assert len(names(tab)) == 3


def test_a_run_without_its_network_is_trained_again_to_the_bit(tab, exported: Path) -> None:
    begin(tab, hidden=[10])
    before = learn(tab, 700)
    for seed in range(1, 6):
        begin(tab, hidden=[10], seed=seed)
        learn(tab, 100)
    assert len(names(tab)) == 6
    assert tab.execute_script("return groundup.store.names('weights ').length") == 4
    open_page(tab, exported)
    train(tab)
    use(tab, "784-10-10, rate 3")
    wait(lambda: state(tab, "at") == 700, "it to be trained again")
    rest(tab)
    assert bits(tab) == before


def test_a_run_is_named_anew_removed_and_put_back(tab) -> None:
    learn(tab)
    begin(tab)
    learn(tab)
    assert names(tab) == ["784-30-10, rate 3 (2)", "784-30-10, rate 3"]
    name = tab.find_element("css selector", ".runs li:last-child input")
    tab.execute_script("arguments[0].select()", name)
    name.send_keys("Mine\t")
    assert names(tab)[1] == "Mine"
    tab.find_element("css selector", ".runs li:last-child .remove").click()
    assert names(tab) == ["784-30-10, rate 3 (2)"]
    assert not tab.find_elements("css selector", ".runs [aria-current] .remove")
    press(tab, "Undo")
    assert names(tab)[1] == "Mine"
    use(tab, "Mine")


def test_two_runs_are_on_one_chart(tab) -> None:
    learn(tab, 3000)
    begin(tab, eta=0.1, digits=500)
    learn(tab, 300)
    assert not tab.find_elements("css selector", ".train-chart .other:not([hidden])")
    press(tab, "Compare")
    rest(tab)
    assert len(tab.find_elements("css selector", ".train-chart polyline.other")) == 4
    assert "“784-30-10, rate 3”" in text(tab, ".train-accuracy figcaption")
    label = tab.find_element("css selector", ".train-accuracy svg").get_attribute("aria-label")
    assert "Dashed, “784-30-10, rate 3”: validation from " in label
    press(tab, "Compare")
    rest(tab)
    assert not tab.find_elements("css selector", ".train-chart polyline.other")


def test_one_is_told_which_network_one_draws_with(tab) -> None:
    learn(tab)
    for view in ("train", "draw", "train"):
        tab.find_element("id", f"{view}-tab").click()
        assert "You are drawing with “784-30-10, rate 3”." in text(tab, "#in-use")
    press(tab, "Back to the good one")
    assert not tab.find_element("id", "in-use").is_displayed()
    assert tab.execute_script("return groundup.network.sizes[1]") == 256
    assert names(tab) == ["784-30-10, rate 3"]


@pytest.mark.parametrize("full", [True, False])
def test_where_nothing_can_be_kept_it_is_said_and_nothing_is_lost(tab, full: bool) -> None:
    tab.execute_script(f"""
        const put = Storage.prototype.setItem;
        Storage.prototype.setItem = function (name, value) {{
            if (value.length > {50_000 if full else 0}) {FULL};
            put.call(this, name, value);
        }};
    """)
    before = learn(tab)
    said = "no room left for this network" if full else "keeps nothing for this page"
    assert said in text(tab, ".train-rack .train-problem")
    begin(tab, seed=1)
    learn(tab)
    assert len(names(tab)) == 2
    use(tab, "784-30-10, rate 3")
    assert bits(tab) == before


def test_room_is_made_by_networks_that_can_be_trained_again(tab) -> None:
    learn(tab)
    tab.execute_script(f"""
        const put = Storage.prototype.setItem;
        const isNetwork = (name) => /weights/.test(name);
        Storage.prototype.setItem = function (name, value) {{
            const others = Object.keys(this).filter((one) => isNetwork(one) && one !== name);
            if (isNetwork(name) && others.length) {FULL};
            put.call(this, name, value);
        }};
    """)
    begin(tab, seed=1)
    learn(tab)
    assert text(tab, ".train-rack .train-problem") == ""
    assert tab.execute_script("return groundup.store.names('weights ').length") == 1
    assert len(names(tab)) == 2


def test_two_tabs_leave_each_other_s_runs(tab, exported: Path) -> None:
    learn(tab, 300)
    first = tab.current_window_handle
    tab.switch_to.new_window("tab")
    try:
        open_page(tab, exported)  # goes on with the run that was in use last
        wait(lambda: state(tab, "network"), "it to come over")
        train(tab)
        theirs = learn(tab, 500)
        second = tab.current_window_handle
        tab.switch_to.window(first)
        wait(lambda: "800 digits" in text(tab, ".runs"), "the other tab's news")
        ours = learn(tab, 100)
        assert names(tab) == ["784-30-10, rate 3 (2)", "784-30-10, rate 3"]
        assert theirs != ours
        use(tab, "784-30-10, rate 3")
        assert bits(tab) == theirs
        use(tab, "784-30-10, rate 3 (2)")
        assert bits(tab) == ours
        tab.switch_to.window(second)
        assert state(tab, "at") == 800
    finally:
        for handle in tab.window_handles:
            if handle != first:
                tab.switch_to.window(handle)
                tab.close()
        tab.switch_to.window(first)


def test_a_damaged_record_is_left_out(tab, exported: Path) -> None:
    learn(tab)
    tab.execute_script("""
        const { store } = groundup;
        store.put("run bad", { id: "bad", name: "<b>bad</b>", how: { hidden: "x" } });
        store.put("run worse", 7);
        store.tab.put("run", "bad");
    """)
    open_page(tab, exported)
    train(tab)
    assert names(tab) == ["784-30-10, rate 3"]


def test_a_code_is_pasted_and_a_damaged_one_refused(tab) -> None:
    learn(tab, 200)
    before, code = bits(tab), text(tab, ".code-of-run")
    assert code.startswith("gu1-n200-")
    begin(tab, seed=9)
    box = tab.find_element("css selector", ".train-paste input")
    box.send_keys(f"my run: {code[:-1]}x\n")
    assert "This code is damaged" in text(tab, ".train-sharing .train-problem")
    box.clear()
    box.send_keys(f"my run: {code}\n")
    wait(lambda: state(tab, "at") == 200 and state(tab, "how.seed") == 0, "the code's run")
    rest(tab)
    assert bits(tab) == before
    assert "stops after 200 digits" in text(tab, ".train-sharing")
    assert text(tab, ".train-sharing .train-problem") == ""


def test_the_view_is_no_wider_than_a_phone_and_no_taller_than_two_screens(tab) -> None:
    show_on(tab, 1366, 768)
    for eta, digits in ((3, 1000), (0.3, 1000), (100, 6000)):
        begin(tab, eta=eta)
        learn(tab, digits)
    press(tab, "Compare")
    rest(tab)
    assert text(tab, ".train-said h3") == "The rate is too large: the neurons are saturated"
    assert tab.execute_script("return document.documentElement.scrollHeight") <= 2 * 768
    show_on(tab, 360)
    rest(tab)
    assert tab.execute_script("return document.documentElement.scrollWidth") <= 360
    top = "return document.querySelector('.train-control .main').getBoundingClientRect().top"
    assert tab.execute_script(f"scrollTo(0, 0); {top}") < 400  # what the view is about comes first
