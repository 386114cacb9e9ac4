"""The recipes' section: its figures are those of the runs, and it finds its place in the page."""

from __future__ import annotations

from dataclasses import replace

from bench import recipes as command
from bench.accuracy_page import recipes_of, with_recipes
from groundup import Data
from groundup.training.recipes import RECIPES

PAGE = "# A page\n\ntext\n\n## One\n\nrow\n\n## Run it again\n\nend\n"


def test_a_section_is_put_before_the_last_and_replaced() -> None:
    first = "## The recipes\n\none\n\n"
    page = with_recipes(PAGE, first)
    assert page == PAGE.replace("## Run it again", first + "## Run it again")
    assert recipes_of(page) == first
    other = first.replace("one", "other")
    assert with_recipes(page, other) == PAGE.replace("## Run it again", other + "## Run it again")
    assert recipes_of(PAGE) == ""


def test_a_row_has_medians_and_says_how_many_reached_their_share() -> None:
    runs = [
        command.Trained(seed, 5, seconds, validation, 0.97)
        for seed, (seconds, validation) in enumerate([(0.5, 0.979), (0.7, 0.981), (0.6, 0.982)])
    ]
    assert command.row("fast", runs) == (
        "| `fast` | 0.6 s (0.5–0.7) | 98.10% (97.90%–98.20%) | 97.00% (97.00%–97.00%) | 2 of 3 |"
    )


def test_a_run_is_the_recipes(few: Data) -> None:
    short = replace(RECIPES["fast"], epochs=1, sizes=[784, 8, 10])
    one, again, other = (command.trained(short, few, seed) for seed in (0, 0, 1))
    assert one._replace(seconds=0) == again._replace(seconds=0)
    assert (one.epochs, one.test) != (1, other.test)
