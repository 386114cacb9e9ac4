"""A training in several tabs at once: drawn for by hand while it goes on, and closed to others."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from scripts.chromium import Served, connect, draw, served, visit, wait
from tests.page.reading import answer
from tests.page.test_exported import EXAMPLES, requests

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals as on Unix"),
    pytest.mark.slow,
]

POINTS = "return groundup.live.state.points.map(({ at, cost }) => [at, cost])"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, driver) -> Iterator[Served]:
    """`groundup draw --train`, for the whole module."""
    with served(tmp_path_factory.mktemp("served"), "--train") as one:
        yield one
        driver.get("about:blank")


@pytest.fixture
def tab(driver, server: Served) -> Iterator:
    """A tab in which the training begins anew, slowly."""
    connect(driver, online=True)
    driver.get_log("browser")
    visit(driver, server.address)
    order(driver, "pause")
    order(driver, "reset")
    wait(lambda: [at for at, _ in driver.execute_script(POINTS)] == [0], "a new network")
    order(driver, "speed", 20)
    order(driver, "start")
    yield driver
    for window in driver.window_handles[1:]:
        driver.switch_to.window(window)
        driver.close()
    driver.switch_to.window(driver.window_handles[0])


def order(tab, *command: str | int | None) -> None:
    """A command, with its value where it has one."""
    tab.execute_script("return groundup.live.command(...arguments).then(() => null)", *command)


def text(tab, where: str) -> str:
    return tab.find_element("css selector", where).text


def test_one_draws_by_hand_while_it_learns_and_is_read_ever_better(tab) -> None:
    draw(tab, EXAMPLES[0]["strokes"])
    wait(lambda: "as it learns" in text(tab, "#about"), "the network that learns")
    shown = "return groundup.find('bars').textContent"
    before = tab.execute_script(shown)
    wait(lambda: tab.execute_script(shown) != before, "another answer to the same drawing")
    order(tab, "speed", None)
    accuracy = "return groundup.live.state.points.at(-1).accuracy"
    wait(lambda: tab.execute_script(accuracy) >= 0.9, "90 % of validation")
    for digit in (0, 1, 3):
        tab.find_element("id", "clear").click()
        draw(tab, EXAMPLES[digit]["strokes"])
        wait(lambda d=digit: answer(tab) == str(d), f"the {digit} to be read")
    assert tab.get_log("browser") == []


def test_a_second_tab_sees_the_same_while_it_goes_on(tab, server: Served) -> None:
    wait(lambda: len(tab.execute_script(POINTS)) > 2, "some points")
    first = tab.current_window_handle
    tab.switch_to.new_window("tab")
    visit(tab, server.address)
    wait(lambda: len(tab.execute_script(POINTS)) > 3, "the same and more")
    tab.find_element("css selector", ".train-control .main").click()
    wait(lambda: text(tab, ".train-control .main") == "Start", "the pause")
    second = tab.execute_script(POINTS)
    tab.switch_to.window(first)
    wait(lambda: tab.execute_script(POINTS) == second, "the first tab to see it")
    wait(lambda: text(tab, ".train-control .main") == "Start", "the first tab to pause")


def test_a_page_that_is_loaded_again_has_lost_nothing(tab, server: Served) -> None:
    wait(lambda: len(tab.execute_script(POINTS)) > 2, "some points")
    before = tab.execute_script(POINTS)
    visit(tab, server.address)
    after = tab.execute_script(POINTS)
    assert after[: len(before)] == before
    assert tab.execute_script("return groundup.live.state.run.running")


def test_what_comes_without_the_token_is_refused(tab, server: Served) -> None:
    script = """
        const [path, how] = arguments;
        return fetch(path, how).then((response) => response.status);
    """
    headers = {"X-Groundup-Token": "wrong"}
    for path in ("/", "/events", "/weights", "/model", "/export", "/events?token=wrong"):
        assert tab.execute_script(script, path, {}) == 403
        assert tab.execute_script(script, path, {"headers": headers}) == 403
    for path in ("/control", "/save"):
        assert tab.execute_script(script, path, {"method": "POST", "body": "{}"}) == 403
    assert not list(server.folder.glob("*.safetensors"))
    tab.get(server.address.split("?")[0])
    assert "open the address that groundup draw printed" in text(tab, "body")
    assert not tab.find_elements("id", "canvas")


def test_an_import_asks_the_server_for_nothing(tab) -> None:
    tab.get_log("browser")
    requests(tab)
    change = """
        groundup.find("code").value = "import random";
        groundup.find("run").click();
        return groundup.find("error").textContent;
    """
    assert "ModuleNotFoundError: No module named 'random'" in tab.execute_script(change)
    assert not [url for url in requests(tab) if "random" in url]
    assert tab.get_log("browser") == []
    tab.execute_script("groundup.find('reset-code').click()")
