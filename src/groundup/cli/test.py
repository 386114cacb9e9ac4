"""`groundup test`: how often a saved network is right, and where it errs."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rich.text import Text
from typer import Argument, Option

from groundup.cli.console import err, fail, out, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from rich.table import Table

    from groundup.data import Data
    from groundup.network import Network

SHOWN = 6  # mistakes
PADDING = 2  # characters of a column


def test(
    model: Annotated[Path, Argument(help="A model that groundup train saved.")],
    data: Annotated[
        str | None,
        Option(help="mnist, or a folder of IDX files; by default mnist if it learned from that."),
    ] = None,
    json: Annotated[bool, Option("--json", help="For programs.")] = False,
    plot: Annotated[
        Path | None, Option(help="Also draw it to this PNG (needs Matplotlib).")
    ] = None,
) -> None:
    """Test a saved network on digits that it has never seen."""
    from groundup.data import load_data
    from groundup.evaluation import evaluate
    from groundup.network import Network

    network = Network.load(model)
    digits = load_data(data or "mnist")
    check_data(network, digits, model, data)
    samples = digits.test
    result = evaluate(network, samples)
    if plot is not None:
        from groundup.plotting import draw_evaluation

        draw_evaluation(result, samples, plot)
    if json:
        say_json(
            {
                "accuracy": result.accuracy,
                "correct": result.correct,
                "total": result.total,
                "confusion": result.confusion.tolist(),
            }
        )
        return

    from groundup.cli.pictures import gallery

    say(f"{result.accuracy:.2%}: {result.correct:,} of {result.total:,} digits right")
    say("")
    say("true digit ↓   guess →")
    for table in confusion_tables(result.confusion, out.width):
        say(table)
    if result.mistakes:
        say(f"\nthe most confident of {len(result.mistakes):,} mistakes")
        say(
            gallery(
                (samples.x[m.sample], f"a {m.true}, read as {m.guess} ({m.confidence:.0%})")
                for m in result.mistakes[:SHOWN]
            )
        )
    if plot is not None:
        say(f"drawn to {plot}")
    elif find_spec("matplotlib"):
        again = ["groundup", "test", str(model), *(["--data", data] if data else [])]
        say(f"next: {shlex.join([*again, '--plot', 'mistakes.png'])}")
    elif data in (None, "mnist"):
        say(f"next: groundup draw {model}")


def check_data(network: Network, digits: Data, model: Path, data: str | None) -> None:
    """Where the model learned from other data than it would be judged by: refuses to, if nobody
    asked for these; else says so."""
    from groundup.data.identity import identity

    learned = network.data
    if learned is None or learned["digest"] == identity("", digits)["digest"]:
        return
    name, shape = learned["name"], "×".join(map(str, learned["shape"]))
    words = f"{learned['classes']} classes, {shape} numbers a sample"
    if data is None:
        fail(
            f"{model} was trained on other data than MNIST: on {name} ({words}); say what to judge "
            f"it by, such as: groundup test {shlex.quote(str(model))} --data {shlex.quote(name)}"
        )
    err.print(
        f"{model} was trained on other data than {data}: on {name} ({words})",
        markup=False,
        soft_wrap=True,
    )


def confusion_tables(confusion: np.ndarray, width: int) -> Iterator[Table]:
    """Rows are true digits, columns guesses; right ones green, mistakes redder the more there
    are. A table if that is not too wide, else several with some of the guesses each."""
    from rich.table import Table

    classes, digits = len(confusion), len(str(confusion.max()))
    columns = max(1, (width - PADDING - len(str(classes))) // (PADDING + digits))
    for first in range(0, classes, columns):
        guesses = range(first, min(first + columns, classes))
        table = Table(box=None, padding=(0, PADDING // 2))
        table.add_column("")
        for guess in guesses:
            table.add_column(str(guess), justify="right", no_wrap=True)
        for true, cells in enumerate(coloured(confusion)):
            table.add_row(Text(str(true), "bold"), *(cells[guess] for guess in guesses))
        yield table


def coloured(confusion: np.ndarray) -> list[list[Text]]:
    """Every count, in a row for each true digit."""
    worst = max(1, max(confusion[i, j] for i, j in off_diagonal(len(confusion))))
    rows = []
    for true, row in enumerate(confusion.tolist()):
        rows.append([])
        for guess, count in enumerate(row):
            if guess == true:
                style = "bold green"
            elif count:
                paleness = 1 - count / worst
                style = f"rgb(255,{30 + round(170 * paleness)},{20 + round(150 * paleness)})"
            else:
                style = "dim"
            rows[-1].append(Text(str(count) if count else "·", style))
    return rows


def off_diagonal(size: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(size) for j in range(size) if i != j]
