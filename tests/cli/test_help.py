"""The help is in panels: what one looks for is among few."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from groundup.cli import app
from groundup.cli.options import PANELS
from groundup.training.recipes import RECIPES

FEW = 20  # options in one panel
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def panels(help_text: str) -> dict[str, list[str]]:
    """From a panel's name to what is listed in it."""
    found: dict[str, list[str]] = {}
    for line in help_text.splitlines():
        if head := re.match(r"(?:╭─ )?([A-Z][a-z]+)(?: ─+╮|:)$", line):
            found[head[1]] = []
        elif found and (entry := re.match(r"(?:│ |  )(--[a-z-]+|[a-z]+) ", line)):
            found[[*found][-1]].append(entry[1])
    return found


def test_every_option_of_train_is_in_a_panel_but_the_recipe() -> None:
    options = COMMANDS["train"].params
    known = " ".join(PANELS.values()).split()
    assert [option.name for option in options if option.name not in known] == ["recipe"]
    assert len(set(known)) == len(known)
    assert max(len(names.split()) for names in PANELS.values()) <= FEW


def test_the_help_of_the_recipe_names_all() -> None:
    [said] = [option.help for option in COMMANDS["train"].params if option.name == "recipe"]
    assert [name for name in RECIPES if name not in said] == []


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_the_help_of_train_has_the_panels_in_any_terminal(groundup, columns: str) -> None:
    found = panels(groundup("train", "--help", COLUMNS=columns).stdout)
    assert [*found] == ["Options", *PANELS]
    assert "--eta" in found["Training"]
    assert found["Network"] == ["--sizes", "--activation", "--cost", "--dtype", "--init"]


@pytest.mark.parametrize("columns", ["60", "80"])
def test_the_list_of_commands_has_panels_in_any_terminal(groundup, columns: str) -> None:
    found = panels(groundup("--help", COLUMNS=columns).stdout)
    assert [*found] == ["Options", "Learn", "Train", "Use", "Check"]
    listed = [name for panel, names in found.items() for name in names if panel != "Options"]
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_says_of_a_command_breaks_where_the_terminal_ends(name: str) -> None:
    """A line's end in it would break it in the middle, in a terminal of any width."""
    assert "\n" not in COMMANDS[name].help.strip().partition("\n\n")[0]
