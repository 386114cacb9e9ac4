"""`groundup read`: a rung's source, to be read."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
from typing import Annotated

from typer import Argument

from groundup.cli.console import out


def read(
    rung: Annotated[
        str,
        Argument(help="scalars, neurons, lists, arrays, batches, convolution, kernel or devices."),
    ],
) -> None:
    """Show the source of a rung, highlighted."""
    from groundup.rungs import source

    text = source(rung).read_text(encoding="utf-8")
    if not out.is_terminal:
        print(text, end="")
        return
    pager = find_pager()
    coloured = not out.no_color and (not pager or pager[0].endswith("less"))
    shown = highlighted(text) if coloured else text
    if not pager:
        print(shown, end="")
        return
    look = {"LESS": "-RFX"} | os.environ  # colours; ends by itself if all fits; leaves the text
    paged = subprocess.run(pager, input=shown, env=look, text=True, encoding="utf-8")
    if paged.returncode:
        print(text, end="")


def find_pager() -> list[str]:
    """The command in $PAGER, or less; empty where there is neither."""
    for command in (os.environ.get("PAGER", ""), "less"):
        try:
            words = shlex.split(command)
        except ValueError:  # a quotation mark that is never closed
            continue
        if words and shutil.which(words[0]):
            return [*words, "-R"] if words[0].endswith("less") else words
    return []


def highlighted(text: str) -> str:
    """Python source with colours; its lines stay whole, however wide the terminal is."""
    from rich.console import Console
    from rich.syntax import Syntax

    lines = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(text)
    console = Console(file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(lines, soft_wrap=True, end="")
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()
