"""`groundup sweep`: many training runs, the best of which go on."""

from __future__ import annotations

import csv
import io
import signal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rich.table import Table
from typer import Argument, Option

from groundup.cli.console import fail, progress_bar, say, say_json
from groundup.cli.signals import BY_SIGNAL, interrupt_once
from groundup.cli.train_checks import check_file

if TYPE_CHECKING:
    from groundup.sweeping import Sweep
    from groundup.sweeping.results import Entry, Results
    from groundup.sweeping.spaces import Space

SHOWN = 10  # trials in the table


def sweep(
    space: Annotated[
        Path | None, Argument(help="A TOML file with the options to choose from.")
    ] = None,
    data: Annotated[str, Option(help="As for groundup train.")] = "mnist",
    label: Annotated[str | None, Option(help="As for groundup train; or in the file.")] = None,
    trials: Annotated[int, Option(help="How many networks to begin with.")] = 40,
    halving: Annotated[
        str, Option(help="After how many epochs each round ends; the best go on to the next.")
    ] = "1,2,6",
    keep: Annotated[int, Option(help="One of this many trials goes on to the next round.")] = 3,
    seed: Annotated[int, Option(help="The same seed draws the same trials.")] = 0,
    engine: Annotated[str, Option(help="As for groundup train.")] = "auto",
    workers: Annotated[
        int | None, Option(help="Processes to use; by default one for each core.")
    ] = None,
    cluster: Annotated[
        str | None,
        Option(help="A Dask cluster: tcp://HOST:PORT, or a module:function that makes a Client."),
    ] = None,
    out: Annotated[
        Path, Option(help="The file of results. If it is there already, the sweep goes on.")
    ] = Path("sweep.db"),
    show: Annotated[Path | None, Option(help="Show the results in this file.")] = None,
    plot: Annotated[
        Path | None, Option(help="Save a plot of the results as this .png, .svg or .pdf file.")
    ] = None,
    table: Annotated[
        Path | None, Option("--csv", help="Write the results to this CSV file.")
    ] = None,
    json: Annotated[bool, Option("--json", help="Print JSON.")] = False,
) -> None:
    """Try many settings, train the best ones longer, and say how to train the best network."""
    if (space is None) == (show is None):
        fail("name a file with the options to choose from, or --show with a file of results")
    for option, file, example in (("--plot", plot, "sweep.png"), ("--csv", table, "sweep.csv")):
        if file is not None:
            check_file(option, file, example)
    if show is not None:
        from groundup.sweeping import read_sweep

        report(read_sweep(show), plot, table, json)
        return
    assert space is not None
    check_file("--out", out, "sweep.db")
    if workers is not None and (workers < 1 or cluster is not None):
        fail(f"--workers must be 1 or more, and cannot be given with --cluster; got {workers}")
    steps = rounds(halving)
    from groundup.sweeping.spaces import read_space

    options = read_space(space) | ({} if label is None else {"label": label})
    found = run(options, data, trials, steps, keep, seed, engine, workers, cluster, out, json)
    report(found, plot, table, json)


