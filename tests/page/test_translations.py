"""Every language says all that English says, with the same values and tags, in little room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from groundup.page.languages import ENGLISH, LANGUAGES, english, flat, offered, own, packed
from scripts.chromium import show_on

TEXTS = dict(flat(english()))
OTHERS = [code for code in LANGUAGES if code != ENGLISH]
MOST = 60_000  # bytes of the page, for all of them


def test_every_language_has_a_table() -> None:
    assert offered() == [ENGLISH, *OTHERS]


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_and_no_other(code: str) -> None:
    assert list(dict(flat(own(code)))) == list(TEXTS)


@pytest.mark.parametrize("code", OTHERS)
def test_translations_have_the_same_values_and_tags(code: str) -> None:
    for name, text in flat(own(code)):
        assert parts(text) == parts(TEXTS[name]), name
        assert text, name


def parts(text: str) -> set[str]:
    """What stands for a value, and the tags with their attributes."""
    return set(re.findall(r"\{\w+\}|<[^>]*>", text))


def test_all_tables_together_are_small() -> None:
    assert len(packed(OTHERS)) <= MOST


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_header_has_room(browser, exported: Path, code: str) -> None:
    """One row on a laptop, and nothing wider than the narrowest telephone."""
    show_on(browser, 1366, 768)
    browser.get(f"{exported.as_uri()}?lang={code}")  # the header is there before Python is
    row = "return document.querySelector('header').offsetHeight"
    assert browser.execute_script(row) <= 70
    show_on(browser, 844, 390)
    assert browser.execute_script(row) <= 70
    show_on(browser, 360)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
