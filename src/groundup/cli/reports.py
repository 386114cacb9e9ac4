"""How `groundup check` prints a report: in words, or in a format that programs read."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from groundup.cli.console import out, printable, say, say_json

if TYPE_CHECKING:
    from rich.text import Text

    from groundup.checking.model.report import Report

FORMATS = ("text", "json", "github", "sarif")
STATUS = {"right": 0, "wrong": 1, "unchecked": 2}
COLOURS = {"right": "bold green", "wrong": "bold red", "unchecked": "bold yellow"}
DIM = {"checked": "dim", "next": "dim"}
WIDTH = 100  # of a paragraph in a wide terminal


def show(report: Report, form: str, file: Path | None) -> None:
    """In one of FORMATS; `file` is what was checked, if it is one."""
    if form == "json":
        say_json(report.as_json())
    elif form == "github":
        from groundup.checking.words import github

        print(printable(github.commands(report, file, root())), flush=True)
    elif form == "sarif":
        import groundup
        from groundup.checking.words import sarif

        say_json(sarif.log(report, file, root(), groundup.__version__))
    elif out.is_terminal:
        in_colours(report)
    else:
        say(str(report))


def root() -> Path:
    """The folder of the repository: that of the workflow, or where the command runs."""
    here, workspace = Path.cwd(), Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    return workspace if here.is_relative_to(workspace) else here


def file_of(target: str | None, command: str | None) -> Path | None:
    """What is checked; of a command, the first of its words that is a file."""
    from groundup.checking.loading.targets import parse

    if target is not None:
        return parse(target).file
    return next(filter(Path.is_file, map(Path, shlex.split(command or ""))), None)


def in_colours(report: Report) -> None:
    """The report in colours, its paragraph as wide as is good to read."""
    from groundup.checking.words import wording

    for block in wording.blocks(report):
        if block.kind == "headline":
            out.print(styled(block.text, COLOURS[report.verdict]), soft_wrap=True)
        elif block.kind in ("ladder", "todo", "place", "detail"):  # its lines stay whole
            out.print(styled(block.text, "dim" * (block.kind == "detail")), soft_wrap=True)
        else:
            out.print(styled(block.text, DIM.get(block.kind, "")), width=min(out.width, WIDTH))
        out.print()


def styled(words: str, style: str = "") -> Text:
    """With the broken part of a formula red and underlined, and ✓ and ✗ coloured."""
    from rich.text import Text

    text = Text(style=style)
    for part in re.split("(⟦.*?⟧)", words):
        if part.startswith("⟦"):
            text.append(part[1:-1], "bold underline red")
        else:
            text.append(part)
    text.highlight_regex("(?m)^ +✓", "green")
    text.highlight_regex("(?m)^ +✗", "red")
    return text
