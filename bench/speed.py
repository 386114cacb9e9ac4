"""How fast groundup is, beside what else one could use, all in one run on one machine.

    python -m bench.speed [--json FILE] [--quick] [--only TEXT]

From the repository's root, with `pip install '.[bench]'`; peers that are not installed are left
out and named. It prints tables and writes docs/benchmarks.md. Read on in cases.py (what is measured
and asked), peers/ (who), worker.py and processes.py (how), figures.py and report.py.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status
from typer import Option

from bench import report
from bench.cases import CASES, Case
from bench.figures import Line, lines
from bench.peers import PEERS, missing
from bench.processes import ROOT, WorkerError, measure, training_peak_mb

PAGE = ROOT / "docs" / "benchmarks.md"
ROUNDS = {"full": 7, "quick": 3}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def speed(
    json: Annotated[Path | None, Option(help="Writes all figures to this file, too.")] = None,
    quick: Annotated[bool, Option("--quick", help="Fewer rounds; leaves the page alone.")] = False,
    only: Annotated[str, Option(help="Only cases with this in their name; likewise.")] = "",
) -> None:
    """Measure groundup beside its peers, and write docs/benchmarks.md."""
    cases = [case for case in CASES if only in case.name]
    if not cases:
        raise typer.BadParameter(f"no case has {only!r} in its name", param_hint="--only")
    try:
        made = run(cases, ROUNDS["quick" if quick else "full"])
    except WorkerError as error:
        err.print(str(error), markup=False)
        raise SystemExit(1) from None
    for text in (*report.conditions(made), *report.remarks(made)):
        out.print(text, markup=False)
    if json:
        write_json(json, made)
    if not quick and not only:
        PAGE.write_text(report.markdown(made), encoding="utf-8")
        err.print(f"wrote {PAGE.relative_to(ROOT)}")


def run(cases: list[Case], rounds: int) -> report.Report:
    """Measures, and prints each case's table as soon as there is one."""
    before = os.getloadavg()[0]
    rows: list[tuple[Case, list[Line]]] = []
    processors = usable_processors()
    with err.status("") as status:
        for case in cases:
            if case.threads > processors:
                continue
            rows.append((case, row(case, rounds, status)))
            out.print(report.table(*rows[-1]), "")
        status.update("groundup train")
        peak = training_peak_mb()
    return report.Report(
        date=datetime.datetime.now().astimezone().strftime("%Y-%m-%d"),
        machine=machine(),
        load=(before, os.getloadavg()[0]),
        versions=versions(),
        rounds=rounds,
        rows=rows,
        training_peak_mb=peak,
        skipped=list(skipped(cases, processors)),
    )


def row(case: Case, rounds: int, status: Status) -> list[Line]:
    def say(words: str) -> None:
        status.update(f"{case.name} · {words}")

    peers = [peer for peer in case.peers if not missing(peer)]
    peers += [] if case.predicts else ["limit"]
    return lines(case, measure(case, peers, rounds, say))


def skipped(cases: list[Case], processors: int) -> Iterator[str]:
    for name, peer in PEERS.items():
        if (without := missing(name)) and any(name in case.peers for case in cases):
            yield f"Left out: {peer.title}, for {' and '.join(without)} is not here."
    for case in cases:
        if case.threads > processors:
            yield f"Left out: {case.name}, for this machine has not as many processors."


def usable_processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> str:
    """The processor, how many of it may be used here, and the system."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [l for l in information.read_text().splitlines() if l.startswith("model name")]
        name = names[0].split(":", 1)[1].strip() if names else name
    return f"{name}, {usable_processors()} processors, {platform.system()}"


def versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name, peer in PEERS.items():
        if not missing(name):
            found |= {package: version(package) for package in peer.packages.values()}
            found |= {name.title(): version_of(peer.programs)} if peer.programs else {}
    return found


def version_of(programs: Sequence[str]) -> str:
    """Of the first that is there, the number in "Mozilla Firefox 153.7.0esr"."""
    program = next(filter(shutil.which, programs))
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return next((word for word in said.stdout.split() if word[0].isdigit()), "")


def write_json(path: Path, made: report.Report) -> None:
    text = json.dumps(report.plain(made), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    err.print(f"wrote {path}", markup=False)


if __name__ == "__main__":
    typer.run(speed)
