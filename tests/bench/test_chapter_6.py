"""What chapter 6's listings reach is put into the guide, a line each."""

from __future__ import annotations

import re

import pytest

from bench import chapter_6
from bench.chapter_6 import LISTINGS, MARK, put, reached, run, shortened

PAGE = f"# The book\n\n{MARK}\n## The rest\n\nstays\n"


def test_lines_come_in_the_order_of_the_chapter_and_are_replaced_by_name() -> None:
    later = put({LISTINGS[3].name: f"| {LISTINGS[3].name} | 60 |\n"}, PAGE)
    both = put({LISTINGS[0].name: f"| {LISTINGS[0].name} | 60 |\n"}, later)
    again = put({LISTINGS[3].name: f"| {LISTINGS[3].name} | 1 of 60 |\n"}, both)
    assert both.count("| 60 |") == 2
    assert both.index(LISTINGS[0].name) < both.index(LISTINGS[3].name)
    assert again.count("\n| ") == 3  # with the heading
    assert "| 1 of 60 |" in again
    for page in (later, both, again):
        assert page.startswith("# The book\n\n")
        assert page.endswith("; seed 1.\n\n## The rest\n\nstays\n")


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
def test_epochs_are_the_last_to_be_trained_by_and_nothing_else_changes(listing) -> None:
    short = shortened(listing.text, 3)
    (own,) = re.findall(r"training_data, (\d+), mini", listing.text)
    assert short == listing.text.replace(f"training_data, {own}", "training_data, 3")
    assert shortened(listing.text, None) == listing.text


def test_a_line_has_the_books_accuracy_ours_and_how_long_it_was(monkeypatch) -> None:
    monkeypatch.setattr(chapter_6, "said", lambda text: "Corresponding test accuracy of 99.07%\n")
    row = run(LISTINGS[2], 5)
    assert row.startswith("| two convolutions | 5 of 60 | 99.06 % | 99.07 % | ")
    assert run(LISTINGS[6], None).startswith("| 1,000 neurons and dropout | 40 | 99.60 % | 99.07 %")


def test_the_accuracy_is_that_of_the_last_line() -> None:
    lines = ["The corresponding test accuracy is 98.00%", "Corresponding test accuracy of 97.50%"]
    assert reached("\n".join(lines)) == 97.5
