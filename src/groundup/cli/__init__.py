"""The `groundup` command: arguments in, words out. A module a subcommand.

What a subcommand needs is imported when it runs, so that `groundup --help` is quick.
"""

from __future__ import annotations

import io
import os
import platform
import sys
from shutil import get_terminal_size
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from groundup.cli import (
    check,
    climb,
    data,
    draw,
    export,
    predict,
    read,
    start,
    sweep,
    test,
    train,
    vectors,
)
from groundup.cli.console import fail
from groundup.cli.options import ManyOptions
from groundup.errors import UserError

COLUMNS = get_terminal_size().columns
TABLES = COLUMNS >= 72  # in less, a table of options would cut their names


class Commands(TyperGroup):
    """The list of commands, as a table on any terminal."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.rich_markup_mode = "rich"


app = typer.Typer(
    name="groundup",
    cls=Commands,
    help="Neural networks from the ground up: one network on every rung, "
    "from a single neuron in plain Python to a kernel in C.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich" if TABLES else None,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "terminal_width": None if TABLES else COLUMNS,
    },
)
for panel, commands in {
    "Learn": (start.start, read.read, climb.climb, draw.draw),
    "Train": (train.train, sweep.sweep, data.data),
    "Use": (test.test, predict.predict, export.export),
    "Check": (check.check, vectors.vectors),
}.items():
    for command in commands:
        many = command is train.train
        app.command(rich_help_panel=panel, cls=ManyOptions if many else None)(command)


def show_version(wanted: bool) -> None:
    if wanted:
        import groundup
        from groundup.engines import description

        python = platform.python_version()
        print(f"groundup {groundup.__version__}, Python {python}, engine {description()}")
        raise typer.Exit()


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=show_version,
            is_eager=True,
            help="Show the versions and the engine, and exit.",
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Runs the command; whatever the user did, ends in one message and an exit status:
    0 for success, 1 when the answer is no, 2 when it could not run, 130 after Ctrl-C. A defect of
    groundup keeps its traceback."""
    # The matrices of a mini-batch are too small to share out: BLAS is quicker on one thread.
    for library in ("OPENBLAS", "MKL", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ─ or × shows a question mark
    try:
        app()
    except UserError as error:
        fail(str(error))
    except KeyboardInterrupt:  # before a command began
        raise SystemExit(130) from None
    except MemoryError:
        fail("there is not enough memory for that; try fewer neurons")
    except BrokenPipeError:  # `groundup … | head` has seen enough
        sys.stdout = None
        raise SystemExit(1) from None
    except OSError as error:
        fail(f"the system says: {error}")
