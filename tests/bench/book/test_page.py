"""What the commands reach stands in the guide, a row each, whenever each was made."""

from __future__ import annotations

from datetime import date

from bench.book.__main__ import COMMANDS, chosen
from bench.book.page import KEY, MARK, PAGE, is_by_chance, is_near, key, put, row
from bench.book.running import Reached

DAY = date(2026, 12, 1)
EMPTY = f"# The book\n\n{MARK}\n## The rest\n\nstays\n"


def test_rows_come_in_the_order_of_the_book_and_are_replaced_by_their_keys() -> None:
    first, later = COMMANDS[0], COMMANDS[8]
    page = put({key(later): row(later, Reached(82.74, 400, 20, 9), DAY)}, COMMANDS, "then", EMPTY)
    page = put({key(first): row(first, Reached(80, 30, 7, 175), DAY)}, COMMANDS, "then", page)
    assert page.index(key(first)) < page.index(key(later))
    assert "\nthen; seed 1. 1 of 2 are within a point of the book's.\n" in page
    page = put({key(first): row(first, Reached(95, 3, 0.7, 175), DAY)}, COMMANDS, "today", page)
    assert page.count("\n| ") == 3  # with the heading
    assert "| 3 of 30 |" in page
    assert page.startswith("# The book\n\n")
    end = "\ntoday; seed 1. 2 of 2 are within a point of the book's.\n\n## The rest\n\nstays\n"
    assert page.endswith(end)


def test_a_row_has_the_books_accuracy_ours_and_how_long_it_was() -> None:
    dense, convolutional = COMMANDS[0], COMMANDS[-1]
    assert row(dense, Reached(95.21, 30, 6.64, 174.6), DAY) == (
        "| 1: 784-30-10, η 3 | test | 30 | 95.42 % | 95.21 % | 6.6 | 175 | 2026-12-01 |\n"
    )
    assert row(convolutional, Reached(99.5, 2, 1234.5, 0), DAY) == (
        "| 6: 1,000 neurons and dropout | test | 2 of 40 | 99.60 % | 99.50 % | 1,234 |  | "
        "2026-12-01 |\n"
    )
    darkness = next(one for one in COMMANDS if "dark" in one.name)
    assert "| test |  | 22.25 % | 22.25 % |" in row(darkness, Reached(22.25, 0, 0.5, 0), DAY)


def test_a_chapter_or_a_part_of_a_name_is_asked_for() -> None:
    assert {one.chapter for one in chosen(["5"])} == {5}
    assert [one.name for one in chosen(["dropout"])] == ["1,000 neurons and dropout"]
    assert chosen([]) == list(COMMANDS)
    assert len({key(one) for one in COMMANDS}) == len(COMMANDS)


def test_a_row_of_several_seeds_has_their_range() -> None:
    slow = next(one for one in COMMANDS if "0.001" in one.name)
    line = row(slow, Reached(28.4, 30, 12.3, 269, (28.4, 15.1, 30.25)), DAY)
    assert "| 21.42 % | 28.40 % (15.10–30.25) | 12 | 269 |" in line
    page = put({key(slow): line}, COMMANDS, "then", EMPTY)
    assert "0 of 1 are within a point" in page
    assert (
        "\nIn 1 more row, the book's figure lies between the lowest and the highest of ours.\n"
        in page
    )
    assert not is_by_chance(slow, row(slow, Reached(28.4, 30, 12, 9, (28.4, 30.25)), DAY))
    assert not is_by_chance(slow, row(slow, Reached(28.4, 30, 12, 9), DAY))
    assert not is_by_chance(slow, row(slow, Reached(21.9, 30, 12, 9, (21.9, 20)), DAY))


BY_CHANCE = {"1: 784-100-10, η 0.001", "3: 784-10, η 10, λ 20", "3: 784-10, η 1, λ 20"}


def test_the_guide_has_a_row_for_every_figure_within_a_point_where_no_chance_decides() -> None:
    table = PAGE.read_text(encoding="utf-8").partition(MARK)[2].partition("\n## ")[0]
    rows = {found[1]: line for line in table.splitlines() if (found := KEY.match(line))}
    assert rows.keys() == {key(one) for one in COMMANDS}
    assert {key(one) for one in COMMANDS if not is_near(one, rows[key(one)])} == BY_CHANCE
    assert {key(one) for one in COMMANDS if is_by_chance(one, rows[key(one)])} == BY_CHANCE
