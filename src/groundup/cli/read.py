"""`groundup read`: a rung's source, to be read."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from groundup.cli.console import out, say


def read(
    rung: Annotated[str, Argument(help="scalars, neurons, lists, arrays or batches.")],
) -> None:
    """Show the source of a rung, highlighted."""
    from groundup.rungs import source

    text = source(rung).read_text(encoding="utf-8")
    if not out.is_terminal:
        print(text, end="")
        return
    from rich.syntax import Syntax

    with out.pager(styles=True):
        say(Syntax(text, "python", background_color="default"))
