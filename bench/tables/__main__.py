"""The command: see the package."""

from __future__ import annotations

import datetime
import os
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console
from typer import Option

from bench.processes import ROOT
from bench.speed import machine
from bench.tables import report
from bench.tables.judging import Judged, judged
from bench.tables.report import Report
from bench.tables.sets import SETS
from groundup.errors import UserError

PAGE = ROOT / "docs" / "tables.md"
PACKAGES = ("groundup", "numpy", "pandas", "scikit-learn")
SEEDS = {"usual": 5, "quick": 2}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def tables(
    quick: Annotated[bool, Option("--quick", help="Two seeds; leaves the page alone.")] = False,
    only: Annotated[str, Option(help="Only tables with this in their name; likewise.")] = "",
) -> None:
    """Train on real tables beside scikit-learn, and write docs/tables.md."""
    chosen = [table for table in SETS if only in table.title]
    if not chosen:
        raise typer.BadParameter(f"no table has {only!r} in its name", param_hint="--only")
    before, rows = os.getloadavg()[0], list[Judged]()
    seeds = SEEDS["quick" if quick else "usual"]
    try:
        judged(SETS[0], range(1))  # both sides' libraries are loaded then
        with err.status("") as status:
            for table in chosen:
                status.update(table.title)
                rows.append(judged(table, range(seeds)))
    except UserError as error:
        err.print(str(error), markup=False)
        raise SystemExit(1) from None
    made = Report(
        date=datetime.datetime.now().astimezone().strftime("%Y-%m-%d"),
        machine=machine(),
        load=(before, os.getloadavg()[0]),
        versions={name: version(name) for name in PACKAGES},
        seeds=seeds,
        tables=rows,
    )
    out.print(report.table(rows))
    for text in (*report.conditions(made), *report.remarks(made)):
        out.print(text, markup=False)
    if not quick and not only:
        PAGE.write_text(report.markdown(made), encoding="utf-8")
        err.print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    typer.run(tables)
