"""The figures of bench.page: what is asked of them, and how they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import page
from bench.page import FIGURES, line, lines, percentile, plain, table
from groundup.page.building import build
from groundup.page.encoding import default_network
from scripts import javascript

ROUND = {"ready": 1000.0, "picture": 3.0, "rate": 260_000.0, "frames": 17.0}
GOOD = {"chromium": [ROUND, ROUND], "firefox": [ROUND | {"picture": 9.0}]}


def test_what_is_asked_holds_for_the_median() -> None:
    ready, picture, rate = FIGURES[:3]
    assert line(ready, "chromium", [100, 1500, 9000]).met is True
    assert line(ready, "chromium", [100, 1501, 1502]).met is False
    assert line(picture, "firefox", [11.9]).met is True
    assert line(picture, "chromium", [11.9]).met is False
    assert line(rate, "chromium", [250_000]).met is True
    assert line(rate, "chromium", [249_999]).met is False
    assert line(rate, "firefox", [1]).met is None


def test_the_table_has_each_figure_of_each_browser_and_the_size() -> None:
    found = lines(GOOD, 2.41)
    assert len(found) == 9
    assert all(each.met is not False for each in found)
    shown = table(found)
    assert "rate, digits/s  chromium  260,000  260,000  260,000  at least 250,000  met" in shown
    assert "size, MB        file      2.41" in shown
    missed = table(lines(GOOD, 2.6))
    assert missed.splitlines()[-1].split()[-4:] == ["at", "most", "2.5", "MISSED"]


def test_json_has_the_same() -> None:
    found = plain(lines(GOOD, 2.41))
    assert found[0] == {
        "name": "ready", "unit": "ms", "where": "chromium",
        "median": 1000.0, "low": 1000.0, "high": 1000.0, "asked": 1500, "met": True,
    }  # fmt: skip


def test_a_percentile_is_one_of_the_values() -> None:
    frames = [16.0] * 95 + [50.0] * 5
    assert percentile(frames, 0.95) == 50.0
    assert percentile([*frames, 16.0], 0.94) == 16.0
    assert percentile([3.0], 0.95) == 3.0


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("where", page.BROWSERS)
def test_a_round_measures_each_figure(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reason := javascript.missing(where):
        pytest.skip(reason)
    monkeypatch.setattr(page, "PICTURES", 5)
    file = tmp_path / "page.html"
    file.write_text(build(default_network()), encoding="utf-8")
    with page.opened(where, file) as ask:
        found = page.figures(ask, 3)  # seconds: a busy machine needs some to begin
    assert found.keys() == {figure.name for figure in FIGURES} - {"size"}
    assert all(value > 0 for value in found.values())
    assert found["rate"] > 1000
