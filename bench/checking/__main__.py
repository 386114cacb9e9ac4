"""Plant every mistake of the catalogue in three styles of code, and see what `groundup check` says.

    python -m bench.checking [--json FILE] [--numbers "14 15"] [--style book] [--pairs N]
    python -m bench.checking --programs FOLDER [--json FILE] [--page] [--every N] [--first N]
    python -m bench.checking --programs FOLDER --mutants N [--seed N]

From the repository's root. It prints the confusion matrix, a row a mistake, writes
docs/checking-proof.md after a full run, and exits 1 where a floor is missed. With --programs it
checks whole programs instead, of which the folder's expected.json tells the truth, and exits 1
where a false word was said; --page writes their figures into the page's last part. With --mutants
so many mistakes are planted by machine in the right ones first (mutants.py). Read on in
styles/ (the correct networks), plants/ (the mistakes, as changed lines), truth.py and oracle.py
(what ought to be found, computed without the checker), judging.py, figures.py, programs.py and
proof.py (the page).
"""

from __future__ import annotations

import json as json_format
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from typer import Option

from bench.checking import mutants, programs, proof, showing
from bench.checking.checks import Case, Result, check_all
from bench.checking.conventions import CONVENTIONS
from bench.checking.figures import figures
from bench.checking.judging import judge, judge_pair, pairs
from bench.checking.planting import Plant
from bench.checking.plants import PLANTS
from bench.checking.variants import VARIANTS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "checking-proof.md"
PAIRS = 60

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def checking(
    json: Annotated[Path | None, Option(help="Writes every answer to this file, too.")] = None,
    numbers: Annotated[str, Option(help='Only these mistakes: "14 15"; leaves the page.')] = "",
    style: Annotated[str, Option(help="Only book, lists or numpy-batch; likewise.")] = "",
    pair_count: Annotated[int, Option("--pairs", help="Files with two mistakes.")] = PAIRS,
    folder: Annotated[
        Path | None, Option("--programs", help="Checks the programs of this folder instead.")
    ] = None,
    to_page: Annotated[
        bool, Option("--page", help="Writes the programs' figures into the page.")
    ] = False,
    every: Annotated[int, Option(help="Only one of so many programs.")] = 1,
    first: Annotated[int, Option(help="The first of them.")] = 0,
    planted: Annotated[
        int, Option("--mutants", help="Plants so many mistakes in the correct programs first.")
    ] = 0,
    seed: Annotated[int, Option(help="Of which ones.")] = 1,
) -> None:
    """Check every planted file, and print what was detected and named."""
    if folder is not None:
        with tempfile.TemporaryDirectory() as home:
            if planted:
                folder = mutants.write(folder, Path(home) / "mutants", planted, seed)
            false = check_programs(folder, json, to_page, slice(first, None, every))
        raise SystemExit(1 if false else 0)
    chosen = choose(numbers, style)
    conventions = [each for each in CONVENTIONS if style in ("", each.style)]
    two = list(pairs(pair_count, chosen))
    cases = [Case(plant.name, plant.source(), plant.settings) for plant in chosen]
    cases += [
        Case(each.name, each.source(), VARIANTS[each.style][each.variant]) for each in conventions
    ]
    cases += [
        Case(str(k), each.merged.source(), each.merged.settings) for k, each in enumerate(two)
    ]
    results = run(cases)
    judged = [judge(plant, results[plant.name]) for plant in chosen]
    judged_pairs = [judge_pair(each, results[str(k)]) for k, each in enumerate(two)]
    made = figures(judged, [(each, results[each.name]) for each in conventions], judged_pairs)
    out.print(showing.table(made))
    for line in (*showing.troubles(judged, judged_pairs), *alarms(made.alarms, results)):
        out.print(line, markup=False)
    for line in showing.sentences(made):
        out.print(line, markup=False)
    out.print(f"A check took {made.median:.2f} s (median), {made.slowest:.2f} s at most.")
    if json:
        write(json, showing.plain(made, judged, judged_pairs))
    if not (numbers or style) and pair_count == PAIRS:
        write_page(planted=proof.planted(made))
    missed = [floor for floor, passed in made.floors.items() if not passed]
    for floor in missed:
        err.print(f"missed: {floor}", markup=False)
    raise SystemExit(1 if missed else 0)


def check_programs(folder: Path, json: Path | None, to_page: bool, some: slice) -> bool:
    """Prints what was said of each program; returns whether a word of it was false."""
    try:
        asked = programs.programs(folder)[some]
    except ValueError as mistaken:
        raise typer.BadParameter(str(mistaken)) from None
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("checking", total=len(asked))
        answers = programs.answer_all(asked, lambda: progress.advance(bar))
    out.print(programs.table(answers))
    for line in programs.sentences(answers):
        out.print(line, markup=False)
    if json:
        write(json, programs.plain(answers))
    if to_page:
        write_page(published=proof.published(answers))
    return any(answer.false for answer in answers)


def write_page(planted: str = "", published: str = "") -> None:
    """Writes one part of the page, and leaves the other."""
    page = proof.renewed(PAGE.read_text(encoding="utf-8"), planted, published)
    PAGE.write_text(page, encoding="utf-8")
    err.print(f"wrote {PAGE.relative_to(ROOT)}")


def write(json: Path, content: dict[str, Any]) -> None:
    json.write_text(json_format.dumps(content, indent=1) + "\n", encoding="utf-8")


def choose(numbers: str, style: str) -> list[Plant]:
    wanted = {int(number) for number in numbers.replace(",", " ").split()}
    chosen = [
        plant
        for plant in PLANTS
        if (not wanted or plant.number in wanted) and style in ("", plant.style)
    ]
    if not chosen:
        raise typer.BadParameter("no planted mistake has these numbers in this style")
    return chosen


def run(cases: list[Case]) -> dict[str, Result]:
    with Progress(console=err, transient=True) as progress:
        bar = progress.add_task("checking", total=len(cases))
        return check_all(cases, lambda: progress.advance(bar))


def alarms(names: list[str], results: dict[str, Result]) -> list[str]:
    return [f"{name}: false alarm. Said: {results[name]}" for name in names]


if __name__ == "__main__":
    typer.run(checking)
