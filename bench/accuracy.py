"""How right groundup is, beside what others published with the same networks and settings.

    python -m bench.accuracy [--rows NAME]… [--seeds N] [--threads N] [--json FILE] [--quick]

From the repository's root. It prints a table and writes docs/accuracy.md. Read on in published.py
(the rows, all data), retrain.py (the runs) and accuracy_page.py (what is said of them).
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from typer import Option

from bench import accuracy_page
from bench.processes import ROOT
from bench.published import ROWS, Row, Training
from bench.retrain import Retrained, Runs
from bench.speed import machine
from groundup import load_data
from groundup.engines import description
from groundup.training.options import cores

PAGE = ROOT / "docs" / "accuracy.md"
SEEDS = {"full": 5, "quick": 1}
QUICK_EPOCHS = 3

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def accuracy(
    rows: Annotated[list[str] | None, Option(help="Only this row; may be repeated.")] = None,
    seeds: Annotated[int | None, Option(min=1, help="So many seeds, from 0: 5.")] = None,
    threads: Annotated[int, Option(min=1, help="All cores by default.")] = cores(),
    json: Annotated[Path | None, Option(help="Writes all figures to this file, too.")] = None,
    quick: Annotated[bool, Option("--quick", help="One seed, three epochs.")] = False,
) -> None:
    """Train published networks again, and write docs/accuracy.md (where nothing is left out)."""
    known = {row.name: row for row in ROWS}
    if unknown := set(rows or ()) - set(known):
        raise typer.BadParameter(
            f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(known)}",
            param_hint="--rows",
        )
    chosen = [row for row in ROWS if not rows or row.name in rows]
    count = seeds or SEEDS["quick" if quick else "full"]
    made = run(chosen, range(count), threads, QUICK_EPOCHS if quick else None)
    for text in (*accuracy_page.conditions(made), *accuracy_page.remarks(made)):
        out.print(text, markup=False)
    if json:
        write_json(json, made)
    if not (quick or rows or seeds):
        kept = accuracy_page.recipes_of(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else ""
        PAGE.write_text(
            accuracy_page.with_recipes(accuracy_page.markdown(made), kept), encoding="utf-8"
        )
        err.print(f"wrote {PAGE.relative_to(ROOT)}")


def run(
    rows: list[Row], seeds: range, threads: int, most_epochs: int | None
) -> accuracy_page.Report:
    """Trains, and prints each row's table as soon as there is one; says on standard error what
    is trained, and how much time is left."""
    started, load = time.perf_counter(), os.getloadavg()[0]
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(
        *columns,
        console=err,
        transient=True,
        redirect_stdout=out.is_terminal,  # tables go above the bar, or to where they are sent
        speed_estimate_period=120,
    ) as progress:
        bar = progress.add_task("")

        def advance(training: Training, seed: int) -> None:
            progress.update(bar, advance=work(training), description=f"{row.name}, seed {seed}")

        runs = Runs(load_data(), rows, threads=threads, most_epochs=most_epochs, progress=advance)
        total = sum(work(training) * runs.epochs_of(training) for training in runs.trainings)
        progress.update(bar, total=total * len(seeds))
        found: list[Retrained] = []
        for row in rows:
            found.append(runs.retrained(row, seeds))
            out.print(accuracy_page.table(found[-1]))
            out.print(accuracy_page.fine_print(found[-1]), "", markup=False)
    return accuracy_page.Report(
        date=datetime.datetime.now().astimezone().strftime("%Y-%m-%d"),
        machine=machine(),
        load=(load, os.getloadavg()[0]),
        versions={
            "Python": platform.python_version(),
            "groundup": version("groundup"),
            "numpy": version("numpy"),
        },
        engine=description(),
        threads=threads,
        seeds=len(seeds),
        seconds=time.perf_counter() - started,
        rows=found,
    )


def work(training: Training) -> float:
    """About how long an epoch takes, beside others: weights, and what a sample costs anyhow."""
    weights = sum(n * m for n, m in zip(training.sizes, training.sizes[1:], strict=False))
    distorted = training.options.get("augmentation") is not None
    return weights * (1.6 if training.dtype == "float64" else 1) + (6e5 if distorted else 3e4)


def write_json(path: Path, made: accuracy_page.Report) -> None:
    text = json.dumps(accuracy_page.plain(made), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    err.print(f"wrote {path}", markup=False)


if __name__ == "__main__":
    typer.run(accuracy)
