"""Damages thousands of files, from a seed, and reads each of them.

    python -m bench.damage [--files 3000] [--seed 0] [--only WORD]

A file is refused in a sentence; or it still holds what it held; or, where its format has no
checksum, it holds other numbers that nobody can tell from the right ones. Anything else is a
defect, is printed, and makes the status 1.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import sys
import tempfile
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.damage.subjects import Subject, subjects
from bench.damage.verdicts import BAD, GOOD, judged

MEMORY = 3 * 2**30  # bytes that the process may take


def main() -> None:
    parser = argparse.ArgumentParser(description="Damages files, and reads each of them.")
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="subjects whose name has this word in it")
    arguments = parser.parse_args()
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        chosen = [subject for subject in subjects(Path(folder)) if arguments.only in subject.name]
        counts, defects = damage(chosen, arguments.files, arguments.seed)
    show(chosen, counts, defects)
    sys.exit(1 if defects else 0)


def damage(
    chosen: list[Subject], files: int, seed: int
) -> tuple[dict[str, Counter[str]], list[str]]:
    """How often each verdict came, a subject each, and the defects in words."""
    counts = {subject.name: Counter() for subject in chosen}
    wholes = [subject.read() for subject in chosen]
    defects = []
    for number in track(range(files), "damaging", console=Console(stderr=True), transient=True):
        which = number % len(chosen)
        way, verdict = judged(chosen[which], wholes[which], number, seed)
        counts[chosen[which].name][verdict.kind] += 1
        if verdict.kind in BAD:
            name = chosen[which].name
            defects.append(f"file {number}: {name}, {way}: {verdict.kind}\n{verdict.words}")
    return counts, defects


def show(chosen: list[Subject], counts: dict[str, Counter[str]], defects: list[str]) -> None:
    out = Console(highlight=False, width=110)
    table = Table("damaged file", *GOOD, *BAD, box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    total: Counter[str] = sum(counts.values(), Counter())
    for name, found in [*counts.items(), ("all", total)]:
        table.add_row(name, *(str(found[kind] or "–") for kind in (*GOOD, *BAD)))
    for defect in defects:
        out.print(defect, markup=False)
    out.print(table)
    for kind, words in (GOOD | BAD).items():
        out.print(f"{kind}: {words}")


if __name__ == "__main__":
    main()