def rounds(text: str) -> list[int]:
    """[1, 2, 6] from "1,2,6"."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        fail(f"--halving must be rising numbers of epochs, such as 1,2,6, not {text}")


def run(
    space: Space,
    data: str,
    trials: int,
    halving: list[int],
    keep: int,
    seed: int,
    engine: str,
    workers: int | None,
    cluster: str | None,
    out: Path,
    quiet: bool,
) -> Sweep:
    """Sweeps, with a bar, and a line where a trial is better than all before it in its round."""
    from groundup import sweeping
    from groundup.sweeping import pools

    bar = progress_bar()
    task = bar.add_task("sweeping", total=None)
    best: list[tuple[int, float]] = []

    def progress(number: int, epochs: int, results: Results) -> None:
        leader = results.ranking(number)[:1]
        bar.advance(task, epochs)
        if not quiet and leader and best[-1:] != [(number, leader[0].score or 0.0)]:
            best.append((number, leader[0].score or 0.0))
            say(best_so_far(leader[0], number, len(halving)))

    signal.signal(signal.SIGTERM, interrupt_once)
    bar.update(task, total=total(trials, halving, keep))
    make = partial(pools.cluster, cluster) if cluster else workers
    try:
        with bar:
            return sweeping.sweep(
                space,
                data,
                trials=trials,
                halving=halving,
                keep=keep,
                seed=seed,
                out=out,
                executor=make,
                engine=engine,
                progress=progress,
            )
    except KeyboardInterrupt as interrupt:
        number = interrupt.args[0] if interrupt.args else signal.SIGINT
        fail(
            f"stopped by {BY_SIGNAL[number]}; what was found is in {out}: run the same command to "
            "go on",
            128 + number,
        )


def total(trials: int, halving: list[int], keep: int) -> int:
    """Epochs of the whole sweep."""
    epochs, before = 0, 0
    for until in halving:
        epochs, before, trials = epochs + trials * (until - before), until, max(1, trials // keep)
    return epochs


def best_so_far(entry: Entry, number: int, rounds: int) -> str:
    return (
        f"round {number + 1} of {rounds}: trial {entry.trial} leads, "
        f"validation {told(entry)} after {epochs_of(entry)}"
    )


def told(entry: Entry) -> str:
    """How good it is: a share, or of a regression the cost."""
    if entry.accuracy is not None:
        return f"{entry.accuracy:.2%}"
    return "" if entry.cost is None else f"cost {entry.cost:.4g}"


def epochs_of(entry: Entry) -> str:
    return "1 epoch" if entry.epochs == 1 else f"{entry.epochs} epochs"


def report(found: Sweep, plot: Path | None, table: Path | None, json: bool) -> None:
    """The results, in every way that was asked for."""
    if plot is not None:
        from groundup.sweeping.pictures import draw_sweep

        draw_sweep(found, plot)
    if table is not None:
        from groundup.formats.atomic import write_atomically

        write_atomically(table, as_csv(found).encode())
    if json:
        say_json(plain(found))
        return
    if found.entries:
        say(as_table(found))
    for entry in found.ranking:
        if entry.lost or entry.diverged:
            say(
                f"trial {entry.trial} {'was lost' if entry.lost else 'diverged'}: "
                f"{entry.lost or entry.diverged}"
            )
    for what, file in (("drawn", plot), ("written", table)):
        if file is not None:
            say(f"{what}: {file}")
    say(f"digest {found.digest[:16]} of {len(found.entries)} results")
    if not found.finished:
        say("not finished: to go on, run the command again that started the sweep")
    if not found.entries:
        return
    if found.best is None:
        fail("no trial has learned anything; see above for the reason", 1)
    say(f"next: {found.command}")


def as_table(found: Sweep) -> Table:
    made = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("trial", "validation", "epochs", *found.varied):
        made.add_column(heading, justify="right")
    for entry in found.ranking[:SHOWN]:
        options = found.parameters(entry.trial)
        epochs = "" if entry.epochs is None else str(entry.epochs)
        made.add_row(
            str(entry.trial), told(entry), epochs, *(str(options[name]) for name in found.varied)
        )
    return made


def as_csv(found: Sweep) -> str:
    """A line a trial and round."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    fields = ("trial", "round", "epochs", "accuracy", "cost", "seconds", "diverged", "lost")
    writer.writerow([*fields, *found.varied])
    for entry in found.entries:
        options = found.parameters(entry.trial)
        own = [getattr(entry, field) for field in fields]
        writer.writerow([*own, *(options[name] for name in found.varied)])
    return text.getvalue()


def plain(found: Sweep) -> dict[str, object]:
    """For JSON."""
    trials = [
        entry._asdict() | {"parameters": found.parameters(entry.trial)} for entry in found.entries
    ]
    return {
        **found.about,
        "digest": found.digest,
        "finished": found.finished,
        "best": found.best and found.best.trial,
        "command": found.command,
        "results": trials,
    }
