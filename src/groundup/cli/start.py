"""`groundup start`: a rung as an exercise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument

from groundup.cli.console import say


def start(
    rung: Annotated[str, Argument(help="scalars, neurons, lists, arrays, batches or convolution.")],
    folder: Annotated[
        Path,
        Argument(
            metavar="DIR",
            help="The folder to write it to; by default this one.",
            show_default=False,
        ),
    ] = Path(),
) -> None:
    """Write a rung as an exercise: its file, with the functions left empty."""
    from groundup.checking.exercises.exercise import functions_in, write

    path = write(rung, folder)
    say(f"{path}: {functions_in(path)} functions to write")
    say(f"next: groundup check {path} shows the path; run it again after each function")
