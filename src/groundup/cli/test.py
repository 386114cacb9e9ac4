"""`groundup test`: how often a saved network is right, and where it errs."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from groundup.cli.console import say, say_json

if TYPE_CHECKING:
    import numpy as np
    from rich.table import Table

SHOWN = 6  # mistakes


def test(
    model: Annotated[Path, Argument(help="A model that groundup train saved.")],
    data: Annotated[str, Option(help="mnist, or a folder of IDX files.")] = "mnist",
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
    samples = load_data(data).test
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
    say(confusion_table(result.confusion))
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
        where = "" if data == "mnist" else f" --data {data}"
        say(f"next: groundup test {model}{where} --plot mistakes.png")
    elif data == "mnist":
        say(f"next: groundup draw {model}")


def confusion_table(confusion: np.ndarray) -> Table:
    """Rows are true digits, columns guesses; right ones green, mistakes redder the more there
    are."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title="true digit ↓   guess →", title_justify="left", box=None, padding=(0, 1))
    table.add_column("")
    for guess in range(len(confusion)):
        table.add_column(str(guess), justify="right")
    worst = max(1, max(confusion[i, j] for i, j in off_diagonal(len(confusion))))
    for true, row in enumerate(confusion.tolist()):
        cells = [Text(str(true), "bold")]
        for guess, count in enumerate(row):
            if guess == true:
                style = "bold green"
            elif count:
                paleness = 1 - count / worst
                style = f"rgb(255,{30 + round(170 * paleness)},{20 + round(150 * paleness)})"
            else:
                style = "dim"
            cells.append(Text(str(count) if count else "·", style))
        table.add_row(*cells)
    return table


def off_diagonal(size: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(size) for j in range(size) if i != j]
