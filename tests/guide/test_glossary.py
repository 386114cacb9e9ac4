"""No word is used before it is explained, and every chapter leads to the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.site import glossary, parts


@pytest.mark.parametrize("name", glossary.words())
def test_a_word_is_explained_where_its_entry_says_and_not_used_before(name: str) -> None:
    explained, used = glossary.explained(name), glossary.used(name)
    assert explained, f"{glossary.words()[name].page} has no **{name}**"
    assert used is None or not glossary.before(used, explained), (used, explained)


def test_a_word_that_comes_too_early_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in glossary.chapters():
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        text = (glossary.DOCS / page).read_text(encoding="utf-8")
        early = "\n\nIt follows the gradient.\n" if page == "guide/start.md" else ""
        (tmp_path / page).write_text(text + early, encoding="utf-8")
    monkeypatch.setattr(glossary, "DOCS", tmp_path)
    explained, used = glossary.explained("gradient"), glossary.used("gradient")
    assert explained
    assert used
    assert used.page == "guide/start.md"
    assert glossary.before(used, explained)


def test_the_words_are_in_order() -> None:
    names = list(glossary.words())
    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("page", glossary.chapters())
def test_every_chapter_leads_to_the_glossary(page: str) -> None:
    text = (glossary.DOCS / page).read_text(encoding="utf-8")
    if page != "guide/reference.md":  # which is made of docstrings
        assert "glossary.md" in glossary.linked(text, page)


def test_a_word_is_a_link_once_and_only_in_a_sentence() -> None:
    page = (
        "# The gradient\n\n`gradient` and **gradient**, [a gradient](x.md), then gradients.\n\n"
        "```python\ngradient = 1\n```\n\nA gradient.\n"
    )
    shown = glossary.linked(page, "guide/training.md")
    assert shown.count("glossary.md") == 1
    assert "then [gradients](glossary.md#gradient){.word}." in shown
    assert "](../glossary.md#" in glossary.linked(page, "guide/rungs/lists.md")


def test_words_that_unfold_something_have_no_link_in_them() -> None:
    page = '<details markdown="1"><summary>What is a\ngradient?</summary>\n\nNo gradient.\n'
    shown = glossary.linked(page, "guide/training.md")
    assert "\ngradient?" in shown
    assert "No [gradient]" in shown


def test_a_word_in_italics_or_a_link_is_announced_and_not_used() -> None:
    assert glossary.before(glossary.Place("guide/start.md", 1), glossary.Place("guide/wrong.md", 1))
    [start, *_] = glossary.chapters()
    assert start == "guide/start.md"
    assert "*epoch*" in "\n".join(glossary.prose(start))
    epoch = glossary.used("epoch")
    assert epoch
    assert epoch.page == "guide/network.md"


def test_a_solution_is_folded_and_whole() -> None:
    shown = parts.fill("<!-- put: solution lists -->")
    assert shown.startswith("<details")
    assert "def transpose" in shown
    assert ">>>" not in shown
