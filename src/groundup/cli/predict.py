"""`groundup predict`: what a trained network says to pictures and rows of tables."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import fail, printable, progress_bar, say, say_json, tell

if TYPE_CHECKING:
    from groundup.data.cells import Reading
    from groundup.network import Network
    from groundup.questions import Answer

FORMULAS = (*"=+-@", "\t", "\n", *"＝＋－＠")
"""How a cell begins that a spreadsheet may run."""
BAR_FROM = 50  # files, from which on there is a progress bar


def predict(
    model: Annotated[Path, Argument(help="A model that groundup train saved.")],
    files: Annotated[
        list[Path],
        Argument(help="Pictures, folders of pictures, or .csv, .tsv, .parquet or .npz files."),
    ],
    as_is: Annotated[
        bool,
        Option(
            "--as-is",
            help="Only scale pictures. Without this, digits are prepared as in the page: the ink "
            "in a box of 20×20, centred.",
        ),
    ] = False,
    decimal: Annotated[
        str | None,
        Option(help="As for groundup train; by default as in the model's table."),
    ] = None,
    encoding: Annotated[
        str | None, Option(help="The encoding of a .csv; by default UTF-8.")
    ] = None,
    json: Annotated[bool, Option("--json", help="Print a JSON list with all scores.")] = False,
    as_csv: Annotated[
        bool,
        Option(
            "--csv",
            help="Print a CSV table with all scores. Words that a spreadsheet would run as a "
            "formula, such as =1+1 or -x, get an apostrophe; --json has them as they are.",
        ),
    ] = False,
) -> None:
    """Predict the class of pictures, or of the rows of a table."""
    from groundup.data.cells import Reading
    from groundup.network import Network
    from groundup.questions import outputs_of

    if json and as_csv:
        fail("--json and --csv both choose the format; give only one")
    network = Network.load(model)
    problems: list[str] = []
    said = asked(network, files, as_is, problems, Reading(decimal, encoding))
    if json:
        say_json([answer._asdict() for answer in said])
    elif as_csv:
        names = outputs_of(network)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        label = [] if network.regression else ["label"]
        writer.writerow(["name", *label, *map(cell, names)])
        for answer in said:
            own = [] if network.regression else [cell(answer.label)]
            writer.writerow([cell(answer.name), *own, *answer.scores.values()])
    else:
        for answer in said:
            say(words(answer))
    for problem in problems:
        tell(f"left out: {problem}")
    if problems:
        raise SystemExit(1)


def asked(
    network: Network, files: list[Path], as_is: bool, problems: list[str], reading: Reading
) -> Iterator[Answer]:
    """The answers, with a progress bar where there are many files; pictures that cannot be read go
    to the problems, but for a single one."""
    from groundup.questions import answers, count

    total = count(files)
    unreadable = problems.append if total > 1 else None
    if total < BAR_FROM:
        yield from answers(network, files, as_is, unreadable, reading=reading, note=say_note)
        return
    bar = progress_bar()
    task = bar.add_task("reading", total=total)
    with bar:
        advance = partial(bar.advance, task)
        found = list(answers(network, files, as_is, unreadable, advance, reading, say_note))
    yield from found


def say_note(note: str) -> None:
    tell(f"note: {note}")


def cell(words: str) -> str:
    """Words from other people's files as no spreadsheet runs them: after an apostrophe where they
    begin as a formula may (OWASP, CSV injection). Numbers stay numbers: -1 is a class, too."""
    from groundup.data.numerals import is_number

    shown = printable(words)
    return f"'{shown}" if shown.startswith(FORMULAS) and not is_number(shown) else shown


def words(answer: Answer) -> str:
    """A line: the name, the label and how sure, or a regression's numbers."""
    if not answer.label:
        numbers = ", ".join(f"{name} {value:.6g}" for name, value in answer.scores.items())
        return f"{answer.name}: {numbers}"
    return f"{answer.name}: {answer.label} ({answer.scores[answer.label]:.0%})"
